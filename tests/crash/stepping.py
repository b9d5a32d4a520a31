"""A batch that is killed just before each single step it takes in its folder, one step a trial.

A program of its own, because it forks: each trial is a fork that kills itself. Runs are copied into
their folders instead of being made, and pages get no typeface, so that a trial takes milliseconds.
Takes a scenario, a sweep, its whole batch and a folder to work in; says in JSON which steps there
are and what went wrong.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from analysis.batch.make import Batch, RunResult, make
from analysis.batch.store import RUNS, unfinished_folder
from analysis.batch.task import Task
from analysis.charts.kit import raster
from analysis.sweep import Sweep, read
from crash.trial import Whole, chance

EVENTS: tuple[str, ...] = (
    "open",
    "os.chmod",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
)
EVENTS += ("os.symlink", "os.truncate")
"""What an interpreter says before it changes a file or a folder, but for the times of one."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
HALF = "half of the file written"
"""The step within `write` that no event tells of."""
SECOND = 0.25
"""How often a trial is also made with a second kill, in the start after the first."""
CUT = "n1"
"""A run that is damaged, or goes wrong."""
RUN = ("n0", "n1", "n2")
"""The runs of the batch, of more that are there to copy."""
SHORT = ("n0", "n2")
"""The runs of a sweep that was made shorter for a while."""


@dataclass(frozen=True)
class Copying:
    """Makes runs by copying those of a whole batch; some go wrong."""

    whole: Path
    wrong: tuple[str, ...] = ()

    def run(self, orders: Iterable[Task], out: Path) -> Iterator[RunResult]:
        """Fill the part folder of each order; see `Executor`."""
        for order in orders:
            part = unfinished_folder(out, order)
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(self.whole / RUNS / order.name, part, copy_function=shutil.copyfile)
            wrong = order.name in self.wrong
            yield RunResult(order, 0.0, "cell 1: it went wrong" if wrong else "", "failed" * wrong)


@dataclass(frozen=True)
class Scene:
    """A batch to be stopped. before: what happened to its folder; runs, wrong: of the start."""

    before: Callable[[Bench], None]
    runs: tuple[str, ...] = RUN
    wrong: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True)
class Bench:
    """Where the trials take place. ready: a batch to copy runs from. out: that of the trials.

    whole: what it should become.
    """

    sweep: Sweep
    ready: Path
    whole: Whole
    out: Path

    @property
    def before(self) -> Path:
        """The folder of the batch as it is before the start that is killed."""
        return self.out.with_name("before")

    def batch(self, scene: Scene) -> Batch:
        """A start as in a scene."""
        choices = self.sweep.runs.choices
        runs = tuple(
            choice for choice in choices if choice.name and choice.name.value in scene.runs
        )

        @contextmanager
        def copying() -> Iterator[Copying]:
            yield Copying(self.ready, scene.wrong)

        sweep = replace(self.sweep, runs=replace(self.sweep.runs, choices=runs))
        return make(sweep, self.out, copying, lambda _: None, again=scene.again)


FRESH = Scene(lambda _: None)
"""The same command undisturbed, or a first start."""


def _whole(bench: Bench) -> None:
    shutil.copytree(bench.whole.out, bench.out)


def _damaged(bench: Bench) -> None:
    """A run has failed in an earlier start, and another was cut off since."""
    bench.batch(Scene(lambda _: None, wrong=(SHORT[1],)))
    os.truncate(bench.out / RUNS / CUT / "results.json", 10)


def _failed(bench: Bench) -> None:
    bench.batch(Scene(lambda _: None, wrong=(CUT,)))


SCENES: Mapping[str, Scene] = {
    "fresh": FRESH,
    "to be mended": Scene(_damaged),
    "with a shorter sweep": Scene(_whole, runs=SHORT),
    "with a run that goes wrong": Scene(lambda _: None, wrong=(CUT,)),
    "with a run that goes wrong again": Scene(_failed, wrong=(CUT,)),
    "again": Scene(_whole, again=True),
}


