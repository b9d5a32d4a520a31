"""Days taken together as weeks, months or years, where a chart has no room for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.words.names_and_days import with_year

DAY, WEEK, MONTH, YEAR = UNITS = ("day", "week", "month", "year")
"""What a row or a column can stand for, the shortest first. Weeks begin on Monday."""


@dataclass(frozen=True)
class Bins:
    """Equal parts of time. unit: one of UNITS."""

    unit: str

    def start(self, day: date) -> date:
        """The first day of the part that a day is in."""
        if self.unit == WEEK:
            return day - timedelta(day.weekday())
        if self.unit == MONTH:
            return day.replace(day=1)
        return day.replace(month=1, day=1) if self.unit == YEAR else day

    def after(self, start: date) -> date:
        """The first day of the next part."""
        if self.unit == DAY:
            return start + timedelta(1)
        if self.unit == WEEK:
            return start + timedelta(7)
        return self.start(start + timedelta(32 if self.unit == MONTH else 366))

    def between(self, before: date, after: date) -> int:
        """How many parts lie between two, given by their first days."""
        if self.unit in (DAY, WEEK):
            return (after - before).days // (7 if self.unit == WEEK else 1) - 1
        years, months = after.year - before.year, after.month - before.month
        return (years if self.unit == YEAR else 12 * years + months) - 1

    def label(self, start: date, before: date | None) -> str:
        """A part for the side of a chart, with month and year where they are others than before."""
        if self.unit == YEAR:
            return str(start.year)
        new_year = with_year() and (before is None or before.year != start.year)
        year = f" {start.year}" * new_year
        if self.unit == MONTH:
            return f"{start:%b}{year}"
        same = before is not None and (before.year, before.month) == (start.year, start.month)
        month = "" if same else f" {start:%b}{year}"
        return f"{start:%a} {start.day}{month}"

    def middle(self, day: date) -> date:
        """The day in the middle of the part that a day is in."""
        start = self.start(day)
        return start + (self.after(start) - start) // 2

    def note(self, what: str) -> str:
        """A sentence that says what a row or a column (`what`) stands for; empty for days."""
        if self.unit == DAY:
            return ""
        begin = ", named by its Monday" if self.unit == WEEK and what == "row" else ""
        return f"There are too many days for a {what} each: a {what} is a {self.unit}{begin}."


def bins(days: Iterable[date], most: int) -> Bins:
    """The shortest parts of time of which these days take at most so many; else years."""
    every = set(days)
    return next((b for b in map(Bins, UNITS) if len(_starts(b, every)) <= most), Bins(YEAR))


def spanning(days: int, most: int) -> Bins:
    """The shortest parts of time of which so many days have at most that many; else years."""
    lengths = {DAY: 1, WEEK: 7, MONTH: 28, YEAR: 365}
    return next((Bins(unit) for unit in UNITS if days <= most * lengths[unit]), Bins(YEAR))


def _starts(parts: Bins, days: Collection[date]) -> set[date]:
    return {parts.start(day) for day in days}
