"""A running total as it was stated, day by day, and what became of it where it was repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import offset_copy

from analysis.case.timeline import Timeline
from analysis.charts.kit import days, key, labels, marks, rows, step_labels, strokes, style
from analysis.charts.kit.calendar import Calendar
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.frame import Frame
from analysis.charts.kit.key import Entry
from analysis.charts.kit.limits import few
from analysis.charts.kit.panels import split
from analysis.charts.kit.scales import Scale, scale
from analysis.charts.kit.step_labels import End, Spot
from analysis.charts.kit.wrapping import breadth, wrapped
from analysis.claims.cells import capitalized
from analysis.claims.claim import NEW, Claim
from analysis.claims.quantity import Hedge
from analysis.errors import many
from analysis.words.names_and_days import actor_name, who
from analysis.words.wording import verb

UNKNOWN = "no claim with both a day and a number"
HEIGHT, LOW, BETWEEN, HEADING = 2.7, 1.3, 0.55, 0.2
"""Inches: of one measure, of one among others with few claims, between two, and of a name."""
FEW = 2
"""Claims of a measure for which a low panel will do."""
NAMES = 1.15
"""Inches that a line of a name has at the end of its steps."""
TYPE = 8.0
MOST = 6
"""Numbers first said that the alt text gives, one by one."""
LABELLED = 30
"""Numbers first said that are all labelled; of more the first, the highest and the last are."""
RANGES = 3
"""Ranges that the note on them lists."""
APART, COLUMN = 0.16, 0.85
"""In days: how far apart marks of one number stand, and the room they have after their day."""
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (1.5, 1.2)), (0, (6, 1.4, 1.2, 1.4)))
"""The lines of the claimants of one side."""
SPARE = ("o", "s", "D", "^", "v", "p", "h", "<", ">", "X")
"""The marks of the claimants of one side, besides its own."""
Speaker = tuple[str, ...]
"""A claimant, or those among whom the text leaves open who it is."""


@dataclass(frozen=True)
class Look:
    """How a claimant is drawn: the colour of its side, and a mark and a line of its own."""

    colour: str
    shape: str
    dash: Any


@form
def steps(timeline: Timeline, title: str = "") -> Chart:
    """A step chart: stated numbers by day said, first utterances joined, retellings faint.

    Use it for a running total, which may grow or fall: a line holds a number until the same
    claimant gives the next, and ends with the claimant's name. Claimants of one side differ by mark
    and line. Each thing counted has an axis of its own, logarithmic where its figures are far
    apart; a long stretch without a claim is folded. Those retellings whose printed number differs
    from their origin's are labelled with their publisher; labels of hedges alone would stand on
    each other. Claims without a number or without a day are counted below, and ranges named.

    The table has a row per claim: `x` (the day said, in matplotlib's days; claims of one day and
    number stand beside each other), `y` (the number), `low` and `high` (the bounds as drawn),
    `changed` (number and hedge at the origin and here, where they differ). Empty where no claim has
    both a day and a number, and of more than anybody can read.
    """
    known, undated = rows.dated(timeline.claims)
    numbered, without = rows.parted(known, lambda c: c.quantity.stated is not None)
    claims = few(rows.some(numbered, "steps", timeline, UNKNOWN), "steps")
    title = rows.subject(title, claims)
    notes = rows.note(undated, "without a day"), *_numberless(without)
    spots, looks, parts = _spots(claims), _looks(timeline, claims), _parts(claims)
    axis = days.calendar([c.said_on for c in claims])
    fall = _fall(timeline, claims)
    frame = _frame(timeline, parts, looks, title, axis, axis.note(), fall, *notes)
    with style.styled():
        figure, panels = _panels(frame, parts, axis)
        for axes, part in zip(panels, parts, strict=True):
            axis.draw(axes)
            _scale(part).draw_upright(axes)
            ends = _steps(timeline, axes, part, spots, looks)
            for claim in part:
                _mark(axes, claim, spots[claim.claim_id], looks[claim.claimants])
            _labels(timeline, axes, part, spots, ends)
            if len(parts) > 1:
                _heading(axes, part)
    records = [_record(timeline, claim, spots[claim.claim_id]) for claim in claims]
    firsts = [c for c in claims if not c.retelling]
    alt = rows.alternative(title, *_in_words(timeline, firsts, claims), fall)
    return Chart(figure, rows.table(records), alt)


def _numberless(claims: Sequence[Claim]) -> tuple[str, str]:
    """How many claims give no number, and which give a range in its place."""
    ranges, wordless = rows.parted(claims, lambda c: c.quantity.hedge is Hedge.BETWEEN)
    return rows.note(wordless, "without a number"), _ranges(ranges)


def _ranges(claims: Sequence[Claim]) -> str:
    """That ranges are not drawn, since a step needs a number, and which; empty for none."""
    if not claims:
        return ""
    distinct = list(dict.fromkeys(str(claim.quantity) for claim in claims))
    count, more = len(claims), len(distinct) - RANGES
    listed = "; ".join([*distinct[:RANGES], *([f"{more} more"] if more > 0 else [])])
    return f"{many(count, 'range')} {verb(count, 'is', 'are')} not drawn: {listed}."


def _frame(
    timeline: Timeline,
    parts: Sequence[Sequence[Claim]],
    looks: Mapping[Speaker, Look],
    title: str,
    axis: Calendar,
    *notes: str,
) -> Frame:
    """The words around the chart, and room for the names at the ends of lines."""
    claims = [claim for part in parts for claim in part]
    names = [_line_name(timeline, *key_) for part in parts for key_, _ in _series(part)]
    right = max([breadth(line, TYPE) for name in names for line in name.split("\n")] + [0.0])
    several = len(parts) > 1
    room: dict[str, Any] = {"left": 0.2 + _numbers(claims), "top": 0.16 + HEADING * several}
    room |= {"right": max(style.scaled(0.9), right + 0.2), "bottom": 0.42 + axis.below}
    logarithmic = dict.fromkeys(_scale(part).note() for part in parts)
    entries = (*_key(timeline, claims, looks), *axis.key())
    return rows.framed(timeline, claims, title, *logarithmic, *notes, key=entries, **room)


def _panels(
    frame: Frame, parts: Sequence[Sequence[Claim]], axis: Calendar
) -> tuple[Figure, list[Axes]]:
    """Axes for each measure, one below the other; low where a measure has few claims."""
    several = len(parts) > 1
    heights = [LOW if several and len(part) <= FEW else HEIGHT for part in parts]
    between = BETWEEN + axis.below + HEADING
    figure, axes = frame.canvas(sum(heights) + between * (len(parts) - 1))
    return figure, split(axes, heights, between)


def _parts(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The claims of each thing counted."""
    parts: dict[str, list[Claim]] = {}
    for claim in claims:
        parts.setdefault(claim.label, []).append(claim)
    return list(parts.values())


