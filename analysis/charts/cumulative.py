"""Counts that can be added up, day by day and place by place, under the claim they should reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from operator import add
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.case.timeline import Timeline
from analysis.charts.kit import days as kit_days
from analysis.charts.kit import marks, rows, strokes
from analysis.charts.kit import style as kit_style
from analysis.charts.kit.chart import Chart
from analysis.claims.claim import Claim
from analysis.claims.quantity import Quantity
from analysis.claims.sums import Derived, addable, total
from analysis.words.names_and_days import short_day, who

TOP, ROW, GAP = 2.9, 0.24, 0.35
SHORT = 6
"""Letters of a sum that leave room for a word beside it."""
ROOM = {"left": 1.75, "right": 0.95, "bottom": 0.55}


def cumulative(timeline: Timeline, title: str = "", against: Timeline | None = None) -> Chart:
    """Steps that add up, with their sum; above them the claim; below, each count in its cell.

    against: its first number is the claim to reach; by default that of the timeline itself. Only
    counts are added that cannot count the same thing twice; the footer names the rest, and those
    without a number or a period. Days for which a search found no document are hatched.
    """
    goal = rows.first_number(timeline if against is None else against)
    countable, without = _countable(timeline, goal)
    others, left = addable(sorted(countable, key=_order))
    claims = rows.some(others, "cumulative")
    summed = total(claims)
    title = rows.subject(title, claims)
    days = kit_days.between(*kit_days.ends([c.covers for c in (*claims, goal)]))
    places = list(dict.fromkeys(c.place_id for c in claims))
    notes = [
        rows.note([c for c, _ in left], "would count twice", "not added"),
        rows.note(without, "without a number or a period", "not added"),
    ]
    frame = rows.framed(timeline, [*claims, goal], title, *notes, **ROOM)
    tint = kit_style.colours(timeline)
    with kit_style.styled():
        figure, lower = kit_style.canvas(frame, TOP + GAP + ROW * len(places))
        upper = _split(figure, lower, ROW * len(places))
        upper.set_ylim(0, 1.22 * (goal.drawn.stated or 0))
        for axes in (upper, lower):
            _axis(axes, days)
            _missing(timeline, axes, days, claims[0].measure, named=axes is upper)
        end = _steps(upper, claims, days, tint[claims[0].group], summed)
        top = _bracket(timeline, upper, goal, tint[goal.group])
        at = _cells(timeline, lower, claims, places)
    records = [rows.record(timeline, c, *at[c.claim_id], covers=str(c.covers)) for c in claims]
    records.append(rows.computed(summed, *end, "hatched", covers=""))
    records.append(rows.record(timeline, goal, *top, covers=str(goal.covers)))
    texts = [
        f"{rows.briefly(timeline, goal)} {goal.measure}",
        f"documented by day and place: {summed.how} = {summed.quantity}",
    ]
    alt = rows.alternative(title, len(claims) + 1, "claim", texts)
    return Chart(figure, rows.table(records), alt)


def _countable(timeline: Timeline, goal: Claim) -> tuple[list[Claim], list[Claim]]:
    """The numbers of what the goal counts about days that it covers; and what gives no number."""
    others = [
        c
        for c in timeline
        if c.measure == goal.measure and c.claim_id != goal.claim_id
        if not (c.covers and goal.covers) or c.covers.overlaps(goal.covers)
    ]
    return rows.parted(others, lambda c: bool(c.covers) and c.quantity.stated is not None)


def _order(claim: Claim) -> tuple[str, str, str]:
    return str(claim.covers), claim.place_id, claim.claim_id


def _first(claim: Claim) -> date:
    return (claim.covers and claim.covers.first) or date.max


def _split(figure: Figure, lower: Axes, height: float) -> Axes:
    """Axes for the steps above the axes for the cells."""
    inches = figure.get_figheight()
    box = lower.get_position()
    lower.set_position((box.x0, box.y0, box.width, height / inches))
    upper = figure.add_axes((box.x0, box.y1 - TOP / inches, box.width, TOP / inches))
    upper.spines[:].set_visible(False)
    upper.tick_params(length=0, labelsize=8.5)
    return upper


def _axis(axes: Axes, days: Sequence[date]) -> None:
    kit_style.day_axis(axes, days[0], days[-1], room=0.5)
    axes.tick_params(labelbottom=False)
    axes.grid(visible=False)


def _missing(
    timeline: Timeline, axes: Axes, days: Sequence[date], topic: str, *, named: bool
) -> None:
    for day in kit_days.missing(timeline, topic, days):
        at, label = kit_style.day_number(day), "not found" if named else ""
        marks.hatched(axes, at - 0.5, at + 0.5, label, 0.75 * axes.get_ylim()[1])


def _steps(
    axes: Axes, claims: Sequence[Claim], days: Sequence[date], colour: str, summed: Derived
) -> tuple[float, int]:
    """Each day's counts on top of all before it, hatched: our own sums; where their sum stands."""
    so_far: list[Quantity] = []
    height = 0
    for day in days:
        quantities = [c.quantity for c in claims if _first(c) == day]
        so_far += quantities
        at, top = kit_style.day_number(day), _height(so_far)
        if quantities:
            _step(axes, at, height, top, f"+{reduce(add, quantities)}", colour)
        strokes.line(axes, [at + 0.45, at + 0.55], [top, top], color=colour, lw=1, zorder=2)
        height = top
    end = axes.get_xlim()[1] + 0.08, height
    words = str(summed.quantity)
    text = f"{words}{' ' if len(words) <= SHORT else chr(10)}added up,\nour own sum"
    marks.words(axes, *end, text, size=8.3, style="italic", gid=rows.gid(summed))
    return end


