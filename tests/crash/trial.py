"""A batch as a process of its own that is to be killed, stopped or starved, and what it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import psutil
from batching import PARAMETERS, command, counted, sweep, tree
from conftest import PATIENCE
from reporting import code, notebook

from analysis.batch.store import LOG, RUNS

SEED = os.environ.get("CRASH_SEED", "2017")
"""Decides every moment of every trial."""
MARK = "CRASH_TRIAL"
"""A variable that every process of a trial has in its environment."""
COUNT = 6
"""Runs of a batch."""
WORKERS = 2
LOOK = 0.002
"""Seconds between looks at what no event announces: processes, and files of another process."""
Seen = TypeVar("Seen")
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Whole:
    """A sweep, and its batch as it is if nothing disturbs it."""

    plan: Path
    out: Path

    def complete(self, out: Path) -> set[str]:
        """The runs of another batch that are the same, byte for byte."""
        return {
            run.name
            for run in (self.out / RUNS).iterdir()
            if (out / RUNS / run.name).is_dir() and tree(out / RUNS / run.name) == tree(run)
        }

    def differences(self, out: Path) -> list[str]:
        """The paths that are not the same in another batch: files, folders, what is hidden."""
        mine, other = _all_of(self.out), _all_of(out)
        return sorted(path for path in mine | other if mine.get(path) != other.get(path))


def _all_of(out: Path) -> dict[str, str]:
    """Every path of a batch but its log, which a batch that was killed may lack."""
    inside = (str(path.relative_to(out)) for path in out.rglob("*"))
    return dict.fromkeys((path for path in inside if path != LOG), "") | tree(out)


def plan(folder: Path) -> Path:
    """A sweep of two notebooks, so that a kernel waits while another runs."""
    second = [code("parameters", PARAMETERS, "parameters"), code("second", "print(number + 1)")]
    notebook(folder / "second.ipynb", second)
    return sweep(folder, counted(COUNT), notebooks=["./work.ipynb", "./second.ipynb"])


def chance(*names: object) -> Random:
    """Numbers that are the same for the same seed and names."""
    return Random(" ".join(map(str, (SEED, *names))))


@contextmanager
def noted(*names: object) -> Iterator[list[str]]:
    """Whatever fails in here says by which seed, and what was done up to then."""
    notes: list[str] = []
    try:
        yield notes
    except BaseException as error:
        error.add_note(f"CRASH_SEED={SEED}, {' '.join(map(str, names))}: {'; '.join(notes)}")
        raise


def until(look: Callable[[], Seen]) -> Seen:
    """What a look shows, as soon as it shows anything."""
    last = time.monotonic() + PATIENCE
    while not (seen := look()):
        assert time.monotonic() < last, "what was waited for did not come"
        pause(LOOK)
    return seen


def pause(seconds: float) -> None:
    """Let some time pass."""
    threading.Event().wait(seconds)


@dataclass
class Start:
    """A started batch. lines: the events that it has said so far. words: what it says as errors."""

    process: subprocess.Popen[str]
    words: Path
    lines: list[Line] = field(default_factory=list)

    def next(self) -> Line | None:
        """Its next event; none once it has ended."""
        assert self.process.stdout
        with suppress(ValueError):  # a line that was cut off
            self.lines += [json.loads(self.process.stdout.readline())]
            return self.lines[-1]
        return None

    def reached(self, ended: int) -> bool:
        """Wait until so many runs have ended or are there, none for less than 0; if it comes."""
        lines = chain(self.lines, self._coming())
        return ended < 0 or any(_ended(line) >= ended for line in lines)

    def end(self) -> int:
        """Wait until it has ended; its exit code."""
        list(self._coming())
        return self.process.wait(PATIENCE)

    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def failed(self) -> list[Line]:
        """The runs that it says have failed."""
        return [line for line in self.lines if line["event"] == "run" and line["error"]]

    def _coming(self) -> Iterator[Line]:
        while line := self.next():
            yield line


def _ended(line: Line) -> int:
    return int(line["ready"] + line["failed"])


@dataclass(frozen=True)
class Trial:
    """Where a trial takes place: its batch, the batch it should become, its temporary files."""

    whole: Whole
    out: Path
    place: Path

    @contextmanager
    def started(self) -> Iterator[Start]:
        """Start the batch; no process of it outlives the `with` statement."""
        words = self.out.with_name("errors.txt")
        with (
            words.open("w", encoding="utf-8") as errors,
            subprocess.Popen(
                self.command("--json"),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=self.environment,
            ) as process,
        ):
            try:
                yield Start(process, words)
            finally:
                process.kill()
                for left in self.processes():
                    with suppress(psutil.NoSuchProcess):
                        left.kill()

    def command(self, *more: str) -> list[str]:
        """The command that starts it."""
        own = ("--out", str(self.out), "--workers", str(WORKERS))
        return command(str(self.whole.plan), *own, *more)

    @property
    def environment(self) -> dict[str, str]:
        """The environment that it is started in."""
        return {**os.environ, MARK: str(self.place), "TMPDIR": str(self.place)}

    def processes(self) -> list[psutil.Process]:
        """All its processes, whoever their parents are by now."""
        return [process for process in psutil.process_iter() if self._owns(process)]

    def _owns(self, process: psutil.Process) -> bool:
        try:
            return bool(process.environ().get(MARK) == str(self.place))
        except (psutil.Error, OSError):
            return False

    def left_nothing(self) -> None:
        """Once a start has ended, so have all its processes, and its temporary files are gone."""
        until(lambda: not self.processes())
        left = sorted(self.place.rglob("*"))
        assert left == [], left

    def completed(self) -> None:
        """The same command does the rest, says what was there, and makes of it the whole batch."""
        there = len(self.whole.complete(self.out))
        done = subprocess.run(
            self.command(), env=self.environment, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stderr
        counts = f"{COUNT - there} made, {there} there already, 0 failed"
        assert done.stdout.splitlines()[0] == counts
        self.left_nothing()
        assert self.whole.differences(self.out) == []
