"""Where the labels of a step chart stand: beside their dots, off lines, other dots and labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.transforms import offset_copy

from analysis.charts.kit import strokes, style
from analysis.charts.kit.wrapping import breadth

Spot = tuple[float, float]
"""A day and a number."""
TYPE = 8.0
LINE = 9.6
"""Points: the type of a label, and from one line of it to the next."""
ASIDE = 8
"""Points from a dot to its label."""
HEIGHTS = (-11, 7, 18, -22, 30, -33, 42, -44, 54, -55, 66, 78, 90)
"""Points up from a dot to the foot of its label: those tried, the nearest first."""
FAR = 20
"""Points up or down from a dot above which a line leads to its label."""
DOT = 4.5
"""Points: half a dot."""
GUTTER = 5
"""Points from the end of a line to its name."""
ON_LABEL, OUTSIDE, ON_DOT, ON_LINE = 1000.0, 400.0, 60.0, 25.0
"""How bad it is for a label to stand on another, outside the figure, on a dot, on a line."""


class Box(NamedTuple):
    """A rectangle in points: its left and lower edge, its width and its height."""

    x: float
    y: float
    wide: float
    tall: float

    def meets(self, other: Box) -> bool:
        """Whether the two have anything in common."""
        across = self.x < other.x + other.wide and other.x < self.x + self.wide
        return across and self.y < other.y + other.tall and other.y < self.y + self.tall


class End(NamedTuple):
    """The line of a claimant. name: in lines; points: its days and numbers, the last at the end."""

    name: str
    colour: str
    points: tuple[Spot, ...]


@dataclass(frozen=True)
class Sheet:
    """What a new label must not stand on, in points from the lower left corner of the figure.

    page: the figure, from the lower left corner of the axes on. dots, lines, labels: what is drawn.
    """

    page: Box
    dots: tuple[Box, ...]
    lines: tuple[Box, ...]
    labels: tuple[Box, ...] = ()

    @classmethod
    def of(cls, axes: Axes, spots: Sequence[Spot], ends: Sequence[End]) -> Sheet:
        """The sheet of axes with dots at these spots, and these lines."""
        wide, tall = _figure_points(axes)
        dots = [_around(_points(axes, spot)) for spot in spots]
        lines = [box for end in ends for box in _runs([_points(axes, p) for p in end.points])]
        box = axes.get_position()
        left, foot = box.x0 * wide, box.y0 * tall
        return cls(Box(left, foot, wide - left, tall - foot), tuple(dots), tuple(lines))

    def name(self, axes: Axes, end: End) -> Sheet:
        """Write the name of a line at its end, a little off where another stands there."""
        lines = end.name.split("\n")
        wide = 72 * max(breadth(line, TYPE) for line in lines)
        tall = LINE * len(lines)
        x, y = _points(axes, end.points[-1])
        tries = [Box(x + GUTTER, y - tall / 2 + up, wide, tall) for up in _up_and_down(tall)]
        box = next((b for b in tries if not any(map(b.meets, self.labels))), tries[0])
        look: dict[str, Any] = {"color": end.colour, "size": TYPE, "linespacing": 1.2}
        at = offset_copy(
            axes.transData, axes.get_figure(root=True), GUTTER, box.y + tall / 2 - y, units="points"
        )
        strokes.text(axes, *end.points[-1], end.name, transform=at, va="center", **look)
        return replace(self, labels=(*self.labels, box))

    def label(self, axes: Axes, text: str, spot: Spot, look: dict[str, Any]) -> Sheet:
        """Write a label beside a dot, where it stands on least."""
        x, y = _points(axes, spot)
        wide = 72 * breadth(text, TYPE, weight="bold")
        tries = [(ASIDE - (wide + 2 * ASIDE) * left, up) for up in HEIGHTS for left in (0, 1)]
        tries += [(-wide / 2, up) for up in HEIGHTS]
        boxes = [Box(x + dx, y + dy, wide, TYPE) for dx, dy in tries]
        dx, dy = tries[min(range(len(boxes)), key=lambda n: (self._cost(boxes[n]), n))]
        at = offset_copy(axes.transData, axes.get_figure(root=True), dx, dy, units="points")
        strokes.text(axes, *spot, text, transform=at, size=TYPE, va="baseline", **look)
        box = Box(x + dx, y + dy, wide, TYPE)
        if abs(dy) > FAR:
            _leader(axes, (x, y), box)
        return replace(self, labels=(*self.labels, box))

    def _cost(self, box: Box) -> float:
        """How bad a place is: by what it stands on."""
        right = self.page.x + self.page.wide - 1
        inside = box.x >= self.page.x and box.x + box.wide <= right and box.y >= self.page.y
        return (
            ON_LABEL * sum(map(box.meets, self.labels))
            + OUTSIDE * (not inside)
            + ON_DOT * sum(map(box.meets, self.dots))
            + ON_LINE * sum(map(box.meets, self.lines))
        )


def _leader(axes: Axes, dot: Spot, box: Box) -> None:
    """A thin line from a dot to a label that is not close to it."""
    figure = axes.get_figure(root=True)
    dpi = figure.get_dpi() if figure else 72
    near = min(max(dot[0], box.x), box.x + box.wide), box.y + (TYPE if box.y < dot[1] else -1.5)
    there = axes.transData.inverted()
    ends = [there.transform((x / 72 * dpi, y / 72 * dpi)) for x, y in (dot, near)]
    look: dict[str, Any] = {"color": style.SOFT, "lw": 0.6, "zorder": 1.5}
    strokes.line(axes, *zip(*ends, strict=True), **look)


def _up_and_down(step: float) -> list[float]:
    """Distances from nothing, downwards first, then upwards, each further."""
    return [0.0, *(sign * n * step / 2 for n in range(1, 12) for sign in (-1, 1))]


def _around(at: Spot) -> Box:
    return Box(at[0] - DOT, at[1] - DOT, 2 * DOT, 2 * DOT)


def _runs(points: Sequence[Spot]) -> list[Box]:
    """The level and the upright parts of a line of steps, as thin boxes."""
    boxes = []
    for (x, y), (to_x, to_y) in pairwise(points):
        boxes.append(Box(x, y - 0.5, to_x - x, 1))
        boxes.append(Box(to_x - 0.5, min(y, to_y), 1, abs(to_y - y)))
    return boxes


def _points(axes: Axes, spot: Spot) -> Spot:
    """Where a day and a number stand, in points from the lower left corner of the figure."""
    figure = axes.get_figure(root=True)
    x, y = axes.transData.transform(spot)
    dpi = figure.get_dpi() if figure else 72
    return float(x) / dpi * 72, float(y) / dpi * 72


def _figure_points(axes: Axes) -> tuple[float, float]:
    box = axes.get_position()
    figure = axes.get_figure(root=True)
    tall = figure.get_figheight() if figure else box.height
    return style.width() * 72, tall * 72
