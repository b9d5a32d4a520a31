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
from analysis.charts.kit import days, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.claims.claim import Claim
from analysis.claims.dates import every_day
from analysis.claims.quantity import Quantity, in_digits
from analysis.claims.sums import Derived, addable, total
from analysis.words.names_and_days import short_day, who

TOP, ROW, GAP = 2.9, 0.24, 0.35
SHORT = 6
"""Letters of a sum that leave room for a word beside it."""
ROOM = {"left": 1.75, "right": 0.95, "bottom": 0.55}


@form
def cumulative(timeline: Timeline, title: str = "", *, against: Timeline | None = None) -> Chart:
    """A cumulative step chart over a grid: counts as hatched steps, their sum, a claim above them.

    Use it to ask whether counts on record carry a total that somebody claims. Below the steps
    stands each count in the cell of its day and place. Only counts are added that cannot count the
    same thing twice; the footer names the rest, and those without a number or a period. Days for
    which a search found no document are hatched.

    against: its first number is the claim to reach; by default that of the timeline itself.

    The table has a row per count (`x`: its day, in matplotlib's days; `y`: the row of its place),
    one for their sum, and one for the claim (`y`: the number), with the days that each `covers`.
    Empty where nothing can be added, or where there is no claim to reach.
    """
    goal = rows.first_number(timeline if against is None else against, "cumulative")
    countable, without = _countable(timeline, goal)
    added, twice = addable(sorted(countable, key=_order))
    claims = rows.some(added, "cumulative")
    summed = total(claims)
    title = rows.subject(title, claims)
    span = every_day(*days.ends([c.covers for c in (*claims, goal)]))
    places = list(dict.fromkeys(c.place_id for c in claims))
    notes = _notes([claim for claim, _ in twice], without)
    frame = rows.framed(timeline, [*claims, goal], title, *notes, **ROOM)
    tint = style.colours(timeline)
    with style.styled():
        figure, lower = style.canvas(frame, TOP + GAP + ROW * len(places))
        upper = _split(figure, lower, ROW * len(places))
        style.upright_number_axis(upper, 1.22 * (goal.drawn.stated or 0))
        for axes in (upper, lower):
            _axis(axes, span)
            _missing(timeline, axes, span, claims[0].measure, named=axes is upper)
        end = _steps(upper, claims, span, tint[claims[0].group], summed)
        top = _bracket(timeline, upper, goal, tint[goal.group])
        at = _cells(timeline, lower, claims, places)
    records = [rows.record(timeline, c, *at[c.claim_id], covers=str(c.covers)) for c in claims]
    records.append(rows.computed(summed, *end, "hatched", covers=""))
    records.append(rows.record(timeline, goal, *top, covers=str(goal.covers)))
    alt = rows.alternative(title, len(claims) + 1, "claim", _in_words(timeline, goal, summed))
    return Chart(figure, rows.table(records), alt)


def _notes(twice: Sequence[Claim], without: Sequence[Claim]) -> list[str]:
    return [
        rows.note(twice, "would count twice", "not added"),
        rows.note(without, "without a number or a period", "not added"),
    ]


def _in_words(timeline: Timeline, goal: Claim, summed: Derived) -> list[str]:
    return [
        f"{rows.briefly(timeline, goal)} {goal.measure}",
        f"documented by day and place: {summed.how} = {summed.quantity}",
    ]


def _countable(timeline: Timeline, goal: Claim) -> tuple[list[Claim], list[Claim]]:
    """The numbers of what the goal counts about days that it covers; and what gives no number."""
    related = [
        c
        for c in timeline
        if c.measure == goal.measure and c.claim_id != goal.claim_id
        if not (c.covers and goal.covers) or c.covers.overlaps(goal.covers)
    ]
    return rows.parted(related, lambda c: bool(c.covers) and c.quantity.stated is not None)


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


def _axis(axes: Axes, span: Sequence[date]) -> None:
    style.day_axis(axes, span[0], span[-1], room=0.5)
    axes.tick_params(labelbottom=False)
    axes.grid(visible=False, axis="x")


