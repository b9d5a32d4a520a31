"""How fast batches are: ratios, measured side by side in one run on this machine.

Run by `make bench-batch`; no test depends on it. Each round runs, one after the other, papermill
one notebook at a time, papermill on all cores, the floor (the same cells in warm processes, no
notebook at all), and a batch, over runs of one sweep: what else the machine does slows all four.

Start-up is counted from nothing to the last run. Going is what each further run takes: in wall
from the first runs to the last, in CPU what a batch takes more than a small one, by the runs more.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import papermill
import yaml
from measuring import Record, Taken, best, recording, taken

from analysis.batch.local import local_executor
from analysis.batch.make import Event, make
from analysis.batch.task import SCREEN
from analysis.engine import Limits
from analysis.paths import NOTEBOOKS, ROOT
from analysis.sweep import Sweep, read

NOTEBOOK = NOTEBOOKS / "convoy-2017" / "casualties.ipynb"
CORES = os.cpu_count() or 1
LOOPED = 8
"""Runs of papermill, one at a time, in each round: enough for a mean, few enough to wait for."""
POOLED = 8 * CORES
"""Runs of papermill on all cores in each round."""
WARMING = 2 * CORES
"""Runs of a batch that is as good as nothing but start-up."""


@dataclass(frozen=True)
class Run:
    """What a run takes, start-up included, and once all is going."""

    whole: Taken
    going: Taken


def sweep_of(runs: int, folder: Path, *, by_lot: bool = False) -> Sweep:
    """A sweep of that many runs of one notebook, no two alike.

    by_lot: drawn from all days, always the same; else the first ones. Later days have more claims
    to draw, so that a few first runs would be quicker than a share of many.
    """
    grid: dict[str, Any] = {
        "as_of": {"days": "2017-09-02/2017-09-14"},
        "end": {"days": "2017-09-05/2017-09-14"},
        "include_retellings": [True, False],
        "leave_out": ["", "more_than", "at_least", "nearly"],
    }
    every = {"notebooks": [NOTEBOOK.stem], "grid": grid, "thumbnail": "casualties/toll"}
    whole = folder / "whole.yaml"
    whole.write_text(yaml.safe_dump(every), encoding="utf-8")
    listed = tuple(read(whole).runs)
    drawn = Random(2017).sample(listed, runs) if by_lot else listed[:runs]
    rows = [dict(run.parameters) for run in drawn]
    path = folder / f"runs-{runs}.yaml"
    sets = {"notebooks": [NOTEBOOK.stem], "sets": rows, "thumbnail": "casualties/toll"}
    path.write_text(yaml.safe_dump(sets), encoding="utf-8")
    return read(path)


def looped(sweep: Sweep, folder: Path) -> Run:
    """A run of plain papermill, one after the other: the first one's start-up is a run's own."""
    rows = [dict(run.parameters) for run, _ in zip(sweep.runs, range(LOOPED), strict=False)]

    def in_turn() -> None:
        for number, parameters in enumerate(rows):
            by_papermill(folder, number, parameters)

    with unheard():
        took = taken(in_turn)
    return Run(took.per(len(rows)), took.per(len(rows)))


def pooled(sweep: Sweep, folder: Path) -> Run:
    """A run of plain papermill, as many at a time as there are cores."""
    rows = [dict(run.parameters) for run, _ in zip(sweep.runs, range(POOLED), strict=False)]
    ends: list[float] = []

    def all_of_them() -> None:
        with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:
            runs = [pool.submit(by_papermill, folder, n, run) for n, run in enumerate(rows)]
            for run in as_completed(runs):
                run.result()
                ends.append(time.perf_counter())

    with unheard():
        whole = taken(all_of_them).per(len(rows))
    return Run(whole, Taken(between(ends), whole.cpu))


@contextmanager
def unheard() -> Iterator[None]:
    """Without what papermill's kernels write on standard error as they are shut down."""
    before, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(nothing)
        os.close(before)


def by_papermill(folder: Path, number: int, parameters: dict[str, Any]) -> None:
    out = str(folder / f"{os.getpid()}-{number}.ipynb")
    papermill.execute_notebook(str(NOTEBOOK), out, parameters, progress_bar=False)


def between(ends: list[float]) -> float:
    """Seconds from one end to the next, once all cores have had one.

    Counted from the last of these: as many runs end at about the same time as there are cores.
    """
    return (ends[-1] - ends[CORES - 1]) / (len(ends) - CORES)


def floor(sweep: Sweep) -> Taken:
    """A run of the cells alone, in warm processes, one for each core."""
    rows = [dict(run.parameters) for run in sweep.runs]
    few = taken(lambda: in_processes(rows[:WARMING]))
    many = taken(lambda: in_processes(rows))
    return many.less(few).per(len(rows) - WARMING)


def in_processes(rows: list[dict[str, Any]]) -> None:
    with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:
        list(pool.map(drawn, rows))


