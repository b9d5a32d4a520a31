"""Who said how much on which day: a row for each day, a lane for each group, events beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import key, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.charts.kit.wrapping import breadth, wrapped
from analysis.claims.claim import Claim
from analysis.claims.dates import every_day, when
from analysis.errors import many
from analysis.words.names_and_days import long_day, short_day

LINE, PITCH, TOP = 0.12, 0.078, 0.075
"""Inches: a line of words, from mark to mark, and from the top of a day to its first mark."""
EVENTS, LEFT, RIGHT = 2.7, 0.62, 0.08
"""Inches: the events, the days at the left, and the edge."""
TYPE, HEAD, NAME = 7.0, 7.4, 0.8
"""Points: words, and names of lanes; and inches that a line of these may have."""


@dataclass(frozen=True)
class Grid:
    """Where days and groups stand, in inches from the top left corner of the lanes."""

    days: tuple[date, ...]
    tops: tuple[float, ...]
    groups: tuple[str, ...]
    width: float
    height: float

    def top(self, day: date) -> float:
        """The upper edge of a day's row."""
        return self.tops[self.days.index(min(max(day, self.days[0]), self.days[-1]))]

    @property
    def per_line(self) -> int:
        """How many marks one line of a lane holds."""
        return max(1, int((self.width - 0.06) / PITCH))


@form
def swimlanes(timeline: Timeline, title: str = "") -> Chart:
    """A swimlane timeline: every dated claim, on the day it was said, in the lane of its group.

    Use it as the first look at a case: who spoke when, and after which events. A claim whose day is
    an interval has a line over all of its days. Claims without a day are named in the footer.

    The table has a row per claim: `x` and `y` (inches from the upper left corner of the lanes).
    Empty where no claim has a day.
    """
    known, undated = rows.dated(timeline.claims)
    title = rows.subject(title, rows.some(known, "swimlanes"))
    events = _events(timeline, known)
    grid = _grid(timeline, known, events)
    note = rows.note(undated, "without a day")
    keys = (*key.sides(timeline, known), *key.said(known), *_lines(known))
    room: dict[str, Any] = {
        "left": LEFT,
        "right": RIGHT,
        "top": _head(timeline, grid),
        "bottom": 0.06,
    }
    frame = rows.framed(timeline, known, title, note, key=keys, **room)
    with style.styled():
        figure, axes = frame.canvas(grid.height)
        axes.set_xlim(0, style.width() - LEFT - RIGHT)
        axes.set_ylim(grid.height, 0)
        axes.set_axis_off()
        _days(axes, grid, events)
        _heads(timeline, axes, grid)
        at = _places(known, grid)
        colour, shape = style.colours(timeline), style.shapes(timeline)
        for claim in known:
            look = {"colour": colour[claim.group], "shape": shape[claim.group]}
            _mark(axes, claim, at[claim.claim_id], grid, **look)
    records = [rows.record(timeline, c, *at[c.claim_id]) for c in known]
    alt = rows.alternative(title, *_in_words(known, grid))
    return Chart(figure, rows.table(records), alt)


def _lines(claims: Sequence[Claim]) -> tuple[Entry, ...]:
    """The thin lines of claims that can be of several days, where there are any."""
    uncertain = [c for c in claims if c.said_on and c.said_on.first != c.said_on.last]
    return (key.UPRIGHT,) if uncertain else ()


def _head(timeline: Timeline, grid: Grid) -> float:
    """Inches that the names of the lanes take, which stand upright."""
    names = [style.group_name(timeline, group) for group in grid.groups]
    lines = [wrapped(name, NAME, HEAD, weight="bold") for name in names]
    return max(breadth(name, HEAD, weight="bold") for name in lines) + 0.12


def _events(timeline: Timeline, claims: Sequence[Claim]) -> dict[date, list[str]]:
    """Labels of events by their first day, for the days that the claims span, in lines that fit.

    One of several days says until when it can have been.
    """
    first, last = _span(claims)
    labels: dict[date, list[str]] = {}
    for row in timeline.rows["events"]:
        days = when(row["when"])
        if days.first and first <= days.first <= last:
            either = " or ".join(map(short_day, days.choices)) or short_day(days)
            later = f" ({either})" if days.last != days.first else ""
            labels.setdefault(days.first, []).append(f"{row['label']}{later}")
    room = style.scaled(EVENTS) - 0.1
    return {day: wrapped("; ".join(of), room, TYPE).split("\n") for day, of in labels.items()}


def _span(claims: Sequence[Claim]) -> tuple[date, date]:
    said = [c.said_on.last for c in claims if c.said_on and c.said_on.last]
    return min(said), max(said)


