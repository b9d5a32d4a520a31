"""A small checkout; and the Pythons that were tried, which are printed at the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from setup.machine import Checkout, checkout, missing, pythons


@pytest.fixture
def small(tmp_path: Path) -> Checkout:
    """A checkout whose lock holds a few packages."""
    return checkout(tmp_path / "checkout", small=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tried = ", ".join(f"{python.version} ({python.path})" for python in pythons())
    terminalreporter.write_line(f"set up with Python {tried}")
    if missing():
        terminalreporter.write_line(f"not on this machine: Python {', '.join(missing())}")
