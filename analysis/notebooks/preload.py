"""What every run would do for the first time, done once before any is forked."""

from __future__ import annotations

from string import printable

from PIL import Image

from analysis import charts
from analysis.case.load import load
from analysis.charts.kit import letters, raster, style
from analysis.errors import Invalid
from analysis.paths import cases

LETTERS = f"{printable.strip()} –—‘’“”…·~→éèüöäıāīūḥ"
"""Those of which most words of a chart are made."""


def warm() -> None:
    """Read a case, draw and list charts of it, and read the typefaces for printing.

    Nothing is printed: the printer would start threads, which a forked process does not have and
    would wait for. A case that is not well is told by the run that reads it.
    """
    raster.printer()
    Image.preinit()
    with style.styled():
        letters.learn(LETTERS)
    try:
        timeline = load(cases()[0])
        narrowed = timeline.where(measure=next(c.measure for c in timeline if c.quantity.stated))
        for form in (charts.intervals, charts.steps):
            chart = form(narrowed)
            chart.svg()
            chart.listing()
            chart.table.to_csv()
    except (Invalid, LookupError, StopIteration):
        return
