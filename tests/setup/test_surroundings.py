"""What surrounds a set-up (a home, a proxy, the settings of others) is used, or does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from setup.machine import Checkout
from setup.proxy import proxy

NOWHERE = "http://127.0.0.1:9"


@pytest.mark.parametrize("where", ["/dev/null/home", "/proc/home"])
def test_a_home_that_cannot_be_written_into_is_no_hindrance(small: Checkout, where: str) -> None:
    own = {"HOME": where, "XDG_CACHE_HOME": "", "UV_CACHE_DIR": ""}
    done = small.make(".venv/ready", own=own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert small.is_whole


def test_a_proxy_is_used(small: Checkout, tmp_path: Path) -> None:
    with proxy() as (address, queries):
        own = {"HTTPS_PROXY": address, "https_proxy": address, "NO_PROXY": "", "no_proxy": ""}
        own["UV_CACHE_DIR"] = str(tmp_path / "cache")
        done = small.make(".venv/ready", own=own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert queries
    assert small.is_whole


def test_a_proxy_that_pip_was_told_of_is_used_by_uv_too(small: Checkout, tmp_path: Path) -> None:
    with proxy() as (address, queries):
        settings = tmp_path / "pip.conf"
        settings.write_text(f"[global]\nproxy = {address}\n", encoding="utf-8")
        own = {"PIP_CONFIG_FILE": str(settings), "UV_CACHE_DIR": str(tmp_path / "cache")}
        done = small.make(".venv/ready", own=own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(set(queries)) >= 1
    assert small.is_whole


def test_without_a_network_one_line_says_so(small: Checkout, tmp_path: Path) -> None:
    own = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "ALL_PROXY"), NOWHERE)
    own |= {"PIP_RETRIES": "0", "UV_CACHE_DIR": str(tmp_path / "cache"), "NO_PROXY": ""}
    own["HOME"] = str(tmp_path / "home")
    done = small.make(".venv/ready", own=own)
    assert done.returncode != 0
    (line, _) = done.stderr.splitlines()
    assert line.startswith("The set-up stopped: ")
    assert ".venv/install.log" in line
    assert "Traceback" not in done.stderr
    assert not (small.folder / ".venv" / "ready").exists()


@pytest.mark.parametrize(
    "own",
    [
        {
            "PIP_EXTRA_INDEX_URL": f"{NOWHERE}/simple",
            "PIP_USER": "1",
            "PIP_TARGET": "/dev/null/elsewhere",
            "PIP_CONSTRAINT": "/dev/null/constraints.txt",
            "PIP_REQUIRE_VIRTUALENV": "1",
        },
        {
            "UV_SYSTEM_PYTHON": "1",
            "UV_PYTHON": "3.9",
            "UV_EXCLUDE_NEWER": "2020-01-01",
            "UV_PYTHON_DOWNLOADS": "automatic",
        },
        {"PYTHONPATH": "/dev/null/elsewhere", "VIRTUAL_ENV": "/dev/null/elsewhere"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["pip", "uv", "python", "letters"],
)
def test_what_is_set_for_other_projects_changes_nothing(
    small: Checkout, own: dict[str, str]
) -> None:
    done = small.make(".venv/ready", own=own)
    assert done.returncode == 0, done.stdout + done.stderr
    assert small.is_whole
