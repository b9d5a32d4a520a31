"""What a worker of a Dask cluster does: hands runs to processes beside it, one for each thread."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import uuid
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from distributed import Reschedule, Worker, get_worker
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.utils import sync

from analysis.batch.cluster.beside import Slot
from analysis.batch.cluster.parcel import packed

NAME = "contested-counts"
DIED = "the process that makes the runs of this worker died"


class Slots(WorkerPlugin):
    """The slots of a worker: those that have a run, by its key, and those that wait for one."""

    def __init__(self) -> None:
        self.free: list[Slot] = []
        self.busy: dict[str, Slot] = {}
        self.lock = threading.Lock()

    def transition(self, key: Any, start: str, finish: str, **_: Any) -> None:
        """End a run that nobody waits for any more."""
        slot = self.busy.get(key)
        if slot and start == "executing" and finish == "released":
            slot.close()

    async def teardown(self, worker: Worker) -> None:  # noqa: ARG002
        """End all of them with the worker."""
        for slot in (*self.free, *self.busy.values()):
            slot.close()
        for slot in (*self.free, *self.busy.values()):
            await asyncio.to_thread(slot.end)

    def rest(self) -> None:
        """End those that have nothing to do."""
        while self.free:
            self.free.pop().end()

    def answer(self, key: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """What a slot says; a new one is asked where that which was there has had its time.

        Raises Reschedule where the run was ended because nobody waits for it.
        """
        answer = self._asked(key, self._free(data["limits"]), data)
        if answer is None:
            answer = self._asked(key, Slot(data["limits"]), data)
        return answer or {"seconds": 0.0, "error": DIED, "kind": "died"}

    def _free(self, limits: Mapping[str, Any]) -> Slot:
        """One that waits, with these limits, else a new one."""
        with self.lock:
            fitting = [slot for slot in self.free if slot.limits == limits]
            for slot in fitting[:1]:
                self.free.remove(slot)
        return fitting[0] if fitting else Slot(limits)

    def _asked(self, key: str, slot: Slot, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """What it says, none where it had left before it was asked."""
        self.busy[key] = slot
        answer = slot.ask(data)
        del self.busy[key]
        if answer and not slot.closed:
            self.free.append(slot)
            return answer
        slot.end()
        if slot.closed:
            raise Reschedule
        return None if slot.left else {}


async def differing(worker: Worker, data: Mapping[str, Any]) -> dict[str, Any]:
    """What differs between this worker and what is wanted; see `slot`."""
    slots = await _slots(worker)
    return await asyncio.to_thread(slots.answer, f"asking-{uuid.uuid4().hex}", data)


async def rest(worker: Worker) -> None:
    """End what waits for runs, as no more are to come."""
    if NAME in worker.plugins:
        await asyncio.to_thread((await _slots(worker)).rest)


def make(sent: bytes) -> tuple[dict[str, Any], bytes]:
    """Make a run in a folder of its own; how it went, and what came of it.

    Raises Reschedule where nobody waits for it.
    """
    worker = get_worker()
    slots: Slots = sync(worker.loop, _slots, worker)
    place = os.fspath(worker.local_directory)
    with TemporaryDirectory(prefix="run-", dir=place, ignore_cleanup_errors=True) as folder:
        data = {**json.loads(sent), "folder": folder}
        answer = slots.answer(str(worker.get_current_task()), data)
        parcel = packed(Path(answer["made"])) if "made" in answer else b""
        return {**answer, "worker": worker.address}, parcel


async def _slots(worker: Worker) -> Slots:
    """Those of the worker, made when they are first wanted."""
    if NAME not in worker.plugins:
        await worker.plugin_add(Slots(), NAME)
    matches = worker.plugins[NAME]
    if not isinstance(matches, Slots):
        raise TypeError(f"{NAME} is another plugin")
    return matches