class Steps:
    """Counts the steps within a folder, and kills its process before one of them."""

    def __init__(self, out: Path, last: int | None) -> None:
        self.out = str(out)
        self.last = last
        self.seen: list[str] = []
        # Nothing here is to survive a loss of power.
        os.fsync = self.half_written  # type: ignore[assignment]
        sys.addaudithook(self.look)

    def look(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Called by the interpreter before whatever it does."""
        if event in EVENTS and (path := _changed(event, arguments)).startswith(self.out):
            self.step(f"{event} {path.removeprefix(self.out)}")

    def half_written(self, descriptor: int) -> None:
        """In place of `os.fsync`: the moment at which only a part of a file may be on the disk."""
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        if self.is_next():
            os.ftruncate(descriptor, os.fstat(descriptor).st_size // 2)
        self.step(f"{HALF} {path.removeprefix(self.out)}")

    def is_next(self) -> bool:
        """Whether the next step is the last."""
        return len(self.seen) + 1 == self.last

    def step(self, what: str) -> None:
        """Count one, or die before it."""
        if self.is_next():
            os.kill(os.getpid(), signal.SIGKILL)
        self.seen.append(what)


def _changed(event: str, arguments: tuple[Any, ...]) -> str:
    """The path that an event changes; empty for one that is only read."""
    if event == "open" and not arguments[2] & WRITING:
        return ""
    path = arguments[0]
    if isinstance(path, int):
        return "" if event == "open" else os.readlink(f"/proc/self/fd/{path}")
    folder = next((n for n in arguments[1:] if _is_descriptor(event, n)), None)
    home = os.getcwd() if folder is None else os.readlink(f"/proc/self/fd/{folder}")
    return os.path.join(home, os.fsdecode(path))


def _is_descriptor(event: str, number: object) -> bool:
    """Whether an argument of an event is the folder that its path is in, as `rmtree` has it."""
    return event in ("os.remove", "os.rmdir") and isinstance(number, int) and number >= 0


def forked(work: Callable[[], Any]) -> tuple[int, Any]:
    """What comes of work in a fork, and its exit code; nothing if it is killed."""
    read_end, write_end = os.pipe()
    if not (pid := os.fork()):
        code = 1
        try:
            os.write(write_end, json.dumps(work()).encode())
            code = 0
        except BaseException:
            traceback.print_exc()
        os._exit(code)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as file:
        said = file.read()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), json.loads(said or "null")


def counted_steps(bench: Bench, scene: Scene, last: int | None) -> list[str]:
    """The steps of a start, unless it is killed at one."""
    steps = Steps(bench.out, last)
    bench.batch(scene)
    return steps.seen


def mended(bench: Bench) -> list[str]:
    """What is wrong after the same command has done the rest."""
    there = len(bench.whole.complete(bench.out))
    batch = bench.batch(FRESH)
    counts = (batch.up_to_date, batch.completed, len(batch.failures), len(batch.others))
    wrong = [f"differs: {path}" for path in bench.whole.differences(bench.out)]
    if counts != (there, len(RUN) - there, 0, 0):
        wrong += [f"there already, made, failed, others: {counts}, but there were {there}"]
    return wrong


def trial(bench: Bench, scene: Scene, step: int, second: int | None) -> list[str]:
    """What is wrong after a kill before a step, and another one in the start after it."""
    shutil.rmtree(bench.out, ignore_errors=True)
    if bench.before.is_dir():
        shutil.copytree(bench.before, bench.out)
    code, _ = forked(lambda: counted_steps(bench, scene, step))
    if code != -signal.SIGKILL:
        return [f"exit code {code} in place of a kill"]
    if second is not None:
        forked(lambda: counted_steps(bench, FRESH, second))
    code, wrong = forked(lambda: mended(bench))
    return wrong if code == 0 else [f"exit code {code} of the start after it"]


def bench_of(sweep: Path, ready: Path, folder: Path) -> Bench:
    """Where the trials take place, with its own whole batch, made by copying as they are."""
    # A typeface takes a second, and is not a matter of files.
    raster.faces = lambda letters, names=(): ""  # noqa: ARG005
    importlib.import_module("pyarrow.parquet")  # else each fork would
    whole = Bench(read(sweep), ready, Whole(sweep, ready), folder / "whole")
    whole.batch(FRESH)
    return replace(whole, whole=Whole(sweep, whole.out), out=folder / "out")


def main() -> None:
    """Each step of a scenario in turn, alone and with a second kill at a moment of chance."""
    name, *paths = sys.argv[1:]
    bench, scene = bench_of(*(Path(path).resolve() for path in paths)), SCENES[name]
    forked(lambda: scene.before(replace(bench, out=bench.before)))
    if bench.before.is_dir():
        shutil.copytree(bench.before, bench.out)
    code, steps = forked(lambda: counted_steps(bench, scene, None))
    assert code == 0, "the start of the scenario itself ends in an error"
    wrong: list[dict[str, object]] = []
    trials = list(moments(len(steps), chance("steps", name)))
    for step, second in trials:
        if said := trial(bench, scene, step, second):
            wrong += [{"step": step, "second": second, "before": steps[step - 1], "wrong": said}]
    sys.stdout.write(json.dumps({"steps": steps, "kills": len(trials), "wrong": wrong}))


def moments(steps: int, random: Random) -> Iterator[tuple[int, int | None]]:
    """Each step alone; some of them with a second kill at a moment of the start after it."""
    for step in range(1, steps + 1):
        yield step, None
        if random.random() < SECOND:
            yield step, random.randint(1, steps)


if __name__ == "__main__":
    main()
