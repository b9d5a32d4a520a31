"""Batches over the chapters of a case: their names, their parameters, and what goes over these."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from batching import run_batch
from conftest import CASES, Case
from reporting import PARAMETERS, code, markdown, notebook

from analysis.batch import store
from analysis.batch.task import tasks_of
from analysis.case.chapters import chapters
from analysis.case.schema import CHAPTERS
from analysis.notebooks.parameters import ran_with
from analysis.sweep import read

EVERY = sorted(path for path in CASES.iterdir() if path.is_dir())
RECORDING = """\
import analysis as an
an.Scope.checked(case=case).load()
an.record(number=number)
"""


def counting(case: Case, measures: Mapping[str, str]) -> None:
    """Give a case chapters by name, each with a measure, all of one notebook."""
    of_case = [
        {
            **dict.fromkeys(("name", "title", "question"), name),
            "notebook": "templates/toll",
            "parameters": {"measures": measure} if measure else {},
        }
        for name, measure in measures.items()
    ]
    case.describe(lambda data: json.dumps({**json.loads(data), CHAPTERS: of_case}).encode())


def planned(folder: Path, **keys: Any) -> Path:
    path = folder / "x.yaml"
    path.write_text(yaml.safe_dump(keys), encoding="utf-8")
    return path


@pytest.mark.parametrize("folder", EVERY, ids=lambda path: path.name)
def test_every_case_is_run_whole(folder: Path, tmp_path: Path) -> None:
    """Each chapter under its name, with its parameters; and nothing is made twice."""
    sweep = planned(tmp_path, parameters={"case": str(folder)}, sets=[{"name": "all"}])
    batch, _ = run_batch(sweep, tmp_path / "out")
    assert batch.failures == ()
    executed = tmp_path / "out" / store.RUNS / "all" / "notebooks"
    of_case = chapters(folder)
    assert {path.name for path in executed.iterdir()} == {chapter.file for chapter in of_case}
    for chapter in of_case:
        wanted = {**chapter.parameters, "case": str(folder)}
        values = ran_with(executed / chapter.file)
        assert {name: values[name] for name in wanted} == wanted
    again, _ = run_batch(sweep, tmp_path / "out")
    assert (again.up_to_date, again.completed) == (1, 0)


def measured(out: Path) -> dict[str, str]:
    """The measures that each chapter of the only run has run with."""
    executed = out.glob(f"{store.RUNS}/*/notebooks/*.ipynb")
    return {path.stem: ran_with(path)["measures"] for path in executed}


def test_a_chapter_goes_over_its_notebook_and_the_sweep_over_both(
    tmp_path: Path, case: Case
) -> None:
    counting(case, {"first": "dead", "second": "injured", "plain": ""})
    fixed = {"case": str(case.folder)}
    run_batch(planned(tmp_path, parameters=fixed, sets=[{"name": "a"}]), tmp_path / "a")
    assert measured(tmp_path / "a") == {"first": "dead", "second": "injured", "plain": ""}
    sets = [{"measures": "cars"}]
    run_batch(planned(tmp_path, parameters=fixed, sets=sets), tmp_path / "b")
    assert measured(tmp_path / "b") == dict.fromkeys(("first", "second", "plain"), "cars")


def test_other_parameters_of_a_chapter_make_its_runs_anew(tmp_path: Path, case: Case) -> None:
    sweep = planned(tmp_path, parameters={"case": str(case.folder)}, sets=[{"name": "a"}])
    for measure in ("dead", "injured"):
        counting(case, {"first": measure})
        batch, _ = run_batch(sweep, tmp_path / "out")
        assert (batch.completed, measured(tmp_path / "out")) == (1, {"first": measure})


def test_the_key_of_a_run_holds_the_parameters_of_its_chapters(tmp_path: Path, case: Case) -> None:
    """Also where nothing else of the case has changed."""
    counting(case, {"first": "dead"})
    sweep = read(planned(tmp_path, parameters={"case": str(case.folder)}, sets=[{"name": "a"}]))
    (chapter,) = sweep.chapters
    other = replace(sweep, chapters=(replace(chapter, parameters={"measures": "injured"}),))
    (first,), (second,) = (tuple(tasks_of(each)) for each in (sweep, other))
    assert first.key != second.key


def test_a_notebook_of_a_case_outside_data_is_run_from_any_folder(
    tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own cell names the case as `..`, as that of `contested new` does."""
    cell = f"{PARAMETERS}number: int = 0".replace('case: str = ""', 'case: str = ".."')
    cells = [markdown("# A"), code("parameters", cell, "parameters"), code("recorded", RECORDING)]
    own = notebook(case.folder / "notebooks" / "own.ipynb", cells)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    sweep = planned(tmp_path, notebooks=[str(own)], sets=[{"name": "a", "number": 4}])
    batch, _ = run_batch(sweep, tmp_path / "out")
    assert batch.failures == ()
    results = json.loads((tmp_path / "out/runs/a/results.json").read_text(encoding="utf-8"))
    assert [(row["notebook"], row["value"]) for row in results] == [("own", 4)]
    case.change("claims", "c001", note="another")
    again, _ = run_batch(sweep, tmp_path / "out")
    assert again.completed == 1
