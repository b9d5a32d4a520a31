"""Templates and the notebooks made from them, on a case of another subject and on an empty one."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import FERRY

from analysis import paths
from analysis.case.schema import package
from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.errors import Invalid
from analysis.intake.beginning import begin, without_examples
from analysis.notebooks import ipynb, parameters
from analysis.notebooks.templates import CHART, any_case, template_names, templates
from analysis.words.sentences import Sentence

TEMPLATES = templates(template_names())
EACH = pytest.mark.parametrize("path", [t.path for t in TEMPLATES], ids=template_names())
OTHERS = [path for path in paths.all_notebooks() if path.stem not in ("README", "sweep_overview")]
ANY = pytest.mark.parametrize("path", OTHERS, ids=[path.stem for path in OTHERS])
MOST_LINES = 10


def outputs_of(path: Path, case: Path) -> dict[str, Any]:
    """What each cell of a notebook shows on a case, by its id."""
    names: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for cell in ipynb.cells(path):
        if cell["cell_type"] != "code":
            continue
        *body, last = ast.parse(ipynb.source(cell)).body
        exec(compile(ast.Module(body, []), cell["id"], "exec"), names)
        if isinstance(last, ast.Expr):
            values[cell["id"]] = eval(
                compile(ast.Expression(last.value), cell["id"], "eval"), names
            )
        else:
            exec(compile(ast.Module([last], []), cell["id"], "exec"), names)
        if ipynb.PARAMETERS in ipynb.tags(cell):
            names["case"] = str(case)
    return values


def begun(folder: Path) -> Path:
    """A new case with every template."""
    copies = {t.file: t.copy(case="..") for t in TEMPLATES}
    chapters = [*(t.chapter for t in TEMPLATES), *any_case()]
    return begin("mill-2031", "The mill", folder, chapters, copies)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = begun(tmp_path_factory.mktemp("new"))
    files = without_examples(package(folder))
    paths.write_all({file.path: file.body for file in files})
    return folder


@ANY
def test_every_notebook_runs_on_an_empty_case_and_says_so(path: Path, empty: Path) -> None:
    values = outputs_of(path, empty)
    charts = [value for value in values.values() if isinstance(value, Chart)]
    assert {chart.alt for chart in charts} <= {"No claims yet."}
    assert all(isinstance(chart, EmptyChart) for chart in charts)
    sentences = {str(value) for value in values.values() if isinstance(value, Sentence)}
    assert sentences <= {"No claims yet."}
    if path.stem != "explore":
        assert sentences


@ANY
def test_every_notebook_runs_on_a_case_of_another_subject(path: Path) -> None:
    values = outputs_of(path, FERRY)
    own = path.parent.name == "convoy-2017"
    sentences = [str(v) for v in values.values() if isinstance(v, Sentence)]
    lacking = [text for text in sentences if text.startswith("This case has no figures of ")]
    assert bool(lacking) == own
    assert all(re.fullmatch(r"[^.]+\.( [^.]+\.)?", text) for text in lacking)


@pytest.mark.parametrize("template", TEMPLATES, ids=template_names())
def test_every_chart_of_a_template_draws_the_example(template: Any, tmp_path: Path) -> None:
    values = outputs_of(template.path, begun(tmp_path))
    charts = {name: value for name, value in values.items() if isinstance(value, Chart)}
    assert template.hero == next(iter(charts))
    assert [name for name, chart in charts.items() if isinstance(chart, EmptyChart)] == []


@EACH
def test_a_template_holds_no_word_of_a_story(path: Path) -> None:
    cells = [c for c in ipynb.cells(path) if ipynb.PARAMETERS not in ipynb.tags(c)]
    text = "\n".join(map(ipynb.source, cells))
    words = {"bus", "buses", "convoy", "strike", "strikes", "fighters", "vehicles", "isis", "ferry"}
    assert not words & set(re.findall(r"[a-z]+", text.lower()))
    prose = [ipynb.source(cell) for cell in cells if cell["cell_type"] == "markdown"]
    assert not re.search(r"\d", "".join(prose))


@EACH
def test_a_template_takes_the_parameters_of_every_notebook_and_three_more(path: Path) -> None:
    names = list(parameters.read(path).parameters)
    assert names[-3:] == ["measures", "whole", "within"]
    assert names[:3] == ["case", "start", "end"]


@EACH
def test_its_cells_are_few_and_short_and_the_last_is_the_readers_own(path: Path) -> None:
    code = [cell for cell in ipynb.cells(path) if cell["cell_type"] == "code"]
    assert all(len(ipynb.source(c).splitlines()) <= MOST_LINES for c in code[1:])
    assert ipynb.tags(code[-1]) == {"remove", "ask"}
    # every chart is followed by a sentence, which reports print under it
    for chart, after in pairwise(code):
        if CHART.search(ipynb.source(chart)):
            assert ipynb.source(after).startswith("findings.")


def test_a_copy_has_its_parameters_and_no_output() -> None:
    for template in TEMPLATES:
        notebook = ipynb.parse(template.copy(case="../x").encode(), "copy.ipynb")
        assert all(not ipynb.outputs(cell) for cell in notebook["cells"])
        first = next(c for c in notebook["cells"] if ipynb.PARAMETERS in ipynb.tags(c))
        line = ipynb.source(first).splitlines()[0]
        assert line == 'case: str = "../x"  # a case under data/, or the path of one'
        assert len(ipynb.cells(template.path)) == len(notebook["cells"])


def test_every_unknown_template_is_refused_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        templates(["tol", "whole", "cuonts"])
    assert [(p.value, p.fix) for p in refused.value.problems] == [
        ("'tol'", "did you mean toll?"),
        ("'cuonts'", "did you mean counts?"),
    ]
    with pytest.raises(Invalid, match="template: ''"):
        templates([])
