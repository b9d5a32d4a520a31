"""A chart taken out of a notebook, run in a real kernel up to its cell."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from conftest import FERRY
from reporting import PARAMETERS, SCOPE, code, markdown, notebook

from analysis.case.chapters import Chapter
from analysis.case.scope import Scope
from analysis.case.timeline import Timeline
from analysis.charts.kit.svg import size
from analysis.errors import Invalid
from analysis.report import one_chart
from analysis.report.one_chart import charted, extract, locate

PICTURE = [{"output_type": "display_data", "data": {"image/png": ""}, "metadata": {}}]
DRAW = 'an.charts.evidence_by_day(told{narrower}, "Claims by day")'
LATER = '.during("2040-01-01")'
CELLS = [
    markdown("# Days\n\nA question."),
    code("parameters", PARAMETERS, "parameters"),
    code("load", SCOPE, "remove"),
    code("said", 'an.say(told, "c001")'),
    code("days", DRAW.format(narrower=""), outputs=PICTURE),
    code("none", DRAW.format(narrower=LATER), outputs=PICTURE),
    code("broken", "1 / 0"),
]
CASE = {"case": str(FERRY)}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return notebook(tmp_path_factory.mktemp("in") / "days.ipynb", CELLS)


def test_the_chart_is_laid_out_for_the_column(path: Path) -> None:
    before = path.read_bytes()
    figure = extract(f"{path.parent}/days/days", 5.5, CASE)
    assert (figure.notebook, figure.name, figure.title) == ("days", "days", "Claims by day")
    wide, _ = size(figure.svg)
    assert wide == pytest.approx(5.5 * 72)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            "none",
            "days/none: Claims by day: nothing in this selection to draw; a chart; widen as_of",
        ),
        ("said", "days/said: shows no chart; a chart; choose one of days, none"),
        ("broken", "days.ipynb: "),
    ],
)
def test_a_cell_without_a_chart_says_so(path: Path, cell: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        extract(f"{path}/{cell}", 5.5, CASE)
    (problem,) = refused.value.problems
    assert str(problem).startswith(message)


def test_where_no_cell_has_a_stored_chart_the_sentence_in_its_place_is_the_reason(
    tmp_path: Path,
) -> None:
    cells = [*CELLS[:3], code("none", DRAW.format(narrower=LATER))]
    path = notebook(tmp_path / "days.ipynb", cells)
    with pytest.raises(Invalid) as refused:
        extract(f"{path}/none", 5.5, CASE)
    (problem,) = refused.value.problems
    assert str(problem).startswith("days/none: Claims by day: nothing in this selection to draw;")
    assert "none to choose from" not in str(problem)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("casualtys/toll", "figure: 'casualtys'; .*; did you mean casualties"),
        (
            "toll",
            "figure: 'toll'; a notebook and a cell, as casualties/toll; choose one of buses, ",
        ),
        (
            "casualties",
            "figure: 'casualties'; a notebook and a cell, .*; add a cell: casualties/t",
        ),
        ("", "figure: ''; a notebook and a cell"),
        (
            "casualties/tol",
            "casualties: 'tol'; the id of a cell with a chart; did you mean toll?",
        ),
        ("casualties/", "casualties: ''; the id of a cell with a chart; choose one of "),
    ],
)
def test_what_is_unknown_is_refused_with_the_nearest(name: str, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        locate(name)


def test_wrong_parameters_are_refused_before_anything_runs(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(one_chart, "engine", never)
    with pytest.raises(Invalid, match="as_of: '2030-01-01'; 2031-03-04"):
        extract(f"{path}/days", 5.5, {**CASE, "as_of": "2030-01-01"})


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_a_file_that_is_no_notebook_is_a_single_problem(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.ipynb").write_text(text)
    with pytest.raises(
        Invalid, match=r"x\.ipynb(:1)?: (not JSON|JSON that is no notebook).*; a notebook; "
    ):
        locate(f"{tmp_path}/x/days")


def test_charts_are_the_cells_that_hold_pictures(path: Path) -> None:
    assert charted(path) == ["days", "none"]


OF_ITS_OWN = PARAMETERS.replace('case: str = ""', f"case: str = {str(FERRY)!r}").replace(
    'as_of: str = ""', 'as_of: str = "2031-03-05"'
)


@pytest.fixture
def narrow(tmp_path: Path) -> Path:
    """A notebook that names a case and a day in its own cell."""
    cells = [code("parameters", OF_ITS_OWN + 'day: str = ""', "parameters"), *CELLS[2:]]
    return notebook(tmp_path / "narrow.ipynb", [CELLS[0], *cells])


def test_the_chart_is_that_of_the_notebook_s_own_cell(narrow: Path, ferry: Timeline) -> None:
    own = extract(f"{narrow}/days", 5.5, {})
    typed = extract(f"{narrow}/days", 5.5, {"as_of": "2031-03-07"})
    assert set(own.drawn) < set(typed.drawn) <= {claim.claim_id for claim in ferry}
    assert set(own.drawn) <= {c.claim_id for c in ferry.as_of("2031-03-05")}


def test_values_go_over_one_another(narrow: Path) -> None:
    chapter = Chapter(narrow, "x", parameters={"end": "2031-03-06", "claimants": "post"})
    values = one_chart.values(chapter, {"claimants": "line", "day": "2031"})
    expected = {"case": str(FERRY), "as_of": "2031-03-05", "end": "2031-03-06"}
    assert values == {**asdict(Scope()), **expected, "claimants": "line", "day": "2031"}


@pytest.mark.parametrize(
    ("chapter", "typed", "says"),
    [
        (
            {},
            {"dya": "x"},
            "dya: no such parameter; a parameter of the notebooks; did you mean day?",
        ),
        ({}, {"day": 7}, "day: 7; text; write a text in quotation marks"),
        ({}, {"claimants": "lien"}, "claimants: 'lien'; one that the case has; did you mean line?"),
        ({}, {"start": "2040"}, "scope: no claim is left; at least one claim; "),
        (
            {"measure": "people"},
            {},
            "datapackage.json:contested:chapters: x: measure: no such parameter; ",
        ),
    ],
)
def test_what_the_notebook_or_its_case_does_not_have_is_refused(
    narrow: Path, chapter: dict[str, Any], typed: dict[str, Any], says: str
) -> None:
    with pytest.raises(Invalid) as refused:
        one_chart.values(Chapter(narrow, "x", parameters=chapter), typed)
    assert str(refused.value).startswith(says)
