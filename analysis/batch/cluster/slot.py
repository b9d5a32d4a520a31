"""A process beside a cluster's worker, with an engine for one run at a time.

It gets limits as its argument and requests as lines of JSON, and answers in lines of JSON. It ends,
and all that it started with it, with its input, when nobody has asked for a while, or when the code
that it has loaded is no longer what lies on disk.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.batch.cluster import fingerprint
from analysis.batch.local import here
from analysis.batch.make import Executor
from analysis.batch.store import part_of
from analysis.batch.task import Task
from analysis.engine import Limits, wire
from analysis.errors import Invalid

IDLE = 20.0
"""Seconds after which nobody is expected to ask."""
NOTEBOOKS = "notebooks"
"""Where a run finds its notebooks, in its folder."""


def main() -> None:
    """Answer until there is nothing more to answer."""
    limits = Limits(**json.loads(sys.argv[1]))
    orders, answers = wire.pipes()
    lines: queue.Queue[bytes] = queue.Queue()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_listen, args=(orders, lines), daemon=True).start()
    with suppress(KeyboardInterrupt, queue.Empty, BrokenPipeError), ExitStack() as stack:
        try:
            _serve(Desk(limits, stack), lines, answers)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _listen(orders: int, lines: queue.Queue[bytes]) -> None:
    """Pass on requests; at their end, interrupt whatever is under way."""
    with os.fdopen(orders, "rb") as data:
        for line in data:
            lines.put(line)
    os.kill(os.getpid(), signal.SIGINT)


def _serve(desk: Desk, lines: queue.Queue[bytes], answers: int) -> None:
    loaded = fingerprint.found(())["project"]
    with os.fdopen(answers, "wb") as said:
        while True:
            data = json.loads(lines.get(timeout=IDLE))
            matches = fingerprint.found(data["wanted"]["data"])
            if matches["project"] != loaded:
                return
            differing = fingerprint.differences(data["wanted"], matches)
            answer = {"differing": differing} if differing else desk.answer(data)
            said.write(json.dumps(answer).encode() + b"\n")
            said.flush()


class Desk:
    """Makes runs, one at a time, by an engine for each sort that starts with its first run."""

    def __init__(self, limits: Limits, stack: ExitStack) -> None:
        self.limits = limits
        self.stack = stack
        self.kitchens: dict[bool, Executor] = {}

    def answer(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Make the run that is asked for, if one is; say how it went, and where it lies."""
        if "order" not in data:
            return {"differing": []}
        try:
            return self._made(data["order"], Path(data["folder"]))
        except Invalid as error:
            return {"refused": "; ".join(problem.value for problem in error.problems)}

    def _made(self, data: Mapping[str, Any], folder: Path) -> dict[str, Any]:
        order = _order(data, folder / NOTEBOOKS)
        if order.own not in self.kitchens:
            kitchen = here(1, self.limits, own=order.own)
            self.kitchens[order.own] = self.stack.enter_context(kitchen)
        [result] = self.kitchens[order.own].run([order], folder)
        how = {"seconds": result.seconds, "error": result.error, "kind": result.kind}
        return {**how, "made": str(part_of(folder, order))}


def _order(data: Mapping[str, Any], folder: Path) -> Task:
    """The order, its notebooks written into the folder."""
    for name, text in data["notebooks"].items():
        paths.write(folder / name, text)
    return Task(
        data["name"],
        tuple(folder / name for name in data["notebooks"]),
        data["parameters"],
        tuple(data["formats"]),
        data["thumbnail"],
        data["origin"],
        data["own"],
        data["kernel"],
        data["cwd"],
        tuple(data["anew"]),
    )
