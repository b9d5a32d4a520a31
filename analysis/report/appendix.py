"""The appendix, as markdown: every claim, the disputes and gaps, the documents, and the method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from analysis.claims.cells import Row, members, spaced
from analysis.claims.claim import Claim
from analysis.claims.dates import when
from analysis.claims.quantity import WITHOUT_NUMBER, Hedge, Quantity, entailed, in_digits
from analysis.report import markup, questions
from analysis.report.document import Table
from analysis.report.edition import Edition
from analysis.words.names_and_days import day_words, in_words, listed, who

RESULTS = {"not_found": "Not found", "part_found": "Found in part"}
"""Results of a search that the report prints, in words."""
EXTENTS = {"full": "", "excerpt": "read as an excerpt", "not_seen": "not seen"}
"""How much of a document was read, in words."""
EXAMPLE, LEAST, MOST = 20, 15, 25
"""Numbers with which each hedge is explained: as printed, and the ends of a range."""
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
    ordered = sorted(edition.claims, key=lambda claim: _sort_key(claim, order))
    parts = []
    for _, group in groupby(ordered, key=_category):
        first, *rest = group
        parts.append(_measure_heading(first))
        parts += [_entry(edition, claim) for claim in (first, *rest)]
    return markup.division("\n\n".join(parts), "", "claims")


def gaps(edition: Edition) -> str:
    """Every dispute with its claims, and every search that left a gap, with its note."""
    rows = [row for row in edition.timeline.rows["searches"] if row["result"] in RESULTS]
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: list(RESULTS).index(row["result"])):
        groups.setdefault(_search_heading(row), []).append(row)
    searches = [
        f"{head}\n\n" + "\n".join(map(_search_item, group)) for head, group in groups.items()
    ]
    return "\n\n".join([questions.full(edition), *searches])


def sources(edition: Edition) -> str:
    """The documents, with where to find them and how much of each was read."""
    rows = sorted(edition.sources, key=lambda row: (row["published"] or "9", row["source_id"]))
    return "\n".join(_source_item(row) for row in rows)


def method() -> str:
    """What a claim is, and how each hedge is read."""
    hedges = [(hedge, entailed(hedge, EXAMPLE, LEAST, MOST)) for hedge in Hedge]
    rows = tuple(
        (spaced(hedge), str(quantity) if quantity.known else "", *_ends(quantity))
        for hedge, quantity in hedges
        if hedge is not Hedge.NONE
    )
    columns = ("hedge", "for example", "lowest", "printed", "highest")
    table = markup.table(Table("How each hedge is read, for whole things", columns, rows))
    attributes = markup.focusable("How each hedge is read")
    return f"{METHOD}\n\n{markup.division(table, '', 'listing', more=attributes)}"


def provenance(facts: Mapping[str, str]) -> str:
    """How the report was made, and how to repeat it; facts: as `Edition.provenance` has them."""
    lines = (f"- {markup.text(name)}: {markup.code(value)}" for name, value in facts.items())
    return "\n".join(lines)


def _category(claim: Claim) -> tuple[str, str]:
    """What it counts; the category is empty where the text leaves it open."""
    return claim.measure, claim.categories[0] if claim.definition else ""


def _sort_key(claim: Claim, order: Sequence[tuple[str, str]]) -> tuple[int, bool, str, str]:
    """By measure; claims of an open category come first; then by day, then by id."""
    position = order.index((claim.measure, claim.categories[0])) if claim.definition else -1
    measures = [measure for measure, _ in order]
    said = str(claim.said_on.first or "") if claim.said_on else "9999"
    return (
        max(position, measures.index(claim.measure)),
        bool(claim.definition),
        said,
        claim.claim_id,
    )


def _measure_heading(claim: Claim) -> str:
    """The heading of the claims that count what this one does, with the definition."""
    measure, category = _category(claim)
    words = f"{claim.label}{'' if category else ': category left open'}"
    name = markup.anchor(f"measure-{measure}-{category or 'open'}")
    title = markup.heading(2, words[:1].upper() + words[1:], name, "measure")
    if claim.definition is None:
        return title
    url = claim.definition.definition_url
    link = f" {markup.link('Its definition', url)}." if url else ""
    definition = markup.foreign(claim.definition.definition) + link
    return f"{title}\n\n{markup.division(definition, '', 'quiet')}"


def _entry(edition: Edition, claim: Claim) -> str:
    """One claim: its claimant and words, what it states and when, its document, its relations."""
    lines = [_said(edition, claim), _stated(claim), _document(edition, claim)]
    lines += [line for line in (_related(edition, claim),) if line]
    classes = ("claim",) if edition.within(claim.claim_id) else ("claim", "beyond")
    return markup.division("\\\n".join(lines), claim.claim_id, *classes)


def _said(edition: Edition, claim: Claim) -> str:
    language = edition.whole.row("sources", claim.source_id)["language"]
    name = f"**{claim.claim_id}** {markup.text(who(edition.whole, claim))}"
    if not claim.phrase:
        return name
    gloss = f" {markup.foreign(in_words(claim))}" if claim.gloss else ""
    return f"{name}: “{markup.foreign(claim.phrase, language)}”{gloss}"


def _stated(claim: Claim) -> str:
    """The label, the quantity in standard words and bounds, and the days of a claim."""
    said = f"said {day_words(claim.said_on)}" if claim.said_on else "the day it was said not given"
    parts = [
        f"{claim.label}: {claim.quantity}" if claim.quantity.known else claim.label,
        claim.stance,
        _bounds(claim.quantity),
        said,
        f"about {day_words(claim.covers)}" if claim.covers else "",
    ]
    return " · ".join(markup.text(part) for part in parts if part)


def _bounds(quantity: Quantity) -> str:
    """The bounds that the words entail; empty where they say no more than the number."""
    if quantity.hedge in WITHOUT_NUMBER | {Hedge.BARE}:
        return ""
    low, high = quantity.ends
    if low and high:
        return f"{low} to {high}"
    return f"{low} or more" if low else f"{high} or fewer" if high else ""


def _ends(quantity: Quantity) -> tuple[str, ...]:
    ends = (quantity.low, quantity.stated, quantity.high)
    return tuple("open" if end is None else in_digits(end) for end in ends)


def _document(edition: Edition, claim: Claim) -> str:
    row = edition.whole.row("sources", claim.source_id)
    citation = edition.citations[claim.claim_id]
    cited = markup.foreign(citation.document)
    link = markup.link("Open at the words", citation.address)
    copy = f" {markup.link('Archived copy', row['archive_url'])}." if row["archive_url"] else ""
    return f"{cited}. {link}.{copy}" if citation.address else f"{cited}.{copy}"


def _related(edition: Edition, claim: Claim) -> str:
    """Retellings, disputes, and the figures that draw it."""
    parts = []
    if claim.retells:
        parts.append(f"retelling of {_linked(edition, claim.retells)}")
    for row in edition.whole.rows["disputes"]:
        ids = members(row["claims"])
        if claim.claim_id in ids:
            others = [_linked(edition, other) for other in ids if other != claim.claim_id]
            parts.append(f"disputed ({row['state']}) with {listed(others)}")
    if not edition.within(claim.claim_id):
        parts.append("beyond the scope of this report, brought in by a sentence or a chart")
    if figures := edition.drawn_in.get(claim.claim_id):
        noun = "figure" if len(figures) == 1 else "figures"
        parts.append(f"drawn in {noun} " + listed([f"[{n}](#figure-{n})" for n in figures]))
    words = "; ".join(parts)
    return words[:1].upper() + words[1:]


def _linked(edition: Edition, claim_id: str) -> str:
    """A claim's id, leading to its entry where the report has one."""
    return markup.entry(claim_id) if claim_id in edition.citations else claim_id


