"""The legend: each mark with its meaning, and the sides of a case by colour and shape."""

from __future__ import annotations

from dataclasses import replace

from analysis.case.timeline import Timeline
from analysis.charts.kit import key, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.frame import Frame

MEANINGS = (
    replace(key.DOT, words="a number as printed, by somebody who reports it"),
    replace(key.BAR, words="bar: between two stated bounds"),
    replace(key.ARROW, words="fading arrow: that end is left open"),
    replace(key.HALO, words="dashed ring: “about”, with no bounds stated"),
    replace(key.WORDS, words="words alone: no number was given"),
    replace(key.GLOSS, words="in brackets: our English for words in another language"),
    replace(key.NONE, words="ring at zero: none at all"),
    replace(key.HOLLOW, words="hollow: ours, or undecided"),
    replace(key.FAINT, words="pale: repeats an earlier report, no second witness"),
    replace(key.THIN, words="thin line: on one of these days"),
    replace(key.DASHED, words="dashes: a day inferred by us"),
    replace(key.MISSING, words="hatched in grey: looked for, not found"),
)


def legend(timeline: Timeline) -> Chart:
    """The legend to every chart of a case: its sides, and all marks."""
    import pandas as pd

    entries = (*key.sides(timeline, timeline.claims), *MEANINGS)
    frame = Frame("", key=entries, left=0, right=0, top=0, bottom=0)
    with style.styled():
        figure, axes = frame.canvas(0.01)
        axes.set_axis_off()
    texts = [entry.words for entry in entries]
    alt = f"How to read the marks. {'; '.join(texts)}."
    return Chart(figure, pd.DataFrame({"meaning": texts}), alt)
