"""Which notebooks a sweep runs: those it names, by name or path, else the chapters of its case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import FERRY, Case
from reporting import PARAMETERS, code, notebook

from analysis import sweep
from analysis.case.schema import CHAPTERS
from analysis.errors import Invalid
from analysis.paths import NOTEBOOKS

GRID = "grid: {as_of: [2031-03-05]}\n"
DAYS = {"notebook": "chronology", "name": "chronology", "title": "Days", "question": "Which day?"}

TOLL = {**DAYS, "notebook": "templates/toll", "name": "toll"}


def read(folder: Path, text: str) -> list[str]:
    """The notebooks of a sweep, by their paths in the folder of the suite's."""
    (folder / "x.yaml").write_text(text, encoding="utf-8")
    paths = sweep.read(folder / "x.yaml").notebooks
    return [path.relative_to(NOTEBOOKS).as_posix() for path in paths]


def listing(case: Case, *listed: dict[str, Any]) -> str:
    """The lines of a sweep that look at a case with these chapters."""
    case.describe(lambda data: json.dumps({**json.loads(data), CHAPTERS: listed}).encode())
    return f"parameters: {{case: {case.folder}}}\n{GRID}"


def test_a_notebook_of_a_case_is_named_with_its_folder_or_without(tmp_path: Path) -> None:
    text = "notebooks: [convoy-2017/casualties, strikes, chronology.ipynb]\n"
    names = ["convoy-2017/casualties.ipynb", "convoy-2017/strikes.ipynb", "chronology.ipynb"]
    assert read(tmp_path, text + "grid: {as_of: [2017-09-02]}\n") == names


def test_without_names_they_are_the_chapters_of_the_case(tmp_path: Path, case: Case) -> None:
    sources = {**DAYS, "notebook": "sources", "name": "sources"}
    assert read(tmp_path, listing(case, sources, DAYS)) == ["sources.ipynb", "chronology.ipynb"]


def test_a_notebook_may_be_several_chapters_each_with_parameters(
    tmp_path: Path, case: Case
) -> None:
    chapters = [
        {**DAYS, "name": name, "notebook": "templates/counts", "parameters": {"measures": name}}
        for name in ("ashore", "dead")
    ]
    path = tmp_path / "x.yaml"
    path.write_text(listing(case, *chapters) + "thumbnail: ashore/claimed\n", encoding="utf-8")
    swept = sweep.read(path)
    assert [(c.name, dict(c.parameters)) for c in swept.chapters] == [
        ("ashore", {"measures": "ashore"}),
        ("dead", {"measures": "dead"}),
    ]
    assert {run.parameters["case"] for run in swept.runs} == {str(case.folder)}


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [("days", "x", "no such parameter"), ("measures", 3, "text")],
)
def test_a_parameter_that_does_not_fit_its_chapter_is_refused(
    tmp_path: Path, case: Case, name: str, value: object, why: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read(tmp_path, listing(case, {**TOLL, "parameters": {name: value}}))
    (problem,) = map(str, refused.value.problems)
    assert problem.startswith(f"datapackage.json:{CHAPTERS}: toll: {name}: ")
    assert why in problem


@pytest.mark.parametrize("key", ["grid: {case: [%s]}\n", "sets: [{name: a, case: %s}]\n"])
def test_chapters_are_those_of_one_case(tmp_path: Path, case: Case, key: str) -> None:
    with pytest.raises(Invalid, match="a case of some runs; one case, whose chapters are run"):
        read(tmp_path, key % case.folder)


def own(folder: Path, name: str, named: str) -> Path:
    """A notebook that names a case in its own cell."""
    cell = PARAMETERS.replace('case: str = ""', f'case: str = "{named}"')
    return notebook(folder / f"{name}.ipynb", [code("parameters", cell, "parameters")])


def test_a_notebook_of_a_case_reads_it_by_the_path_from_its_own_folder(
    tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own(case.folder / "notebooks", "one", "..")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    file = tmp_path / "x.yaml"
    file.write_text(f"notebooks: [{path}]\ngrid: {{claimants: [nobody]}}\n", encoding="utf-8")
    with pytest.raises(Invalid, match="nobody"):
        sweep.read(file)
    file.write_text(f"notebooks: [{path}]\n{GRID}", encoding="utf-8")
    (run,) = sweep.read(file).runs
    assert run.parameters["case"] == str(case.folder)


def test_notebooks_of_different_cases_need_one_that_all_read(tmp_path: Path, case: Case) -> None:
    first = own(case.folder / "notebooks", "one", "..")
    second = own(tmp_path, "two", str(FERRY))
    text = f"notebooks: [{first}, {second}]\n{GRID}"
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        sweep.read(file)
    (problem,) = map(str, refused.value.problems)
    assert f"one.ipynb reads {case.folder}, two.ipynb reads {FERRY}; one case" in problem
    file.write_text(f"{text}parameters: {{case: {FERRY}}}\n", encoding="utf-8")
    assert len(sweep.read(file).notebooks) == 2


def test_a_wrong_list_of_chapters_is_refused_with_what_else_is_wrong(
    tmp_path: Path, case: Case
) -> None:
    text = listing(case, {**DAYS, "notebook": "chronologie"}) + "titel: x\n"
    with pytest.raises(Invalid) as refused:
        read(tmp_path, text)
    problems = sorted(str(problem) for problem in refused.value.problems)
    assert len(problems) == 2
    assert problems[0].startswith(
        f"datapackage.json:1:{CHAPTERS}[1].notebook: 'chronologie': no such"
    )
    assert problems[1].startswith("x.yaml:3:titel: no such key")
