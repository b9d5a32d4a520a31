"""Two measures of one release side by side, and whether the parts of the release add up."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.transforms import offset_copy

from analysis.case.timeline import Timeline
from analysis.charts.kit import key, labels, marks, rows, scales, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.charts.kit.limits import few
from analysis.charts.kit.wrapping import breadth
from analysis.claims.claim import Claim
from analysis.claims.disputes import Sum, sums
from analysis.claims.pairs import Pair
from analysis.claims.pairs import pairs as paired
from analysis.words.names_and_days import short_day

ROW, EDGE = 0.3, 0.08
VALUES = 0.3
"""The part of the width that the figures in words take at the most."""
ARROW, SHORT = 0.11, 0.7
"""Of the axis, and of what is between two marks: how long an arrow may be."""
TYPE = 7.6
UNPAIRED = "no document that gives numbers of both for one place and period"
CANNOT = "A question mark: the words leave open whether the parts add up."


@form
def dumbbell(timeline: Timeline, title: str = "", *, first: str = "", second: str = "") -> Chart:
    """A dumbbell plot: per document and place that gives both measures a dot and a square, joined.

    Use it for two counts that belong together, as strikes and targets. Each has the marks of its
    hedge, as in `intervals`, on an axis like that one's, and both stand in words at the right.
    Where links say that rows are parts of another row, they stand under it, and their sum beside
    the whole: `=` where it closes, `≠` in red where it fails, `?` where that is left open.

    first, second: names of measures; by default the first two of the claims.

    The table has two rows per pair: `x` (the number), `y` (the row, from 0 at the top), `place`.
    Empty where no document gives both for one place and period, and of too many claims to read.
    """
    if not (first and second):
        first, second = [*dict.fromkeys(c.measure for c in timeline), "", ""][:2]
    pairs = paired(timeline.claims, first, second)
    claims = _claims(timeline, pairs)
    title = rows.subject(title, claims)
    added = _added(timeline, claims)
    scale = scales.of_quantities(claim.drawn for claim in claims)
    notes = CANNOT if any(s.gap is None for s in added.values()) else "", scale.note()
    names = _names(timeline, pairs, added)
    sums_ = [[added[c.claim_id] for c in pair if c.claim_id in added] for pair in pairs]
    widest = max((breadth(_sum(s), TYPE, weight="bold") for of in sums_ for s in of), default=0.2)
    values = labels.column([_values(pair) for pair in pairs], VALUES * style.width())
    room: dict[str, Any] = {"left": names.inches + EDGE + 0.2, "top": 0.1}
    room["right"] = values.inches + labels.PAD + (widest + 0.15 if added else 0.05)
    keys, colour = (*_key(timeline, pairs, claims), *_wrong(added)), style.colours(timeline)
    frame = rows.framed(timeline, claims, title, *notes, key=keys, **room)
    with style.styled():
        figure, axes = frame.rows(len(pairs), max(names.row, values.row, ROW))
        scale.draw(axes)
        for y, pair in enumerate(pairs):
            _row(axes, y, pair, colour[pair[0].group])
            _sums(axes, y, sums_[y], values.inches)
        names.write(axes)
        values.write(axes, right=True)
    records = [_record(timeline, claim, y) for y, pair in enumerate(pairs) for claim in pair]
    alt = rows.alternative(title, *_in_words(timeline, pairs))
    return Chart(figure, rows.table(records), alt)


def _claims(timeline: Timeline, pairs: Sequence[Pair]) -> Sequence[Claim]:
    """The claims of the pairs; raises Empty where there are none, or too many to read."""
    both = [claim for pair in pairs for claim in pair]
    return few(rows.some(both, "dumbbell", timeline, UNPAIRED), "dumbbell")


def _names(timeline: Timeline, pairs: Sequence[Pair], added: Mapping[str, Sum]) -> labels.Column:
    """The labels at the left."""
    parts = {part.claim_id for summed in added.values() for part in summed.parts}
    return labels.column([_name(timeline, pair, parts) for pair in pairs], 0.3 * style.width())


def _key(timeline: Timeline, pairs: Sequence[Pair], claims: Sequence[Claim]) -> tuple[Entry, ...]:
    """The sides, the two marks, and what hedges look like."""
    sides = key.sides(timeline, claims, shapes=False)
    return (*sides, *_shapes(pairs), *key.quantities(claims))


def _values(pair: Pair) -> labels.Cell:
    """Both figures in words."""
    return labels.Cell(" and ".join(str(claim.drawn) for claim in pair))


def _in_words(timeline: Timeline, pairs: Sequence[Pair]) -> list[str]:
    """The pair that lies furthest apart, then each in turn."""
    widest = max(
        pairs, key=lambda pair: abs((pair[1].quantity.stated or 0) - (pair[0].quantity.stated or 0))
    )
    said = [
        f"{a.drawn} {a.label} and {b.drawn} {b.label} ({_when_where(timeline, a)})"
        for a, b in (widest, *(pair for pair in pairs if pair is not widest))
    ]
    return [f"Furthest apart: {said[0]}.", *[f"Also: {'; '.join(said[1:6])}."] * (len(said) > 1)]


def _when_where(timeline: Timeline, claim: Claim) -> str:
    place = _place(timeline, claim)
    return f"{short_day(claim.covers)}{place and f', {place}'}"


def _name(timeline: Timeline, pair: Pair, parts: Container[str]) -> labels.Cell:
    """The place, and below it the day; that of a part, which stands under its whole, is softer."""
    place = _place(timeline, pair[0]) or "place not given"
    if pair[0].claim_id in parts:
        return labels.Cell(f"of these, {place}", colour=style.SOFT, weight="normal")
    return labels.Cell(place, short_day(pair[0].covers))


def _shapes(pairs: Sequence[Pair]) -> tuple[Entry, ...]:
    """The two marks, with what each counts."""
    first, second = pairs[0]
    square = partial(_mark, shape="s")
    return (Entry(first.label, _mark, 9), Entry(second.label, square, 9))


def _mark(axes: Axes, x: float, y: float, *, shape: str = "o") -> None:
    marks.dot(axes, x, y, style.SOFT, gid="", size=5.5, shape=shape)


def _wrong(added: Mapping[str, Sum]) -> tuple[Entry, ...]:
    """Red sums, where there are any."""
    return (WRONG,) if any(summed.gap for summed in added.values()) else ()


def _red(axes: Axes, x: float, y: float) -> None:
    look: dict[str, Any] = {"color": style.WRONG, "weight": "bold", "ha": "center"}
    marks.words(axes, x, y, "≠", size=key.TYPE, **look)


WRONG = Entry("the parts do not add up", _red, 9)


def _record(timeline: Timeline, claim: Claim, y: int) -> dict[str, Any]:
    more = {"mark": rows.mark(claim, numbers=True), "place": claim.place_id}
    return rows.record(timeline, claim, claim.quantity.stated, y, **more)


def _added(timeline: Timeline, claims: Sequence[Claim]) -> dict[str, Sum]:
    """The parts beside those wholes that are shown, by the id of the whole."""
    ids = {claim.claim_id for claim in claims}
    every = sums({c.claim_id: c for c in timeline}, timeline.rows["links"])
    return {summed.whole.claim_id: summed for summed in every if summed.whole.claim_id in ids}


def _place(timeline: Timeline, claim: Claim) -> str:
    return timeline.row("places", claim.place_id)["name"] if claim.place_id else ""


def _row(axes: Axes, y: int, pair: Pair, colour: str) -> None:
    """Two joined marks, each with what its words leave open; an arrow ends before the other."""
    ends = [claim.drawn.stated or 0 for claim in pair]
    strokes.line(axes, ends, [y, y], color=style.PALE, lw=2, zorder=1)
    place, _ = scales.places(axes.xaxis)
    low, high = map(place, axes.get_xlim())
    between = abs(place(ends[1]) - place(ends[0]))
    reach = min(ARROW * (high - low), SHORT * between or high - low)
    for claim, shape in zip(pair, ("o", "s"), strict=True):
        look: dict[str, Any] = {"faint": bool(claim.retells), "hollow": claim.undecided}
        look |= {"shape": shape, "length": reach}
        marks.quantity(axes, claim.drawn, y, colour, gid=claim.claim_id, **look)


def _sum(summed: Sum) -> str:
    """The parts beside their whole, joined by whether they add up."""
    word = "?" if summed.gap is None else "≠" if summed.gap else "="
    parts = " + ".join(str(part.quantity) for part in summed.parts)
    return f"{parts} {word} {summed.whole.quantity} {summed.whole.label}"


def _sums(axes: Axes, y: int, added: Sequence[Sum], beyond: float) -> None:
    """The sums at the right. beyond: inches that the figures in words take before them."""
    for number, summed in enumerate(added):
        fails = bool(summed.gap)
        offset = (number - (len(added) - 1) / 2) * 0.42
        look: dict[str, Any] = {"color": style.WRONG if fails else style.SOFT}
        look |= {"weight": "bold" if fails else "normal", "va": "center"}
        edge = axes.get_yaxis_transform(which="grid")
        points = 72 * (beyond + labels.PAD)
        at = offset_copy(edge, axes.get_figure(root=True), points, units="points")
        strokes.text(axes, 1, y + offset, _sum(summed), size=TYPE, transform=at, **look)
