"""Counts that can be added up, day by day and place by place, under the claim they should reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from operator import add
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.case.timeline import Timeline
from analysis.charts.kit import days, key, labels, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.charts.kit.wrapping import wrapped
from analysis.claims.claim import Claim
from analysis.claims.dates import every_day
from analysis.claims.quantity import Hedge, Quantity, in_digits
from analysis.claims.sums import Derived, addable, total
from analysis.errors import many
from analysis.words.names_and_days import in_words, short_day, who

TOP, ROW, GAP, EDGE = 2.5, 0.2, 0.3, 0.08
"""Inches: the steps, a row of places, what is between both, and the edge at the left."""
HEAD = 8.3


@form
def cumulative(timeline: Timeline, title: str = "", *, against: Timeline | None = None) -> Chart:
    """A cumulative step chart over a grid: counts as hatched steps, their sum, a claim above them.

    Use it to set a total that somebody claims beside the counts on record. Below the steps
    stands each count in the cell of its day and place. Only counts are added that cannot count the
    same thing twice; the footer names the rest, and those without a number or a period. Days for
    which a search found no document are hatched, and the sum is a least then.

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
    lost = _missing(timeline, span, claims)
    notes = _notes([claim for claim, _ in twice], without)
    names = labels.column([_place(timeline, place) for place in places], 0.26 * style.width())
    room: dict[str, Any] = {
        "left": max(names.inches, 0.4) + EDGE,
        "right": style.scaled(1.15),
        "bottom": 0.4,
    }
    keys = _key(timeline, claims, goal, lost)
    frame = rows.framed(timeline, [*claims, goal], title, *notes, key=keys, **room)
    row = max(names.row, ROW)
    tint = style.colours(timeline)
    head = wrapped(
        _head(timeline, goal), style.width() - room["left"] - EDGE - 0.1, HEAD, weight="bold"
    )
    with style.styled():
        figure, lower = frame.canvas(TOP + GAP + row * len(places))
        upper = _split(figure, lower, row * len(places))
        style.upright_number_axis(upper, 1.32 * (goal.drawn.stated or 0))
        for axes in (upper, lower):
            _axis(axes, span)
            for day in lost:
                hole = style.day_number(day)
                marks.hatched(axes, hole - 0.5, hole + 0.5, "")
        words = _at_least(summed.quantity, bool(lost))
        end = _steps(upper, claims, span, tint[claims[0].group], summed, words)
        top = _bracket(upper, goal, tint[goal.group], head)
        at = _cells(lower, claims, places)
        names.write(lower)
    records = [rows.record(timeline, c, *at[c.claim_id], covers=str(c.covers)) for c in claims]
    records.append(rows.computed(summed, *end, "hatched", covers=""))
    records.append(rows.record(timeline, goal, *top, covers=str(goal.covers)))
    sentence = f"Counts on record add up to {words}, by our own sum of {many(len(claims), 'count')}"
    of_days = f"for {many(len(lost), 'day')} a search found no document"
    alt = rows.alternative(
        title,
        f"{rows.briefly(timeline, goal)} {goal.label}.",
        f"{sentence}; {of_days}." if lost else f"{sentence}.",
    )
    return Chart(figure, rows.table(records), alt)


def _at_least(summed: Quantity, lost: bool) -> str:
    """A sum in words: where days are missing it is no more than a least."""
    return f"at least {summed}" if lost and summed.hedge is Hedge.BARE else str(summed)


def _place(timeline: Timeline, place: str) -> labels.Cell:
    name = timeline.row("places", place)["name"] if place else "place not given"
    return labels.Cell(name, weight="normal")


def _head(timeline: Timeline, goal: Claim) -> str:
    return f"{in_words(goal)}  {who(timeline, goal)}, {short_day(goal.said_on)}"


def _key(
    timeline: Timeline, claims: Sequence[Claim], goal: Claim, lost: Sequence[date]
) -> tuple[Entry, ...]:
    sides = key.sides(timeline, [*claims, goal], shapes=False)
    ends = key.inferred([goal.covers])
    counts = replace(key.UNSAID, words="counts of a day, added by us", draw=_summed)
    least = (key.MISSING,) if lost else ()
    return (*sides, counts, *key.quantities([goal]), *ends, *least)


