"""What happens to a hedge on the way: that of what was said first against its repetition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import labels, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.wrapping import breadth
from analysis.claims.cells import spaced
from analysis.claims.claim import Claim
from analysis.claims.quantity import WITHOUT_FIGURE, Hedge
from analysis.errors import many

CELL, EDGE, HEADS = 0.34, 0.08, 0.32
"""Inches: the side of a cell; before the names; above those of the columns."""
TYPE = 8.0
NO_HEDGE = "no hedge"
NUMBERS = "Numbers count repeats. Shaded: with the same hedge as the first report."
NAMED = 3
"""Changes that the alt text names."""


@form
def hedge_matrix(timeline: Timeline, title: str = "") -> Chart:
    """A transition matrix of hedges: rows what was said first, columns what was carried on.

    Use it to see whether "more than" and "about" survive being repeated. On the diagonal the hedge
    stayed; off it, it was lost, turned or added. Claims without a number are left out.

    The table has a row per pair of hedges: `said`, `carried_on`, `count` (of retellings), `of`
    (their ids, with blanks between). Empty where no claim retells another.
    """
    repeats = [c for c in timeline if c.retells and _numbered(c)]
    claims = rows.some(repeats, "hedge_matrix", timeline, "no figure that repeats another")
    title = rows.subject(title, claims)
    counts = _counts(claims)
    hedges = [h for h in Hedge if any(h in pair for pair in counts)]
    names = labels.column([_name(hedge) for hedge in hedges], 0.3 * style.width())
    tall = max(breadth(in_plain_words(hedge), TYPE, weight="bold") for hedge in hedges)
    room: dict[str, Any] = {
        "left": names.inches + EDGE,
        "top": HEADS + tall,
        "right": 0.2,
        "bottom": 0.06,
    }
    frame = rows.framed(timeline, claims, title, NUMBERS, **room)
    with style.styled():
        figure, axes = frame.rows(len(hedges), CELL)
        wide = (style.width() - room["left"] - 0.2) / CELL
        axes.set_xlim(-0.5, max(len(hedges), wide) - 0.5)
        axes.set_xticks([])
        _sides(axes, hedges, names)
        for pair, retellings in counts.items():
            _cell(axes, pair, hedges, len(retellings))
    records = [_record(pair, retellings) for pair, retellings in sorted(counts.items())]
    alt = rows.alternative(title, *_in_words(counts))
    return Chart(figure, rows.table(records), alt)


def _record(pair: tuple[Hedge, Hedge], retellings: Sequence[Claim]) -> dict[str, Any]:
    said, then = pair
    ids = " ".join(claim.claim_id for claim in retellings)
    return {"said": said.value, "carried_on": then.value, "count": len(retellings), "of": ids}


def _in_words(counts: Mapping[tuple[Hedge, Hedge], Sequence[Claim]]) -> list[str]:
    """How many repeats have the hedge that was said first, and what became of the others."""
    total = sum(map(len, counts.values()))
    same = sum(len(retellings) for (said, then), retellings in counts.items() if said is then)
    others = sorted(
        ((len(c), said, then) for (said, then), c in counts.items() if said is not then),
        key=lambda other: -other[0],
    )
    named = "; ".join(
        f"{number} from “{in_plain_words(said)}” to “{in_plain_words(then)}”"
        for number, said, then in others[:NAMED]
    )
    first = f"Of {many(total, 'repeated figure')}, {same} {'has' if same == 1 else 'have'} the same"
    return [f"{first} hedge as the first.", f"Most often changed: {named}." if others else ""]


def in_plain_words(hedge: Hedge) -> str:
    """The name of a hedge for readers."""
    return NO_HEDGE if hedge is Hedge.BARE else spaced(hedge)


def _name(hedge: Hedge) -> labels.Cell:
    return labels.Cell(in_plain_words(hedge))


def _numbered(claim: Claim) -> bool:
    hedges = {claim.quantity.hedge, claim.origin_quantity.hedge}
    return not hedges & WITHOUT_FIGURE


def _counts(claims: Sequence[Claim]) -> dict[tuple[Hedge, Hedge], list[Claim]]:
    counts: dict[tuple[Hedge, Hedge], list[Claim]] = {}
    for claim in claims:
        pair = claim.origin_quantity.hedge, claim.quantity.hedge
        counts.setdefault(pair, []).append(claim)
    return counts


def _sides(axes: Axes, hedges: Sequence[Hedge], names: labels.Column) -> None:
    names.write(axes)
    look: dict[str, Any] = {"size": TYPE, "color": style.SOFT, "va": "bottom"}
    marks.words(axes, -0.5, -0.62, "as first said ↓  ", ha="right", **look)
    top = -0.62 - (max(breadth(in_plain_words(h), TYPE, weight="bold") for h in hedges)) / CELL
    marks.words(axes, -0.5, top - 0.15, "as repeated →", **look)
    for number, hedge in enumerate(hedges):
        name = in_plain_words(hedge)
        upright: dict[str, Any] = {"rotation": 90, "ha": "center", "va": "bottom"}
        marks.words(axes, number, -0.62, name, size=TYPE, weight="bold", **upright)
        strokes.box(axes, number - 0.46, number - 0.46, 0.92, 0.92, fc=style.SAME, lw=0, zorder=0)


def _cell(axes: Axes, pair: tuple[Hedge, Hedge], hedges: Sequence[Hedge], count: int) -> None:
    x, y = hedges.index(pair[1]), hedges.index(pair[0])
    look: dict[str, Any] = {"weight": "normal" if pair[0] is pair[1] else "bold"}
    marks.words(axes, x, y, str(count), ha="center", size=9, gid=f"{pair[0]}-{pair[1]}", **look)
