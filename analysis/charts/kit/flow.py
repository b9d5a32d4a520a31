"""Paragraphs on axes whose units are inches: broken by their measured width, and stacked.

A form that is mostly words lays itself out with these: nothing is cut, a long text takes more
lines, and the height is known before a figure is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Literal, TypeVar

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties

from analysis.charts.kit import marks
from analysis.charts.kit.letters import POINTS, measured
from analysis.charts.kit.style import FAMILY, INK

LEADING = 1.2
"""The distance of two lines, as a multiple of the size of their type."""
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

    def lines(self, width: float) -> list[str]:
        """The text in lines at most so many inches wide; a longer word is broken."""
        font = FontProperties(
            family=list(FAMILY), size=self.size, weight=self.weight, style=self.style
        )
        lines: list[str] = []
        for word in _pieces(self.text, font, width):
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and inches(joined, font) <= width:
                lines[-1] = joined
            else:
                lines.append(word)
        return lines

    def height(self, width: float) -> float:
        """Its height in inches, in lines so wide."""
        return len(self.lines(width)) * self.size * LEADING / POINTS + self.after

    def draw(self, axes: Axes, x: float, y: float, width: float) -> None:
        """Draw it with its upper left corner at x, y, in inches."""
        look: dict[str, Any] = {"weight": self.weight, "style": self.style, "gid": self.gid}
        text = "\n".join(self.lines(width))
        marks.words(
            axes,
            x,
            y,
            text,
            size=self.size,
            color=self.colour,
            va="top",
            linespacing=LEADING,
            **look,
        )


def inches(text: str, font: FontProperties) -> float:
    """The width of a line of text, in inches."""
    return measured(text, font)[0] / POINTS


def height(paragraphs: Sequence[Paragraph], width: float) -> float:
    """The height in inches of paragraphs under each other."""
    return sum(paragraph.height(width) for paragraph in paragraphs)


def stack(axes: Axes, paragraphs: Sequence[Paragraph], x: float, y: float, width: float) -> float:
    """Draw paragraphs under each other from x, y downwards; gives the y below the last."""
    for paragraph in paragraphs:
        paragraph.draw(axes, x, y, width)
        y += paragraph.height(width)
    return y


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


def _pieces(text: str, font: FontProperties, width: float) -> Iterator[str]:
    """The words of a text; a word that is wider than a line in pieces that are not."""
    for word in filter(None, text.split(" ")):
        piece = ""
        for letter in word:
            if piece and inches(piece + letter, font) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece
