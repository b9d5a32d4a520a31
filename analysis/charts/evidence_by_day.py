"""The claims of each day: those said first above a line, those that repeat them below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import days, key, marks, rows, strokes, style
from analysis.charts.kit.bins import DAY, Bins, spanning
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.limits import MARKS, few
from analysis.claims.claim import Claim
from analysis.claims.dates import every_day
from analysis.errors import many
from analysis.words.names_and_days import long_day

FORM = "evidence_by_day"
STEP, TALLEST = 0.088, 6.5
"""Inches from one mark to the next above it, where all are not higher than this together."""
COLUMNS = 130
"""Days that can stand beside each other in the whole width."""


STEPS = tuple(n * 10**power for power in range(5) for n in (1, 2, 5))
"""How many claims may lie between two lines."""


@form
def evidence_by_day(timeline: Timeline, title: str = "") -> Chart:
    """A dot plot by day: origins upwards from a line, retellings downwards, a mark each.

    Use it to see when something new was said, and when it was only carried on. A claim stands on
    the day on which its document came out; one whose day is an interval has a thin line over all of
    its days. Days without a claim, for which a search for anything found nothing, are hatched.

    A long stretch without a claim is folded; where there are too many days for a column each, a
    column is a week, a month or a year, and a note says so.

    The table has a row per claim: `x` (the day published, as the case writes it, or the middle of
    its week, month or year), `y` (1, 2, ... for origins, -1, -2, ... for retellings). Empty where
    no document has a day, and of more claims than have room for a mark each.
    """
    dated, undated = rows.parted(timeline.claims, lambda c: bool(c.published and c.published.last))
    claims = few(rows.some(dated, FORM, timeline, "no document with a day"), FORM, most=MARKS)
    title = rows.subject(title, claims)
    empty = _searched(timeline, claims, every_day(*days.ends([c.published for c in claims])))
    axis = days.calendar([c.published for c in claims], *days.edges(empty))
    parts = spanning(axis.length, round(COLUMNS * style.share()))
    at = _places(claims, parts)
    up, down = max(y for _, y in at.values()), min(y for _, y in at.values())
    keys = (*_key(timeline, claims, empty), *axis.key())
    notes = rows.note(undated, "whose document has no day"), parts.note("column")
    room: dict[str, Any] = {"left": 0.95, "right": 0.15, "bottom": 0.4 + axis.below}
    frame = rows.framed(timeline, claims, title, axis.note(), *notes, key=keys, **room)
    with style.styled():
        figure, axes = frame.canvas(min(STEP * (max(up, 3) - min(down, -3) + 5), TALLEST))
        axes.set_ylim(min(down, -3) - 2.5, max(up, 3) + 2.5)
        axis.draw(axes)
        _heights(axes, up, down)
        _hatch(axes, empty)
        _sides(axes)
        colour, shape = style.colours(timeline), style.shapes(timeline)
        for claim in claims:
            look = {"colour": colour[claim.group], "shape": shape[claim.group]}
            _mark(axes, claim, at[claim.claim_id], **look)
        _totals(axes, at)
    records = [_record(timeline, c, at[c.claim_id], parts) for c in claims]
    return Chart(figure, rows.table(records), rows.alternative(title, *_in_words(claims)))


def _searched(timeline: Timeline, claims: Sequence[Claim], span: Sequence[date]) -> list[date]:
    """The days for which a search for anything found nothing, and that have no claim either.

    A day of no search stays white, and so does one for which only one thing was looked for.
    """
    spoken = {c.published.last for c in claims if c.published}
    return [day for day in days.missing(timeline, "", span) if day not in spoken]


def _heights(axes: Axes, up: int, down: int) -> None:
    """A scale of how many, upwards and downwards from nothing."""
    step = next(n for n in STEPS if max(up, -down) <= 4 * n or n == STEPS[-1])
    ticks = range(-(-down // step) * step, up + 1, step)
    axes.set_yticks(list(ticks), [str(abs(tick)) for tick in ticks])
    style.grid(axes, "y")


def _totals(axes: Axes, at: Mapping[str, tuple[date, int]]) -> None:
    """How many, at the end of each column."""
    for day in sorted({day for day, _ in at.values()}):
        heights = [y for on, y in at.values() if on == day]
        for end, side in ((max(heights), "bottom"), (min(heights), "top")):
            if end > 0 if side == "bottom" else end < 0:
                y = end + (0.6 if end > 0 else -0.6)
                x = style.day_number(day)
                marks.words(axes, x, y, str(abs(end)), ha="center", va=side, size=7)


def _places(claims: Sequence[Claim], parts: Bins) -> dict[str, tuple[date, int]]:
    """A day and a height for each: 1, 2, ... upwards for origins, downwards for retellings."""
    heights: dict[tuple[date, bool], int] = {}
    at = {}
    for claim in sorted(claims, key=lambda c: (c.group, c.claim_id)):
        day = claim.published.last if claim.published else None
        if day is None:
            continue
        day = day if parts.unit == DAY else parts.middle(day)
        cell = (day, bool(claim.retells))
        heights[cell] = heights.get(cell, 0) + 1
        at[claim.claim_id] = (day, -heights[cell] if claim.retells else heights[cell])
    return at


def _key(
    timeline: Timeline, claims: Sequence[Claim], empty: Sequence[date]
) -> tuple[key.Entry, ...]:
    """The marks in use. empty: the days that are hatched."""
    missing = [key.MISSING] * bool(empty)
    lines = key.uncertain(c.published for c in claims)
    return (*key.sides(timeline, claims), *key.said(claims), *missing, *lines)


def _hatch(axes: Axes, empty: Sequence[date]) -> None:
    for day in empty:
        marks.hatched(axes, style.day_number(day) - 0.5, style.day_number(day) + 0.5, "")


def _record(timeline: Timeline, claim: Claim, at: tuple[date, int], parts: Bins) -> dict[str, Any]:
    x = str(claim.published) if parts.unit == DAY else str(at[0])
    return rows.record(timeline, claim, x, at[1])


def _sides(axes: Axes) -> None:
    strokes.across(axes, 0, color=style.SOFT, lw=0.9, zorder=1)
    left, _ = axes.get_xlim()
    look: dict[str, Any] = {"ha": "right", "size": 8}
    blanks = " " * 8
    marks.words(axes, left, 1.2, f"first said{blanks}", va="bottom", weight="bold", **look)
    marks.words(axes, left, -1.2, f"repeated{blanks}", va="top", color=style.SOFT, **look)


def _mark(axes: Axes, claim: Claim, at: tuple[date, int], *, colour: str, shape: str) -> None:
    alpha = marks.alpha(claim)
    x, y = style.day_number(at[0]), at[1]
    days.uncertain(axes, claim.published, (x, y), colour, alpha)
    look: dict[str, Any] = {"alpha": alpha, "hollow": claim.undecided, "shape": shape}
    marks.dot(axes, x, y, colour, gid=claim.claim_id, size=4.4, **look)


def _in_words(claims: Sequence[Claim]) -> list[str]:
    """The day with most claims, and from when to when they were published."""
    new = Counter(c.published.last for c in claims if c.published and not c.retells)
    old = Counter(c.published.last for c in claims if c.published and c.retells)
    ends = [day for day in {*new, *old} if day]
    peak = max(ends, key=lambda day: (new[day] + old[day], day))
    most = f"{new[peak]} first said and {old[peak]} repeated"
    span = f"from {long_day(min(ends))} to {long_day(max(ends))}"
    whole = f"{many(len(claims), 'claim')}, {sum(new.values())} of them first said, {span}."
    return [f"Most came out on {long_day(peak)}: {most}.", whole]
