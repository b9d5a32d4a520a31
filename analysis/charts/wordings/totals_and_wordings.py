"""The totals that a claimant gave, and in which words others printed each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Circle

from analysis.case.timeline import Timeline
from analysis.charts.kit import flow, key, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.frame import EDGE, Frame
from analysis.charts.kit.key import Entry
from analysis.charts.kit.limits import MARKS, few
from analysis.charts.wordings.layout import (
    DOT,
    FIRST,
    INDENT,
    LARGE,
    QUOTATION,
    SQUARE,
    WORDS,
    Block,
    Part,
    layout,
)
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge
from analysis.errors import many
from analysis.words.chart_words import subtitle
from analysis.words.findings.printed_totals import headline, since, whose_count
from analysis.words.names_and_days import in_words, listed
from analysis.words.printed_totals import Total, Wording, attribution, totals

HALO, HEAD = 0.23, 0.26
"""Inches: the radius of a halo, and how far from the middle of a dot an arrow ends."""
NAMED = 12
"""Outlets of one wording that the alt text names; the others are in the table."""
TOTALS = 10
"""Totals that the alt text names; it says how many more there are."""


@form
def totals_and_wordings(
    timeline: Timeline, title: str = "", *, others: Timeline | None = None
) -> Chart:
    """Totals of a claimant at the left, and the outlets that printed each by the words they used.

    Use it for a figure that one party gives and many print. Each total is a large dot with its own
    words, and an arrow leads to the next where that replaces it. An outlet stands under "the same
    words", "another word" or "the number alone"; a square instead of its dot says that its words
    count something else, as struck instead of killed. A halo is an "about".

    title: by default what the chart finds. others: claims of further measures, which are printed
    below as quotations, without an axis.

    The table has a row per mark: `x` and `y` (inches from the upper left corner), `column` (`first
    said`, a wording, or `quotation`), `total` (the claim that stands for the total), `outlet`,
    `shape`. Empty without a claim in the timeline,
    and of more totals than anybody can read.
    """
    few(timeline.claims, "totals_and_wordings", most=MARKS)
    drawn = totals(timeline)
    firsts = rows.some([total.first for total in drawn], "totals_and_wordings")
    few(firsts, "totals_and_wordings", what="total")
    title = title or headline(timeline, drawn)
    claims = [c for total in drawn for c in (total.first, *total.repeats)] + list(others or ())
    frame = _frame(timeline, title, drawn, claims)
    width = style.width() - frame.left - frame.right
    with style.styled():
        blocks = layout(timeline, drawn, others, width)
        figure, axes = frame.canvas(blocks[-1].bottom)
        axes.set_xlim(0, width)
        axes.set_ylim(blocks[-1].bottom, 0)
        axes.set_axis_off()
        _draw(axes, blocks, style.colours(timeline))
    parts = [part for block in blocks for part in block.parts]
    records = [_record(timeline, part, part.claim) for part in parts if part.claim]
    return Chart(figure, rows.table(records), _alternative(timeline, title, drawn, others))


def _frame(
    timeline: Timeline, title: str, drawn: Sequence[Total], claims: Sequence[Claim]
) -> Frame:
    entries = _key(timeline, drawn, claims)
    frame = rows.framed(timeline, claims, title, key=entries, left=EDGE, right=EDGE, bottom=0.1)
    firsts = [total.first for total in drawn]
    words = [subtitle(timeline, firsts), since(drawn)]
    return replace(frame, subtitle="; ".join(filter(None, words)))


def _key(timeline: Timeline, drawn: Sequence[Total], claims: Sequence[Claim]) -> tuple[Entry, ...]:
    """The sides, and the marks in use."""
    colour = style.colours(timeline)
    groups = {claim.group for claim in claims}
    sides = [
        Entry(style.group_name(timeline, group), partial(_bar, colour=colour[group]), 5)
        for group in colour
        if group in groups
    ]
    firsts = [total.first for total in drawn]
    repeats = [(total, claim) for total in drawn for claim in total.repeats]
    used = {
        FIRST_ENTRY: any(total.numbered for total in drawn),
        key.HALO: any(claim.quantity.hedge is Hedge.ABOUT for claim in firsts),
        PRINTED: any(claim.retells for _, claim in repeats),
        ALONE: any(not claim.retells for _, claim in repeats),
        OTHER_COUNT: any(total.renamed(claim) for total, claim in repeats),
        key.HOLLOW: any(claim.undecided for claim in claims),
        key.NONE: any(claim.quantity.stated == 0 for claim in firsts),
        key.GLOSS: any(claim.gloss for claim in claims),
    }
    return (*sides, *(entry for entry, is_used in used.items() if is_used))


def _bar(axes: Axes, x: float, y: float, *, colour: str) -> None:
    strokes.line(axes, [x, x], [y - 4, y + 4], color=colour, lw=3)


def _dot(axes: Axes, x: float, y: float, **look: Any) -> None:
    marks.dot(axes, x, y, key.NEUTRAL, **{"gid": "", "size": 5.5, **look})


FIRST_ENTRY = Entry("first said", partial(_dot, size=10), 14)
PRINTED = Entry("printed by an outlet", partial(_dot, alpha=style.FAINT), 9)
ALONE = Entry("perhaps a statement of its own", _dot, 9)
OTHER_COUNT = Entry(
    "its words count something else: struck, say, not killed",
    partial(_dot, alpha=style.FAINT, shape="s"),
    9,
)


def _draw(axes: Axes, blocks: Sequence[Block], colours: Mapping[str, str]) -> None:
    for above, block in pairwise(blocks):
        top = min(part.y for part in block.parts[:1])
        if block.rule:
            left = FIRST if block.arrow else 0.0
            y = top - block.before / 2
            strokes.line(axes, [left, axes.get_xlim()[1]], [y, y], color=style.PALE, lw=0.8)
        if block.arrow:
            _arrow(axes, above.parts[0].spot[1] + HEAD, block.parts[0].spot[1] - HEAD)
    for block in blocks:
        for part in block.parts:
            flow.stack(axes, part.words, part.x, part.y, part.width)
            if part.claim:
                _mark(axes, part, part.claim, colours[part.claim.group])


def _arrow(axes: Axes, start: float, end: float) -> None:
    """An arrow down the column of the large dots."""
    strokes.line(axes, [DOT, DOT], [start, end - 0.04], color=style.SOFT, lw=1.6, zorder=2)
    strokes.dots(axes, [DOT], [end - 0.04], "v", ms=6, mew=0, color=style.SOFT, zorder=3)


def _mark(axes: Axes, part: Part, claim: Claim, colour: str) -> None:
    if part.column == QUOTATION:
        ends = [part.y + 0.02, part.bottom]
        strokes.line(axes, [part.x - INDENT + 0.03] * 2, ends, color=colour, lw=2.2)
    if part.shape == WORDS:
        return  # the words are the mark
    large = part.shape == LARGE
    if large and claim.quantity.hedge is Hedge.ABOUT:
        _halo(axes, part.spot, colour)
    marks.dot(
        axes,
        *part.spot,
        colour,
        gid=claim.claim_id,
        alpha=marks.alpha(claim),
        hollow=claim.undecided or claim.quantity.stated == 0,
        size=18 if large else 5.5,
        shape="s" if part.shape == SQUARE else "o",
    )


def _halo(axes: Axes, spot: marks.Spot, colour: str) -> None:
    """An "about" around a large dot: pale, with a dashed outline that is as dark as the dot."""
    for look in ({"fc": colour, "alpha": 0.18, "lw": 0}, {"fill": False, "ec": colour, "lw": 1.1}):
        more: dict[str, Any] = {"ls": (0, (3, 2)), "zorder": 1, **look}
        axes.add_patch(Circle(spot, HALO, clip_on=False, **more))


def _record(timeline: Timeline, part: Part, claim: Claim) -> dict[str, Any]:
    return rows.record(
        timeline,
        claim,
        *part.spot,
        figure=str(claim.quantity),
        mark=_mark_name(part, claim),
        column=part.column,
        total=part.total.first.claim_id if part.total else "",
        outlet=timeline.row("sources", claim.source_id)["publisher"],
        shape=part.shape,
    )


def _mark_name(part: Part, claim: Claim) -> str:
    """How a claim is drawn: `solid`, or `faint, hedge lost` and the like."""
    names = {
        "faint": claim.retelling,
        "hollow": part.shape != WORDS and (claim.undecided or claim.quantity.stated == 0),
        "halo": part.shape == LARGE and claim.quantity.hedge is Hedge.ABOUT,
        "hedge lost": part.total is not None and part.total.hedge_lost(claim),
    }
    return ", ".join(name for name, applies in names.items() if applies) or "solid"


def _alternative(
    timeline: Timeline, title: str, drawn: Sequence[Total], others: Timeline | None
) -> str:
    """The finding, each total and who printed it in which words, and the quotations."""
    sentences = [f"{title.rstrip('.')}."]
    sentences += [_in_short(timeline, total) for total in drawn[:TOTALS]]
    if len(drawn) > TOTALS:
        further = many(len(drawn) - TOTALS, "further figure")
        sentences.append(f"The table has {further}.")
    if others:
        sentences += [f"{attribution(others, c)}: {in_words(c)}, {c.label}." for c in others]
    return " ".join([*sentences, whose_count(timeline, drawn)])


def _in_short(timeline: Timeline, total: Total) -> str:
    """A total, and who printed it in which words, as sentences."""
    words, by = in_words(total.first), attribution(timeline, total.first)
    figure = str(total.first.quantity)
    named = f"{figure}, " if total.numbered and figure not in words else ""
    first = f"First said: {named}{words} ({by})."
    printed = {
        wording: [
            f"{timeline.row('sources', claim.source_id)['publisher']} ({claim.quantity})"
            for claim in total.repeats
            if total.wording(claim) is wording
        ]
        for wording in Wording
    }
    rest = [
        f"Printed in {wording.value}: {listed(_some(names))}."
        for wording, names in printed.items()
        if names
    ]
    return " ".join([first, *rest])


def _some(names: Sequence[str]) -> list[str]:
    """The first names, and how many more there are."""
    left = len(names) - NAMED
    return [*names[:NAMED], f"{left} more"] if left > 1 else list(names)
