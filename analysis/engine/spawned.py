"""Jobs in processes started anew, with kernels started anew: where forking is not safe."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any

from analysis.engine import Done, Job, Limits, deferred, guard, telling
from analysis.engine.seen import LAST, Seen
from analysis.engine.telling import Outcome

PROGRAM = "import sys; del sys.path[0]; from analysis.engine.spawned import work; work()"


class Spawned:
    """An engine that starts a process for each job, and a thread to wait for it."""

    def __init__(
        self, workers: int, limits: Limits, environment: Mapping[str, str], folder: Path
    ) -> None:
        self.workers = workers
        self.limits = limits
        self.environment = {**os.environ, **environment}
        self.folder = folder
        self.running: set[subprocess.Popen[bytes]] = set()

    def run(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """Yield each job as it ends."""
        todo = iter(jobs)
        ends: set[Future[Done]] = set()
        with ThreadPoolExecutor(self.workers) as pool:
            try:
                while ends := ends | self._begun(pool, islice(todo, self.workers - len(ends))):
                    ended, ends = wait(ends, return_when=FIRST_COMPLETED)
                    yield from (end.result() for end in ended)
            finally:
                for process in tuple(self.running):
                    _close(process)

    def _begun(self, pool: ThreadPoolExecutor, jobs: Iterable[Job]) -> set[Future[Done]]:
        return {pool.submit(self._carry_out, job) for job in jobs}

    def _carry_out(self, job: Job) -> Done:
        """Have a job done in a process of its own, which sees the end of its input as its own."""
        began = time.monotonic()
        folder = tempfile.mkdtemp(dir=self.folder)
        limits = {"timeout": self.limits.timeout, "memory": self.limits.memory}
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", PROGRAM, json.dumps({**limits, "folder": folder})],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**self.environment, **job.environment},
            start_new_session=True,
        )
        self.running.add(process)
        said = self._said(process, telling.line(0, job))
        _close(process)
        self.running.discard(process)
        shutil.rmtree(folder, ignore_errors=True)
        seconds = time.monotonic() - began
        return self._how(said, process.wait(), seconds).done(job, seconds)

    def _said(self, process: subprocess.Popen[bytes], line: bytes) -> bytes:
        """What a process says of its job; it is killed when far too late."""
        backstop = threading.Timer((self.limits.timeout or 0) + LAST, process.kill)
        if self.limits.timeout is not None:
            backstop.start()
        stdin, stdout = _streams(process)
        try:
            stdin.write(line)
            stdin.flush()
            return stdout.readline()
        except (BrokenPipeError, ValueError):
            return b""
        finally:
            process.wait()
            backstop.cancel()
            stdout.close()

    def _how(self, said: bytes, code: int, seconds: float) -> Outcome:
        if said:
            return telling.outcome(json.loads(said))
        timeout = self.limits.timeout
        late = timeout is not None and seconds >= timeout
        return Outcome.late(timeout) if late else Outcome.lost(code)


def _streams(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("a process without pipes")
    return process.stdin, process.stdout


def _close(process: subprocess.Popen[bytes]) -> None:
    """Let a process see the end of its input."""
    with suppress(OSError, ValueError):
        _streams(process)[0].close()


def work() -> None:
    """The process of one job: papermill here, its kernels below."""
    settings = json.loads(sys.argv[1])
    orders, answers = telling.pipes()
    with os.fdopen(orders, "rb") as told, os.fdopen(answers, "wb") as answer:
        line = told.readline()
        guard.adopt_orphans()
        guard.limit_memory(settings["memory"])
        deferred.import_jsonschema()
        from analysis.engine.steps import carry_out

        folder = Path(settings["folder"])
        current: list[Seen] = []
        threading.Thread(target=_leave, args=(told, folder, current), daemon=True).start()
        kernels = partial(_kernel, folder, current)
        outcome = carry_out(telling.job(json.loads(line)), kernels, settings["timeout"])
        guard.end_children()
        answer.write(outcome.line())
        answer.flush()
        os._exit(0)


@contextmanager
def _kernel(
    folder: Path, current: list[Seen], number: int, seen: Seen
) -> Iterator[Mapping[str, Any]]:
    """For a step a kernel; when the step ends, so does whatever its kernel has started."""
    from analysis.engine.manager import spawned

    current[:] = [seen]
    sockets = folder / str(number)
    sockets.mkdir()
    try:
        yield {"kernel_manager_class": spawned(sockets, seen)}
    finally:
        guard.end_children()


def _leave(told: IO[bytes], folder: Path, current: list[Seen]) -> None:
    """End this process and its kernel when nobody waits for it any more."""
    parent = os.getppid()
    told.read()
    for seen in current:
        if group := getattr(seen.provisioner, "pgid", None):
            guard.end_group(group)
    guard.end_children()
    shutil.rmtree(folder, ignore_errors=True)
    if os.getppid() != parent:  # nobody else is left to remove it
        with suppress(OSError):
            folder.parent.rmdir()
    os._exit(1)


@contextmanager
def started(workers: int, limits: Limits, environment: Mapping[str, str]) -> Iterator[Spawned]:
    """An engine whose kernels have their sockets in one folder, removed at the end."""
    with _folder() as folder:
        yield Spawned(workers, limits, environment, folder)


def _folder() -> AbstractContextManager[Any]:
    if os.name != "posix":
        return tempfile.TemporaryDirectory(prefix="kernels-")
    from analysis.engine import scratch

    return scratch.folder()
