"""The explorer as a page of its own, in a real browser."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from conftest import PATIENCE
from playwright.sync_api import Browser, Request, expect

import analysis as an
from browser.driver import LONG, free_port


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where `contested explore` answers; it is ended with the tests."""
    port = free_port()
    program = [sys.executable, "-c", "from analysis.cli import main; main()"]
    command = [*program, "explore", "--port", port, "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield _answering(f"http://127.0.0.1:{port}/", process)
        finally:
            process.terminate()


def _answering(address: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}voila/static/voila.js", timeout=1):
                return address
        except (urllib.error.URLError, OSError):
            continue
    pytest.fail("the page did not start", pytrace=False)


def test_it_is_the_explorer_alone_and_asks_no_other_host(browser: Browser, address: str) -> None:
    hosts: set[str] = set()

    def note(request: Request) -> None:
        hosts.add(urlsplit(request.url).netloc)

    page = browser.new_page()
    page.on("request", note)
    page.goto(address, timeout=LONG)
    count = len(an.load("convoy-2017"))
    locator = page.locator(".contested-explore .contested-count")
    expect(locator).to_have_text(f"{count} of {count} claims are shown.")
    expect(page.get_by_text("Ask something else")).to_have_count(0)
    frozen = page.locator(f":text('{count} claims'):not(.contested-explore *)")
    expect(frozen).to_have_count(0)
    page.close()
    assert hosts - {""} == {urlsplit(address).netloc}
