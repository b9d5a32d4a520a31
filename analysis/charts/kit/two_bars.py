"""The layout of a claimed total over the documented counts of it, as two bars on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from analysis.case.documented import Documented, days_of
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.frame import EDGE
from analysis.charts.kit.wrapping import breadth, height, wrapped
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge, Quantity, added_up
from analysis.words import claimed_and_counted as words
from analysis.words.names_and_days import short

AIR = 0.07
"""Inches between marks and words."""
THICK, BETWEEN = 0.3, 0.14
"""Inches: of a bar, and from the claim down to the head of the counts."""
HEAD, DAYS = 0.16, 0.13
"""Inches from a bar up to the last line of its head, and down to its days."""
BOX, ARROW = 0.2, 0.55
"""Inches: the width of a day without a count, and of the arrow after the last."""
BOXES = 0.3
"""The share of the width that all the boxes may take."""
TITLE, SIZE, SUM = 9.0, 8.0, 12.5
"""Points: of heads and of numbers in a bar, of other words, and of the two figures compared."""
LINE = height(1, SIZE)
"""Inches from one line of words to the next."""
FIGURE = 1.0
"""Inches of the claim's figure beside its bar; what is longer takes another line."""
ROOM = 1.9
"""Inches that words below the sum need beside the days."""
LEADERS = 6
"""Segments too narrow for their number that have a leader each; where there are more, none has."""
OPEN = {Hedge.NEARLY: 0.6, Hedge.FEWER_THAN: 0.6, Hedge.UP_TO: 0.6, Hedge.ABOUT: 0.8}
"""From which share of its number on the outline of a claim fades."""
BEYOND = {Hedge.MORE_THAN: 1.25, Hedge.AT_LEAST: 1.25, Hedge.ABOUT: 1.2}
"""Up to which share of its number an outline fades where that end is open."""


@dataclass(frozen=True)
class Slot:
    """A place in the bar of the counts: those of some days, or none for days without a count.

    first, last: the days. left, width: in counts, as on the axis.
    """

    first: date
    last: date
    claims: tuple[Claim, ...]
    left: float = 0
    width: float = 0

    @property
    def middle(self) -> float:
        """Half way along it."""
        return self.left + self.width / 2

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    @property
    def number(self) -> str:
        """Its counts added up, in words; a question mark without any."""
        return str(added_up(c.quantity for c in self.claims)) if self.claims else "?"

    @property
    def leader(self) -> str:
        """The words at its leader."""
        return f"{days(self.first, self.last)}: {self.number}"


class Label(NamedTuple):
    """Words at a slot. left: where they begin, in counts. line: which line under the days."""

    slot: Slot
    text: str
    left: float
    line: int


@dataclass(frozen=True)
class Plan:
    """Where the bars and their words go; the scale is that of both.

    claimed, counted: the lines of the heads; the first is empty without a claim. under: what the
    hedge leaves open, where that stands under the claim. figure: of the claim, in lines. scale:
    inches a count. leaders: of the slots that are too narrow for their number. below_sum: the lines
    of words below the sum.
    """

    claimed: Sequence[str]
    counted: Sequence[str]
    under: str
    figure: str
    slots: tuple[Slot, ...]
    scale: float
    leaders: Sequence[Label]
    below_sum: Sequence[str]

    @property
    def top(self) -> float:
        """Inches from the upper edge to the bar of the claim."""
        return HEAD + LINE * len(self.claimed)

    @property
    def low(self) -> float:
        """Inches from the upper edge to the bar of the counts."""
        above = self.top + THICK + BETWEEN if self.claimed else 0
        return above + HEAD + LINE * (len(self.counted) + bool(self.under))

    @property
    def end(self) -> float:
        """Where the last day ends, in counts."""
        return self.slots[-1].right

    @property
    def bottom(self) -> float:
        """Inches from the upper edge to below the last words."""
        lines = max([label.line for label in self.leaders] + [len(self.below_sum) - 1], default=0)
        return self.low + THICK + DAYS + LINE * (0.6 + max(lines, 0))

    @property
    def narrow(self) -> list[Slot]:
        """The days that have no room for their number."""
        return _narrow(self.slots, self.scale)


def across() -> float:
    """Inches from the left end of the bars to the right edge."""
    return style.width() - 2 * EDGE


def plan(timeline: Timeline, said: Documented) -> Plan:
    """The days in order, and the scale at which both bars and their words fit."""
    goal = said.goal
    figure = _figure(words.own_figure(goal)) if goal else ""
    slots = _slots(said)
    boxes = sum(not slot.claims for slot in slots)
    box = min(BOX, BOXES * across() / max(1, boxes))
    scale = _scale(said, figure, box * boxes)
    slots = _placed(slots, box / scale)
    claimed = f"Claimed: {words.claimed_by(timeline, goal)}" if goal else ""
    return Plan(
        claimed=_lines(claimed),
        counted=_lines(f"Counted: {words.counted_in(timeline, said)}"),
        under=_under(goal.drawn, scale) if goal else "",
        figure=figure,
        slots=tuple(slots),
        scale=scale,
        leaders=_leaders(slots, scale),
        below_sum=_below_sum(said, across() - slots[-1].right * scale),
    )


def solid(drawn: Quantity) -> float:
    """Up to where the outline of a claim is sure."""
    if drawn.low is not None and drawn.high is not None:
        return drawn.low
    number = drawn.stated if drawn.stated is not None else max(drawn.numbers, default=0)
    return number * OPEN.get(drawn.hedge, 1)


