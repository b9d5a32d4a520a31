"""Making a batch: only what is missing, every run whole or absent."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from analysis import paths
from analysis.batch import gather, kept
from analysis.batch.lock import LOCK, locked
from analysis.batch.order import Order, orders, varying
from analysis.errors import Problem, Refused
from analysis.executed import cleaned
from analysis.provenance import MANIFEST
from analysis.sweep import Sweep

TABLE, TWIN, INDEX, LOG = "results.csv", "results.parquet", "index.html", "log.json"


@dataclass(frozen=True)
class Ended:
    """A run that has ended. error: empty where all went well; kind: what sort of end it was.

    notebooks: executed notebooks of a run that failed, by name.
    """

    order: Order
    seconds: float
    error: str = ""
    kind: str = ""


class Kitchen(Protocol):
    """Whatever makes runs: this machine, or many."""

    def run(self, orders: Iterable[Order], out: Path) -> Iterator[Ended]:
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
    others: runs in the folder that are not of this sweep.
    """

    folder: Path
    kept: int
    made: int
    failures: tuple[Ended, ...]
    others: tuple[str, ...]


def make(
    sweep: Sweep,
    out: Path,
    kitchen: Callable[[], AbstractContextManager[Kitchen]],
    tell: Callable[[Event], None],
) -> Batch:
    """Make every run of a sweep that is not there yet, then gather the results of all.

    kitchen: opened only if there is something to make. Raises Refused where the folder is in use,
    or holds something other than a batch.
    """
    began = time.monotonic()
    _own(out)
    with locked(out):
        kept.clear(out)
        asked = tuple(orders(sweep))
        todo = tuple(
            order for order in asked if not kept.is_kept(kept.folder_of(out, order), order)
        )
        tell(Event("start", len(asked) - len(todo), len(asked)))
        ended = _all(todo, out, kitchen, tell, len(asked)) if todo else ()
        wrong = {one.order.name: one for one in ended if one.error}
        failures = tuple(wrong[order.name] for order in asked if order.name in wrong)
        batch = Batch(
            out,
            len(asked) - len(todo),
            len(ended) - len(failures),
            failures,
            kept.others(out, asked),
        )
        _gathered(sweep, batch, asked)
        if ended:
            paths.write(out / LOG, _log(ended, time.monotonic() - began))
    tell(Event("end", batch.kept + batch.made, len(asked), len(failures)))
    return batch


def _all(
    todo: Sequence[Order],
    out: Path,
    kitchen: Callable[[], AbstractContextManager[Kitchen]],
    tell: Callable[[Event], None],
    of: int,
) -> tuple[Ended, ...]:
    ended: list[Ended] = []
    failed = 0
    with kitchen() as opened:
        for one in opened.run(todo, out):
            _settled(one, out)
            ended.append(one)
            failed += bool(one.error)
            done = of - len(todo) + len(ended) - failed
            tell(Event("run", done, of, failed, one.order.name, one.error, one.kind, one.seconds))
    return tuple(ended)


def _settled(one: Ended, out: Path) -> None:
    """Give what was made its final name; of what failed, keep the notebooks."""
    part, failed = kept.part_of(out, one.order), out / kept.FAILED / one.order.name
    shutil.rmtree(failed, ignore_errors=True)
    if not one.error:
        kept.put(part, kept.folder_of(out, one.order))
        return
    for path in sorted(part.rglob("*.ipynb")):
        name = path.name.replace(".failed.", ".")
        paths.write(failed / name, cleaned(path.read_bytes()))
    paths.write(failed / "error.txt", f"{one.error}\n")
    shutil.rmtree(part, ignore_errors=True)


def _gathered(sweep: Sweep, batch: Batch, asked: Sequence[Order]) -> None:
    """Table, twin and index; nothing is written where they are of these very runs already."""
    out, failed = batch.folder, {one.order.name for one in batch.failures}
    there = [order for order in asked if order.name not in failed]
    told = {
        "sweep": {"name": sweep.name, "title": sweep.title},
        "runs": {order.name: order.key for order in there},
        "failed": sorted(failed),
    }
    names = (TABLE, TWIN, INDEX)
    if kept.manifest(out) == told and all((out / name).is_file() for name in names):
        return
    varied = varying(order.parameters for order in asked)
    rows = list(gather.rows(out, there, varied))
    paths.write(out / TABLE, gather.csv(rows, varied))
    paths.write(out / TWIN, gather.parquet(rows, varied))
    paths.write(out / INDEX, _index(sweep, batch, there, rows, varied))
    paths.write(out / MANIFEST, json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def _index(
    sweep: Sweep,
    batch: Batch,
    there: Sequence[Order],
    rows: Sequence[Mapping[str, Any]],
    varied: Sequence[str],
) -> str:
    from analysis.batch import index

    failures = [(one.order, one.error) for one in batch.failures]
    return index.page(sweep.title or sweep.name, batch.folder, there, failures, rows, varied)


def _own(out: Path) -> None:
    """Refused where the folder holds something other than a batch."""
    if not out.is_dir() or not any(out.iterdir()):
        return
    if (
        not any((out / name).exists() for name in (LOCK, MANIFEST))
        or (out / "report.html").exists()
    ):
        allowed, do = "a new folder, or that of a batch", "name another with --out"
        raise Refused([Problem("out", f"{out.name} is not a batch", allowed, do)])


def _log(ended: Iterable[Ended], seconds: float) -> str:
    """How long it took, which differs from time to time and so is kept out of the manifests."""
    told = {one.order.name: round(one.seconds, 3) for one in ended}
    return json.dumps({"seconds": round(seconds, 3), "runs": told}, indent=1) + "\n"
