"""Dates as the record has them: the part of EDTF that the ledger uses.

Level 1 of ISO 8601-2 (days, months, years, intervals, open and unknown ends, `?`, `~`, `%`) and
one-of sets such as `[2017-08-29,2017-08-30]`. Our own: the `edtf` library pads uncertain dates by
years and takes milliseconds a parse; it serves as the oracle in the tests where it is right.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)", re.ASCII)
ALLOWED = (
    "a date as 2017-09-02, 2017-09 or 2017, an interval as 2017-08-29/2017-09-02 "
    "(.. for an open end), or one of several as [2017-08-29,2017-08-30]"
)


@dataclass(frozen=True)
class When:
    """A day or days.

    first, last: the earliest and latest day it can mean; None where that end is open or unknown.
    inferred_first, inferred_last: that end is the coder's conclusion, not the source's words.
    one_of: it is some day of the set, not all the days throughout.
    """

    text: str
    first: date | None
    last: date | None
    inferred_first: bool = False
    inferred_last: bool = False
    one_of: bool = False

    @property
    def bounded(self) -> bool:
        """Are both ends known?"""
        return self.first is not None and self.last is not None

    @property
    def days(self) -> int | None:
        """How many days it spans, both ends counted; None where an end is not known."""
        return (self.last - self.first).days + 1 if self.first and self.last else None

    def overlaps(self, other: When) -> bool:
        """Can the two have a day in common? An end that is not known may lie anywhere."""
        return not (_before(self.last, other.first) or _before(other.last, self.first))

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def when(text: str) -> When:
    """Read an EDTF text.

    Raises ValueError, with what is allowed, for anything outside the subset and for days that
    do not exist.
    """
    if text.startswith("["):
        return _set(text)
    if "/" in text:
        return _interval(text)
    first, last, inferred = _point(text)
    return When(text, first, last, inferred, inferred)


def reordered(name: str, two: str, year: str) -> str:
    """A date as a spreadsheet writes it, the year last: its order where only one is possible."""
    if len(year) == 4 and (int(name) > 12) != (int(two) > 12):
        month, day = (two, name) if int(name) > 12 else (name, two)
        return f"write {year}-{int(month):02}-{int(day):02}"
    return "write year-month-day, as 2017-09-02; the order here is ambiguous"


def _interval(text: str) -> When:
    start, _, end = text.partition("/")
    first, _, inferred_first = _end(start)
    _, last, inferred_last = _end(end)
    if first is None and last is None:
        raise ValueError(ALLOWED)
    if _before(last, first):
        raise ValueError("an interval whose first day is not after its last")
    return When(text, first, last, inferred_first, inferred_last)


def _set(text: str) -> When:
    if not text.endswith("]"):
        raise ValueError(ALLOWED)
    choices = [_point(choice) for choice in text[1:-1].split(",")]
    first, _, inferred_first = min(choices, key=lambda choice: choice[0])
    _, last, inferred_last = max(choices, key=lambda choice: choice[1])
    return When(text, first, last, inferred_first, inferred_last, one_of=True)


def _end(text: str) -> tuple[date | None, date | None, bool]:
    return (None, None, False) if text in ("", "..") else _point(text)


def _point(text: str) -> tuple[date, date, bool]:
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(ALLOWED)
    year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
    try:
        return *_span(year or 0, month, day), bool(match[4])
    except ValueError:
        raise ValueError("a day that exists in the calendar") from None


def _span(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _before(day: date | None, two: date | None) -> bool:
    return day is not None and two is not None and day < two
