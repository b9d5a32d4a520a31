"""The zygote at work: jobs in, a process forked for each, answers out. One thread, no locks."""

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
from pathlib import Path
from typing import Any

from analysis.engine import client, guard
from analysis.engine.kernel import become
from analysis.engine.seen import LAST
from analysis.engine.standard_error import Tail
from analysis.engine.telling import Outcome, outcome


@dataclass(frozen=True)
class Running:
    """A job whose process runs. answer: where it says how it went; written: on standard error."""

    number: int
    answer: int
    began: float
    written: Tail


class Serving:
    """What waits, what runs, and the two pipes."""

    def __init__(
        self, settings: Mapping[str, Any], folder: Path, orders: int, answers: int
    ) -> None:
        self.settings = settings
        self.folder = folder
        self.orders = orders
        self.answers = answers
        self.waiting: deque[dict[str, Any]] = deque()
        self.running: dict[int, Running] = {}
        self.unread = b""
        self.woken, waking = os.pipe()
        self.own = (orders, answers, self.woken, waking)
        os.set_blocking(waking, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waking)

    def until_end_of_input(self) -> None:
        """Serve for as long as there may be jobs."""
        open_ = True
        while open_:
            while self.waiting and len(self.running) < self.settings["workers"]:
                self._start(self.waiting.popleft())
            ready, _, _ = select.select(self._awaited(), [], [], self._patience())
            if self.woken in ready:
                os.read(self.woken, 4096)
            self._listen(ready)
            self._reap()
            self._end_late()
            open_ = self.orders not in ready or self._read()

    def _awaited(self) -> list[int]:
        """Where something may come from."""
        written = [job.written.descriptor for job in self.running.values() if job.written.open]
        return [self.orders, self.woken, *written]

    def _listen(self, ready: Collection[int]) -> None:
        """Read what jobs write on standard error, so that none waits for somebody to do so."""
        for job in self.running.values():
            if job.written.descriptor in ready:
                job.written.read()

    def say(self, told: Mapping[str, Any]) -> None:
        """Tell the parent; if it is gone, the end of the input will tell us."""
        data = json.dumps(told).encode() + b"\n"
        with suppress(BrokenPipeError):
            while data:
                data = data[os.write(self.answers, data) :]

    def _read(self) -> bool:
        """Take jobs; whether there may be more."""
        chunk = os.read(self.orders, 1 << 16)
        *lines, self.unread = (self.unread + chunk).split(b"\n")
        self.waiting += [json.loads(line) for line in lines]
        return bool(chunk)

    def _start(self, told: dict[str, Any]) -> None:
        number = told["number"]
        self.say({"began": number})
        read, write = os.pipe()
        written, error = os.pipe()
        jobs = self.running.values()
        others = [descriptor for job in jobs for descriptor in (job.answer, job.written.descriptor)]

        def serve() -> None:
            for standard in (1, 2):
                os.dup2(error, standard)
            os.close(error)
            client.serve(told, self.settings, self.folder / str(os.getpid()), write)

        pid = become(serve, [*self.own, *others, read, written])
        os.close(write)
        os.close(error)
        self.running[pid] = Running(number, read, time.monotonic(), Tail(written))

    def _reap(self) -> None:
        """Tell of every job whose process has ended."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                if job := self.running.pop(ended[0], None):
                    self._tell(job, *ended)

    def _tell(self, job: Running, pid: int, status: int) -> None:
        with os.fdopen(job.answer, "rb") as file:
            said = file.read()
        if not said:
            guard.end_children(self.running)
            shutil.rmtree(self.folder / str(pid), ignore_errors=True)
        code = os.waitstatus_to_exitcode(status)
        how = outcome(json.loads(said)) if said else self._lost(job, code)
        seconds = time.monotonic() - job.began
        told = {"number": job.number, "seconds": seconds, "written": job.written.close()}
        self.say({**told, **json.loads(how.line())})

    def _lost(self, job: Running, code: int) -> Outcome:
        """A job whose process could not say how it went."""
        if self._deadline(job) <= time.monotonic():
            return Outcome.late(self.settings["timeout"])
        return Outcome.lost(code)

    def _deadline(self, job: Running) -> float:
        timeout = self.settings["timeout"]
        return float("inf") if timeout is None else job.began + timeout + LAST

    def _patience(self) -> float | None:
        """Seconds until a job is too late, none where no job can be."""
        first = min(map(self._deadline, self.running.values()), default=float("inf"))
        return None if first == float("inf") else max(0.0, first - time.monotonic())

    def _end_late(self) -> None:
        for pid, job in self.running.items():
            if self._deadline(job) <= time.monotonic():
                os.kill(pid, signal.SIGKILL)
