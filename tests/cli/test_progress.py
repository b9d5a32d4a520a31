"""The bar that shows how far a verb has come."""

from __future__ import annotations

import re
from itertools import count

import pytest

from analysis.cli.progress import bar


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wide terminal, as far as rich can see."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


def test_it_says_what_ended_how_many_and_what_else(capsys: pytest.CaptureFixture[str]) -> None:
    with bar() as drawn:
        drawn.update(2, 7, "sources", "1 failed")
    out, err = capsys.readouterr()
    assert out == ""
    last = plain(err).rstrip().splitlines()[-1]
    assert last.startswith("sources ")
    assert "2/7 1 failed" in last


def test_brackets_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    """A run may be named after a list, and an error may quote one."""
    with bar() as drawn:
        drawn.update(1, 2, "[/b] days", "[/i] failed")
        drawn.line("[/b] days: KeyError [red]")
    err = plain(capsys.readouterr().err)
    assert "[/b] days: KeyError [red]\n" in err
    assert "[/i] failed" in err.rstrip().splitlines()[-1]


def test_what_was_there_before_says_nothing_of_the_speed() -> None:
    with bar() as drawn:
        drawn.progress.get_time = map(float, count()).__next__
        drawn.update(50, 60, "")
        for done in (51, 52, 53):
            drawn.update(done, 60, "")
        assert 0 < drawn.speed <= 1
