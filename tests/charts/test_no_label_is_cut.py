"""The charts of a case's notebooks, as its report draws them: whole words, at every width."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from gallery import boxes, crowded, written

from analysis import charts, paths
from analysis.charts.kit import style
from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.charts.kit.draw import COLUMN, SMALLEST, smallest
from analysis.notebooks import ipynb

JOURNAL = 89 / 25.4
"""Inches: one column of a newspaper or a journal."""
OTHERS = ("explore", "README")
"""Notebooks without charts of their own."""
NOTEBOOKS = {path.stem: path for path in paths.all_notebooks() if path.stem not in OTHERS}


def cells(path: Path) -> Iterator[tuple[str, str]]:
    """The id and the source of each cell of code."""
    for cell in ipynb.cells(path):
        if cell["cell_type"] == "code":
            yield cell.get("id", ""), "".join(cell["source"])


def drawing_cells(path: Path) -> list[str]:
    return [name for name, source in cells(path) if "charts." in source]


@cache
def drawn(path: Path, wanted: str) -> Any:
    """What the last line of a cell shows, after all cells before it have run."""
    names: dict[str, Any] = {}
    for name, source in cells(path):
        tree = ast.parse(source)
        last = tree.body[-1] if tree.body else None
        if name == wanted and isinstance(last, ast.Expr):
            exec(compile(ast.Module(tree.body[:-1], []), name, "exec"), names)
            return eval(compile(ast.Expression(last.value), name, "eval"), names)
        body = tree.body[:-1] if "charts." in source else tree.body
        exec(compile(ast.Module(body, []), name, "exec"), names)
    raise LookupError(wanted)


OF_DATA_SETS = "sums"
"""The cell that draws the rows of a data set, of which the case of the notebooks has none."""
APART = {"alongside"}
"""The form that takes a second case, which no notebook names."""
CHARTS = [
    (name, cell)
    for name, path in NOTEBOOKS.items()
    for cell in drawing_cells(path)
    if cell != OF_DATA_SETS
]


@pytest.fixture(params=[style.WIDTH, JOURNAL], ids=["full", "89mm"])
def column(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    inches = float(request.param)
    if inches < style.WIDTH:
        monkeypatch.setenv(COLUMN, repr(inches))
    else:
        monkeypatch.delenv(COLUMN, raising=False)
    drawn.cache_clear()
    return inches


@pytest.mark.parametrize(("notebook", "cell"), CHARTS, ids=["-".join(chart) for chart in CHARTS])
def test_no_label_is_cut_meets_another_or_is_too_small(
    notebook: str, cell: str, column: float
) -> None:
    chart = drawn(NOTEBOOKS[notebook], cell)
    assert isinstance(chart, Chart)
    assert not isinstance(chart, EmptyChart)
    assert not [text for text in written(chart.figure) if "…" in text]
    figure = chart.figure
    wide, high = figure.bbox.size
    texts = boxes(figure)
    outside = [
        t
        for t, box in texts
        if not all(-1 <= x <= wide + 1 and -1 <= y <= high + 1 for x, y in box)
    ]
    assert outside == []
    assert crowded(texts) == []
    assert smallest(chart) * column / figure.get_figwidth() >= SMALLEST - 1e-6


def test_every_form_is_among_them() -> None:
    sources = "".join(s for path in NOTEBOOKS.values() for _, s in cells(path))
    assert {form for form in charts.FORMS if f"charts.{form}(" in sources} == {
        *charts.FORMS
    } - APART
