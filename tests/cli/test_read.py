"""`contested read`: phrases from the command line and from standard input."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from analysis.cli import app

RUN = CliRunner()


def test_a_phrase_is_explained_in_a_sentence() -> None:
    result = RUN.invoke(app, ["read", "more like 30-40,000 people"])
    assert result.exit_code == 0
    for part in ("“more like 30-40,000”", "between 30,000 and 40,000", "the hedge between"):
        assert part in result.stdout


def test_a_phrase_without_a_figure_says_why() -> None:
    result = RUN.invoke(app, ["read", "barely 30 oars"])
    assert result.stdout == "“barely 30 oars”: no figure is read (“barely” before “30”).\n"


def test_each_line_of_standard_input_is_one_object() -> None:
    lines = ["more than 80 %", "", "35 died, not 95", "no word on the wounded"]
    result = RUN.invoke(app, ["read", "--json"], input="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["phrase"] for answer in answers] == lines
    assert answers[0]["readings"] == [
        {
            "hedge": "more_than",
            "low": 80,
            "stated": 80,
            "high": None,
            "open_low": True,
            "open_high": False,
            "unit": "%",
            "words": "more than 80 %",
        }
    ]
    assert [reading["hedge"] for reading in answers[2]["readings"]] == ["bare", "denied"]
    assert answers[2]["readings"][1]["low"] is None
    assert answers[3]["readings"] == []
    assert answers[3]["why"].startswith("absence")


def test_any_bytes_are_answered() -> None:
    body = b"\xff\xfe 20 buses\n\x00\n" + b"9" * 4000 + b"\n" + b"at least 7 " * 5000 + b"\n"
    result = RUN.invoke(app, ["read", "--json"], input=body)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 4


def test_a_language_without_a_table_is_refused() -> None:
    result = RUN.invoke(app, ["read", "--language", "xx", "20 buses"])
    assert result.exit_code == 1
