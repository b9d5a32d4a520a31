"""Which case a command means where none is named: that of the folder, never a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Case
from typer.testing import CliRunner, Result

from analysis import cli
from analysis.cli import naming_case
from analysis.errors import Invalid

CLAIM = ("--claimant", "ministry", "--measure", "injured", "--phrase", "at least 78 people")


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, [*arguments])


@pytest.mark.parametrize(
    ("command", "printed"),
    [
        (("add", "post-2031-03-06", *CLAIM, "--yes"), "Added to claims.csv: c028"),
        (("list", "actors", "ministry"), "Transport Ministry"),
        (("rename", "wire", "agency"), "actors.csv"),
        (("cite", "c001", "--as", "sentence"), "c001"),
        (("dispute", "c002", "c003", "--explain", "one list"), "is recorded as explained"),
        (("export", "--to", "csv", "--out", "exp"), "ferry-2031.csv"),
    ],
)
def test_in_the_folder_of_a_case_that_case_is_meant(
    case: Case, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], printed: str
) -> None:
    monkeypatch.chdir(case.folder)
    result = _run(*command)
    assert result.exit_code == 0, result.output
    assert printed in result.output


@pytest.mark.parametrize("names", [(), ("ferry-2031", "convoy-2017")])
@pytest.mark.parametrize(
    "command",
    [
        ("add", "post-2031-03-06", *CLAIM, "--yes"),
        ("rename", "wire", "agency"),
        ("dispute", "c001", "c002", "--explain", "one list"),
    ],
)
def test_elsewhere_no_case_is_changed_that_is_not_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    names: tuple[str, ...],
    command: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(naming_case, "cases", lambda: names)
    result = _run(*command)
    assert isinstance(result.exception, Invalid)
    assert "no case is named" in str(result.exception)


def test_the_only_case_is_taken_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(naming_case, "cases", lambda: ("ferry-2031",))
    assert naming_case.to_write("") == "ferry-2031"
    assert "ferry-2031 is taken" in capsys.readouterr().err


def test_a_dispute_is_judged_in_a_single_way(case: Case) -> None:
    before = case.hash()
    options = ["--open", "How many?", "--explain", "They count at two ports."]
    result = _run("dispute", "c001", "c010", "--case", str(case.folder), *options)
    assert isinstance(result.exception, Invalid)
    assert "open and explained" in str(result.exception)
    assert case.hash() == before


def test_an_archive_names_the_command_for_its_report_as_it_works_there(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case.folder.parent)
    folder = case.folder.name
    result = _run("export", f"./{folder}", "--to", "zenodo", "--out", "exp")
    assert result.exit_code == 0, result.output
    assert f"`contested report case={folder}` makes" in result.output
