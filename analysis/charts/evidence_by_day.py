"""The claims of each day: those said first above a line, those that repeat them below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import days, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.claims.claim import Claim
from analysis.claims.dates import every_day

STEP = 0.095


@form
def evidence_by_day(timeline: Timeline, title: str = "") -> Chart:
    """A dot plot by day: origins upwards from a line, retellings downwards, a square each.

    Use it to see when something new was said, and when it was only carried on. A claim stands on
    the day on which its document came out; one whose day is an interval has a thin line over all of
    its days. Days for which a search found nothing are hatched.

    The table has a row per claim: `x` (the day published, as the case writes it), `y` (1, 2, ...
    for origins, -1, -2, ... for retellings). Empty where no document has a day.
    """
    dated, undated = rows.parted(timeline.claims, lambda c: bool(c.published and c.published.last))
    claims = rows.some(dated, "evidence_by_day")
    title = rows.subject(title, claims)
    at = _places(claims)
    up, down = max(y for _, y in at.values()), min(y for _, y in at.values())
    frame = rows.framed(
        timeline,
        claims,
        title,
        rows.note(undated, "undated"),
        left=1.15,
        right=0.2,
        bottom=0.5,
    )
    with style.styled():
        figure, axes = style.canvas(frame, STEP * (max(up, 3) - min(down, -3) + 3))
        axes.set_ylim(min(down, -3) - 1.5, max(up, 3) + 1.5)
        first, last = days.ends([c.published for c in claims])
        style.day_axis(axes, first, last)
        axes.set_yticks([])
        for day in days.missing(timeline, "", every_day(first, last)):
            marks.hatched(axes, style.day_number(day) - 0.5, style.day_number(day) + 0.5, "")
        _sides(axes)
        colour = style.colours(timeline)
        for claim in claims:
            _mark(axes, claim, at[claim.claim_id], colour[claim.group])
    records = [rows.record(timeline, c, str(c.published), at[c.claim_id][1]) for c in claims]
    return Chart(figure, rows.table(records), _alt(title, claims))


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
    strokes.across(axes, 0, color=style.SOFT, lw=0.9, zorder=1)
    left, _ = axes.get_xlim()
    marks.words(axes, left, 0.9, "first said  ", ha="right", va="bottom", weight="bold")
    marks.words(axes, left, -0.9, "carried on  ", ha="right", va="top", color=style.SOFT)


def _mark(axes: Axes, claim: Claim, at: tuple[date, int], colour: str) -> None:
    alpha = marks.alpha(claim)
    x, y = style.day_number(at[0]), at[1]
    days.uncertain(axes, claim.published, (x, y), colour, alpha)
    strokes.dots(
        axes,
        [x],
        [y],
        "s",
        ms=5.4,
        mew=1,
        mec=colour,
        mfc=style.PAPER if claim.undecided else colour,
        gid=claim.claim_id,
        alpha=alpha,
    )


def _alt(title: str, claims: Sequence[Claim]) -> str:
    texts = []
    for day in sorted({c.published.last for c in claims if c.published and c.published.last}):
        published = [c for c in claims if c.published and c.published.last == day]
        new = sum(1 for c in published if not c.retelling)
        texts.append(f"{day.day} {day:%b}: {new} first said, {len(published) - new} carried on")
    return rows.alternative(title, len(claims), "claim", texts)
