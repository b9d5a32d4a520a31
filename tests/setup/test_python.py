"""A Python that lacks parts, is named, or is too old: it sets up, or one line says what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from locks import LOCK_UV, pins

from setup.machine import Checkout, cut, pythons

UV = next(iter(pins(LOCK_UV)[0].requirement.specifier)).version


def test_a_python_without_ensurepip_has_its_own_pip(small: Checkout, tmp_path: Path) -> None:
    python = cut(pythons()[0], tmp_path / "python", "ensurepip")
    done = small.make(".venv/ready", python=python)
    assert done.returncode == 0, done.stdout + done.stderr
    assert small.is_whole


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_a_python_without_any_pip_is_told_what_to_install(
    small: Checkout, tmp_path: Path, installer: str
) -> None:
    python = cut(pythons()[0], tmp_path / "python", "ensurepip", "pip")
    done = small.make(".venv/ready", f"INSTALLER={installer}", python=python)
    assert done.returncode != 0
    (line, _) = done.stderr.splitlines()
    assert "apt-get install python3-venv" in line
    assert f"put uv {UV} on the PATH" in line


def test_a_python_without_any_pip_takes_uv_from_the_path(small: Checkout, tmp_path: Path) -> None:
    uv = Path(__file__).resolve().parents[2] / ".venv" / "bin" / "uv"
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "uv").symlink_to(uv)
    python = cut(pythons()[0], tmp_path / "python", "ensurepip", "pip")
    path = f"{tmp_path / 'programs'}{os.pathsep}{os.environ['PATH']}"
    done = small.make(".venv/ready", python=python, own={"PATH": path})
    assert done.returncode == 0, done.stdout + done.stderr
    assert small.is_whole


def test_a_uv_of_another_version_on_the_path_is_left_alone(small: Checkout, tmp_path: Path) -> None:
    (tmp_path / "programs").mkdir()
    other = tmp_path / "programs" / "uv"
    other.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo uv 0.1.0 && exit\nexit 1\n', encoding="utf-8"
    )
    other.chmod(0o755)
    path = f"{tmp_path / 'programs'}{os.pathsep}{os.environ['PATH']}"
    assert small.make(".venv/ready", own={"PATH": path}).returncode == 0
    assert small.is_whole
    assert small.run("uv", "--version").stdout.split()[1] == UV


def test_a_python_that_is_named_is_the_one_that_is_taken(small: Checkout, tmp_path: Path) -> None:
    there = {python.minor: python for python in pythons()}
    assert len(there) > 1, "this needs two versions of Python on the machine"
    for python in (*there.values(), next(iter(there.values()))):
        done = small.make(".venv/ready", python=python.path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert small.run("python", "--version").stdout.split()[1] == python.version
        assert small.is_whole


@pytest.mark.parametrize("name", ["no-such-python", "old python"])
def test_a_python_that_will_not_do_is_refused_in_one_line(
    small: Checkout, tmp_path: Path, name: str
) -> None:
    old = tmp_path / "old python"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    done = small.make(".venv/ready", python=tmp_path / name)
    assert done.returncode != 0
    (line, _) = done.stderr.splitlines()
    assert line.startswith("Python 3.11 or newer is needed")
    assert not (small.folder / ".venv").exists()
