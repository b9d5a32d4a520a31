"""The frame of words around a chart: the finding, what is counted, the key, notes, the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.kit import style
from analysis.charts.kit.key import Entry, draw, key_height
from analysis.charts.kit.wrapping import height, wrapped

EDGE = 0.08
"""Inches of air around the words."""
AIR = 0.07
"""Inches between two kinds of words."""


class Type(NamedTuple):
    """Size in points, weight and colour of a text."""

    size: float
    weight: str
    colour: str


TITLE = Type(13, "bold", style.INK)
SUBTITLE = Type(8.6, "normal", style.SOFT)
NOTE = Type(7, "normal", style.SOFT)


@dataclass(frozen=True)
class Frame:
    """The words around a chart, and the room that the form needs around its axes.

    title: the finding, in words. subtitle: what is counted, by whom, when. key: the marks in use.
    notes: sentences. source: the documents and the case. left, right, top, bottom: inches around
    the axes for labels, between subtitle and key; the words have room of their own.
    """

    title: str
    subtitle: str = ""
    key: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    left: float = 1.9
    right: float = 0.3
    top: float = 0.1
    bottom: float = 0.3

    def canvas(self, inches: float) -> tuple[Figure, Axes]:
        """A figure with its words set, and axes of so many inches' height inside them."""
        wide = style.width()
        head = [(self.title, TITLE), (self.subtitle, SUBTITLE)]
        foot = [("\n".join(self.notes), NOTE), (self.source, NOTE)]
        above, below = _heights(head, wide), _heights(foot, wide)
        key = key_height(self.key, wide - 2 * EDGE)
        bottom = below + key + (AIR if key else 0) + self.bottom
        full = above + self.top + inches + bottom
        figure = Figure(figsize=(wide, full))
        figure.set_label(self.title)  # whole, for captions: the title drawn is broken into lines
        box = (self.left / wide, bottom / full, (wide - self.left - self.right) / wide)
        axes = figure.add_axes((*box, inches / full))
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0, labelsize=8)
        _write(figure, head, full)
        _write(figure, foot, below)
        draw(figure, self.key, EDGE, below + key)
        return figure, axes

    def rows(self, count: int, row: float) -> tuple[Figure, Axes]:
        """A canvas of `count` rows, each `row` inches high; see `style.rows_axis`."""
        figure, axes = self.canvas(row * count)
        style.rows_axis(axes, count)
        return figure, axes


def _heights(texts: list[tuple[str, Type]], wide: float) -> float:
    """Inches that these texts take, one kind below the other."""
    lines = [(_set(text, look, wide).count("\n") + 1, look) for text, look in texts if text]
    return EDGE + sum(height(count, look.size) + AIR for count, look in lines)


def _set(text: str, look: Type, wide: float) -> str:
    return wrapped(text, wide - 2 * EDGE, look.size, weight=look.weight)


def _write(figure: Figure, texts: list[tuple[str, Type]], top: float) -> None:
    """The texts one below the other; top: inches from the lower edge of the figure."""
    wide, full = figure.get_size_inches()
    y = top - (EDGE if top == full else 0)
    for text, look in texts:
        if not text:
            continue
        lines = _set(text, look, wide)
        more: dict[str, Any] = {"size": look.size, "weight": look.weight, "color": look.colour}
        figure.text(EDGE / wide, y / full, lines, va="top", linespacing=1.3, **more)
        y -= height(lines.count("\n") + 1, look.size) + AIR
