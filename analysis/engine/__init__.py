"""An engine that runs notebooks fast and isolated from each other, whatever is in them.

On Linux every kernel is forked from an interpreter that has imported all it needs; elsewhere, where
forking is not safe, each is started anew. Both run papermill and nbclient as they are. Programs
that start kernels themselves, such as JupyterLab, get forked ones by `provisioner`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from analysis.engine.errors import EngineError
from analysis.errors import Problem

LONGEST = 365 * 24 * 3600.0
"""The longest timeout of a job in seconds, a year: no timer counts much further."""
Kind = Literal["", "failed", "timed out", "memory", "died"]
"""How a job failed; empty where it did not."""


@dataclass(frozen=True)
class Step:
    """One notebook, run in a fresh kernel.

    notebook: the file. output: the file to write the executed notebook to. parameters: JSON values,
    by name, for its cell tagged `parameters`. kernel, language: instead of those that the notebook
    names; empty for those. folder: the working folder of its kernel, empty for that of the engine.
    anew: start its kernel anew, without what was preloaded.
    """

    notebook: Path
    output: Path
    parameters: Mapping[str, object] = field(default_factory=dict)
    kernel: str = ""
    language: str = ""
    folder: str = ""
    anew: bool = False

    @property
    def failed(self) -> Path:
        """The file to which a notebook that fails is written, executed up to its error."""
        return self.output.with_name(f"{self.output.name}.failed")


@dataclass(frozen=True)
class Job:
    """Steps one after another in a process of the job's own, up to the first that fails.

    name: for messages, and for whoever reads the results. environment: variables added to those of
    its kernels. then: `module:function`, called with `arguments` (JSON values, by name) in that
    process once all steps have gone well; empty for nothing.
    """

    name: str
    steps: tuple[Step, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    then: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """What a job may take; none of it limited by default.

    timeout: seconds for a whole job, from when its first kernel is ready. memory: bytes of data
    beyond those that a kernel has when it is ready, for it and for each process that it starts.
    """

    timeout: float | None = None
    memory: int | None = None

    def check(self) -> None:
        """Raise EngineError for a limit that this system cannot enforce.

        A limit that is silently ignored would be worse: the machine could run out of memory.
        """
        from analysis.engine import process_tree

        if self.memory is not None and not process_tree.can_limit_memory():
            fix = "leave it out"
            raise EngineError([Problem("memory limit", "no Linux", "a system that keeps it", fix)])


@dataclass(frozen=True)
class JobResult:
    """A job that has ended, and all its processes with it.

    seconds: how long it took. error: one line for a person, the cell and the error's own words;
    empty where all went well. step: the one that failed; none where it was `then`, or none was.
    kind: in a word, how it failed.
    """

    job: Job
    seconds: float
    error: str = ""
    step: Step | None = None
    kind: Kind = ""


class Engine(Protocol):
    """Something that runs jobs, several at a time."""

    def run(self, jobs: Iterable[Job]) -> Iterator[JobResult]:
        """Yield the result of each job as it ends, in that order.

        jobs: taken one by one, each only when a worker will soon be free, so that there may be many
        of them. Raises EngineError where no job can be run.
        """


def engine(
    workers: int | None = None,
    limits: Limits = Limits(),
    preload: Sequence[str] = (),
    warm: str = "",
    environment: Mapping[str, str] | None = None,
    *,
    plain: bool | None = None,
) -> AbstractContextManager[Engine]:
    """An engine to be used in a `with` statement; when that ends, so does everything it started.

    workers: how many jobs at a time, by default one for each core. limits: of each job. preload:
    modules that are imported before kernels are forked. warm: `module:function`, called once before
    the first kernel; empty for nothing. environment: variables added for all jobs. plain: start
    each kernel anew, without preloading or warming up, the default where the system is not Linux.
    Modules are imported from where a fresh interpreter imports them. The working folder and the
    environment are those at the start. Raises EngineError for a limit that this system cannot
    enforce.
    """
    limits.check()
    most = workers or os.cpu_count() or 1
    added = dict(environment or {})
    if sys.platform != "linux" if plain is None else plain:
        from analysis.engine.plain import started

        return started(most, limits, added)
    from analysis.engine.forked import forking

    return forking(most, limits, tuple(preload), warm, added)
