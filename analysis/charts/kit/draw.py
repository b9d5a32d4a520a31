"""Drawing in a notebook: a chart, or a line that says why there is nothing to draw."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from analysis.charts.kit.chart import Chart
from analysis.charts.kit.overlap import Troubles, shown, troubles
from analysis.charts.kit.style import WIDTH, laid_out
from analysis.errors import Empty
from analysis.words.sentences import Sentence

COLUMN = "CONTESTED_COLUMN"
"""Set in a kernel's environment: the width in inches at which its charts are to be printed."""
SMALLEST = 5.0
"""Points: the smallest type that print can carry, as the makers of journals ask for it."""
STEP = 1.08
ELLIPSIS = "…"


@dataclass(frozen=True)
class Try:
    """A chart laid out at some width. cut: how many of its texts are cut short."""

    chart: Chart
    inches: float
    cut: int
    troubles: Troubles


def fitted(make: Callable[[], Chart]) -> Chart:
    """The chart, laid out for the column that the environment asks for, else as it is.

    A narrower layout is printed in larger type, but cuts more words short. Of the layouts in which
    no text meets another, or a mark, or an edge, where it does not in a report, and whose smallest
    type can be printed, it is the one with the most words, then the one with the largest type;
    where there is none, the narrowest of the others.
    """
    query = os.environ.get(COLUMN)
    if not query or float(query) >= WIDTH:
        return make()
    whole = _tried(make, WIDTH)
    widest = float(query) * smallest(whole.chart) / SMALLEST
    tried = [_tried(make, inches) for inches in _widths(float(query), widest)]
    good = [item for item in tried if item.troubles.within(whole.troubles)]
    if good:
        return min(good, key=lambda item: (item.cut, item.inches)).chart
    wider = (_tried(make, inches) for inches in _widths(widest * STEP, WIDTH))
    return next((item for item in wider if item.troubles.within(whole.troubles)), whole).chart


def smallest(chart: Chart) -> float:
    """The size of the smallest type in a chart, in points."""
    return min(float(text.get_fontsize()) for text in shown(chart.figure))


def _tried(make: Callable[[], Chart], inches: float) -> Try:
    with laid_out(inches):
        chart = make()
    cut = sum(ELLIPSIS in text.get_text() for text in shown(chart.figure))
    return Try(chart, inches, cut, troubles(chart.figure))


def _widths(narrowest: float, widest: float) -> Iterator[float]:
    """Widths from one to the other, both among them, none beyond a report's column."""
    inches, last = narrowest, min(widest, WIDTH)
    while inches < last:
        yield inches
        inches *= STEP
    yield last


def draw(
    form: Callable[..., Chart], value: object, title: str, *more: Any, **options: Any
) -> Chart | Sentence:
    """The chart of that form, or a sentence where the scope holds no claim for it.

    value: what the form draws, a timeline or the results of a batch.
    A notebook runs over many scopes; one that is too narrow for a chart is not an error.
    """
    try:
        return fitted(lambda: form(value, title, *more, **options))
    except Empty:
        return Sentence(f"{title.rstrip('?.')}: nothing in this scope to draw.")
