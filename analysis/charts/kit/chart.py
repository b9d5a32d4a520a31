"""`Chart`: a figure, the table of all that it draws, and alt text; and `EmptyChart`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.charts.kit.export import DPI, EXPORT, Export
from analysis.charts.kit.raster import png
from analysis.charts.kit.style import styled
from analysis.errors import Invalid, Problem
from analysis.words.sentences import Sentence

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MIME = "application/vnd.contested.chart+json"
PHONE = 89 / 25.4
"""Inches: the width of a column of a newspaper, and about that of a phone."""
WIDER = 1.4
"""The factor by which a layout may be wider than a phone, and be reduced to its width."""


@dataclass(frozen=True, eq=False)
class Chart:
    """A figure, and the same as a table and in words.

    figure: a matplotlib Figure, in which the mark of each claim has gid = claim_id. table: one row
    per mark, by `claim_id` where a mark draws one claim; `x` and `y` are the coordinates at which
    it was drawn. alt: the table as a sentence. redraw: draws the same chart for a column of so many
    inches; None where it cannot be laid out anew.
    """

    figure: Figure
    table: pd.DataFrame
    alt: str
    redraw: Callable[[float], Chart] | None = field(default=None, repr=False)

    @property
    def title(self) -> str:
        """The title on one line: the label of the figure, or the alt text where it has none."""
        return str(self.figure.get_label()) or self.alt

    def png(self, dpi: int = DPI) -> bytes:
        """The picture as PNG; dpi: dots an inch."""
        return self._raster(self.svg(), dpi)

    def svg(self) -> str:
        """The picture as SVG, the same bytes on every run; text stays text."""
        import matplotlib as mpl

        from analysis.charts.kit import vector

        with styled(), mpl.rc_context({"svg.hashsalt": "contested"}):
            text = vector.svg(self.figure)
        # matplotlib writes blanks at the ends of a text as they are, and SVG would drop them
        return text.replace("<svg ", '<svg xml:space="preserve" ', 1)

    def narrow(self) -> str:
        """The picture as SVG for a phone; empty where it has no layout that narrow."""
        if self.redraw is None:
            return ""
        chart = self.redraw(PHONE)
        return chart.svg() if chart.figure.get_figwidth() <= PHONE * WIDER else ""

    def listing(self) -> str:
        """The alt text and the table as plain text: nbval compares it, but no pictures."""
        import pandas as pd

        with pd.option_context("display.width", 200, "display.max_colwidth", 60):
            return f"{self.alt}\n\n{self.table.to_string(max_rows=None)}"

    def _raster(self, svg: str, dpi: int) -> bytes:
        width, height = self.figure.get_size_inches()
        return png(svg, float(width), float(height), dpi)

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        svg, export = self.svg(), _export()
        picture = self._raster(svg, export.dpi if export else DPI)
        data: dict[str, Any] = {"image/png": picture, "text/plain": self.listing()}
        if export:
            texts = {"title": self.title, "alt": self.alt, "table": self.table.to_csv()}
            narrow = "" if export is Export.DRAWING else self.narrow()
            data[MIME] = {"svg": svg, "narrow": narrow, **texts}
        return data, {"image/png": {"alt": self.alt}}


@dataclass(frozen=True, eq=False)
class EmptyChart(Chart):
    """A chart without marks: an empty table, and a picture and `alt` that say why.

    A notebook displays only that sentence, and a report prints only that.
    """

    def listing(self) -> str:
        """The sentence that says why there is nothing to draw."""
        return self.alt

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        return Sentence(self.alt)._repr_mimebundle_(), {}


def _export() -> Export | None:
    """The `Export` set in the environment, None where it is unset; Invalid for another value."""
    value = os.environ.get(EXPORT)
    if not value:
        return None
    if value not in list(Export):
        fix = f"leave {EXPORT} unset, or choose one of these"
        raise Invalid([Problem(EXPORT, repr(value), ", ".join(Export), fix)])
    return Export(value)
