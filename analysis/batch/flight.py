"""Runs that workers of a cluster have been given and that have not come back."""

from __future__ import annotations

import json
import queue
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distributed import Client, Future

from analysis.batch import sent
from analysis.batch.order import Order

Made = tuple[dict[str, Any], bytes]


@dataclass(frozen=True)
class Sent:
    """A run under way. workers: those that it may be made by."""

    order: Order
    future: Future[Made]
    workers: frozenset[str]


class Flight:
    """What is under way, by its key. told: what every run is told beside its order."""

    def __init__(self, client: Client, told: Mapping[str, Any]) -> None:
        self.client = client
        self.told = told
        self.under_way: dict[str, Sent] = {}
        self.back: queue.Queue[str] = queue.Queue()

    def __len__(self) -> int:
        return len(self.under_way)

    def send(self, order: Order, workers: Collection[str]) -> None:
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

    def again(self, one: Sent) -> None:
        """It was not to be had: wait for it once more."""
        key = str(one.future.key)
        self.under_way[key] = one
        self.back.put(key)

    def stranded(self, workers: Collection[str]) -> list[Order]:
        """Take back those that none of the workers may make."""
        lost = {key: one for key, one in self.under_way.items() if not one.workers & set(workers)}
        self._drop(lost)
        return [one.order for one in lost.values()]

    def cancel(self) -> None:
        """Take back everything."""
        self._drop(dict(self.under_way))

    def _drop(self, lost: Mapping[str, Sent]) -> None:
        for key in lost:
            del self.under_way[key]
        if lost and self.client.status == "running":
            self.client.cancel([one.future for one in lost.values()])


def _told(order: Order) -> dict[str, Any]:
    """An order as JSON, with its notebooks; what those have shown before is left behind."""
    return {
        "name": order.name,
        "notebooks": {path.name: _bare(path) for path in order.notebooks},
        "parameters": dict(order.parameters),
        "formats": list(order.formats),
        "thumbnail": order.thumbnail,
        "origin": dict(order.origin),
        "own": order.own,
        "kernel": order.kernel,
        "cwd": order.cwd,
        "anew": list(order.anew),
    }


def _bare(path: Path) -> str:
    told = json.loads(path.read_bytes())
    cells = [cell | {"outputs": []} if "outputs" in cell else cell for cell in told["cells"]]
    return json.dumps(told | {"cells": cells})
