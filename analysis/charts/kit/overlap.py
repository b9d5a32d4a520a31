"""A count of the texts of a figure that overlap other texts, marks of claims, or its edges.

matplotlib knows the upright box around a turned text, not the turned box itself, and has no test
for two boxes that are turned. So both are here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.charts.kit.style import styled

HAIR = 2.0
"""Pixels, at 100 to the inch, by which two boxes may overlap: the space inside a line of text."""
MARGIN = 1.0
"""Pixels that are left free along the edges of a figure."""

Points = np.ndarray[Any, np.dtype[np.float64]]
"""The corners of a box in pixels, one after the other round it: four rows of x and y."""


@dataclass(frozen=True)
class Troubles:
    """How many texts reach an edge, meet another text, and meet the mark of a claim."""

    cut: int
    texts: int
    marks: int

    def within(self, others: Troubles) -> bool:
        """Whether there are at most as many of each kind as in `others`."""
        return self.cut <= others.cut and self.texts <= others.texts and self.marks <= others.marks


def troubles(figure: Figure) -> Troubles:
    """The overlaps of the texts of a figure, as it would be drawn."""
    with styled():
        renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
        boxes = [corners(text, renderer) for text in visible_texts(figure)]
        marks = _marks(figure, renderer)
    edge = np.array(figure.bbox.size)
    cut = sum(bool((box < MARGIN).any() or (box > edge - MARGIN).any()) for box in boxes)
    return Troubles(cut, _meetings(boxes, boxes) // 2, _meetings(boxes, marks))


def visible_texts(figure: Figure) -> list[Text]:
    """The texts that a reader sees: not those of ticks outside the limits or of hidden axes."""
    axes = [text for part in figure.axes for text in _of_axes(part)]
    return [text for text in [*figure.texts, *axes] if text.get_text().strip()]


def corners(text: Text, renderer: Any) -> Points:
    """The box of a text, turned as the text is.

    matplotlib gives the upright box around it. Both have the same middle, and the upright one is
    |cos|·width + |sin|·height wide and |sin|·width + |cos|·height high: two equations for the
    width and the height of the text itself. They have no one answer at 45 degrees.
    """
    around = text.get_window_extent(renderer)
    angle = radians(text.get_rotation())
    turn = np.array([[abs(cos(angle)), abs(sin(angle))], [abs(sin(angle)), abs(cos(angle))]])
    width, height = np.linalg.solve(turn, [around.width, around.height])
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [width / 2, height / 2]
    about = np.array([[cos(angle), sin(angle)], [-sin(angle), cos(angle)]])
    middle = np.array([(around.x0 + around.x1) / 2, (around.y0 + around.y1) / 2])
    return np.asarray(half @ about + middle, dtype=np.float64)


def depth(first: Points, second: Points) -> float:
    """By how many pixels two convex boxes overlap, in the direction in which they do least.

    At most 0 where they do not overlap. By the separating axis theorem: two convex shapes are apart
    just where they are apart along the normal of some side of one of them.
    """
    deepest = np.inf
    for box in (first, second):
        for start, end in zip(box, np.roll(box, -1, axis=0), strict=True):
            normal = np.array([end[1] - start[1], start[0] - end[0]]) / np.hypot(*(end - start))
            a, b = first @ normal, second @ normal
            deepest = min(deepest, min(a.max(), b.max()) - max(a.min(), b.min()))
    return float(deepest)


def _meetings(boxes: Sequence[Points], others: Sequence[Points]) -> int:
    """How many pairs overlap; compared as upright boxes first, since most are far apart."""
    if not boxes or not others:
        return 0
    low, high = (np.array([f(box) for box in boxes]) for f in (_low, _high))
    below, above = (np.array([f(box) for box in others]) for f in (_low, _high))
    apart = (low[:, None] >= above[None]) | (high[:, None] <= below[None])
    near = np.argwhere(~apart.any(axis=2))
    return sum(depth(boxes[a], others[b]) > HAIR for a, b in near if boxes[a] is not others[b])


def _low(box: Points) -> Points:
    return np.asarray(box.min(axis=0))


def _high(box: Points) -> Points:
    return np.asarray(box.max(axis=0))


def _marks(figure: Figure, renderer: Any) -> list[Points]:
    """The boxes of what has a name and is not text: the marks of claims."""
    named = figure.findobj(lambda artist: bool(artist.get_gid()) and not isinstance(artist, Text))
    around = [artist.get_window_extent(renderer) for artist in named]
    # matplotlib gives the corners row by row; here they go round the box
    return [box.corners()[[0, 1, 3, 2]] for box in around if box.width and box.height]


def _of_axes(axes: Axes) -> list[Text]:
    if not axes.axison:
        return list(axes.texts)
    return [*axes.texts, *_ticks(axes.xaxis, axes.get_xlim()), *_ticks(axes.yaxis, axes.get_ylim())]


def _ticks(axis: Axis, limits: tuple[float, float]) -> list[Text]:
    """The labels of the ticks inside the limits: matplotlib keeps others, which it never draws.

    The second label of a tick is that at the top or at the right.
    """
    low, high = sorted(limits)
    axis.get_majorticklabels()  # before a figure is drawn, ticks have no words until asked for them
    return [
        label
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
        if low <= tick.get_loc() <= high and label.get_visible()
    ]
