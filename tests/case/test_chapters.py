"""The chapters of a case: as it lists them, without a list, and with a list that is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import FERRY, Case

from analysis import cli, paths
from analysis.case import chapters as module
from analysis.case.chapters import chapters, chosen, problems
from analysis.case.schema import CHAPTERS, package
from analysis.errors import Invalid
from analysis.paths import NOTEBOOKS

GOOD = {"notebook": "chronology", "name": "days", "title": "Days", "question": "Which day?"}
HERO = {**GOOD, "hero": "lanes"}
OWN = {**GOOD, "notebook": "mine/a.ipynb", "name": "a", "parameters": {"case": "convoy-2017"}}


def listing(case: Case, value: Any) -> Case:
    """The case with that list of chapters; with one notebook of its own, mine/a.ipynb."""
    own = case.folder / "mine" / "a.ipynb"
    own.parent.mkdir()
    own.touch()
    return case.describe(lambda data: json.dumps({**json.loads(data), CHAPTERS: value}).encode())


def test_the_first_case_lists_them_in_the_order_of_its_report() -> None:
    names = ["chronology", "strikes", "buses", "casualties", "sources", "map"]
    assert [chapter.name for chapter in chapters("convoy-2017")] == names
    assert [chapter.notebook.parent.name for chapter in chapters("convoy-2017")] == [
        *("notebooks", "convoy-2017", "convoy-2017", "convoy-2017", "notebooks", "notebooks")
    ]


def test_without_a_list_they_are_those_for_any_case_then_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    assert [chapter.name for chapter in chapters(FERRY)] == ["chronology", "sources", "map"]
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "suite")
    folders = (tmp_path / "suite" / case.folder.name, case.folder / "notebooks")
    for folder, name in zip(folders, ("b", "a"), strict=True):
        folder.mkdir(parents=True)
        (folder / f"{name}.ipynb").touch()
    names = [chapter.name for chapter in chapters(case.folder)]
    assert names == ["chronology", "sources", "map", "b", "a"]
    (folders[1] / "Map.ipynb").touch()
    (problem,) = problems(package(case.folder))
    assert str(problem).startswith(f"datapackage.json:{CHAPTERS}: 'Map': a second chapter")


def test_a_list_names_notebooks_of_the_suite_and_of_the_case(case: Case) -> None:
    listing(case, [HERO, OWN])
    first, second = chapters(case.folder)
    assert first == module.Chapter(
        NOTEBOOKS / "chronology.ipynb", "days", "Days", "Which day?", hero="lanes"
    )
    assert second.notebook == case.folder / "mine" / "a.ipynb"
    assert second.parameters == {"case": "convoy-2017"}
    assert (first.file, second.file) == ("days.ipynb", "a.ipynb")
    assert (first.hero, second.hero) == ("lanes", "")
    assert problems(package(case.folder)) == []


WRONG: list[tuple[Any, list[str]]] = [
    ({}, [": {}; chapters in square brackets; "]),
    ([], [": []; chapters in square brackets; "]),
    ([3], ["[1]: 3; a chapter in curly brackets; give it notebook, name, title, question"]),
    (
        [{**GOOD, "notbook": "x"}],
        ["[1].notbook: no such key; a key of a chapter; did you mean note"],
    ),
    (
        [{"name": "a"}],
        ["[1]: no notebook; ", "[1]: no title; ", "[1]: no question; "],
    ),
    (
        [{**GOOD, "hero": ""}],
        ['[1].hero: ""; the name of a chart; name it, as `contested figure` '],
    ),
    ([{**GOOD, "title": " "}], ['[1].title: " "; text; write its title']),
    ([{**GOOD, "name": "a/b"}], ["[1].name: 'a/b'; letters, digits, - and _; "]),
    (
        [{**GOOD, "notebook": "chronologie"}],
        ["[1].notebook: 'chronologie': no such file; a notebook of the suite, or a path from the "],
    ),
    ([{**GOOD, "notebook": "\0"}], ["[1].notebook: '\\x00': no such file; "]),
    ([{**GOOD, "parameters": [1]}], ["[1].parameters: [1]; parameters by name; "]),
    (
        [{**OWN, "parameters": {"as_of": "2031-03-05", "case": "x"}}],
        ["[1].parameters.as_of: a parameter of a case's own notebook; case alone; set it in "],
    ),
    ([GOOD, {**GOOD, "name": "Days"}], ["[2].name: 'Days': a second chapter of that name; each "]),
    (
        [{**GOOD, "name": 3, "more": 1}, 7, {**GOOD, "notebook": "gone"}],
        ["[1].more: no such key; ", "[1].name: 3; text; ", "[2]: 7; ", "[3].notebook: 'gone': no "],
    ),
]


@pytest.mark.parametrize(("value", "expected"), WRONG)
def test_a_wrong_list_is_refused_with_everything_that_is_wrong(
    case: Case, value: Any, expected: list[str]
) -> None:
    listing(case, value)
    with pytest.raises(Invalid) as refused:
        chapters(case.folder)
    lines = [str(problem) for problem in refused.value.problems]
    assert len(lines) == len(expected), lines
    for line, beginning in zip(lines, expected, strict=True):
        assert line.startswith(f"datapackage.json:1:{CHAPTERS}{beginning}"), line
    assert problems(package(case.folder)) == list(refused.value.problems)


def test_the_check_of_a_case_looks_at_its_chapters(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    listing(case, [{**GOOD, "notebook": "chronologie"}])
    with pytest.raises(SystemExit) as ended:
        cli.app(["check", str(case.folder)])
    assert ended.value.code == 1
    message = f"datapackage.json:1:{CHAPTERS}[1].notebook: 'chronologie': no such file"
    assert message in capsys.readouterr().err


def test_chapters_are_chosen_by_name_notebook_and_path_each_once(tmp_path: Path) -> None:
    other = tmp_path / "other.ipynb"
    other.touch()
    toll, map_file = "convoy-2017/casualties", str(NOTEBOOKS / "map.ipynb")
    listed = chosen("convoy-2017", ["map", toll, "casualties", map_file, str(other)])
    by_name = {chapter.name: chapter for chapter in chapters("convoy-2017")}
    assert listed[:2] == (by_name["map"], by_name["casualties"])
    assert [(chapter.name, chapter.notebook, chapter.title) for chapter in listed[2:]] == [
        ("other", other, "")
    ]


def test_a_notebook_stands_for_all_chapters_made_of_it(case: Case) -> None:
    listing(case, [GOOD, {**GOOD, "name": "nights"}])
    assert [chapter.name for chapter in chosen(case.folder, ["chronology"])] == ["days", "nights"]
    assert [chapter.name for chapter in chosen(case.folder, ["nights"])] == ["nights"]


def test_every_name_that_is_no_chapter_is_refused_with_the_nearest() -> None:
    with pytest.raises(Invalid) as refused:
        chosen("convoy-2017", ["casualtys", "map", "x" * 300, "sorces.ipynb"])
    first, second, third = refused.value.problems
    assert (first.value, first.fix) == ("'casualtys'", "did you mean casualties?")
    assert second.value == repr("x" * 300)
    assert third.fix == "did you mean sources?"


def test_two_notebooks_of_one_name_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "map.ipynb"
    other.touch()
    with pytest.raises(Invalid, match="a second chapter of that name"):
        chosen("convoy-2017", ["map", str(other)])
