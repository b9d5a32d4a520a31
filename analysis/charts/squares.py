"""One strip of squares per utterance: as many as the whole has, filled where it says so."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from matplotlib.axes import Axes

from analysis import look, marks
from analysis.chart import Chart
from analysis.charts import drawn
from analysis.claim import Claim
from analysis.timeline import Timeline

ROW = 0.29
GAP = 1.6


def squares(timeline: Timeline, title: str, whole: Timeline) -> Chart:
    """Every part of the first number in `whole`, in order said, with its own verb and frame.

    Solid squares were said; hatched ones are the rest of the whole, which nobody in that
    utterance spelled out; each frame fills from its own end, so that two parts of one frame
    never overlap. Only claims with a printed number are drawn.
    """
    size = drawn.first_number(whole).quantity.stated or 0
    claims = drawn.some(
        [c for c in sorted(timeline.told(), key=drawn.said_order) if _fits(c, size)], "squares"
    )
    note = "solid: said; hatched: the rest, which the words leave open"
    frame = drawn.framed(timeline, claims, title, note, left=2.6, right=2.3, bottom=0.12)
    with look.styled():
        figure, axes = look.canvas(frame, ROW * len(claims))
        look.rows_axis(axes, len(claims))
        axes.set_xlim(-0.6, size - 0.4)
        axes.set_xticks([])
        colour = look.colours(timeline)
        for y, claim in enumerate(claims):
            _strip(axes, y, claim, _cells(timeline, claim, size), size, colour[claim.group])
            _words(timeline, axes, y, claim, size)
    records = [
        drawn.record(timeline, c, _cells(timeline, c, size), y, verb=c.verb, part=_part(c), of=size)
        for y, c in enumerate(claims)
    ]
    told = [
        f"{drawn.briefly(timeline, c)} of {size} {_part(c)} ({c.verb or 'no verb'})" for c in claims
    ]
    return Chart(figure, drawn.table(records), drawn.alternative(title, claims, told))


def _fits(claim: Claim, size: int) -> bool:
    return claim.quantity.stated is not None and 0 < claim.quantity.stated <= size


def _cells(timeline: Timeline, claim: Claim, size: int) -> list[int]:
    """The squares a claim fills: from the left, or from the right for the later parts."""
    count = claim.quantity.stated or 0
    part = claim.measure
    if part is None or not part.whole:
        return list(range(count))
    frame = [
        m for m in timeline.measures.values() if (m.measure, m.frame) == (part.measure, part.frame)
    ]
    return list(range(count)) if frame[0] == part else list(range(size - count, size))


def _part(claim: Claim) -> str:
    return claim.measure.label if claim.measure else claim.topic


def _strip(axes: Axes, y: int, claim: Claim, said: list[int], size: int, colour: str) -> None:
    rest = [cell for cell in range(size) if cell not in said]
    alpha = look.FAINT + 0.15 if claim.retelling else 1.0
    square: dict[str, Any] = {"ms": 6.9, "ls": "", "marker": "s"}
    for cell in rest:
        marks.box(axes, cell, y, look.PALE)
    axes.plot(
        said,
        [y] * len(said),
        mew=1.1,
        mec=colour,
        alpha=alpha,
        gid=claim.claim_id,
        mfc=look.PAPER if claim.undecided else colour,
        **square,
    )


def _words(timeline: Timeline, axes: Axes, y: int, claim: Claim, size: int) -> None:
    ink = look.SOFT if claim.retelling else look.INK
    marks.words(axes, -1.0, y, drawn.label(timeline, claim), ha="right", color=ink)
    verb = f" · {claim.verb}" if claim.verb else ""
    text = shorten(f"{claim.quantity} {_part(claim)}{verb}", 46, placeholder=" …")
    marks.words(axes, size + 0.1, y, text, color=ink, size=8)
