"""Parts of a whole: per claim as many squares as the whole has, filled where it says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.path import Path

from analysis.case.timeline import Timeline
from analysis.charts.kit import key, labels, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge
from analysis.errors import many

NAMES, WORDS, EDGE = 0.28, 0.34, 0.08
"""Parts of the width that names and words take at the most; inches before the names."""
SIDE = 0.14
"""Inches: the side of a square, at the most."""
MOST = 6
"""Strips that the alt text speaks of."""
HALF = Path([(0, -0.5), (0.5, -0.5), (0.5, 0.5), (0, 0.5), (0, -0.5)], closed=True)
"""The right half of a square, as a marker."""


@form
def waffle(timeline: Timeline, title: str = "", *, whole: Timeline | None = None) -> Chart:
    """A waffle (unit) chart: a strip of squares per claim, in order said, with its own verb.

    Use it where small numbers are parts of a whole, as 6 of 17 buses. Solid squares were said;
    hatched ones are the rest, which nobody in that utterance spelled out. The last square of a
    hedged number is half open. Each division of the
    whole fills from its own end, so that two parts of one division never overlap. A strip is as
    long as the largest number, with a line where the whole ends if that is shorter. Claims without
    a number above 0 are named in the footer.

    whole: its first number is the whole; by default, and where it has none, that of the claims
    drawn.

    The table has a row per claim: `x` (the squares it fills, from 0), `y` (the row, from 0 at the
    top), `verb`, `part` (what is counted), `of` (the whole), `squares` (in the strip). Empty where
    no claim has a number above 0.
    """
    goals = [c for c in whole or () if c.quantity.stated is not None]
    number = goals[0] if goals else rows.first_number(timeline, "waffle")
    goal = _squares(number)
    ordered = sorted(timeline.claims, key=rows.said_order)
    numbered, without = rows.parted(ordered, lambda c: bool(_squares(c)))
    claims = rows.some(numbered, "waffle")
    title = rows.subject(title, claims)
    size = max([goal, *map(_squares, claims)])
    names = labels.column([labels.of_claim(timeline, c) for c in claims], NAMES * style.width())
    words = labels.column(map(_words, claims), WORDS * style.width())
    room: dict[str, Any] = {
        "left": names.inches + EDGE,
        "right": words.inches + labels.PAD,
        "bottom": 0.08,
    }
    notes = _notes(goal, size, without)
    frame = rows.framed(timeline, claims, title, *notes, key=_key(timeline, claims), **room)
    plot = style.width() - room["left"] - room["right"]
    side = min(0.72 * plot / (size + 0.2), SIDE)
    row = max(names.row, words.row)
    with style.styled():
        figure, axes = frame.rows(len(claims), row)
        axes.set_xlim(-0.6, size - 0.4)
        axes.set_xticks([])
        colour = style.colours(timeline)
        for y, claim in enumerate(claims):
            cells = _cells(timeline, claim, size)
            _strip(axes, y, claim, cells, size, colour[claim.group], (side, row))
        names.write(axes)
        words.write(axes, right=True)
        if goal < size:
            strokes.upright(axes, goal - 0.5, color=style.INK, lw=0.9, zorder=5)
    records = [_record(timeline, c, y, goal, size) for y, c in enumerate(claims)]
    alt = rows.alternative(title, *_in_words(timeline, claims, size))
    return Chart(figure, rows.table(records), alt)


def _in_words(timeline: Timeline, claims: Sequence[Claim], size: int) -> list[str]:
    """What each says, and of how many."""
    said = "; ".join(
        f"{rows.briefly(timeline, c)} {c.label}{c.verb and f', “{c.verb}”'}" for c in claims[:MOST]
    )
    more = len(claims) - MOST
    rest = [f"{many(more, 'more strip')} {'is' if more == 1 else 'are'} in the table."]
    return [f"Strips of {many(size, 'square')}. {said}.", *rest * (more > 0)]


def _words(claim: Claim) -> labels.Cell:
    """What is counted, and below it the verb."""
    verb = f"“{claim.verb}”" if claim.verb else ""
    return labels.Cell(f"{claim.quantity} {claim.label}", verb, marks.ink(claim), "normal")


def _key(timeline: Timeline, claims: Sequence[Claim]) -> tuple[Entry, ...]:
    sides = key.sides(timeline, claims, shapes=False)
    hedged = replace(key.SAID, words="hedged: the last one is open", draw=key.half)
    return (*sides, key.SAID, key.UNSAID, *[hedged] * any(map(_hedged, claims)), *key.said(claims))


def _hedged(claim: Claim) -> bool:
    """Whether the number is no exact one, so that its last square is not sure."""
    return claim.quantity.hedge is not Hedge.BARE


def _notes(goal: int, size: int, without: Sequence[Claim]) -> list[str]:
    return [
        f"The line is the end of {goal}." if goal < size else "",
        rows.note(without, "without a whole number above 0"),
    ]


def _squares(claim: Claim) -> int:
    """How many squares a claim fills: its number, 0 where that is unknown or not whole."""
    number = claim.quantity.stated
    return number if isinstance(number, int) else 0


def _record(timeline: Timeline, claim: Claim, y: int, goal: int, size: int) -> dict[str, Any]:
    more = {"verb": claim.verb, "part": claim.label, "of": goal, "squares": size}
    return rows.record(timeline, claim, _cells(timeline, claim, size), y, **more)


def _cells(timeline: Timeline, claim: Claim, size: int) -> list[int]:
    """The squares a claim fills: from the left, or from the right for the later parts."""
    count = _squares(claim)
    part = claim.definition
    if part is None or not part.whole:
        return list(range(count))
    frame = [
        m for m in timeline.measures.values() if (m.measure, m.frame) == (part.measure, part.frame)
    ]
    return list(range(count)) if frame[0] == part else list(range(size - count, size))


def _strip(
    axes: Axes,
    y: int,
    claim: Claim,
    said: list[int],
    size: int,
    colour: str,
    inches: tuple[float, float],
) -> None:
    """The squares of a claim; inches: the side of a square, and the height of the row."""
    side, row = inches
    unit = axes.get_position().width * style.width() / (size + 0.2)
    wide, high = side / unit, side / row
    for cell in (cell for cell in range(size) if cell not in said):
        strokes.box(axes, cell - wide / 2, y - high / 2, wide, high, lw=0.8, **marks.HATCHED)
    alpha = marks.alpha(claim)
    face: Any = style.PAPER if claim.undecided else to_rgba(colour, alpha)
    edge = to_rgba(colour, marks.rim(alpha))
    look: dict[str, Any] = {"mec": edge, "mfc": face, "mew": 0.9, "ms": 72 * side, "zorder": 3}
    strokes.line(axes, said, [y] * len(said), marker="s", ls="", gid=claim.claim_id, **look)
    if _hedged(claim):
        last = said[-1] if said[0] == 0 else said[0]
        half: dict[str, Any] = {"mfc": style.PAPER, "mew": 0, "ms": 72 * side - 1, "alpha": 0.85}
        strokes.dots(axes, [last], [y], HALF, mec=style.PAPER, zorder=4, **half)
