"""A signal at any moment: one line, the exit code of shells, nothing stays."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Mapping
from random import Random

import pytest

from analysis.batch.store import PARQUET, TABLE
from crash.trial import COUNT, Start, Trial, chance, noted, pause, until

LINE = "stopped; the same command does the rest"
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
TRIES = 10
"""Starts after which a signal should have come before the end of one."""


def starting(trial: Trial, start: Start, random: Random) -> None:
    """While the engine imports: its folder for sockets is there, and no run has ended."""
    start.reached(0)
    until(lambda: list(trial.place.iterdir()) or start.is_over())
    pause(random.uniform(0, 0.6))


def running(trial: Trial, start: Start, random: Random) -> None:
    """After some of the runs."""
    start.reached(random.randrange(1, COUNT))
    pause(random.uniform(0, 0.2))


def gathering(trial: Trial, start: Start, random: Random) -> None:
    """From when the table is written until the index is, which takes most of the time."""
    name = random.choice([f".{TABLE}.*", TABLE, PARQUET])
    start.reached(COUNT)
    until(lambda: list(trial.out.glob(name)) or (trial.out / PARQUET).exists() or start.is_over())
    pause(random.uniform(0, 0.05))


PHASES: Mapping[str, Callable[[Trial, Start, Random], None]] = {
    "starting": starting,
    "running": running,
    "gathering": gathering,
}


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("sign", SIGNALS, ids=lambda sign: sign.name)
def test_a_signal_ends_it_with_a_line_and_the_same_command_does_the_rest(
    sign: signal.Signals, phase: str, trial: Trial, record_property: Callable[[str, object], None]
) -> None:
    random = chance("signal", sign.name, phase)
    with noted(sign.name, phase) as notes:
        starts = (_stopped(trial, sign, phase, random, notes) for _ in range(TRIES))
        assert any(starts), "every start had ended before its signal"
        trial.completed()
    record_property("signals", 1)


def _stopped(
    trial: Trial, sign: signal.Signals, phase: str, random: Random, notes: list[str]
) -> bool:
    """Start the batch and send a signal; whether that came before its end."""
    shutil.rmtree(trial.out, ignore_errors=True)
    with trial.started() as start:
        PHASES[phase](trial, start, random)
        notes.append(f"after {len(start.lines)} lines")
        start.process.send_signal(sign)
        code = start.end()
        trial.left_nothing()
        if start.lines[-1]["event"] == "end":
            return False
        words = start.words.read_text(encoding="utf-8").splitlines()
        assert (words, code) == ([LINE], 128 + sign)
        assert not (trial.out / ".owner.json").exists()
    return True
