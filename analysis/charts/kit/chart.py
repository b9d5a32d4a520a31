"""A chart: the picture, exactly what was drawn as a table, and that table in words."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.charts.kit.export import DPI, EXPORT
from analysis.charts.kit.raster import png
from analysis.charts.kit.style import styled

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
        """The picture as PNG."""
        return self._raster(self.svg(), dpi)

    def svg(self) -> str:
        """The picture as SVG, the same bytes on every run; text stays text."""
        import matplotlib as mpl

        from analysis.charts.kit import vector

        with styled(), mpl.rc_context({"svg.hashsalt": "contested"}):
            text = vector.svg(self.figure)
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
        svg, exported = self.svg(), os.environ.get(EXPORT)
        picture = self._raster(svg, int(exported or DPI))
        data: dict[str, Any] = {"image/png": picture, "text/plain": self.listing()}
        if exported:
            texts = {"title": self.title, "alt": self.alt, "table": self.table.to_csv()}
            data[MIME] = {"svg": svg, **texts}
        return data, {"image/png": {"alt": self.alt}}
