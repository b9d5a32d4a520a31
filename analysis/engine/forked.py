"""The engine that forks: it sends jobs to a zygote, and starts a new zygote if that is killed.

The zygote is the process that all kernels are forked from; see `zygote`.
"""

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

from analysis.engine import Job, JobResult, Limits, standard_error, wire
from analysis.engine.errors import EngineError
from analysis.engine.wire import Outcome
from analysis.errors import Problem

QUIET = {"MPLBACKEND": "agg", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
"""Variables of a process while it imports: no window is opened, no advice is printed."""
IMPORTING = {
    **QUIET,
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""Variables of the zygote while it imports, and of nothing after that.

No window is opened. No library starts threads, which a fork would not have: its child would wait
for them. The debugger gives no advice on standard error.
"""
PROGRAM = """\
import sys
sys.path[:1] = filter(None, sys.path[:1])
from analysis.engine.zygote import main
main()
"""
"""`-c` puts the working folder, as an empty name, before the standard library: a `json.py` there
would be imported in its place. PYTHONSAFEPATH has it left out already."""
KILLED = "start again; if that happens again, see what ends it, as a lack of memory does"
LOST = Outcome("its process died, with the one that all kernels are forked from", None, "died")
PROMPT = 0.3
"""Seconds that a process may take to see that it is to end, before it is sent a signal."""
IDLE = 2
"""Zygotes in a row that may end while no job runs which could have ended them."""


class Zygote:
    """A running zygote and the pipes to it.

    settings: JSON values, see `zygote`. environment: all of its variables.
    """

    def __init__(self, settings: Mapping[str, Any], environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", PROGRAM, json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(environment),
            start_new_session=True,  # a Ctrl-C of the terminal is for this process alone
        )

    def send(self, jobs: Mapping[int, Job]) -> None:
        """Send jobs, by number. Where the zygote is gone, its answers end, which `run` handles."""
        lines = b"".join(wire.encode_job(number, job) for number, job in jobs.items())
        if self.process.stdin:
            with suppress(BrokenPipeError):
                self.process.stdin.write(lines)
                self.process.stdin.flush()

    def answers(self) -> Iterator[dict[str, Any]]:
        """The answers of the zygote, until its end. Raises EngineError where it cannot start."""
        for line in self.process.stdout or ():
            with suppress(json.JSONDecodeError):  # a last line cut off
                answer: dict[str, Any] = json.loads(line)
                if "broken" in answer:
                    raise EngineError([_unstarted(answer["broken"])])
                yield answer

    def end(self) -> None:
        """End it and all below it; returns when they are gone."""
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()
        wait_for_end(self.process)


def wait_for_end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process to end whose input is closed; after PROMPT seconds, send it a signal.

    It ends by itself, but reads its input only once it has imported everything.
    """
    try:
        process.wait(PROMPT)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait()


class JobQueue:
    """Jobs that have been taken from an iterable and have not ended: waiting ones and running ones.

    jobs: the iterable. most: how many may wait and run at once.
    """

    def __init__(self, jobs: Iterable[Job], most: int) -> None:
        self.todo = enumerate(jobs)
        self.most = most
        self.waiting: dict[int, Job] = {}
        self.running: dict[int, tuple[Job, float]] = {}

    def __len__(self) -> int:
        return len(self.waiting) + len(self.running)

    def take(self) -> dict[int, Job]:
        """Take as many new jobs as there is room for; return them by number."""
        new = dict(islice(self.todo, self.most - len(self)))
        self.waiting |= new
        return new

    def begin(self, number: int) -> None:
        """Note that a job has a process now; nothing where no such job waits."""
        if job := self.waiting.pop(number, None):
            self.running[number] = job, time.monotonic()

    def end(self, number: int, outcome: Outcome, seconds: float | None = None) -> JobResult:
        """The result of a job that has ended. seconds: how long it took, if that is known."""
        job, began = self.running.pop(number)
        return outcome.result(job, time.monotonic() - began if seconds is None else seconds)


class ForkingEngine:
    """An engine with one zygote, which is sent one job more than it can run.

    So an idle worker gets its next job at once, while this process handles the last result.
    """

    def __init__(
        self, workers: int, settings: Mapping[str, Any], environment: Mapping[str, str]
    ) -> None:
        self.most = workers + 1
        self.settings = settings
        self.environment = environment
        self.zygote: Zygote | None = Zygote(settings, environment)

    def run(self, jobs: Iterable[Job]) -> Iterator[JobResult]:
        """Yield the result of each job as it ends. Raises EngineError where no zygote starts.

        Where the zygote is killed, the running jobs are lost and are not run again: one of them may
        have ended it. The waiting ones are sent to the next zygote.
        """
        queue = JobQueue(jobs, self.most)
        idle = 0
        try:
            while queue.take() or queue:
                for result in self._served(queue):
                    idle = 0
                    yield result
                if queue:
                    self.end()
                    idle = 0 if queue.running else idle + 1
                    yield from [queue.end(number, LOST) for number in tuple(queue.running)]
                if idle == IDLE:
                    raise EngineError([_unstarted("it was killed", KILLED)])
        finally:
            if queue:
                self.end()

    def end(self) -> None:
        """End the zygote and all below it."""
        if self.zygote:
            self.zygote.end()
            self.zygote = None

    def _served(self, queue: JobQueue) -> Iterator[JobResult]:
        """The results of jobs as they end, until none is left or the zygote is gone."""
        self.zygote = self.zygote or Zygote(self.settings, self.environment)
        self.zygote.send(queue.waiting)
        for answer in self.zygote.answers():
            queue.begin(answer.get("began", -1))
            if answer.get("number") in queue.running:
                standard_error.log(queue.running[answer["number"]][0].name, answer["written"])
                yield queue.end(answer["number"], wire.decode_outcome(answer), answer["seconds"])
                self.zygote.send(queue.take())
                if not queue:
                    return


@contextmanager
def forking(
    workers: int,
    limits: Limits,
    preload: Sequence[str],
    warm: str,
    environment: Mapping[str, str],
) -> Iterator[ForkingEngine]:
    """An engine whose zygote warms up at once; see `analysis.engine.engine` for the arguments."""
    limits.check()
    variables = {**os.environ, **environment}
    changed = {name: variables.get(name) for name in IMPORTING}
    settings = {"workers": workers, "preload": preload, "warm": warm, "changed": changed}
    settings["parent"] = os.getpid()
    engine = ForkingEngine(workers, {**settings, **asdict(limits)}, {**variables, **IMPORTING})
    try:
        yield engine
    finally:
        engine.end()


def _unstarted(why: str, fix: str = "mend what is to be imported or warmed up") -> Problem:
    return Problem("engine", why, "a process that kernels can be forked from", fix)
