"""The process that kernels are forked from, and above it one that cleans up after it.

A program of its own, because some libraries read their environment when they are imported. It gets
settings as its argument and jobs as lines of JSON, answers in lines of JSON, and ends with its
input. Whichever of its processes is killed, the one above or below it ends the others.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.engine import jsonschema_later, preloading, process_tree, rehearsal, scratch, wire

LATER = ("ipykernel.kernelspec", "zmq.utils.garbage", "analysis.engine.stream")
"""What a kernel imports once cells have run, and our stream, which it imports by its name."""
CLIENT = (
    *("papermill", "nbclient", "nbformat.v4", "jupyter_client.provisioning"),
    *("jupyter_client.asynchronous", "analysis.engine.serving"),
)
"""What papermill imports to run a kernel."""


def main() -> None:
    """Split into the cleaner and the zygote."""
    settings = json.loads(sys.argv[1])
    pipes = wire.pipes()
    with scratch.folder() as folder:
        if cleaner := process_tree.fork_below_cleaner(settings["parent"], pipes):
            _zygote(settings, folder, pipes, cleaner)


def _zygote(
    settings: Mapping[str, Any], folder: Path, pipes: tuple[int, int], cleaner: int
) -> None:
    """Import, report that, serve jobs, and end all processes and remove the folder."""

    def end(*_: object) -> None:
        process_tree.end_children()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)  # exit handlers of the modules are for the kernels to run

    process_tree.adopt_orphans()  # the cleaner's are its own: a fork does not inherit that
    signal.signal(signal.SIGTERM, end)  # the cleaner sends it, also while this imports
    process_tree.die_with_parent(cleaner, signal.SIGTERM)
    # A Ctrl-C that is sent to a whole group of processes is for the parent alone to see to.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    before = dict(os.environ)
    try:
        os.environ.update(scratch.homes(folder))  # before anything is imported that looks for them
        usual = _prepare(settings, folder)
        environment = {**_restored(settings["changed"]), **preloading.added(before)}
        own = {"zygote": os.getpid(), "environment": environment, "usual": usual}
        # Not at the top: it imports nbclient, and what a plain kernel has is listed before that.
        from analysis.engine.serving import JobServer

        serving = JobServer({**settings, **own}, folder, *pipes)
    except Exception as error:
        answer = {"broken": f"{type(error).__name__}: {error}"}
        with suppress(OSError):
            os.write(pipes[1], wire.line(answer))
        end()
    serving.say({"ready": True})
    serving.until_end_of_input()
    end()


def _restored(changed: Mapping[str, str | None]) -> dict[str, str]:
    """The environment as it was before variables were set for the imports."""
    variables = {**os.environ, **changed}
    return {name: value for name, value in variables.items() if value is not None}


def _prepare(settings: Mapping[str, Any], folder: Path) -> frozenset[str]:
    """Import what kernels and papermill need, and fill caches; the modules of a plain kernel."""
    usual = preloading.import_kernel() | {*LATER}
    jsonschema_later.import_jsonschema()
    preloading.import_all((*LATER, *CLIENT, *settings["preload"]))
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.provisioning.factory import KernelProvisionerFactory

    from analysis.engine.steps import named

    # The first imports more when it is first called; the second lists, once for a process, the
    # entry points of all packages that are installed.
    KernelSpecManager().find_kernel_specs()
    KernelProvisionerFactory.instance()
    rehearsal.rehearse(folder)
    if settings["warm"]:
        named(settings["warm"])()
    preloading.freeze()
    return usual