def _summed(axes: Axes, x: float, y: float) -> None:
    look: dict[str, Any] = {"facecolor": style.PAPER, "edgecolor": style.SOFT, "hatch": "////"}
    strokes.box(axes, x - 4, y - 5, 8, 10, lw=1, **look)


def _notes(twice: Sequence[Claim], without: Sequence[Claim]) -> list[str]:
    return [
        rows.note(twice, "that would count twice", "not added"),
        rows.note(without, "without a number or a period", "not added"),
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


def _missing(timeline: Timeline, span: Sequence[date], claims: Sequence[Claim]) -> list[date]:
    """Days for which a search found no document, and for which there is no count either."""
    counted = {_first(claim) for claim in claims}
    lost = days.missing(timeline, claims[0].measure, span)
    return [day for day in lost if day not in counted]


def _steps(
    axes: Axes,
    claims: Sequence[Claim],
    span: Sequence[date],
    colour: str,
    summed: Derived,
    words: str,
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
    lines = wrapped(f"{words}, our own sum", style.scaled(1.0), HEAD, style="italic")
    marks.words(axes, *end, lines, size=HEAD, style="italic", gid=rows.gid(summed))
    return end


def _step(axes: Axes, at: float, low: float, high: float, text: str, colour: str) -> None:
    look: dict[str, Any] = {"facecolor": style.PAPER, "edgecolor": colour, "hatch": "////"}
    strokes.box(axes, at - 0.45, low, 0.9, high - low, lw=1, zorder=3, **look)
    marks.words(axes, at, high, text, ha="center", va="bottom", size=8, color=colour, zorder=5)


def _height(quantities: Sequence[Quantity]) -> float:
    """Up to where the printed numbers add up."""
    return sum(quantity.stated or 0 for quantity in quantities)


def _bracket(axes: Axes, goal: Claim, colour: str, head: str) -> tuple[float, float]:
    """The claim over the days it covers, its number a dot at the last; where that dot is.

    An end that the coder inferred is dashed over its day.
    """
    number, covers = goal.drawn.stated or 0, goal.covers
    if covers and covers.first and covers.last:
        left = style.day_number(covers.first) - 0.45
        right = style.day_number(covers.last) + 0.45
        drop = 0.035 * number
        inner = left + covers.inferred_first, right - covers.inferred_last
        look: dict[str, Any] = {"color": colour, "lw": 1.6, "zorder": 4}
        strokes.line(axes, inner, [number, number], **look)
        for end, start, inferred in (
            (left, inner[0], covers.inferred_first),
            (right, inner[1], covers.inferred_last),
        ):
            dashes: Any = (0, (2, 1.2)) if inferred else "-"
            height = [number - drop, number, number]
            strokes.line(axes, [end, end, start], height, ls=dashes, **look)
    at = style.day_number(covers.last) if covers and covers.last else axes.get_xlim()[1]
    marks.upright(axes, goal.drawn, at, colour, 1.0)
    marks.dot(axes, at, number, colour, gid=goal.claim_id)
    left = axes.get_xlim()[0] + 0.1
    paper = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1.5}
    words: dict[str, Any] = {"va": "bottom", "weight": "bold", "color": colour, "bbox": paper}
    marks.words(axes, left, 1.07 * number, head, size=HEAD, **words)
    return at, number


def _cells(
    axes: Axes, claims: Sequence[Claim], places: Sequence[str]
) -> Mapping[str, tuple[float, int]]:
    """Each count in the cell of its day and place; two of one cell stand beside each other."""
    style.rows_axis(axes, len(places))
    axes.tick_params(labelbottom=True)
    for row in range(len(places)):
        marks.rule(axes, row - 0.5)
    seen: dict[tuple[date, str], int] = {}
    at: dict[str, tuple[float, int]] = {}
    for claim in claims:
        cell = _first(claim), claim.place_id
        seen[cell] = seen.get(cell, -1) + 1
        x = style.day_number(_first(claim)) + 0.25 * seen[cell]
        at[claim.claim_id] = (x, places.index(claim.place_id))
        text = in_digits(claim.quantity.stated or 0)
        marks.words(axes, *at[claim.claim_id], text, ha="center", weight="bold", gid=claim.claim_id)
    return at
