"""A claimed total over the documented counts of it, day by day: two bars on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes

from analysis.case.documented import Documented, documented
from analysis.case.timeline import Timeline
from analysis.charts.kit import key, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.frame import EDGE, Frame
from analysis.charts.kit.letters import POINTS
from analysis.charts.kit.limits import few
from analysis.charts.kit.two_bars import (
    AIR,
    ARROW,
    DAYS,
    HEAD,
    LINE,
    SIZE,
    SUM,
    THICK,
    TITLE,
    Plan,
    Slot,
    across,
    day_labels,
    plan,
    reach,
    size,
    solid,
)
from analysis.charts.kit.wrapping import breadth
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge, Quantity
from analysis.words import claimed_and_counted as words

UNCOUNTED = "no count of what was new on a day, and only such counts can be added up"
PARTS, FILL = 14, 0.16
"""Pieces in which an outline fades; and the opacity of its fill where it is sure."""
MARGIN = 0.04
"""Inches by which a box is taller than a segment, above and below."""
Spot = tuple[Any, float]


@form
def claimed_and_counted(
    timeline: Timeline, title: str = "", *, against: Timeline | None = None
) -> Chart:
    """Two bars on one scale: a claimed total, and below it the documented counts, day by day.

    Use it to ask whether counts on record confirm a total that somebody claims. The claim is an
    outline, dashed and fading where its hedge leaves an end open. Below it, a solid segment is a
    day with its count, and a hatched box with a question mark stands for days without one, which
    is unknown and not zero. The sum is a floor where days, or parts of documents, are missing.

    title: by default the finding. against: its first claim with a number is the total; only counts
    of its measure inside its place and days are added, and none that may count a thing twice.
    Without a claim the counts stand alone.

    The table has a row per count (`x`: both ends of its part of the bar), one for their sum, and
    one for the claim (`x`: its number, or both ends of a range), each with the days it `covers`.
    Empty where nothing can be added, and of more counts than anybody can read.
    """
    goals = sorted(against or (), key=lambda claim: claim.quantity.stated is None)
    said = documented(timeline, goals[0] if goals else None)
    few(rows.some(said.counts, "claimed_and_counted", timeline, UNCOUNTED), "claimed_and_counted")
    title = title or words.headline(timeline, said)
    with style.styled():
        bars = plan(timeline, said)
        notes = _notes(timeline, said, bars)
        unsaid = [*notes[bool(bars.below_sum) :], rows.note(goals[1:], "of a total")]
        frame = _frame(timeline, said, title, unsaid)
        figure, axes = frame.canvas(bars.bottom)
        axes.set_xlim(0, across() / bars.scale)
        axes.set_ylim(bars.bottom, 0)
        axes.set_axis_off()
        table = rows.table([*_drawn(timeline, axes, bars, said)])
    return Chart(figure, table, _alternative(timeline, title, said, bars, notes))


def _frame(timeline: Timeline, said: Documented, title: str, notes: Sequence[str]) -> Frame:
    claims = [*said.counts, *([said.goal] if said.goal else [])]
    entries, what = _key(timeline, said), words.subject(timeline, said)
    room = {"left": EDGE, "right": EDGE, "bottom": 0.12}
    return rows.framed(timeline, claims, title, *notes, key=entries, what=what, **room)


def _drawn(
    timeline: Timeline, axes: Axes, bars: Plan, said: Documented
) -> Iterator[dict[str, Any]]:
    """Draw both bars, and give the rows of the table as they are drawn."""
    colour, goal = style.colours(timeline), said.goal
    at = _counts(axes, bars, colour[said.counts[0].group])
    for claim in said.counts:
        yield rows.record(timeline, claim, *at[claim.claim_id], covers=str(claim.covers))
    yield rows.computed(said.summed, *_sum(axes, bars, said), "words", covers="")
    if goal:
        spot = _claim(axes, bars, goal, colour[goal.group])
        yield rows.record(timeline, goal, *spot, covers=str(goal.covers or ""))


def _key(timeline: Timeline, said: Documented) -> tuple[key.Entry, ...]:
    """What the marks in use mean; the words beside them say the rest."""
    box = replace(key.MISSING, words="no count: unknown, not zero")
    return (
        *key.sides(timeline, said.counts, shapes=False),
        *([box] if said.uncounted else []),
        *key.said([*said.counts, *([said.goal] if said.goal else [])]),
    )


def _claim(axes: Axes, bars: Plan, goal: Claim, colour: str) -> Spot:
    """The claim as an outline with its number; where its mark stands."""
    drawn, y = goal.drawn, bars.top + THICK / 2
    for n, line in enumerate(reversed(bars.claimed)):
        look: dict[str, Any] = {"size": TITLE, "weight": "bold", "color": colour}
        marks.words(axes, 0, bars.top - HEAD - LINE * n, line, **look)
    if marks.wordless(drawn):
        look = {"size": SUM, "style": "italic", "color": colour, "gid": goal.claim_id}
        marks.words(axes, 0, y, words.own_figure(goal), **look)
        return 0, y
    _outline(axes, bars.top, drawn, colour)
    _number(axes, y, goal, colour)
    look = {"size": SUM, "weight": "bold", "color": colour, "linespacing": 1.0}
    marks.words(axes, reach(drawn) + 1.6 * AIR / bars.scale, y, bars.figure, **look)
    if bars.under:
        marks.words(axes, 0, bars.top + THICK + DAYS, bars.under, size=SIZE, color=colour)
    else:
        marks.words(axes, AIR / bars.scale, y, words.bounds(drawn), size=SIZE, color=colour)
    return marks.spot(drawn), y


def _number(axes: Axes, y: float, goal: Claim, colour: str) -> None:
    """The number of a claim as a dot, or the two ends of a range."""
    drawn, alpha = goal.drawn, marks.alpha(goal)
    if drawn.stated is None:
        marks.ends(axes, drawn, y, colour, goal.claim_id, alpha)
    else:
        hollow = goal.undecided or not drawn.stated
        marks.dot(axes, drawn.stated, y, colour, gid=goal.claim_id, alpha=alpha, hollow=hollow)


def _outline(axes: Axes, top: float, drawn: Quantity, colour: str) -> None:
    """A bar from nothing: solid as far as the words are sure, dashed and fading beyond."""
    sure, end, bottom = solid(drawn), reach(drawn), top + THICK
    look: dict[str, Any] = {"color": colour, "lw": 1.4, "zorder": 3, "solid_capstyle": "butt"}
    strokes.line(axes, [sure, 0, 0, sure], [top, top, bottom, bottom], **look)
    strokes.box(axes, 0, top, sure, THICK, fc=colour, alpha=FILL, lw=0, zorder=1)
    if end == sure or drawn.hedge is Hedge.UP_TO:
        strokes.line(axes, [end, end], [top, bottom], **look)
    step = (end - sure) / PARTS
    for n in range(PARTS if step else 0):
        left, share = sure + n * step, 1 - n / PARTS
        strokes.box(axes, left, top, step, THICK, fc=colour, alpha=FILL * share, lw=0, zorder=1)
        # dashes of full colour that grow shorter: paler ones could not be seen
        dash = [left + 0.35 * step, left + (0.5 + 0.45 * share) * step]
        strokes.line(axes, dash, [top, top], **look)
        strokes.line(axes, dash, [bottom, bottom], **look)


def _counts(axes: Axes, bars: Plan, colour: str) -> dict[str, Spot]:
    """The days one after the other; where the part of each claim stands."""
    for n, line in enumerate(reversed(bars.counted)):
        marks.words(axes, 0, bars.low - HEAD - LINE * n, line, size=TITLE, weight="bold")
    at: dict[str, Spot] = {}
    narrowest = min(slot.width for slot in bars.slots if slot.width)
    thin = min(2.0, 0.35 * POINTS * bars.scale * narrowest)
    for slot in bars.slots:
        if slot.claims:
            at |= _segment(axes, bars, slot, colour)
            strokes.line(
                axes,
                [slot.right, slot.right],
                [bars.low, bars.low + THICK],
                color=style.PAPER,
                lw=thin,
                zorder=4,
            )
        else:
            _box(axes, bars, slot)
    _days(axes, bars)
    return at


def _segment(axes: Axes, bars: Plan, slot: Slot, colour: str) -> dict[str, Spot]:
    """The counts of a day as parts of one segment, and its number where that fits."""
    at: dict[str, Spot] = {}
    left, y = slot.left, bars.low + THICK / 2
    for claim in slot.claims:
        wide = size(claim.quantity)
        # an edge of its own colour, so that no seam shows between the claims of a day
        look: dict[str, Any] = {"fc": colour, "ec": colour, "lw": 0.4, "alpha": marks.alpha(claim)}
        strokes.box(axes, left, bars.low, wide, THICK, gid=claim.claim_id, zorder=3, **look)
        at[claim.claim_id] = [left, left + wide], y
        left += wide
    if slot not in bars.narrow:
        look = {"size": TITLE, "weight": "bold", "color": style.PAPER, "zorder": 5, "ha": "center"}
        marks.words(axes, slot.middle, y, slot.number, **look)
    return at


def _box(axes: Axes, bars: Plan, slot: Slot) -> None:
    """Days without a count: a hatched box, a little taller than a segment, with a question mark."""
    air, tall = 0.06 * slot.width, THICK + 2 * MARGIN
    box = slot.left + air, bars.low - MARGIN, slot.width - 2 * air, tall
    look: dict[str, Any] = {**marks.HATCHED, "lw": 0.9, "zorder": 3}
    strokes.box(axes, *box, **look)
    if breadth("?", TITLE, weight="bold") < slot.width * bars.scale:
        patch = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.6}
        look = {"size": TITLE, "weight": "bold", "bbox": patch, "ha": "center"}
        marks.words(axes, slot.middle, bars.low + THICK / 2, "?", zorder=5, **look)


def _days(axes: Axes, bars: Plan) -> None:
    """The days under the bar, and under them those that need a leader."""
    y = bars.low + THICK + DAYS
    for label in (*day_labels(bars), *bars.leaders):
        at = y + LINE * label.line
        if label.line:
            x, ends = label.slot.middle, [bars.low + THICK + 0.02, at - 0.07]
            strokes.line(axes, [x, x], ends, color=style.SOFT, lw=0.8, zorder=2)
        marks.words(axes, label.left, at, label.text, size=SIZE, color=style.SOFT)


def _sum(axes: Axes, bars: Plan, said: Documented) -> Spot:
    """The sum after the last day, behind an arrow where it is a floor; where it stands."""
    quantity, y = said.summed.quantity, bars.low + THICK / 2
    at = bars.end + AIR / bars.scale
    if quantity.low is not None and quantity.high is None:
        _arrow(axes, at, y, ARROW / bars.scale)
        at += (ARROW + AIR) / bars.scale
    marks.words(axes, at, y, str(quantity), size=SUM, weight="bold", gid=rows.gid(said.summed))
    for n, line in enumerate(bars.below_sum):
        below = bars.low + THICK + DAYS + LINE * n
        marks.words(axes, at, below, line, size=SIZE, color=style.SOFT, style="italic")
    return at, y


def _arrow(axes: Axes, left: float, y: float, wide: float) -> None:
    """Strokes that grow shorter and paler, up to a tip: nothing says where the sum stops."""
    step = wide / 7
    for n in range(6):
        ends = [left + n * step, left + (n + 0.75 - 0.06 * n) * step]
        look: dict[str, Any] = {"color": style.SOFT, "lw": 5, "alpha": 1 - n / 12}
        strokes.line(axes, ends, [y, y], solid_capstyle="butt", **look)
    strokes.dots(axes, [left + 6.3 * step], [y], ">", ms=6, mew=0, color=style.SOFT)


def _notes(timeline: Timeline, said: Documented, bars: Plan) -> list[str]:
    """What the sum is, and what else has to be known; the first may stand beside the days."""
    unread = "The numbers of days too narrow for them are in the table."
    twice = f"{len(said.left_out)} more could not be added without counting twice."
    return [
        words.what_the_sum_is(said),
        words.against_claim(said),
        words.without_count(timeline, said),
        words.from_elsewhere(timeline, said),
        unread if bars.narrow and not bars.leaders else "",
        twice if said.left_out else "",
    ]


def _alternative(
    timeline: Timeline, title: str, said: Documented, bars: Plan, notes: list[str]
) -> str:
    """The chart in sentences: the claim, each day's count, and what is missing."""
    days = [slot for slot in bars.slots if slot.claims]
    most = max(days, key=lambda slot: slot.width)
    listed = "; ".join(f"{words.in_days({slot.first, slot.last})}: {slot.number}" for slot in days)
    sentences = [
        f"{title}.",
        words.claimed(timeline, said),
        f"Counted: {words.counted_in(timeline, said)}: {listed}.",
        f"The most, {most.number}, are of {words.in_days({most.first, most.last})}."
        if len(days) > 1
        else "",
        f"Together they are {said.summed.quantity}.",
        *notes,
    ]
    return " ".join(filter(None, sentences))
