"""A forked process starts like a program of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest

from analysis.engine import kernel

INHERITED = "/somewhere"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The environment of this process, which has looked up its temporary folder."""
    monkeypatch.setattr(tempfile, "tempdir", INHERITED)
    before = dict(os.environ)
    yield before
    os.environ.clear()
    os.environ.update(before)


def test_a_fork_with_the_same_folder_for_temporary_files_does_not_write_to_find_it(
    environment: dict[str, str],
) -> None:
    kernel.fresh({**environment, "ANOTHER": "variable"})
    assert tempfile.tempdir == INHERITED
    assert os.environ["ANOTHER"] == "variable"


@pytest.mark.parametrize("name", ["TMPDIR", "TEMP", "TMP"])
def test_a_fork_with_another_folder_for_temporary_files_looks_it_up(
    name: str, environment: dict[str, str]
) -> None:
    kernel.fresh({**environment, name: "/elsewhere"})
    assert tempfile.tempdir is None