def _scale(claims: Sequence[Claim]) -> Scale:
    return scale(claim.quantity.stated for claim in claims)


def _numbers(claims: Sequence[Claim]) -> float:
    """Inches that the numbers of the axes take at the left."""
    highest = max(c.quantity.stated or 0 for c in claims)
    return max(breadth(style.large_number(number), TYPE) for number in (highest, 100))


def _heading(axes: Axes, claims: Sequence[Claim]) -> None:
    """The name of a measure over its axes."""
    at = offset_copy(axes.transAxes, axes.get_figure(root=True), 0, 9, units="points")
    text = capitalized(claims[0].label)
    strokes.text(axes, 0, 1, text, transform=at, size=TYPE + 0.5, weight="bold")


def _in_words(timeline: Timeline, firsts: Sequence[Claim], claims: Sequence[Claim]) -> list[str]:
    """Each number first said, in order, and between which the repeats lie."""
    ordered = sorted(firsts, key=rows.said_order)
    said = "; ".join(f"{rows.briefly(timeline, c)} {c.label}" for c in ordered[:MOST])
    more = len(ordered) - MOST
    rest = (
        [f"{many(more, 'more number')} first said {verb(more, 'is', 'are')} in the table."]
        if more > 0
        else []
    )
    repeats = sorted((c for c in claims if c.retelling), key=lambda c: c.quantity.stated or 0)
    if not repeats:
        return [f"{said}.", *rest]
    ends = dict.fromkeys(str(c.quantity) for c in (repeats[0], repeats[-1]))
    reports = f"{many(len(repeats), 'report')} {verb(len(repeats), 'repeats', 'repeat')}"
    return [f"{said}.", *rest, f"{reports} such a number, as {' to '.join(ends)}."]


def _fall(timeline: Timeline, claims: Sequence[Claim]) -> str:
    """The totals that are surely below one of an earlier day, as a sentence.

    A claimant's own total that falls goes before those that are below the total of another.
    """
    falls = _falls(claims)
    own = [pair for pair in falls if {*pair[0].claimants} & {*pair[1].claimants}]
    if not falls:
        return ""
    (after, before), *more = own or falls
    pair = " after ".join(f"{c.drawn} ({rows.by(timeline, c)})" for c in (after, before))
    rest = f", and {many(len(more), 'other later total')}" if more else ""
    what = "A later total" if own else "The later total of another claimant"
    return f"{what} is lower: {pair}{rest}."


