"""A chart: the picture, exactly what was drawn as a table, and that table in words."""

from __future__ import annotations

import os
from dataclasses import dataclass
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


@dataclass(frozen=True, eq=False)
class Chart:
    """figure: a matplotlib Figure, every claim's mark with gid = claim_id.

    table: one row per mark, by `claim_id` where a mark draws one claim; `x` and `y` are the
    coordinates at which it was drawn. alt: the table as a sentence.
    """

    figure: Figure
    table: pd.DataFrame
    alt: str

    @property
    def title(self) -> str:
        """What is drawn, on one line: the label of the figure, else the alt text."""
        return str(self.figure.get_label()) or self.alt

    def png(self, dpi: int = DPI) -> bytes:
        """The picture as PNG, of so many dots an inch."""
        return self._raster(self.svg(), dpi)

    def svg(self) -> str:
        """The picture as SVG, the same bytes on every run; text stays text."""
        import matplotlib as mpl

        from analysis.charts.kit import vector

        with styled(), mpl.rc_context({"svg.hashsalt": "contested"}):
            text = vector.svg(self.figure)
        # matplotlib writes blanks at the ends of a text as they are, and SVG would drop them
        return text.replace("<svg ", '<svg xml:space="preserve" ', 1)

    def listing(self) -> str:
        """The table as plain text: what nbval compares, since it skips pictures."""
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
            data[MIME] = {"svg": svg, **texts}
        return data, {"image/png": {"alt": self.alt}}


@dataclass(frozen=True, eq=False)
class EmptyChart(Chart):
    """A chart of nothing: an empty table, and a picture and `alt` that say why.

    In a notebook it is that sentence, which is also all that a report prints of it.
    """

    def listing(self) -> str:
        """The sentence."""
        return self.alt

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        return Sentence(self.alt)._repr_mimebundle_(), {}


def _export() -> Export | None:
    """What the environment asks for; Invalid where it says something else."""
    value = os.environ.get(EXPORT)
    if not value:
        return None
    if value not in list(Export):
        fix = f"leave {EXPORT} unset, or choose one of these"
        raise Invalid([Problem(EXPORT, repr(value), ", ".join(Export), fix)])
    return Export(value)
