"""Results of a batch, run by run: how a figure grew, or how it depends on what is counted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from analysis.charts.kit import marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.frame import Frame
from analysis.charts.kit.wrapping import breadth, wrapped
from analysis.claims.cells import capitalized, spaced
from analysis.claims.quantity import Hedge, Quantity
from analysis.errors import Empty, Invalid, Problem, many, nearest

PANEL, HEAD = 0.86, 0.42
"""Inches: a panel, and the room above it for its name."""
TYPE, HEADING = 7.6, 8.6
SPOKEN = 6
"""Results that the alt text gives."""
MOST = 12
"""Runs whose names all fit below the chart."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@form
def run_panels(results: pd.DataFrame, title: str = "", *, by: str = "run") -> Chart:
    """Small multiples: a panel per result, the runs from left to right, each with its mark.

    Use it for the results of a sweep, as the same figure known day by day. A result that repeats
    that of the run before is faint; what is not known has no mark.

    results: as `analysis.results` gives them. by: the column that names a run below the chart.

    The table has a row per mark: `name` (of the result), `run`, `x` (the place of the run, from 0),
    `y` (the number, else the end that is known), `figure` (as printed), `mark`, `claims` (the ids
    it rests on, with blanks between). Empty where there is no number. Raises Invalid for a column
    that is not there.
    """
    _checked(results, by)
    known = results[results["value"].notna() | results["low"].notna() | results["high"].notna()]
    if known.empty:
        fix = "run the batch over more days, sources or claimants"
        raise Empty([Problem("run_panels", "no number to draw", "at least one result", fix)])
    runs, names = list(dict.fromkeys(results["run"])), list(dict.fromkeys(known["name"]))
    title = title or f"{many(len(names), 'result')} in {many(len(runs), 'run')}"
    height = (PANEL + HEAD) * len(names)
    with style.styled():
        figure, axes = _frame(title, len(runs), len(names)).canvas(height)
        axes.set_axis_off()
        panels = [_panel(axes, place, len(names)) for place in range(len(names))]
        records = [
            record
            for panel, name in zip(panels, names, strict=True)
            for record in _series(panel, name, known[known["name"] == name], runs)
        ]
        _runs(panels[-1], results.drop_duplicates("run")[by].astype(str).tolist())
    alt = rows.alternative(title, *_in_words(records, names))
    return Chart(figure, pd.DataFrame(records), alt)


