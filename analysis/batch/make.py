"""Making a batch: only what is missing, every run whole or absent."""

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
from analysis.batch.store import INDEX, LOCK, LOG, TABLE, TWIN, locked
from analysis.batch.task import Task, inputs_of, orders, varying
from analysis.errors import Invalid, Problem, shorten
from analysis.notebooks.kernels import cleaned
from analysis.notebooks.provenance import MANIFEST, file_hash
from analysis.sweep import Sweep

CHANGED = "changed"
"""The kind of end of a run whose files were written while it was made from them."""
ITSELF = 'If the notebook writes it itself, say so in the sweep, as in files: ["!out.csv"]'


@dataclass(frozen=True)
class RunResult:
    """A run that has ended. error: empty where all went well; kind: what sort of end it was.

    notebooks: executed notebooks of a run that failed, by name.
    """

    order: Task
    seconds: float
    error: str = ""
    kind: str = ""


class Executor(Protocol):
    """Whatever makes runs: this machine, or many."""

    def run(self, orders: Iterable[Task], out: Path) -> Iterator[RunResult]:
        """Fill the part folder of each order, and say how each ended, in any order."""


@dataclass(frozen=True)
class Event:
    """Something to tell about a batch that is under way.

    what: start, run or end. done: how many runs are there by now, of how many; failed: of those
    tried. name, error, kind, seconds: of the run that ended.
    """

    what: str
    done: int
    of: int
    failed: int = 0
    name: str = ""
    error: str = ""
    kind: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Batch:
    """A batch that has ended.

    kept: how many runs were there already; made: how many are new; failures: the others.
    others: runs in the folder that are not of this sweep. part: which of its runs were to be made,
    none for all; the results of a part are not gathered.
    """

    folder: Path
    kept: int
    made: int
    failures: tuple[RunResult, ...]
    others: tuple[str, ...]
    part: Part | None = None


def make(
    sweep: Sweep,
    out: Path,
    kitchen: Callable[[], AbstractContextManager[Executor]],
    tell: Callable[[Event], None],
    *,
    again: bool = False,
    part: Part | None = None,
) -> Batch:
    """Make every run of a sweep that is not there yet, then gather the results of all.

    kitchen: opened only if there is something to make. again: make all runs anew. part: make
    only these of the runs, and gather nothing. Raises Invalid where the folder is in use, goes
    away, or holds something other than a batch.
    """
    began = time.monotonic()
    _own(out)
    _makes(out)
    with locked(out), inputs.copied(sweep.notebooks, out) as copies:
        store.clear(out)
        read = inputs_of(sweep)
        whole = tuple(orders(sweep, copies, lambda path: read.hashes.get(path, "")))
        tasks = tuple(part.of(whole)) if part else whole
        _unaltered(read)
        there = set() if again else _there(tasks, out)
        tell(Event("start", len(there), len(tasks)))
        todo = tuple(order for order in tasks if order.name not in there)
        if part and todo:
            # A table that lies here from before would not be that of the runs any more, and no
            # new one comes in its place until the parts of all machines are together.
            store.clear_gathered(out)
        ended = _all(todo, out, read, kitchen, partial(_tell, tell, len(there), len(tasks)))
        batch = replace(
            _batch(out, tasks, there, ended), others=store.others(out, whole), part=part
        )
        if not part:
            _gathered(sweep, batch, tasks)
        store.clear_failed(out, there)
        if ended:
            paths.write(out / LOG, _log(ended, time.monotonic() - began))
    tell(Event("end", batch.kept + batch.made, len(tasks), len(batch.failures)))
    return batch


def _there(tasks: Iterable[Task], out: Path) -> set[str]:
    """The names of the runs that are whole and up to date."""
    return {order.name for order in tasks if store.is_kept(store.folder_of(out, order), order)}


def _all(
    todo: Sequence[Task],
    out: Path,
    read: Inputs,
    kitchen: Callable[[], AbstractContextManager[Executor]],
    tell: Callable[[RunResult, int, int], None],
) -> tuple[RunResult, ...]:
    """Make runs, and put each where it belongs as it ends."""
    folder = _identity(out)
    ended: list[RunResult] = []
    failed = 0
    if todo:
        with kitchen() as opened:
            for result in _made(opened, todo, out, read):
                _present(out, folder)
                _settled(result, out)
                ended.append(result)
                failed += bool(result.error)
                tell(result, len(ended) - failed, failed)
    _present(out, folder)
    return tuple(ended)


def _batch(out: Path, tasks: Sequence[Task], there: set[str], ended: Sequence[RunResult]) -> Batch:
    wrong = {result.order.name: result for result in ended if result.error}
    failures = tuple(wrong[order.name] for order in tasks if order.name in wrong)
    number = len(ended) - len(failures)
    return Batch(out, len(there), number, failures, ())


def _tell(
    tell: Callable[[Event], None], there: int, of: int, result: RunResult, number: int, failed: int
) -> None:
    """Say how a run has ended, and how many there are by now."""
    how = (result.order.name, result.error, result.kind, result.seconds)
    tell(Event("run", there + number, of, failed, *how))


