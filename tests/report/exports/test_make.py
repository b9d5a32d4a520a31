"""Exporting a case: all files or none, every problem at once, and what the folder had before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import FERRY, Case

from analysis import paths
from analysis.errors import Invalid
from analysis.report import make as reports
from analysis.report.exports.make import export


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_files_go_by_the_name_of_the_case(tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    result = export(
        FERRY, ["geojson", "csv", "csv"], out=tmp_path / "a/b", notify=lambda *s: steps.append(s)
    )
    assert [path.name for path in result.files] == ["ferry-2031.geojson", "ferry-2031.csv"]
    assert all(path.is_file() for path in result.files)
    assert files(tmp_path) == ["ferry-2031.csv", "ferry-2031.geojson"]
    assert steps == [(1, 2, "geojson"), (2, 2, "csv")]
    assert all(note.startswith("geojson: ") for note in result.notes)


def test_they_go_beside_the_report_and_neither_destroys_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "REPORTS", tmp_path)
    (file,) = export(FERRY, ["csv"]).files
    assert file == tmp_path / "ferry-2031" / "export" / "ferry-2031.csv"
    before = file.read_bytes()
    notebooks = [paths.NOTEBOOKS / "map.ipynb"]
    for _ in range(2):
        folder = reports.make(
            {"case": str(FERRY)},
            formats=("html",),
            notebooks=notebooks,
            out=tmp_path / "ferry-2031",
        )
        assert file.read_bytes() == before
        assert (folder / "report.html").is_file()
    export(FERRY, ["csv"])
    assert (folder / "report.html").is_file()


def test_every_problem_is_said_before_a_file_is_written(case: Case, tmp_path: Path) -> None:
    case.change("claims", "c001", phrase="213 people").change("claims", "c002", speech="")
    blocking = tmp_path / "file"
    blocking.write_text("x")
    with pytest.raises(Invalid) as caught:
        export(case.folder, ["csv", "exel", "json"], out=blocking / "out")
    wheres = {problem.where for problem in caught.value.problems}
    assert {"to", "out"} <= wheres
    assert {f"claims.csv:{line}" for line in (2, 3)} <= {w.rpartition(":")[0] for w in wheres}
    assert sum(problem.field == "to" for problem in caught.value.problems) == 2
    assert files(tmp_path) == ["file"] or "claims.csv" in files(tmp_path)


@pytest.mark.parametrize(
    ("formats", "fix"),
    [(["xslx"], "did you mean xlsx?"), ([], "name one, or several with commas")],
)
def test_a_format_that_there_is_not(formats: list[str], fix: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        export(FERRY, formats, out=tmp_path)
    assert [problem.fix for problem in caught.value.problems] == [fix]
    assert files(tmp_path) == []


def test_where_a_format_cannot_hold_the_case_no_file_is_written(case: Case, tmp_path: Path) -> None:
    case.change("claims", "c002", note="x" * 40_000)
    with pytest.raises(Invalid):
        export(case.folder, ["csv", "xlsx"], out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_disk_that_is_full_leaves_the_files_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(FERRY, ["csv"], out=tmp_path)
    before = (tmp_path / "ferry-2031.csv").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "x"))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Invalid, match="No space left on device"):
        export(FERRY, ["csv", "geojson"], out=tmp_path)
    assert files(tmp_path) == ["ferry-2031.csv"]
    assert (tmp_path / "ferry-2031.csv").read_bytes() == before
