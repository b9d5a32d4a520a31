"""The folder of a batch: its files, its lock, and which of its runs are whole and up to date."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from analysis import paths
from analysis.batch.task import Task
from analysis.errors import Invalid, Problem
from analysis.notebooks.provenance import MANIFEST, key

LOCK, OWNER = ".lock", ".owner.json"
RUNS, FAILED = "runs", "failed"
"""Folders of a batch: whole runs, and what is left of runs that failed."""
UNFINISHED, REPLACED = ".part", ".old"
"""What is added to the name of a run that is being filled, and to one that gives way to it."""
RESULTS, THUMBNAIL = "results.json", "thumbnail.png"
"""Files of a run, in addition to its notebooks and its manifest."""
TABLE, PARQUET, INDEX, LOG = "results.csv", "results.parquet", "index.html", "log.json"
"""Files of a batch: what is gathered from its runs, and how long they took."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder of a batch for as long as the context lasts.

    Raises Invalid, naming the process, where another batch holds it.
    """
    # A lock of the system, not a file that says "in use": the system lets go of it however the
    # process ends, so that a batch that was killed is in nobody's way. The file with the owner
    # beside it is for the message alone.
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Invalid([_taken(folder)]) from None
    try:
        owner = {"process": os.getpid(), "machine": socket.gethostname()}
        paths.write(folder / OWNER, json.dumps(owner))
        yield
    finally:
        (folder / OWNER).unlink(missing_ok=True)
        lock.release()


def _taken(folder: Path) -> Problem:
    try:
        owner = json.loads((folder / OWNER).read_bytes())
        by = f"process {owner['process']} on {owner['machine']}"
    except (OSError, ValueError, KeyError):
        by = "another process"
    fix = "wait until it has ended, or name another folder with --out"
    return Problem("out", f"{folder.name} is in use by {by}", "one batch at a time", fix)


def run_folder(out: Path, task: Task) -> Path:
    """Where a run lies under its final name."""
    return out / RUNS / task.name


def unfinished_folder(out: Path, task: Task) -> Path:
    """Where a run is filled, before it gets its final name."""
    return out / RUNS / f".{task.name}{UNFINISHED}"


def is_up_to_date(folder: Path, task: Task) -> bool:
    """Whether a folder holds the run of a task, of the same key, with every output at its size."""
    # Sizes find what was cut off; to hash every output would take longer than many a batch. The
    # hashes are in the manifest, for whoever wants to know more.
    content = manifest(folder)
    outputs = content.pop("outputs", None)
    if outputs is None or key(content) != task.key:
        return False
    return all(_size(folder / name) == output["bytes"] for name, output in outputs.items())


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest in a folder; empty where there is none that can be read."""
    try:
        data = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def put(part: Path, folder: Path) -> None:
    """Give a filled folder its final name, replacing the folder that has it.

    part: the filled folder. folder: its final path.
    """
    # A folder that holds something cannot be replaced in one step. The old one is moved away
    # first, to a name that `clear` knows: a batch that is killed in between has lost this run,
    # which is made again, but shows no half of it.
    old = part.with_name(f"{part.name}{REPLACED}")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    part.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def clear(out: Path) -> None:
    """Remove the unfinished runs and files of a batch that was stopped, and nothing else."""
    runs = out / RUNS
    for path in (*runs.glob(f".*{UNFINISHED}"), *runs.glob(f".*{UNFINISHED}{REPLACED}")):
        shutil.rmtree(path)
    for name in (OWNER, TABLE, PARQUET, INDEX, MANIFEST, LOG):
        for path in paths.left_aside(out / name):
            path.unlink(missing_ok=True)


def clear_gathered(out: Path) -> None:
    """Remove the gathered files of a batch, its manifest first.

    Called before a part of a sweep is run: the table would no longer be that of the runs, and no
    new one is written until the runs of all parts are in one folder.
    """
    for name in (MANIFEST, TABLE, PARQUET, INDEX):
        (out / name).unlink(missing_ok=True)


def clear_failed(out: Path, ready: Iterable[str]) -> None:
    """Remove the remains of runs that failed once and are ready now; the folder too when empty.

    ready: names of runs that are whole and up to date.
    """
    for name in ready:
        shutil.rmtree(out / FAILED / name, ignore_errors=True)
    with suppress(OSError):
        (out / FAILED).rmdir()


def others(out: Path, tasks: Iterable[Task]) -> tuple[str, ...]:
    """The names of runs in the folder of a batch that are none of a sweep's tasks.

    out: the folder. tasks: all of the sweep.
    """
    known = {task.name for task in tasks}
    files = (out / RUNS).iterdir() if (out / RUNS).is_dir() else ()
    return tuple(
        sorted(p.name for p in files if p.name not in known and not p.name.startswith("."))
    )


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
