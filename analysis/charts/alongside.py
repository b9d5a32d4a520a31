"""Claims above, and below them an outside series of the same days and region, never added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from matplotlib.axes import Axes

from analysis.case.alongside import Alongside
from analysis.case.timeline import Timeline
from analysis.charts.kit import days, key, marks, rows, strokes, style
from analysis.charts.kit.calendar import Calendar
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.frame import Frame
from analysis.charts.kit.key import Entry
from analysis.charts.kit.wrapping import breadth, wrapped
from analysis.claims.claim import Claim
from analysis.claims.quantity import Quantity, in_digits
from analysis.claims.sums import Derived, addable, total
from analysis.errors import Empty, Problem, many
from analysis.words.chart_words import counted, source
from analysis.words.names_and_days import listed, long_day, who

PANEL, HEAD = 1.75, 0.42
"""Inches: a panel, and the room above it for its name."""
TYPE, HEADING = 7.6, 8.6
WIDE, WIDEST = 0.38, 0.28
"""Of a bar: half of its width in days, and the most of that in inches."""
BARS = {**marks.HATCHED, "lw": 0.8}
UNSEARCHED = "A day without a bar has no row in that series, which is not zero."


@form
def alongside(timeline: Timeline, title: str = "", *, other: Timeline | None = None) -> Chart:
    """Two panels over the same days: claims above, an outside series below, never added.

    Use it to see what a data set holds for the days and the region of a story. A claim stands on
    the day it was said. Below, a hatched bar is our sum of what the series counts on a day, by its
    lowest figures, and a line reaches to the sum of its highest; a diamond on a line is a figure
    for several days. The panels have scales of their own.

    other: the outside series, a timeline of another case that counts one thing; see
    `Timeline.alongside`, which says which of its claims are drawn.

    The table has a row per mark: `x` (the day), `y` (the number), `low` and `high`, `series` (`own`
    or `outside`), `of` (the ids of the claims in a bar). Empty where no claim has a day and a
    number, where no series is named, or where it has nothing for these days and this region.
    """
    known, undated = rows.dated(timeline.claims)
    numbered, without = rows.parted(known, lambda c: c.quantity.stated is not None)
    claims = rows.some(numbered, "alongside")
    pair = _pair(timeline, other)
    daily, spans, clashing = _series(pair)
    unadded = rows.note(clashing, "in the outside series that cannot be added up")
    undrawn = rows.note(undated, "without a day"), rows.note(without, "without a number")
    notes = (pair.warning, UNSEARCHED, *pair.left_out, unadded, *undrawn)
    frame = _frame(pair, claims, rows.subject(title, claims), notes, bool(spans))
    with style.styled():
        figure, axes = frame.canvas(2 * (PANEL + HEAD))
        axes.set_axis_off()
        above, below = _panel(axes, 1, pair), _panel(axes, 0, pair)
        records = [*_own(above, timeline, claims), *_outside(below, daily, spans)]
        records = [
            {"claimant": _publisher(pair), "said_on": "", "phrase": "", **r} for r in records
        ]
        _named(above, f"{counted(claims)}, as claimed")
        _named(below, f"{counted(pair.outside.claims)}, {_publisher(pair)}: an outside series")
    alt = rows.alternative(frame.title, *_in_words(pair, claims, daily))
    return Chart(figure, rows.table(records), alt)


def _pair(timeline: Timeline, other: Timeline | None) -> Alongside:
    """The claims and the series; Empty where there is no series or nothing of it."""
    fix = "give other=, a timeline of an imported case"
    if other is None:
        raise Empty([Problem("alongside", "no outside series to draw", "a series", fix)])
    pair = timeline.alongside(other)
    if not len(pair.outside):
        value = "nothing of the outside series in these days and this region"
        raise Empty([Problem("alongside", value, "at least one row", "choose other days")])
    return pair


def _series(pair: Alongside) -> tuple[dict[date, Derived], list[Claim], list[Claim]]:
    """The sum of each day, the figures for several days, and those that fit in no sum."""
    by_day: dict[date, list[Claim]] = {}
    spans = []
    for claim in pair.outside:
        first, last = _ends(claim)
        if first == last:
            by_day.setdefault(first, []).append(claim)
        elif claim.drawn.stated:
            spans.append(claim)
    sums = {day: addable(claims) for day, claims in sorted(by_day.items())}
    clashing = [claim for _, left_out in sums.values() for claim, _ in left_out]
    return {day: total(added) for day, (added, _) in sums.items() if added}, spans, clashing


def _ends(claim: Claim) -> tuple[date, date]:
    """The first and the last day that a claim of the series is about; both are known."""
    covers = claim.covers
    first, last = (covers.first, covers.last) if covers else (None, None)
    return first or date.min, last or date.max


def _frame(
    pair: Alongside, claims: Sequence[Claim], title: str, notes: Sequence[str], spans: bool
) -> Frame:
    timeline = pair.own
    bounds = (entry for entry in key.quantities(claims) if entry is not key.GLOSS)
    entries = (*key.sides(timeline, claims), key.DOT, *bounds)
    lines = key.uncertain(c.said_on for c in claims if not c.retelling)
    series = (SUM, REACH, *[STRIP] * spans)
    room: dict[str, Any] = {"left": 0.5, "right": style.scaled(0.6), "top": 0.0, "bottom": 0.42}
    frame = rows.framed(
        timeline, claims, title, *notes, key=(*entries, *lines, *key.said(claims), *series), **room
    )
    theirs = source(pair.outside, pair.outside.claims).removeprefix("Source: ")
    return replace(
        frame, source=f"{frame.source} Outside series: {theirs} Its region: {pair.region}."
    )


def _panel(axes: Axes, place: int, pair: Alongside) -> Axes:
    """One of the two panels; place: 1 for the upper, whose days stand under the lower."""
    share = PANEL / (PANEL + HEAD) / 2
    panel = axes.inset_axes((0.0, place / 2, 1.0, share))
    panel.spines[:].set_visible(False)
    panel.tick_params(length=0, labelsize=8, labelbottom=not place)
    Calendar(pair.first, pair.last).draw(panel)
    return panel


def _named(panel: Axes, text: str) -> None:
    lines = wrapped(text, style.width() - 0.7, HEADING, weight="bold")
    look: dict[str, Any] = {"size": HEADING, "weight": "bold", "va": "bottom", "linespacing": 1.1}
    panel.text(0.0, 1.04, lines, transform=panel.transAxes, **look)


def _own(panel: Axes, timeline: Timeline, claims: Sequence[Claim]) -> Iterator[dict[str, Any]]:
    """Draw the claims, each on the day it was said; a record for each."""
    style.upright_number_axis(panel, 1.3 * max(c.quantity.stated or 1 for c in claims))
    colour, shape = style.colours(timeline), style.shapes(timeline)
    spots = {c.claim_id: (_day(c), c.quantity.stated or 0) for c in claims}
    for claim in sorted(claims, key=lambda c: not c.retelling):
        spot, alpha, tint = spots[claim.claim_id], marks.alpha(claim), colour[claim.group]
        if not claim.retelling:
            days.uncertain(panel, claim.said_on, spot, tint, alpha)
            marks.upright(panel, claim.drawn, spot[0], tint, alpha)
        hollow = claim.undecided or not claim.quantity.stated
        look: dict[str, Any] = {"alpha": alpha, "hollow": hollow, "shape": shape[claim.group]}
        marks.dot(panel, *spot, tint, gid=claim.claim_id, size=4 if claim.retelling else 7, **look)
        ends = {"low": claim.drawn.low, "high": claim.drawn.high}
        mark = rows.mark(claim, numbers=True)
        more: dict[str, Any] = {**ends, "series": "own", "of": "", "mark": mark}
        yield rows.record(timeline, claim, *spot, **more)
    _labels(panel, sorted(_names(timeline, claims, spots)), 0.09)


def _names(
    timeline: Timeline, claims: Sequence[Claim], spots: dict[str, marks.Spot]
) -> Iterator[tuple[float, float, str]]:
    """For each spot where something was first said: what, and who said it."""
    figures: dict[tuple[marks.Spot, str], list[str]] = {}
    for claim in claims:
        if not claim.retelling:
            at = spots[claim.claim_id], who(timeline, claim)
            figures.setdefault(at, []).append(str(claim.quantity))
    for (spot, name), words in figures.items():
        yield *spot, f"{' or '.join(dict.fromkeys(words))}, {name}"


def _day(claim: Claim) -> float:
    """The last day on which a claim can have been said; its claim has one."""
    last = claim.said_on.last if claim.said_on else None
    return style.day_number(last or date.min)


def _outside(
    panel: Axes, daily: dict[date, Derived], spans: Sequence[Claim]
) -> Iterator[dict[str, Any]]:
    """Draw the bars and the strips of the series; a record for each."""
    tops = [max(derived.quantity.numbers) for derived in daily.values()]
    style.upright_number_axis(panel, 1.22 * max([*tops, *(c.drawn.stated or 0 for c in spans), 1]))
    half = min(WIDE, WIDEST / _inches(panel))
    for claim in spans:
        first, last = map(style.day_number, _ends(claim))
        middle, y, name = (first + last) / 2, claim.drawn.stated or 0, f"outside-{claim.claim_id}"
        marks.stretch(panel, (first - WIDE, y), (last + WIDE, y), style.SOFT, 1.0)
        marks.dot(panel, middle, y, style.SOFT, gid=name, hollow=True, size=4.5, shape="D")
        yield _record(name, (middle, y), claim.drawn, (claim.claim_id,), "hollow")
    for day, derived in daily.items():
        x, name, y = style.day_number(day), f"outside-{day}", _height(derived.quantity)
        strokes.box(panel, x - half, 0, 2 * half, y, **BARS, gid=name)
        if (high := derived.quantity.high) is not None and high > y:
            strokes.line(panel, [x, x], [y, high], color=style.INK, lw=1.2, zorder=3)
        yield _record(name, (x, y), derived.quantity, derived.claims, "hatched")
    tips = (
        (style.day_number(day), max(d.quantity.numbers), _figure(d.quantity))
        for day, d in daily.items()
    )
    _labels(panel, sorted(tips), 0.03)


def _height(quantity: Quantity) -> float:
    """How high a bar is: what is sure of a sum, its lower end, else its number."""
    known = [end for end in (quantity.low, quantity.stated) if end is not None]
    return known[0] if known else 0


def _figure(quantity: Quantity) -> str:
    """A sum in digits: its two ends, or what they have in common."""
    ends = [in_digits(end) for end in (quantity.low, quantity.high) if end is not None]
    return "–".join(dict.fromkeys(ends)) or in_digits(_height(quantity))


def _record(
    name: str, spot: marks.Spot, quantity: Quantity, claims: Sequence[str], mark: str
) -> dict[str, Any]:
    """The row of a mark of the outside series. claims: the ids of the rows in it."""
    return {
        "claim_id": name,
        "x": spot[0],
        "y": spot[1],
        "figure": str(quantity),
        "mark": mark,
        "low": quantity.low,
        "high": quantity.high,
        "series": "outside",
        "of": " ".join(claims),
    }


def _labels(panel: Axes, points: Sequence[tuple[float, float, str]], above: float) -> None:
    """A text above each point, where the ones before left room; the table has the others.

    above: how far, as a share of the axis.
    """
    (left, right), top = panel.get_xlim(), panel.get_ylim()[1]
    inches = _inches(panel)
    taken: list[tuple[float, float, float]] = []
    for x, number, text in points:
        half = breadth(text, TYPE, weight="bold") / inches / 2
        middle = min(max(x, left + half), right - half)
        y = number + above * top
        clash = any(
            abs(middle - m) < half + h + 0.1 and abs(y - o) < 0.1 * top for m, h, o in taken
        )
        if clash:
            continue
        taken.append((middle, half, y))
        box = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
        look: dict[str, Any] = {"ha": "center", "va": "bottom", "weight": "bold", "zorder": 6}
        marks.words(panel, middle, y, text, size=TYPE, bbox=box, **look)


def _inches(panel: Axes) -> float:
    """Inches to a day."""
    left, right = panel.get_xlim()
    return float(panel.get_position().width * style.width() / (right - left))


def _publisher(pair: Alongside) -> str:
    """Who publishes the series."""
    rows_of = {claim.source_id for claim in pair.outside}
    names = dict.fromkeys(
        pair.outside.row("sources", name)["publisher"] for name in sorted(rows_of)
    )
    return listed(list(names))


def _in_words(
    pair: Alongside, claims: Sequence[Claim], daily: dict[date, Derived]
) -> Iterator[str]:
    """What is claimed, what the series holds, and that the two are not to be taken together."""
    yield from rows.ranges(pair.own, claims)
    span = f"from {long_day(pair.first)} to {long_day(pair.last)}"
    count = many(len(pair.outside), "row")
    yield f"Beside it an outside series, {_publisher(pair)}, has {count} {span}."
    if daily:
        peak = max(daily, key=lambda day: (_height(daily[day].quantity), day))
        number = _figure(daily[peak].quantity)
        label = counted(pair.outside.claims).lower()
        yield f"It has most on {long_day(peak)}: {number} {label}, in our sum of its rows."
    yield pair.warning


def _bar(axes: Axes, x: float, y: float) -> None:
    strokes.box(axes, x - 4, y - 4, 8, 8, **BARS)


def _reach(axes: Axes, x: float, y: float) -> None:
    strokes.line(axes, [x, x], [y - 5, y + 5], color=style.INK, lw=1.2)


def _strip(axes: Axes, x: float, y: float) -> None:
    marks.stretch(axes, (x - 9, y), (x + 9, y), style.SOFT, 1.0)
    marks.dot(axes, x, y, style.SOFT, gid="", hollow=True, size=4.5, shape="D")


SUM = Entry("outside series: our sum of a day, by its lowest figures", _bar, 10)
REACH = Entry("up to its highest", _reach, 6)
STRIP = Entry("one figure for several days", _strip, 20)
"""Entries of the key for the marks of an outside series."""
