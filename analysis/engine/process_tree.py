"""Process trees: no process of a job or a kernel outlives what it was started for.

For Linux, where kernels are forked. Elsewhere, `can_limit_memory` and `end_group` are all that may
be called: `os.waitid` is not there on macOS before Python 3.13 nor on Windows, and neither has
`/proc`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
"""From <linux/prctl.h>."""
LOOK = 1.0
"""Seconds between checks whether the parent is still there."""


def fork_below_cleaner(parent: int, descriptors: Collection[int]) -> int:
    """Fork, and clean up after the child in this process, which then never returns to its work.

    parent: the id of the process that started this one. descriptors: files that only the child
    uses. Returns twice: in the child with the id of the cleaner, and in the cleaner with 0, once
    the child or the parent has ended and all processes below are gone.
    """
    adopt_orphans()
    cleaner = os.getpid()
    pid = os.fork()
    if not pid:
        return cleaner
    # Whoever waits for the end of such a pipe waits until nobody holds its other side open.
    for descriptor in descriptors:
        os.close(descriptor)
    signal.signal(signal.SIGTERM, lambda *_: _pass_on(pid, signal.SIGTERM))
    _await(pid, parent)
    end_children()
    return 0


def _pass_on(pid: int, signum: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signum)


def _await(child: int, parent: int) -> None:
    """Wait until the child has ended, or the parent of this process, which may be gone by now.

    The parent is looked at from time to time, not by `die_with_parent`: the signal of that comes
    when the *thread* ends that started this process, and a server may start it in any thread.
    Where SIGCHLD is not blocked, one that comes between look and wait would be missed.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    while os.getppid() == parent and child not in _reaped():
        signal.sigtimedwait([signal.SIGCHLD], LOOK)


def _reaped() -> list[int]:
    """The children that have ended since the last time, orphans among them."""
    ended = []
    with suppress(ChildProcessError):
        while pid := os.waitpid(-1, os.WNOHANG)[0]:
            ended.append(pid)
    return ended


def wake_at_ends() -> tuple[int, int]:
    """A pipe into which a byte is written whenever a child ends: the descriptors of both ends.

    A signal that comes just before a wait would not end it; the byte that it writes does. Writing
    must not wait for a reader: the handler runs in whatever the thread is doing.
    """
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # one that is ignored writes no byte
    signal.set_wakeup_fd(waking)
    return woken, waking


def forget_waking() -> None:
    """In a fork, undo what `wake_at_ends` did: that was for the process it was forked from."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def adopt_orphans() -> None:
    """Make processes below this one that lose their parent its children, not those of init.

    Nothing else leads to a process that a notebook started in a session of its own, once its kernel
    has ended.
    """
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int, signum: int = 9) -> None:
    """Get a signal when the parent ends.

    parent: its id, as it was before the fork: where it has ended already, no signal would come, so
    it is sent at once. signum: the signal. The system clears this at each fork: a child of this
    process has to call it itself.
    """
    _prctl(PR_SET_PDEATHSIG, signum)
    if os.getppid() != parent:
        os.kill(os.getpid(), signum)


def _prctl(option: int, value: int) -> None:
    """Call prctl, for which Python has no function."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def can_limit_memory() -> bool:
    """Whether `limit_memory` works on this system: only Linux has `resource.prlimit`."""
    with suppress(ImportError):
        import resource

        return sys.platform == "linux" and hasattr(resource, "prlimit")
    return False


def limit_memory(pid: int, more: int) -> None:
    """Limit the data of a process to what it has now and some more.

    pid: the process; those that it starts later inherit the limit. more: bytes. To be called only
    where `can_limit_memory()` is true.

    The limit counts from the present size because that differs between kernels: a forked one has
    all that was imported and warmed up before, Arrow's arenas among it, which its notebook did not
    allocate. All threads of a kernel are running by then: it would wait without end for one that
    the limit keeps from starting.
    """
    if sys.platform == "linux":  # for the types: elsewhere `resource` has no such function
        import resource

        import psutil

        most = psutil.Process(pid).memory_info().data + more
        resource.prlimit(pid, resource.RLIMIT_DATA, (most, most))


def end_children(spared: Collection[int] = ()) -> None:
    """Kill all children but those spared, and the orphans that they leave, until none is left.

    spared: ids of children. Needs `adopt_orphans`: a killed child's own children come to this
    process only then, and are killed in the next round.
    """
    while _has_others(spared):
        for pid in _children():
            if pid not in spared:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)


def end_group(group: int) -> None:
    """Kill what is left of a group of processes; nothing on Windows, which has no such groups."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def _has_others(spared: Collection[int]) -> bool:
    """Whether there are children besides those spared; one system call where there are none."""
    try:  # WNOWAIT: only a look, which takes no exit status from whoever waits for that child
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return any(pid not in spared for pid in _children())


def _children() -> Iterator[int]:
    """The ids of this process's children, from /proc: the only list there is of orphans too."""
    number = os.getpid()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The second field is the name of the program, which may hold spaces and parentheses.
            fields = path.read_text(encoding="utf-8", errors="replace")
            if int(fields.rpartition(")")[2].split()[1]) == number:
                yield int(path.parent.name)
