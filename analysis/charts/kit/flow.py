"""Paragraphs on axes whose units are inches: broken by their measured width, and stacked.

A form that is mostly words lays itself out with these: nothing is cut, a long text takes more
lines, and the height is known before a figure is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Literal, TypeVar

from matplotlib.axes import Axes

from analysis.charts.kit import marks, wrapping
from analysis.charts.kit.style import INK
from analysis.charts.kit.wrapping import wrapped

T = TypeVar("T")


@dataclass(frozen=True)
class Paragraph:
    """A text in one look. size: in points; after: inches left free below it."""

    text: str
    size: float = 8.5
    colour: str = INK
    weight: str = "normal"
    style: Literal["normal", "italic"] = "normal"
    after: float = 0.0
    gid: str | None = field(default=None, kw_only=True)

    def lines(self, width: float) -> str:
        """The text in lines at most so many inches wide."""
        return wrapped(self.text, width, self.size, weight=self.weight, style=self.style)

    def height(self, width: float) -> float:
        """Its height in inches, in lines so wide."""
        return wrapping.height(self.lines(width).count("\n") + 1, self.size) + self.after

    def draw(self, axes: Axes, x: float, y: float, width: float) -> None:
        """Draw it with its upper left corner at x, y, in inches."""
        look: dict[str, Any] = {"weight": self.weight, "style": self.style, "gid": self.gid}
        look |= {"size": self.size, "color": self.colour, "linespacing": wrapping.LEADING}
        marks.words(axes, x, y, self.lines(width), va="top", **look)


def height(paragraphs: Sequence[Paragraph], width: float) -> float:
    """The height in inches of paragraphs under each other."""
    return sum(paragraph.height(width) for paragraph in paragraphs)


def stack(axes: Axes, paragraphs: Sequence[Paragraph], x: float, y: float, width: float) -> None:
    """Draw paragraphs under each other from x, y downwards."""
    for paragraph in paragraphs:
        paragraph.draw(axes, x, y, width)
        y += paragraph.height(width)


def columns(items: Sequence[T], count: int) -> list[list[T]]:
    """Items in at most so many columns of nearly one length, each filled downwards.

    >>> columns([1, 2, 3, 4, 5], 2)
    [[1, 2, 3], [4, 5]]
    """
    length = max(1, ceil(len(items) / count))
    return [list(items[n : n + length]) for n in range(0, len(items), length)]


def shares(sizes: Sequence[int], count: int) -> list[int]:
    """How many of `count` columns each list gets: one at least, further ones the longest.

    sizes: of the lists, at most as many as there are columns.

    >>> shares([2, 9], 3), shares([1, 1, 1], 3)
    ([1, 2], [1, 1, 1])
    """
    shared = [1] * len(sizes)
    for _ in range(count - len(sizes)):
        longest = max(range(len(sizes)), key=lambda n: sizes[n] / shared[n])
        shared[longest] += 1
    return shared
