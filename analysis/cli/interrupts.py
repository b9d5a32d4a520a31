"""What ends a command from outside: Ctrl-C, a terminal that closes, a service manager, a cluster.

Each of them ends it in the same way, with a word to the person and the exit code that shells use.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Windows has no SIGHUP."""
REST = "the same command does the rest"
"""What is said wherever a batch ends early."""


class StoppedError(KeyboardInterrupt):
    """A signal has come. code: the exit code of a program that it ends."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.code = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """In here the first such signal raises StoppedError; those after it are left alone.

    What is cleaned up then takes a second or two, and must not be cut off half-way.
    """
    with _handled_by(_stop):
        yield


@contextmanager
def quiet_start() -> Iterator[None]:
    """In here such a signal ends the program at once, without a traceback: nothing is done yet."""
    with _handled_by(_leave):
        yield


@contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle such signals in another way; one that was ignored stays so, as `nohup` asks for.

    Only the main thread may say how signals are handled.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in ENDING}
    for number, usual in before.items():
        if usual is not signal.SIG_IGN:
            signal.signal(number, handler)
    try:
        yield
    finally:
        for number, usual in before.items():
            signal.signal(number, usual)


def _stop(number: int, _: FrameType | None) -> None:
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    raise StoppedError(number)


def _leave(number: int, _: FrameType | None) -> None:
    rest = f"; {REST}" if "batch" in sys.argv[1:2] else ""
    with suppress(OSError):
        os.write(2, f"stopped{rest}\n".encode())
    os._exit(128 + number)


def fill_standard_streams() -> None:
    """Open `/dev/null` for each standard stream that was closed (`2>&-`).

    Without it the next file to be opened takes its number, and is written into by whoever means
    standard error.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
