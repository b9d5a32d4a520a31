"""What looks through all cases, with a second one under data/."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import FERRY

from analysis import paths
from analysis.case.chapters import chapters, chosen
from analysis.case.load import examine
from analysis.report.one_chart import locate


@pytest.fixture(autouse=True)
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/ with the ferry in it too."""
    data = tmp_path / "data"
    shutil.copytree(paths.DATA, data)
    shutil.copytree(FERRY, data / FERRY.name)
    monkeypatch.setattr(paths, "DATA", data)
    return data / FERRY.name


def test_both_are_cases_by_name_and_well(second: Path) -> None:
    assert {second.name, paths.USUAL_CASE} <= set(paths.cases())
    assert paths.case_folder(second.name) == second
    assert all(examine(case).problems == [] for case in paths.cases())


def test_each_has_chapters_of_its_own() -> None:
    names = {case: [chapter.name for chapter in chapters(case)] for case in paths.cases()}
    assert all([c.name for c in chosen(case, names[case])] == names[case] for case in names)
    assert names[FERRY.name] != names[paths.USUAL_CASE]


def test_a_chart_is_that_of_the_case_named() -> None:
    chapter, cell = locate("chronology/lanes", FERRY.name)
    assert (chapter.name, cell) == ("chronology", "lanes")


def test_the_folder_of_a_case_has_its_name(second: Path) -> None:
    text = (second / paths.PACKAGE).read_text(encoding="utf-8")
    renamed = {**json.loads(text), "name": "another"}
    (second / paths.PACKAGE).write_text(json.dumps(renamed), encoding="utf-8")
    (problem,) = examine(second).problems
    assert (problem.field, problem.value) == ("name", "'another'")
