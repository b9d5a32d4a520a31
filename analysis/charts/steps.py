"""One claimant's running total as it was told, and what became of it on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import days, marks, rows, strokes
from analysis.charts.kit import style as kit_style
from analysis.charts.kit.chart import Chart
from analysis.claims.claim import Claim

HEIGHT = 3.5
BESIDE, COLUMN = 0.13, 0.62
"""In days: how far apart marks of one number stand, and the room they have after their day."""


def steps(timeline: Timeline, title: str = "") -> Chart:
    """Stated numbers by day said: first utterances joined by steps, retellings faint beside them.

    The table's column `changed` has every retelling whose number or hedge differs from its
    origin's. In the picture those whose printed number differs are labelled, in standard words;
    labels of hedges alone would stand on each other. Claims without a number or without a day
    are named in the footer.
    """
    known, undated = rows.dated(timeline.claims)
    numbered, without = rows.parted(known, lambda c: c.quantity.stated is not None)
    claims = rows.some(numbered, "steps")
    title = rows.subject(title, claims)
    spots = _spots(claims)
    notes = rows.note(undated, "undated"), rows.note(without, "without a number")
    frame = rows.framed(timeline, claims, title, *notes, left=0.6, right=0.9, bottom=0.62)
    with kit_style.styled():
        figure, axes = kit_style.canvas(frame, HEIGHT)
        kit_style.day_axis(axes, *days.ends([c.said_on for c in claims]))
        _scale(axes, claims)
        colour = kit_style.colours(timeline)
        firsts = [c for c in claims if not c.retelling]
        _steps(axes, firsts, spots, colour)
        for claim in claims:
            _mark(axes, claim, spots[claim.claim_id], colour[claim.group])
        _labels(axes, claims, spots)
    records = [
        rows.record(
            timeline,
            c,
            *spots[c.claim_id],
            mark=rows.mark(c, numbers=True),
            low=c.drawn.low,
            high=c.drawn.high,
            changed=_change(c),
        )
        for c in claims
    ]
    texts = [rows.briefly(timeline, claim) for claim in firsts]
    return Chart(figure, rows.table(records), rows.alternative(title, len(claims), "claim", texts))


def _change(claim: Claim) -> str:
    """What became of number and hedge since the origin; empty where nothing did."""
    same = claim.quantity == claim.origin_quantity
    return "" if same else f"{claim.origin_quantity} → {claim.quantity}"


def _spots(claims: Sequence[Claim]) -> dict[str, tuple[float, int]]:
    """Day and number; of claims of one day and number the first stands on the day, others after."""
    cells: dict[tuple[date, int], list[str]] = {}
    for claim in sorted(claims, key=lambda c: (c.retelling, c.claim_id)):
        cell = rows.said_order(claim)[0], claim.quantity.stated or 0
        cells.setdefault(cell, []).append(claim.claim_id)
    return {
        claim_id: (round(kit_style.day_number(day) + offset, 3), number)
        for (day, number), ids in cells.items()
        for claim_id, offset in zip(ids, _offsets(len(ids)), strict=True)
    }


def _offsets(count: int) -> list[float]:
    """Places from the line of a day on, before that of the next."""
    step = min(BESIDE, COLUMN / count)
    return [place * step for place in range(count)]


def _scale(axes: Axes, claims: Sequence[Claim]) -> None:
    highest = max(c.quantity.stated or 0 for c in claims)
    axes.set_ylim(0, 1.18 * highest)
    axes.yaxis.set_major_locator(kit_style.whole_numbers())
    axes.grid(axis="y", color=kit_style.PALE, linewidth=0.7, zorder=0)


def _steps(
    axes: Axes,
    firsts: Sequence[Claim],
    spots: dict[str, tuple[float, int]],
    colour: dict[str, str],
) -> None:
    """A line that holds a number until the same claimant gives the next."""
    for who in dict.fromkeys(claim.claimants for claim in firsts):
        values = sorted(spots[c.claim_id] for c in firsts if c.claimants == who)
        tint = colour[next(c.group for c in firsts if c.claimants == who)]
        _, right = axes.get_xlim()
        x, y = zip(*values, (right, values[-1][1]), strict=True)
        strokes.line(axes, x, y, drawstyle="steps-post", color=tint, lw=1.2, alpha=0.5, zorder=1)


def _mark(axes: Axes, claim: Claim, spot: tuple[float, int], colour: str) -> None:
    alpha = kit_style.FAINT if claim.retelling else 1.0
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


def _labels(axes: Axes, claims: Sequence[Claim], spots: dict[str, tuple[float, int]]) -> None:
    """First utterances in bold; retellings where the printed number has changed."""
    taken: set[tuple[int, int]] = set()
    for claim in sorted(claims, key=lambda c: (c.retelling, spots[c.claim_id])):
        x, y = spots[claim.claim_id]
        cell = (round(x), y)
        changed = claim.quantity.stated != claim.origin_quantity.stated
        if cell in taken or (claim.retelling and not changed):
            continue
        taken.add(cell)
        style: dict[str, Any] = {"color": kit_style.SOFT} if claim.retelling else {"weight": "bold"}
        axes.annotate(
            str(claim.quantity),
            (x, y),
            (7, 4),
            textcoords="offset points",
            ha="left",
            va="bottom",
            size=8.3,
            **style,
        )
