"""Which notebooks a sweep runs: those it names, by name or path, else the chapters of its case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Case

from analysis import sweep
from analysis.case.schema import CHAPTERS
from analysis.errors import Invalid
from analysis.paths import NOTEBOOKS

GRID = "grid: {as_of: [2031-03-05]}\n"
DAYS = {"notebook": "chronology", "name": "chronology", "title": "Days", "question": "Which day?"}


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


@pytest.mark.parametrize("more", [{"name": "days"}, {"parameters": {"leave_out": "about"}}])
def test_a_chapter_that_is_more_than_its_notebook_is_refused(
    tmp_path: Path, case: Case, more: dict[str, Any]
) -> None:
    chapter = {**DAYS, **more}
    with pytest.raises(Invalid, match=f"notebooks: the chapter {chapter['name']}; .* names of the"):
        read(tmp_path, listing(case, chapter))


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
