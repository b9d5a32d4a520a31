"""The key under a chart: each mark and each side that it has, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, strokes, style
from analysis.charts.kit.wrapping import breadth
from analysis.claims.claim import Claim
from analysis.claims.dates import When
from analysis.claims.quantity import Hedge, Quantity, entailed

Drawing = Callable[[Axes, float, float], None]
"""Draws a mark at a point, on axes whose unit is a point of type."""
TYPE = 7.0
LINE, GAP, AFTER = 15.0, 3.0, 12.0
"""Points: height of a line, between a mark and its words, and after them."""
NEUTRAL = style.SOFT


@dataclass(frozen=True)
class Entry:
    """A mark with its meaning.

    words: what it means. draw: draws it around a point. wide: points that it takes.
    """

    words: str
    draw: Drawing
    wide: float = 14.0


def sides(timeline: Timeline, claims: Iterable[Claim], *, shapes: bool = True) -> tuple[Entry, ...]:
    """The sides that speak in these claims, in the order of the case, with colour and shape.

    Figures whose side is open have none: they are hollow.

    shapes: whether the chart draws each side in a shape of its own; else a patch of its colour.
    """
    used = {claim.group for claim in claims}
    colour, shape = style.colours(timeline), style.shapes(timeline)
    return tuple(
        Entry(
            style.group_name(timeline, group),
            partial(_dot, colour=colour[group], shape=shape[group] if shapes else "s"),
            9,
        )
        for group in colour
        if group and group in used
    )


def quantities(claims: Iterable[Claim]) -> tuple[Entry, ...]:
    """The marks that claims have on an axis of numbers; see `marks.quantity`."""
    every = list(claims)
    drawn = [claim.drawn for claim in every]
    numbered = [quantity for quantity in drawn if not marks.wordless(quantity)]
    used = {
        BAR: any(q.low is not None and q.high is not None and q.low != q.high for q in numbered),
        ARROW: any((q.low is None) != (q.high is None) for q in numbered),
        HALO: any(map(_about, numbered)),
        NONE: any(q.stated == 0 for q in numbered),
        WORDS: any(map(marks.wordless, drawn)),
        GLOSS: any(claim.gloss for claim in every),
        **statuses(every),
    }
    return tuple(entry for entry, is_used in used.items() if is_used)


def statuses(claims: Sequence[Claim]) -> dict[Entry, bool]:
    """Whether any of the claims is undecided, and whether any repeats another."""
    return {
        HOLLOW: any(claim.undecided for claim in claims),
        FAINT: any(bool(claim.retells) for claim in claims),
    }


def said(claims: Iterable[Claim]) -> tuple[Entry, ...]:
    """The marks of claims that show no quantity: hollow where undecided, faint where repeated."""
    return tuple(entry for entry, used in statuses(list(claims)).items() if used)


def uncertain(days: Iterable[When | None]) -> tuple[Entry, ...]:
    """The thin lines of uncertain days, where there are any."""
    known = [day for day in days if day is not None and day.first != day.last]
    return (THIN,) if known else ()


def inferred(days: Iterable[When | None]) -> tuple[Entry, ...]:
    """The dashes of ends that the coder inferred, where there are any."""
    return (DASHED,) if any(d and (d.inferred_first or d.inferred_last) for d in days) else ()


def key_height(entries: Sequence[Entry], inches: float) -> float:
    """Inches that a key of that width takes; none without entries."""
    return len(_lines(entries, inches * 72)) * LINE / 72


def draw(figure: Figure, entries: Sequence[Entry], left: float, top: float) -> None:
    """Draw the key into a figure, in as many lines as it needs.

    left: the air at both sides. top: where it begins, both in inches from the lower left corner.
    """
    if not entries:
        return
    wide, full = figure.get_size_inches()
    inches = wide - 2 * left
    lines = _lines(entries, inches * 72)
    tall = len(lines) * LINE / 72
    axes = figure.add_axes((left / wide, (top - tall) / full, inches / wide, tall / full))
    axes.set_xlim(0, inches * 72)
    axes.set_ylim(tall * 72, 0)
    axes.set_axis_off()
    for number, line in enumerate(lines):
        x, y = 0.0, (number + 0.5) * LINE
        for entry in line:
            entry.draw(axes, x + entry.wide / 2, y)
            x += entry.wide + GAP
            marks.words(axes, x, y, entry.words, size=TYPE, color=style.SOFT)
            x += _points(entry.words) + AFTER


def _lines(entries: Sequence[Entry], points: float) -> list[list[Entry]]:
    """The entries in lines of at most so many points."""
    lines: list[list[Entry]] = []
    left = 0.0
    for entry in entries:
        wide = entry.wide + GAP + _points(entry.words)
        if not lines or wide > left:
            lines.append([])
            left = points
        lines[-1].append(entry)
        left -= wide + AFTER
    return lines


def _points(words: str) -> float:
    return breadth(words, TYPE) * 72


def _about(quantity: Quantity) -> bool:
    open_ends = quantity.low is None and quantity.high is None
    return quantity.hedge is Hedge.ABOUT and quantity.stated is not None and open_ends


def _dot(axes: Axes, x: float, y: float, *, colour: str = NEUTRAL, **more: Any) -> None:
    marks.dot(axes, x, y, colour, **{"gid": "", "size": 5.5, **more})


def _quantity(axes: Axes, x: float, y: float, *, hedge: Hedge, reach: float = 0) -> None:
    """A quantity with that hedge; reach: half of a range, or how far left an arrow begins."""
    quantity: Quantity = entailed(hedge, x - reach, x - reach, x + reach)
    marks.quantity(axes, quantity, y, NEUTRAL, gid="", length=20)


def _text(axes: Axes, x: float, y: float, *, text: str, style: str = "italic") -> None:
    marks.words(axes, x, y, text, color=NEUTRAL, style=style, size=TYPE, ha="center")


def _thin(axes: Axes, x: float, y: float) -> None:
    marks.stretch(axes, (x - 9, y), (x + 7, y), NEUTRAL, 1.0)
    marks.dot(axes, x + 7, y, NEUTRAL, gid="", size=4.5)


def _upright(axes: Axes, x: float, y: float) -> None:
    marks.stretch(axes, (x, y - 6), (x, y + 3), NEUTRAL, 1.0)
    marks.dot(axes, x, y + 3, NEUTRAL, gid="", size=4)


def _dashed(axes: Axes, x: float, y: float) -> None:
    look: dict[str, Any] = {"color": NEUTRAL, "lw": 5, "alpha": marks.BAR}
    strokes.line(axes, [x, x + 9], [y, y], solid_capstyle="butt", **look)
    strokes.line(axes, [x - 9, x], [y, y], ls=(0, (0.5, 0.35)), dash_capstyle="butt", **look)


def period(axes: Axes, x: float, y: float) -> None:
    """A bar over days, around a point."""
    look: dict[str, Any] = {"color": NEUTRAL, "lw": 5, "alpha": marks.BAR}
    strokes.line(axes, [x - 9, x + 9], [y, y], solid_capstyle="butt", **look)


def _hatched(axes: Axes, x: float, y: float, *, side: float = 0) -> None:
    """A hatched stretch, or a square of that side, in points."""
    wide, tall = (side, side) if side else (14, 10)
    look: dict[str, Any] = {**marks.HATCHED, "lw": 0.8 if side else 0}
    strokes.box(axes, x - wide / 2, y - tall / 2, wide, tall, **look)


def _square(axes: Axes, x: float, y: float, **style: Any) -> None:
    strokes.box(axes, x - 4, y - 4, 8, 8, **style)


def half(axes: Axes, x: float, y: float) -> None:
    """A square of which the right half is open."""
    _square(axes, x, y, fc=style.PAPER, ec=NEUTRAL, lw=0.8)
    strokes.box(axes, x - 4, y - 4, 4, 8, fc=NEUTRAL, ec=NEUTRAL, lw=0.8)


DOT = Entry("the number as printed", _dot, 9)
BAR = Entry("between two stated bounds", partial(_quantity, hedge=Hedge.BETWEEN, reach=8), 20)
ARROW = Entry("that end is left open", partial(_quantity, hedge=Hedge.MORE_THAN, reach=10), 24)
HALO = Entry("“about”, no bounds stated", partial(_quantity, hedge=Hedge.ABOUT), 18)
NONE = Entry("none at all", partial(_dot, hollow=True), 9)
WORDS = Entry("words, no number", partial(_text, text="“several”"), 30)
GLOSS = Entry("our English", partial(_text, text="[some]", style="normal"), 24)
HOLLOW = Entry("ours, or undecided", partial(_dot, hollow=True), 9)
FAINT = Entry("repeats an earlier report", partial(_dot, alpha=style.FAINT), 9)
THIN = Entry("on one of these days", _thin, 22)
UPRIGHT = Entry("on one of these days", _upright, 9)
DASHED = Entry("day inferred by us", _dashed, 20)
MISSING = Entry("looked for, not found", _hatched, 16)
SAID = Entry("said", partial(_square, fc=NEUTRAL, ec=NEUTRAL, lw=0.8), 10)
UNSAID = Entry("not said there", partial(_hatched, side=8), 10)
"""Entries for the marks of `marks` and `days`."""
