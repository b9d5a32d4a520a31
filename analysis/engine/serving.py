"""The zygote at work: takes jobs, hands them to processes forked for them, says how they went.

One thread and no locks, since whoever forks may have neither. A process runs several jobs one after
another, as long as they go well: what papermill does for the first time only, it does once for all
of them.
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

from analysis.engine import job, process_tree
from analysis.engine.kernel import become
from analysis.engine.standard_error import Tail
from analysis.engine.watch import LAST
from analysis.engine.wire import Outcome

STUBS = 8
"""Kernels that wait below a process for jobs: each takes 7 MB."""


@dataclass
class Worker:
    """A process for jobs, as the zygote knows it.

    orders, answer: the descriptors for jobs and for how they went. written: what comes on its
    standard error. folder: of its sockets. left: kernels that it still has. number, began: of the
    job that it is at; no number where it waits for one. retired: it gets no other.
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
        """Whether it may be given a job."""
        return self.number is None and not self.retired

    def retire(self) -> None:
        """Let it end once it has done its job."""
        if not self.retired:
            self.retired = True
            os.close(self.orders)

    @property
    def descriptors(self) -> list[int]:
        """Those that are open for it here."""
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
        # A signal that comes just before `select` would not wake it; the byte that it writes does.
        # That pipe must not be waited for: the handler runs in whatever this thread is doing.
        self.woken, waking = os.pipe()
        self.own = (orders, answers, self.woken, waking)
        os.set_blocking(waking, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # one that is ignored writes no byte
        signal.set_wakeup_fd(waking)

    def until_end_of_input(self) -> None:
        """Serve for as long as there may be jobs."""
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
        """Send a line to the parent; that it is gone is seen by the end of the input."""
        data = json.dumps(values).encode() + b"\n"
        with suppress(BrokenPipeError):
            while data:
                data = data[os.write(self.answers, data) :]

    def _busy(self) -> list[Worker]:
        return [worker for worker in self.workers.values() if worker.number is not None]

    def _awaited(self) -> list[int]:
        """Where something may come from."""
        written = [w.written.descriptor for w in self.workers.values() if w.written.open]
        return [self.orders, self.woken, *written, *(worker.answer for worker in self._busy())]

    def _listen(self, ready: Collection[int]) -> None:
        """Hear what jobs write on standard error, so that none waits for that; and how they went.

        The end of an answer, without one, is that of its process, which is seen to when reaped.
        """
        for worker in self.workers.values():
            if worker.written.descriptor in ready:
                worker.written.read()
            if worker.answer in ready and (said := os.read(worker.answer, 1 << 16)):
                self._end(worker, json.loads(said))

    def _read(self) -> bool:
        """Take jobs; whether there may be more."""
        chunk = os.read(self.orders, 1 << 16)
        *lines, self.unread = (self.unread + chunk).split(b"\n")
        self.waiting += [json.loads(line) for line in lines]
        return bool(chunk)

    def _give(self, data: dict[str, Any]) -> None:
        """Give a job to a process that waits and has kernels enough, else to a new one."""
        need = len(data["steps"])
        waiting = [worker for worker in self.workers.values() if worker.waits]
        fit = [worker for worker in waiting if worker.left >= need]
        for worker in waiting:
            if worker not in fit:
                worker.retire()
        worker = fit[0] if fit else self._forked(self._stubs(need))
        self.say({"began": data["number"]})
        worker.number, worker.began = data["number"], time.monotonic()
        worker.left -= need
        with suppress(BrokenPipeError):  # it was killed: that will be seen
            line = json.dumps(data).encode() + b"\n"
            while line:
                line = line[os.write(worker.orders, line) :]

    def _stubs(self, need: int) -> int:
        """How many kernels a process gets: those of a job, and of more where nothing limits it.

        A limit on memory counts what a kernel takes; a process that has had a job has taken some.
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
        """See to every process that has ended, orphans too, and say which job was lost with it."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                if worker := self.workers.get(ended[0]):
                    self._lost(worker, os.waitstatus_to_exitcode(ended[1]))
                    del self.workers[ended[0]]

    def _lost(self, worker: Worker, code: int) -> None:
        """A process has ended: by itself, or before it could say how its job went."""
        # It may have said how its job went just before it ended: then that holds.
        if worker.number is not None and (said := os.read(worker.answer, 1 << 16)):
            self._end(worker, json.loads(said))
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
        """Say that a job has ended; a process whose job failed gets no other."""
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
