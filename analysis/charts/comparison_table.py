"""One list as different documents print it: items down, documents across, each figure in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import labels, marks, rows, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.limits import few
from analysis.charts.kit.wrapping import breadth, height, wrapped
from analysis.claims.claim import Claim
from analysis.claims.measure import Measure
from analysis.claims.quantity import WITHOUT_FIGURE
from analysis.errors import Invalid, Problem, many
from analysis.words.names_and_days import LANGUAGES, in_words

TYPE = 8.0
NAMES = (0.3, 0.24, 0.18, 0.12)
"""The part of the width that the items may take: the first that leaves room for every word."""
EDGE, AIR = 0.08, 0.1
"""Inches at the edges, and between texts."""
CELLS = "Red: differs from the text that it repeats. Empty: not printed there."
MOST_NAMED = 5
"""Changed figures that the alt text names."""
MOST = 8
"""Documents that can stand beside each other."""


@form
def comparison_table(timeline: Timeline, title: str = "") -> Chart:
    """A table of figures: a row per item, a column per document, nearest to the origin first.

    Use it where several documents carry one list and part of it has changed on the way. Items that
    are parts of a whole stand under it. A figure that differs from its origin's is in red, an empty
    cell was not printed, and where one document gives an item twice, its second figure stands in a
    row below.

    The table has a row per claim: `x` (the column) and `y` (the row, both from 0), and `item`.
    Empty where no claim is of a measure of the case, and of more claims than anybody can read.
    Raises Invalid for more documents than fit beside each other.
    """
    known, without = rows.parted(timeline.claims, lambda c: c.definition is not None)
    claims = few(rows.some(known, "comparison_table"), "comparison_table")
    title = rows.subject(title, claims)
    items = [m for m in timeline.measures.values() if any(c.definition == m for c in claims)]
    items = sorted(items, key=lambda m: _nested(m, items))
    documents = _few(_documents(claims))
    lines = _rows(claims, items)
    names = _names(lines, len(documents), _widest(timeline, claims))
    each = _each(names, len(documents))
    heads = [_head(timeline, source, each) for source in documents]
    texts = {c.claim_id: _text(c, each) for c in claims}
    row = max(names.row, *(height(text.count("\n") + 1, TYPE) + AIR for text in texts.values()))
    room: dict[str, Any] = {"left": names.inches + EDGE, "right": EDGE, "bottom": 0.06}
    room["top"] = height(max(head.count("\n") + 1 for head in heads), TYPE) + 0.12
    notes = CELLS, rows.note(without, "whose item is left open")
    frame = rows.framed(timeline, claims, title, *notes, **room)
    with style.styled():
        figure, axes = frame.rows(len(lines), row)
        axes.set_xlim(-0.5, max(len(documents), 3) - 0.5)
        axes.set_xticks([])
        _frame(axes, heads, lines)
        names.write(axes)
        at = _places(claims, documents, lines)
        for claim in claims:
            _cell(axes, claim, at[claim.claim_id], texts[claim.claim_id])
    records = [rows.record(timeline, c, *at[c.claim_id], item=_of(c).label) for c in claims]
    return Chart(figure, rows.table(records), rows.alternative(title, *_in_words(timeline, claims)))


def _names(lines: Sequence[Measure], documents: int, widest: float) -> labels.Column:
    """The items: in fewer lines, or narrower where a word would not fit into a column."""
    cells = [_item(lines, y) for y in range(len(lines))]
    columns = [labels.column(cells, part * style.width()) for part in NAMES]
    wide = (column for column in columns if _each(column, documents) >= widest)
    return next(wide, columns[-1])


def _each(names: labels.Column, documents: int) -> float:
    """The inches of a column of figures."""
    return (style.width() - names.inches - 2 * EDGE) / max(documents, 3)


def _widest(timeline: Timeline, claims: Sequence[Claim]) -> float:
    """The inches that the widest word of a cell or a head needs."""
    texts = [in_words(claim) if _wordless(claim) else str(claim.quantity) for claim in claims]
    texts += [_publisher(timeline, claim.source_id) for claim in claims]
    words = {word for text in texts for word in text.split()}
    return AIR + max(breadth(word, TYPE, weight="bold") for word in words)


def _frame(axes: Axes, heads: Sequence[str], lines: Sequence[Measure]) -> None:
    """The heads of the columns, and a rule above each item."""
    look: dict[str, Any] = {"weight": "bold", "linespacing": 1.2, "va": "bottom"}
    for x, head in enumerate(heads):
        marks.words(axes, x, -0.62, head, ha="center", size=TYPE, **look)
    for item in dict.fromkeys(lines):
        marks.rule(axes, lines.index(item) - 0.5)


def _in_words(timeline: Timeline, claims: Sequence[Claim]) -> list[str]:
    """How many figures stand in how many documents, and what changed on the way."""
    documents = len({c.source_id for c in claims})
    changed = [c for c in claims if c.quantity != c.origin_quantity]
    first = f"{many(len(claims), 'figure')} in {many(documents, 'document')}."
    if not changed:
        return [first, "None differs from the text that it repeats."]
    named = "; ".join(
        f"{_publisher(timeline, c.source_id)} has {c.quantity} {c.definition.unit}"
        f" for {c.origin_quantity}"
        for c in changed[:MOST_NAMED]
        if c.definition
    )
    verb = "differs" if len(changed) == 1 else "differ"
    return [first, f"{many(len(changed), 'figure')} {verb} from the text repeated: {named}."]


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


def _head(timeline: Timeline, source_id: str, inches: float) -> str:
    """The publisher over a column, and the language of the document where it is not English."""
    source = timeline.row("sources", source_id)
    language = LANGUAGES.get(source["language"], source["language"])
    name = wrapped(source["publisher"], inches - AIR, TYPE, weight="bold")
    return f"{name}\n({language})" if source["language"] != "en" else name


def _item(lines: Sequence[Measure], y: int) -> labels.Cell | None:
    """The label of an item, at the first of its rows; parts of a whole are set in softer type."""
    item = lines[y]
    if lines.index(item) != y:
        return None
    part = bool(item.whole) and any(other.category == item.whole for other in lines)
    text = f"of these, {item.label}" if part else item.label
    return labels.Cell(text, "", style.SOFT if part else style.INK, "normal")


def _wordless(claim: Claim) -> bool:
    return claim.quantity.hedge in WITHOUT_FIGURE


def _text(claim: Claim, inches: float) -> str:
    """A figure, or the words where there is none, in lines that fit into the column."""
    if _wordless(claim):
        return wrapped(in_words(claim), inches - AIR, TYPE, style="italic")
    return wrapped(str(claim.quantity), inches - AIR, TYPE, weight="bold")


def _cell(axes: Axes, claim: Claim, at: tuple[int, int], text: str) -> None:
    changed = claim.quantity != claim.origin_quantity
    strong = (changed or not claim.retelling) and not _wordless(claim)
    look: dict[str, Any] = {"color": style.WRONG if changed else marks.ink(claim)}
    look |= {"style": "italic" if _wordless(claim) else "normal", "linespacing": 1.2}
    look |= {"weight": "bold" if strong else "normal", "gid": claim.claim_id}
    marks.words(axes, *at, text, ha="center", size=TYPE, **look)
