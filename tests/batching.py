"""A notebook that goes wrong where its parameters say so, sweeps over it, and batches of them."""

from __future__ import annotations

import atexit
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from conftest import unmeasured
from reporting import code, notebook

from analysis.batch.local import local_executor
from analysis.batch.make import Batch, Event, Executor, make
from analysis.batch.part import Part
from analysis.batch.store import LOG
from analysis.batch.task import has_own
from analysis.engine import Limits
from analysis.sweep import Sweep, read

PARAMETERS = 'number: int = 0\nhow: str = ""'
DEEDS = """\
import os, threading
if how == "raise":
    {}["key"]
if how == "kill":
    os.kill(os.getpid(), 9)
if how == "hang":
    threading.Event().wait()
if how == "eat":
    len(bytes(1 << 36))
print(number * number)
"""
SHOWING_CELL = """\
import base64
import analysis as an
from IPython.display import display
dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
display({"image/png": dot + "gg==", "text/plain": "a dot"}, raw=True)
an.record(square=number * number, unknown=None)
"""
RUNNING = "PYTEST_CURRENT_TEST"
"""The variable that pytest gives another value for each test."""
OWN = (LOG, ".lock", ".owner.json")
"""Files of a batch that tell of times or of the process."""


def sweep(folder: Path, runs: Iterable[Mapping[str, Any]], **more: Any) -> Path:
    """A sweep file over the notebook that goes wrong where a set says so, one run for each set."""
    cells = [
        code("parameters", PARAMETERS, "parameters"),
        code("deeds", DEEDS),
        code("shown", SHOWING_CELL),
    ]
    notebook(folder / "work.ipynb", cells)
    data = {"notebooks": ["./work.ipynb"], "sets": [dict(run) for run in runs], **more}
    path = folder / "sweep.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return path


def counted(count: int) -> list[dict[str, Any]]:
    """Runs that differ in a number."""
    return [{"name": f"n{number}", "number": number} for number in range(count)]


class ReusedExecutors:
    """Executors that stay open for the next batches that want the same.

    One takes a second to open, and a small batch a tenth of that.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._place: object = None
        self._executors: dict[tuple[int, Limits, bool], Executor] = {}

    @contextmanager
    def opened(self, workers: int, limits: Limits, own: bool) -> Iterator[Executor]:
        """One for batches from this folder, in this environment; closed if anything goes wrong."""
        environment = {name: value for name, value in os.environ.items() if name != RUNNING}
        if (place := (os.getcwd(), environment)) != self._place:
            self.close()
            self._place = place
        numbers = (workers, limits, own)
        if numbers not in self._executors:
            self._executors[numbers] = self._stack.enter_context(
                local_executor(workers, limits, own=own)
            )
        try:
            yield self._executors[numbers]
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End their processes."""
        self._executors.clear()
        self._stack.close()


EXECUTORS = ReusedExecutors()
atexit.register(EXECUTORS.close)


def executor(
    swept: Sweep, workers: int = 2, limits: Limits | None = None
) -> AbstractContextManager[Executor]:
    """What runs the batches of most tests."""
    return EXECUTORS.opened(workers, limits or Limits(), has_own(swept))


def run_batch(
    path: Path | Sweep,
    out: Path,
    workers: int = 2,
    limits: Limits | None = None,
    part: Part | None = None,
) -> tuple[Batch, list[Event]]:
    """A batch, and its events."""
    events: list[Event] = []
    swept = read(path) if isinstance(path, Path) else path
    opened = partial(executor, swept, workers, limits)
    return make(swept, out, opened, events.append, part=part), events


def tree(out: Path) -> dict[str, str]:
    """Every file of a batch by its path, hashed, but those that tell of times."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and path.name not in OWN)
    return {str(p.relative_to(out)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def command(*words: str) -> list[str]:
    """The program itself."""
    return [sys.executable, "-c", "from analysis.cli import main; main()", "batch", *words]


def started(*words: str) -> subprocess.Popen[str]:
    """A batch in a process group of its own, whose output is read line by line."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command(*words),
        stdout=pipe,
        stderr=pipe,
        text=True,
        start_new_session=True,
        env=unmeasured(),
    )


def killed(process: subprocess.Popen[str], sign: signal.Signals = signal.SIGKILL) -> int:
    """Send a signal to the program alone, as `kill -9` would; its exit code."""
    os.kill(process.pid, sign)
    process.communicate()
    return process.returncode
