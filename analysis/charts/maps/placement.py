"""Where the names on a map can stand without standing on each other.

Each name has spots where it could stand, the best first, and takes the first that is free. The same
names always find the same places, which libraries that move labels about by chance do not promise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from analysis.charts.kit.style import FAMILY

NEAR, FAR = 0.05, (0.17, 0.32, 0.5)
"""Inches between a point and its name: next to it, or at the end of a line that leads to it."""
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
ROUND = 24
"""At how many points of a circle its name may stand."""
AIR, LEADING, DPI = 0.05, 1.2, 100
"""Inches a text keeps free, both sides together; lines by their size; dots to measure with."""

Size = Callable[[str], tuple[float, float]]


@dataclass(frozen=True)
class Box:
    """A rectangle, in inches."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def meets(self, other: Box) -> bool:
        """Whether the two overlap; edge to edge they do not.

        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3)), Box(0, 0, 2, 2).meets(Box(2, 0, 4, 2))
        (True, False)
        """
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def holds(self, other: Box) -> bool:
        """Whether the other box is inside this one."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.bottom <= other.bottom and other.top <= self.top


@dataclass(frozen=True)
class Spot:
    """A text, where it could stand, and whether a line has to lead to it."""

    text: str
    box: Box
    led: bool = False


def settled(wanted: Sequence[Sequence[Spot]], taken: Sequence[Box], page: Box) -> list[Spot | None]:
    """For each name the first of its spots that is on the page and free; None where none is.

    Names are placed in the order given, and keep off `taken` and off each other.
    """
    full = list(taken)
    chosen: list[Spot | None] = []
    for spots in wanted:
        free = (s for s in spots if page.holds(s.box) and not any(map(s.box.meets, full)))
        spot = next(free, None)
        chosen.append(spot)
        full += [spot.box] if spot else []
    return chosen


def near_point(
    at: tuple[float, float], room: float, texts: dict[str, tuple[float, float]]
) -> list[Spot]:
    """The spots of a point's name: on eight sides of it, then further away with a line.

    room: radius of its mark, in inches. texts: ways to write it, the best first, with their widths
    and heights.
    """
    near = [s for text, size in texts.items() for s in _around(at, room + NEAR, text, size, False)]
    far = [
        spot
        for away in FAR
        for text, size in texts.items()
        for spot in _around(at, room + away, text, size, True)
    ]
    return near + far


def on_circle(
    at: tuple[float, float], radius: float, text: str, size: tuple[float, float]
) -> list[Spot]:
    """The spots of a circle's name: on its edge, from the top to both sides, then further away."""
    turns = sorted(range(ROUND), key=lambda n: min(n, ROUND - n))
    angles = [pi / 2 + 2 * pi * n / ROUND for n in turns]
    points = [(at[0] + radius * cos(a), at[1] + radius * sin(a)) for a in angles]
    on_it = [Spot(text, centred(point, size)) for point in points]
    return on_it + [s for away in FAR for s in _around(at, radius + away, text, size, True)]


def centred(at: tuple[float, float], size: tuple[float, float]) -> Box:
    """A box of that size about a point."""
    (x, y), (width, height) = at, size
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _around(
    at: tuple[float, float], away: float, text: str, size: tuple[float, float], led: bool
) -> Iterator[Spot]:
    for dx, dy in SIDES:
        shrink = away / hypot(dx, dy)
        x = at[0] + dx * (shrink + size[0] / 2)
        y = at[1] + dy * (shrink + size[1] / 2)
        yield Spot(text, centred((x, y), size), led)


def measure(style: Mapping[str, Any]) -> Size:
    """Width and height of a text in that style, in inches, with a little air."""
    renderer = FigureCanvasAgg(Figure(dpi=DPI)).get_renderer()  # type: ignore[no-untyped-call]
    look = {name: value for name, value in style.items() if name != "color"}
    font = FontProperties(family=list(FAMILY), **look)
    line = look["size"] * LEADING / 72

    def size(text: str) -> tuple[float, float]:
        parts = text.split("\n")
        widths = [renderer.get_text_width_height_descent(p, font, False)[0] for p in parts]
        return max(widths) / DPI + AIR, line * len(parts)

    return size
