"""One list as different documents print it: items down, documents across, each figure in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import fill, wrap

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, rows, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.claims.claim import Claim
from analysis.claims.measure import Measure
from analysis.claims.quantity import WITHOUT_FIGURE
from analysis.errors import Invalid, Problem

ROW = 0.27
LETTERS = 85
"""Letters that fit in one line over all columns."""
MOST = 10
"""Documents that can stand beside each other."""


@form
def comparison_table(timeline: Timeline, title: str = "") -> Chart:
    """A table of figures: a row per item, a column per document, nearest to the origin first.

    Use it where several documents carry one list and part of it has changed on the way. Items that
    are parts of a whole stand under it. A figure that differs from its origin's is in red, an empty
    cell was not printed, and where one document gives an item twice, its second figure stands in a
    row below.

    The table has a row per claim: `x` (the column) and `y` (the row, both from 0), and `item`.
    Empty where no claim is of a measure of the case. Raises Invalid for more documents than fit
    beside each other.
    """
    known, without = rows.parted(timeline.claims, lambda c: c.definition is not None)
    claims = rows.some(known, "comparison_table")
    title = rows.subject(title, claims)
    items = [m for m in timeline.measures.values() if any(c.definition == m for c in claims)]
    items = sorted(items, key=lambda m: _nested(m, items))
    documents = _few(_documents(claims))
    lines = _rows(claims, items)
    letters = int(LETTERS / max(len(documents), 3))
    note = rows.note(without, "item left open")
    frame = rows.framed(timeline, claims, title, note, left=2.35, right=0.1, top=1.2, bottom=0.15)
    with style.styled():
        figure, axes = style.rows_canvas(frame, len(lines), ROW)
        axes.set_xlim(-0.5, max(len(documents), 3) - 0.5)
        axes.set_xticks([])
        _heads(timeline, axes, documents, letters)
        _items(axes, lines)
        at = _places(claims, documents, lines)
        for claim in claims:
            _cell(axes, claim, at[claim.claim_id], letters)
    records = [rows.record(timeline, c, *at[c.claim_id], item=_of(c).label) for c in claims]
    texts = [f"{_publisher(timeline, c.source_id)}: {c.quantity} {_of(c).label}" for c in claims]
    alt = rows.alternative(title, len(claims), "claim", texts)
    return Chart(figure, rows.table(records), alt)


def _of(claim: Claim) -> Measure:
    if claim.definition is None:
        raise LookupError(claim.claim_id)
    return claim.definition


def _depth(claim: Claim, claims: Mapping[str, Claim]) -> int:
    """How many hands a figure has gone through, among these claims."""
    before = claims.get(claim.retells)
    return 0 if before is None else 1 + _depth(before, claims)


def _documents(claims: Sequence[Claim]) -> list[str]:
    """The documents, nearest to the origin first."""
    by_id = {claim.claim_id: claim for claim in claims}
    depths: dict[str, int] = {}
    for claim in claims:
        depths[claim.source_id] = max(depths.get(claim.source_id, 0), _depth(claim, by_id))
    return sorted(depths, key=lambda source: (depths[source], source))


def _few(documents: Sequence[str]) -> Sequence[str]:
    if len(documents) > MOST:
        allowed, fix = f"at most {MOST}, side by side", "narrow sources, or draw intervals"
        raise Invalid([Problem("comparison_table", f"{len(documents)} documents", allowed, fix)])
    return documents


def _nested(item: Measure, items: Sequence[Measure]) -> tuple[int, int]:
    """A whole comes first, its parts right below it."""
    names = [(m.measure, m.category) for m in items]
    above = (item.measure, item.whole)
    if item.whole and above in names:
        return names.index(above), 1 + items.index(item)
    return items.index(item), 0


def _rows(claims: Sequence[Claim], items: Sequence[Measure]) -> list[Measure]:
    """The items in order, each as often as any one document gives it."""
    counts = Counter((claim.source_id, _of(claim)) for claim in claims)
    most = {item: max(n for (_, of), n in counts.items() if of == item) for item in items}
    return [item for item in items for _ in range(most[item])]


def _places(
    claims: Sequence[Claim], documents: Sequence[str], lines: Sequence[Measure]
) -> dict[str, tuple[int, int]]:
    """The column and row of each claim."""
    used: Counter[tuple[str, Measure]] = Counter()
    at = {}
    for claim in claims:
        cell = claim.source_id, _of(claim)
        at[claim.claim_id] = (documents.index(cell[0]), lines.index(cell[1]) + used[cell])
        used[cell] += 1
    return at


def _publisher(timeline: Timeline, source_id: str) -> str:
    return timeline.row("sources", source_id)["publisher"]


def _heads(timeline: Timeline, axes: Axes, documents: Sequence[str], letters: int) -> None:
    for x, source_id in enumerate(documents):
        source = timeline.row("sources", source_id)
        name = fill(source["publisher"], min(letters, 15))
        marks.words(
            axes,
            x,
            -0.62,
            f"{name}\n{source['language']}",
            ha="center",
            va="bottom",
            size=8.3,
            weight="bold",
            linespacing=1.15,
        )


def _items(axes: Axes, lines: Sequence[Measure]) -> None:
    for item in dict.fromkeys(lines):
        y = lines.index(item)
        part = bool(item.whole) and any(other.category == item.whole for other in lines)
        indent = "of these, " if part else ""
        marks.words(
            axes,
            -0.5,
            y,
            f"{indent}{item.label}   ",
            ha="right",
            color=style.SOFT if part else style.INK,
        )
        marks.rule(axes, y - 0.5)


def _cell(axes: Axes, claim: Claim, at: tuple[int, int], letters: int) -> None:
    wordless = claim.quantity.hedge in WITHOUT_FIGURE
    text = rows.quoted(claim, 2 * letters - 4) if wordless else str(claim.quantity)
    wrapped = wrap(text, letters)
    changed = claim.quantity != claim.origin_quantity
    ink = style.WRONG if changed else marks.ink(claim)
    marks.words(
        axes,
        *at,
        "\n".join(wrapped),
        ha="center",
        color=ink,
        size=8.5 if len(wrapped) == 1 else 7,
        style="italic" if wordless else "normal",
        linespacing=1.0,
        gid=claim.claim_id,
        weight="bold" if (changed or not claim.retelling) and not wordless else "normal",
    )
