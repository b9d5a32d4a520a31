"""When it was said against what it is about: a bar over the days covered, a dot on the day said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import shorten
from typing import Any

from matplotlib.axes import Axes

from analysis import look, marks
from analysis.chart import Chart
from analysis.charts import drawn
from analysis.claim import Claim
from analysis.timeline import Timeline
from analysis.wording import short_day, who

ROW = 0.27


def spans(timeline: Timeline, title: str) -> Chart:
    """One row per claim that says both; an inferred end of its period is dashed."""
    known, undated = drawn.dated(timeline.told())
    claims = drawn.some(sorted([c for c in known if c.covers], key=drawn.said_order), "spans")
    frame = drawn.framed(
        timeline, claims, title, drawn.undated_note(undated), left=3.35, right=0.35, bottom=0.62
    )
    first, last = _range(claims)
    with look.styled():
        figure, axes = look.canvas(frame, ROW * len(claims))
        look.rows_axis(axes, len(claims))
        look.day_axis(axes, first, last)
        colour = look.colours(timeline)
        for y, claim in enumerate(claims):
            _row(timeline, axes, y, claim, colour[claim.group])
    records = [
        drawn.record(timeline, c, str(c.said_on.last), y, covers=str(c.covers))
        for y, c in enumerate(claims)
        if c.said_on
    ]
    told = [
        f"{who(timeline, c)} on {short_day(c.said_on)} about {short_day(c.covers)}" for c in claims
    ]
    return Chart(figure, drawn.table(records), drawn.alternative(title, claims, told))


def _range(claims: Sequence[Claim]) -> tuple[date, date]:
    ends = [d for c in claims for w in (c.covers, c.said_on) if w for d in (w.first, w.last) if d]
    return min(ends), max(ends)


def _row(timeline: Timeline, axes: Axes, y: int, claim: Claim, colour: str) -> None:
    left, _ = axes.get_xlim()
    alpha = look.FAINT if claim.retelling else 1.0
    _bar(axes, y, claim, colour, alpha)
    if claim.said_on and claim.said_on.last:
        said = look.day_number(claim.said_on.last)
        marks.dot(axes, said, y, colour, gid=claim.claim_id, alpha=alpha, hollow=claim.undecided)
    told = shorten(who(timeline, claim), 30, placeholder="…")
    text = f"{drawn.quoted(claim, 28)} {told}  "
    marks.words(
        axes, left, y, text, ha="right", size=8.3, color=look.SOFT if claim.retelling else look.INK
    )


def _bar(axes: Axes, y: int, claim: Claim, colour: str, alpha: float) -> None:
    """The days covered, from morning to night; an inferred end starts with a dashed day."""
    covers = claim.covers
    if covers is None:
        return
    left, right = axes.get_xlim()
    start = look.day_number(covers.first) - 0.45 if covers.first else left
    end = look.day_number(covers.last) + 0.45 if covers.last else right
    inner = start + 0.9 if covers.inferred_first else start, end - 0.9 * covers.inferred_last
    style: dict[str, Any] = {"color": colour, "lw": 6, "alpha": 0.3 * alpha, "zorder": 2}
    if inner[0] < inner[1]:
        axes.plot(inner, [y, y], solid_capstyle="butt", **style)
    for dashed, edges in (
        (covers.inferred_first, (start, start + 0.9)),
        (covers.inferred_last, (end - 0.9, end)),
    ):
        if dashed:
            axes.plot(edges, [y, y], ls=(0, (0.5, 0.35)), dash_capstyle="butt", **style)
