"""Evidence per day: what was new above the line, what only carried it on below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matplotlib.axes import Axes

from analysis import look, marks, strokes
from analysis.chart import Chart
from analysis.charts import drawn, spells
from analysis.claim import Claim
from analysis.timeline import Timeline

STEP = 0.095


def days(timeline: Timeline, title: str = "") -> Chart:
    """A square per claim on the day its document came out: origins up, retellings down.

    A document whose day is an interval has a thin line over all of its days. Days for which a
    search found nothing are hatched.
    """
    told, left_out = drawn.parted(timeline.told(), lambda c: bool(c.published and c.published.last))
    claims = drawn.some(told, "days")
    title = drawn.subject(title, claims)
    at = _places(claims)
    up, down = max(y for _, y in at.values()), min(y for _, y in at.values())
    frame = drawn.framed(
        timeline,
        claims,
        title,
        drawn.note(left_out, "undated"),
        left=1.15,
        right=0.2,
        bottom=0.5,
    )
    with look.styled():
        figure, axes = look.canvas(frame, STEP * (max(up, 3) - min(down, -3) + 3))
        axes.set_ylim(min(down, -3) - 1.5, max(up, 3) + 1.5)
        first, last = spells.ends([c.published for c in claims])
        look.day_axis(axes, first, last)
        axes.set_yticks([])
        for day in spells.missing(timeline, "", spells.between(first, last)):
            marks.hatched(axes, look.day_number(day) - 0.5, look.day_number(day) + 0.5, "")
        _sides(axes)
        colour = look.colours(timeline)
        for claim in claims:
            _mark(axes, claim, at[claim.claim_id], colour[claim.group])
    records = [drawn.record(timeline, c, str(c.published), at[c.claim_id][1]) for c in claims]
    return Chart(figure, drawn.table(records), _alt(title, claims))


def _places(claims: Sequence[Claim]) -> dict[str, tuple[date, int]]:
    """A day and a height for each: 1, 2, ... upwards for origins, downwards for retellings."""
    heights: dict[tuple[date, bool], int] = {}
    at = {}
    for claim in sorted(claims, key=lambda c: (c.group, c.claim_id)):
        day = claim.published.last if claim.published else None
        if day is None:
            continue
        cell = (day, claim.retelling)
        heights[cell] = heights.get(cell, 0) + 1
        at[claim.claim_id] = (day, -heights[cell] if claim.retelling else heights[cell])
    return at


def _sides(axes: Axes) -> None:
    strokes.across(axes, 0, color=look.SOFT, lw=0.9, zorder=1)
    left, _ = axes.get_xlim()
    marks.words(axes, left, 0.9, "first said  ", ha="right", va="bottom", weight="bold")
    marks.words(axes, left, -0.9, "carried on  ", ha="right", va="top", color=look.SOFT)


def _mark(axes: Axes, claim: Claim, at: tuple[date, int], colour: str) -> None:
    alpha = look.FAINT if claim.retelling else 1.0
    x, y = look.day_number(at[0]), at[1]
    spells.uncertain(axes, claim.published, (x, y), colour, alpha)
    strokes.dots(
        axes,
        [x],
        [y],
        "s",
        ms=5.4,
        mew=1,
        mec=colour,
        mfc=look.PAPER if claim.undecided else colour,
        gid=claim.claim_id,
        alpha=alpha,
    )


def _alt(title: str, claims: Sequence[Claim]) -> str:
    told = []
    for day in sorted({c.published.last for c in claims if c.published and c.published.last}):
        here = [c for c in claims if c.published and c.published.last == day]
        new = sum(1 for c in here if not c.retelling)
        told.append(f"{day.day} {day:%b}: {new} first said, {len(here) - new} carried on")
    return drawn.alternative(title, len(claims), "claim", told)
