"""A temporary folder for sockets, removed at the end of its process or at the next one's start."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "kernels-"
NEW = ".new-"
"""The prefix of a folder that is not locked yet."""
LONG = 3600
"""Seconds after which such a folder counts as left by a process that was killed."""
LONGEST = 60
"""Letters that leave room for a socket's name in the 107 that the system allows."""


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is locked while the context lasts and removed after it.

    Folders that killed processes have left are removed too. Its path is short: the name of a socket
    may have 107 bytes.
    """
    place = Path(tempfile.gettempdir())
    place = place if len(str(place)) < LONGEST else Path("/tmp")  # noqa: S108
    _remove_left(place)
    # It gets its final name once it is locked: somebody else would else remove it in between.
    fresh = Path(tempfile.mkdtemp(prefix=f"{NEW}{PREFIX}", dir=place))
    lock = os.open(fresh, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    held = fresh.rename(fresh.with_name(fresh.name.removeprefix(NEW)))
    try:
        yield held
    finally:
        shutil.rmtree(held, ignore_errors=True)
        os.close(lock)


def homes(place: Path) -> dict[str, str]:
    """Environment variables that replace folders of IPython and matplotlib that are not writable.

    place: the folder to put theirs into. Else each kernel would create one for itself, print a
    warning, and leave it behind.
    """
    return {
        name: str(place / name.lower())
        for name, usual in (("IPYTHONDIR", "~/.ipython"), ("MPLCONFIGDIR", "~/.config/matplotlib"))
        if not _can_write(Path(os.environ.get(name) or usual).expanduser())
    }


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)  # as the two would
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _remove_left(place: Path) -> None:
    """Remove folders of ours that nobody holds."""
    long_ago = time.time() - LONG
    for abandoned in (*place.glob(f"{PREFIX}*"), *place.glob(f"{NEW}{PREFIX}*")):
        with contextlib.suppress(OSError):
            # Everybody may write to this folder: a link of that name may lead anywhere.
            lock = os.open(abandoned, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                state = os.fstat(lock)
                settled = not abandoned.name.startswith(NEW) or state.st_mtime < long_ago
                if state.st_uid == os.getuid() and settled:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(abandoned, ignore_errors=True)
            finally:
                os.close(lock)