def reach(drawn: Quantity) -> float:
    """Up to where the outline of a claim goes, its fading end with it."""
    if drawn.stated is not None and drawn.hedge in BEYOND:
        return drawn.stated * BEYOND[drawn.hedge]
    return max(drawn.numbers, default=0)


def size(quantity: Quantity) -> float:
    """How long a count is drawn: its number, or the least that it can be."""
    return next((n for n in (quantity.stated, quantity.low, quantity.high) if n is not None), 0)


def days(first: date, last: date, before: date | None = None) -> str:
    """Days in short, the month where it is not the one before.

    >>> days(date(2031, 3, 30), date(2031, 4, 1), date(2031, 3, 28))
    '30–1 Apr'
    >>> days(date(2031, 3, 4), date(2031, 3, 4), date(2031, 3, 1))
    '4'
    """
    start = f"{first.day}" if _month(first) in (_month(before), _month(last)) else short(first)
    end = f"{last.day}" if _month(last) == _month(before) else short(last)
    return end if first == last else f"{start}–{end}"


def _month(day: date | None) -> tuple[int, int] | None:
    return (day.year, day.month) if day else None


def day_labels(plan: Plan) -> list[Label]:
    """The days under the bar, as many as fit beside each other and beside the leaders."""
    labels: list[Label] = []
    end, before = -AIR, None
    led = [label.slot for label in plan.leaders]
    for slot in plan.slots:
        text = days(slot.first, slot.last, before)
        wide = breadth(text, SIZE)
        left = max(slot.middle * plan.scale - wide / 2, 0)
        taken = slot in led or left < end + AIR or left + wide > across()
        if not (taken or any(left - AIR / 2 < s.middle * plan.scale < left + wide for s in led)):
            labels.append(Label(slot, text, left / plan.scale, 0))
            end = left + wide
        if slot in led or (not taken and labels and labels[-1].slot == slot):
            before = slot.last
    return labels


def _figure(text: str) -> str:
    """The claim's figure in lines, no word of it broken."""
    longest = max(breadth(word, SUM, weight="bold") for word in text.split())
    return wrapped(text, max(longest, style.scaled(FIGURE)), SUM, weight="bold")


def _slots(said: Documented) -> list[Slot]:
    """The days with counts, and the runs of days without, in order."""
    by_days: dict[tuple[date, date], list[Claim]] = {}
    for claim in said.counts:
        covered = days_of(claim.covers)
        by_days.setdefault((min(covered), max(covered)), []).append(claim)
    slots = [Slot(*ends, tuple(claims)) for ends, claims in by_days.items()]
    slots += [Slot(*run, ()) for run in words.runs(said.uncounted)]
    return sorted(slots, key=lambda slot: (slot.first, slot.last))


def _scale(said: Documented, figure: str, boxes: float) -> float:
    """Inches a count at which the longer bar fits with its words; boxes: inches of all boxes."""
    right = 2 * AIR + breadth(figure, SUM, weight="bold")
    after = ARROW + 2 * AIR + breadth(str(said.summed.quantity), SUM, weight="bold")
    claimed = reach(said.goal.drawn) if said.goal else 0
    number = sum(size(claim.quantity) for claim in said.counts)
    return min((across() - right) / max(claimed, 1), (across() - boxes - after) / max(number, 1))


def _placed(slots: Sequence[Slot], box: float) -> list[Slot]:
    """The slots one after the other; box: the width of one without a count."""
    placed: list[Slot] = []
    for slot in slots:
        left = placed[-1].right if placed else 0
        width = sum(size(claim.quantity) for claim in slot.claims) if slot.claims else box
        placed.append(replace(slot, left=left, width=width))
    return placed


def _lines(head: str) -> list[str]:
    return wrapped(head, across(), TITLE, weight="bold").split("\n") if head else []


def _under(drawn: Quantity, scale: float) -> str:
    """What the hedge leaves open, where that does not fit into the solid part of the claim."""
    text = words.bounds(drawn) if drawn.known else ""
    fits = bool(text) and breadth(text, SIZE) + 2 * AIR <= solid(drawn) * scale
    return "" if fits else text


def _below_sum(said: Documented, room: float) -> Sequence[str]:
    """What the sum is, in the lines that fit below it; none where there is no room."""
    room -= ARROW + 2 * AIR
    if room < ROOM:
        return ()
    return wrapped(words.what_the_sum_is(said), room, SIZE, style="italic").split("\n")


def _narrow(slots: Sequence[Slot], scale: float) -> list[Slot]:
    return [
        slot
        for slot in slots
        if slot.claims
        if breadth(slot.number, TITLE, weight="bold") + AIR / 3 > slot.width * scale
    ]


def _leaders(slots: Sequence[Slot], scale: float) -> list[Label]:
    """The words of narrow slots, from the right to the left.

    Each is on the line below those that its words would reach, so that no leader runs through the
    words of another.
    """
    narrow = _narrow(slots, scale)
    labels: list[Label] = []
    for slot in reversed(narrow if len(narrow) <= LEADERS else []):
        wide = breadth(slot.leader, SIZE)
        left = max(0, min(slot.middle * scale - 0.02, across() - wide))
        reached = [label.line for label in labels if label.left * scale < left + wide + AIR]
        labels.append(Label(slot, slot.leader, left / scale, max(reached, default=0) + 1))
    return labels
