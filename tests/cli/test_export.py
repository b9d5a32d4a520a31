"""The command `contested export`: its files, its notes, its exit code."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from conftest import FERRY, Case
from typer.testing import CliRunner

from analysis.cli import app
from analysis.errors import Invalid
from analysis.paths import ROOT
from analysis.report.exports import EXPORTS, FORMATS

DOCUMENT = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")


def run(*arguments: str) -> tuple[int, str, BaseException | None]:
    result = CliRunner().invoke(app, ["export", *arguments])
    return result.exit_code, result.output, result.exception


def test_each_file_is_named_on_a_line(tmp_path: Path) -> None:
    code, output, _ = run(str(FERRY), "--to", "csv, hxl,", "--out", str(tmp_path / "x"))
    assert code == 0
    written = sorted(path.name for path in (tmp_path / "x").iterdir())
    assert written == ["ferry-2031.csv", "ferry-2031.hxl.csv"]
    assert [Path(line).name for line in output.splitlines()[-2:]] == written


def test_what_is_wrong_is_said_at_once(case: Case, tmp_path: Path) -> None:
    case.change("claims", "c002", speech="")
    code, _, error = run(str(case.folder), "--to", "csv,pdf", "--out", str(tmp_path / "x"))
    assert code == 1
    assert isinstance(error, Invalid)
    assert [problem.field for problem in error.problems] == ["to", "speech"]
    assert not (tmp_path / "x").exists()


def test_every_format_is_documented_with_its_file() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `CASE(\.[\w.]+)` \|", DOCUMENT, re.MULTILINE)
    assert dict(rows) == {form: EXPORTS[form].ending for form in FORMATS}


def test_the_line_that_undoes_the_apostrophes_does() -> None:
    (line,) = re.findall(r'^table\["note"\] = (.*)$', DOCUMENT, re.MULTILINE)
    table = pd.DataFrame({"note": ["'=1+1", "''=1", "'@x", "'quoted'", "-3", "plain", ""]})
    undone = eval(line, {"table": table})
    assert undone.tolist() == ["=1+1", "'=1", "@x", "'quoted'", "-3", "plain", ""]
