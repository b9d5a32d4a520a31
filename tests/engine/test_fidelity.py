"""Notebooks as papermill alone runs them, and as the engine and its provisioner do: the same."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from conftest import unmeasured

from analysis.batch.anew import needed
from analysis.batch.local import local_executor
from analysis.batch.task import Task
from analysis.engine import Job, JobResult, Limits, Step, engine

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fidelity"))
import compare
import nasty

WHOLE, ENDING = nasty.names("whole"), nasty.names("ending")
DYING = {"crashed", "gone", "killed", "terminated"}
LIVING = [name for name in ENDING if name not in DYING]
IMPORTS = {"libraries", "process", "settings"}
"""Notebooks that look at what imports leave behind, which a batch knows of."""
EXPLAINED = {
    "gc.get_freeze_count()": "what was imported before the fork is left out of collections",
    "openblas_get_num_threads": "numpy, imported before the fork, uses one thread",
    "len(sys.modules)": "what looks for free ports is not loaded, for our kernels need none",
    "loggerDict": "libraries that were imported before the fork have their loggers",
    "atexit._ncallbacks()": "and what they do when an interpreter ends",
    "contextvars.copy_context()": "and their own context of decimal arithmetic",
}
"""How a notebook of one's own may differ in a batch: what a cell asks, and why."""
PROVIDED = {
    "gc.get_freeze_count()": "what was imported before the fork is left out of collections",
    "len(sys.modules)": "modules of the standard library that forking took, and not runpy",
    "os.environ['JPY_PARENT_PID']": "the kernel's parent is the process that forked it",
}
"""The same for a kernel by the provisioner, which imports nothing that a kernel does not."""
PRELOAD = ("pandas", "matplotlib.pyplot")
LEFT = {"left-atexit", "left-del", "left-final", "left-thread", "left-unflushed"}


def by_papermill(step: Step, folder: Path, engine_name: str | None) -> None:
    """What anybody would call, in a process of its own."""
    import papermill

    os.chdir(folder)
    os.environ["LEFT"] = str(folder / "left" / "left")
    refused = contextlib.suppress(papermill.PapermillExecutionError, RuntimeError)
    with patch.dict(os.environ, unmeasured(), clear=True), refused:
        papermill.execute_notebook(
            str(step.notebook),
            str(step.output),
            dict(step.parameters),
            progress_bar=False,
            engine_name=engine_name,
        )


def steps(folder: Path) -> dict[str, Step]:
    """Every notebook, to be written where it is always written."""
    kinds = [("whole", WHOLE), ("ending", ENDING), ("shutdown", ["left"])]
    files = [nasty.written(kind, name, folder / "in") for kind, listed in kinds for name in listed]
    return {
        path.stem: Step(path, folder / "out" / path.name, _parameters(path.stem)) for path in files
    }


def _parameters(name: str) -> Mapping[str, Any]:
    return nasty.VALUES if name == "parameters" else {}


@dataclass(frozen=True)
class Both:
    """The folders in which they left their notebooks, and how ours ended. batch: as in a batch."""

    plain: Path
    ours: Path
    done: Mapping[str, JobResult]
    batch: Path

    def paths(self, name: str) -> tuple[Path, Path]:
        step = self.done[name].job.steps[0]
        ended = step.failed if self.done[name].error else step.output
        return self.plain / f"{name}.ipynb", self.ours / ended.name

    def provided(self, name: str) -> tuple[Path, Path]:
        """By papermill alone, and by papermill with our provisioner."""
        folder = self.plain.with_name("provided-out")
        return self.plain / f"{name}.ipynb", folder / f"{name}.ipynb"

    def in_batch(self, name: str) -> Path:
        [path] = self.batch.glob(f"runs/.{name}.part/notebooks/{name}.ipynb*")
        return path


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """All notebooks, run twice in the same place, two at a time."""
    folder = tmp_path_factory.mktemp("fidelity")
    with patch.dict(os.environ, unmeasured(), clear=True):
        return run_both(folder)


def run_both(folder: Path) -> Both:
    """By papermill alone, by the engine, and as in a batch."""
    for name in ("out", "left"):
        (folder / name).mkdir()
    todo = steps(folder)
    for name, engine_name in (("plain", None), ("provided", "contested")):
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            call = partial(by_papermill, folder=folder, engine_name=engine_name)
            list(pool.map(call, todo.values()))
        clear(folder, name)
    left = {"LEFT": str(folder / "left" / "left")}
    jobs = [Job(name, (step,)) for name, step in todo.items()]
    with contextlib.chdir(folder), engine(2, preload=PRELOAD, environment=left) as kernels:
        done = {ended.job.name: ended for ended in kernels.run(jobs)}
    clear(folder, "ours")
    with contextlib.chdir(folder), patch.dict(os.environ, left):
        tasks = [in_batch(step) for name, step in todo.items() if name in {*WHOLE, *LIVING}]
        with local_executor(2, Limits(), own=True) as executor:
            list(executor.run(tasks, folder / "batch"))
    return Both(folder / "plain-out", folder / "ours-out", done, folder / "batch")