def _missing(
    timeline: Timeline, axes: Axes, span: Sequence[date], measure: str, *, named: bool
) -> None:
    for day in days.missing(timeline, measure, span):
        at, label = style.day_number(day), "not found" if named else ""
        marks.hatched(axes, at - 0.5, at + 0.5, label, 0.75 * axes.get_ylim()[1])


def _steps(
    axes: Axes, claims: Sequence[Claim], span: Sequence[date], colour: str, summed: Derived
) -> tuple[float, float]:
    """Each day's counts on top of all before it, hatched: our own sums; where their sum stands."""
    by_day: dict[date, list[Quantity]] = {}
    for claim in claims:
        by_day.setdefault(_first(claim), []).append(claim.quantity)
    height: float = 0
    for day in span:
        quantities = by_day.get(day, [])
        at, top = style.day_number(day), height + _height(quantities)
        if quantities:
            _step(axes, at, height, top, f"+{reduce(add, quantities)}", colour)
        strokes.line(axes, [at + 0.45, at + 0.55], [top, top], color=colour, lw=1, zorder=2)
        height = top
    end = axes.get_xlim()[1] + 0.08, height
    words = str(summed.quantity)
    text = f"{words}{' ' if len(words) <= SHORT else chr(10)}added up,\nour own sum"
    marks.words(axes, *end, text, size=8.3, style="italic", gid=rows.gid(summed))
    return end


def _step(axes: Axes, at: float, low: float, high: float, text: str, colour: str) -> None:
    look: dict[str, Any] = {"facecolor": style.PAPER, "edgecolor": colour, "hatch": "////"}
    strokes.box(axes, at - 0.45, low, 0.9, high - low, lw=1, zorder=3, **look)
    marks.words(axes, at, high, text, ha="center", va="bottom", size=8, color=colour, zorder=5)


def _height(quantities: Sequence[Quantity]) -> float:
    """Up to where the printed numbers add up."""
    return sum(quantity.stated or 0 for quantity in quantities)


def _bracket(timeline: Timeline, axes: Axes, goal: Claim, colour: str) -> tuple[float, float]:
    """The claim over the days it covers, its number a dot at the last; where that dot is."""
    number = goal.drawn.stated or 0
    covers = goal.covers
    if covers and covers.first and covers.last:
        edges = [
            style.day_number(covers.first) - 0.45,
            style.day_number(covers.last) + 0.45,
        ]
        drop = 0.035 * number
        strokes.line(
            axes,
            [edges[0], *edges, edges[1]],
            [number - drop, number, number, number - drop],
            color=colour,
            lw=1.6,
            zorder=4,
        )
    at = style.day_number(covers.last) if covers and covers.last else axes.get_xlim()[1]
    marks.upright(axes, goal.drawn, at, colour, 1.0)
    marks.dot(axes, at, number, colour, gid=goal.claim_id)
    text = f"{rows.quoted(goal, 60)}  {who(timeline, goal)}, {short_day(goal.said_on)}"
    marks.words(axes, axes.get_xlim()[0] + 0.1, 1.09 * number, text, weight="bold", color=colour)
    return at, number


def _cells(
    timeline: Timeline, axes: Axes, claims: Sequence[Claim], places: Sequence[str]
) -> Mapping[str, tuple[float, int]]:
    """Each count in the cell of its day and place; two of one cell stand beside each other."""
    style.rows_axis(axes, len(places))
    axes.tick_params(labelbottom=True)
    left, _ = axes.get_xlim()
    seen: dict[tuple[date, str], int] = {}
    for row, place in enumerate(places):
        name = timeline.row("places", place)["name"] if place else "place not given"
        marks.words(axes, left - 0.12, row, name, ha="right")
        marks.rule(axes, row - 0.5)
    at: dict[str, tuple[float, int]] = {}
    for claim in claims:
        cell = _first(claim), claim.place_id
        seen[cell] = seen.get(cell, -1) + 1
        x = style.day_number(_first(claim)) + 0.25 * seen[cell]
        at[claim.claim_id] = (x, places.index(claim.place_id))
        text = in_digits(claim.quantity.stated or 0)
        marks.words(axes, *at[claim.claim_id], text, ha="center", weight="bold", gid=claim.claim_id)
    return at
