"""Runs made by the workers of a Dask cluster, which share nothing with this machine but code.

A worker is given runs once it has said that its project, libraries and data are the same as here.
A run whose worker is lost is made again; one that fails is not.
"""

from __future__ import annotations

import json
import queue
import shutil
import uuid
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tarfile import TarError
from typing import Any

from distributed import CancelledError, Client, Future, KilledWorker

from analysis.batch.cluster import fingerprint, sent
from analysis.batch.cluster.parcel import unpacked
from analysis.batch.cluster.workers import LOST, Staff
from analysis.batch.make import RunResult
from analysis.batch.store import part_of
from analysis.batch.task import Task
from analysis.engine import Limits
from analysis.errors import Invalid
from analysis.notebooks import ipynb

Made = tuple[dict[str, Any], bytes]


@dataclass(frozen=True)
class Sent:
    """A run under way. workers: those that it may be made by."""

    order: Task
    future: Future[Made]
    workers: frozenset[str]


class Flight:
    """What is under way, by its key. told: what every run is told beside its order."""

    def __init__(self, client: Client, data: Mapping[str, Any]) -> None:
        self.client = client
        self.told = data
        self.under_way: dict[str, Sent] = {}
        self.back: queue.Queue[str] = queue.Queue()

    def __len__(self) -> int:
        return len(self.under_way)

    def send(self, order: Task, workers: Collection[str]) -> None:
        """Have a run made by one of the workers."""
        key = f"contested-run-{uuid.uuid4().hex}"
        future = self.client.submit(
            sent.make(),
            json.dumps({**self.told, "order": _told(order)}).encode(),
            key=key,
            pure=False,
            workers=list(workers),
            allow_other_workers=False,
        )
        self.under_way[key] = Sent(order, future, frozenset(workers))
        future.add_done_callback(lambda _: self.back.put(key))

    def next(self, seconds: float) -> Sent | None:
        """One that has come back, or None if none does in that time."""
        try:
            return self.under_way.pop(self.back.get(timeout=seconds), None)
        except queue.Empty:
            return None

    def again(self, item: Sent) -> None:
        """It was not to be had: wait for it once more."""
        key = str(item.future.key)
        self.under_way[key] = item
        self.back.put(key)

    def stranded(self, workers: Collection[str]) -> list[Task]:
        """Take back those that none of the workers may make."""
        lost = {
            key: item for key, item in self.under_way.items() if not item.workers & set(workers)
        }
        self._drop(lost)
        return [item.order for item in lost.values()]

    def cancel(self) -> None:
        """Take back everything."""
        self._drop(dict(self.under_way))

    def _drop(self, lost: Mapping[str, Sent]) -> None:
        for key in lost:
            del self.under_way[key]
        if lost and self.client.status == "running":
            self.client.cancel([item.future for item in lost.values()])


def _told(order: Task) -> dict[str, Any]:
    """An order as JSON, with its notebooks; what those have shown before is left behind."""
    return {
        "name": order.name,
        "notebooks": {path.name: ipynb.without_outputs(path) for path in order.notebooks},
        "parameters": dict(order.parameters),
        "formats": list(order.formats),
        "thumbnail": order.thumbnail,
        "origin": dict(order.origin),
        "own": order.own,
        "kernel": order.kernel,
        "cwd": order.cwd,
        "anew": list(order.anew),
    }


AHEAD = 3
"""Runs that a worker is given for each of its threads, so that it need not wait for the next."""
LOOK = 1.0
"""Seconds between looks at who is there."""
PATIENCE = 60.0
"""Seconds that outputs may be on their way before they are asked for once more."""
NOTHING = b""


@dataclass(frozen=True)
class Afar:
    """A connection to a cluster, and the limits of each run."""

    client: Client
    limits: Limits

    def run(self, orders: Iterable[Task], out: Path) -> Iterator[RunResult]:
        """Fill the part folder of each order; see `Executor`.

        Raises Invalid where workers that are there at the start are not as wanted, naming all of
        them, and later where none is left. One that comes later and is not as wanted is given
        nothing; the log says so.
        """
        listed = tuple(orders)
        wanted = fingerprint.wanted(listed)
        staff = Staff(self.client, wanted, self.limits)
        staff.gather()
        flight = Flight(self.client, {"wanted": wanted, "limits": asdict(self.limits)})
        try:
            yield from _made(deque(listed), staff, flight, out)
        finally:
            flight.cancel()


def _made(todo: deque[Task], staff: Staff, flight: Flight, out: Path) -> Iterator[RunResult]:
    """Keep all workers busy until nothing is left to do."""
    while todo or flight:
        staff.watch(LOOK)
        todo.extendleft(flight.stranded(staff.fit))
        while todo and len(flight) < AHEAD * sum(staff.fit.values()):
            flight.send(todo.popleft(), staff.fit)
        item = flight.next(LOOK)
        if item is None:
            continue
        came = _came(item)
        if came is None:
            flight.again(item)
        elif "error" in came[0]:
            yield _ended(item.order, *came, out)
        else:
            staff.dismiss(came[0]["worker"], came[0])
            todo.appendleft(item.order)


def _came(item: Sent) -> tuple[Mapping[str, Any], bytes] | None:
    """How a run went and what came of it; None if that is not to be had yet.

    Without an `error`, empty or not, the run was not made. Raises Invalid where the cluster is
    gone.
    """
    try:
        if item.future.status != "error":
            rows: tuple[dict[str, Any], bytes] = item.future.result(timeout=PATIENCE)
            return rows
        error = item.future.exception(timeout=PATIENCE)
    except TimeoutError:
        return None
    except CancelledError:
        raise Invalid([LOST]) from None
    if isinstance(error, KilledWorker):
        times = error.allowed_failures + 1
        died = f"{times} workers were lost that had been given this run"
        return {"seconds": 0.0, "error": died, "kind": "died"}, NOTHING
    return {"seconds": 0.0, "error": _words(error), "kind": "failed"}, NOTHING


def _ended(order: Task, how: Mapping[str, Any], parcel: bytes, out: Path) -> RunResult:
    """The end of a run, its outputs unpacked into the part folder."""
    part = part_of(out, order)
    shutil.rmtree(part, ignore_errors=True)
    try:
        if parcel:
            unpacked(parcel, part)
    except (TarError, OSError) as error:
        return RunResult(order, how["seconds"], f"what came back: {_words(error)}", "failed")
    return RunResult(order, how["seconds"], how["error"], how["kind"])


def _words(error: BaseException | None) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
