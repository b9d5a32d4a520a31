"""Jobs for a zygote: handed over as it frees up, and a new one if it is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import islice
from typing import Any

from analysis.engine import Done, Job, Limits, standard_error, wire
from analysis.engine.wire import Outcome
from analysis.errors import Invalid, Problem

IMPORTING = {
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""Variables of the zygote while it imports: no window, no threads (lost by a fork), no advice."""
PROGRAM = "import sys; del sys.path[0]; from analysis.engine.zygote import main; main()"
KILLED = "start again; if that happens again, see what ends it, as a lack of memory does"
LOST = Outcome("its process died, with the one that all kernels are forked from", None, "died")
PROMPT = 0.3
"""Seconds that a zygote may take to see that it is to end, before it is told by a signal."""
IDLE = 2
"""Zygotes that may end one after another, without a job that could have ended them."""


class Zygote:
    """A running zygote and the pipes to it."""

    def __init__(self, settings: Mapping[str, Any], environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", PROGRAM, json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(environment),
            start_new_session=True,
        )

    def send(self, jobs: Mapping[int, Job]) -> None:
        """Hand over jobs; if the zygote is gone, the end of its answers tells."""
        lines = b"".join(wire.line(number, job) for number, job in jobs.items())
        if self.process.stdin:
            with suppress(BrokenPipeError):
                self.process.stdin.write(lines)
                self.process.stdin.flush()

    def answers(self) -> Iterator[dict[str, Any]]:
        """What it says, until its end. Raises Invalid where it cannot start."""
        for line in self.process.stdout or ():
            with suppress(json.JSONDecodeError):  # a last line cut off
                data: dict[str, Any] = json.loads(line)
                if "broken" in data:
                    raise Invalid([_unstarted(data["broken"])])
                yield data

    def end(self) -> None:
        """End it and all below it; returns when they are gone.

        It takes the end of its input as its own, but looks at that only once it has imported all.
        """
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()
        try:
            self.process.wait(PROMPT)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            self.process.wait()


class Hand:
    """Jobs that were taken and have not ended: those sent, and of these those begun."""

    def __init__(self, jobs: Iterable[Job], most: int) -> None:
        self.todo = enumerate(jobs)
        self.most = most
        self.waiting: dict[int, Job] = {}
        self.running: dict[int, tuple[Job, float]] = {}

    def __len__(self) -> int:
        return len(self.waiting) + len(self.running)

    def take(self) -> dict[int, Job]:
        """As many new ones as there is room for."""
        new = dict(islice(self.todo, self.most - len(self)))
        self.waiting |= new
        return new

    def begin(self, number: int) -> None:
        """One has a process now; nothing if it was never ours."""
        if job := self.waiting.pop(number, None):
            self.running[number] = job, time.monotonic()

    def end(self, number: int, how: Outcome, seconds: float | None = None) -> Done:
        """One has ended."""
        job, began = self.running.pop(number)
        return how.done(job, time.monotonic() - began if seconds is None else seconds)


class Forking:
    """An engine with one zygote, which is handed one job more than it can run."""

    def __init__(
        self, workers: int, settings: Mapping[str, Any], environment: Mapping[str, str]
    ) -> None:
        self.most = workers + 1
        self.settings = settings
        self.environment = environment
        self.zygote: Zygote | None = Zygote(settings, environment)

    def run(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Yield each job as it ends. Raises Invalid where the zygote cannot start."""
        hand = Hand(jobs, self.most)
        idle = 0
        try:
            while hand.take() or hand:
                for done in self._served(hand):
                    idle = 0
                    yield done
                if hand:
                    self.end()
                    idle = 0 if hand.running else idle + 1
                    yield from [hand.end(number, LOST) for number in tuple(hand.running)]
                if idle == IDLE:
                    raise Invalid([_unstarted("it was killed", KILLED)])
        finally:
            if hand:
                self.end()

    def end(self) -> None:
        """End the zygote and all below it."""
        if self.zygote:
            self.zygote.end()
            self.zygote = None

    def _served(self, hand: Hand) -> Iterator[Done]:
        """Jobs as they end, until none is left or the zygote is gone."""
        self.zygote = self.zygote or Zygote(self.settings, self.environment)
        self.zygote.send(hand.waiting)
        for data in self.zygote.answers():
            hand.begin(data.get("began", -1))
            if data.get("number") in hand.running:
                standard_error.log(hand.running[data["number"]][0].name, data["written"])
                yield hand.end(data["number"], wire.outcome(data), data["seconds"])
                self.zygote.send(hand.take())
                if not hand:
                    return


@contextmanager
def forking(
    workers: int,
    limits: Limits,
    preload: Sequence[str],
    warm: str,
    environment: Mapping[str, str],
) -> Iterator[Forking]:
    """An engine whose zygote warms up at once."""
    whole = {**os.environ, **environment}
    changed = {name: whole.get(name) for name in IMPORTING}
    settings = {"workers": workers, "preload": preload, "warm": warm, "changed": changed}
    settings["parent"] = os.getpid()
    engine = Forking(workers, {**settings, **asdict(limits)}, {**whole, **IMPORTING})
    try:
        yield engine
    finally:
        engine.end()


def _unstarted(why: str, fix: str = "mend what is to be imported or warmed up") -> Problem:
    return Problem("engine", why, "a process that kernels can be forked from", fix)
