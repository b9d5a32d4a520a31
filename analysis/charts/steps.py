"""A running total as it was stated, day by day, and what became of it where it was repeated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from matplotlib.axes import Axes
from matplotlib.transforms import offset_copy

from analysis.case.timeline import Timeline
from analysis.charts.kit import days, key, labels, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.charts.kit.wrapping import breadth
from analysis.claims.claim import Claim
from analysis.errors import many
from analysis.words.names_and_days import who
from analysis.words.wording import verb

HEIGHT = 2.7
TYPE = 8.0
MOST = 6
"""Numbers first said that the alt text gives, one by one."""
AROUND = ((8, -11, 0), (8, 7, 0), (-8, 7, 1), (-8, -11, 1), (8, 18, 0), (-8, 18, 1), (8, -22, 0))
"""Where a label can stand beside its dot: points to the right and up, and whether it ends there.

Below and after the dot first: there no line of steps rises.
"""
APART, COLUMN = 0.16, 0.85
"""In days: how far apart marks of one number stand, and the room they have after their day."""


@form
def steps(timeline: Timeline, title: str = "") -> Chart:
    """A step chart: stated numbers by day said, first utterances joined, retellings faint.

    Use it for a toll that grows: a line holds a number until the same claimant gives the next.
    Those retellings whose printed number differs from their origin's are labelled with their
    publisher; labels of hedges alone would stand on each other. Claims without a number or
    without a day are counted below.

    The table has a row per claim: `x` (the day said, in matplotlib's days; claims of one day and
    number stand beside each other), `y` (the number), `low` and `high` (the bounds as drawn),
    `changed` (number and hedge at the origin and here, where they differ). Empty where no claim has
    both a day and a number.
    """
    known, undated = rows.dated(timeline.claims)
    numbered, without = rows.parted(known, lambda c: c.quantity.stated is not None)
    claims = rows.some(numbered, "steps")
    title = rows.subject(title, claims)
    spots = _spots(claims)
    notes = rows.note(undated, "without a day"), rows.note(without, "without a number")
    firsts = [c for c in claims if not c.retelling]
    room: dict[str, Any] = {"left": 0.45, "right": style.scaled(0.9), "top": 0.16, "bottom": 0.42}
    frame = rows.framed(timeline, claims, title, *notes, key=_key(timeline, claims), **room)
    with style.styled():
        figure, axes = frame.canvas(HEIGHT)
        style.day_axis(axes, *days.ends([c.said_on for c in claims]))
        _scale(axes, claims)
        colour, shape = style.colours(timeline), style.shapes(timeline)
        _steps(axes, firsts, spots, colour)
        for claim in claims:
            _mark(axes, claim, spots[claim.claim_id], colour[claim.group], shape[claim.group])
        _labels(timeline, axes, claims, spots)
    records = [_record(timeline, claim, spots[claim.claim_id]) for claim in claims]
    alt = rows.alternative(title, *_in_words(timeline, firsts, claims))
    return Chart(figure, rows.table(records), alt)


def _in_words(timeline: Timeline, firsts: Sequence[Claim], claims: Sequence[Claim]) -> list[str]:
    """Each number first said, in order, and between which the repeats lie."""
    ordered = sorted(firsts, key=rows.said_order)
    said = "; ".join(f"{rows.briefly(timeline, c)} {c.label}" for c in ordered[:MOST])
    more = len(ordered) - MOST
    rest = (
        [f"{many(more, 'more number')} first said {verb(more, 'is', 'are')} in the table."]
        if more > 0
        else []
    )
    repeats = sorted((c for c in claims if c.retelling), key=lambda c: c.quantity.stated or 0)
    if not repeats:
        return [f"{said}.", *rest]
    ends = dict.fromkeys(str(c.quantity) for c in (repeats[0], repeats[-1]))
    reports = f"{many(len(repeats), 'report')} {verb(len(repeats), 'repeats', 'repeat')}"
    return [f"{said}.", *rest, f"{reports} such a number, as {' to '.join(ends)}."]


def _key(timeline: Timeline, claims: Sequence[Claim]) -> tuple[Entry, ...]:
    lines = key.uncertain(c.said_on for c in claims if not c.retelling)
    firsts = [c for c in claims if not c.retelling]
    sides, status = key.sides(timeline, claims), key.said(claims)
    return (*sides, key.DOT, *key.quantities(firsts), *lines, *status)


def _record(timeline: Timeline, claim: Claim, spot: tuple[float, float]) -> dict[str, Any]:
    more = {"low": claim.drawn.low, "high": claim.drawn.high, "changed": _change(claim)}
    return rows.record(timeline, claim, *spot, mark=rows.mark(claim, numbers=True), **more)


def _change(claim: Claim) -> str:
    """What became of number and hedge since the origin; empty where nothing did."""
    same = claim.quantity == claim.origin_quantity
    return "" if same else f"{claim.origin_quantity} → {claim.quantity}"


def _spots(claims: Sequence[Claim]) -> dict[str, tuple[float, float]]:
    """Day and number; of claims of one day and number the first stands on the day, others after."""
    cells: dict[tuple[date, float], list[str]] = {}
    for claim in sorted(claims, key=lambda c: (c.retelling, c.claim_id)):
        cell = rows.said_order(claim)[0], claim.quantity.stated or 0
        cells.setdefault(cell, []).append(claim.claim_id)
    return {
        claim_id: (round(style.day_number(day) + offset, 3), number)
        for (day, number), ids in cells.items()
        for claim_id, offset in zip(ids, _offsets(len(ids)), strict=True)
    }


def _offsets(count: int) -> list[float]:
    """Places from the line of a day on, before that of the next."""
    step = min(APART, COLUMN / count)
    return [place * step for place in range(count)]


def _scale(axes: Axes, claims: Sequence[Claim]) -> None:
    highest = max(c.quantity.stated or 0 for c in claims)
    style.upright_number_axis(axes, 1.18 * highest)


def _steps(
    axes: Axes,
    firsts: Sequence[Claim],
    spots: dict[str, tuple[float, float]],
    colour: dict[str, str],
) -> None:
    """A line that holds a number until the same claimant gives the next."""
    for names in dict.fromkeys(claim.claimants for claim in firsts):
        points = sorted(spots[c.claim_id] for c in firsts if c.claimants == names)
        tint = colour[next(c.group for c in firsts if c.claimants == names)]
        _, right = axes.get_xlim()
        x, y = zip(*points, (right, points[-1][1]), strict=True)
        strokes.line(axes, x, y, drawstyle="steps-post", color=tint, lw=1.2, alpha=0.5, zorder=1)


def _mark(axes: Axes, claim: Claim, spot: tuple[float, float], colour: str, shape: str) -> None:
    """A dot on its day; the other days on which it can have been said, where it was said first.

    Those of a retelling would stand before the number that it repeats.
    """
    alpha = marks.alpha(claim)
    if not claim.retelling:
        days.uncertain(axes, claim.said_on, spot, colour, alpha)
        marks.upright(axes, claim.drawn, spot[0], colour, alpha)
    hollow = claim.undecided or not claim.quantity.stated
    look: dict[str, Any] = {"alpha": alpha, "hollow": hollow, "shape": shape}
    size = 4 if claim.retelling else 7
    marks.dot(axes, *spot, colour, gid=claim.claim_id, size=size, **look)


def _labels(
    timeline: Timeline, axes: Axes, claims: Sequence[Claim], spots: dict[str, tuple[float, float]]
) -> None:
    """Numbers first said in bold, with who says them; retellings where number or hedge changed."""
    taken: list[tuple[float, float, float, float]] = []
    points = _points(axes)
    for claim in sorted(claims, key=lambda c: (c.retelling, spots[c.claim_id])):
        changed = claim.quantity.stated != claim.origin_quantity.stated
        if claim.retelling and not changed:
            continue
        look: dict[str, Any] = {"color": style.SOFT} if claim.retelling else {"weight": "bold"}
        text = f"{claim.quantity}, {_name(timeline, claim)}"
        x, y = spots[claim.claim_id]
        at = points[0] * x, points[1] * y
        wide = 72 * breadth(text, TYPE, weight="bold")
        boxes = [(at[0] + dx - wide * left, at[1] + dy, wide, TYPE) for dx, dy, left in AROUND]
        free = [n for n, box in enumerate(boxes) if not any(_meet(box, other) for other in taken)]
        place = min([n for n in free if _inside(axes, boxes[n])] or free or [0])
        taken.append(boxes[place])
        _write(axes, text, (x, y), AROUND[place], look)


def _name(timeline: Timeline, claim: Claim) -> str:
    """Who gives a number; of a retelling, who prints it."""
    return labels.publisher_of(timeline, claim) if claim.retelling else who(timeline, claim)


def _points(axes: Axes) -> tuple[float, float]:
    """Points of type to a day, and to a number."""
    box, inches = axes.get_position(), axes.get_figure(root=True).get_size_inches()  # type: ignore[union-attr]
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    return 72 * box.width * inches[0] / (right - left), 72 * box.height * inches[1] / (high - low)


def _inside(axes: Axes, box: tuple[float, float, float, float]) -> bool:
    """Whether a label stays in the figure, at its left and its right."""
    (left, right), scale = axes.get_xlim(), _points(axes)[0]
    inches = style.width() - axes.get_position().x1 * style.width()
    return box[0] >= left * scale and box[0] + box[2] <= right * scale + 72 * inches


def _meet(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(box[n] < other[n] + other[n + 2] and other[n] < box[n] + box[n + 2] for n in (0, 1))


def _write(
    axes: Axes, text: str, at: tuple[float, float], place: tuple[float, float, int], look: Any
) -> None:
    dx, dy, left = place
    side = "right" if left else "left"
    shift = offset_copy(axes.transData, axes.get_figure(root=True), dx, dy, units="points")
    strokes.text(axes, *at, text, transform=shift, size=TYPE, ha=side, va="baseline", **look)
