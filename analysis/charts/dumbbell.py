"""Two measures of one release side by side, and whether the parts of the release add up."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.claims.claim import Claim
from analysis.claims.disputes import Sum, sums
from analysis.claims.quantity import in_digits
from analysis.words.names_and_days import short_day

ROW = 0.3
Pair = tuple[Claim, Claim]


@form
def dumbbell(timeline: Timeline, title: str = "", *, first: str = "", second: str = "") -> Chart:
    """A dumbbell plot: per document and place that gives both measures a dot and a square, joined.

    Use it for two counts that belong together, as strikes and targets. Where links say that rows
    are parts of another row, their sum stands beside the whole: `=` where it closes, `≠` in red
    where it fails, `?` where bounds or "about" leave that open.

    first, second: names of measures; by default the first two of the claims.

    The table has two rows per pair: `x` (the number), `y` (the row, from 0 at the top), `place`.
    Empty where no document gives both for one place and period.
    """
    if not (first and second):
        first, second = [*dict.fromkeys(c.measure for c in timeline), "", ""][:2]
    pairs = _pairs(timeline.claims, first, second)
    claims = rows.some([claim for pair in pairs for claim in pair], "dumbbell")
    title = rows.subject(title, claims)
    added = _added(timeline, claims)
    note = "?: cannot tell" if any(s.gap is None for s in added.values()) else ""
    frame = rows.framed(timeline, claims, title, note, left=2.2, right=2.0, top=1.05, bottom=0.46)
    with style.styled():
        figure, axes = style.rows_canvas(frame, len(pairs), ROW)
        style.number_axis(axes, max(claim.quantity.stated or 0 for claim in claims))
        colour = style.colours(timeline)
        for y, pair in enumerate(pairs):
            _row(timeline, axes, y, pair, colour[pair[0].group])
            _sums(axes, y, [added[c.claim_id] for c in pair if c.claim_id in added])
        _heads(axes, pairs[0], first, second)
    records = [_record(timeline, claim, y) for y, pair in enumerate(pairs) for claim in pair]
    texts = [
        f"{short_day(a.covers)} {_place(timeline, a)}: {a.quantity} {first}, {b.quantity} {second}"
        for a, b in pairs
    ]
    return Chart(figure, rows.table(records), rows.alternative(title, len(pairs), "pair", texts))


def _record(timeline: Timeline, claim: Claim, y: int) -> dict[str, Any]:
    more = {"mark": rows.mark(claim, numbers=True), "place": claim.place_id}
    return rows.record(timeline, claim, claim.quantity.stated, y, **more)


def _added(timeline: Timeline, claims: Sequence[Claim]) -> dict[str, Sum]:
    """The parts beside those wholes that are shown, by the id of the whole."""
    ids = {claim.claim_id for claim in claims}
    every = sums({c.claim_id: c for c in timeline}, timeline.rows["links"])
    return {summed.whole.claim_id: summed for summed in every if summed.whole.claim_id in ids}


def _pairs(claims: Sequence[Claim], first: str, second: str) -> list[Pair]:
    """The claims of the two measures that belong together, by their days."""
    seconds: dict[Hashable, list[Claim]] = {}
    for claim in claims:
        if claim.measure == second and claim.quantity.stated is not None:
            seconds.setdefault(_subject(claim), []).append(claim)
    pairs = [
        (claim, other)
        for claim in claims
        if claim.measure == first and claim.quantity.stated is not None
        for other in seconds.get(_subject(claim), ())
    ]
    return sorted(
        pairs, key=lambda pair: (str(pair[0].covers), len(pair[0].places), pair[0].claim_id)
    )


def _subject(claim: Claim) -> Hashable:
    """The document, place and period that a pair has in common."""
    return claim.source_id, claim.place_id, claim.covers


def _place(timeline: Timeline, claim: Claim) -> str:
    return timeline.row("places", claim.place_id)["name"] if claim.place_id else ""


def _row(timeline: Timeline, axes: Axes, y: int, pair: Pair, colour: str) -> None:
    ends = [claim.quantity.stated or 0 for claim in pair]
    strokes.line(axes, ends, [y, y], color=style.PALE, lw=2, zorder=1)
    for claim, end, shape in zip(pair, ends, ("o", "s"), strict=True):
        marks.dot(
            axes,
            end,
            y,
            colour,
            gid=claim.claim_id,
            alpha=marks.alpha(claim),
            hollow=claim.undecided or not claim.quantity.stated,
            shape=shape,
        )
    for end, ha, gap in ((ends[0], "right", "   "), (ends[1], "left", "   ")):
        number = in_digits(end)
        text = f"{number}{gap}" if ha == "right" else f"{gap}{number}"
        marks.words(axes, end, y, text, ha=ha, size=8.3, weight="bold")
    left, _ = axes.get_xlim()
    name = f"{short_day(pair[0].covers)}  {_place(timeline, pair[0])}   "
    marks.words(axes, left, y, name, ha="right")


def _sums(axes: Axes, y: int, added: Sequence[Sum]) -> None:
    _, right = axes.get_xlim()
    for number, summed in enumerate(added):
        fails = bool(summed.gap)
        parts = " + ".join(str(part.quantity) for part in summed.parts)
        word = "?" if summed.gap is None else "≠" if fails else "="
        text = f"{parts} {word} {summed.whole.quantity}"
        offset = (number - (len(added) - 1) / 2) * 0.42
        marks.words(
            axes,
            right,
            y + offset,
            f"   {text} {summed.whole.measure}",
            size=8,
            color=style.WRONG if fails else style.SOFT,
            weight="bold" if fails else "normal",
        )


def _heads(axes: Axes, pair: Pair, first: str, second: str) -> None:
    for claim, name in zip(pair, (first, second), strict=True):
        marks.words(
            axes,
            claim.quantity.stated or 0,
            -0.85,
            name,
            ha="center",
            size=8.3,
            color=style.SOFT,
            weight="bold",
        )
