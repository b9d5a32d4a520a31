"""Strips of squares, or bars where there are too many to count, and words set round them.

All stands on axes that are as wide as the figure. Along a strip x counts the units of a whole from
0; y is in inches from the top of the axes. What a strip and its words need in height is worked out
before anything is drawn, so these are pieces with a place, each of which draws itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from analysis.charts.kit import marks, strokes, style
from analysis.charts.kit.wrapping import height, wrapped

MOST = 60
"""The most squares of a strip that an eye can tell apart; above it a strip is a bar."""
LARGEST = 0.3
"""Inches: the widest square."""
TALL = 0.19
"""Inches: the height of a bar."""
FILLED = 0.86
"""The part of its place that a square fills."""
PALER = 0.75
"""The opacity of what repeats another: filled, and with 3:1 of contrast to light and dark paper."""
STEPS = 6
"""Of the fading end of a hedged figure."""
LOOK: dict[str, Any] = {"va": "top", "linespacing": 1.3}


@dataclass(frozen=True)
class Scale:
    """Where strips stand and how long they are.

    left, right: inches from the left edge of the figure. size: the units of the longest strip.
    squares: whether each unit is a square.
    """

    left: float
    right: float
    size: float
    squares: bool

    @property
    def unit(self) -> float:
        """Inches of a unit."""
        return min((self.right - self.left) / self.size, LARGEST if self.squares else self.right)

    @property
    def end(self) -> float:
        """Inches from the left edge at which the longest strip ends."""
        return self.left + self.size * self.unit

    @property
    def tall(self) -> float:
        """Inches of height of a strip."""
        return FILLED * self.unit if self.squares else TALL

    @property
    def fade(self) -> float:
        """Units of the end of a hedged figure that are in doubt: half a square."""
        return 0.5 if self.squares else 0.03 * self.size

    def at(self, inches: float) -> float:
        """The x of a place so many inches from the left edge of the figure."""
        return (inches - self.left) / self.unit

    def inches(self, x: float) -> float:
        """The inches from the left edge of the figure of an x."""
        return self.left + x * self.unit

    def spots(self, start: float, stop: float) -> list[float]:
        """The x of a run, for the table: the middle of each square, or both ends of a bar."""
        if not self.squares:
            return [start, stop]
        return [start + n + 0.5 for n in range(round(stop - start))]

    def prepare(self, axes: Axes, inches: float) -> None:
        """Set the limits of axes that are as wide as the figure; inches: their height."""
        axes.set_xlim(self.at(0), self.at(style.width()))
        axes.set_ylim(inches, 0)
        axes.set_xticks([])
        axes.set_yticks([])


@dataclass(frozen=True)
class Words:
    """A text; x: inches from the left edge; y: its top. look: of matplotlib's `Text`."""

    x: float
    y: float
    text: str
    size: float
    look: dict[str, Any] = field(default_factory=dict)

    @property
    def bottom(self) -> float:
        """The inches from the top at which it ends."""
        return self.y + height(self.text.count("\n") + 1, self.size)

    def draw(self, axes: Axes, scale: Scale) -> None:
        """Draw it."""
        look = {**LOOK, **self.look}
        marks.words(axes, scale.at(self.x), self.y, self.text, size=self.size, **look)


def fitting(x: float, y: float, text: str, inches: float, size: float, **look: Any) -> Words:
    """A text broken into lines of at most that width; see `Words`."""
    face = {name: look[name] for name in ("weight", "style") if name in look}
    return Words(x, y, wrapped(text, inches, size, **face), size, look)