def _grid(
    timeline: Timeline, claims: Sequence[Claim], events: Mapping[date, Sequence[str]]
) -> Grid:
    span = tuple(every_day(*_span(claims)))
    used = {claim.group for claim in claims}
    groups = tuple(group for group in style.colours(timeline) if group in used)
    width = (style.width() - LEFT - RIGHT - style.scaled(EVENTS)) / len(groups)
    draft = Grid(span, (), groups, width, 0)
    counts = Counter((claim.group, _day(claim)) for claim in claims)
    heights = [_height(day, counts, events.get(day, ()), draft) for day in span]
    tops = (0.0, *accumulate(heights))
    return Grid(span, tops[:-1], groups, width, tops[-1])


def _height(
    day: date, counts: Mapping[tuple[str, date], int], events: Sequence[str], grid: Grid
) -> float:
    lines = max(-(-counts[group, day] // grid.per_line) for group in grid.groups)
    return max(lines * PITCH, len(events) * LINE, LINE) + 0.05


def _day(claim: Claim) -> date:
    return rows.said_order(claim)[0]


def _places(claims: Sequence[Claim], grid: Grid) -> dict[str, tuple[float, float]]:
    """Where each mark stands: in its lane, on its day, side by side, then on the next line."""
    seen: dict[tuple[str, date], int] = {}
    at = {}
    for claim in sorted(claims, key=lambda c: (c.retelling, c.claim_id)):
        cell = claim.group, _day(claim)
        line, column = divmod(seen.get(cell, 0), grid.per_line)
        seen[cell] = seen.get(cell, 0) + 1
        lane = style.scaled(EVENTS) + grid.groups.index(claim.group) * grid.width
        x = lane + 0.07 + column * PITCH
        at[claim.claim_id] = (round(x, 3), round(grid.top(cell[1]) + TOP + line * PITCH, 3))
    return at


def _mark(
    axes: Axes, claim: Claim, at: tuple[float, float], grid: Grid, *, colour: str, shape: str
) -> None:
    alpha = marks.alpha(claim)
    first = claim.said_on.first if claim.said_on else None
    if first and first < _day(claim):
        marks.stretch(axes, (at[0], grid.top(first) + TOP), at, colour, alpha)
    look: dict[str, Any] = {"alpha": alpha, "hollow": claim.undecided, "shape": shape}
    marks.dot(axes, *at, colour, gid=claim.claim_id, size=4.2, **look)


def _days(axes: Axes, grid: Grid, events: Mapping[date, Sequence[str]]) -> None:
    month = 0
    for day, top in zip(grid.days, grid.tops, strict=True):
        marks.rule(axes, top)
        text = f"{day:%a} {day.day}" + (f" {day:%b}" if day.month != month else "")
        month = day.month
        y = top + TOP
        marks.words(axes, -0.06, y, text, ha="right", weight="bold", size=TYPE)
        for line, event in enumerate(events.get(day, ())):
            marks.words(axes, 0.02, y + line * LINE, event, size=TYPE)
    marks.rule(axes, grid.height)


def _heads(timeline: Timeline, axes: Axes, grid: Grid) -> None:
    colour = style.colours(timeline)
    marks.words(axes, 0.02, -0.1, "Events as reported", size=HEAD, color=style.SOFT)
    for number, group in enumerate(grid.groups):
        x = style.scaled(EVENTS) + number * grid.width
        look: dict[str, Any] = {
            "weight": "bold",
            "color": colour[group],
            "rotation": 90,
            "linespacing": 1.1,
        }
        name = wrapped(style.group_name(timeline, group), NAME, HEAD, weight="bold")
        at = x + 0.5 * grid.width, -0.06
        marks.words(axes, *at, name, size=HEAD, va="bottom", ha="center", **look)
        strokes.upright(axes, x, color=style.PALE, lw=0.7, zorder=0)


def _in_words(claims: Sequence[Claim], grid: Grid) -> list[str]:
    """The day on which most was said, by how many, and the days from first to last."""
    counts = Counter(_day(claim) for claim in claims)
    peak = max(counts, key=lambda day: (counts[day], day))
    said = [claim for claim in claims if _day(claim) == peak]
    most = f"{many(counts[peak], 'claim')} by {many(_claimants(said), 'claimant')}"
    span = f"from {long_day(grid.days[0])} to {long_day(grid.days[-1])}"
    return [
        f"Most was said on {long_day(peak)}: {most}.",
        f"In all {many(len(claims), 'claim')}, {span}.",
    ]


def _claimants(claims: Sequence[Claim]) -> int:
    """How many speak; one whom the text leaves open is none of the candidates."""
    return len({claim.claimants for claim in claims if not claim.undecided})
