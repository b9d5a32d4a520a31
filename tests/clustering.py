"""A real scheduler and real workers, and a notebook that waits to be let go: for the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil
import yaml
from conftest import PATIENCE
from reporting import code, notebook

from analysis.sweep import Sweep, read

FERRY = Path(__file__).parent / "cases" / "ferry-2031"
PLACE = "TEST_PLACE"
GO = "go"
PARAMETERS = 'case: str = ""\nnumber: int = 0\nhow: str = ""'
DEEDS = f"""\
import os, threading
from pathlib import Path
place = Path(os.environ["{PLACE}"])
with (place / f"began-{{number}}").open("a") as file:
    file.write("once\\n")
while not (place / "{GO}").exists():
    threading.Event().wait(0.02)
if how == "raise":
    {{}}["key"]
if how == "kill":
    os.kill(os.getpid(), 9)
"""
SHOWING_CELL = """\
import analysis as an
timeline = an.load(case)
an.record(claims=len(timeline.claims), number=number)
"""


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited in vain until {what}"
        threading.Event().wait(0.02)


def waiting(folder: Path, hows: Mapping[int, str], case: Path = FERRY) -> Sweep:
    """A sweep of runs that wait for `go` in their place; hows: what each does then."""
    cells = [
        code("parameters", PARAMETERS, "parameters"),
        code("deeds", DEEDS),
        code("shown", SHOWING_CELL),
    ]
    notebook(folder / "work.ipynb", cells)
    sets = [{"name": f"n{n}", "number": n, "how": how} for n, how in hows.items()]
    texts = {"notebooks": ["./work.ipynb"], "parameters": {"case": str(case)}, "sets": sets}
    path = folder / "sweep.yaml"
    path.write_text(yaml.safe_dump(texts), encoding="utf-8")
    return read(path)


def began(place: Path) -> dict[str, int]:
    """How often each run was begun."""
    return {path.name: len(path.read_text().split()) for path in place.glob("began-*")}


class Machines:
    """A scheduler, and the workers that were started for it, each with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.environment = {
            **os.environ,
            PLACE: str(folder),
            "DASK_CONFIG": str(folder / "dask"),
        }
        self.running: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        until(lambda: bool(self.address), "there is a scheduler")

    @property
    def address(self) -> str:
        """Where the scheduler is, empty while it is not there."""
        try:
            return str(json.loads(self.file.read_text())["address"])
        except (OSError, ValueError):
            return ""

    def worker(self, name: str, *more: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker with one thread."""
        own = ("--name", name, "--nthreads", "1", "--local-directory", str(self.scratch(name)))
        return self._start("worker", *own, "--host", "127.0.0.1", *more, **environment)

    def scratch(self, name: str) -> Path:
        """The folder for a worker's own files."""
        return self.folder / f"scratch-{name}"

    def runs(self, name: str) -> list[Path]:
        """Folders of runs that lie with a worker."""
        return list(self.scratch(name).glob("dask-scratch-space/*/run-*"))

    def come(self, count: int) -> None:
        """Wait until so many workers are there."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=PATIENCE)

    def end(self) -> None:
        """End all of it, the scheduler last."""
        for process in reversed(self.running):
            process.terminate()
            process.wait()

    def _start(self, what: str, *words: str, **more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-P", "-m", f"distributed.cli.dask_{what}", "--no-dashboard"]
        with (self.folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                [*command, "--scheduler-file", str(self.file), *words],
                cwd=self.folder,
                env={**self.environment, **more},
                stdout=log,
                stderr=log,
            )
        self.running.append(process)
        return process


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    """A scheduler without workers."""
    started = Machines(folder)
    try:
        yield started
    finally:
        started.end()


def below(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Everything that runs below a process."""
    return list(psutil.Process(process.pid).children(recursive=True))


def kernels(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The processes below one that were started for runs."""
    return [child for child in below(process) if "analysis." in _line(child)]


def _line(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still run."""
    return [process for process in processes if _is_alive(process)]


def _is_alive(process: psutil.Process) -> bool:
    """It may end at any time, also between two looks at it."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
