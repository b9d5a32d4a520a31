"""`contested import`: what the terminal says, and its exit code."""

from __future__ import annotations

from pathlib import Path

import layouts
import pytest
from layouts import acled, ged, write
from typer.testing import CliRunner

from analysis.cli import app

RUN = CliRunner()


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "t.csv", layouts.UCDP, [ged(1), ged(2, best="9")])


def test_the_account_is_printed_and_goes_with_the_case(table: Path) -> None:
    done = RUN.invoke(app, ["import", str(table), "--out", "hills", "--at", str(table.parent)])
    assert done.exit_code == 0
    account = (table.parent / "hills" / "import.md").read_text(encoding="utf-8")
    printed = [line for line in done.output.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in printed[2:]]
    assert [row[:6] for row in cells] == [
        ["low", "2", "4", "2", "4", "0"],
        ["best", "2", "12", "2", "12", "0"],
        ["high", "2", "10", "2", "10", "0"],
    ]
    assert "2 rows of the file gave 2 claims." in done.output
    assert all(line in account for line in printed)
    assert RUN.invoke(app, ["check", str(table.parent / "hills")]).exit_code == 0


def test_terms_that_forbid_passing_rows_on_are_said(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", layouts.ACLED, [acled(1)])
    done = RUN.invoke(app, ["import", str(path), "--out", "a", "--at", str(tmp_path)])
    assert "forbid passing its rows on" in done.output
    assert ".gitignore" in done.output


def test_a_guess_is_written_once_and_imports(table: Path) -> None:
    assert RUN.invoke(app, ["import", "--guess", str(table)]).exit_code == 0
    again = RUN.invoke(app, ["import", "--guess", str(table)])
    assert again.exit_code == 1
    mapping = table.parent / "t.yaml"
    files = ["import", str(mapping), str(table), "--out", "own", "--at", str(table.parent)]
    assert RUN.invoke(app, files).exit_code == 0


@pytest.mark.parametrize("files", [["m.yaml"], ["a.csv", "b.csv", "c.csv"], ["nowhere.csv"]])
def test_files_that_are_none_are_refused(table: Path, files: list[str]) -> None:
    assert RUN.invoke(app, ["import", *files]).exit_code == 1
