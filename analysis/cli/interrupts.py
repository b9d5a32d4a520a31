"""Signals that end a command: Ctrl-C, a closing terminal, a service manager, a scheduler.

Each of them ends it in the same way, with a line for the person and the exit code that shells use.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

# SIGTERM comes from service managers and schedulers, SIGHUP from a terminal that closes. Windows
# has no SIGHUP.
ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""The signals that end a command."""
REST = "the same command does the rest"
"""What is printed wherever a batch ends early."""


class StoppedError(KeyboardInterrupt):
    """A signal has come. code: the exit code of a program that it ends.

    A KeyboardInterrupt, so that no `except Exception` on the way up takes it for a failure.
    """

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.code = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """In the block the first signal of ENDING raises StoppedError, and later ones do nothing.

    Cleaning up then takes a second or two, and must not be cut off half-way.
    """
    with _handled_by(_stop):
        yield


@contextmanager
def quiet_start() -> Iterator[None]:
    """In the block a signal of ENDING ends the program at once, with a line on standard error."""
    with _handled_by(_leave):
        yield


@contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle the signals that end a command in another way, for as long as the block runs.

    handler: as `signal.signal` takes it.
    """
    # Only the main thread may say how signals are handled; in another one, as under a test runner
    # or in a notebook, they stay as they are.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in ENDING}
    for number, usual in before.items():
        # `nohup` and the `&` of a script ignore signals on purpose, for the programs they start.
        if usual is not signal.SIG_IGN:
            signal.signal(number, handler)
    try:
        yield
    finally:
        for number, usual in before.items():
            signal.signal(number, usual)


def _stop(number: int, _: FrameType | None) -> None:
    # An impatient second Ctrl-C would interrupt the cleaning up, and leave processes behind.
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    raise StoppedError(number)


def _leave(number: int, _: FrameType | None) -> None:
    rest = f"; {REST}" if "batch" in sys.argv[1:2] else ""
    # Not through sys.stderr: the handler may run in the middle of a write to it, which Python
    # refuses to enter again. Nor by an exception, which would print where the import had come to.
    with suppress(OSError):
        os.write(2, f"stopped{rest}\n".encode())
    os._exit(128 + number)


def fill_standard_streams() -> None:
    """Open `/dev/null` for each standard stream that was closed, as `2>&-` does.

    Without it the next file to be opened takes the number of that stream, and whatever is meant for
    standard error is written into that file.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            # The system gives the lowest number that is free, which is this one. Python keeps what
            # it opens from the programs it starts; a standard stream they must inherit.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
