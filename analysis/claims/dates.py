"""Dates and periods: a parser for the part of EDTF that the tables of a case use.

That is level 1 of ISO 8601-2 (days, months, years, hours with their zone, intervals, open and
unknown ends, `?`, `~`, `%`) and one-of sets such as `[2017-08-29,2017-08-30]` or
`[2017-08-29..2017-09-02]`. Not parsed by the `edtf` library, which pads uncertain dates by years
and takes milliseconds for each; the tests compare with it where it is right.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from analysis.claims.cells import is_choice, members

_TIME = r"T(?P<time>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-][01]\d:[0-5]\d))"
_POINT = re.compile(
    rf"(?P<year>\d{{4}})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:{_TIME})?)?)?"
    r"(?P<mark>[?~%]?)",
    re.ASCII,
)
ALLOWED = (
    "a date as 2017-09-02, 2017-09 or 2017, with an hour and zone as 2017-09-02T23:30Z, an "
    "interval as 2017-08-29/2017-09-02 (.. for an open end), or one of several as "
    "[2017-08-29,2017-08-30] or [2017-08-29..2017-09-02]"
)


@dataclass(frozen=True)
class When:
    """A day, or several, as written in a cell of a table.

    text: the EDTF text. first, last: the earliest and latest day it can mean; None where that end
    is open or unknown. inferred_first, inferred_last: that end is the coder's conclusion, not the
    source's words. choices: the members of a one-of set, of which one is meant; otherwise empty,
    and all the days from first to last are meant.
    """

    text: str
    first: date | None
    last: date | None
    inferred_first: bool = False
    inferred_last: bool = False
    choices: tuple[When, ...] = ()
    between: bool = False
    time: str = ""

    @property
    def bounded(self) -> bool:
        """Whether both ends are known."""
        return self.first is not None and self.last is not None

    @property
    def days(self) -> int | None:
        """How many days it spans, both ends counted; None where an end is not known."""
        return (self.last - self.first).days + 1 if self.first and self.last else None

    def overlaps(self, other: When) -> bool:
        """Whether the two can have a day in common; an end that is not known may lie anywhere."""
        return not (_before(self.last, other.first) or _before(other.last, self.first))

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def when(text: str) -> When:
    """The day or days that an EDTF text means.

    Raises ValueError, with what is allowed, for a text outside the subset (see the head of this
    module) and for a day that does not exist.

    >>> when("2031-03").first, when("2031-03").last
    (datetime.date(2031, 3, 1), datetime.date(2031, 3, 31))
    >>> period = when("2031-03-04?/2031-03-06")
    >>> period.days, period.inferred_first, period.inferred_last
    (3, True, False)
    >>> [str(day) for day in when("[2031-03-04,2031-03-06]").choices]
    ['2031-03-04', '2031-03-06']
    >>> when("/2031-03-06").bounded
    False
    >>> when("2031-03-04T23:30+03:00").last, when("2031-03-04T23:30+03:00").time
    (datetime.date(2031, 3, 4), '23:30+03:00')
    """
    if text.startswith("["):
        return _set(text)
    if "/" in text:
        return _interval(text)
    return _point(text)


def known_ends(periods: Iterable[When | None]) -> list[date]:
    """The first and last days of the periods, where they are known, in the order of the periods.

    The least of them is the first day that any period can mean, the greatest the last.

    >>> ends = known_ends([when("2031-03-04"), None, when("2031-03-02/..")])
    >>> str(min(ends)), str(max(ends))
    ('2031-03-02', '2031-03-04')
    """
    ends = ((period.first, period.last) for period in periods if period)
    return [day for pair in ends for day in pair if day]


def every_day(first: date, last: date) -> list[date]:
    """Every day from first to last, both included; none where last is before first.

    >>> [day.day for day in every_day(date(2031, 2, 27), date(2031, 3, 2))]
    [27, 28, 1, 2]
    """
    return [first + timedelta(number) for number in range((last - first).days + 1)]


def reordered(first: str, second: str, year: str) -> str:
    """The fix for a date as spreadsheets write it, in three numbers with the year last.

    first, second: its day and month in either order. The order is certain only where one of them
    cannot be a month, or both are the same. year: of any length; four digits are certain.

    >>> reordered("28", "8", "2017")
    'write 2017-08-28'
    >>> reordered("8", "8", "2020")
    'write 2020-08-08'
    >>> reordered("9", "8", "2017")
    'write year-month-day, as 2017-09-02; the order here is ambiguous'
    """
    same = int(first) == int(second) <= 12
    if len(year) == 4 and (same or (int(first) > 12) != (int(second) > 12)):
        month, day = (second, first) if int(first) > 12 else (first, second)
        return f"write {year}-{int(month):02}-{int(day):02}"
    return "write year-month-day, as 2017-09-02; the order here is ambiguous"


def _interval(text: str) -> When:
    start, _, end = text.partition("/")
    first, last = _end(start), _end(end)
    if first is None and last is None:
        raise ValueError(ALLOWED)
    if first and last and _before(last.last, first.first):
        raise ValueError("an interval whose first day is not after its last")
    return When(
        text,
        first.first if first else None,
        last.last if last else None,
        inferred_first=bool(first and first.inferred_first),
        inferred_last=bool(last and last.inferred_last),
    )


def _set(text: str) -> When:
    if not is_choice(text):
        raise ValueError(ALLOWED)
    choices = tuple(map(_member, members(text)))
    first = min(choices, key=lambda choice: choice.first or date.max)
    last = max(choices, key=lambda choice: choice.last or date.min)
    inferred = first.inferred_first, last.inferred_last
    return When(text, first.first, last.last, *inferred, choices=choices)


def _member(text: str) -> When:
    """A member of a one-of set: a day, a month, a year, or any day between two."""
    start, dots, end = text.partition("..")
    if not dots:
        return _point(text)
    first, last = _point(start), _point(end)
    if _before(last.last, first.first):
        raise ValueError("days of which the first is not after the last")
    inferred = first.inferred_first, last.inferred_last
    return When(text, first.first, last.last, *inferred, between=True)


def _end(text: str) -> When | None:
    return None if text in ("", "..") else _point(text)


def _point(text: str) -> When:
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(ALLOWED)
    parts = match.group("year", "month", "day")
    year, month, day = (int(part) if part else None for part in parts)
    try:
        first, last = _span(year or 0, month, day)
    except ValueError:
        raise ValueError("a day that exists in the calendar") from None
    inferred = bool(match["mark"])
    return When(text, first, last, inferred, inferred, time=match["time"] or "")


def _span(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other
