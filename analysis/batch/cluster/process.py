"""A process beside a worker of a cluster, for one run by an engine of its own.

The engine does not live in the worker, since what a worker has imported stays as it was when the
project on its disk is updated. To start one costs a run a second or two, and nothing is left of it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.batch.cluster import fingerprint
from analysis.batch.local import local_executor
from analysis.batch.store import unfinished_folder
from analysis.batch.task import Task
from analysis.engine import Limits
from analysis.errors import Invalid

REQUEST, ANSWER, NOTEBOOKS = "request.json", "answer.json", "notebooks"
"""What lies in the folder of a process: what it is to do, how it went, and notebooks to run."""


def main() -> None:
    """Do what is requested in the folder that is the argument of the command.

    Its input holds nothing. When that ends, because the worker has closed it or is gone, the
    process ends what it has started, and itself without an answer.
    """
    folder = Path(sys.argv[1])
    # Processes that a shell starts in the background ignore an interrupt, and so do theirs; here
    # it is how the thread that waits for the end of the input gets at the main one.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_interrupt, daemon=True).start()
    with suppress(KeyboardInterrupt):
        answer = _answer(json.loads((folder / REQUEST).read_bytes()), folder)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        paths.write(folder / ANSWER, json.dumps(answer))


def _interrupt() -> None:
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGINT)


def _answer(request: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """What differs on this machine; if nothing does and there is a task, how its run went."""
    wanted = request["wanted"]
    differing = fingerprint.differences(wanted, fingerprint.of_machine(wanted["data"]))
    if differing or "task" not in request:
        return {"differing": differing}
    task = _task(request["task"], folder / NOTEBOOKS)
    try:
        with local_executor(1, Limits(**request["limits"]), own=task.own) as executor:
            [result] = executor.run([task], folder)
    except Invalid as invalid:
        return {"differing": [], "seconds": 0.0, "error": str(invalid), "kind": "failed"}
    how = {"seconds": result.seconds, "error": result.error, "kind": result.kind}
    return {"differing": [], **how, "outputs": str(unfinished_folder(folder, task))}


def _task(data: Mapping[str, Any], folder: Path) -> Task:
    """A task as it was sent, its notebooks written into a folder."""
    for name, text in data["notebooks"].items():
        paths.write(folder / name, text)
    notebooks = tuple(folder / name for name in data["notebooks"])
    lists = {name: tuple(data[name]) for name in ("formats", "anew")}
    return Task(**{**data, **lists, "notebooks": notebooks})
