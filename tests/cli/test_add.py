"""`contested add` at a terminal and in a script: what it asks, says and writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Case
from typer.testing import CliRunner, Result

from analysis import cli
from analysis.cli import add
from analysis.errors import Invalid

WIDE = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}


def _run(case: Case, *arguments: str, answers: str = "") -> Result:
    command = ["add", *arguments, "--case", str(case.folder)]
    return CliRunner().invoke(cli.app, command, input=answers, env=WIDE)


def _problems(result: Result) -> str:
    assert isinstance(result.exception, Invalid)
    return str(result.exception)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(add, "_is_terminal", lambda: True)


def test_one_line_adds_a_claim(case: Case) -> None:
    options = ["--claimant", "ministry", "--measure", "injured", "--phrase", "at least 78 people"]
    result = _run(case, "post-2031-03-06", *options, "--counts", "running_total")
    assert result.exit_code == 0, result.output
    assert "Read from its words: at least 78" in result.output
    assert case.problems() == []
    assert case.rows("claims")[-1]["stated"] == "78"


def test_what_was_not_typed_is_printed_with_what_is_taken_for_it(case: Case) -> None:
    options = ["--claimant", "ministry", "--measure", "injured", "--phrase", "at least 78 people"]
    result = _run(case, "post-2031-03-06", *options, "--yes")
    assert "Not typed, so taken as proposed: --counts running_total" in result.output
    typed = _run(case, "wire-2031-03-05", *options, "--yes", "--counts", "unclear")
    assert "taken as proposed" not in typed.output


@pytest.mark.usefixtures("terminal")
def test_what_is_missing_is_asked_and_a_wrong_answer_again(case: Case) -> None:
    answers = ["injured", "Health Ministry", "king", "state", "government", "", "y"]
    options = ["post-2031-03-06", "--phrase", "at least 78 people"]
    result = _run(case, *options, answers="\n".join([*answers, ""]))
    assert result.exit_code == 0, result.output
    assert "“king” is none of them." in result.output
    row = case.rows("claims")[-1]
    assert (row["claimant"], row["counts"]) == ("health_ministry", "running_total")


@pytest.mark.usefixtures("terminal")
def test_a_document_is_asked_for_with_what_its_address_shows(case: Case) -> None:
    address = "https://coastdaily.example/2031/03/09/alba"
    options = ["--phrase", "at least 78 people", "--claimant", "ministry", "--measure", "injured"]
    result = _run(case, address, *options, answers="\n" * 12)
    assert result.exit_code == 0, result.output
    (source,) = [row for row in case.rows("sources") if row["url"] == address]
    assert (source["publisher"], source["published"]) == ("Coastdaily", "2031-03-09")
    assert (source["language"], source["extent"], source["tier"]) == ("en", "excerpt", "A")


@pytest.mark.usefixtures("terminal")
def test_who_says_no_writes_nothing(case: Case) -> None:
    before = case.hash()
    options = ["--phrase", "at least 78 people", "--claimant", "ministry", "--measure", "injured"]
    result = _run(case, "post-2031-03-06", *options, answers="\nn\n")
    assert (result.exit_code, case.hash()) == (1, before)


def test_in_a_script_what_is_missing_is_named_by_its_options(case: Case) -> None:
    before = case.hash()
    message = _problems(_run(case, "post-2031-03-06", "--claimant", "Heath"))
    for name in ("--phrase", "--measure", "--claimant-kind", "--claimant-group"):
        assert f"{name}: not given" in message
    assert case.hash() == before


def test_new_contradictions_are_printed_with_their_command(case: Case) -> None:
    options = ["--phrase", "300 people", "--claimant", "line", "--measure", "people/total"]
    more = ["--counts", "level", "--covers", "2031-03-04"]
    result = _run(case, "line-2031-03-04", *options, *more)
    commands = [line for line in result.output.splitlines() if "contested dispute" in line]
    assert commands


def test_a_case_that_does_not_exist_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.app, ["add", "--case", str(tmp_path / "no")])
    assert "a case or a folder" in _problems(result)


def test_a_sheet_says_what_it_made_of_each_row(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    row = "2031-03-09,Coast Daily,line,injured,at least 14 people"
    path.write_text(f"date,source,who,what,words\n{row}\n")
    result = _run(case, "--from", str(path))
    assert result.exit_code == 0, result.output
    assert "not said there, so taken as proposed: title " in result.output
    assert "counts running_total" in result.output
    expected = "row 2: c028, “at least 14 people”, at least 14, people injured, Alba Line"
    assert expected in result.output
    assert "row 2: c028 has it already" in _run(case, "--from", str(path)).output


def test_a_sheet_stands_alone(case: Case) -> None:
    assert "with --phrase" in _problems(_run(case, "--from", "x.csv", "--phrase", "3 hurt"))


def test_the_template_is_written_once(case: Case, tmp_path: Path) -> None:
    path = str(tmp_path / "claims.xlsx")
    assert _run(case, "--sheet", path).exit_code == 0
    assert "is there already" in _problems(_run(case, "--sheet", path))


def test_a_saved_page_goes_with_a_claim_or_alone(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("at least 78 people")
    alone = _run(case, "post-2031-03-06", "--saved", str(path))
    assert alone.exit_code == 0, alone.output
    assert "it is not copied" in alone.output
    options = ["--claimant", "line", "--measure", "injured", "--phrase", "at least 78 people"]
    result = _run(case, "line-2031-03-04", *options, "--saved", str(path))
    assert result.exit_code == 0, result.output
    hashes = {row["source_id"]: row["sha256"] for row in case.rows("sources") if row["sha256"]}
    assert hashes.keys() == {"post-2031-03-06", "line-2031-03-04"}
    assert len(case.rows("claims")) == 28
    assert case.problems() == []
