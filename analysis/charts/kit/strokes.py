"""Fast functions to draw lines, dots, boxes and texts on axes whose limits are set already.

`Axes.plot` and its like update the limits of the axes for each number, and compute a clip path for
each artist. A chart of the suite sets its limits first and has many single marks, for which that
is most of the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from matplotlib.artist import allow_rasterization
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox, TransformedBbox

from analysis.charts.kit.wrapping import visible

LOOK = ("ms", "mfc", "mec", "mew", "alpha")
"""The parts of a style by which dots differ."""


class _Clipped:
    """An artist that is cut off at the edge of its axes, which is one box for all of them."""

    def set_clip_path(self: Any, path: Any, transform: Any = None) -> None:
        """As `Artist.set_clip_path`, which makes a box for each artist."""
        if transform is None and type(path) is Rectangle:
            # past mypy: `clipbox` is what an `Artist` calls it, and this class is none
            setattr(self, "clipbox", _edge(path))  # noqa: B010
        else:
            super().set_clip_path(path, transform)  # type: ignore[misc]


# Weak, so that it holds no figure that nobody else holds.
_EDGES: WeakKeyDictionary[Rectangle, TransformedBbox] = WeakKeyDictionary()
"""Of the axes that are still in use, by their background."""


def _edge(background: Rectangle) -> TransformedBbox:
    if background not in _EDGES:
        _EDGES[background] = TransformedBbox(Bbox.unit(), background.get_transform())
    return _EDGES[background]


class _Line(_Clipped, Line2D):
    """A line, or a row of dots. look: what its dots have in common with others; empty: no dots."""

    look: tuple[Any, ...] = ()

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: Any) -> None:
        """By a renderer that draws dots at once, where it can."""
        drawn = self.look and getattr(renderer, "draw_dots", None)
        if not (drawn and drawn(self, self.look)):
            super().draw(renderer)


class _Box(_Clipped, Rectangle):
    """A rectangle."""


class _Words(_Clipped, Text):
    """A text."""


class _Stretches(LineCollection):
    """Short lines, each of a colour of its own."""

    @allow_rasterization  # type: ignore[untyped-decorator]
    def draw(self, renderer: Any) -> None:
        """By a renderer that draws such lines at once, where it can."""
        drawn = getattr(renderer, "draw_stretches", None)
        if not (drawn and drawn(self)):
            super().draw(renderer)


_Stretches.__name__ = "LineCollection"  # which matplotlib writes into an SVG


def line(axes: Axes, x: Sequence[float], y: Sequence[float], **style: Any) -> None:
    """Draw a line through points."""
    # not `add_line`, which would look at each number to see how far the axes should reach
    axes.add_artist(_Line(x, y, **style))


def dots(axes: Axes, x: Sequence[float], y: Sequence[float], shape: Any, **style: Any) -> None:
    """Draw a marker of that shape, a letter of matplotlib's or a path, at each point."""
    row = _Line(x, y, marker=shape, linestyle="None", **style)
    if "mec" in style:  # else its edge is of the next colour of the axes
        row.look = shape, *(str(style.get(name)) for name in LOOK)
    axes.add_artist(row)


def across(axes: Axes, y: float, **style: Any) -> None:
    """Draw a horizontal line from edge to edge."""
    line(axes, [0, 1], [y, y], transform=axes.get_yaxis_transform(which="grid"), **style)


def upright(axes: Axes, x: float, **style: Any) -> None:
    """Draw a vertical line from bottom to top."""
    line(axes, [x, x], [0, 1], transform=axes.get_xaxis_transform(which="grid"), **style)


def stretches(axes: Axes, lines: Sequence[Any], colours: Sequence[Any], **style: Any) -> None:
    """Draw short lines, each of its own colour."""
    axes.add_collection(_Stretches(lines, colors=colours, **style), autolim=False)


def box(axes: Axes, left: float, bottom: float, width: float, height: float, **style: Any) -> None:
    """Draw a rectangle."""
    axes.add_artist(_Box((left, bottom), width, height, **style))


def text(axes: Axes, x: float, y: float, words: str, **style: Any) -> Text:
    """Draw a text at a point, not clipped at the edge; letters that turn others are written out."""
    usual: dict[str, Any] = {"va": "baseline", "ha": "left", "clip_on": False}
    artist = _Words(x, y, visible(words), **{"transform": axes.transData, **usual, **style})
    axes.add_artist(artist)
    return artist
