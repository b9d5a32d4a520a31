"""Days as tables of the field write them, as EDTF; one order of day and month for a column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial

from analysis.errors import Invalid, Place, Problem, few, many, shorter
from analysis.intake.importing.figures import BLANKS, UNKNOWN
from analysis.intake.importing.raw import Raw

NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
"""A day that begins with no year."""
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T][\d:.]+Z?)?", re.ASCII)
NAMED = ("%d %B %Y", "%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%B-%d-%Y", "%B %d, %Y", "%b %d, %Y")
"""Days with the name of their month: 2 June 2023, 9-May-20, october-7-2023."""
FIX = "say which with --dates day-first or --dates month-first"
ORDER = {"day-first": True, "month-first": False}


DayReader = Callable[[str], date | None]
"""What a cell of a column gives; None where it is no day."""


def days(raw: Raw, column: str, order: str) -> DayReader:
    """How a column writes its days.

    order: that of the mapping or the command, empty where the column has to prove it. Raises
    Invalid where nothing says which of two numbers is the month, or rows prove both.
    """
    cells = raw.column(column)
    day_first = ORDER[order] if order else _proven(raw, column, cells)
    return cache(partial(day_of, day_first=day_first))


def _proven(raw: Raw, column: str, cells: Sequence[str]) -> bool | None:
    """Whether days come before months; None where no cell begins with a number that could be."""
    matches = {cell: match for cell in set(cells) if (match := NUMERIC.fullmatch(cell.strip()))}
    firsts = {cell for cell, match in matches.items() if int(match[1]) > 12}
    seconds = {cell for cell, match in matches.items() if int(match[3]) > 12}
    place = Place(column, raw.path.name)
    if matches and not firsts and not seconds:
        value = f"{min(matches)!r} and others of its kind"
        raise Invalid([place.problem(value, "days of which one above 12 proves the order", FIX)])
    if firsts and seconds:
        raise Invalid(_mixed(place, raw, cells, firsts, seconds))
    return bool(firsts) if matches else None


def _mixed(
    place: Place, raw: Raw, cells: Sequence[str], firsts: set[str], seconds: set[str]
) -> Iterator[Problem]:
    """A problem for each of the fewer rows, where days of a column are in two orders."""
    rows = [sum(cell in some for cell in cells) for some in (firsts, seconds)]
    fewer, first = (firsts, "day") if rows[0] <= rows[1] else (seconds, "month")
    other = "month" if first == "day" else "day"
    allowed = f"one order of days; {many(max(rows), 'row')} can only have the {other} first"
    yield from few(
        [
            replace(place, line=line).problem(f"{cell!r}, with the {first} first", allowed, FIX)
            for cell, line in zip(cells, raw.lines, strict=True)
            if cell in fewer
        ]
    )


def day_of(text: str, day_first: bool | None) -> date | None:
    """The day in a cell; None where it is none that can be read.

    day_first: the order of days that begin with no year; None where there are none.

    >>> day_of("october-7-2023", None), day_of("3/4/2031", False)
    (datetime.date(2023, 10, 7), datetime.date(2031, 3, 4))
    """
    cell = text.strip()
    if match := ISO.fullmatch(cell):
        return _date(match[1], match[2], match[3])
    if (match := NUMERIC.fullmatch(cell)) and day_first is not None:
        day, month = (match[1], match[3]) if day_first else (match[3], match[1])
        return _date(match[4], month, day)
    for shape in NAMED:
        try:
            return datetime.strptime(cell, shape).date()
        except ValueError:
            continue
    return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@dataclass(frozen=True)
class Span:
    """The days of a row in EDTF, and what is to be said of them in its note; flag: if strange."""

    covers: str = ""
    note: str = ""
    flag: str = ""


def span(start: str, end: str, first: date | None, last: date | None, before: int = 0) -> Span:
    """The days of a row.

    start, end: as printed. first, last: as read; the end is the start where there is none. before:
    by how many days it may have happened earlier, so that both ends are inferred.
    """
    unread = [
        cell
        for cell, day in ((start, first), (end, last))
        if day is None and cell.strip().casefold() not in BLANKS | UNKNOWN
    ]
    if unread or first is None:
        note = f"day printed as “{shorter(unread[0], 40)}”" if unread else ""
        return Span(note=note, flag="a day that is not read" if unread else "")
    last = last or first
    if last < first:
        note = f"printed from {first} to {last}"
        return Span(note=note, flag="a last day before the first")
    if before:
        return Span(f"{first - timedelta(before)}?/{last}?")
    return Span(str(first) if first == last else f"{first}/{last}")


def rough(span_of_row: Span, code: str, week: str, month: str) -> Span:
    """The days of a row of which only the week or the month is known, by its code."""
    covers = span_of_row.covers
    if not code or len(covers) != len("2017-09-02"):
        return span_of_row
    if code == month:
        return Span(covers[:7], "only the month is known", span_of_row.flag)
    if code == week:
        return Span(f"{covers}?", "only the week is known", span_of_row.flag)
    return span_of_row
