"""Runs by the workers of a Dask cluster, which share no files with this machine.

A worker is sent runs once it has said that its project, libraries and data are the same as here. A
run whose worker is lost is made again by another, which Dask sees to; one that fails is not.
"""

from __future__ import annotations

import asyncio
import importlib.util
import io
import json
import logging
import queue
import re
import shutil
import tarfile
import uuid
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.batch.cluster import fingerprint
from analysis.batch.make import Executor, RunResult
from analysis.batch.store import unfinished_folder
from analysis.batch.task import Task
from analysis.engine import Limits
from analysis.errors import Invalid, Problem

if TYPE_CHECKING:
    from distributed import Client, Future

ADDRESS = re.compile(r"tcp://(?:[^\s/:@\[\]]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}")
ANSWER = 3
"""Seconds that a scheduler may take to answer."""
AHEAD = 3
"""Runs that are sent for each thread of the workers, so that none has to wait for its next."""
LOOK = 1.0
"""Seconds between looks at which workers there are."""
FETCH = 60.0
"""Seconds that outputs may be on their way before they are waited for anew."""


@contextmanager
def cluster(scheduler: str, limits: Limits) -> Iterator[Executor]:
    """The workers of a scheduler as an executor; what they still run ends with the context.

    scheduler: its address, as `tcp://host:8786`. limits: time and memory of each run.

    Raises Invalid for another address, for one where no scheduler answers, and where
    `dask.distributed` is not installed.
    """
    check(scheduler)
    with _quiet():
        client = _connected(scheduler)
        try:
            yield ClusterExecutor(client, limits)
        finally:
            client.close()


def check(scheduler: str) -> None:
    """Raise Invalid for what is no address of a scheduler, or where the library is missing."""
    if not ADDRESS.fullmatch(scheduler):
        fix = "write it as tcp://host:8786"
        raise Invalid([Problem("scheduler", repr(scheduler), "tcp://, a host and a port", fix)])
    if importlib.util.find_spec("distributed") is None:
        value, fix = "dask.distributed is not installed", "pip install -e '.[cluster]'"
        raise Invalid([Problem("scheduler", value, "the extra named cluster", fix)])


@contextmanager
def _quiet() -> Iterator[None]:
    # When a scheduler is lost, the client logs a traceback for each of its tries to reach it again,
    # around the one line in which the command says so.
    log = logging.getLogger("distributed.client")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _connected(scheduler: str) -> Client:
    """A client of the scheduler; Invalid where none answers."""
    from distributed import Client

    try:
        # Asked who it is first, as a client waits without end for a server that is no scheduler.
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
        wanted = fingerprint.of_tasks(waiting)
        workers = Workers(self.client, wanted)
        workers.check()
        running: dict[Future[Any], Task] = {}
        ended: queue.Queue[Future[Any]] = queue.Queue()
        try:
            while waiting or running:
                workers.watch(LOOK)
                while waiting and len(running) < AHEAD * workers.threads:
                    future = self._send(waiting[0], wanted, workers.resource)
                    future.add_done_callback(ended.put)
                    running[future] = waiting.popleft()
                yield from _next(running, ended, out)
        finally:
            if running and self.client.status == "running":
                self.client.cancel(list(running))

    def _send(
        self, task: Task, wanted: fingerprint.Fingerprint, resource: str
    ) -> Future[tuple[dict[str, Any], bytes]]:
        """Have a task run by a worker that has the resource, whichever it is.

        Without Dask's `retries`, which would make a run again that fails by itself. Those of a lost
        worker are sent to another one anyway, up to `distributed.scheduler.allowed-failures` times.
        """
        from analysis.batch.cluster.worker import running

        # As bytes: Dask would look for futures in the items of a mapping.
        request = {"wanted": wanted, "limits": asdict(self.limits), "task": _sent(task)}
        data, key = json.dumps(request).encode(), f"contested-run-{uuid.uuid4().hex}"
        needed = {resource: 1}
        return self.client.submit(running(), data, resource, key=key, resources=needed)


def _sent(task: Task) -> dict[str, Any]:
    """A task as JSON values, the text of each notebook by its name, without earlier outputs."""
    notebooks = {path.name: _without_outputs(path) for path in task.notebooks}
    plain = {"parameters": dict(task.parameters), "origin": dict(task.origin)}
    return {**asdict(task), **plain, "notebooks": notebooks}


def _without_outputs(path: Path) -> str:
    data = json.loads(path.read_bytes())
    cells = [cell | {"outputs": []} if "outputs" in cell else cell for cell in data["cells"]]
    return json.dumps(data | {"cells": cells})


def _next(
    running: dict[Future[Any], Task], ended: queue.Queue[Future[Any]], out: Path
) -> Iterator[RunResult]:
    """The next run that ends, or none if none does until the workers are to be looked at again."""
    try:
        future = ended.get(timeout=LOOK)
        result = _result(running[future], future, out)
    except queue.Empty:
        return
    except TimeoutError:  # its worker was lost before its outputs were here: it is made again
        ended.put(future)
        return
    del running[future]
    yield result


def _result(task: Task, future: Future[Any], out: Path) -> RunResult:
    """How a run ended, its outputs unpacked in its unfinished folder.

    Raises TimeoutError while they cannot be had, and Invalid where the cluster is gone.
    """
    from distributed import CancelledError, KilledWorker

    from analysis.batch.cluster.workers import LOST

    part = unfinished_folder(out, task)
    shutil.rmtree(part, ignore_errors=True)
    try:
        how, outputs = future.result(timeout=FETCH)
        if outputs:
            unpacked(outputs, part)
        return RunResult(task, how["seconds"], how["error"], how["kind"])
    except TimeoutError:
        raise
    except CancelledError:
        raise Invalid([LOST]) from None
    except KilledWorker as error:
        lost = f"{error.allowed_failures + 1} workers were lost that had been given this run"
        return RunResult(task, 0.0, lost, "died")
    except Exception as error:  # whatever may happen on a worker is the error of this run alone
        return RunResult(
            task, 0.0, f"{type(error).__name__}: {' '.join(str(error).split())}", "failed"
        )


def unpacked(outputs: bytes, folder: Path) -> None:
    """Put the files of a tar into a folder. Raises TarError for any that would lie outside it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(outputs)) as tar:
        tar.extractall(folder, filter="data")
