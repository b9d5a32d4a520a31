"""The account of an import: the sum of every column before and after, and all that is not a claim.

A sum before is that of the numbers in a column's cells. After: of the numbers that claims hold.
The low and the high ends of ranges have a sum each.
What is between them is listed with its reason, so that nothing is dropped or repaired in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial

from analysis.claims.quantity import Hedge
from analysis.errors import many, shorten
from analysis.intake.importing.claim_rows import Imported
from analysis.intake.importing.figures import ALONE, BLANK, Figure, Reading, numbers
from analysis.intake.importing.mapping import Count
from analysis.intake.importing.mapping import Mapping as Meaning
from analysis.intake.importing.raw import Raw
from analysis.intake.importing.readers import READERS, kinds

LISTED = 8
"""Lines of a file that are named; the others are counted."""
FIRST, LAST = "first", "last"
"""The roles of a column of text in which cells have both ends of a range."""
IN_WORDS = "read from words"
NO_PART = "no part in the mapping"
HEADER = ("column", "rows", "sum in the file", "claims", "sum in the case", "left out", "why")


@dataclass(frozen=True)
class Sums:
    """The numbers of a column.

    column: its name, with what is picked from it. rows, before: how many rows have a number, and
    the sum of these. claims, after: how many claims hold one, and their sum. left_out: the
    sum of what no claim holds, by the reason, with the number of rows.
    """

    column: str
    rows: int
    before: Decimal
    claims: int
    after: Decimal
    left_out: Mapping[str, tuple[int, Decimal]]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the closing table."""
        why = "; ".join(
            f"{many(rows, 'row')} {reason}" for reason, (rows, _) in self.left_out.items()
        )
        left = sum((total for _, total in self.left_out.values()), Decimal(0))
        before, after, rest = (f"{number:,f}" for number in (self.before, self.after, left))
        return self.column, f"{self.rows:,}", before, f"{self.claims:,}", after, rest, why


@dataclass(frozen=True)
class Tally:
    """The account of an import.

    sums: for each column of figures. unmapped: columns that no part of the mapping names. left_out:
    columns that are left out on purpose, with why. flags, without: how often each thing is strange,
    and rows without a claim, by the reason; each with its lines. rows, claims, links: how many.
    """

    sums: Sequence[Sums]
    unmapped: Sequence[str]
    left_out: Mapping[str, str]
    flags: Mapping[str, Sequence[int]]
    without: Mapping[str, Sequence[int]]
    rows: int
    claims: int
    links: int


def tally(raw: Raw, meaning: Meaning, result: Imported, parts: bool) -> Tally:
    """The account of what a table gave. parts: whether parts are claims too."""
    flags: dict[str, list[int]] = {}
    for flag in result.flags:
        flags.setdefault(flag.what.partition(": ")[0], []).append(raw.lines[flag.row])
    return Tally(
        sums=[*_sums(raw, result), *(_others(raw, meaning) if parts else ())],
        unmapped=_unmapped(raw, meaning),
        left_out=_left_out(raw, meaning, parts),
        flags=flags,
        without=_without(raw, result),
        rows=len(raw),
        claims=len(result.entries),
        links=len(result.links["claim_id"]),
    )


def _sums(raw: Raw, result: Imported) -> Iterator[Sums]:
    for count, readings in result.readings.items():
        if READERS[count.reader].picks:
            yield from _picked(raw, count, readings)
            continue
        for name, role in zip(count.columns, count.roles, strict=True):
            yield from _by_end(raw.actual(name) or name, raw.column(name), readings, role)


def _by_end(
    label: str, cells: Sequence[str], readings: Sequence[Reading], role: str
) -> Iterator[Sums]:
    """The sums of a column; of text with ranges those of the low ends and of the high ones."""
    if role == "text" and any(len(set(numbers(cell))) > 1 for cell in set(cells)):
        yield _sum(f"{label}, low", cells, readings, FIRST)
        yield _sum(f"{label}, high", cells, readings, LAST)
    else:
        yield _sum(label, cells, readings, role)


def _picked(raw: Raw, count: Count, readings: Sequence[Reading]) -> Iterator[Sums]:
    """The sums of figures that are parts of texts, in whichever column they stand."""
    part = READERS[count.reader].part
    names = [actual for name in count.texts if (actual := raw.actual(name))]
    label = " / ".join(names or count.columns)
    cells = [
        next((text for cell in row if (text := part(cell, count.pick))), "")
        for row in zip(*(raw.column(name) for name in names or count.columns), strict=True)
    ]
    pick = f": {count.pick}" if count.pick else ""
    yield from _by_end(label + pick, cells, readings, "text")


