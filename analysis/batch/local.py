"""Runs on this machine, several at a time, by the engine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.batch.make import Executor, RunResult, make
from analysis.batch.store import TABLE, unfinished_folder
from analysis.batch.task import FINISH, Task, job
from analysis.engine import Engine, Job, Limits, engine
from analysis.errors import Invalid, Problem
from analysis.notebooks.kernels import PRELOAD, WARM
from analysis.sweep import read

COMMON = ("pandas", "matplotlib.pyplot")
"""What most notebooks import."""
SHIPPED = Path("toll-by-day")
"""The sweep whose results come with the suite as an example."""


@contextmanager
def local_executor(workers: int | None, limits: Limits, *, own: bool = False) -> Iterator[Executor]:
    """An executor on this machine, whose engine runs for as long as the context lasts.

    workers: runs at a time, by default one more than there are cores, because a run waits for its
    kernel now and then. limits: time and memory of each run. own: whether notebooks are not the
    suite's: their kernels find only what is common imported, since a notebook of one's own may
    bring a module named like one of the suite's.
    """
    most = workers or (os.cpu_count() or 1) + 1
    # For own notebooks, the end of a run imports what it needs itself, in a process of its own.
    preload, warm = (COMMON, "") if own else ((*PRELOAD, FINISH.partition(":")[0]), WARM)
    with engine(most, limits, preload, warm) as opened:
        yield LocalExecutor(opened)


@dataclass(frozen=True)
class LocalExecutor:
    """Runs tasks by an engine that is open."""

    engine: Engine

    def run(self, tasks: Iterable[Task], out: Path) -> Iterator[RunResult]:
        """Fill the unfinished folder of each task; see `Executor`."""
        running: dict[str, Task] = {}
        for ended in self.engine.run(_jobs(tasks, out, running)):
            task = running.pop(ended.job.name)
            yield RunResult(task, ended.seconds, ended.error, ended.kind)


def _jobs(tasks: Iterable[Task], out: Path, running: dict[str, Task]) -> Iterator[Job]:
    """A job for each task, which is noted by its name until the job ends."""
    for task in tasks:
        folder = unfinished_folder(out, task)
        shutil.rmtree(folder, ignore_errors=True)
        running[task.name] = task
        yield job(task, folder)


def example_results() -> bytes:
    """The table of results of SHIPPED, as CSV, from runs that are all made anew.

    It comes with the suite as an example of a sweep's results. Raises Invalid where a run fails.
    """
    with TemporaryDirectory() as folder:
        out = Path(folder) / "batch"
        batch = make(read(SHIPPED), out, lambda: local_executor(None, Limits()), lambda _: None)
        if batch.failures:
            allowed, fix = "a run that goes well", "correct the notebook"
            raise Invalid(
                Problem(result.task.name, result.error, allowed, fix) for result in batch.failures
            )
        return (batch.folder / TABLE).read_bytes()
