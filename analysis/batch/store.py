"""What of a batch is there already: runs whose folder says they are whole and up to date."""

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


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder that is there; Invalid, naming the process, where another batch holds it.

    The system lets go of it when the process ends, however it ends.
    """
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


RUNS, FAILED, PART = "runs", "failed", ".part"
RESULTS, THUMBNAIL = "results.json", "thumbnail.png"
"""Files of a run, beside its notebooks and its manifest."""
TABLE, TWIN, INDEX, LOG = "results.csv", "results.parquet", "index.html", "log.json"
"""Files of a batch: what is gathered from its runs, and how long they took."""


def folder_of(out: Path, order: Task) -> Path:
    """Where a run lies under its final name."""
    return out / RUNS / order.name


def part_of(out: Path, order: Task) -> Path:
    """Where a run is filled, before it gets its final name."""
    return out / RUNS / f".{order.name}{PART}"


def is_kept(folder: Path, order: Task) -> bool:
    """Does the folder hold this very run, with every output at its size?

    The hashes of the outputs are in the manifest, for whoever wants to know more.
    """
    data = manifest(folder)
    outputs = data.pop("outputs", None)
    if outputs is None or key(data) != order.key:
        return False
    return all(_size(folder / name) == output["bytes"] for name, output in outputs.items())


def manifest(folder: Path) -> dict[str, Any]:
    """What a run says of itself; empty where it says nothing that can be read."""
    try:
        data = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def put(part: Path, folder: Path) -> None:
    """Give a filled folder its final name, in place of what had it."""
    old = part.with_name(f"{part.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    part.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def clear(out: Path) -> None:
    """Remove what an earlier batch, stopped midway, left half done; nothing that is not ours."""
    for path in (*(out / RUNS).glob(f".*{PART}"), *(out / RUNS).glob(f".*{PART}.old")):
        shutil.rmtree(path)
    for name in (OWNER, TABLE, TWIN, INDEX, MANIFEST, LOG):
        for path in paths.left_aside(out / name):
            path.unlink(missing_ok=True)


def clear_gathered(out: Path) -> None:
    """Remove what was gathered, the manifest that vouches for it first."""
    for name in (MANIFEST, TABLE, TWIN, INDEX):
        (out / name).unlink(missing_ok=True)


def clear_failed(out: Path, there: Iterable[str]) -> None:
    """Remove errors of runs that are there by now, and the folder of errors with the last one."""
    for name in there:
        shutil.rmtree(out / FAILED / name, ignore_errors=True)
    with suppress(OSError):
        (out / FAILED).rmdir()


def others(out: Path, orders: Iterable[Task]) -> tuple[str, ...]:
    """Runs that lie there but are not of this sweep: they are left as they are."""
    known = {order.name for order in orders}
    files = (out / RUNS).iterdir() if (out / RUNS).is_dir() else ()
    return tuple(
        sorted(p.name for p in files if p.name not in known and not p.name.startswith("."))
    )


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
