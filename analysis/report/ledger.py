"""The claims of a report, a row each: as tables by measure in its appendix, and as claims.csv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from analysis.claims.cells import Row, capitalized, members, spaced
from analysis.claims.claim import Claim
from analysis.claims.quantity import WITHOUT_NUMBER, Hedge, Quantity
from analysis.errors import many
from analysis.report import markup
from analysis.report.edition import REPEATING, Edition
from analysis.report.figures import narrow_name
from analysis.report.selection import NO_CLAIMS
from analysis.words.flat_table import as_csv, flat_table
from analysis.words.names_and_days import day_words, in_words, listed, who
from analysis.words.wording import verb

HEADS = ("Said", "By", "Printed by", "Words and figure", "About", "Notes")
WIDTHS = (10, 14, 16, 20, 17, 25)
"""Widths of the columns of a table, in parts of all of them."""
NAMED = 2
"""Categories that a heading names; of more it says how many."""
FILE = "claims.csv"
"""The file of all claims, next to the report."""
CERTAINTIES = {"sure": "", "likely": "probably ", "possible": "possibly "}
"""How sure a link is, in words that stand before its verb."""


def tables(edition: Edition) -> str:
    """Every claim, in a folded table for each measure, as markdown."""
    if not edition.claims:
        return NO_CLAIMS.text
    order = {key: number for number, key in enumerate(edition.whole.measures)}
    firsts = {measure: number for (measure, _), number in reversed(order.items())}
    ordered = sorted(edition.printed, key=lambda claim: _sort_key(claim, order, firsts))
    parts = [
        _where(edition),
        *(
            _measure(edition, measure, list(group))
            for measure, group in groupby(ordered, key=lambda claim: claim.measure)
        ),
    ]
    return markup.division("\n\n".join(parts), "", "claims")


def _where(edition: Edition) -> str:
    """Where the claims are that the pages do not hold, as markdown."""
    total, printed = len(edition.claims), len(edition.printed)
    if printed == total:
        return f"Every claim is also a row of {markup.file(FILE)}."
    some = (
        f"Below {verb(printed, 'is', 'are')} the {many(printed, 'claim')} that the sentences, "
        "charts and disputes of this report name"
        if printed
        else "The sentences, charts and disputes of this report name no single claim"
    )
    return f"{some}; all {total:,} are rows of {markup.file(FILE)}."


def flat(edition: Edition) -> bytes:
    """Every claim of a report as a row of the flat table, as CSV."""
    chosen = edition.whole.keep({claim.claim_id for claim in edition.claims}, "report", "claims")
    return as_csv(flat_table(chosen, remarks=not edition.scope.as_of))


def _measure(edition: Edition, measure: str, claims: Sequence[Claim]) -> str:
    """The claims of a measure under its heading, with the definitions of its categories."""
    title = markup.heading(2, _title(edition, measure), markup.anchor(f"measure-{measure}"))
    definitions = list(dict.fromkeys(_definition(claim) for claim in claims if claim.definition))
    size = many(len(claims), "claim")
    return "\n\n".join(
        [
            title,
            markup.raw_block(markup.HTML, f'<details class="ledger"><summary>{size}</summary>'),
            markup.division("\\\n".join(definitions), "", "quiet") if definitions else "",
            _table(edition, claims),
            markup.raw_block(markup.HTML, "</details>"),
        ]
    )


def _title(edition: Edition, measure: str) -> str:
    """What a measure counts: all of it where that is defined, else its first categories."""
    defined = edition.whole.measures
    whole = defined.get((measure, "total"))
    labels = [category.label for (name, _), category in defined.items() if name == measure]
    more = len(labels) - NAMED
    first = [*labels[:NAMED], f"{more} more"] if more > 1 else labels
    return capitalized(whole.label if whole else listed(first) or spaced(measure))


def _definition(claim: Claim) -> str:
    definition = claim.definition
    if definition is None:
        return ""
    url = definition.definition_url
    link = f" {markup.link('Its definition', url)}." if url else ""
    words = definition.definition.rstrip(".")
    return f"{markup.text(claim.label)}: {markup.foreign(words)}.{link}"


def _table(edition: Edition, claims: Sequence[Claim]) -> str:
    lines = [
        f"| {' | '.join(HEADS)} |",
        f"|{'|'.join('-' * width for width in WIDTHS)}|",
        *(f"| {' | '.join(_cells(edition, claim))} |" for claim in claims),
    ]
    attributes = markup.focusable("Claims")
    return markup.division("\n".join(lines), "", "ledger", more=attributes)


def _cells(edition: Edition, claim: Claim) -> Iterator[str]:
    """The cells of a claim's row, as markdown."""
    row = edition.whole.row("claims", claim.claim_id)
    said = day_words(claim.said_on) if claim.said_on else "day not given"
    yield f"{_anchor(claim.claim_id)}**{claim.claim_id}** {markup.text(said)}"
    speaker = f"{row['speaker']}, for " if row["speaker"] else ""
    yield markup.foreign(speaker + who(edition.whole, claim))
    yield _printed_by(edition, claim)
    yield _lines(_words(edition, claim), markup.text(_figure(claim)))
    yield _lines(*map(markup.foreign, _about(edition, claim, row)))
    yield _lines(*_notes(edition, claim, row))


def _anchor(name: str) -> str:
    """The place of a row, to which links lead."""
    return markup.each(f'<span id="{name}"></span>', f"#metadata(none)<{name}>", f"[]{{#{name}}}")


