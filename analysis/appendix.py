"""The appendix: every claim with its document, the documents, and the method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from analysis import panels, prose
from analysis.check import members
from analysis.claim import Claim
from analysis.edition import Edition
from analysis.measure import Measure
from analysis.parts import Listed
from analysis.quantity import WITHOUT_NUMBER, Hedge, Quantity, entailed
from analysis.tables import Row
from analysis.when import when
from analysis.wording import day_words, listed, who

EXTENTS = {"full": "", "excerpt": "read as an excerpt", "not_seen": "not seen"}
EXAMPLE = 20
METHOD = (
    "A **claim** is one figure, or one statement, by one claimant in one document: who said it, "
    "through whom, when, in which words, and about which days. Nothing here is a count of our "
    "own; where a number is computed from claims, it is marked as ours and names them. A hedge "
    "is read as the bounds that its words entail, never as a margin of error, and a bound that "
    "nobody stated stays open. Several documents that carry on one utterance are one origin, "
    "however often it is printed."
)


def claims(edition: Edition) -> str:
    """Every claim, by what it counts, in the order of the measures."""
    order = list(edition.whole.measures)
    told = sorted(edition.claims, key=lambda claim: _place(claim, order))
    parts = []
    for (topic, category), group in groupby(told, key=_topic):
        parts.append(_measure_heading(edition, topic, category))
        parts += [_entry(edition, claim) for claim in group]
    return prose.division("\n\n".join(parts), "", "claims")


def sources(edition: Edition) -> str:
    """The documents, with where to find them and how much of each was read."""
    rows = sorted(edition.sources, key=lambda row: (row["published"] or "9", row["source_id"]))
    return "\n".join(_source(row) for row in rows)


def method() -> str:
    """What a claim is, and how each hedge is read."""
    rows = tuple(
        (hedge.replace("_", " "), str(told) if told.known else "", *_ends(told))
        for hedge, told in ((hedge, entailed(hedge, EXAMPLE, 15, 25)) for hedge in Hedge)
        if hedge is not Hedge.NONE
    )
    columns = ("hedge", "for example", "lowest", "printed", "highest")
    table = prose.table(Listed("How each hedge is read, for whole things", columns, rows))
    more = panels.focus("How each hedge is read")
    return f"{METHOD}\n\n{prose.division(table, '', 'listing', more=more)}"


def made(facts: Mapping[str, str]) -> str:
    """How the report was made, and how to make it again."""
    return "\n".join(f"- {prose.text(name)}: {prose.code(value)}" for name, value in facts.items())


def _ends(told: Quantity) -> tuple[str, str, str]:
    ends = (told.low, told.stated, told.high)
    return tuple("open" if end is None else f"{end:,}" for end in ends)  # type: ignore[return-value]


def _topic(claim: Claim) -> tuple[str, str]:
    return claim.topic, claim.categories[0] if claim.measure else ""


def _place(claim: Claim, order: Sequence[tuple[str, str]]) -> tuple[int, bool, str, str]:
    """By measure; claims of an open category come first; then by day, then by id."""
    at = order.index((claim.topic, claim.categories[0])) if claim.measure else -1
    topics = [topic for topic, _ in order]
    said = str(claim.said_on.first or "") if claim.said_on else "9999"
    return max(at, topics.index(claim.topic)), claim.measure is not None, said, claim.claim_id


def _measure_heading(edition: Edition, topic: str, category: str) -> str:
    measure: Measure | None = edition.whole.measures.get((topic, category))
    words = measure.label if measure else f"{topic.replace('_', ' ')}: category left open"
    name = prose.anchor(f"measure-{topic}-{category or 'open'}")
    title = prose.heading(2, words[:1].upper() + words[1:], name, "measure")
    if measure is None:
        return title
    more = f" {prose.link('Its definition', measure.definition_url)}." * bool(
        measure.definition_url
    )
    return f"{title}\n\n{prose.division(prose.foreign(measure.definition) + more, '', 'quiet')}"


def _entry(edition: Edition, claim: Claim) -> str:
    """One claim: who, in which words; what they state; when; where it stands; how it connects."""
    lines = [_said(edition, claim), _stated(claim), _document(edition, claim)]
    lines += [line for line in (_related(edition, claim),) if line]
    outside = "" if edition.within(claim.claim_id) else "beyond"
    return prose.division("\\\n".join(lines), claim.claim_id, *(c for c in ("claim", outside) if c))


def _said(edition: Edition, claim: Claim) -> str:
    language = edition.whole.named("sources", claim.source_id)["language"]
    gloss = f" (“{prose.foreign(claim.gloss)}”)" if claim.gloss else ""
    phrase = prose.foreign(claim.phrase, language)
    name = prose.text(who(edition.whole, claim))
    return f"**{claim.claim_id}** {name}: “{phrase}”{gloss}"


def _stated(claim: Claim) -> str:
    """The quantity in standard words and bounds, the label, the days."""
    label = claim.measure.label if claim.measure else claim.topic.replace("_", " ")
    told = [f"{label}: {claim.quantity}" if claim.quantity.known else label]
    if claim.stance:
        told.append(claim.stance)
    told += [bounds] if (bounds := _bounds(claim.quantity)) else []
    said = f"said {day_words(claim.said_on)}" if claim.said_on else "the day it was said not given"
    told += [said, *([f"about {day_words(claim.covers)}"] if claim.covers else [])]
    return " · ".join(prose.text(part) for part in told)


def _bounds(told: Quantity) -> str:
    if told.hedge in WITHOUT_NUMBER | {Hedge.BARE} or (told.low is None and told.high is None):
        return ""
    low = "" if told.low is None else f"{'above ' if told.open_low else ''}{told.low:,}"
    high = "" if told.high is None else f"{'below ' if told.open_high else ''}{told.high:,}"
    return f"{low} or more" if not high else f"{high} or fewer" if not low else f"{low} to {high}"


def _document(edition: Edition, claim: Claim) -> str:
    row = edition.whole.named("sources", claim.source_id)
    cited = prose.foreign(edition.citations[claim.claim_id].rstrip("."))
    link = prose.link("Open at the words", edition.address(claim))
    copy = f" {prose.link('Archived copy', row['archive_url'])}." if row["archive_url"] else ""
    return f"{cited}. {link}.{copy}" if row["url"] else f"{cited}.{copy}"


def _related(edition: Edition, claim: Claim) -> str:
    """Retellings, disputes, and the figures that draw it."""
    parts = []
    if claim.retells:
        parts.append(f"retelling of {_named(edition, claim.retells)}")
    parts += [_disputed(edition, row, claim) for row in _disputes(edition, claim)]
    if not edition.within(claim.claim_id):
        parts.append("beyond the scope of this report, brought in by a sentence or a chart")
    if figures := edition.drawn_in.get(claim.claim_id):
        noun = "figure" if len(figures) == 1 else "figures"
        parts.append(f"drawn in {noun} " + listed([f"[{n}](#figure-{n})" for n in figures]))
    return "; ".join(parts)[:1].upper() + "; ".join(parts)[1:]


def _disputes(edition: Edition, claim: Claim) -> list[Row]:
    rows = edition.whole.rows["disputes"]
    return [row for row in rows if claim.claim_id in members(row["claims"])]


def _disputed(edition: Edition, row: Row, claim: Claim) -> str:
    others = [_named(edition, i) for i in members(row["claims"]) if i != claim.claim_id]
    return f"disputed ({row['state']}) with {listed(others)}"


def _named(edition: Edition, claim_id: str) -> str:
    return prose.entry(claim_id) if claim_id in edition.citations else claim_id


def _source(row: Row) -> str:
    out = day_words(when(row["published"])) if row["published"] else "no date on the copy"
    host = f", carried by {prose.foreign(row['host'])}" if row["host"] else ""
    title = prose.foreign(row["title"], row["language"])
    more = [EXTENTS[row["extent"]], f"in {row['language']}" * (row["language"] != "en")]
    links = [prose.address("open", row["url"]), prose.link("archived", row["archive_url"])]
    tail = [prose.text(part) for part in more if part] + [
        made for made, url in zip(links, (row["url"], row["archive_url"]), strict=True) if url
    ]
    rest = f" ({', '.join(tail)})" if tail else ""
    return f"- {prose.foreign(row['publisher'])}, {title}, {prose.text(out)}{host}{rest}"