def _made(opened: Executor, todo: Iterable[Task], out: Path, read: Inputs) -> Iterator[RunResult]:
    """Each run as it ends; one that may have read files that were changed has failed."""
    stamps: dict[str, Mapping[Path, Stamp]] = {}
    refused: list[RunResult] = []

    def unaltered() -> Iterator[Task]:
        for order in todo:
            now = read.now()
            if altered := read.altered(now):
                error = _since("the start", map(read.shown, altered))
                refused.append(RunResult(order, 0.0, error, CHANGED))
            else:
                stamps[order.name] = now
                yield order

    for result in opened.run(unaltered(), out):
        before = stamps.pop(result.order.name)
        written = [path for path, then in read.now().items() if then != before.get(path)]
        unsure = written and not result.error
        error = _since("the run began", map(read.shown, written)) if unsure else result.error
        yield replace(result, error=error, kind=CHANGED if unsure else result.kind)
    yield from refused


def _since(when: str, files: Iterable[str]) -> str:
    names = sorted(set(files))
    verb = "has" if len(names) == 1 else "have"
    changed = f"{shorten(names, 3)} {verb} changed since {when}"
    return f"{changed}; the same command makes this run again. {ITSELF}"


def _unaltered(read: Inputs) -> None:
    """Invalid where files were written while they were hashed."""
    if altered := read.altered(read.now()):
        fix = "start again once nobody writes them"
        raise Invalid(
            Problem(
                read.shown(path), "changed while it was read", "files that stay as they are", fix
            )
            for path in altered
        )


def _identity(out: Path) -> tuple[int, int]:
    state = out.stat()
    return state.st_dev, state.st_ino


def _present(out: Path, folder: tuple[int, int]) -> None:
    """Invalid where the folder has gone, or another lies in its place."""
    try:
        if _identity(out) == folder:
            return
    except OSError:
        pass
    value = f"{out.name} was removed or replaced while the batch ran"
    fix = "run the same command again; it makes what is missing"
    raise Invalid([Problem("out", value, "a folder that stays where it is", fix)])


def _settled(result: RunResult, out: Path) -> None:
    """Give what was made its final name; of what failed, keep the notebooks."""
    part, failed = store.part_of(out, result.order), out / store.FAILED / result.order.name
    shutil.rmtree(failed, ignore_errors=True)
    if not result.error:
        store.put(part, store.folder_of(out, result.order))
        return
    for path in sorted((*part.rglob("*.ipynb"), *part.rglob("*.ipynb.failed"))):
        name = path.name.removesuffix(".failed")
        paths.write(failed / name, cleaned(path.read_bytes()))
    paths.write(failed / "error.txt", f"{result.error}\n")
    shutil.rmtree(part, ignore_errors=True)


def _gathered(sweep: Sweep, batch: Batch, tasks: Sequence[Task]) -> None:
    """Table, twin and index; nothing is written where they are of these very runs already.

    The manifest goes before they change and comes back when they have: it is never that of
    other files than lie beside it, at whatever moment the batch is stopped.
    """
    out, failed = batch.folder, {result.order.name: result.error for result in batch.failures}
    there = [order for order in tasks if order.name not in failed]
    data = {
        "sweep": {"name": sweep.name, "title": sweep.title},
        "runs": {order.name: order.key for order in there},
        "failed": failed,
    }
    if store.manifest(out) == {**data, "outputs": _hashes(out)}:
        return
    (out / MANIFEST).unlink(missing_ok=True)
    varied = varying(order.parameters for order in tasks)
    rows = list(results_table.rows(out, there, varied))
    paths.write(out / TABLE, results_table.csv(rows, varied))
    paths.write(out / TWIN, results_table.parquet(rows, varied))
    paths.write(out / INDEX, _index(sweep, batch, there, rows, varied))
    data["outputs"] = _hashes(out)
    paths.write(out / MANIFEST, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def _hashes(out: Path) -> dict[str, str]:
    """What is gathered, each file by its hash; empty for one that is not there."""
    files = [out / name for name in (TABLE, TWIN, INDEX)]
    return {path.name: file_hash(path) if path.is_file() else "" for path in files}


def _index(
    sweep: Sweep,
    batch: Batch,
    there: Sequence[Task],
    rows: Sequence[Mapping[str, Any]],
    varied: Sequence[str],
) -> Iterator[str]:
    from analysis.batch import index

    failures = [(result.order, result.error) for result in batch.failures]
    return index.page(sweep.title or sweep.name, batch.folder, there, failures, rows, varied)


def _own(out: Path) -> None:
    """Invalid where the folder holds something other than a batch."""
    if not out.is_dir() or not any(out.iterdir()):
        return
    ours = any((out / name).exists() for name in (LOCK, MANIFEST)) or _holds_only_runs(out)
    if not ours or (out / "report.html").exists():
        allowed, fix = "a new folder, or that of a batch", "name another with --out"
        value = f"{out.resolve().name} is not a batch"
        raise Invalid([Problem("out", value, allowed, fix)])


def _makes(out: Path) -> None:
    """Make the folder; Invalid where there can be none of that name."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        value = f"{out}: {(error.strerror or 'it cannot be made').lower()}"
        allowed, fix = "a folder that can be made", "name another with --out"
        raise Invalid([Problem("out", value, allowed, fix)]) from error


def _holds_only_runs(out: Path) -> bool:
    """What is left where a batch was removed while it ran."""
    return {path.name for path in out.iterdir()} <= {store.RUNS, store.FAILED}


def _log(ended: Iterable[RunResult], seconds: float) -> str:
    """How long it took, which differs from time to time and so is kept out of the manifests."""
    values = {result.order.name: round(result.seconds, 3) for result in ended}
    return json.dumps({"seconds": round(seconds, 3), "runs": values}, indent=1) + "\n"