def clear(folder: Path, name: str) -> None:
    """Put away what has been written, so that the next may write in the same place."""
    for module in folder.glob("*.py"):
        module.unlink()
    shutil.rmtree(folder / "lib", ignore_errors=True)
    for written in ("out", "left"):
        (folder / written).rename(folder / f"{name}-{written}")
        (folder / written).mkdir()


def in_batch(step: Step) -> Task:
    """The order that a batch would make of a notebook of one's own."""
    name = step.notebook.stem
    starting = (step.notebook.name,) if needed(step.notebook, [], []) else ()
    return Task(name, (step.notebook,), step.parameters, (), "", {}, own=True, anew=starting)


@pytest.mark.parametrize("name", [*(name for name in WHOLE if name not in IMPORTS), *LIVING])
def test_every_cell_is_the_same(both: Both, name: str) -> None:
    plain, ours = (compare.cells(path) for path in both.paths(name))
    assert [cell["source"] for cell in plain] == [cell["source"] for cell in ours]
    for data, other in zip(plain, ours, strict=True):
        assert data == other, data["source"]


@pytest.mark.parametrize("name", [*WHOLE, *LIVING])
def test_every_cell_is_the_same_in_a_batch_of_ones_own_notebooks(both: Both, name: str) -> None:
    """But for what is explained."""
    pair = (both.plain / f"{name}.ipynb", both.in_batch(name))
    plain, ours = ([compare.bare(cell) for cell in compare.cells(path)] for path in pair)
    assert [cell["source"] for cell in plain] == [cell["source"] for cell in ours]
    for data, other in zip(plain, ours, strict=True):
        if not any(asks in data["source"] for asks in EXPLAINED):
            assert data == other, data["source"]


@pytest.mark.parametrize("name", [*WHOLE, *ENDING])
def test_every_cell_is_the_same_by_the_provisioner(both: Both, name: str) -> None:
    """Whatever ends the kernel, and whatever a cell looks at, but for what is explained."""
    plain, ours = (compare.cells(path) for path in both.provided(name))
    assert [cell["source"] for cell in plain] == [cell["source"] for cell in ours]
    for data, other in zip(plain, ours, strict=True):
        if name in DYING:  # papermill's client may see a kernel's end before its last message
            data["execution_count"] = other["execution_count"] = None
        if not any(asks in data["source"] for asks in PROVIDED):
            assert data == other, data["source"]


@pytest.mark.parametrize("name", [*WHOLE, *LIVING])
def test_the_notebook_itself_is_the_same(both: Both, name: str) -> None:
    plain, ours = (compare.metadata(path) for path in both.paths(name))
    assert plain == ours


@pytest.mark.parametrize("name", sorted(DYING))
def test_a_kernel_that_dies_leaves_the_same_but_for_the_error_that_we_show(
    both: Both, name: str
) -> None:
    plain, ours = (compare.cells(path) for path in both.paths(name))
    rows = [cell for cell in ours if compare.MARKER not in cell["metadata"]["tags"]]
    assert len(ours) == len(rows) + 2
    for data, other in zip(plain, rows, strict=True):
        errors = [output for output in other.get("outputs", ()) if output["output_type"] == "error"]
        assert bool(errors) == (other["metadata"]["papermill"].get("exception") is True)
        if not errors:
            assert data == other
    assert both.done[name].kind == "died"


def test_kernels_end_alike(both: Both) -> None:
    """Exit handlers run, threads are waited for, open files are written."""
    folder = both.ours.parent
    plain, ours = (
        {path.name for path in (folder / f"{name}-left").iterdir()} for name in ("plain", "ours")
    )
    assert plain == ours == LEFT
    assert (folder / "ours-left" / "left-unflushed").read_text(encoding="utf-8") == "flushed"


@pytest.mark.parametrize("name", WHOLE)
def test_all_cells_were_run(both: Both, name: str) -> None:
    assert all(
        cell["metadata"]["papermill"]["status"] == "completed"
        for cell in compare.cells(both.paths(name)[1])
        if cell["cell_type"] == "code"
    )
