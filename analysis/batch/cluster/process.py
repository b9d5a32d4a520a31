"""The process that a worker of a cluster starts for each run, with an engine of its own.

The engine does not live in the worker, since what a worker has imported stays as it was when the
project on its disk is updated. Starting a process takes a run a second or two.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.batch.cluster import fingerprint
from analysis.batch.local import local_executor
from analysis.batch.store import unfinished_folder
from analysis.batch.task import Task
from analysis.engine import Limits
from analysis.errors import Invalid

REQUEST, ANSWER, OUTPUTS = "request", "answer", "outputs"
"""Two files in the folder of a process, both pickled, and the folder with the outputs of a run."""
NOTEBOOKS = "notebooks"


def main() -> None:
    """Read the request in the folder that the command line names, and write the answer there.

    Nothing is ever written to the input of the process. When the input ends, because the worker
    closes it or is gone, the process ends what it has started, and itself without an answer.
    """
    folder = Path(sys.argv[1])
    # Processes that a shell starts in the background ignore an interrupt, and so do theirs; in
    # this one the thread that waits for the end of the input stops the main thread by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_interrupt, daemon=True).start()
    with suppress(KeyboardInterrupt):
        answer = _answer(folder, **pickle.loads((folder / REQUEST).read_bytes()))  # noqa: S301
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        paths.write(folder / ANSWER, pickle.dumps(answer))


def _interrupt() -> None:
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGINT)


def _answer(
    folder: Path,
    wanted: fingerprint.Fingerprint,
    task: Task | None = None,
    notebooks: dict[str, str] | None = None,
    limits: Limits | None = None,
) -> list[tuple[str, str, str]] | dict[str, Any]:
    """The differences of this machine, as a list; if there are none, the result of the task."""
    differing = fingerprint.differences(wanted, fingerprint.of_machine(wanted["data"]))
    if differing or not task:
        return differing
    for name, notebook in (notebooks or {}).items():
        paths.write(folder / NOTEBOOKS / name, notebook)
    task = replace(task, notebooks=tuple(folder / NOTEBOOKS / name for name in notebooks or ()))
    try:
        with local_executor(1, limits or Limits(), own=task.own) as executor:
            [result] = executor.run([task], folder)
    except Invalid as invalid:
        return {"seconds": 0.0, "error": str(invalid), "kind": "failed"}
    with suppress(FileNotFoundError):
        unfinished_folder(folder, task).rename(folder / OUTPUTS)
    return {"seconds": result.seconds, "error": result.error, "kind": result.kind}
