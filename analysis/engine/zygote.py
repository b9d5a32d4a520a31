"""The process that kernels are forked from, and above it one that cleans up after it.

A program of its own, because some libraries read their environment when they are imported. It gets
settings as its argument and jobs as lines of JSON, answers in lines of JSON, and ends with its
input. Whichever of its processes is killed, the one above or below ends the rest.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from analysis.engine import jsonschema_later, process_tree, rehearsal, scratch, wire

KERNEL = (
    *("ipykernel_launcher", "ipykernel.kernelapp", "ipykernel.debugger"),
    *("IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect"),
    *("IPython.extensions.storemagic", "IPython.utils.wildcard", "pdb", "sqlite3"),
    *("faulthandler", "tornado.platform.asyncio", "zmq.asyncio"),
    *("IPython.core.logger", "ipykernel.kernelspec", "psutil", "zmq.utils.garbage"),
)
"""What every kernel imports."""
CLIENT = (
    *("papermill", "nbclient", "nbformat.v4", "jupyter_client.provisioning"),
    *("jupyter_client.asynchronous", "analysis.engine.serving"),
)
"""What papermill imports to run one."""
LOOK = 1.0
"""Seconds between looks whether the parent is still there."""


def main() -> None:
    """Split into the cleaner and the zygote."""
    settings = json.loads(sys.argv[1])
    orders, answers = wire.pipes()
    process_tree.adopt_orphans()
    with scratch.folder() as folder:
        cleaner = os.getpid()
        if pid := os.fork():
            os.close(orders)
            os.close(answers)
            signal.signal(signal.SIGTERM, lambda *_: _end(pid))
            _await(pid, settings["parent"])
            process_tree.end_children()
        else:
            _zygote(settings, folder, (orders, answers), cleaner)


def _end(zygote: int) -> None:
    """Have the zygote end, also while it imports."""
    with suppress(ProcessLookupError):
        os.kill(zygote, signal.SIGTERM)


def _await(zygote: int, parent: int) -> None:
    """Until the zygote has ended, or the parent that had both started, which may be gone by now."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    while os.getppid() == parent and not os.waitpid(zygote, os.WNOHANG)[0]:
        signal.sigtimedwait([signal.SIGCHLD], LOOK)


def _zygote(
    settings: Mapping[str, Any], folder: Path, pipes: tuple[int, int], cleaner: int
) -> None:
    """Import, say so, serve, and leave nothing."""

    def end(*_: object) -> None:
        process_tree.end_children()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    process_tree.adopt_orphans()
    signal.signal(signal.SIGTERM, end)
    process_tree.die_with_parent(cleaner, signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    before = dict(os.environ)
    try:
        os.environ.update(scratch.homes(folder))
        usual = _prepare(settings, folder)
        environment = {**_restored(settings["changed"]), **_added(before)}
        own = {"zygote": os.getpid(), "environment": environment, "usual": usual}
        from analysis.engine.serving import Serving

        serving = Serving({**settings, **own}, folder, *pipes)
    except Exception as error:
        row = {"broken": f"{type(error).__name__}: {error}"}
        with suppress(OSError):
            os.write(pipes[1], json.dumps(row).encode() + b"\n")
        end()
    serving.say({"ready": True})
    serving.until_end_of_input()
    end()


def _restored(changed: Mapping[str, str | None]) -> dict[str, str]:
    """The environment as it was before variables were set for the imports."""
    texts = {**os.environ, **changed}
    return {name: value for name, value in texts.items() if value is not None}


def _added(before: Mapping[str, str]) -> dict[str, str]:
    """What modules have added to the environment when they were imported."""
    return {name: value for name, value in os.environ.items() if name not in before}


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Let pandas see a kernel when it is imported: else it takes what shows its frames for a
    terminal, which shows all of their columns (`pandas.io.formats.console.in_ipython_frontend`).
    """
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=True)
    try:
        yield
    finally:
        del vars(builtins)["get_ipython"]


def _prepare(settings: Mapping[str, Any], folder: Path) -> frozenset[str]:
    """Import and do once what else each kernel would; returns the modules of a plain kernel."""
    ours = {name for name in sys.modules if name.partition(".")[0] == __name__.partition(".")[0]}
    for module in KERNEL:
        importlib.import_module(module)
    usual = frozenset(sys.modules) - ours
    importlib.import_module("analysis.engine.stream")
    jsonschema_later.import_jsonschema()
    with _as_in_a_kernel():
        for module in (*CLIENT, *settings["preload"]):
            importlib.import_module(module)
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    from analysis.engine.steps import named

    KernelSpecManager().find_kernel_specs()
    KernelProvisionerFactory.instance()
    rehearsal.rehearse(folder)
    if settings["warm"]:
        named(settings["warm"])()
    gc.collect()
    gc.freeze()
    return usual
