"""What happens to a hedge on the way: that of what was said first against its repetition."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.claims.cells import spaced
from analysis.claims.claim import Claim
from analysis.claims.quantity import WITHOUT_FIGURE, Hedge

CELL = 0.42


@form
def hedge_matrix(timeline: Timeline, title: str = "") -> Chart:
    """A transition matrix of hedges: rows what was said first, columns what was carried on.

    Use it to see whether "more than" and "about" survive being repeated. On the diagonal the hedge
    stayed; off it, it was lost, turned or added. Claims without a number are left out.

    The table has a row per pair of hedges: `said`, `carried_on`, `count` (of retellings), `of`
    (their ids, with blanks between). Empty where no claim retells another.
    """
    claims = rows.some([c for c in timeline if c.retells and _numbered(c)], "hedge_matrix")
    title = rows.subject(title, claims)
    counts = _counts(claims)
    hedges = [h for h in Hedge if any(h in pair for pair in counts)]
    frame = rows.framed(timeline, claims, title, left=1.7, right=1.2, top=1.25, bottom=0.12)
    with style.styled():
        figure, axes = style.rows_canvas(frame, len(hedges), CELL)
        axes.set_xlim(-0.5, max(len(hedges), 6) - 0.5)
        axes.set_xticks([])
        _sides(axes, hedges)
        for pair, retellings in counts.items():
            _cell(axes, pair, hedges, len(retellings))
    records = [
        {
            "said": first.value,
            "carried_on": then.value,
            "count": len(retellings),
            "of": " ".join(c.claim_id for c in retellings),
        }
        for (first, then), retellings in sorted(counts.items())
    ]
    texts = [
        f"{first} carried on as {then}: {len(retellings)}"
        for (first, then), retellings in sorted(counts.items(), key=lambda pair: -len(pair[1]))
    ]
    alt = rows.alternative(title, len(counts), "pair", texts, which="of hedges")
    return Chart(figure, rows.table(records), alt)


def _numbered(claim: Claim) -> bool:
    hedges = {claim.quantity.hedge, claim.origin_quantity.hedge}
    return not hedges & WITHOUT_FIGURE


def _counts(claims: Sequence[Claim]) -> dict[tuple[Hedge, Hedge], list[Claim]]:
    counts: dict[tuple[Hedge, Hedge], list[Claim]] = {}
    for claim in claims:
        pair = claim.origin_quantity.hedge, claim.quantity.hedge
        counts.setdefault(pair, []).append(claim)
    return counts


def _sides(axes: Axes, hedges: Sequence[Hedge]) -> None:
    marks.words(axes, -0.6, -0.85, "said first  ", ha="right", size=8, color=style.SOFT)
    for number, hedge in enumerate(hedges):
        name = spaced(hedge)
        marks.words(axes, -0.6, number, name + "  ", ha="right", weight="bold")
        marks.words(axes, number, -0.6, name, rotation=35, ha="left", va="bottom", weight="bold")
        strokes.dots(axes, [number], [number], "s", ms=27, color="#eef1f3", zorder=0)


def _cell(axes: Axes, pair: tuple[Hedge, Hedge], hedges: Sequence[Hedge], count: int) -> None:
    x, y = hedges.index(pair[1]), hedges.index(pair[0])
    same = pair[0] is pair[1]
    ink = style.SOFT if same else style.INK
    marks.words(
        axes,
        x,
        y,
        str(count),
        ha="center",
        size=9 + min(count, 20) * 0.35,
        color=ink,
        weight="normal" if same else "bold",
        gid=f"{pair[0]}-{pair[1]}",
    )
