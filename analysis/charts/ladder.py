"""Claims of one subject under each other, each with its bounds, on one axis of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from matplotlib.axes import Axes

from analysis import look, marks
from analysis.chart import Chart
from analysis.charts import drawn
from analysis.claim import Claim
from analysis.quantity import Hedge
from analysis.sums import Derived
from analysis.timeline import Timeline
from analysis.wording import short_day

ROW = 0.25


def ladder(
    timeline: Timeline, title: str, *, by: str = "", derived: Sequence[Derived] = ()
) -> Chart:
    """One row per claim, in order said; `by="covers"` or `"event_id"` sets headings between them.

    derived: quantities of our own, drawn hollow below. A claim without a number shows its words.
    """
    claims = drawn.some(sorted(timeline.told(), key=lambda c: _order(c, by)), "ladder")
    rows = _rows(claims, by)
    count = len(rows) + len(derived)
    frame = drawn.framed(timeline, claims, title, left=2.6, right=2.0, bottom=0.46)
    with look.styled():
        figure, axes = look.canvas(frame, ROW * count)
        look.rows_axis(axes, count)
        look.number_axis(axes, _highest(claims, derived))
        colour = look.colours(timeline)
        for y, row in enumerate(rows):
            _heading(axes, y, row) if isinstance(row, str) else _row(timeline, axes, y, row, colour)
        for y, made in enumerate(derived, len(rows)):
            _derived(axes, y, made)
    records = [
        drawn.record(timeline, c, c.drawn.stated, y, low=c.drawn.low, high=c.drawn.high)
        for y, c in enumerate(rows)
        if isinstance(c, Claim)
    ]
    told = [drawn.briefly(timeline, claim) for claim in claims]
    told += [f"derived, {made.how}: {made.quantity} {made.label}" for made in derived]
    return Chart(figure, drawn.table(records), drawn.alternative(title, claims, told))


def _rows(claims: Sequence[Claim], by: str) -> list[Claim | str]:
    if not by:
        return list(claims)
    rows: list[Claim | str] = []
    for _, group in groupby(claims, key=lambda claim: _section(claim, by)):
        members = list(group)
        rows += [_title(members[0], by), *members]
    return rows


def _title(claim: Claim, by: str) -> str:
    if by == "covers":
        return f"about {short_day(claim.covers).lstrip('~')}" if claim.covers else "time not given"
    if by == "measure":
        return claim.measure.label if claim.measure else claim.topic
    return _section(claim, by) or "not given"


def _section(claim: Claim, by: str) -> str:
    if by == "covers":
        return f"{claim.covers.first}/{claim.covers.last}" if claim.covers else ""
    if by == "measure":
        return f"{claim.topic}/{claim.categories[0]}"
    return str(getattr(claim, by))


def _order(claim: Claim, by: str) -> tuple[str, date, str]:
    return _section(claim, by) if by else "", *drawn.said_order(claim)


def _row(timeline: Timeline, axes: Axes, y: int, claim: Claim, colour: dict[str, str]) -> None:
    tint = colour[claim.group]
    marks.quantity(
        axes,
        claim.drawn,
        y,
        tint,
        gid=claim.claim_id,
        faint=claim.retelling,
        hollow=claim.undecided,
        phrase=claim.gloss or claim.phrase,
    )
    ink = look.SOFT if claim.retelling else look.INK
    left, right = axes.get_xlim()
    marks.words(axes, left, y, drawn.label(timeline, claim) + "  ", ha="right", color=ink)
    if not claim.drawn.known or claim.drawn.hedge is Hedge.UNQUANTIFIED:
        return
    width, tag = (24, "  · hedge lost") if claim.hedge_lost else (36, "")
    marks.words(axes, right, y, "  " + drawn.quoted(claim, width) + tag, color=ink, size=8)


def _heading(axes: Axes, y: int, text: str) -> None:
    left, _ = axes.get_xlim()
    marks.words(axes, left, y + 0.1, text + "  ", ha="right", weight="bold", size=9)
    axes.axhline(y - 0.45, color=look.PALE, lw=0.8, zorder=0)


def _derived(axes: Axes, y: int, made: Derived) -> None:
    gid = "derived-" + "-".join(made.claims)[:40]
    marks.quantity(axes, made.quantity, y, look.INK, gid=gid, hollow=True, phrase=made.how)
    left, right = axes.get_xlim()
    marks.words(axes, left, y, "our own sum  ", ha="right", style="italic")
    marks.words(axes, right, y, f"  {made.label}", style="italic", size=8)


def _highest(claims: Sequence[Claim], derived: Sequence[Derived]) -> float:
    told = [c.drawn for c in claims] + [made.quantity for made in derived]
    ends = [end for q in told for end in (q.stated, q.low, q.high) if end is not None]
    return max([*ends, 4])
