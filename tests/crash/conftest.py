"""A batch that nothing disturbs, a place for each trial, and at the end what was tried."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from batching import command

from crash.trial import SEED, Trial, Whole, plan


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A sweep and its batch, made undisturbed."""
    folder = tmp_path_factory.mktemp("whole")
    reference = Whole(plan(folder / "in"), folder / "out")
    subprocess.run(command(str(reference.plan), "--out", str(reference.out)), check=True)
    return reference


@pytest.fixture
def trial(whole: Whole, tmp_path: Path) -> Iterator[Trial]:
    """A batch that is to be started, with a path for temporary files that sockets can bear."""
    with tempfile.TemporaryDirectory(prefix="c-") as place:
        yield Trial(whole, tmp_path / "out", Path(place))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much was tried, which the number of tests does not tell."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    counts: Counter[str] = Counter()
    for report in reports:
        for name, number in getattr(report, "user_properties", ()):
            counts[name] += number if report.when == "call" else 0
    words = ", ".join(f"{number} {name}" for name, number in counts.items())
    terminalreporter.write_line(f"CRASH_SEED={os.environ.get('CRASH_SEED', SEED)}; tried: {words}")
