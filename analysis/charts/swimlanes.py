"""Who said how much on which day: a row for each day, a lane for each group, events beside them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import calendar, key, marks, rows, strokes, style
from analysis.charts.kit.bins import Bins, bins
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.charts.kit.wrapping import breadth, wrapped
from analysis.claims.claim import Claim
from analysis.claims.dates import when
from analysis.errors import many
from analysis.words.names_and_days import long_day, short_day

LINE, PITCH, TOP = 0.12, 0.078, 0.075
"""Inches: a line of words, from mark to mark, and from the top of a day to its first mark."""
EVENTS, LEFT, RIGHT = 2.7, 0.62, 0.08
"""Inches: the events, the days at the left at the least, and the edge."""
MOST, LONG = 60, 3
"""Rows up to which each is a day; days that follow each other without a claim or an event, of which
more are one row."""
PAGE = 10.0
"""Inches of rows, above which the claims of a row and a lane are one mark with their number."""
TYPE, HEAD, NAME = 7.0, 7.4, 0.8
"""Points: words, and names of lanes; and inches that a line of these may have."""


UNDATED = "no claim with a day on which it was said"
TALLIES = (
    "There are too many claims for a mark each: the number at a mark is how many it stands for."
)


@dataclass(frozen=True)
class Row:
    """A row of the lanes. start: its first day. empty: how many days, weeks, months or years
    without a claim it stands for, together; 0 for one that is drawn."""

    start: date
    empty: int = 0


@dataclass(frozen=True)
class Grid:
    """Where days and groups stand, in inches from the top left corner of the lanes.

    parts: what a row stands for. left: inches that the days take at the left. tallied: whether the
    claims of a row and a lane are one mark.
    """

    parts: Bins
    rows: tuple[Row, ...]
    groups: tuple[str, ...]
    left: float
    tops: tuple[float, ...] = ()
    height: float = 0
    tallied: bool = False

    @property
    def width(self) -> float:
        """Inches of a lane."""
        return (style.width() - self.left - RIGHT - style.scaled(EVENTS)) / len(self.groups)

    def top(self, day: date) -> float:
        """The upper edge of a day's row."""
        return self.tops[max(bisect_right(self.starts, day) - 1, 0)]

    @cached_property
    def starts(self) -> list[date]:
        """The first day of each row."""
        return [row.start for row in self.rows]

    @property
    def per_line(self) -> int:
        """How many marks one line of a lane holds."""
        return max(1, int((self.width - 0.06) / PITCH))


@form
def swimlanes(timeline: Timeline, title: str = "") -> Chart:
    """A swimlane timeline: every dated claim, on the day it was said, in the lane of its group.

    Use it as the first look at a case: who spoke when, and after which events. A claim whose day is
    an interval has a line over all of its days. Claims without a day are named in the footer.

    A stretch of days without a claim is one row with its length. Where there are too many days, a
    row is a week, a month or a year; where there are too many claims, those of a row and a lane are
    one mark with their number.

    The table has a row per claim: `x` and `y` (inches from the upper left corner of the lanes); of
    a mark for many also `claims` (how many) and `of` (their ids, with blanks between).
    Empty where no claim has a day.
    """
    known, undated = rows.dated(timeline.claims)
    title = rows.subject(title, rows.some(known, "swimlanes", timeline, UNDATED))
    events = _events(timeline, known)
    grid = _grid(timeline, known, events)
    notes = rows.note(undated, "without a day"), grid.parts.note("row"), TALLIES * grid.tallied
    each = () if grid.tallied else (*key.said(known), *_lines(known))
    keys = (*key.sides(timeline, known), *each)
    room: dict[str, Any] = {
        "left": grid.left,
        "right": RIGHT,
        "top": _head(timeline, grid),
        "bottom": 0.06,
    }
    frame = rows.framed(timeline, known, title, *notes, key=keys, **room)
    with style.styled():
        figure, axes = frame.canvas(grid.height)
        axes.set_xlim(0, style.width() - grid.left - RIGHT)
        axes.set_ylim(grid.height, 0)
        axes.set_axis_off()
        _days(axes, grid, events)
        _heads(timeline, axes, grid)
        draw = _tallies if grid.tallied else _each
        records = list(draw(timeline, axes, known, grid))
    alt = rows.alternative(title, *_in_words(known))
    return Chart(figure, rows.table(records), alt)


def _each(
    timeline: Timeline, axes: Axes, claims: Sequence[Claim], grid: Grid
) -> Iterator[dict[str, Any]]:
    """Draw each claim, and give the rows of the table."""
    at = _places(claims, grid)
    colour, shape = style.colours(timeline), style.shapes(timeline)
    for claim in claims:
        look = {"colour": colour[claim.group], "shape": shape[claim.group]}
        _mark(axes, claim, at[claim.claim_id], grid, **look)
        yield rows.record(timeline, claim, *at[claim.claim_id])