def _step(axes: Axes, at: float, low: int, high: int, text: str, colour: str) -> None:
    style: dict[str, Any] = {"facecolor": kit_style.PAPER, "edgecolor": colour, "hatch": "////"}
    strokes.box(axes, at - 0.45, low, 0.9, high - low, lw=1, zorder=3, **style)
    marks.words(axes, at, high, text, ha="center", va="bottom", size=8, color=colour, zorder=5)


def _height(quantities: Sequence[Quantity]) -> int:
    """Up to where the printed numbers add up."""
    return sum(quantity.stated or 0 for quantity in quantities)


def _bracket(timeline: Timeline, axes: Axes, against: Claim, colour: str) -> tuple[float, int]:
    """The claim over the days it covers, its number a dot at the last; where that dot is."""
    goal = against.drawn.stated or 0
    axes.yaxis.set_major_locator(kit_style.whole_numbers())
    axes.grid(axis="y", color=kit_style.PALE, linewidth=0.7, zorder=0)
    covers = against.covers
    if covers and covers.first and covers.last:
        edges = [
            kit_style.day_number(covers.first) - 0.45,
            kit_style.day_number(covers.last) + 0.45,
        ]
        drop = 0.035 * goal
        strokes.line(
            axes,
            [edges[0], *edges, edges[1]],
            [goal - drop, goal, goal, goal - drop],
            color=colour,
            lw=1.6,
            zorder=4,
        )
    at = kit_style.day_number(covers.last) if covers and covers.last else axes.get_xlim()[1]
    marks.upright(axes, against.drawn, at, colour, 1.0)
    marks.dot(axes, at, goal, colour, gid=against.claim_id)
    text = f"{rows.quoted(against, 60)}  {who(timeline, against)}, {short_day(against.said_on)}"
    marks.words(axes, axes.get_xlim()[0] + 0.1, 1.09 * goal, text, weight="bold", color=colour)
    return at, goal


def _cells(
    timeline: Timeline, axes: Axes, claims: Sequence[Claim], places: Sequence[str]
) -> Mapping[str, tuple[float, int]]:
    """Each count in the cell of its day and place; two of one cell stand beside each other."""
    kit_style.rows_axis(axes, len(places))
    axes.tick_params(labelbottom=True)
    left, _ = axes.get_xlim()
    seen: dict[tuple[date, str], int] = {}
    for row, place in enumerate(places):
        name = timeline.row("places", place)["name"] if place else "place not given"
        marks.words(axes, left - 0.12, row, name, ha="right")
        strokes.across(axes, row - 0.5, color=kit_style.PALE, lw=0.7, zorder=0)
    at: dict[str, tuple[float, int]] = {}
    for claim in claims:
        cell = _first(claim), claim.place_id
        seen[cell] = seen.get(cell, -1) + 1
        x = kit_style.day_number(_first(claim)) + 0.25 * seen[cell]
        at[claim.claim_id] = (x, places.index(claim.place_id))
        text = str(claim.quantity.stated)
        marks.words(axes, *at[claim.claim_id], text, ha="center", weight="bold", gid=claim.claim_id)
    return at
