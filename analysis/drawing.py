"""Drawing in a notebook: a chart, or a line that says why there is nothing to draw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.chart import Chart
from analysis.errors import Nothing
from analysis.fitting import fitted
from analysis.sentences import Sentence


def draw(
    form: Callable[..., Chart], told: object, title: str, *more: Any, **options: Any
) -> Chart | Sentence:
    """The chart of that form, or a sentence where the scope holds no claim for it.

    told: what the form draws, a timeline or the results of a batch.
    A notebook runs over many scopes; one that is too narrow for a chart is not an error.
    """
    try:
        return fitted(lambda: form(told, title, *more, **options))
    except Nothing:
        return Sentence(f"{title.rstrip('?.')}: nothing in this scope to draw.")
