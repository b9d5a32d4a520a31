"""How fast batches are: ratios, measured side by side in one run on this machine.

Run by `make bench-batch`; no test depends on it. Each round runs, one after the other, a plain
papermill loop, the floor (the same cells in warm processes, no notebook at all), and a batch, over
runs of one sweep: whatever else the machine does slows all three.
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
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import papermill
import yaml

from analysis.batch.here import here
from analysis.batch.making import Event, make
from analysis.batch.order import SCREEN
from analysis.engine import Limits
from analysis.paths import NOTEBOOKS, ROOT
from analysis.sweep import Sweep, read

NOTEBOOK = NOTEBOOKS / "4_casualties.ipynb"
CORES = os.cpu_count() or 1
LOOPED = 8
"""Runs of the papermill loop in each round: enough for a mean, few enough to wait for."""


def sweep_of(runs: int, folder: Path) -> Sweep:
    """A sweep of that many runs of one notebook, no two alike."""
    grid: dict[str, Any] = {
        "as_of": {"days": "2017-09-02/2017-09-14"},
        "end": {"days": "2017-09-05/2017-09-14"},
        "include_retellings": [True, False],
        "leave_out": ["", "more_than", "at_least", "nearly"],
    }
    every = {"notebooks": [NOTEBOOK.stem], "grid": grid, "thumbnail": "4_casualties/toll"}
    whole = folder / "whole.yaml"
    whole.write_text(yaml.safe_dump(every), encoding="utf-8")
    kept = [dict(run.parameters) for run, _ in zip(read(whole).runs, range(runs), strict=False)]
    told = folder / f"runs-{runs}.yaml"
    sets = {"notebooks": [NOTEBOOK.stem], "sets": kept, "thumbnail": "4_casualties/toll"}
    told.write_text(yaml.safe_dump(sets), encoding="utf-8")
    return read(told)


def loop(sweep: Sweep, folder: Path) -> float:
    """Seconds a run of plain papermill, one after the other, start of the first included."""
    began = time.perf_counter()
    for run, _ in zip(sweep.runs, range(LOOPED), strict=False):
        out = str(folder / f"{run.name}.ipynb")
        papermill.execute_notebook(str(NOTEBOOK), out, dict(run.parameters), progress_bar=False)
    return (time.perf_counter() - began) / LOOPED


def floor(sweep: Sweep) -> float:
    """Seconds a run of the cells alone, in warm processes, one for each core."""
    given = [dict(run.parameters) for run in sweep.runs]
    with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:
        list(pool.map(drawn, given[: 2 * CORES]))
        began = time.perf_counter()
        list(pool.map(drawn, given))
        return (time.perf_counter() - began) / len(given)


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
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
            size += pictures(shown)
        if number == 0:
            space.update(parameters)
    return size


def sources() -> Iterator[str]:
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"])


def pictures(shown: Any) -> int:
    told = shown._repr_mimebundle_() if hasattr(shown, "_repr_mimebundle_") else {}
    return len((told[0] if isinstance(told, tuple) else told).get("image/png", b""))


def batch(sweep: Sweep, out: Path) -> tuple[float, float]:
    """Seconds a run of a batch: start-up included, and once it is going."""
    ends: list[float] = []

    def tell(event: Event) -> None:
        if event.what == "run":
            ends.append(time.perf_counter())
            if event.error:
                raise SystemExit(f"{event.name}: {event.error}")

    began = time.perf_counter()
    make(sweep, out, lambda: here(None, Limits()), tell)
    whole = (time.perf_counter() - began) / sweep.size
    return whole, (ends[-1] - ends[CORES]) / (len(ends) - 1 - CORES)


def rounds(sweep: Sweep, count: int) -> None:
    """The three side by side, and their ratios."""
    found = []
    for number in range(count):
        with TemporaryDirectory() as name:
            folder = Path(name)
            plain, bare = loop(sweep, folder), floor(sweep)
            whole, steady = batch(sweep, folder / "batch")
        found.append((plain / whole, plain / steady, steady / bare, whole / bare))
        print(
            f"round {number + 1}: papermill loop {plain:.2f} s a run, floor {bare:.3f}, "
            f"batch {whole:.3f}, going {steady:.3f}"
        )
    names = ("times a papermill loop, start-up included", "times a papermill loop, going",
             "times the floor, going", "times the floor, start-up included")  # fmt: skip
    aims = ("aim 10, least 7", "aim 10, least 8", "aim 1.5, most 2.0", "")
    for name, aim, values in zip(names, aims, zip(*found, strict=True), strict=True):
        print(f"{name:<46}{median(values):6.2f}  {aim}")


def linear(few: Sweep, many: Sweep) -> None:
    """Ten times the runs: time, memory of the parent, and a second start that makes nothing."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        first, before = timed(few, folder / "few"), peak()
        second, after = timed(many, folder / "many"), peak()
        print(f"{few.size} runs {first:.1f} s, {many.size} runs {second:.1f} s: "
              f"{second / first:.2f} times  (at most 10.5)")  # fmt: skip
        print(f"memory of the parent at its peak: {before:.0f} MB, then {after:.0f} MB")
        again(folder, many)


def timed(sweep: Sweep, out: Path) -> float:
    began = time.perf_counter()
    batch(sweep, out)
    return time.perf_counter() - began


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def again(folder: Path, many: Sweep) -> None:
    """The command once more with nothing to do, less the time of its imports."""
    sweep = folder.parent / f"runs-{many.size}.yaml"
    files = next(path for path in (sweep, *folder.parent.glob("*/runs-*.yaml")) if path.is_file())
    command = [str(Path(sys.executable).parent / "contested"), "batch", str(files)]
    imports = (
        "import analysis.batch.here, analysis.batch.making, analysis.cli, analysis.loading, pandas"
    )
    whole = min(run([*command, "--out", str(folder / "many")]) for _ in range(3))
    bare = min(run([sys.executable, "-c", imports]) for _ in range(3))
    print(f"a second start: {whole:.2f} s, of which imports {bare:.2f}: "
          f"{whole - bare:.2f} s  (at most 0.6)")  # fmt: skip


def run(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - began


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--runs", type=int, default=100)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--linear", action="store_true", help="also ten times the runs")
    options = asked.parse_args()
    os.environ.update(SCREEN)
    with TemporaryDirectory() as name:
        few = sweep_of(options.runs, Path(name))
        rounds(few, options.rounds)
        if options.linear:
            linear(few, sweep_of(10 * options.runs, Path(name)))
