"""What every run would do for the first time, done once before any is forked."""

from __future__ import annotations

import pandas as pd

from analysis import raster
from analysis.chart import Chart
from analysis.look import Frame, canvas, number_axis, rows_axis, styled


def warm() -> None:
    """Draw and list a chart of nothing, and read the typefaces for printing.

    Nothing is printed: the printer would start threads, which a forked process does not have and
    would wait for.
    """
    with styled():
        figure, axes = canvas(Frame("Title", "subtitle", "footer"), 1.0)
        rows_axis(axes, 1)
        number_axis(axes, 1)
        axes.plot([0, 1], [0, 0], marker="o")
        axes.text(0, 0, "words", style="italic")
        axes.text(0, 0, "words", weight="bold")
    chart = Chart(figure, pd.DataFrame({"x": [0], "y": [0]}), "nothing")
    chart.svg()
    chart.listing()
    raster.printer()
