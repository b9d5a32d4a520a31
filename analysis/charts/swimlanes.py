"""Who said how much on which day: a row for each day, a lane for each group, events beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from textwrap import fill, shorten

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.style import letters
from analysis.claims.claim import Claim
from analysis.claims.dates import When, every_day, when
from analysis.errors import many
from analysis.words.names_and_days import day_words, short_day

LINE = 0.155
PITCH = 0.105
EVENTS = 2.55
LEFT = 0.75
LETTERS = 46
"""The most letters that the label of an event has."""


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
        return max(1, int((self.width - 0.08) / PITCH))


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
    frame = rows.framed(
        timeline,
        known,
        title,
        rows.note(undated, "undated"),
        left=LEFT,
        right=0.15,
        top=1.62,
        bottom=0.2,
    )
    with style.styled():
        figure, axes = style.canvas(frame, grid.height)
        axes.set_xlim(0, style.WIDTH - LEFT - 0.15)
        axes.set_ylim(grid.height, 0)
        axes.set_axis_off()
        _days(axes, grid, events)
        _heads(timeline, axes, grid)
        at = _places(known, grid)
        colour = style.colours(timeline)
        for claim in known:
            _mark(axes, claim, at[claim.claim_id], grid, colour[claim.group])
    records = [rows.record(timeline, c, *at[c.claim_id]) for c in known]
    return Chart(figure, rows.table(records), _alt(title, known, grid))


def _events(timeline: Timeline, claims: Sequence[Claim]) -> dict[date, list[str]]:
    """Labels of events by their first day, for the days that the claims span.

    One that took several days, or may be of either of two, says so.
    """
    first, last = _span(claims)
    labels: dict[date, list[str]] = {}
    for row in timeline.rows["events"]:
        days = when(row["when"])
        if days.first and first <= days.first <= last:
            labels.setdefault(days.first, []).append(_label(row["label"], days))
    return labels


def _label(label: str, days: When) -> str:
    """The label of an event, with its days where they are not one day alone."""
    if days.first == days.last:
        return label
    either = " or ".join(map(short_day, days.choices))
    room = letters(LETTERS) - len(either or short_day(days)) - 3
    return f"{shorten(label, room, placeholder=' …')} ({either or short_day(days)})"


def _span(claims: Sequence[Claim]) -> tuple[date, date]:
    said = [c.said_on.last for c in claims if c.said_on and c.said_on.last]
    return min(said), max(said)


def _grid(
    timeline: Timeline, claims: Sequence[Claim], events: Mapping[date, Sequence[str]]
) -> Grid:
    span = tuple(every_day(*_span(claims)))
    used = {claim.group for claim in claims}
    groups = tuple(group for group in style.colours(timeline) if group in used)
    width = (style.WIDTH - LEFT - 0.15 - EVENTS) / len(groups)
    draft = Grid(span, (), groups, width, 0)
    counts = Counter((claim.group, _day(claim)) for claim in claims)
    heights = [_height(day, counts, events.get(day, ()), draft) for day in span]
    tops = (0.0, *accumulate(heights))
    return Grid(span, tops[:-1], groups, width, tops[-1])


def _height(
    day: date, counts: Mapping[tuple[str, date], int], events: Sequence[str], grid: Grid
) -> float:
    lines = max(-(-counts[group, day] // grid.per_line) for group in grid.groups)
    return max(lines * PITCH, len(events) * LINE, LINE) + 0.09


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
        lane = EVENTS + grid.groups.index(claim.group) * grid.width
        x = lane + 0.08 + column * PITCH
        at[claim.claim_id] = (round(x, 3), round(grid.top(cell[1]) + 0.1 + line * PITCH, 3))
    return at


def _mark(axes: Axes, claim: Claim, at: tuple[float, float], grid: Grid, colour: str) -> None:
    alpha = marks.alpha(claim)
    first = claim.said_on.first if claim.said_on else None
    if first and first < _day(claim):
        top = grid.top(first) + 0.1
        marks.stretch(axes, (at[0], top), at, colour, alpha)
    marks.dot(axes, *at, colour, gid=claim.claim_id, alpha=alpha, hollow=claim.undecided, size=5)


def _days(axes: Axes, grid: Grid, events: Mapping[date, Sequence[str]]) -> None:
    month = 0
    for day, top in zip(grid.days, grid.tops, strict=True):
        marks.rule(axes, top)
        text = f"{day:%a} {day.day}" + (f" {day:%b}" if day.month != month else "")
        month = day.month
        marks.words(axes, -0.08, top + 0.1, text, ha="right", weight="bold", size=8)
        for line, event in enumerate(events.get(day, ())):
            words = shorten(event, letters(LETTERS), placeholder=" …")
            marks.words(axes, 0.05, top + 0.1 + line * LINE, words, size=7.8)
    marks.rule(axes, grid.height)


def _heads(timeline: Timeline, axes: Axes, grid: Grid) -> None:
    colour = style.colours(timeline)
    marks.words(axes, 0.05, -0.1, "what happened", size=8, color=style.SOFT)
    for number, group in enumerate(grid.groups):
        x = EVENTS + number * grid.width
        name = fill(style.group_name(timeline, group), 14)
        marks.words(
            axes,
            x + 0.5 * grid.width,
            -0.06,
            name,
            size=8.3,
            weight="bold",
            color=colour[group],
            va="bottom",
            ha="left",
            rotation=52,
            rotation_mode="anchor",
            linespacing=1.0,
        )
        strokes.upright(axes, x, color=style.PALE, lw=0.7, zorder=0)


def _alt(title: str, claims: Sequence[Claim], grid: Grid) -> str:
    counts = {day: [c for c in claims if _day(c) == day] for day in grid.days}
    texts = [
        f"{day_words(when(day.isoformat()))}: {many(len(said), 'claim')} by "
        f"{many(_claimants(said), 'claimant')}"
        for day, said in counts.items()
        if said
    ]
    return rows.alternative(title, len(claims), "claim", texts)


def _claimants(claims: Sequence[Claim]) -> int:
    """How many speak; one whom the text leaves open is none of the candidates."""
    return len({claim.claimants for claim in claims if not claim.undecided})
