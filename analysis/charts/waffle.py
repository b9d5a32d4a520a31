"""Parts of a whole: per claim as many squares as the whole has, filled where it says so."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.style import letters, share
from analysis.claims.claim import Claim

ROW = 0.29
LEFT, RIGHT = 2.6, 2.3


@form
def waffle(timeline: Timeline, title: str = "", *, whole: Timeline | None = None) -> Chart:
    """A waffle (unit) chart: a strip of squares per claim, in order said, with its own verb.

    Use it where small numbers are parts of a whole, as 6 of 17 buses. Solid squares were said;
    hatched ones are the rest, which nobody in that utterance spelled out. Each division of the
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
    notes = _notes(goal, size, without)
    frame = rows.framed(timeline, claims, title, *notes, left=LEFT, right=RIGHT, bottom=0.12)
    with style.styled():
        figure, axes = style.rows_canvas(frame, len(claims), ROW)
        axes.set_xlim(-0.6, size - 0.4)
        axes.set_xticks([])
        colour = style.colours(timeline)
        for y, claim in enumerate(claims):
            _strip(axes, y, claim, _cells(timeline, claim, size), size, colour[claim.group])
            _words(timeline, axes, y, claim, size)
        if goal < size:
            strokes.upright(axes, goal - 0.5, color=style.INK, lw=0.9, zorder=5)
    records = [_record(timeline, c, y, goal, size) for y, c in enumerate(claims)]
    texts = [f"{rows.briefly(timeline, c)} {c.label} ({c.verb or 'no verb'})" for c in claims]
    strips = f"on strips of {size} squares"
    alt = rows.alternative(title, len(claims), "claim", texts, which=strips)
    return Chart(figure, rows.table(records), alt)


def _notes(goal: int, size: int, without: Sequence[Claim]) -> list[str]:
    return [
        "solid: said; hatched: up to the largest count, not said here",
        f"line: the end of {goal}" if goal < size else "",
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


def _strip(axes: Axes, y: int, claim: Claim, said: list[int], size: int, colour: str) -> None:
    rest = [cell for cell in range(size) if cell not in said]
    alpha = style.FAINT + 0.15 if claim.retelling else 1.0
    side = min(6.9, 0.72 * 72 * share() * (style.WIDTH - LEFT - RIGHT) / (size + 0.2))
    square: dict[str, Any] = {"ms": side, "mew": min(1.1, 0.16 * side), "ls": "", "marker": "s"}
    for cell in rest:
        marks.box(axes, cell, y, style.PALE)
    strokes.line(
        axes,
        said,
        [y] * len(said),
        mec=colour,
        alpha=alpha,
        gid=claim.claim_id,
        mfc=style.PAPER if claim.undecided else colour,
        **square,
    )


def _words(timeline: Timeline, axes: Axes, y: int, claim: Claim, size: int) -> None:
    ink = marks.ink(claim)
    marks.words(axes, -0.6, y, rows.label(timeline, claim) + "   ", ha="right", color=ink)
    verb = f" · {claim.verb}" if claim.verb else ""
    text = shorten(f"{claim.quantity} {claim.label}{verb}", letters(46), placeholder=" …")
    marks.words(axes, size - 0.4, y, "   " + text, color=ink, size=8)
