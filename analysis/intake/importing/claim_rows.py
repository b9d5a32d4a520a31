"""The rows of claims.csv and links.csv that a table gives by its mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import repeat

from analysis.claims.cells import Row
from analysis.claims.quantity import Scale
from analysis.errors import Gathered
from analysis.intake.importing.days import DayReader, Span, days, rough, span
from analysis.intake.importing.figures import BLANKS, Figure, Reading
from analysis.intake.importing.mapping import Count
from analysis.intake.importing.mapping import Mapping as Meaning
from analysis.intake.importing.place_rows import QUOTES, places
from analysis.intake.importing.raw import Raw
from analysis.intake.importing.readers import READERS, Cells, whole

LONGEST_ID = 90
"""Letters of the id of a row that go into `identity`."""
REASON = "figures of one row of the data set"
"""Why a part is counted inside its whole."""


@dataclass(frozen=True)
class Flag:
    """What is strange in a row, counted from 0, and was imported as it is."""

    row: int
    what: str


@dataclass(frozen=True)
class Entry:
    """A figure of a row, counted from 0, which becomes a claim."""

    row: int
    count: Count
    figure: Figure


@dataclass(frozen=True)
class Imported:
    """What a table gives.

    entries: its figures, in the order of the claims. claims, links: the rows of these tables,
    column by column. places: the places that its rows name. readings: for each count what each row
    says. flags: what is strange.
    """

    entries: Sequence[Entry]
    claims: Mapping[str, Sequence[str]]
    links: Mapping[str, Sequence[str]]
    places: Sequence[Row]
    readings: Mapping[Count, Sequence[Reading]]
    flags: Sequence[Flag]


def imported(raw: Raw, meaning: Meaning, order: str, parts: bool) -> Imported:
    """What a table gives by its mapping.

    order: of day and month where the command says it. parts: whether parts are claims too. Raises
    Invalid where the order of days is not known.
    """
    counts = meaning.figures if parts else meaning.counts
    readings = {count: _readings(raw, count) for count in counts}
    entries = [
        Entry(row, count, reading.figure)
        for row in range(len(raw))
        for count in counts
        if (reading := readings[count][row]).figure
    ]
    spans, said = _days(raw, meaning, order)
    located = places(raw, meaning.place)
    ids = [" ".join(cell.split()) for cell in raw.column(meaning.row_id)]
    flags = [
        *(Flag(row, r.flag) for read in readings.values() for row, r in enumerate(read) if r.flag),
        *(Flag(row, when.flag) for row, when in enumerate(spans) if when.flag),
        *(Flag(row, what) for row, what in enumerate(located.flags) if what),
        *(Flag(row, "the id of an earlier row") for row in _repeated(ids)),
        *(Flag(row, "equal to an earlier row") for row in _repeated(_without_id(raw, ids))),
    ]
    claims = _claims(raw, meaning, entries, ids)
    claims |= {
        "said_on": [said[entry.row] for entry in entries],
        "covers": [spans[entry.row].covers for entry in entries],
        "place_id": [located.ids[entry.row] for entry in entries],
        "note": _all_notes(entries, spans, list(_notes(raw, meaning))),
    }
    links = _links(entries, claims["claim_id"])
    return Imported(entries, claims, links, located.rows, readings, flags)


def _readings(raw: Raw, count: Count) -> list[Reading]:
    """What each row says of a count."""
    reader = READERS[count.reader]
    read = cache((whole(reader) if count.scale == Scale.COUNT else reader).read)
    own = zip(*(raw.column(name) for name in count.columns), strict=True)
    context = [raw.column(name) for name in count.context]
    others_of_row = zip(*context, strict=True) if context else repeat(())
    return [
        read(Cells(cells, others, count.pick, count.unknown))
        for cells, others in zip(own, others_of_row, strict=False)
    ]


def _days(raw: Raw, meaning: Meaning, order: str) -> tuple[list[Span], list[str]]:
    """The days that each row is about, and the day on which it was said."""
    dates, problems = meaning.dates, Gathered()
    unread: DayReader = _no_day
    start, end, said = (
        problems.tried(partial(days, raw, raw.actual(name), order or dates.order), unread)
        for name in (dates.start, dates.end, dates.said)
    )
    problems.refuse()
    cells = zip(
        raw.column(dates.start), raw.column(dates.end), raw.column(dates.precision), strict=True
    )
    spans = [
        rough(
            span(first, last, start(first), end(last), dates.days_before),
            *(code.strip(), dates.week, dates.month),
        )
        for first, last, code in cells
    ]
    return spans, [str(said(cell) or "") for cell in raw.column(dates.said)]


def _no_day(_: str) -> date | None:
    """In place of a column whose days cannot be read."""
    return None


def _without_id(raw: Raw, ids: Sequence[str]) -> list[str]:
    """The whole of each row that has no id, empty for others."""
    rows = zip(*raw.columns.values(), strict=True)
    return ["" if name else "\0".join(row) for name, row in zip(ids, rows, strict=True)]


def _repeated(ids: Sequence[str]) -> Iterator[int]:
    """The rows whose id an earlier row has."""
    seen: set[str] = set()
    for row, name in enumerate(ids):
        if name and name in seen:
            yield row
        seen.add(name)


def _notes(raw: Raw, meaning: Meaning) -> Iterator[str]:
    """For each row what its other columns say, with the words before it."""
    labels = [f"{label}: " if label else "" for label in meaning.notes.values()]
    columns = [raw.column(name) for name in meaning.notes]
    for cells in zip(*columns, strict=True) if columns else repeat((), len(raw)):
        yield "; ".join(
            f"{label}{_listed(cell)}"
            for label, cell in zip(labels, cells, strict=True)
            if cell.strip().casefold() not in BLANKS
        )


def _listed(cell: str) -> str:
    """A cell as a note has it: a list without what stands in it twice."""
    names = dict.fromkeys(" ".join(name.split()) for name in cell.split(";"))
    return ", ".join(name for name in names if name)


def _all_notes(entries: Sequence[Entry], spans: Sequence[Span], notes: Sequence[str]) -> list[str]:
    return [
        "; ".join(part for part in (e.figure.note, spans[e.row].note, notes[e.row]) if part).strip(
            QUOTES
        )
        for e in entries
    ]


def _claims(
    raw: Raw, meaning: Meaning, entries: Sequence[Entry], ids: Sequence[str]
) -> dict[str, list[str]]:
    """The columns of claims.csv that say what is counted, and where in the table."""
    width = max(3, len(str(len(entries))))
    rows = [
        f"{meaning.row_id} {name}" if name else f"line {line}"
        for name, line in zip(ids, raw.lines, strict=True)
    ]
    columns = {
        count: " / ".join(raw.actual(name) for name in count.texts if raw.actual(name))
        for count in {e.count for e in entries}
    }
    figures = [entry.figure for entry in entries]
    return {
        "claim_id": [f"c{number:0{width}}" for number in range(1, len(entries) + 1)],
        "locator": [f"{rows[entry.row]}: {columns[entry.count]}" for entry in entries],
        "measure": [entry.count.measure for entry in entries],
        "category": [entry.count.category for entry in entries],
        "phrase": [figure.words for figure in figures],
        "hedge": [str(figure.hedge) for figure in figures],
        "stated": [figure.stated for figure in figures],
        "low": [figure.low for figure in figures],
        "high": [figure.high for figure in figures],
        "identity": [_identity(meaning, ids[e.row], raw.lines[e.row]) for e in entries],
    }


def _identity(meaning: Meaning, name: str, line: int) -> str:
    return f"{meaning.identity}{name or f'line-{line}'}"[:LONGEST_ID]


def _links(entries: Sequence[Entry], claims: Sequence[str]) -> dict[str, list[str]]:
    """The rows of links.csv: a part of a row is counted inside its whole."""
    wholes = {
        (entry.row, part): claim
        for entry, claim in zip(entries, claims, strict=True)
        for part in entry.count.parts
    }
    pairs = [
        (claim, wholes[entry.row, entry.count])
        for entry, claim in zip(entries, claims, strict=True)
        if (entry.row, entry.count) in wholes
    ]
    return {
        "claim_id": [part for part, _ in pairs],
        "relation": ["part_of"] * len(pairs),
        "other_id": [whole for _, whole in pairs],
        "factor": [""] * len(pairs),
        "certainty": ["sure"] * len(pairs),
        "reason": [REASON] * len(pairs),
    }
