"""Texts broken into lines by what their letters measure, so that none is cut off or overlaps."""

from __future__ import annotations

from typing import Any

from matplotlib.font_manager import FontProperties

from analysis.charts.kit import letters
from analysis.charts.kit.style import FAMILY, fonts

TURNING = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""Invisible letters that turn the direction of the text after them, and how they are printed."""
LEADING = 1.28
"""The distance of two lines, in parts of the size of their type."""
NAMES = {"weight": "normal", "style": "normal"}


def visible(text: str) -> str:
    """The text with letters that turn its direction written out."""
    return text.translate(TURNING)


def breadth(text: str, size: float, **look: Any) -> float:
    """The width of a text in inches; of several lines that of the longest.

    size: of its type, in points. look: its `weight` and `style`, as of matplotlib's `Text`.
    """
    fonts()
    face = FontProperties(family=list(FAMILY), size=size, **{**NAMES, **look})
    return max(letters.measured(line, face)[0] for line in text.split("\n")) / letters.POINTS


def height(lines: int, size: float) -> float:
    """The height in inches of so many lines of type of that size."""
    return lines * LEADING * size / letters.POINTS


def wrapped(text: str, inches: float, size: float, **look: Any) -> str:
    """The text in lines of at most that width; lines that it has are kept.

    A word wider than that is broken: nothing is ever left out. size, look: as of `breadth`.
    """
    return "\n".join(
        line
        for part in visible(text).split("\n")
        for line in _lines(part.split(" "), inches, size, look)
    )


def _lines(words: list[str], inches: float, size: float, look: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and breadth(joined, size, **look) <= inches:
            lines[-1] = joined
        else:
            lines += _pieces(word, inches, size, look)
    return lines


def _pieces(word: str, inches: float, size: float, look: dict[str, Any]) -> list[str]:
    """The word, broken where it is wider than a line."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and breadth(pieces[-1] + letter, size, **look) > inches:
            pieces.append("")
        pieces[-1] += letter
    return pieces