def _falls(claims: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Totals whose words leave no doubt that they are below an earlier one of the same start.

    Each with the highest of an earlier day, in the order in which they were said.
    """
    totals = [c for c in claims if c.counts == "running_total" and not c.retelling]
    highest: dict[Hashable, Claim] = {}
    falls = []
    for _, same_day in groupby(
        sorted(totals, key=rows.said_order), lambda c: rows.said_order(c)[0]
    ):
        today = list(same_day)
        for claim in today:
            before = highest.get(_counted(claim))
            if before and claim.drawn.high is not None and claim.drawn.high < _sure(before):
                falls.append((claim, before))
        for claim in today:
            before = highest.setdefault(_counted(claim), claim)
            if _sure(claim) > _sure(before):
                highest[_counted(claim)] = claim
    return falls


def _counted(claim: Claim) -> Hashable:
    """What two totals have in common that can be compared: the thing, the place and the start."""
    return claim.label, claim.place_id, claim.covers and claim.covers.first


def _sure(claim: Claim) -> float:
    """The number that a claim reaches at the least."""
    return claim.drawn.low or 0


def _looks(timeline: Timeline, claims: Sequence[Claim]) -> dict[Speaker, Look]:
    """The colour of each claimant's side, and its own mark and line among those of the side."""
    colour, shape = style.colours(timeline), style.shapes(timeline)
    firsts = sorted(claims, key=lambda c: (c.retelling, *rows.said_order(c)))
    taken = {shape[claim.group] for claim in claims}
    spare = [mark for mark in SPARE if mark not in taken]
    looks: dict[Speaker, Look] = {}
    sides: dict[str, int] = {}
    for claim in firsts:
        if claim.claimants in looks:
            continue
        number = sides.get(claim.group, 0)
        sides[claim.group] = number + 1
        mark = shape[claim.group] if not number or not spare else spare.pop(0)
        looks[claim.claimants] = Look(colour[claim.group], mark, DASHES[number % len(DASHES)])
    return looks


def _key(
    timeline: Timeline, claims: Sequence[Claim], looks: Mapping[Speaker, Look]
) -> tuple[Entry, ...]:
    """The marks in use; of a side with several claimants each of them."""
    lines = key.uncertain(c.said_on for c in claims if not c.retelling)
    firsts = [c for c in claims if not c.retelling]
    several = _several(claims)
    sides = key.sides(timeline, [c for c in claims if c.group not in several])
    names = [
        Entry(_speaker(timeline, speaker), partial(_dot, look=looks[speaker]), 9)
        for speaker in dict.fromkeys(c.claimants for c in claims if c.group in several)
    ]
    return (*sides, *names, key.DOT, *key.quantities(firsts), *lines, *key.said(claims))


def _several(claims: Sequence[Claim]) -> set[str]:
    """The sides of which several claimants speak."""
    pairs = {(claim.group, claim.claimants) for claim in claims}
    groups = [group for group, _ in pairs]
    return {group for group in groups if groups.count(group) > 1}


def _dot(axes: Axes, x: float, y: float, *, look: Look) -> None:
    marks.dot(axes, x, y, look.colour, gid="", size=5.5, shape=look.shape)


def _speaker(timeline: Timeline, speaker: Speaker) -> str:
    return " or ".join(actor_name(timeline, actor) for actor in speaker)


def _line_name(timeline: Timeline, speaker: Speaker, place: str) -> str:
    """The name at the end of a line, in lines that fit; of one for a place with that."""
    where = f", {timeline.row('places', place)['name']}" if place else ""
    return wrapped(f"{_speaker(timeline, speaker)}{where}", style.scaled(NAMES), TYPE)


def _record(timeline: Timeline, claim: Claim, spot: tuple[float, float]) -> dict[str, Any]:
    more = {"low": claim.drawn.low, "high": claim.drawn.high, "changed": _change(claim)}
    return rows.record(timeline, claim, *spot, mark=rows.mark(claim, numbers=True), **more)


def _change(claim: Claim) -> str:
    """What became of number and hedge since the origin; empty where nothing did."""
    same = claim.quantity == claim.origin_quantity
    return "" if same else f"{claim.origin_quantity} → {claim.quantity}"


def _spots(claims: Sequence[Claim]) -> dict[str, tuple[float, float]]:
    """Day and number; of claims of one day and number the first stands on the day, others after."""
    cells: dict[tuple[date, float], list[str]] = {}
    for claim in sorted(claims, key=lambda c: (c.retelling, c.claim_id)):
        cell = rows.said_order(claim)[0], claim.quantity.stated or 0
        cells.setdefault(cell, []).append(claim.claim_id)
    return {
        claim_id: (round(style.day_number(day) + offset, 3), number)
        for (day, number), ids in cells.items()
        for claim_id, offset in zip(ids, _offsets(len(ids)), strict=True)
    }


def _offsets(count: int) -> list[float]:
    """Places from the line of a day on, before that of the next."""
    step = min(APART, COLUMN / count)
    return [place * step for place in range(count)]


def _steps(
    timeline: Timeline,
    axes: Axes,
    claims: Sequence[Claim],
    spots: Mapping[str, Spot],
    looks: Mapping[Speaker, Look],
) -> list[End]:
    """A line that holds a number until the same claimant gives the next; where each ends.

    What is new on a day holds no longer, and has none; places have a line each.
    """
    ends = []
    for (speaker, place), members in _series(claims):
        points, look = sorted(spots[c.claim_id] for c in members), looks[speaker]
        _, right = axes.get_xlim()
        x, y = zip(*points, (right, points[-1][1]), strict=True)
        line: dict[str, Any] = {"color": look.colour, "lw": 1.2, "alpha": 0.5, "zorder": 1}
        strokes.line(axes, x, y, drawstyle="steps-post", ls=look.dash, **line)
        ends.append(
            End(_line_name(timeline, speaker, place), look.colour, tuple(zip(x, y, strict=True)))
        )
    return ends


def _series(claims: Sequence[Claim]) -> list[tuple[tuple[Speaker, str], list[Claim]]]:
    """The claims that a line joins: totals of a claimant, by place where they name several."""
    totals = [claim for claim in claims if not claim.retelling and claim.counts not in NEW]
    named = {(claim.claimants, claim.place_id) for claim in totals if claim.place_id}
    several = Counter(speaker for speaker, _ in named)
    series: dict[tuple[Speaker, str], list[Claim]] = {}
    for claim in totals:
        place = claim.place_id if several[claim.claimants] > 1 else ""
        series.setdefault((claim.claimants, place), []).append(claim)
    return list(series.items())


def _mark(axes: Axes, claim: Claim, spot: Spot, look: Look) -> None:
    """A dot on its day; the other days on which it can have been said, where it was said first.

    Those of a retelling would stand before the number that it repeats.
    """
    alpha = marks.alpha(claim)
    if not claim.retelling:
        days.uncertain(axes, claim.said_on, spot, look.colour, alpha)
        marks.upright(axes, claim.drawn, spot[0], look.colour, alpha)
    hollow = claim.undecided or not claim.quantity.stated
    more: dict[str, Any] = {"alpha": alpha, "hollow": hollow, "shape": look.shape}
    size = 4 if claim.retelling else 7
    marks.dot(axes, *spot, look.colour, gid=claim.claim_id, size=size, **more)


def _labels(
    timeline: Timeline,
    axes: Axes,
    claims: Sequence[Claim],
    spots: Mapping[str, Spot],
    ends: Sequence[End],
) -> None:
    """Numbers first said in bold, with who says them; retellings where number or hedge changed."""
    sheet = step_labels.Sheet.of(axes, [spots[c.claim_id] for c in claims], ends)
    for end in ends:
        sheet = sheet.name(axes, end)
    few = _labelled(claims)
    for claim in sorted(claims, key=lambda c: (c.retelling, spots[c.claim_id])):
        changed = claim.quantity.stated != claim.origin_quantity.stated
        if claim.claim_id not in few or (claim.retelling and not changed):
            continue
        look: dict[str, Any] = {"color": style.SOFT} if claim.retelling else {"weight": "bold"}
        text = f"{_name(timeline, claim)}: {claim.quantity}"
        sheet = sheet.label(axes, text, spots[claim.claim_id], look)


def _labelled(claims: Sequence[Claim]) -> set[str]:
    """The claims that are labelled: all, or of each claimant the first, the highest, the last."""
    firsts = [claim for claim in claims if not claim.retelling]
    if len(firsts) <= LABELLED:
        return {claim.claim_id for claim in claims}
    chosen: set[str] = set()
    for names in dict.fromkeys(claim.claimants for claim in firsts):
        own = sorted((c for c in firsts if c.claimants == names), key=rows.said_order)
        highest = max(own, key=lambda c: c.quantity.stated or 0)
        chosen |= {claim.claim_id for claim in (own[0], highest, own[-1])}
    return chosen


def _name(timeline: Timeline, claim: Claim) -> str:
    """Who gives a number; of a retelling, who prints it."""
    return labels.publisher_of(timeline, claim) if claim.retelling else who(timeline, claim)