def drawn(parameters: dict[str, Any]) -> int:
    """Run the cells of the notebook in this process; how many bytes of pictures they show."""
    space: dict[str, Any] = {"__name__": "__main__"}
    size = 0
    for number, source in enumerate(sources()):
        *before, last = ast.parse(source).body
        exec(compile(ast.Module(before, []), "cell", "exec"), space)
        if not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), "cell", "exec"), space)
        else:
            visible = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
            size += pictures(visible)
        if number == 0:
            space.update(parameters)
    return size


def sources() -> Iterator[str]:
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"])


def pictures(visible: Any) -> int:
    data = visible._repr_mimebundle_() if hasattr(visible, "_repr_mimebundle_") else {}
    return len((data[0] if isinstance(data, tuple) else data).get("image/png", b""))


def batch(sweep: Sweep, out: Path) -> tuple[Taken, float]:
    """A whole batch, and the seconds from one end of a run to the next once it is going."""
    ends: list[float] = []

    def tell(event: Event) -> None:
        if event.event == "run":
            ends.append(time.perf_counter())
            if event.error:
                raise SystemExit(f"{event.run}: {event.error}")

    whole = taken(lambda: make(sweep, out, lambda: local_executor(None, Limits()), tell))
    return whole, between(ends)


def batched(sweep: Sweep, few: Sweep, folder: Path) -> Run:
    """A run of a batch."""
    small, _ = batch(few, folder / "small")
    whole, steady = batch(sweep, folder / "batch")
    going = whole.less(small).per(sweep.size - few.size)
    return Run(whole.per(sweep.size), Taken(steady, going.cpu))


def rounds(record: Record, sweep: Sweep, few: Sweep, count: int) -> None:
    """The four side by side, and their ratios."""
    matches: list[tuple[Run, Run, Taken, Run]] = []
    for _ in range(count):
        with TemporaryDirectory() as name:
            folder = Path(name)
            measured = (looped(sweep, folder), pooled(sweep, folder), floor(sweep))
            matches.append((*measured, batched(sweep, few, folder)))
    loops, pools, floors, batches = zip(*matches, strict=True)
    runs = f"of {sweep.size} runs"
    record.show("a run by papermill, one at a time", middle([item.whole for item in loops]))
    record.show("a run by papermill on all cores", middle([item.whole for item in pools]))
    record.show("the cells of a run alone, in warm processes", middle(list(floors)))
    record.show(f"a run of a batch {runs}, start-up included", middle([b.whole for b in batches]))
    going = middle([item.going for item in batches])
    record.show("a run of a batch, going", going, 0.40, of="cpu")
    over = [item.going.less(bare) for item, bare in zip(batches, floors, strict=True)]
    record.show("of that beyond its cells", middle(over), 0.24, of="cpu")
    for name, others, aims in (
        ("a papermill loop", loops, (8.5, 9.5)),
        ("papermill on all cores", pools, (5.0, 5.5)),
    ):
        pairs = list(zip(others, batches, strict=True))
        whole = median(other.whole.wall / item.whole.wall for other, item in pairs)
        steady = median(other.going.wall / item.going.wall for other, item in pairs)
        ratio(f"times {name}, start-up included", whole, aims[0])
        ratio(f"times {name}, going", steady, aims[1])


def middle(runs: list[Taken]) -> Taken:
    return Taken(median(item.wall for item in runs), median(item.cpu for item in runs))


def ratio(name: str, value: float, least: float) -> None:
    print(f"{name:<58}{value:8.2f}   at least {least:g}  {'ok' if value >= least else 'TOO SLOW'}")


def linear(record: Record, few: Sweep, many: Sweep) -> None:
    """Ten times the runs: time, memory of the parent, and a second start that makes nothing."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        first, before = taken(lambda: batch(few, folder / "few")), peak()
        second, after = taken(lambda: batch(many, folder / "many")), peak()
        record.show(f"a batch of {few.size} runs", first)
        record.show(f"a batch of {many.size} runs", second, 10.3 * first.wall)
        times, more = second.wall / first.wall, after - before
        print(f"that is {times:.2f} times (at most 10.3); the parent grew from {before:.0f} MB "
              f"by {more:.0f} MB (at most 10)")  # fmt: skip
        again(record, folder, many)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def again(record: Record, folder: Path, many: Sweep) -> None:
    """The command once more with nothing to do, beside the time of its imports."""
    sweep = many.folder / f"{many.name}.yaml"
    command = [str(Path(sys.executable).parent / "contested"), "batch", str(sweep)]
    imports = (
        "import analysis.batch.local, analysis.batch.make, analysis.cli, analysis.case.load, pandas"
    )
    whole = best(3, partial(run, [*command, "--out", str(folder / "many")]))
    bare = best(3, partial(run, [sys.executable, "-c", imports]))
    record.show(f"a second start, {many.size} runs there", whole)
    record.show("of that beyond its imports", whole.less(bare), 0.6)


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--linear", action="store_true", help="also ten times the runs")
    options = parser.parse_args()
    os.environ.update(SCREEN)
    with TemporaryDirectory() as name, recording("batch") as record:
        sweep = sweep_of(options.runs, Path(name))
        rounds(record, sweep, sweep_of(WARMING, Path(name)), options.rounds)
        if options.linear:
            linear(record, *(sweep_of(n * options.runs, Path(name), by_lot=True) for n in (1, 10)))
