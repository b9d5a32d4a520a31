"""Runs made on this machine, several at a time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.batch.make import Executor, RunResult
from analysis.batch.store import part_of
from analysis.batch.task import Task, job
from analysis.engine import Engine, Job, Limits, engine
from analysis.notebooks.kernels import PRELOAD, WARM

FINISH = "analysis.batch.finish"
"""What the end of a run needs."""
COMMON = ("pandas", "matplotlib.pyplot")
"""What most notebooks import."""


@contextmanager
def here(workers: int | None, limits: Limits, *, own: bool = False) -> Iterator[Executor]:
    """This machine, its engine running for as long as it is wanted.

    workers: by default one more than there are cores, because a run waits for its kernel now and
    then. own: whether notebooks are not the suite's, which nothing of it is warmed up for.
    """
    most = workers or (os.cpu_count() or 1) + 1
    preload, warm = (COMMON, "") if own else (PRELOAD, WARM)
    with engine(most, limits, (*preload, FINISH), warm) as opened:
        yield Here(opened)


@dataclass(frozen=True)
class Here:
    """Runs by the engine."""

    engine: Engine

    def run(self, orders: Iterable[Task], out: Path) -> Iterator[RunResult]:
        """Fill the part folder of each order; see `Executor`."""
        known: dict[str, Task] = {}
        for done in self.engine.run(_jobs(orders, out, known)):
            order = known.pop(done.job.name)
            yield RunResult(order, done.seconds, done.error, done.kind)


def _jobs(orders: Iterable[Task], out: Path, known: dict[str, Task]) -> Iterator[Job]:
    """A job for each order, remembered by its name until it ends."""
    for order in orders:
        part = part_of(out, order)
        shutil.rmtree(part, ignore_errors=True)
        known[order.name] = order
        yield job(order, part)
