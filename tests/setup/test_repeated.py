"""A set-up that is made twice, was cut off, or follows a lock that changed."""

from __future__ import annotations

import os
import signal

import pytest
from conftest import PATIENCE
from locks import LOCK

from setup.machine import Checkout


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_nothing_is_done_twice(small: Checkout, installer: str) -> None:
    assert small.make(".venv/ready", f"INSTALLER={installer}").returncode == 0
    assert small.is_whole
    log = (small.folder / ".venv" / "install.log").read_bytes()
    again = small.make(".venv/ready", f"INSTALLER={installer}")
    assert (again.returncode, again.stderr) == (0, "")
    assert (small.folder / ".venv" / "install.log").read_bytes() == log


def test_what_was_interrupted_is_made_whole_by_the_next_make(small: Checkout) -> None:
    with small.start(".venv/ready") as process:
        log = small.folder / ".venv" / "install.log"
        while not log.exists() and process.poll() is None:
            pass
        os.killpg(process.pid, signal.SIGKILL)
    assert not (small.folder / ".venv" / "ready").exists()
    assert small.make(".venv/ready").returncode == 0
    assert small.is_whole


def test_half_a_package_is_not_taken_for_whole(small: Checkout) -> None:
    """An installer that is killed may have written what says that a package is there, alone."""
    assert small.make(".venv/ready").returncode == 0
    (small.folder / ".venv" / "ready").unlink()
    for path in small.folder.glob(".venv/lib/*/site-packages/filelock/*.py"):
        path.unlink()
    assert small.make(".venv/ready").returncode == 0
    assert small.is_whole


def test_two_at_once_make_one(small: Checkout) -> None:
    both = [small.start(".venv/ready") for _ in range(2)]
    printed = [process.communicate(timeout=PATIENCE)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], printed
    assert sum("waiting for it" in text for text in printed) <= 1
    log = (small.folder / ".venv" / "install.log").read_text(encoding="utf-8")
    assert log.count("+ filelock==") == 1
    assert small.is_whole


def test_a_changed_lock_is_followed_and_the_tests_part_stays(small: Checkout) -> None:
    assert small.make(".venv/ready-dev").returncode == 0
    lock = small.folder / LOCK.name
    lock.write_text(lock.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = small.make(".venv/ready")
    assert "bringing .venv up to the locks" in done.stdout
    assert small.is_whole
    assert small.run("python", "-c", "import iniconfig").returncode == 0
