"""Nobody outlives their job: whose child dies with whom, and how all of them are ended.

For Linux alone, whose kernels are forked, but for `end_group` and `limit_memory`, which do nothing
where there is nothing to do. Python has no `os.waitid` on macOS before 3.13 and none on Windows,
and neither system has `/proc`: `plain` is for those.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
"""From <linux/prctl.h>."""


def adopt_orphans() -> None:
    """Processes below this one that lose their parent become its children, not those of init."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int, signum: int = 9) -> None:
    """Get a signal when the parent ends; `parent` is its id, for it may have ended already."""
    _prctl(PR_SET_PDEATHSIG, signum)
    if os.getppid() != parent:
        os.kill(os.getpid(), signum)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def limit_memory(pid: int, more: int) -> None:
    """At most so many bytes of data beyond what a process has now, for it and those it starts.

    What a kernel has when it is ready differs: one that was forked has all that was imported and
    warmed up before, Arrow's arenas among it. That is not what its notebook takes. The threads of
    a kernel are all there by then; one that cannot be started would be waited for without end.
    """
    if sys.platform == "linux":
        import resource

        import psutil

        most = psutil.Process(pid).memory_info().data + more
        resource.prlimit(pid, resource.RLIMIT_DATA, (most, most))


def end_children(spared: Collection[int] = ()) -> None:
    """Kill all children but those spared, and those that they leave as orphans, until none is."""
    while _has_others(spared):
        for pid in _children():
            if pid not in spared:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, 0)


def end_group(group: int) -> None:
    """Kill what is left of a group of processes."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def _has_others(spared: Collection[int]) -> bool:
    """Whether there are children besides those spared; one system call where there are none."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return any(pid not in spared for pid in _children())


def _children() -> Iterator[int]:
    """The ids of this process's children, from /proc: the only list there is of orphans too."""
    number = os.getpid()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            text = path.read_text(encoding="utf-8", errors="replace")
            if int(text.rpartition(")")[2].split()[1]) == number:
                yield int(path.parent.name)
