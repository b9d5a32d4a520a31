"""Charts as matplotlib alone draws them, by its own verbs: what the fast way is held against."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis.charts.kit import strokes, vector


def line(axes: Axes, x: Sequence[float], y: Sequence[float], **style: Any) -> None:
    axes.plot(x, y, **style)


def dots(axes: Axes, x: Sequence[float], y: Sequence[float], shape: str, **style: Any) -> None:
    axes.plot(x, y, marker=shape, linestyle="None", **style)


def across(axes: Axes, y: float, **style: Any) -> None:
    axes.axhline(y, **style)


def upright(axes: Axes, x: float, **style: Any) -> None:
    axes.axvline(x, **style)


def stretches(axes: Axes, lines: Sequence[Any], colours: Sequence[Any], **style: Any) -> None:
    axes.add_collection(LineCollection(lines, colors=colours, **style), autolim=False)


def box(axes: Axes, left: float, bottom: float, width: float, height: float, **style: Any) -> None:
    axes.add_patch(Rectangle((left, bottom), width, height, **style))


def text(axes: Axes, x: float, y: float, words: str, **style: Any) -> Text:
    return axes.text(x, y, words, **style)


def svg(figure: Figure) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def drawing_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on charts are drawn by matplotlib alone."""
    for verb in (line, dots, across, upright, stretches, box, text):
        monkeypatch.setattr(strokes, verb.__name__, verb)
    monkeypatch.setattr(vector, "svg", svg)
