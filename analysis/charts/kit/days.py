"""Marks for periods: uncertain days, days covered, and days without a document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, strokes, style
from analysis.charts.kit.calendar import Calendar
from analysis.charts.kit.calendar import calendar as folded
from analysis.claims.dates import When, known_ends, when


def uncertain(
    axes: Axes, day: When | None, at: marks.Spot, colour: str, alpha: float = 1.0
) -> None:
    """Draw the days that an uncertain day can be as a line to its mark, at the last of them.

    at: where the mark is, x on an axis of days.
    """
    if day is None or day.last is None or day.first == day.last:
        return
    x, y = at
    if day.first is None:
        marks.fading(axes, x, y, -1, colour, alpha)
        return
    start, end = style.day_number(day.first), max(style.day_number(day.last), x)
    dashed = day.inferred_first or day.inferred_last
    marks.stretch(axes, (start, y), (end, y), colour, alpha, dashed=dashed)


def period(
    axes: Axes, y: float, covers: When | None, colour: str, alpha: float, width: float = 6
) -> None:
    """Draw the days covered as a bar over whole days; the day at an inferred end is dashed.

    y: of the bar. width: of the bar, in points.
    """
    if covers is None:
        return
    left, right = axes.get_xlim()
    start = style.day_number(covers.first) - 0.45 if covers.first else left
    end = style.day_number(covers.last) + 0.45 if covers.last else right
    wide = width if alpha == 1 else width / 2
    inner = start + 0.9 if covers.inferred_first else start, end - 0.9 * covers.inferred_last
    look: dict[str, Any] = {"color": colour, "lw": wide, "alpha": marks.BAR, "zorder": 2}
    if inner[0] < inner[1]:
        strokes.line(axes, inner, [y, y], solid_capstyle="butt", **look)
    for dashed, edges in (
        (covers.inferred_first, (start, start + 0.9)),
        (covers.inferred_last, (end - 0.9, end)),
    ):
        if dashed:
            strokes.line(axes, edges, [y, y], ls=(0, (0.5, 0.35)), dash_capstyle="butt", **look)


def length(covers: When | None) -> int:
    """How many days a period has; 0 where an end of it is not known."""
    if covers is None or covers.first is None or covers.last is None:
        return 0
    return (covers.last - covers.first).days + 1


def missing(timeline: Timeline, measure: str, days: Sequence[date]) -> list[date]:
    """Those of the days for which a search found no document.

    measure: searched for; empty for searches that are not for a measure.
    """
    searched = [
        when(row["covers"])
        for row in timeline.rows["searches"]
        if (row["measure"], row["result"]) == (measure, "not_found") and row["covers"]
    ]
    return [day for day in days if any(_holds(period, day) for period in searched)]


def edges(days: Collection[date]) -> list[date]:
    """The first and the last of all that follow each other."""
    day, known = timedelta(1), set(days)
    return [each for each in days if each - day not in known or each + day not in known]


def _holds(period: When, day: date) -> bool:
    """Whether a day is in a period; a period with one known end is that day alone."""
    if period.choices:
        return any(_holds(choice, day) for choice in period.choices)
    first, last = period.first or period.last, period.last or period.first
    return bool(first and last and first <= day <= last)


def calendar(days: Iterable[When | None], *more: date) -> Calendar:
    """The axis of these days, from the first to the last that any of them can mean.

    days: one must have a known end. more: days that are not folded either.
    """
    known = known_ends(days)
    return folded(min(known), max(known), [*known, *more])


def ends(days: Iterable[When | None]) -> tuple[date, date]:
    """The first and the last day that any of the periods can mean; one must have a known end."""
    known = known_ends(days)
    return min(known), max(known)
