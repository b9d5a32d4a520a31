"""A running total as it was stated, day by day, and what became of it where it was repeated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import days, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.claims.claim import Claim

HEIGHT = 3.5
APART, COLUMN = 0.13, 0.62
"""In days: how far apart marks of one number stand, and the room they have after their day."""


@form
def steps(timeline: Timeline, title: str = "") -> Chart:
    """A step chart: stated numbers by day said, first utterances joined, retellings faint.

    Use it for a toll that grows: a line holds a number until the same claimant gives the next.
    Those retellings whose printed number differs from their origin's are labelled, in standard
    words; labels of hedges alone would stand on each other. Claims without a number or without a
    day are named in the footer.

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
    notes = rows.note(undated, "undated"), rows.note(without, "without a number")
    frame = rows.framed(timeline, claims, title, *notes, left=0.6, right=0.9, bottom=0.62)
    with style.styled():
        figure, axes = style.canvas(frame, HEIGHT)
        style.day_axis(axes, *days.ends([c.said_on for c in claims]))
        _scale(axes, claims)
        colour = style.colours(timeline)
        firsts = [c for c in claims if not c.retelling]
        _steps(axes, firsts, spots, colour)
        for claim in claims:
            _mark(axes, claim, spots[claim.claim_id], colour[claim.group])
        _labels(axes, claims, spots)
    records = [_record(timeline, claim, spots[claim.claim_id]) for claim in claims]
    texts = [rows.briefly(timeline, claim) for claim in firsts]
    return Chart(figure, rows.table(records), rows.alternative(title, len(claims), "claim", texts))


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
    for who in dict.fromkeys(claim.claimants for claim in firsts):
        points = sorted(spots[c.claim_id] for c in firsts if c.claimants == who)
        tint = colour[next(c.group for c in firsts if c.claimants == who)]
        _, right = axes.get_xlim()
        x, y = zip(*points, (right, points[-1][1]), strict=True)
        strokes.line(axes, x, y, drawstyle="steps-post", color=tint, lw=1.2, alpha=0.5, zorder=1)


def _mark(axes: Axes, claim: Claim, spot: tuple[float, float], colour: str) -> None:
    alpha = marks.alpha(claim)
    days.uncertain(axes, claim.said_on, spot, colour, alpha)
    marks.upright(axes, claim.drawn, spot[0], colour, alpha)
    marks.dot(
        axes,
        *spot,
        colour,
        gid=claim.claim_id,
        alpha=alpha,
        hollow=claim.undecided or not claim.quantity.stated,
        size=5.5 if claim.retelling else 7.5,
    )


def _labels(axes: Axes, claims: Sequence[Claim], spots: dict[str, tuple[float, float]]) -> None:
    """First utterances in bold; retellings where the printed number has changed."""
    taken: set[tuple[int, float]] = set()
    for claim in sorted(claims, key=lambda c: (c.retelling, spots[c.claim_id])):
        x, y = spots[claim.claim_id]
        cell = (round(x), y)
        changed = claim.quantity.stated != claim.origin_quantity.stated
        if cell in taken or (claim.retelling and not changed):
            continue
        taken.add(cell)
        look: dict[str, Any] = {"color": style.SOFT} if claim.retelling else {"weight": "bold"}
        axes.annotate(
            str(claim.quantity),
            (x, y),
            (7, 4),
            textcoords="offset points",
            ha="left",
            va="bottom",
            size=8.3,
            **look,
        )
