"""A figure for Word: a picture as large as the page allows, described, with its caption."""

from __future__ import annotations

from analysis import inlines, svg
from analysis.parts import Figure

WIDE, HIGH = 166.0, 225.0
"""Millimetres that a page of paper has for a picture and its caption."""


def plate(figure: Figure, file: str) -> str:
    """The picture alone, as markdown for Word.

    file: where it is, within the folder of the report. It stays on the page of what follows it.
    """
    told = f"![{inlines.text(figure.alt)}]({file}){{width={_width(figure.svg):.1f}mm}}"
    return _styled("Captioned Figure", told)


def captioned(figure: Figure, file: str, number: int, caption: str) -> str:
    """The same, under a name to which links lead, with its number and its caption."""
    told = f"Figure {inlines.counted('Figure', number)}. {inlines.text(caption)}"
    return _styled("", f"{plate(figure, file)}\n\n{_styled('Caption', told)}", f"figure-{number}")


def _width(picture: str) -> float:
    width, height = svg.size(picture)
    return min(WIDE, HIGH * width / height)


def _styled(style: str, content: str, name: str = "") -> str:
    looks = [f"#{name}"] * bool(name) + [f'custom-style="{style}"'] * bool(style)
    return f"::::: {{{' '.join(looks)}}}\n{content}\n:::::"
