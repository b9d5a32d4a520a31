"""A real browser, a real JupyterLab, and reports to open in them: each started once, and ended."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from conftest import FERRY, PATIENCE
from playwright.sync_api import Browser, expect, sync_playwright

from analysis.paths import NOTEBOOKS
from analysis.report import make
from browser.driver import LONG, Server, free_port

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
GENERAL = ("chronology.ipynb", "sources.ipynb")
"""Notebooks that ask nothing of a case but that it has claims."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    value = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if value is None:
        pytest.fail("no browser: install one, as apt-get install chromium does", pytrace=False)
    expect.set_options(timeout=LONG)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=value, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def convoy_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the first case, as `contested report` makes it."""
    folder = tmp_path_factory.mktemp("convoy") / "report"
    return make.make({}, formats=("html",), out=folder) / "report.html"


@pytest.fixture(scope="session")
def ferry_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the invented case."""
    folder = tmp_path_factory.mktemp("ferry") / "report"
    notebooks = [NOTEBOOKS / name for name in GENERAL]
    case = {"case": str(FERRY)}
    return make.make(case, formats=("html",), out=folder, notebooks=notebooks) / "report.html"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`contested lab` over a copy of the notebooks; it and its kernels are gone at the end."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(
        NOTEBOOKS, folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    settings = folder / "settings"
    settings.mkdir()
    text = '{"LabApp": {"expose_app_in_browser": true}}'
    (settings / "jupyter_lab_config.json").write_text(text, encoding="utf-8")
    with (folder / "log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(_command(folder / "notebooks"), stderr=log, env=_apart(settings))
        try:
            yield _answering(process, folder / "log")
        finally:
            _end(process)


def _command(folder: Path) -> list[str]:
    program = [sys.executable, "-c", "from analysis.cli import main; main()"]
    return [*program, "lab", str(folder), "--port", free_port(), "--no-browser"]


def _apart(settings: Path) -> dict[str, str]:
    """The environment, with settings of nobody's own."""
    return {**os.environ, "JUPYTER_CONFIG_DIR": str(settings)}


def _answering(process: subprocess.Popen[bytes], log: Path) -> Server:
    """The server, once it answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        address = re.search(r"(http://127\.0\.0\.1:\d+)/\S*\?token=(\w+)", log.read_text())
        if address and _up(address[1]):
            return Server(address[1], address[2], log)
        process.poll()
    pytest.fail(f"JupyterLab did not start: {log.read_text()[-500:]}", pytrace=False)


def _up(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/api", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ended as Ctrl-C ends it; what does not end by itself is ended, and is a fault."""
    started = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.terminate()
    process.wait(30)
    _, left = psutil.wait_procs(started, timeout=PATIENCE)
    for item in left:
        item.kill()
    assert not left, f"left behind: {left}"