@dataclass(frozen=True)
class Run:
    """Units of a strip that look alike.

    start, stop: x of its ends. y: its middle. kind: `solid`, `faint`, `hollow` or `hatched`.
    sure: x from which its end is in doubt. gid: of its mark, none of what is hatched.
    """

    start: float
    stop: float
    y: float
    kind: str
    colour: str = style.INK
    sure: float | None = None
    gid: str = ""

    def draw(self, axes: Axes, scale: Scale) -> None:
        """Draw it."""
        if self.kind == "hatched":
            self._boxes(axes, scale)
        elif scale.squares:
            self._squares(axes, scale)
        else:
            self._bar(axes, scale)
        if self.sure is not None and self.sure < self.stop:
            self._faded(axes, scale, self.sure)

    def _boxes(self, axes: Axes, scale: Scale) -> None:
        margin = (1 - FILLED) / 2
        spots = scale.spots(self.start, self.stop)
        ends = [(x - 0.5 + margin, FILLED) for x in spots]
        ends = ends if scale.squares else [(self.start, self.stop - self.start)]
        inner = scale.tall - 0.8 / 72
        look: dict[str, Any] = {**marks.HATCHED, "facecolor": style.PAPER, "lw": 0.8}
        thin = 0.8 / 72 / scale.unit
        for left, wide in ends:
            strokes.box(axes, left + thin / 2, self.y - inner / 2, wide - thin, inner, **look)

    def _squares(self, axes: Axes, scale: Scale) -> None:
        edge = 1.3 if self.kind == "hollow" else 0.0
        look: dict[str, Any] = {"ms": 72 * scale.tall - edge, "mew": edge, "zorder": 3}
        spots = scale.spots(self.start, self.stop)
        ys = [self.y] * len(spots)
        face, line = self._colours()
        strokes.dots(axes, spots, ys, "s", mfc=face, mec=line, gid=self.gid, **look)

    def _bar(self, axes: Axes, scale: Scale) -> None:
        face, line = self._colours()
        edge = 1.3 if self.kind == "hollow" else 0.0
        inner = scale.tall - edge / 72
        look: dict[str, Any] = {"facecolor": face, "edgecolor": line, "lw": edge, "zorder": 3}
        wide = self.stop - self.start
        strokes.box(axes, self.start, self.y - inner / 2, wide, inner, gid=self.gid, **look)

    def _colours(self) -> tuple[Any, Any]:
        """Of face and edge."""
        if self.kind == "hollow":
            return style.PAPER, self.colour
        return to_rgba(self.colour, PALER if self.kind == "faint" else 1.0), "none"

    def _faded(self, axes: Axes, scale: Scale, sure: float) -> None:
        step = (self.stop - sure) / STEPS
        tall = scale.tall + 1.5 / 72
        for n in range(STEPS):
            shade = to_rgba(style.PAPER, 0.35 + 0.5 * n / (STEPS - 1))
            look: dict[str, Any] = {"facecolor": shade, "lw": 0, "zorder": 4}
            strokes.box(axes, sure + n * step, self.y - tall / 2, step, tall, **look)


@dataclass(frozen=True)
class Bracket:
    """A line with ticks at its ends over all of a strip; stop: x at which it ends."""

    stop: float
    y: float
    gid: str

    @property
    def bottom(self) -> float:
        """The inches from the top at which its ticks end."""
        return self.y + 4 / 72

    def draw(self, axes: Axes, _scale: Scale) -> None:
        """Draw it."""
        look: dict[str, Any] = {"color": style.INK, "lw": 1.0, "marker": "|", "ms": 6, "mew": 1.0}
        strokes.line(axes, [0, self.stop], [self.y, self.y], gid=self.gid, **look)


@dataclass(frozen=True)
class Tick:
    """An upright line across a strip: where a part ends, or the whole.

    x, y: of its middle. reach: its length, in heights of the strip.
    """

    x: float
    y: float
    reach: float = 1.25

    def draw(self, axes: Axes, scale: Scale) -> None:
        """Draw it."""
        half = self.reach * scale.tall / 2
        ys = [self.y - half, self.y + half]
        strokes.line(axes, [self.x, self.x], ys, color=style.INK, lw=1.2, zorder=5)


@dataclass(frozen=True)
class Rule:
    """A pale line from edge to edge."""

    y: float

    def draw(self, axes: Axes, _scale: Scale) -> None:
        """Draw it."""
        marks.rule(axes, self.y)


Piece = Words | Run | Bracket | Tick | Rule


def bottom(pieces: Sequence[Piece], least: float) -> float:
    """The inches from the top at which the lowest of words and brackets ends, at least so many."""
    return max([least, *(piece.bottom for piece in pieces if isinstance(piece, Words | Bracket))])
