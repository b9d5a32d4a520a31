"""A process that runs jobs one after another, forked from the zygote: papermill with its kernels.

Its kernels wait as stubs, forked before the first job: whatever a job leaves in this process, the
kernels of the next one start in the state of the zygote. A job that fails is the last of its
process.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.engine import Job, Limits, kernel, process_tree, wire
from analysis.engine.kernel import Stub
from analysis.engine.manager import forked
from analysis.engine.steps import Kernels, carry_out
from analysis.engine.watch import StepMonitor
from analysis.engine.wire import Outcome


def serve(orders: int, answer: int, stubs: int, settings: Mapping[str, Any], folder: Path) -> None:
    """Run jobs until there is none or one fails; end all processes that each has started.

    orders, answer: descriptors that jobs are read from and outcomes are written to, a line for
    each. stubs: how many kernels to fork. settings: see `zygote`. folder: for the sockets of
    kernels, removed after each job.
    """
    process_tree.adopt_orphans()
    process_tree.die_with_parent(settings["zygote"])
    process_tree.forget_waking()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # its handler is the zygote's
    kernel.fresh(settings["environment"])  # the stubs inherit it
    waiting = deque(kernel.fork(settings["usual"]) for _ in range(stubs))
    # A timer interrupts what follows the steps by it (`watch`); the zygote ignores it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    home = os.open(".", os.O_RDONLY)  # by its number: it may be renamed or removed meanwhile
    with os.fdopen(orders, "rb") as lines:
        for line in lines:
            os.fchdir(home)
            outcome = _carried_out(wire.decode_job(json.loads(line)), waiting, settings, folder)
            for stream in (sys.stdout, sys.stderr):  # `os._exit` below writes nothing out
                stream.flush()
            os.write(answer, outcome.encode())
            if outcome.error:
                break
    process_tree.end_children()
    os._exit(0)  # handlers that others registered may wait for threads that no fork has


def _carried_out(
    job: Job, waiting: deque[Stub], settings: Mapping[str, Any], folder: Path
) -> Outcome:
    """Carry out a job, end every process that it has started, and remove its sockets."""
    kernel.fresh({**settings["environment"], **job.environment})
    limits = Limits(settings["timeout"], settings["memory"])
    try:
        return carry_out(job, _kernels(job, waiting, folder), limits)
    finally:
        process_tree.end_children([stub.pid for stub in waiting])
        shutil.rmtree(folder, ignore_errors=True)


def _kernels(job: Job, waiting: deque[Stub], folder: Path) -> Kernels:
    """The kernels of the steps; what a kernel has started ends with its step."""

    @contextmanager
    def kernel_of(number: int, monitor: StepMonitor) -> Iterator[Mapping[str, Any]]:
        sockets = folder / str(number)
        sockets.mkdir(parents=True)
        stub = None if job.steps[number].anew else waiting.popleft()
        try:
            yield {"kernel_manager_class": forked(stub, sockets, monitor, job.environment)}
        finally:
            process_tree.end_children([other.pid for other in waiting])

    return kernel_of
