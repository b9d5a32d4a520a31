"""The appendix after the claims, as markdown: disputes and gaps, the documents, the method."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.claims.cells import Row, spaced
from analysis.claims.dates import when
from analysis.claims.quantity import Hedge, Quantity, entailed, in_digits
from analysis.errors import many
from analysis.report import markup, questions
from analysis.report.document import Table
from analysis.report.edition import Edition
from analysis.report.ledger import FILE
from analysis.words.names_and_days import LANGUAGES, day_words
from analysis.words.wording import verb

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
    "nobody stated stays open. Documents that repeat one statement count as one source for it, "
    "however many they are."
)


def gaps(edition: Edition) -> str:
    """Every dispute with its claims, and every search that left a gap, with its note."""
    rows = [row for row in edition.timeline.rows["searches"] if row["result"] in RESULTS]
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: list(RESULTS).index(row["result"])):
        groups.setdefault(_search_heading(row), []).append(row)
    searches = [
        f"{head}\n\n" + "\n".join(map(_search_item, group)) for head, group in groups.items()
    ]
    disputes = questions.full(edition)
    nothing = [] if disputes or searches else ["No dispute and no gap is on record."]
    return "\n\n".join(filter(None, [disputes, *searches, *nothing]))


def sources(edition: Edition) -> str:
    """The documents of the claims on the pages, where to find them, how much of each was read."""
    used = {claim.source_id for claim in edition.printed}
    rows = [row for row in edition.sources if row["source_id"] in used or not edition.claims]
    rows = sorted(rows, key=lambda row: (row["published"] or "9", row["source_id"]))
    items = "\n".join(_source_item(row) for row in rows)
    if rest := len(edition.sources) - len(rows):
        size = "document" if rest == 1 else many(rest, "document")
        others = f"{'The other ' if rows else 'The '}{size}"
        items += f"\n\n{others} {verb(rest, 'is', 'are')} named in {markup.file(FILE)}."
    return items or "No documents yet."


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


def _ends(quantity: Quantity) -> tuple[str, ...]:
    ends = (quantity.low, quantity.stated, quantity.high)
    return tuple("open" if end is None else in_digits(end) for end in ends)


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
    host = f", republished by {markup.foreign(row['host'])}" if row["host"] else ""
    title = markup.foreign(row["title"], row["language"])
    language = (
        "" if row["language"] == "en" else f"in {LANGUAGES.get(row['language'], row['language'])}"
    )
    notes = [markup.text(note) for note in (EXTENTS[row["extent"]], language) if note]
    links = [markup.address("open", row["url"])] if row["url"] else []
    links += [markup.link("archived", row["archive_url"])] if row["archive_url"] else []
    rest = f" ({', '.join([*notes, *links])})" if notes or links else ""
    return f"- {markup.foreign(row['publisher'])}, {title}, {markup.text(published)}{host}{rest}"
