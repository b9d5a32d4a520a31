"""An executor on the workers of a Dask cluster, which share no files with this machine.

A worker is sent runs once its project, libraries and data have been compared with those of this
machine and are the same. Dask gives the run of a lost worker to another; one that fails is not run
again.
"""

from __future__ import annotations

import asyncio
import importlib.util
import io
import logging
import pickle
import queue
import re
import shutil
import tarfile
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.batch.cluster import fingerprint
from analysis.batch.make import Executor, RunResult
from analysis.batch.store import unfinished_folder
from analysis.batch.task import Task
from analysis.engine import Limits
from analysis.errors import Invalid, Problem
from analysis.notebooks import ipynb

if TYPE_CHECKING:
    from distributed import Client, Future

    from analysis.batch.cluster.workers import Workers

ADDRESS = re.compile(r"tcp://(?:[^\s/:@\[\]]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}")
ANSWER = 3
"""Seconds that a scheduler may take to answer."""
AHEAD = 3
"""Runs that are sent for each thread of the workers, so that none waits for its next run."""
WAIT = 1.0
"""Seconds to wait for the end of a run before the workers are looked at again."""
FETCH = 60.0
"""Seconds that outputs may be on their way before they are waited for anew."""


@contextmanager
def cluster(scheduler: str, limits: Limits) -> Iterator[Executor]:
    """An executor on the workers of a scheduler; their runs are cancelled when the context ends.

    scheduler: its address, as `tcp://host:8786`. limits: time and memory of each run.

    Raises Invalid for another address, for one where no scheduler answers, and where
    `dask.distributed` is not installed.
    """
    check(scheduler)
    # A client whose scheduler is lost logs a traceback for each try to reach it again, around the
    # one line in which the command says so.
    log = logging.getLogger("distributed.client")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        with _connected(scheduler) as client:
            yield ClusterExecutor(client, limits)
    finally:
        log.setLevel(level)


def check(scheduler: str) -> None:
    """Raise Invalid for what is no address of a scheduler, or where the library is missing."""
    if not ADDRESS.fullmatch(scheduler):
        fix = "write it as tcp://host:8786"
        raise Invalid([Problem("scheduler", repr(scheduler), "tcp://, a host and a port", fix)])
    if importlib.util.find_spec("distributed") is None:
        value, fix = "dask.distributed is not installed", "pip install -e '.[cluster]'"
        raise Invalid([Problem("scheduler", value, "the extra named cluster", fix)])


def _connected(scheduler: str) -> Client:
    """A client of the scheduler; Invalid where none answers."""
    from distributed import Client

    try:
        # Its kind first, as a client waits without end for a server that is no scheduler.
        kind = asyncio.run(asyncio.wait_for(_kind(scheduler), ANSWER + 1))
        if kind == "Scheduler":
            return Client(scheduler, timeout=ANSWER, set_as_default=False)
        why = f"it is a {kind}"
    except (OSError, ValueError, TimeoutError) as error:
        why = getattr(error.__cause__, "strerror", None) or f"none within {ANSWER} s"
    value = f"no answer from a scheduler at {scheduler} ({why})"
    fix = "start it with `dask scheduler`, or correct the address"
    raise Invalid([Problem("scheduler", value, "a Dask scheduler", fix)])


async def _kind(address: str) -> str:
    from distributed.core import rpc

    async with rpc(address, timeout=ANSWER) as query:
        return str((await query.identity())["type"])


@dataclass(frozen=True)
class ClusterExecutor:
    """A connection to a cluster, and the limits of each run."""

    client: Client
    limits: Limits

    def run(self, tasks: Iterable[Task], out: Path) -> Iterator[RunResult]:
        """Fill the unfinished folder of each task; see `Executor`.

        Raises Invalid where workers that are there at the start do not fit, naming all of them,
        and later where none is left. One that comes later and does not fit is sent nothing, and
        the log says so.
        """
        from analysis.batch.cluster.workers import Workers

        waiting = deque(tasks)
        workers = Workers(self.client, fingerprint.of_tasks(waiting))
        workers.check()
        running: dict[Future[Any], Task] = {}
        ended: queue.Queue[Future[Any]] = queue.Queue()
        bare = cache(ipynb.without_outputs)  # the runs of a batch have the same notebooks
        try:
            while waiting or running:
                if workers.watch() and running:
                    # A task that once had no worker left stays without, as the scheduler looks for
                    # one when a worker comes, which is before that is checked: it is sent anew.
                    waiting.extendleft(running.values())
                    self.client.cancel(list(running))
                    running.clear()
                while waiting and len(running) < AHEAD * workers.threads:
                    future = self._send(waiting[0], workers, bare)
                    running[future] = waiting.popleft()
                    future.add_done_callback(ended.put)
                yield from _next(running, ended, out)
        finally:
            if running and self.client.status == "running":
                self.client.cancel(list(running))

    def _send(
        self, task: Task, workers: Workers, bare: Callable[[Path], str]
    ) -> Future[tuple[dict[str, Any], bytes]]:
        """Have a task run by any worker that has the resource. bare: reads a notebook to send.

        Without Dask's `retries`, which would make a run again that fails by itself. Those of a lost
        worker are sent to another one anyway, up to `distributed.scheduler.allowed-failures` times.
        """
        from analysis.batch.cluster.worker import running

        notebooks = {path.name: bare(path) for path in task.notebooks}
        run = {"task": task, "notebooks": notebooks, "limits": self.limits}
        # As bytes, which only the process that a worker starts unpacks: the scheduler need not have
        # the project. Under a key of its own, as a run that is sent twice is to be made twice.
        request = pickle.dumps({**run, "wanted": workers.wanted})
        return self.client.submit(
            running(),
            request,
            workers.resource,
            key=f"contested-run-{uuid.uuid4().hex}",
            resources={workers.resource: 1},
        )


def _next(
    running: dict[Future[Any], Task], ended: queue.Queue[Future[Any]], out: Path
) -> Iterator[RunResult]:
    """The result of the next run that ends, or nothing after WAIT seconds without one."""
    with suppress(queue.Empty):
        future = ended.get(timeout=WAIT)
        if task := running.get(future):  # else it was taken back
            try:
                result = _result(task, future, out)
            except TimeoutError:  # its worker was lost before the outputs were here
                ended.put(future)
            else:
                del running[future]
                yield result


def _result(task: Task, future: Future[Any], out: Path) -> RunResult:
    """The result of a run, whose outputs are unpacked into its unfinished folder.

    Raises TimeoutError while they cannot be fetched, and Invalid where the cluster is gone.
    """
    from distributed import CancelledError, KilledWorker

    from analysis.batch.cluster.workers import LOST

    part = unfinished_folder(out, task)
    shutil.rmtree(part, ignore_errors=True)
    try:
        fields, outputs = future.result(timeout=FETCH)
        if outputs:
            unpacked(outputs, part)
        return RunResult(task, **fields)
    except TimeoutError:
        raise
    except CancelledError:
        raise Invalid([LOST]) from None
    except KilledWorker as error:
        lost = f"{error.allowed_failures + 1} workers were lost that had been given this run"
        return RunResult(task, 0.0, lost, "died")
    except Exception as error:  # whatever may happen on a worker is the error of this run alone
        message = " ".join(str(error).split())
        return RunResult(task, 0.0, f"{type(error).__name__}: {message}", "failed")


def unpacked(outputs: bytes, folder: Path) -> None:
    """Put the files of a tar into a folder. Raises TarError for any that would lie outside it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(outputs)) as tar:
        tar.extractall(folder, filter="data")