def _sum(label: str, cells: Sequence[str], readings: Sequence[Reading], role: str) -> Sums:
    """The sums of a column."""
    printed: Callable[[str], Decimal | None] = cache(partial(_printed, role=role))
    held = [_held(reading.figure, role, reading.why) for reading in readings]
    before = [
        number if reading.figure and reading.figure.words and not numbers(cell) else printed(cell)
        for cell, reading, number in zip(cells, readings, held, strict=True)
    ]
    left_out: dict[str, tuple[int, Decimal]] = {}
    for first, last, reading in zip(before, held, readings, strict=True):
        if first != last or reading.figure is None:
            why = reading.why or IN_WORDS
            rows, total = left_out.get(why, (0, Decimal(0)))
            left_out[why] = rows + 1, total + (first or 0) - (last or 0)
    numbered = [number for number in before if number is not None]
    after = [number for number in held if number is not None]
    return Sums(label, len(numbered), _total(numbered), len(after), _total(after), left_out)


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _printed(cell: str, role: str) -> Decimal | None:
    """The number in a cell, of several the first or the last; None where it has none."""
    printed = numbers(cell)
    return Decimal(printed[-1 if role == LAST else 0]) if printed else None


def _held(figure: Figure | None, role: str, why: str = "") -> Decimal | None:
    """What a claim holds of a column: the end that the column gives, or its number."""
    if figure is None:
        return None
    if why == ALONE:
        return Decimal(figure.stated) if role == "best" else None
    low, high = figure.low or figure.stated, figure.high or figure.stated
    held = {
        "low": "" if figure.hedge == Hedge.UP_TO else low,
        "high": "" if figure.hedge == Hedge.AT_LEAST else high,
        "best": figure.stated,
        FIRST: low,
        LAST: high,
    }
    number = held.get(role, figure.stated or low)
    return Decimal(number) if number else None


def _others(raw: Raw, meaning: Meaning) -> Iterator[Sums]:
    """The figures of lists in cells of which the mapping picks others."""
    picked: dict[str, set[str]] = {}
    for count in meaning.figures:
        if count.pick:
            picked.setdefault(count.columns[0], set()).add(count.pick)
    for name, picks in picked.items():
        by_kind: dict[str, list[str]] = {}
        for cell in raw.column(name):
            for kind, number in kinds(cell).items():
                by_kind.setdefault(kind, []).append(number)
        for kind in sorted(by_kind.keys() - picks):
            readings = [Reading(None, NO_PART)] * len(by_kind[kind])
            yield from _by_end(f"{raw.actual(name)}: {kind}", by_kind[kind], readings, "text")


def _unmapped(raw: Raw, meaning: Meaning) -> list[str]:
    known = {raw.actual(name) for name in (*meaning.places, *meaning.left_out)}
    return [name for name in raw.header if name not in known]


def _left_out(raw: Raw, meaning: Meaning, parts: bool) -> dict[str, str]:
    left = {raw.actual(name): why for name, why in meaning.left_out.items() if raw.actual(name)}
    of_parts = [] if parts else [p for count in meaning.counts for p in count.parts]
    names = dict.fromkeys(raw.actual(name) for part in of_parts for name in part.columns)
    return left | {name: "a part, which --parts imports" for name in names if name}


def _without(raw: Raw, result: Imported) -> dict[str, list[int]]:
    """The lines of the rows that give no claim, by the reason."""
    claimed = {entry.row for entry in result.entries}
    without: dict[str, list[int]] = {}
    for row, line in enumerate(raw.lines):
        if row not in claimed:
            reasons = dict.fromkeys(read[row].why or BLANK for read in result.readings.values())
            without.setdefault(" and ".join(reasons), []).append(line)
    return without


def account(of: Tally) -> Iterator[str]:
    """The account in lines of text: the closing table, then what is no claim."""
    yield from aligned([HEADER, *(sums.cells for sums in of.sums)])
    yield ""
    yield f"{many(of.rows, 'row')} of the file gave {many(of.claims, 'claim')}."
    if of.links:
        yield f"{many(of.links, 'claim')} are counted inside another of the same row."
    for reason, lines in of.without.items():
        yield f"- {many(len(lines), 'row')} without a claim ({reason}): {_lines(lines)}."
    for kind, lines in of.flags.items():
        yield f"- {many(len(lines), 'flag')}: {kind}: {_lines(lines)}."
    for name, why in of.left_out.items():
        yield f"- Left out on purpose: {name} ({why})."
    if of.unmapped:
        yield f"- Not imported, since the mapping does not name them: {', '.join(of.unmapped)}."


def _lines(lines: Sequence[int]) -> str:
    return f"line{'s' * (len(lines) > 1)} {shorten(map(str, lines), LISTED)}"


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as a table of Markdown, the first as its header, with columns of one width."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = (
            cell.ljust(width) if place in (0, len(row) - 1) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"| {' | '.join('-' * width for width in widths)} |"
