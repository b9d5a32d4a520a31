"""A folder for sockets: what killed processes left goes, what others hold stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from analysis.engine import scratch
from analysis.engine.scratch import NEW, PREFIX


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, by a path that is short enough for sockets."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(scratch, "LONGEST", 1000)
    return tmp_path


def names(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()}


def test_a_folder_is_gone_with_its_use(place: Path) -> None:
    with scratch.folder() as folder:
        assert names(place) == {folder.name}
    assert names(place) == set()


def test_a_folder_that_somebody_holds_stays(place: Path) -> None:
    with scratch.folder() as first, scratch.folder() as second:
        assert names(place) == {first.name, second.name}


@pytest.mark.parametrize(
    ("name", "hours", "stays"),
    [
        (f"{PREFIX}left", 0, False),
        (f"{NEW}{PREFIX}left", 2, False),
        (f"{NEW}{PREFIX}of-one-that-starts", 0, True),
        ("of-others", 2, True),
    ],
)
def test_what_killed_processes_left_goes(place: Path, name: str, hours: int, stays: bool) -> None:
    (place / name).mkdir()
    before = time.time() - 3600 * hours
    os.utime(place / name, (before, before))
    with scratch.folder():
        assert (place / name).is_dir() == stays
