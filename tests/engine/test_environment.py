"""The parts of the set-up that need no network; the whole of it is tried by `make test-setup`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tools import environment

SAID = [
    ("", "nothing was said"),
    ("one\ntwo\n\n", "two"),
    ("ERROR: No matching distribution found for x\n", "No matching distribution found for x"),
    ("error: it failed\n[notice] A new release of pip is available\n", "it failed"),
    ("  × Failed to download `x`\n  ╰─▶ the disk is full.\nhint: look\n", "the disk is full"),
]


@pytest.mark.parametrize(("text", "line"), SAID)
def test_the_last_words_of_an_installer_are_a_line(text: str, line: str) -> None:
    assert environment.last_words(text) == line


def stand_in(folder: Path, *settings: str) -> list[str]:
    """The command of a pip with these settings."""
    program = folder / "pip.py"
    program.write_text(f"print({chr(10).join(settings)!r})", encoding="utf-8")
    return [sys.executable, str(program)]


@pytest.mark.parametrize(
    ("listed", "settings"),
    [
        ([], {}),
        (
            ["global.index-url='https://a.example/simple'"],
            {"index-url": "https://a.example/simple"},
        ),
        (
            [
                ":env:.index-url='https://c'",
                "global.index-url='https://a'",
                "install.index-url='https://b'",
            ],
            {"index-url": "https://c"},
        ),
        (
            ["global.cert='/c.pem'", "install.proxy='http://p:1'"],
            {"cert": "/c.pem", "proxy": "http://p:1"},
        ),
        (
            ["global.extra-index-url='https://b'", "install.user='1'", "global.constraint='c.txt'"],
            {},
        ),
        (["global.find-links='/wheels'"], {}),
        (
            ["global.find-links='/wheels'", "global.no-index='true'"],
            {"find-links": "/wheels", "no-index": "true"},
        ),
        (["freeze.index-url='https://a'"], {}),
    ],
    ids=str,
)
def test_of_the_settings_of_pip_only_where_packages_come_from_counts(
    listed: list[str], settings: dict[str, str], tmp_path: Path
) -> None:
    assert environment.pip_settings(stand_in(tmp_path, *listed)) == settings


def test_uv_gets_the_settings_of_pip_unless_it_has_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example")
    monkeypatch.setenv("UV_PYTHON", "3.9")
    monkeypatch.setenv("UV_INSECURE_HOST", "")
    settings = {"index-url": "https://pip.example", "proxy": "http://p:1"}
    variables = environment.uv_environment("no-such-uv", settings)
    assert variables["UV_DEFAULT_INDEX"] == "https://own.example"
    assert variables["ALL_PROXY"] == "http://p:1"
    assert variables["UV_PYTHON_DOWNLOADS"] == "never"
    assert {"UV_PYTHON", "UV_INSECURE_HOST"}.isdisjoint(variables)


def test_a_mark_is_newer_than_its_locks(tmp_path: Path) -> None:
    mark, lock = tmp_path / "ready", tmp_path / "lock"
    lock.touch()
    assert not environment.is_newer(mark, lock)
    mark.touch()
    os.utime(lock, ns=(1, 1))
    assert environment.is_newer(mark, lock)
    os.utime(mark, ns=(0, 0))
    assert not environment.is_newer(mark, lock)


def test_the_version_of_an_environment_is_that_of_its_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path)
    assert environment.version_of_venv() == ""
    (tmp_path / "pyvenv.cfg").write_text("home = /x\nversion = 3.12.1\n", encoding="utf-8")
    assert environment.version_of_venv() == "3.12.1"


@pytest.mark.parametrize("kind", ["link", "file"])
def test_an_environment_that_is_no_folder_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    place = tmp_path / "venv"
    (tmp_path / "mine").mkdir()
    place.symlink_to(tmp_path / "mine") if kind == "link" else place.touch()
    monkeypatch.setattr(environment, "VENV", place)
    with pytest.raises(environment.InstallError, match="remove it, then run make again"):
        environment.make_venv()
    assert place.is_symlink() or place.is_file()


def test_all_in_the_locks_is_known_to_the_script() -> None:
    assert environment.pinned_uv().count(".") == 2
    assert {
        path.name for path in (environment.LOCK, environment.LOCK_DEV, environment.LOCK_UV)
    } == {path.name for path in environment.ROOT.glob("requirements*.txt")}
