"""One batch at a time in a folder."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from analysis import paths
from analysis.errors import Problem, Refused

LOCK, OWNER = ".lock", ".owner.json"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder that is there; Refused, naming the process, where another batch holds it.

    The system lets go of it when the process ends, however it ends.
    """
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Refused([_taken(folder)]) from None
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
    do = "wait until it has ended, or name another folder with --out"
    return Problem("out", f"{folder.name} is in use by {by}", "one batch at a time", do)
