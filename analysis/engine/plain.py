"""The engine that does not fork, for systems where that is not safe.

It uses what every system has: a subprocess for each job, pipes, and psutil for what a job starts.
Kernels are started anew too.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any

import psutil

from analysis.engine import Job, JobResult, Limits, jsonschema_later, standard_error, wire
from analysis.engine.standard_error import Tail
from analysis.engine.watch import LAST, StepMonitor
from analysis.engine.wire import Outcome

PROGRAM = "from analysis.engine.plain import main; main()"
MARK = "ENGINE_JOB"
"""An environment variable that all processes of a job inherit, by which orphans are recognized.

Only on Linux can a process adopt the orphans below it (`process_tree.adopt_orphans`).
"""


class PlainEngine:
    """An engine that starts a process for each job, and a thread to wait for it.

    workers: how many at a time. limits: of each job. environment: variables added. folder: for the
    sockets of kernels.
    """

    def __init__(
        self, workers: int, limits: Limits, environment: Mapping[str, str], folder: Path
    ) -> None:
        self.workers = workers
        self.limits = limits
        self.environment = {**os.environ, **environment}
        self.folder = folder
        self.running: set[subprocess.Popen[bytes]] = set()

    def run(self, jobs: Iterable[Job]) -> Iterator[JobResult]:
        """Yield the result of each job as it ends."""
        todo = iter(jobs)
        ends: set[Future[JobResult]] = set()
        with ThreadPoolExecutor(self.workers) as pool:
            try:
                while ends := ends | self._begin(pool, islice(todo, self.workers - len(ends))):
                    ended, ends = wait(ends, return_when=FIRST_COMPLETED)
                    yield from (end.result() for end in ended)
            finally:
                for process in tuple(self.running):
                    _close(process.stdin)

    def _begin(self, pool: ThreadPoolExecutor, jobs: Iterable[Job]) -> set[Future[JobResult]]:
        return {pool.submit(self._carry_out, job) for job in jobs}

    def _carry_out(self, job: Job) -> JobResult:
        """Run a job in a process of its own, which ends when its input is closed."""
        began = time.monotonic()
        mark = secrets.token_hex(16)
        place = tempfile.mkdtemp(dir=self.folder)
        # -P: no module is looked for in the working folder, which the kernel has in its own path.
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-c", PROGRAM, place, json.dumps(asdict(self.limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**self.environment, **job.environment, MARK: mark},
            start_new_session=True,  # a Ctrl-C of the terminal is for the parent alone
        )
        self.running.add(process)
        written = Tail(_open(process.stderr).fileno())
        listening = threading.Thread(target=_drain, args=(written,))
        listening.start()
        answer = self._answer(process, wire.encode_job(0, job))
        self.running.discard(process)
        end_marked(mark)  # before the pipe is drained: whoever is left may still write to it
        listening.join()
        _close(process.stderr)
        standard_error.log(job.name, written.text)
        shutil.rmtree(place, ignore_errors=True)
        seconds = time.monotonic() - began
        return self._outcome(answer, process.wait(), seconds).result(job, seconds)

    def _answer(self, process: subprocess.Popen[bytes], line: bytes) -> bytes:
        """The outcome that a process writes, as a line; empty if it died or was killed as late."""
        timeout = self.limits.timeout
        backstop = threading.Timer((timeout or 0) + LAST, process.kill)
        if timeout is not None:
            backstop.start()
        with suppress(BrokenPipeError, ValueError):
            _open(process.stdin).write(line)
            _open(process.stdin).flush()
        answer = _open(process.stdout).readline()
        process.wait()
        backstop.cancel()
        for pipe in (process.stdin, process.stdout):
            _close(pipe)
        return answer

    def _outcome(self, answer: bytes, code: int, seconds: float) -> Outcome:
        if answer:
            return wire.decode_outcome(json.loads(answer))
        timeout = self.limits.timeout
        late = timeout is not None and seconds >= timeout
        return Outcome.late(timeout) if late else Outcome.lost(code)


def _drain(written: Tail) -> None:
    """Read until all processes that could write have ended."""
    while written.open:
        written.read()


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("a process without pipes")
    return pipe


def _close(pipe: IO[bytes] | None) -> None:
    with suppress(OSError, ValueError):
        _open(pipe).close()


def end_marked(mark: str) -> None:
    """End all other processes that have inherited a mark, until none is left.

    It repeats, since a process may start another between the listing and its own end.
    """
    while processes := [process for process in psutil.process_iter() if _has(process, mark)]:
        for process in processes:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(processes, timeout=LAST)


def _has(process: psutil.Process, mark: str) -> bool:
    with suppress(psutil.Error):
        return process.pid != os.getpid() and bool(process.environ().get(MARK) == mark)
    return False  # it has ended, or belongs to somebody else


def main() -> None:
    """The process of one job: papermill here, its kernels below."""
    place, limits = Path(sys.argv[1]), Limits(**json.loads(sys.argv[2]))
    orders, answers = wire.pipes()
    with os.fdopen(orders, "rb") as requested, os.fdopen(answers, "wb") as answer:
        job = wire.decode_job(json.loads(requested.readline()))
        signal.signal(signal.SIGINT, signal.default_int_handler)  # `&` and nohup have it ignored
        leaving = threading.Thread(target=_leave, args=(requested, place), daemon=True)
        leaving.start()
        jsonschema_later.import_jsonschema()
        from analysis.engine.steps import carry_out

        outcome = carry_out(job, partial(_kernel, place), limits)
        try:
            answer.write(outcome.encode())
            answer.flush()
        except BrokenPipeError:
            leaving.join()  # nobody waits for the answer; that thread ends this process
        os._exit(0)  # a thread or an exit handler of what followed the steps may never end


@contextmanager
def _kernel(place: Path, number: int, monitor: StepMonitor) -> Iterator[Mapping[str, Any]]:
    """The kernel of a step, with its sockets in a folder of their own. number: of the step."""
    from analysis.engine.manager import local

    sockets = place / str(number)
    sockets.mkdir()
    yield {"kernel_manager_class": local(sockets, monitor)}


def _leave(requested: IO[bytes], place: Path) -> None:
    """End this process and its whole job once its input is closed, as nobody waits for it then."""
    requested.read()
    end_marked(os.environ[MARK])
    shutil.rmtree(place, ignore_errors=True)
    with suppress(OSError):
        place.parent.rmdir()  # the last one out; nobody else is left to remove it
    os._exit(1)


@contextmanager
def started(workers: int, limits: Limits, environment: Mapping[str, str]) -> Iterator[PlainEngine]:
    """An engine whose kernels have their sockets in one folder, removed at the end.

    The arguments are those of `analysis.engine.engine`, and so are the errors.
    """
    limits.check()
    with _folder() as folder:
        yield PlainEngine(workers, limits, environment, Path(folder))


def _folder() -> AbstractContextManager[Any]:
    if os.name != "posix":
        return tempfile.TemporaryDirectory(prefix="kernels-")
    from analysis.engine import scratch

    return scratch.folder()