def _in_words(records: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[str]:
    """Of each result its first and its last figure."""
    sentences = []
    for name in names[:SPOKEN]:
        of = [record for record in records if record["name"] == name]
        ends = dict.fromkeys(f"{r['figure']} ({r['run']})" for r in (of[0], of[-1]))
        label = spaced(name)
        sentences.append(f"{capitalized(label)}: {' to '.join(ends)}.")
    more = len(names) - SPOKEN
    rest = f"{many(more, 'more result')} {'is' if more == 1 else 'are'} in the table."
    return [*sentences, *[rest] * (more > 0)]


def _checked(results: pd.DataFrame, by: str) -> None:
    if by not in results.columns:
        fix = nearest(by, results.columns)
        raise Invalid([Problem("run_panels", f"by={by!r}", "a column of the results", fix)])


def _frame(title: str, runs: int, names: int) -> Frame:
    subtitle = f"{many(names, 'result')} in each of {many(runs, 'run')}"
    note = "Pale: the same as in the run before. No mark: not known."
    return Frame(title, subtitle, notes=(note,), left=0.5, right=0.6, top=0.0, bottom=0.5)


def _panel(axes: Axes, place: int, count: int) -> Axes:
    """The axes of one result, below those of the results before it."""
    share = PANEL / (PANEL + HEAD) / count
    panel = axes.inset_axes((0.0, (count - 1 - place) / count, 1.0, share))
    panel.spines[:].set_visible(False)
    panel.tick_params(length=0, labelsize=8.5, labelbottom=False)
    return panel


def _series(
    axes: Axes, name: str, frame: pd.DataFrame, runs: Sequence[str]
) -> list[dict[str, Any]]:
    """Draw one result over the runs; a record for each mark."""
    points = [(runs.index(row["run"]), row, _quantity(row)) for row in frame.to_dict("records")]
    _scale(axes, name, [quantity for _, _, quantity in points], len(runs))
    spots = [(x, _height(quantity)) for x, _, quantity in points]
    line: dict[str, Any] = {"color": style.INK, "lw": 1, "alpha": 0.35, "zorder": 1}
    strokes.line(axes, *zip(*spots, strict=True), drawstyle="steps-post", **line)
    records = []
    new: list[tuple[float, Quantity]] = []
    for (x, row, quantity), before in zip(points, [None, *(q for _, _, q in points)], strict=False):
        same = quantity == before
        new += [] if same else [(x, quantity)]
        _mark(axes, quantity, x, same=same)
        records.append(_record(row, x, quantity, same=same))
    numbered = [(x, q) for x, q in new if not marks.wordless(q)]
    _labels(axes, numbered)
    return records


def _scale(axes: Axes, name: str, quantities: Sequence[Quantity], runs: int) -> None:
    highest = max(max(_height(quantity) for quantity in quantities), 1)
    axes.set_xlim(-0.6, runs - 0.4)
    axes.set_ylim(0, 1.6 * highest)
    axes.set_yticks([0, highest], ["0", f"{highest:,}"])
    axes.set_xticks(range(runs), [""] * runs)
    style.grid(axes, "both")
    text = wrapped(spaced(name), style.width() - 0.6, HEADING, weight="bold")
    look: dict[str, Any] = {"size": HEADING, "weight": "bold", "va": "bottom", "linespacing": 1.1}
    axes.text(-0.02, 1.06, text, transform=axes.transAxes, **look)


def _mark(axes: Axes, quantity: Quantity, x: float, *, same: bool) -> None:
    alpha, y = style.FAINT if same else 1.0, _height(quantity)
    if marks.wordless(quantity):
        words = "" if same else str(quantity)
        marks.words(axes, x, y, words or "″", style="italic", size=8, alpha=alpha, ha="center")
        return
    marks.upright(axes, quantity, x, style.INK, alpha)
    hollow, size = quantity.stated in (0, None), 5 if same else 7
    marks.dot(axes, x, y, style.INK, gid="", alpha=alpha, hollow=hollow, size=size)


def _labels(axes: Axes, points: Sequence[tuple[float, Quantity]]) -> None:
    """The figure of each run that differs from the one before, where the last left room."""
    scale = axes.get_position().width * style.width() / (axes.get_xlim()[1] - axes.get_xlim()[0])
    free = [-1e9, -1e9]
    for x, quantity in points:
        text = str(quantity)
        half = breadth(text, TYPE, weight="bold") / scale / 2
        line = next((n for n, end in enumerate(free) if x - half > end), None)
        if line is None:  # both lines are taken here: the table has the figure
            continue
        free[line] = x + half
        top = axes.get_ylim()[1]
        y = _height(quantity) + (0.11 + 0.17 * line) * top
        risen = any(x < at < x + 2 and _height(q) > _height(quantity) for at, q in points)
        side, shift = ("right", 0.2) if risen else ("center", 0.0)
        look: dict[str, Any] = {"va": "bottom", "weight": "bold", "size": TYPE}
        marks.words(axes, x + shift, y, text, ha=side, **look)


def _record(row: Mapping[Any, Any], x: int, quantity: Quantity, *, same: bool) -> dict[str, Any]:
    claims = row["claims"] if isinstance(row["claims"], str) else ""
    kinds = ["faint" if same else "", "words" if marks.wordless(quantity) else ""]
    return {
        "name": row["name"],
        "run": row["run"],
        "x": x,
        "y": _height(quantity),
        "figure": row["shown"],
        "mark": ", ".join(filter(None, kinds)) or "solid",
        "claims": claims,
    }


def _runs(axes: Axes, names: Sequence[str]) -> None:
    """The runs below the last panel: days as days are written, other names aslant."""
    step = max(1, -(-len(names) // MOST))
    visible = range(0, len(names), step)
    axes.tick_params(labelbottom=True)
    if all(DAY.fullmatch(name) for name in names):
        days = [date.fromisoformat(names[place]) for place in visible]
        axes.set_xticks(visible, style.day_labels(days))
        return
    axes.set_xticks(visible, [names[place] for place in visible], rotation=20, ha="right")


def _quantity(row: Mapping[Any, Any]) -> Quantity:
    value, low, high = (
        None if pd.isna(row[name]) else row[name] for name in ("value", "low", "high")
    )
    return Quantity(Hedge(row["hedge"]), value, low, high)


def _height(quantity: Quantity) -> float:
    """Where the mark stands: the number, else the end that is known."""
    known = [end for end in (quantity.stated, quantity.low, quantity.high) if end is not None]
    return known[0] if known else 0
