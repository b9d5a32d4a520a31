"""What a worker of a Dask cluster executes: it starts a process for each check and each run."""

from __future__ import annotations

import asyncio
import io
import pickle
import subprocess
import sys
import tarfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from distributed import Reschedule, Worker, get_worker
from distributed.core import Status
from distributed.utils import sync

from analysis import paths
from analysis.batch.cluster.process import ANSWER, OUTPUTS, REQUEST

PROGRAM = "from analysis.batch.cluster.process import main; main()"
DIED = "the process that makes the runs of this worker died"
LOOK = 0.5
"""Seconds between checks whether a run is still wanted."""
ENDING = (Status.closing, Status.closed, Status.failed)
Outcome = tuple[dict[str, Any], bytes]

# Dask sends a function of a module by its name, and whoever unpacks it must be able to import that:
# the scheduler does with tasks, but need not have this project, and a worker that lacks it could
# not say so. A function within a function has no such name. So cloudpickle sends its code instead,
# and what that imports is looked for where it is called.


def checking() -> Callable[..., Awaitable[Any]]:
    """`check` as a function to be sent to workers."""

    async def call(request: bytes, resource: str, dask_worker: Any) -> Any:
        from analysis.batch.cluster import worker

        return await worker.check(request, resource, dask_worker)

    return call


def running() -> Callable[[bytes, str], Outcome]:
    """`run` as a function to be sent to workers."""

    def call(request: bytes, resource: str) -> Outcome:
        from analysis.batch.cluster import worker

        return worker.run(request, resource)

    return call


async def check(request: bytes, resource: str, worker: Worker) -> Any:
    """The differences between the machine of a worker and the one that sends runs.

    request: the pickled fingerprint to compare with. resource: a worker without differences has
    it from now on, one for each of its threads, and Dask sends it the tasks that need one.
    """
    with TemporaryDirectory(prefix="check-", dir=worker.local_directory) as folder:
        differing = await asyncio.to_thread(_answer, request, folder, lambda: True)
    await worker.set_resources(**{resource: 0 if differing else worker.state.nthreads})
    return differing


def run(request: bytes, resource: str) -> Outcome:
    """Run a task: the fields of its result, and its outputs as a tar.

    request: the pickled task. Raises Reschedule where nobody waits for it any more, and where the
    project on this machine was changed since the check: then the worker gives up the resource, so
    that others get its runs.
    """
    worker = get_worker()
    state = worker.state.tasks[worker.get_current_task()]
    place = worker.local_directory

    def wanted() -> bool:
        # A worker that is to end waits half a minute for its threads, this one among them.
        return state.state == "executing" and worker.status not in ENDING

    with TemporaryDirectory(prefix="run-", dir=place, ignore_cleanup_errors=True) as folder:
        answer = _answer(request, folder, wanted)
        if isinstance(answer, dict):
            return answer, packed(Path(folder, OUTPUTS))
    sync(worker.loop, worker.set_resources, **{resource: 0})
    raise Reschedule


def _answer(request: bytes, folder: str, wanted: Callable[[], bool]) -> Any:
    """The answer of a new process to a request; Reschedule where it is not wanted any more."""
    paths.write(Path(folder, REQUEST), request)
    # `-P` keeps modules of the working folder out of the way. A session of its own, since Ctrl-C at
    # the worker's terminal is for the worker: the process ends with its input.
    command, pipe = [sys.executable, "-P", "-c", PROGRAM, folder], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, start_new_session=True) as process:  # noqa: S603
        while process.poll() is None:
            try:
                process.wait(LOOK)
            except subprocess.TimeoutExpired:
                if process.stdin and not wanted():
                    process.stdin.close()
    if not wanted():
        raise Reschedule
    path = Path(folder, ANSWER)
    if path.is_file():
        return pickle.loads(path.read_bytes())  # noqa: S301
    return {"seconds": 0.0, "error": DIED, "kind": "died"}


def packed(folder: Path) -> bytes:
    """The content of a folder as a tar; an empty one where there is no such folder."""
    packed_files = io.BytesIO()
    with tarfile.open(fileobj=packed_files, mode="w") as tar:
        for path in sorted(folder.rglob("*")):
            tar.add(path, path.relative_to(folder).as_posix(), recursive=False)
    return packed_files.getvalue()
