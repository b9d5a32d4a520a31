"""Which Pythons were tried is printed at the end, also those that this machine does not have."""

from __future__ import annotations

import pytest

from setup.machine import missing, pythons


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    tried = ", ".join(f"{python.version} ({python.path})" for python in pythons())
    terminalreporter.write_line(f"set up with Python {tried}")
    if missing():
        terminalreporter.write_line(f"not on this machine: Python {', '.join(missing())}")
