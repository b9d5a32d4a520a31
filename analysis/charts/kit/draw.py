"""The decorator of forms: it fits a chart into its column, and catches what has nothing to draw."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from inspect import signature
from itertools import chain
from typing import ParamSpec

import pandas as pd
from matplotlib.figure import Figure

from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.charts.kit.overlap import Troubles, troubles, visible_texts
from analysis.charts.kit.style import WIDTH, laid_out, styled, width
from analysis.charts.kit.wrapping import height, wrapped
from analysis.claims.cells import capitalized
from analysis.errors import Empty
from analysis.words.names_and_days import dated

COLUMN = "CONTESTED_COLUMN"
"""The variable of a kernel's environment with the width, in inches, at which charts are printed."""
SMALLEST = 6.5
"""Points: the smallest type on paper. The makers of journals ask for 5, a reader for more."""
STEP = 1.08
"""The factor by which each layout tried is wider than the one before it."""
NOTHING = "nothing in this selection to draw."
NO_CLAIM = "no claim to draw"
"""What is missing where there is not a single claim."""
EDGE, AROUND, TYPE = 0.12, 0.34, 9.0
"""An empty chart: inches at its sides, and above and below its sentence; its type in points."""
P = ParamSpec("P")


def form(draw: Callable[P, Chart]) -> Callable[P, Chart]:
    """A form of chart that lays itself out, from a function that draws it at the width set.

    What the form gives is fitted into the column that the environment asks for. A notebook runs
    over many scopes, and one too narrow for a chart is no error: the form then gives an
    `EmptyChart`. `inspect.unwrap` reaches the function as it is written.
    """
    parameters = signature(draw)

    @wraps(draw)
    def laid_out_form(*args: P.args, **kwargs: P.kwargs) -> Chart:
        def make() -> Chart:
            return dated(draw)(*args, **kwargs)

        try:
            return replace(fitted(make), redraw=lambda inches: fitted(make, inches))
        except Empty as empty:
            title = parameters.bind(*args, **kwargs).arguments.get("title", "")
            why = next((part.why_empty for part in args if isinstance(part, Timeline)), "")
            return _empty(title, empty.problems[0].value, why)

    return laid_out_form


def _empty(title: str, value: str, why_empty: str = "") -> EmptyChart:
    """The chart of a form that has nothing to draw under this title.

    value: what is missing. why_empty: why nothing is left of the timeline, as a whole sentence.
    """
    why = NOTHING if value == NO_CLAIM else f"{value}."
    alt = why_empty or (f"{title.rstrip('?.')}: {why}" if title else capitalized(why))
    with styled():
        text = wrapped(alt, width() - 2 * EDGE, TYPE)
        tall = AROUND + height(text.count("\n") + 1, TYPE)
        figure = Figure(figsize=(width(), tall))
        figure.text(EDGE / width(), 0.5, text, size=TYPE, va="center")
    return EmptyChart(figure, pd.DataFrame(), alt)


@dataclass(frozen=True)
class Layout:
    """A chart laid out at a width, in inches, and what stands in its way."""

    chart: Chart
    inches: float
    troubles: Troubles


def fitted(make: Callable[[], Chart], inches: float | None = None) -> Chart:
    """The chart, laid out for a column, else as it is.

    make: draws the chart at the width that `style.laid_out` has set. inches: the width of the
    column; by default the one that the environment asks for.

    A narrower layout is printed in larger type. Taken is the narrowest in which no more texts
    overlap than at full width, of those whose smallest type can be printed; where none qualifies,
    the narrowest of the wider ones.
    """
    column = inches or float(os.environ.get(COLUMN) or WIDTH)
    if column >= WIDTH:
        return make()
    full = _layout(make, WIDTH)
    widest = column * smallest(full.chart) / SMALLEST
    widths = chain(_widths(column, widest), _widths(widest * STEP, WIDTH))
    layouts = (_layout(make, wide) for wide in widths)
    return next((layout for layout in layouts if layout.troubles.within(full.troubles)), full).chart


def smallest(chart: Chart) -> float:
    """The size of the smallest type in a chart, in points."""
    return min(float(text.get_fontsize()) for text in visible_texts(chart.figure))


def _layout(make: Callable[[], Chart], inches: float) -> Layout:
    with laid_out(inches):
        chart = make()
    return Layout(chart, inches, troubles(chart.figure))


def _widths(narrowest: float, widest: float) -> Iterator[float]:
    """Widths in inches from one to the other, both included, none wider than a report's column."""
    inches, last = narrowest, min(widest, WIDTH)
    while inches < last:
        yield inches
        inches *= STEP
    yield last
