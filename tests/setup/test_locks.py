"""The locks, whole, installed with each Python and each installer, on any day.

These fetch packages, so they need a network, and are a target of their own: `make test-setup`.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from conftest import PATIENCE
from locks import LOCK, LOCK_DEV, LOCK_UV, pins

from setup.machine import Python, checkout, clean, pythons, tomorrow

EACH = pytest.mark.parametrize("python", pythons(), ids=lambda p: f"{p.version}-{p.path.parts[1]}")
OLDEST_PIPS = ("22.3", "23.2.1")
"""What Python 3.11 brought at first, and what 3.11.7 and 3.12.1 bring."""


@pytest.fixture(scope="module")
def oldest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of the oldest Python that is supported, with a pip to be replaced."""
    python = pythons()[0]
    assert python.minor == "3.11", "the oldest pip is tried with Python 3.11, which is not here"
    folder = tmp_path_factory.mktemp("oldest") / "venv"
    subprocess.run([python.path, "-m", "venv", folder], check=True, env=clean({}))
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Newer releases of all that is pinned."""
    return tomorrow(tmp_path_factory.mktemp("tomorrow") / "wheels")


@EACH
def test_each_python_sets_up_all_in_a_folder_of_any_name(python: Python, tmp_path: Path) -> None:
    place = checkout(tmp_path / "a störy, with blanks ☃", small=False)
    done = place.make("check", python=python.path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^convoy-2017: .*, all well$", done.stdout, re.MULTILINE)
    assert_in_a_gigabyte_bytecode_included(place.folder / ".venv")
    added = place.make(".venv/ready-dev", python=python.path)
    assert added.returncode == 0, added.stdout + added.stderr
    checked = place.run("uv", "pip", "check", "--python", ".venv/bin/python")
    assert checked.returncode == 0, checked.stderr
    version = place.run("python", "--version").stdout.split()[1]
    assert version == python.version
    installed = place.run("uv", "pip", "freeze", "--python", ".venv/bin/python").stdout
    names = set(re.findall(r"^([\w.-]+)==", installed, re.MULTILINE))
    assert names <= {pin.name for pin in [*pins(LOCK), *pins(LOCK_DEV), *pins(LOCK_UV)]}


def assert_in_a_gigabyte_bytecode_included(venv: Path) -> None:
    """What reports need takes no more than that."""
    size = sum(path.lstat().st_blocks * 512 for path in venv.rglob("*"))
    assert size <= 1000 * 2**20
    compiled = list(venv.glob("lib/*/site-packages/pandas/core/__pycache__/*.pyc"))
    assert len(compiled) > 10


def pip(python: Path, version: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a pip of some version on locks, without installing anything."""
    command: list[str | Path] = [python, "-m", "pip", "install", "--disable-pip-version-check"]
    subprocess.run([*command, "--quiet", f"pip=={version}"], check=True, env=clean({}))
    trial = ["--dry-run", "--ignore-installed", "--require-hashes"]
    return subprocess.run(
        [*command, *trial, *words],
        capture_output=True,
        text=True,
        env=clean({}),
        timeout=PATIENCE,
    )


@pytest.mark.parametrize("version", OLDEST_PIPS)
def test_the_oldest_pips_take_the_locks_on_the_day_after_everything_was_released_anew(
    version: str, oldest: Path, released: Path
) -> None:
    done = pip(oldest, version, "--find-links", released, "-r", LOCK, "-r", LOCK_DEV)
    assert done.returncode == 0, done.stderr
    (would,) = re.findall(r"^Would install (.*)$", done.stdout, re.MULTILINE)
    assert "99999" not in would


def test_a_lock_without_an_extra_is_refused_by_an_old_pip_on_that_day(
    oldest: Path, released: Path, tmp_path: Path
) -> None:
    """As the lock was once: so the test above can fail."""
    bare = tmp_path / "bare.txt"
    text = LOCK_DEV.read_text(encoding="utf-8")
    bare.write_text(text.replace("coverage[toml]==", "coverage=="), encoding="utf-8")
    done = pip(oldest, OLDEST_PIPS[-1], "--find-links", released, "-r", LOCK, "-r", bare)
    assert done.returncode != 0
    assert "coverage[toml]" in done.stderr


def test_pip_installs_the_whole_lock_too(tmp_path: Path) -> None:
    place = checkout(tmp_path / "checkout", small=False)
    done = place.make("check", "INSTALLER=pip")
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^convoy-2017: .*, all well$", done.stdout, re.MULTILINE)
    assert not (place.folder / ".venv" / "bin" / "uv").exists()
    checked = place.run("python", "-m", "pip", "check")
    assert checked.returncode == 0, checked.stdout
