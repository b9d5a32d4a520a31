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
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from analysis.engine import process_tree

STREAM = "analysis.engine.stream.OutStream"


@dataclass(frozen=True)
class Stub:
    """A forked process that waits to be told which kernel to be.

    orders: the descriptor to tell it through, and close. ready: one byte comes when it is one.
    """

    pid: int
    orders: int
    ready: int


def fork(usual: Collection[str]) -> Stub:
    """Fork a process with one thread and no event loop, as only a fresh one is, to be a kernel.

    usual: the modules that a kernel has loaded which was started anew.
    """
    read, orders = os.pipe()
    ready, write = os.pipe()
    client = os.getpid()
    pid = become(lambda: _kernel(read, write, client, usual), (orders, ready))
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


def _kernel(orders: int, ready: int, client: int, usual: Collection[str]) -> None:
    """Wait for orders, then be an ordinary ipykernel until it is shut down."""
    os.setsid()
    process_tree.die_with_parent(client)
    with os.fdopen(orders, "rb") as file:
        body = file.readline()  # the next stub holds the pipe open too: it has no end yet
    if not body:
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _serve(json.loads(body), ready, client, usual)


def _serve(data: Mapping[str, Any], ready: int, client: int, usual: Collection[str]) -> None:
    import ipykernel_launcher  # type: ignore[import-untyped]
    from ipykernel.kernelapp import IPKernelApp

    if data["folder"]:
        os.chdir(data["folder"])
    fresh(data["environment"])
    sys.argv = [ipykernel_launcher.__file__, *data["arguments"]]
    sys.orig_argv = [sys.executable, "-m", "ipykernel_launcher", *data["arguments"]]
    app = IPKernelApp.instance(parent_handle=client, outstream_class=STREAM)
    app.initialize(data["arguments"])  # type: ignore[no-untyped-call]
    _choose_backend(os.environ["MPLBACKEND"])
    _name_encoding()
    forget_shadowed(Path(), usual)
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


def _name_encoding() -> None:
    """Have pandas print for this kernel's standard output, which it asks when it is imported."""
    pandas = sys.modules.get("pandas")
    if pandas:
        pandas.set_option("display.encoding", sys.stdout.encoding)


def forget_shadowed(folder: Path, usual: Collection[str]) -> None:
    """Forget modules that were loaded before the fork and that files of a folder would hide.

    A kernel looks for a module in its working folder first. One that is loaded already is not
    looked for: without this, a notebook that imports its own `analysis` or `click` would be given
    another. usual: modules that a kernel loads itself before it looks there.
    """
    hidden = {name for name, path in _importable(folder) if not _is_loaded_from(path, name)}
    for module in tuple(sys.modules):
        if module.partition(".")[0] in hidden and module not in usual:
            del sys.modules[module]


def _importable(folder: Path) -> Iterator[tuple[str, Path]]:
    """The modules and packages of a folder that go by a name that is loaded, each with its file."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.suffix == ".py" and path.stem in sys.modules:
                yield path.stem, path
            elif path.name in sys.modules and (path / "__init__.py").is_file():
                yield path.name, path / "__init__.py"


def _is_loaded_from(path: Path, name: str) -> bool:
    """Whether that very file is the module; the file of a loaded one need not be there any more."""
    file = getattr(sys.modules[name], "__file__", None)
    return isinstance(file, str) and os.path.realpath(path) == os.path.realpath(file)


def _choose_backend(name: str) -> None:
    """Draw where this kernel draws, not where the interpreter it was forked from did."""
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = name
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot and getattr(pyplot, "_backend_mod", None):  # it has drawn, and would not look again
        pyplot.switch_backend(name)