def _tallies(
    timeline: Timeline, axes: Axes, claims: Sequence[Claim], grid: Grid
) -> Iterator[dict[str, Any]]:
    """Draw one mark for the claims of a row and a lane, with their number; give the rows."""
    cells: dict[tuple[str, date], list[Claim]] = {}
    for claim in claims:
        cells.setdefault((claim.group, grid.parts.start(_day(claim))), []).append(claim)
    colour, shape = style.colours(timeline), style.shapes(timeline)
    for (group, start), members in sorted(cells.items()):
        lane = style.scaled(EVENTS) + grid.groups.index(group) * grid.width
        at = round(lane + 0.07, 3), round(grid.top(start) + TOP, 3)
        gid = f"{group or 'undecided'}-{start}"
        marks.dot(axes, *at, colour[group], gid=gid, size=4.2, shape=shape[group])
        marks.words(axes, at[0] + PITCH, at[1], f"{len(members):,}", size=TYPE)
        of = " ".join(claim.claim_id for claim in members)
        yield {"claim_id": gid, "x": at[0], "y": at[1], "claims": len(members), "of": of}


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
    used = {claim.group for claim in claims}
    groups = tuple(group for group in style.colours(timeline) if group in used)
    days = sorted({*map(_day, claims), *events})
    parts = bins(days, MOST)
    lanes = tuple(_rows(sorted({parts.start(day) for day in days}), parts))
    wide = max(breadth(text, TYPE, weight="bold") for text in _texts(parts, lanes))
    draft = Grid(parts, lanes, groups, max(LEFT, wide + 0.14))
    counts = Counter((claim.group, parts.start(_day(claim))) for claim in claims)
    full = _stacked(draft, counts, events)
    if full.height <= PAGE:
        return full
    return replace(_stacked(draft, Counter(set(counts)), events), tallied=True)


def _stacked(
    draft: Grid, counts: Mapping[tuple[str, date], int], events: Mapping[date, Sequence[str]]
) -> Grid:
    """The rows of a grid one below the other. counts: marks by lane and first day of a row."""
    heights = [_height(row, counts, _lines_of(row, events, draft), draft) for row in draft.rows]
    tops = (0.0, *accumulate(heights))
    return replace(draft, tops=tops[:-1], height=tops[-1])


def _rows(starts: Sequence[date], parts: Bins) -> Iterator[Row]:
    """The parts of time that are used, and between them each that is not, or one row for many."""
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        yield Row(start)
        if following is None:
            return
        empty = parts.between(start, following)
        after = parts.after(start)
        if empty > LONG:
            yield Row(after, empty)
            continue
        while after < following:
            yield Row(after)
            after = parts.after(after)


def _lines_of(row: Row, events: Mapping[date, Sequence[str]], grid: Grid) -> list[str]:
    """The lines of the events of a row."""
    return [line for day in events if grid.parts.start(day) == row.start for line in events[day]]


def _height(
    row: Row, counts: Mapping[tuple[str, date], int], events: Sequence[str], grid: Grid
) -> float:
    if row.empty:
        return LINE + 0.05
    lines = max(-(-counts[group, row.start] // grid.per_line) for group in grid.groups)
    return max(lines * PITCH, len(events) * LINE, LINE) + 0.05


def _day(claim: Claim) -> date:
    return rows.said_order(claim)[0]


def _places(claims: Sequence[Claim], grid: Grid) -> dict[str, tuple[float, float]]:
    """Where each mark stands: in its lane, on its day, side by side, then on the next line."""
    seen: dict[tuple[str, date], int] = {}
    at = {}
    for claim in sorted(claims, key=lambda c: (c.retelling, c.claim_id)):
        cell = claim.group, grid.parts.start(_day(claim))
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
    for row, top, text in zip(grid.rows, grid.tops, _texts(grid.parts, grid.rows), strict=True):
        marks.rule(axes, top)
        y = top + TOP
        if row.empty:
            _empty(axes, top, many(row.empty, grid.parts.unit))
            continue
        marks.words(axes, -0.06, y, text, ha="right", weight="bold", size=TYPE)
        for line, event in enumerate(_lines_of(row, events, grid)):
            marks.words(axes, 0.02, y + line * LINE, event, size=TYPE)
    marks.rule(axes, grid.height)


def _texts(parts: Bins, lanes: Sequence[Row]) -> list[str]:
    """The name of each row; empty for what is left out."""
    texts, before = [], None
    for row in lanes:
        texts.append("" if row.empty else parts.label(row.start, before))
        before = before if row.empty else row.start
    return texts


def _empty(axes: Axes, top: float, days: str) -> None:
    """A row that stands for many without a claim: pale, with a break at its left."""
    wide, tall = axes.get_xlim()[1], LINE + 0.05
    strokes.box(axes, 0, top, wide, tall, fc=style.SAME, lw=0, zorder=0.3)
    calendar.broken(axes, -0.14, top + tall / 2)
    look: dict[str, Any] = {"size": TYPE, "style": "italic", "color": style.SOFT}
    marks.words(axes, 0.02, top + tall / 2, f"{days} without a claim", **look)


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


def _in_words(claims: Sequence[Claim]) -> list[str]:
    """The day on which most was said, by how many, and the days from first to last."""
    counts = Counter(_day(claim) for claim in claims)
    peak = max(counts, key=lambda day: (counts[day], day))
    said = [claim for claim in claims if _day(claim) == peak]
    most = f"{many(counts[peak], 'claim')} by {many(_claimants(said), 'claimant')}"
    first, last = _span(claims)
    span = f"from {long_day(first)} to {long_day(last)}"
    return [
        f"Most claims are of {long_day(peak)}: {most}.",
        f"In all {many(len(claims), 'claim')}, {span}.",
    ]


def _claimants(claims: Sequence[Claim]) -> int:
    """How many speak; one whom the text leaves open is none of the candidates."""
    return len({claim.claimants for claim in claims if not claim.undecided})
