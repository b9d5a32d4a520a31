"""Figures of a data set added up by the days, weeks, months or years that they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import StrMethodFormatter

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, rows, strokes, style
from analysis.charts.kit.bins import UNITS, Bins
from analysis.charts.kit.calendar import Calendar
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.claims.claim import NEW, Claim
from analysis.claims.quantity import Hedge, Quantity, in_digits
from analysis.errors import Empty, Problem, many, require
from analysis.words.names_and_days import long_day
from analysis.words.wording import verb

TALL, GAP = 2.6, 0.22
"""Inches of the bars, and the part of a period that is left between two."""
TOTAL = "total"
POINTS = (Hedge.BARE, Hedge.ABOUT, Hedge.ESTIMATE)
"""Hedges of figures that name a number, and not only a bound."""
LONGEST = {"day": 62, "week": 430, "month": 2_200}
"""Days up to which a bar stands for a day, a week or a month; beyond them for a year."""


@dataclass(frozen=True)
class Bar:
    """The figures of a period.

    start, end: its first day, and that of the next. total: their sum, in its bounds.
    """

    start: date
    end: date
    claims: Sequence[Claim]
    total: Quantity

    @property
    def best(self) -> float | None:
        """The sum of the best figures; None where a figure is no more than a bound."""
        return _best(self.claims)

    @property
    def id(self) -> str:
        """The id of its mark."""
        return f"sum-{self.start}"

    @property
    def top(self) -> float:
        """The highest number that it shows."""
        return max((*self.total.numbers, self.best or 0), default=0)


def _best(claims: Sequence[Claim]) -> float | None:
    if any(claim.drawn.hedge not in POINTS for claim in claims):
        return None
    return sum(claim.drawn.stated or 0 for claim in claims)


@form
def sums_by_period(timeline: Timeline, title: str = "", *, period: str = "") -> Chart:
    """A bar chart of sums: what a data set counts in each period, from its lowest to its highest.

    Use it for a data set whose rows are events: a bar is the sum of the best figures, a line leads
    from the sum of the lowest to that of the highest. Only figures of one claimant and one measure
    are added, and of each event one: those that a row counts inside another, that repeat, that have
    no number, and that are about more than one period are in no bar, and counted in a note.

    period: day, week, month or year; by default what the span of the figures has room for.

    The table has a row per bar: `x` (the first day of the period), `y`, `low`, `high` (the sums;
    empty where open), `claims` (how many), `of` (their ids, with blanks between). Empty where no
    claim is of a row of a data set, and where several claimants or measures are left.
    """
    if period:
        require(dict.fromkeys(UNITS), period, "period", "day, week, month or year")
    events, others = _events(timeline.claims)
    claims = _of_single_kind(rows.some(events, "sums_by_period"))
    unit = period or _fitting(claims)
    inside, across = rows.parted(claims, lambda c: _start(c, unit) == _start(c, unit, last=True))
    bars = _bars(rows.some(inside, "sums_by_period"), unit)
    title = title or f"{rows.subject('', claims)} by {unit}"
    notes = (_across(across, unit), rows.note(others, NOT_ADDED, "not added"))
    room: dict[str, Any] = {"left": 0.62, "right": 0.12, "bottom": 0.42}
    frame = rows.framed(timeline, claims, title, *notes, key=_key(bars), **room)
    colour = style.colours(timeline)[claims[0].group]
    with style.styled():
        figure, axes = frame.canvas(TALL)
        style.upright_number_axis(axes, 1.08 * max(bar.top for bar in bars) or 1)
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        _days(axes, bars)
        for bar in bars:
            _draw(axes, bar, colour)
    table = rows.table([_record(bar) for bar in bars]).set_index("id")
    return Chart(figure, table, rows.alternative(title, *_in_words(bars, unit)))


NOT_ADDED = "without a number, a day or a row of its own, or counted inside another,"


def _events(claims: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """The claims that can be added, one of each event; and the others."""
    kinds = Counter((c.measure, c.categories) for c in claims)
    whole = {measure for measure, categories in kinds if categories == (TOTAL,)}
    seen: set[tuple[str, str]] = set()

    def is_new(claim: Claim) -> bool:
        event = (claim.measure, claim.identity)
        part = claim.measure in whole and claim.categories != (TOTAL,)
        if part or event in seen or not _can_be_added(claim):
            return False
        seen.add(event)
        return True

    return rows.parted(claims, is_new)


def _can_be_added(claim: Claim) -> bool:
    days = claim.covers
    dated = bool(days and days.first and days.last)
    counted = claim.counts in NEW and claim.drawn.known and not claim.undecided
    return bool(claim.identity) and dated and counted and not claim.retells


def _of_single_kind(claims: Sequence[Claim]) -> Sequence[Claim]:
    """The claims; raises Empty where they are of several measures or claimants."""
    for what, kinds in (
        ("measures", {(c.measure, c.categories) for c in claims}),
        ("claimants", {c.claimants for c in claims}),
    ):
        if len(kinds) > 1:
            value, fix = f"figures of several {what}, which are not added", f"choose among {what}"
            raise Empty([Problem("sums_by_period", value, "figures of one kind", fix)])
    return claims


def _fitting(claims: Sequence[Claim]) -> str:
    """What a bar stands for, so that there is room for all."""
    ends = [day for c in claims if c.covers for day in (c.covers.first, c.covers.last) if day]
    length = (max(ends) - min(ends)).days
    return next((unit for unit, most in LONGEST.items() if length <= most), "year")


def _start(claim: Claim, unit: str, *, last: bool = False) -> date:
    """The first day of the period in which the days of a claim begin, or end."""
    days = claim.covers
    day = (days.last if last else days.first) if days else None
    return Bins(unit).start(day or date.min)


def _bars(claims: Sequence[Claim], unit: str) -> list[Bar]:
    members: dict[date, list[Claim]] = {}
    for claim in claims:
        members.setdefault(_start(claim, unit), []).append(claim)
    return [
        Bar(start, Bins(unit).after(start), own, reduce(add, (claim.drawn for claim in own)))
        for start, own in sorted(members.items())
    ]


def _across(claims: Sequence[Claim], unit: str) -> str:
    """A sentence on the figures about more than one period; empty where there are none."""
    if not claims:
        return ""
    number = sum(claim.drawn.stated or 0 for claim in claims)
    are, figures = verb(len(claims), "is", "are"), many(len(claims), "figure")
    return f"{figures} about more than one {unit}, {in_digits(number)} in all, {are} in no bar."


def _days(axes: Axes, bars: Sequence[Bar]) -> None:
    """The axis of time, with the name of each year and, where there is room, of months."""
    first, last = bars[0].start, bars[-1].end
    axes.set_xlim(style.day_number(first), style.day_number(last))
    months = [date(year, month, 1) for year in range(first.year, last.year + 1)
              for month in range(1, 13) if first <= date(year, month, 1) < last]  # fmt: skip
    if len(months) < 3:
        Calendar(first, last - timedelta(1)).draw(axes)
        return
    step = next(s for s in (1, 2, 3, 6, 12, 60) if len(months) <= 12 * s * style.share() or s == 60)
    ticks = [day for day in months if (day.year * 12 + day.month - 1) % step == 0]
    labels = [
        f"{day:%b}\n{day.year}" if not n or day.month <= step else f"{day:%b}"
        for n, day in enumerate(ticks)
    ]
    axes.set_xticks([style.day_number(day) for day in ticks], labels)


def _draw(axes: Axes, bar: Bar, colour: str) -> None:
    """A bar up to the sum of the best figures, hollow since it is computed, and its bounds."""
    left, right = style.day_number(bar.start), style.day_number(bar.end)
    inset = GAP * (right - left) / 2
    total, middle = bar.total, (left + right) / 2
    bottom = 0 if bar.best is not None else total.low or 0
    wide, high = right - left - 2 * inset, (bar.top if bar.best is None else bar.best) - bottom
    look: dict[str, Any] = {"fc": style.PALE, "ec": colour, "lw": 0.8, "zorder": 2}
    strokes.box(axes, left + inset, bottom, wide, high, gid=bar.id, **look)
    if bar.best is not None and None not in (total.low, total.high):
        ends = [total.low or 0, total.high or 0]
        strokes.line(axes, [middle, middle], ends, color=style.INK, lw=1.1, zorder=3)
    marks.upright(axes, total, middle, colour, 1.0)


def _box(axes: Axes, x: float, y: float) -> None:
    look: dict[str, Any] = {"fc": style.PALE, "ec": style.SOFT, "lw": 0.8}
    strokes.box(axes, x - 3, y - 4, 6, 8, **look)


def _line(axes: Axes, x: float, y: float) -> None:
    strokes.line(axes, [x, x], [y - 4, y + 4], color=style.INK, lw=1.1)


SUM = Entry("computed: the sum of the figures", _box)
RANGE = Entry("computed: from lowest to highest", _box)
ENDS = Entry("from the sum of the lowest to that of the highest figures", _line)


def _key(bars: Sequence[Bar]) -> list[Entry]:
    """The marks in use."""
    used = {
        SUM: any(bar.best is not None for bar in bars),
        RANGE: any(bar.best is None for bar in bars),
        ENDS: any(bar.best is not None and bar.total.low != bar.total.high for bar in bars),
    }
    return [entry for entry, is_used in used.items() if is_used]


def _record(bar: Bar) -> dict[str, Any]:
    total, ids = bar.total, " ".join(claim.claim_id for claim in bar.claims)
    sums = {"y": bar.best, "low": total.low, "high": total.high}
    return {"id": bar.id, "x": str(bar.start), **sums, "claims": len(bar.claims), "of": ids}


def _in_words(bars: Sequence[Bar], unit: str) -> list[str]:
    """The period with most, and all of them together."""
    most = max(bars, key=lambda bar: bar.top)
    claims = [claim for bar in bars for claim in bar.claims]
    first, last = bars[0].start, bars[-1].end - timedelta(1)
    begins = "on" if unit == "day" else f"in the {unit} that begins on"
    return [
        f"Most is counted {begins} {long_day(most.start)}: {_sum(most.claims)}.",
        f"All together, from {long_day(first)} to {long_day(last)}: {_sum(claims)}, "
        f"in {many(len(claims), 'figure')}.",
    ]


def _sum(claims: Sequence[Claim]) -> str:
    """A sum in words, with its bounds where it has any of its own."""
    total, best = reduce(add, (claim.drawn for claim in claims)), _best(claims)
    low, high = total.ends
    if best is None or low == high:
        return str(total)
    bounds = f"between {low} and {high}" if low and high else f"at least {low}" if low else ""
    return f"{in_digits(best)}{bounds and f' ({bounds})'}"