def _search_heading(row: Row) -> str:
    """The heading of searches: their result, where and when; row: of searches.csv."""
    day = f" on {markup.text(day_words(when(row['searched_on'])))}" if row["searched_on"] else ""
    return f"**{RESULTS[row['result']]}** in {markup.foreign(row['searched_in'])}{day}:"


def _search_item(row: Row) -> str:
    note = f". {markup.foreign(row['note'])}" if row["note"] else ""
    return f"- {markup.foreign(row['looked_for'])}{note}"


def _source_item(row: Row) -> str:
    """A document as an item of a list; row: of sources.csv."""
    published = day_words(when(row["published"])) if row["published"] else "no date on the copy"
    host = f", carried by {markup.foreign(row['host'])}" if row["host"] else ""
    title = markup.foreign(row["title"], row["language"])
    language = "" if row["language"] == "en" else f"in {row['language']}"
    notes = [markup.text(note) for note in (EXTENTS[row["extent"]], language) if note]
    links = [markup.address("open", row["url"])] if row["url"] else []
    links += [markup.link("archived", row["archive_url"])] if row["archive_url"] else []
    rest = f" ({', '.join([*notes, *links])})" if notes or links else ""
    return f"- {markup.foreign(row['publisher'])}, {title}, {markup.text(published)}{host}{rest}"
