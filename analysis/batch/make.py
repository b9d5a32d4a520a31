"""Making a batch: the runs of a sweep that are missing or out of date, then the table of all.

A run is filled in a hidden folder that gets its final name once it is whole, so that a batch may be
killed at any moment: the same command continues from the runs that are whole.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from analysis import paths
from analysis.batch import inputs, results_table, store
from analysis.batch.inputs import Inputs, Stamp
from analysis.batch.part import Part
from analysis.batch.store import INDEX, LOCK, LOG, PARQUET, TABLE, locked
from analysis.batch.task import Task, inputs_of, tasks_of, varying
from analysis.errors import Invalid, Problem, shorten
from analysis.notebooks import ipynb
from analysis.notebooks.provenance import MANIFEST, file_hash
from analysis.sweep import Sweep

CHANGED = "changed"
"""The `kind` of a run that failed because its input files were written while it ran."""
ITSELF = 'If the notebook writes it itself, say so in the sweep, as in files: ["!out.csv"]'


@dataclass(frozen=True)
class RunResult:
    """A run that has ended.

    task: what was to be run. seconds: how long it took. error: one line for a person, empty where
    all went well. kind: the sort of error: `failed`, `timed out`, `memory`, `died` or `changed`.
    """

    task: Task
    seconds: float
    error: str = ""
    kind: str = ""


class Executor(Protocol):
    """Something that runs tasks: this machine, or a cluster."""

    def run(self, tasks: Iterable[Task], out: Path) -> Iterator[RunResult]:
        """Fill the unfinished folder of each task in a batch's folder.

        tasks: taken one by one, each shortly before it is run. out: the folder of the batch. Yields
        the result of each run as it ends, in that order.
        """


@dataclass(frozen=True)
class Event:
    """A step of a batch under way, as `contested batch --json` prints it.

    event: `start`, `run` for each run that has ended, or `end`. ready: how many runs are whole and
    up to date by now. total: how many there will be. failed: how many runs of this batch have
    failed. run, error, kind, seconds: of the run that has ended, as in `RunResult`.
    """

    event: str
    ready: int
    total: int
    failed: int = 0
    run: str = ""
    error: str = ""
    kind: str = ""
    seconds: float = 0.0


Listener = Callable[[Event], None]
Opener = Callable[[], AbstractContextManager[Executor]]


@dataclass(frozen=True)
class Batch:
    """A batch that has ended.

    folder: where it lies. up_to_date: how many runs were there before. completed: how many are
    new. failures: the runs that failed, in order of the sweep. others: names of runs in the folder
    that are not of this sweep. part: the share of the runs that was requested, None for all; the
    results of a part are not gathered.
    """

    folder: Path
    up_to_date: int
    completed: int
    failures: tuple[RunResult, ...]
    others: tuple[str, ...]
    part: Part | None = None


def make(
    sweep: Sweep,
    out: Path,
    executor: Opener,
    listener: Listener,
    *,
    again: bool = False,
    part: Part | None = None,
) -> Batch:
    """Make every run of a sweep that is missing or out of date, then gather the results of all.

    sweep: the runs. out: the folder of the batch, created where it is missing. executor: opens what
    runs the tasks; called only if there is something to run. listener: called with each event.
    again: make all runs anew. part: make only these of the runs, and gather nothing.

    Raises Invalid where the folder is in use, is removed meanwhile or holds something other than a
    batch, where files change while they are hashed, and what the executor raises; OSError where
    nothing can be written.
    """
    began = time.monotonic()
    _prepare(out)
    with locked(out), inputs.copied(sweep.chapters, out) as copies:
        store.clear(out)
        read, all_tasks = _planned(sweep, copies)
        tasks = tuple(part.of(all_tasks)) if part else all_tasks
        ready = set() if again else _up_to_date(tasks, out)
        listener(Event("start", len(ready), len(tasks)))
        missing = tuple(task for task in tasks if task.name not in ready)
        if part and missing:
            store.clear_gathered(out)
        ended = _run(
            missing, out, read, executor, partial(_notify, listener, len(ready), len(tasks))
        )
        batch = Batch(out, len(ready), *_counts(tasks, ended), store.others(out, all_tasks), part)
        if not part:
            _gather(sweep, batch, tasks)
        store.clear_failed(out, ready)
        _log(out, ended, time.monotonic() - began)
    listener(Event("end", batch.up_to_date + batch.completed, len(tasks), len(batch.failures)))
    return batch


def _planned(sweep: Sweep, copies: tuple[Path, ...]) -> tuple[Inputs, tuple[Task, ...]]:
    """The files that the runs of a sweep read, and its tasks, whose keys depend on their hashes."""
    read = inputs_of(sweep)
    tasks = tuple(tasks_of(sweep, copies, lambda path: read.hashes.get(path, "")))
    _check_unaltered(read)
    return read, tasks


def _up_to_date(tasks: Iterable[Task], out: Path) -> set[str]:
    """The names of the runs that are whole and up to date."""
    return {t.name for t in tasks if store.is_up_to_date(store.run_folder(out, t), t)}


def _run(
    tasks: Sequence[Task],
    out: Path,
    read: Inputs,
    executor: Opener,
    notify: Callable[[RunResult, int, int], None],
) -> tuple[RunResult, ...]:
    """Run tasks, and put each run into its final folder, or that of failed ones, as it ends.

    read: the files that the runs read. notify: called with each result and how many runs have gone
    well and have failed by then.
    """
    folder = _identity(out)
    ended: list[RunResult] = []
    failed = 0
    if tasks:
        with executor() as opened:
            for result in _results(opened, tasks, out, read):
                _check_same_folder(out, folder)
                _store(result, out)
                ended.append(result)
                failed += bool(result.error)
                notify(result, len(ended) - failed, failed)
    _check_same_folder(out, folder)
    return tuple(ended)


def _counts(tasks: Iterable[Task], ended: Sequence[RunResult]) -> tuple[int, tuple[RunResult, ...]]:
    """How many runs went well, and those that failed, in order of the sweep."""
    failed = {result.task.name: result for result in ended if result.error}
    failures = tuple(failed[task.name] for task in tasks if task.name in failed)
    return len(ended) - len(failures), failures


def _notify(
    listener: Listener, ready: int, total: int, result: RunResult, completed: int, failed: int
) -> None:
    """Call the listener with the event of a run that has ended."""
    ended = (result.task.name, result.error, result.kind, result.seconds)
    listener(Event("run", ready + completed, total, failed, *ended))


def _results(
    executor: Executor, tasks: Iterable[Task], out: Path, read: Inputs
) -> Iterator[RunResult]:
    """Each run as it ends; one that may have read files that were changed has failed."""
    stamps: dict[str, Mapping[Path, Stamp]] = {}
    refused: list[RunResult] = []

    def unaltered() -> Iterator[Task]:
        for task in tasks:
            now = read.now()
            if altered := read.altered(now):
                error = _since("the start", map(read.display_name, altered))
                refused.append(RunResult(task, 0.0, error, CHANGED))
            else:
                stamps[task.name] = now
                yield task

    for result in executor.run(unaltered(), out):
        before = stamps.pop(result.task.name)
        written = [path for path, stamp in read.now().items() if stamp != before.get(path)]
        # An error of the run itself says more than that a file was written while it ran.
        unsure = written and not result.error
        error = _since("the run began", map(read.display_name, written)) if unsure else result.error
        yield replace(result, error=error, kind=CHANGED if unsure else result.kind)
    yield from refused


def _since(when: str, files: Iterable[str]) -> str:
    names = sorted(set(files))
    verb = "has" if len(names) == 1 else "have"
    changed = f"{shorten(names, 3)} {verb} changed since {when}"
    return f"{changed}; the same command makes this run again. {ITSELF}"


def _check_unaltered(read: Inputs) -> None:
    """Invalid where files were written while they were hashed."""
    if altered := read.altered(read.now()):
        fix = "start again once nobody writes them"
        raise Invalid(
            Problem(
                read.display_name(path),
                "changed while it was read",
                "files that stay as they are",
                fix,
            )
            for path in altered
        )


def _identity(out: Path) -> tuple[int, int]:
    """The device and the inode of a folder, which stay the same when it is renamed."""
    state = out.stat()
    return state.st_dev, state.st_ino


def _check_same_folder(out: Path, folder: tuple[int, int]) -> None:
    """Invalid where the folder has gone, or another lies in its place."""
    try:
        if _identity(out) == folder:
            return
    except OSError:
        pass
    value = f"{out.name} was removed or replaced while the batch ran"
    fix = "run the same command again; it makes what is missing"
    raise Invalid([Problem("out", value, "a folder that stays where it is", fix)])


def _store(result: RunResult, out: Path) -> None:
    """Give a run its final name; of one that failed, leave the notebooks and the error."""
    part, failed = store.unfinished_folder(out, result.task), out / store.FAILED / result.task.name
    shutil.rmtree(failed, ignore_errors=True)
    if not result.error:
        store.put(part, store.run_folder(out, result.task))
        return
    for path in sorted((*part.rglob("*.ipynb"), *part.rglob("*.ipynb.failed"))):
        name = path.name.removesuffix(".failed")
        paths.write(failed / name, ipynb.cleaned(path.read_bytes(), name))
    paths.write(failed / "error.txt", f"{result.error}\n")
    shutil.rmtree(part, ignore_errors=True)


def _gather(sweep: Sweep, batch: Batch, tasks: Sequence[Task]) -> None:
    """Write table and index, unless the present ones are of these very runs already.

    The manifest is removed before they change and written after that, so that it always describes
    the files in its folder, at whatever moment the batch is stopped.
    """
    out, failed = batch.folder, {result.task.name: result.error for result in batch.failures}
    ready = [task for task in tasks if task.name not in failed]
    content = {
        "sweep": {"name": sweep.name, "title": sweep.title},
        "runs": {task.name: task.key for task in ready},
        "failed": failed,
    }
    if store.manifest(out) == {**content, "outputs": _hashes(out)}:
        return
    (out / MANIFEST).unlink(missing_ok=True)
    varied = varying(task.parameters for task in tasks)
    rows = list(results_table.rows(out, ready, varied))
    paths.write(out / TABLE, results_table.csv(rows, varied))
    paths.write(out / PARQUET, results_table.parquet(rows, varied))
    paths.write(out / INDEX, _index(sweep, batch, ready, rows, varied))
    content["outputs"] = _hashes(out)
    paths.write(out / MANIFEST, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _hashes(out: Path) -> dict[str, str]:
    """The hash of each gathered file; empty for one that is not there."""
    files = [out / name for name in (TABLE, PARQUET, INDEX)]
    return {path.name: file_hash(path) if path.is_file() else "" for path in files}


def _index(
    sweep: Sweep,
    batch: Batch,
    ready: Sequence[Task],
    rows: Sequence[Mapping[str, Any]],
    varied: Sequence[str],
) -> Iterator[str]:
    # Loaded here: a batch that has nothing to gather starts without Jinja2 and the typeface.
    from analysis.batch import index

    failures = [(result.task, result.error) for result in batch.failures]
    return index.page(sweep.title or sweep.name, batch.folder, ready, failures, rows, varied)


def _prepare(out: Path) -> None:
    """Make the folder where it is missing; Invalid where that cannot be, or it holds no batch."""
    _check_folder(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        value = f"{out}: {(error.strerror or 'it cannot be made').lower()}"
        allowed, fix = "a folder that can be made", "name another with --out"
        raise Invalid([Problem("out", value, allowed, fix)]) from error


def _check_folder(out: Path) -> None:
    """Raise Invalid where the folder holds something other than a batch."""
    if not out.is_dir() or not any(out.iterdir()):
        return
    ours = any((out / name).exists() for name in (LOCK, MANIFEST)) or _holds_only_runs(out)
    if not ours or (out / "report.html").exists():
        allowed, fix = "a new folder, or that of a batch", "name another with --out"
        value = f"{out.resolve().name} is not a batch"
        raise Invalid([Problem("out", value, allowed, fix)])


def _holds_only_runs(out: Path) -> bool:
    """Whether a folder has runs alone.

    So it is where a batch was removed while it ran, and where the runs of parts were copied to.
    """
    return {path.name for path in out.iterdir()} <= {store.RUNS, store.FAILED}


def _log(out: Path, ended: Sequence[RunResult], seconds: float) -> None:
    """Write how long a batch and its runs took, in seconds; nothing where nothing ran.

    That differs from time to time, and so it is no part of a manifest.
    """
    if ended:
        runs = {result.task.name: round(result.seconds, 3) for result in ended}
        times = {"seconds": round(seconds, 3), "runs": runs}
        paths.write(out / LOG, json.dumps(times, indent=1) + "\n")
