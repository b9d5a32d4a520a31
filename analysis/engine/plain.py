"""Notebooks by papermill, several at a time: worker processes, and a fresh kernel for each.

Processes and not threads: papermill's working folder belongs to the whole process.
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.engine import Done, Job


def run(jobs: Iterable[Job], workers: int | None = None) -> Iterator[Done]:
    """Start the jobs at once, and yield each as it ends.

    workers: how many at a time, by default one for each core. A job that fails stops no other.
    """
    todo = tuple(jobs)
    most = min(workers or os.cpu_count() or 1, len(todo)) or 1
    pool = ProcessPoolExecutor(most, get_context("spawn"), initializer=_prepare)
    return _ended(pool, {pool.submit(execute, job): job for job in todo})


def execute(job: Job) -> Done:
    """Run one notebook in this process; its output has its final name only if all went well."""
    began = time.monotonic()
    part = job.output.with_suffix(".part.ipynb")
    part.parent.mkdir(parents=True, exist_ok=True)
    with _environment(job.environment):
        error = _papermill(job, part)
    if part.exists():
        part.replace(job.failed if error else job.output)
    return Done(job, time.monotonic() - began, error)


def _prepare() -> None:
    """Import papermill while the first kernel is not yet asked for."""
    importlib.import_module("papermill")


def _ended(pool: ProcessPoolExecutor, futures: Mapping[Future[Done], Job]) -> Iterator[Done]:
    try:
        for future in as_completed(futures):
            lost = future.exception()
            yield Done(futures[future], 0.0, _words(lost)) if lost else future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _papermill(job: Job, part: Path) -> str:
    """The error's cell and words, empty where there is none."""
    import papermill
    from traitlets.config import Config

    try:
        with TemporaryDirectory(prefix="kernel-") as sockets:
            papermill.execute_notebook(
                str(job.notebook),
                str(part),
                parameters=dict(job.parameters),
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                log_output=False,
                shutdown_kernel="immediate",
                config=Config(_transport(sockets)),
            )
    except papermill.PapermillExecutionError as error:
        return f"cell {error.exec_count}: {error.ename}: {error.evalue}"
    except Exception as error:
        return _words(error)
    return ""


def _transport(sockets: str) -> dict[str, Any]:
    """Sockets in a folder of the kernel's own, where the system has them: no port is opened.

    The folder is named because kernels started from one folder would else share their sockets.
    """
    if os.name != "posix":
        return {}
    return {"KernelManager": {"transport": "ipc", "ip": str(Path(sockets) / "s")}}


def _words(error: BaseException) -> str:
    """An error's type and last line."""
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[-1]}"


@contextmanager
def _environment(more: Mapping[str, str]) -> Iterator[None]:
    """The kernel inherits what this process has: set here, and back afterwards."""
    before = dict(os.environ)
    os.environ.update(more)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
