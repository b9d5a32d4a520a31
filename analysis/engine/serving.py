"""The job server of the zygote: reads jobs, passes them to forked processes, reports outcomes.

One thread and no locks, since a process that forks may have neither. A forked process runs several
jobs one after another, until one fails: what papermill does only the first time, it does once for
all of them.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import time
from collections import deque
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from analysis.engine import job, process_tree, wire
from analysis.engine.kernel import become
from analysis.engine.standard_error import Tail
from analysis.engine.watch import LAST
from analysis.engine.wire import Outcome

STUBS = 8
"""Kernels that wait below a process for jobs: each takes 7 MB."""


@dataclass
class Worker:
    """What the zygote knows of a process for jobs.

    orders, answer: the descriptors that jobs are written to and outcomes are read from. written:
    its standard error. folder: of its sockets. left: kernels that it has not used. number, began:
    of the job that it runs; None for number while it waits. retired: it gets no more jobs.
    """

    orders: int
    answer: int
    written: Tail
    folder: Path
    left: int
    number: int | None = None
    began: float = 0.0
    retired: bool = False

    @property
    def waits(self) -> bool:
        """Whether it can take a job."""
        return self.number is None and not self.retired

    def retire(self) -> None:
        """Send it no more jobs, so that it ends after the present one."""
        if not self.retired:
            self.retired = True
            os.close(self.orders)

    @property
    def descriptors(self) -> list[int]:
        """The descriptors of it that are open in the zygote."""
        return [self.answer, self.written.descriptor, *([] if self.retired else [self.orders])]


class JobServer:
    """Runs jobs in forks of this process.

    settings: see `zygote`. folder: for sockets. orders, answers: the pipes from and to the parent.
    """

    def __init__(
        self, settings: Mapping[str, Any], folder: Path, orders: int, answers: int
    ) -> None:
        self.settings = settings
        self.folder = folder
        self.orders = orders
        self.answers = answers
        self.waiting: deque[dict[str, Any]] = deque()
        self.workers: dict[int, Worker] = {}
        self.unread = b""
        self.woken, waking = process_tree.wake_at_ends()
        self.own = (orders, answers, self.woken, waking)

    def until_end_of_input(self) -> None:
        """Run jobs until the pipe that they come through is closed."""
        more = True
        while more:
            while self.waiting and len(self._busy()) < self.settings["workers"]:
                self._give(self.waiting.popleft())
            ready, _, _ = select.select(self._awaited(), [], [], self._patience())
            if self.woken in ready:
                os.read(self.woken, 4096)
            self._listen(ready)
            self._reap()
            self._end_late()
            more = self.orders not in ready or self._read()

    def say(self, values: Mapping[str, Any]) -> None:
        """Send a line to the parent. Where that is gone, the input ends, which stops the server."""
        with suppress(BrokenPipeError):
            _write_line(self.answers, values)

    def _busy(self) -> list[Worker]:
        return [worker for worker in self.workers.values() if worker.number is not None]

    def _awaited(self) -> list[int]:
        """The descriptors to wait for."""
        written = [w.written.descriptor for w in self.workers.values() if w.written.open]
        return [self.orders, self.woken, *written, *(worker.answer for worker in self._busy())]

    def _listen(self, ready: Collection[int]) -> None:
        """Read the standard error of jobs, so that none blocks on it, and their outcomes.

        Where an answer ends without one, its process has ended, which `_reap` handles.
        """
        for worker in self.workers.values():
            if worker.written.descriptor in ready:
                worker.written.read()
            if worker.answer in ready and (outcome := os.read(worker.answer, 1 << 16)):
                self._end(worker, json.loads(outcome))

    def _read(self) -> bool:
        """Read jobs; return whether there may be more."""
        chunk = os.read(self.orders, 1 << 16)
        *lines, self.unread = (self.unread + chunk).split(b"\n")
        self.waiting += [json.loads(line) for line in lines]
        return bool(chunk)

    def _give(self, order: dict[str, Any]) -> None:
        """Send a job to a waiting process with enough kernels, else to a new one."""
        need = len(order["steps"])
        waiting = [worker for worker in self.workers.values() if worker.waits]
        fit = [worker for worker in waiting if worker.left >= need]
        for worker in waiting:
            if worker not in fit:
                worker.retire()
        worker = fit[0] if fit else self._forked(self._stubs(need))
        self.say({"began": order["number"]})
        worker.number, worker.began = order["number"], time.monotonic()
        worker.left -= need
        with suppress(BrokenPipeError):  # it was killed: that will be seen
            _write_line(worker.orders, order)

    def _stubs(self, need: int) -> int:
        """How many kernels a new process gets: for one job, or for several without a memory limit.

        need: kernels of the job. A process that has run a job has taken memory already, which would
        count towards the limit of the next.
        """
        several = 1 if self.settings["memory"] is not None else max(1, STUBS // max(1, need))
        return need * several

    def _forked(self, stubs: int) -> Worker:
        """A new process for jobs."""
        orders, ordering = os.pipe()
        answer, answering = os.pipe()
        written, writing = os.pipe()
        others = [number for worker in self.workers.values() for number in worker.descriptors]
        folder = self.folder / f"{time.monotonic_ns()}"
        serve = partial(job.serve, orders, answering, stubs, self.settings, folder)

        def begin() -> None:
            # Also what a library in C writes goes to the job's pipe from now on.
            for standard in (1, 2):
                os.dup2(writing, standard)
            os.close(writing)
            serve()

        pid = become(begin, [*self.own, *others, ordering, answer, written])
        for descriptor in (orders, answering, writing):
            os.close(descriptor)
        self.workers[pid] = Worker(ordering, answer, Tail(written), folder, stubs)
        return self.workers[pid]

    def _reap(self) -> None:
        """Reap every process that has ended, orphans too, and report the jobs that were lost."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                if worker := self.workers.get(ended[0]):
                    self._lost(worker, os.waitstatus_to_exitcode(ended[1]))
                    del self.workers[ended[0]]

    def _lost(self, worker: Worker, code: int) -> None:
        """Report the job of a process that has ended, if it has one, and close its pipes."""
        # It may have sent the outcome of its job just before it ended: then that holds.
        if worker.number is not None and (answer := os.read(worker.answer, 1 << 16)):
            self._end(worker, json.loads(answer))
        if worker.number is not None:
            # What it has started is this process's now; the other workers are spared.
            process_tree.end_children(self.workers)
            shutil.rmtree(worker.folder, ignore_errors=True)
            late = self._deadline(worker) <= time.monotonic()
            outcome = Outcome.late(self.settings["timeout"]) if late else Outcome.lost(code)
            self._end(worker, json.loads(outcome.encode()))
        worker.retire()
        worker.written.close()
        os.close(worker.answer)

    def _end(self, worker: Worker, outcome: Mapping[str, Any]) -> None:
        """Report the outcome of a job; a process whose job failed gets no more."""
        seconds = time.monotonic() - worker.began
        fields = {"number": worker.number, "seconds": seconds, "written": worker.written.take()}
        self.say({**fields, **outcome})
        worker.number = None
        if outcome["error"] or not worker.left:
            worker.retire()

    def _deadline(self, worker: Worker) -> float:
        timeout = self.settings["timeout"]
        return float("inf") if timeout is None else worker.began + timeout + LAST

    def _patience(self) -> float | None:
        """Seconds until a job is too late, none where no job can be."""
        first = min(map(self._deadline, self._busy()), default=float("inf"))
        return None if first == float("inf") else max(0.0, first - time.monotonic())

    def _end_late(self) -> None:
        for pid, worker in self.workers.items():
            if worker.number is not None and self._deadline(worker) <= time.monotonic():
                os.kill(pid, signal.SIGKILL)


def _write_line(descriptor: int, values: Mapping[str, Any]) -> None:
    """Write values as a line of JSON, whole: a pipe may take fewer bytes than it is offered."""
    rest = wire.line(values)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
