"""The charts of every chapter of every invented case, at full width and in a narrow column."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES
from gallery import boxes, crowded, written

from analysis.case.chapters import Chapter, chapters
from analysis.charts.kit import style
from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.charts.kit.draw import COLUMN
from analysis.notebooks import ipynb

JOURNAL = 89 / 25.4
"""Inches: one column of a newspaper or a journal."""
OF_DATA_SETS = "sums"
"""The cell that draws the rows of a data set, of which no story here has any."""
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
EACH = [(folder, chapter) for folder in FOLDERS for chapter in chapters(folder)]


def drawn(folder: Path, chapter: Chapter) -> Iterator[tuple[str, Chart]]:
    """The charts that a chapter shows of a case, each with the id of its cell."""
    names: dict[str, Any] = {}
    for cell in ipynb.cells(chapter.notebook):
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse(ipynb.source(cell))
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr):
            tree.body.pop()
        exec(compile(tree, cell["id"], "exec"), names)
        if ipynb.PARAMETERS in ipynb.tags(cell):
            names |= {**chapter.parameters, "case": str(folder)}
        elif isinstance(last, ast.Expr) and "charts." in ipynb.source(cell):
            chart = eval(compile(ast.Expression(last.value), cell["id"], "eval"), names)
            if cell["id"] == OF_DATA_SETS:
                assert chart is None
                continue
            assert isinstance(chart, Chart)
            yield cell["id"], chart


@pytest.mark.parametrize("inches", [style.WIDTH, JOURNAL], ids=["full", "89mm"])
@pytest.mark.parametrize(
    ("folder", "chapter"), EACH, ids=[f"{folder.name}-{chapter.name}" for folder, chapter in EACH]
)
def test_no_label_is_cut_or_meets_another(
    folder: Path, chapter: Chapter, inches: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    if inches < style.WIDTH:
        monkeypatch.setenv(COLUMN, repr(inches))
    wrong: dict[str, Any] = {}
    for name, chart in drawn(folder, chapter):
        if isinstance(chart, EmptyChart):
            continue
        wide, high = chart.figure.bbox.size
        texts = boxes(chart.figure)
        outside = [
            text
            for text, box in texts
            if not all(-1 <= x <= wide + 1 and -1 <= y <= high + 1 for x, y in box)
        ]
        cut = [text for text in written(chart.figure) if "…" in text]
        if faulty := [*outside, *cut, *crowded(texts)]:
            wrong[name] = faulty
    assert wrong == {}
