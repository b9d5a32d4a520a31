"""What stands in the way in a drawn figure: texts on texts, texts on marks, texts cut off."""

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
"""Pixels, at 100 to the inch, that the boxes around two things may share: a line's own air."""

MARGIN = 1.0
"""Pixels that are left free along the edges of a figure."""

Points = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Troubles:
    """How many texts reach an edge, meet another text, and meet the mark of a claim."""

    cut: int
    texts: int
    marks: int

    def within(self, others: Troubles) -> bool:
        """Are there no more of any kind than those?"""
        return self.cut <= others.cut and self.texts <= others.texts and self.marks <= others.marks


def troubles(figure: Figure) -> Troubles:
    """What stands in the way of the words of a figure, as it would be drawn."""
    with styled():
        renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
        texts = [corners(text, renderer) for text in shown(figure)]
        marks = _marks(figure, renderer)
    edge = np.array(figure.bbox.size)
    cut = sum(bool((box < MARGIN).any() or (box > edge - MARGIN).any()) for box in texts)
    return Troubles(cut, _meetings(texts, texts) // 2, _meetings(texts, marks))


def shown(figure: Figure) -> list[Text]:
    """The texts that a reader sees."""
    axes = [text for part in figure.axes for text in _of_axes(part)]
    return [text for text in [*figure.texts, *axes] if text.get_text().strip()]


def shared(item: Points, two: Points) -> float:
    """How far two convex boxes reach into each other, in pixels; not above 0 where they do not."""
    deepest = np.inf
    for box in (item, two):
        for start, end in zip(box, np.roll(box, -1, axis=0), strict=True):
            normal = np.array([end[1] - start[1], start[0] - end[0]]) / np.hypot(*(end - start))
            a, b = item @ normal, two @ normal
            deepest = min(deepest, min(a.max(), b.max()) - max(a.min(), b.min()))
    return float(deepest)


def _meetings(some: Sequence[Points], others: Sequence[Points]) -> int:
    """How many pairs meet; upright boxes first, for most are far apart."""
    if not some or not others:
        return 0
    low, high = (np.array([f(box) for box in some]) for f in (_low, _high))
    below, above = (np.array([f(box) for box in others]) for f in (_low, _high))
    apart = (low[:, None] >= above[None]) | (high[:, None] <= below[None])
    near = np.argwhere(~apart.any(axis=2))
    return sum(shared(some[a], others[b]) > HAIR for a, b in near if some[a] is not others[b])


def _low(box: Points) -> Points:
    return np.asarray(box.min(axis=0))


def _high(box: Points) -> Points:
    return np.asarray(box.max(axis=0))


def _marks(figure: Figure, renderer: Any) -> list[Points]:
    """The boxes of what has a name and is not text: the marks of claims."""
    named = figure.findobj(lambda artist: bool(artist.get_gid()) and not isinstance(artist, Text))
    around = [artist.get_window_extent(renderer) for artist in named]
    return [box.corners()[[0, 1, 3, 2]] for box in around if box.width and box.height]


def _of_axes(axes: Axes) -> list[Text]:
    if not axes.axison:
        return list(axes.texts)
    return [*axes.texts, *_ticks(axes.xaxis, axes.get_xlim()), *_ticks(axes.yaxis, axes.get_ylim())]


def _ticks(axis: Axis, limits: tuple[float, float]) -> list[Text]:
    """The labels of the ticks inside the limits: matplotlib keeps others, which it never draws."""
    low, high = sorted(limits)
    return [
        tick.label1
        for tick in axis.get_major_ticks()
        if low <= tick.get_loc() <= high and tick.label1.get_visible()
    ]


def corners(text: Text, renderer: Any) -> Points:
    """A turned text's own box is found from the upright one around it: both share their middle."""
    around = text.get_window_extent(renderer)
    angle = radians(text.get_rotation())
    turn = np.array([[abs(cos(angle)), abs(sin(angle))], [abs(sin(angle)), abs(cos(angle))]])
    width, height = np.linalg.solve(turn, [around.width, around.height])
    half = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [width / 2, height / 2]
    about = np.array([[cos(angle), sin(angle)], [-sin(angle), cos(angle)]])
    middle = np.array([(around.x0 + around.x1) / 2, (around.y0 + around.y1) / 2])
    return np.asarray(half @ about + middle, dtype=np.float64)
