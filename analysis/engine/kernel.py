"""A real ipykernel, forked from an interpreter that has imported what it needs."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from analysis.engine import guard

INLINE = "module://matplotlib_inline.backend_inline"


@dataclass(frozen=True)
class Stub:
    """A forked process that waits to be told which kernel to be.

    orders: the descriptor to tell it through, and close. ready: one byte comes when it is one.
    """

    pid: int
    orders: int
    ready: int


def fork() -> Stub:
    """Fork a process with one thread and no event loop, as only a fresh one is, to be a kernel."""
    read, orders = os.pipe()
    ready, write = os.pipe()
    client = os.getpid()
    pid = become(lambda: _kernel(read, write, client), (orders, ready))
    os.close(read)
    os.close(write)
    return Stub(pid, orders, ready)


def become(function: Callable[[], None], closed: Collection[int]) -> int:
    """Fork; the child runs the function and ends as an interpreter does, never to return.

    closed: descriptors that are not the child's. Returns the child's id.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if not pid:
        for descriptor in closed:
            os.close(descriptor)
        _end(_status(function))
    return pid


def _status(function: Callable[[], None]) -> int:
    try:
        function()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        return 1
    return 0


def _end(status: int) -> NoReturn:
    """Wait for threads and run exit handlers; leave out the costly taking apart of modules.

    The two names are not public, but multiprocessing ends its own forks by them.
    """
    try:
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
    finally:
        os._exit(status)


def _kernel(orders: int, ready: int, client: int) -> None:
    """Wait for orders, then be an ordinary ipykernel until it is shut down."""
    os.setsid()
    guard.die_with_parent(client)
    with os.fdopen(orders, "rb") as file:
        told = file.readline()  # the next stub holds the pipe open too: it has no end yet
    if not told:
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _serve(json.loads(told), ready, client)


def _serve(told: Mapping[str, Any], ready: int, client: int) -> None:
    import ipykernel_launcher  # type: ignore[import-untyped]
    from ipykernel.kernelapp import IPKernelApp

    fresh(told["environment"])
    sys.argv = [ipykernel_launcher.__file__, *told["arguments"]]
    app = IPKernelApp.instance(parent_handle=client)
    app.initialize(told["arguments"])  # type: ignore[no-untyped-call]
    _choose_backend(os.environ["MPLBACKEND"])
    os.write(ready, b"1")
    os.close(ready)
    try:
        app.start()  # type: ignore[no-untyped-call]
    finally:
        _quiet(app.control_thread)


def _quiet(thread: Any) -> None:
    """Let the control thread finish what it says.

    Closing the kernel first takes away the channel on which it still says that it is idle; it
    would wait there, and the kernel for it.
    """
    if thread and thread.is_alive():
        thread.stop()
        thread.join()


def fresh(environment: Mapping[str, str]) -> None:
    """What a process reads when it starts: its environment, its random state, its time zone."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    random.seed()
    if numbers := sys.modules.get("numpy.random"):
        numbers.seed()


def _choose_backend(name: str) -> None:
    """Draw where this kernel draws, not where the interpreter it was forked from did."""
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = name
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot and getattr(pyplot, "_backend_mod", None):  # it has drawn, and would not look again
        pyplot.switch_backend(name)
