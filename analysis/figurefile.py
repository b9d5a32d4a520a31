"""One chart as a file of its own: SVG, PDF or PNG of a given width, its typeface inside."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from html import escape
from math import ceil

from analysis import fonts, raster, svg
from analysis.column import Column, millimetres
from analysis.errors import Problem, Refused
from analysis.fitting import SMALLEST
from analysis.parts import Figure

TYPE = re.compile(r"font-size: ([\d.]+)px")
HEAD = re.compile(r"<svg [^>]*>")
GIVEN = re.compile(r' (?:width|height)="[^"]*"')
ROUNDING = 1e-3


def printed(figure: Figure, column: Column) -> bytes:
    """The file; the same bytes for the same chart.

    Raises Refused, with the least width that works, where the smallest type could not be printed.
    """
    narrowest = least(figure.svg)
    if column.inches < narrowest - ROUNDING:
        where, found = f"{figure.notebook}/{figure.name}", millimetres(column.inches)
        do = f"ask for {ceil(narrowest * 25.4)}mm or more"
        allowed = f"a width at which no type is smaller than {SMALLEST:g} pt"
        raise Refused([Problem(where, f"too narrow at {found}", allowed, do)])
    return PRINTERS[column.form](figure, column)


def least(picture: str) -> float:
    """The least width at which the smallest type of a drawing can be printed, in inches."""
    smallest = min(map(float, TYPE.findall(picture)), default=SMALLEST)
    return svg.size(picture)[0] / 72 * SMALLEST / smallest


def _svg(figure: Figure, column: Column) -> bytes:
    """The drawing with title, description and size; its text stays text."""
    wide, high = _size(figure, column)
    style = fonts.embedded(set(figure.svg))
    told = f"<title>{escape(figure.title)}</title><desc>{escape(figure.alt)}</desc>"

    def head(match: re.Match[str]) -> str:
        given = GIVEN.sub("", match[0]).removesuffix(">")
        size = f'width="{wide * 25.4:.4g}mm" height="{high * 25.4:.4g}mm" role="img"'
        return f"{given} {size}>{told}<style>{style}</style>"

    return HEAD.sub(head, figure.svg, count=1).encode("utf-8")


def _pdf(figure: Figure, column: Column) -> bytes:
    """One page of the size of the chart, accessible (PDF/UA-1)."""
    wide, high = _size(figure, column)
    return raster.pdf(figure.svg, wide, high, figure.title, figure.alt)


def _png(figure: Figure, column: Column) -> bytes:
    """Dots, with how many make an inch."""
    from PIL import Image, PngImagePlugin

    wide, high = _size(figure, column)
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Title", figure.title)
    told.add_itxt("Description", figure.alt)
    out = io.BytesIO()
    with Image.open(io.BytesIO(raster.png(figure.svg, wide, high, column.dots))) as drawn:
        drawn.save(out, "png", dpi=(column.dots, column.dots), pnginfo=told)
    return out.getvalue()


def _size(figure: Figure, column: Column) -> tuple[float, float]:
    """Width and height, in inches."""
    wide, high = svg.size(figure.svg)
    return column.inches, column.inches * high / wide


PRINTERS: Mapping[str, Callable[[Figure, Column], bytes]] = {
    "svg": _svg,
    "pdf": _pdf,
    "png": _png,
}