def _lines(*parts: str) -> str:
    between = markup.each("<br>", "#linebreak()", "[]{.break}")
    return between.join(part for part in parts if part)


def _printed_by(edition: Edition, claim: Claim) -> str:
    row = edition.whole.row("sources", claim.source_id)
    out = day_words(claim.published) if claim.published else "no date on the copy"
    address = edition.citations[claim.claim_id].address
    open_it = markup.link("Open at the words", address) if address else ""
    stored = markup.link("Archived copy", row["archive_url"]) if row["archive_url"] else ""
    return _lines(f"{markup.foreign(row['publisher'])}, {markup.text(out)}", open_it, stored)


def _words(edition: Edition, claim: Claim) -> str:
    if not claim.phrase:
        return ""
    language = edition.whole.row("sources", claim.source_id)["language"]
    gloss = f" {markup.foreign(in_words(claim))}" if claim.gloss else ""
    return f"“{markup.foreign(claim.phrase, language)}”{gloss}"


def _figure(claim: Claim) -> str:
    """The figure in standard words, with the bounds that its words entail, and its verb."""
    stated = claim.denied or claim.quantity
    figure = str(stated) if stated.known else ""
    bounds = _bounds(claim.quantity)
    parts = [f"{figure} ({bounds})" if bounds else figure, claim.stance]
    verb = f"verb: {claim.verb}" if claim.verb else ""
    return "; ".join(part for part in (*parts, verb) if part)


def _bounds(quantity: Quantity) -> str:
    """The bounds that the words entail; empty where they say no more than the number."""
    if quantity.hedge in WITHOUT_NUMBER | {Hedge.BARE}:
        return ""
    low, high = quantity.ends
    if low and high:
        return f"{low} to {high}"
    return f"{low} or more" if low else f"{high} or fewer" if high else ""


def _about(edition: Edition, claim: Claim, row: Row) -> Iterator[str]:
    """What is counted, where, and for which days; row: of claims.csv."""
    yield claim.label
    if claim.place_id:
        yield str(edition.whole.row("places", claim.place_id)["name"])
    if claim.covers:
        window = f" (“{row['window']}”)" if row["window"] else ""
        yield f"for {day_words(claim.covers)}{window}"


def _notes(edition: Edition, claim: Claim, row: Row) -> Iterator[str]:
    """Whom it repeats and how sure that is, the coder's note, disputes, and figures."""
    for link in _links(edition, claim):
        repeats = f"{CERTAINTIES.get(link['certainty'], '')}{REPEATING[link['relation']]}"
        why = _remark(edition, link["reason"]).rstrip(".")
        reason = f": {markup.foreign(why)}" if why else ""
        yield f"{repeats.capitalize()} {markup.entry(link['other_id'])}{reason}."
    if note := _remark(edition, row["note"]).rstrip("."):
        yield f"{markup.foreign(capitalized(note))}."
    yield from _disputes(edition, claim)
    if not edition.within(claim.claim_id):
        yield "Outside the choice of this report, brought in by a sentence or a chart."
    if figures := edition.drawn_in.get(claim.claim_id):
        noun = "figure" if len(figures) == 1 else "figures"
        yield f"Drawn in {noun} {listed([_mark(edition, claim, n) for n in figures])}."


def _remark(edition: Edition, words: str) -> str:
    """What a coder remarks, which is written in the light of all that is on record.

    Empty as known on a day: it might tell what came later.
    """
    return "" if edition.scope.as_of else words


def _disputes(edition: Edition, claim: Claim) -> Iterator[str]:
    for row in edition.whole.rows["disputes"]:
        others = [name for name in members(row["claims"]) if name != claim.claim_id]
        known = [markup.entry(name) for name in others if name in edition.citations]
        if claim.claim_id in members(row["claims"]) and known:
            yield f"Disputed with {listed(known)}."


def _mark(edition: Edition, claim: Claim, number: int) -> str:
    """A link back to the mark of a claim; on paper, to its figure.

    Of a figure with a variant for a phone there are two links, of which styles display one.
    """
    figure, name = edition.document.figures[number - 1], f"figure-{number}"
    link = f'<a href="#{name}-{claim.claim_id}">{number}</a>'
    if f'id="{claim.claim_id}"' in figure.narrow:
        slim = f"#{narrow_name(name)}-{claim.claim_id}"
        link = (
            link.replace("<a ", '<a class="wide" ') + f'<a class="slim" href="{slim}">{number}</a>'
        )
    return markup.each(link, f"#link(<{name}>)[{number}]", f"[{number}](#{name})")


def _links(edition: Edition, claim: Claim) -> Iterator[Row]:
    """The links of a claim that say what it repeats, to claims that the pages hold."""
    links = edition.repetitions.get(claim.claim_id, ())
    return (link for link in links if link["other_id"] in edition.citations)


def _sort_key(
    claim: Claim, order: Mapping[tuple[str, str], int], firsts: Mapping[str, int]
) -> tuple[int, str, int, str]:
    """By measure, then by day, category and id.

    order: the place of each pair in measures.csv. firsts: the first place of each measure.
    """
    position = order[claim.measure, claim.categories[0]] if claim.definition else -1
    said = str(claim.said_on.first or "") if claim.said_on else "9999"
    return firsts[claim.measure], said, position, claim.claim_id
