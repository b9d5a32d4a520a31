"""A forked process as an ipykernel, in the state of one that was started as a program."""

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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from analysis.engine import preloading, process_tree, wire

STREAM = "analysis.engine.stream.OutStream"
LAUNCHER = "ipykernel_launcher"
AT_START = ("PYTHON", "LD_", "LC_", "LANG", "OMP_", "OPENBLAS_", "MKL_", "NUMEXPR_")
"""Prefixes of the environment variables that an interpreter reads only when it starts."""
TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""Variables that name the folder for temporary files, as `tempfile` documents them."""


def working_folder() -> str:
    """The working folder of this process; empty where it was removed."""
    try:
        return str(Path.cwd())
    except FileNotFoundError:
        return ""


@dataclass(frozen=True)
class Launch:
    """The command, environment and folder that jupyter_client starts a kernel with.

    command: the interpreter, its options, `-m`, the launcher and its arguments. environment: all
    variables. folder: the working folder, empty where it is that of the parent.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: str = ""

    def line(self) -> bytes:
        """The launch as a line of JSON, to be sent to another process."""
        return wire.line(asdict(self))


@dataclass(frozen=True)
class Stub:
    """A forked process that waits to be a kernel.

    pid: its id. orders: the descriptor to send a `Launch` through, and close. ready: one byte comes
    through it once the process is a kernel.
    """

    pid: int
    orders: int
    ready: int


def fork(usual: Collection[str]) -> Stub:
    """Fork a process with one thread and no event loop, as only a fresh one is, to be a kernel.

    usual: the modules that are loaded in a kernel which was started anew.
    """
    # It waits already forked: by then this process has threads, and may have changed anything.
    read, orders = os.pipe()
    ready, write = os.pipe()
    client = os.getpid()
    pid = become(lambda: _kernel(read, write, client, usual), (orders, ready))
    # The child's sides: a pipe has an end only once nobody holds its other side open.
    os.close(read)
    os.close(write)
    return Stub(pid, orders, ready)


def become(function: Callable[[], None], closed: Collection[int]) -> int:
    """Fork; the child runs the function and ends as an interpreter does, never to return.

    closed: descriptors that are not the child's. Returns the child's id.

    To be called where there is one thread and no event loop: a fork has the thread alone that
    forked, so a lock that another one held stays locked in it, and the loop of the one and the
    loop of the other would take each other's events.
    """
    # What is buffered would be in both processes, and be written twice.
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

    The two names are not public, but multiprocessing ends its own forks by them
    (`BaseProcess._bootstrap`). `sys.exit` would go on up the stack, into whatever code of the
    parent stood around the fork.
    """
    try:
        # In this order an interpreter ends: threads first, for exit handlers may take from them.
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
    finally:
        os._exit(status)


def _kernel(orders: int, ready: int, client: int, usual: Collection[str]) -> None:
    """Wait for orders, then be an ordinary ipykernel until it is shut down."""
    lead_session(client)
    with os.fdopen(orders, "rb") as file:
        body = file.readline()  # the next stub holds the pipe open too: it has no end yet
    if body:
        launch = Launch(**json.loads(body))
        serve(launch, client, usual, ready=ready, outstream_class=STREAM)


def lead_session(parent: int) -> None:
    """Become what a process is that jupyter_client starts as a kernel, and end with the parent.

    It leads a session, so that a Ctrl-C at the terminal does not reach it, and what it starts is in
    a group with it, to be interrupted together. Whoever forked this has SIGINT ignored.
    """
    os.setsid()
    process_tree.die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def serve(
    launch: Launch,
    parent: int,
    usual: Collection[str],
    *,
    ready: int | None = None,
    forgotten: Iterable[str] = (),
    **settings: str,
) -> None:
    """Be an ordinary ipykernel until it is shut down.

    parent: the id of the process that forked this one: ipykernel looks from time to time whether
    it is still there. usual: see `fork`. ready: a descriptor that a byte is written to once
    requests are answered. forgotten: modules to unload, as a plain kernel has not imported them.
    settings: those of ipykernel's application.
    """
    from ipykernel.kernelapp import IPKernelApp

    if launch.folder:
        os.chdir(launch.folder)
    fresh(launch.environment)
    # As `python -m ipykernel_launcher` has them; a cell may look at them, or run the command again.
    module = launch.command.index(LAUNCHER)
    arguments = list(launch.command[module + 1 :])
    sys.argv = [str(sys.modules[LAUNCHER].__file__), *arguments]
    sys.orig_argv = list(launch.command)
    app = IPKernelApp.instance(parent_handle=parent, **settings)
    app.initialize(arguments)  # type: ignore[no-untyped-call]
    _choose_backend(os.environ["MPLBACKEND"])  # ipykernel has set it by now, unless it was set
    _name_encoding()
    forget_shadowed(Path(), usual)
    preloading.forget(forgotten)
    if ready is not None:
        os.write(ready, b"1")
        os.close(ready)
    try:
        app.start()  # type: ignore[no-untyped-call]
    finally:
        _quiet(app.control_thread)


def _quiet(thread: Any) -> None:
    """Let the control thread finish sending its messages.

    ipykernel closes its streams at a shutdown request, while that thread may still be sending its
    idle message through them; it would block there, and the end of the kernel with it.
    """
    if thread and thread.is_alive():
        thread.stop()
        thread.join()


def fresh(environment: Mapping[str, str]) -> None:
    """Reset what a process reads when it starts, since a fork inherits it from its parent.

    That is its environment, its random state, its time zone and its folder for temporary files.
    environment: all variables.
    """
    # Looked up once, by writing a file into each of these: a kill in between would leave the file.
    if any(environment.get(name) != os.environ.get(name) for name in TEMPORARY):
        tempfile.tempdir = None
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()  # the C library reads TZ once
    random.seed()  # all forks of a process would else draw the same numbers
    if numbers := sys.modules.get("numpy.random"):
        numbers.seed()


def _name_encoding() -> None:
    """Set the encoding of pandas to that of this kernel's standard output.

    pandas reads it when it is imported, which was before the fork, with another standard output.
    """
    pandas = sys.modules.get("pandas")
    if pandas:
        pandas.set_option("display.encoding", sys.stdout.encoding)


def forget_shadowed(folder: Path, usual: Collection[str]) -> None:
    """Forget modules that were loaded before the fork and that files of a folder would hide.

    folder: the working folder. usual: modules that a kernel loads itself before it looks there.

    A kernel imports from its working folder before it imports installed packages. A module that is
    loaded already is not imported again: without this, a notebook that imports its own `analysis`
    or `click` would get another one.
    """
    hidden = {name for name, path in _importable(folder) if not _is_loaded_from(path, name)}
    for module in tuple(sys.modules):
        if module.partition(".")[0] in hidden and module not in usual:
            del sys.modules[module]


def _importable(folder: Path) -> Iterator[tuple[str, Path]]:
    """The modules and packages of a folder that have the name of a loaded one, with their files."""
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
    """Set matplotlib's backend to that of this kernel, not of the interpreter that was forked."""
    # matplotlib reads MPLBACKEND when it is imported, which was before the fork.
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = name
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot and getattr(pyplot, "_backend_mod", None):  # it has drawn, and would not look again
        pyplot.switch_backend(name)
