"""`contested read`: phrases from the command line and from standard input."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from analysis.cli import app

RUN = CliRunner()


SENTENCES = {
    "more like 30-40,000 people": (
        "“more like 30-40,000” states between 30,000 and 40,000 (hedge: between). "
        "The lowest number it allows is 30,000, the highest 40,000."
    ),
    "more than 20 oars": (
        "“more than 20” states more than 20 (hedge: more than). "
        "The lowest number it allows is 21; it names no highest."
    ),
    "no more than 20 oars": (
        "“no more than 20” states up to 20 (hedge: up to). "
        "The highest number it allows is 20; it names no lowest."
    ),
    "more than 80 %": (
        "“more than 80 %” states more than 80% (hedge: more than). "
        "It allows only numbers above 80%."
    ),
    "a third of the oars": "“a third” states 33.3% (no hedge). It allows only 33.3%.",
    "about 8 raids a night": "“about 8” states about 8 a night (hedge: about). It names no bounds.",
    "9 boats an hour": "“9” states 9 an hour (no hedge). It allows only 9 an hour.",
    "fell by 20": "“20” states a change of -20 (no hedge). It allows only -20.",
    "at least 40 km": (
        "“at least 40 km” states at least 40 km (hedge: at least). "
        "The lowest number it allows is 40 km; it names no highest."
    ),
    "the captain died": "“the captain” states 1 captain (no hedge). It allows only 1 captain.",
    "not 37": "“37” is a number that is denied; it bounds nothing.",
    "no word on the wounded": (
        "No figure is read in “no word on the wounded”: "
        "the words say only that nothing is reported."
    ),
    "the bridge was hit": "No figure is read in “the bridge was hit”: the words count nothing.",
    "barely 30 oars": (
        "No figure is read in “barely 30 oars”: “barely” before “30” makes the number unclear."
    ),
}


@pytest.mark.parametrize(("phrase", "sentence"), SENTENCES.items())
def test_a_phrase_is_explained_in_sentences(phrase: str, sentence: str) -> None:
    result = RUN.invoke(app, ["read", phrase])
    assert result.stdout == sentence + "\n"


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
