"""The process of one job, forked from the zygote: papermill here, its kernels below."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.engine import Limits, guard, kernel, telling
from analysis.engine.kernel import Stub
from analysis.engine.manager import forked
from analysis.engine.seen import Seen
from analysis.engine.steps import Kernels, carry_out


def serve(told: Mapping[str, Any], settings: Mapping[str, Any], folder: Path, answer: int) -> None:
    """Carry out a job, end all that it started, and say how it went."""
    guard.adopt_orphans()
    guard.die_with_parent(settings["zygote"])
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    job = telling.job(told)
    kernel.fresh({**settings["environment"], **job.environment})
    stubs = [None if step.anew else kernel.fork(settings["usual"]) for step in job.steps]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        limits = Limits(settings["timeout"], settings["memory"])
        outcome = carry_out(job, _kernels(stubs, folder, job.environment), limits)
    finally:
        guard.end_children()
        shutil.rmtree(folder, ignore_errors=True)
    os.write(answer, outcome.line())
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)  # handlers that others registered may wait for threads that no fork has


def _kernels(stubs: Sequence[Stub | None], folder: Path, changed: Mapping[str, str]) -> Kernels:
    """For each step a kernel; when the step ends, so does whatever its kernel has started."""

    @contextmanager
    def kernel_of(number: int, seen: Seen) -> Iterator[Mapping[str, Any]]:
        sockets = folder / str(number)
        sockets.mkdir(parents=True)
        try:
            manager = forked(stubs[number], sockets, seen, changed)
            yield {"kernel_manager_class": manager}
        finally:
            guard.end_children([stub.pid for stub in stubs[number + 1 :] if stub])

    return kernel_of
