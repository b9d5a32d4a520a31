"""A report: a batch of one. Check, run the notebooks, print, and put into place."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis import naming, paths, publish
from analysis.engine import Done, Engine, Job, Step, engine
from analysis.errors import Problem, Refused
from analysis.executed import ENVIRONMENT, NOTEBOOKS, PRELOAD, WARM, cleaned
from analysis.provenance import MANIFEST
from analysis.scope import Scope

USUAL = ("html", "pdf")

Notify = Callable[[int, int, str], None]
"""Told after each step: how many are done, of how many, and which it was."""


def quiet(done: int, steps: int, what: str) -> None:
    """Tell nobody."""


def make(
    parameters: Mapping[str, Any],
    *,
    formats: Collection[str] = USUAL,
    out: Path | None = None,
    notebooks: Sequence[Path] | None = None,
    workers: int | None = None,
    notify: Notify = quiet,
) -> Path:
    """Make a report and return its folder, which is filled whole or left as it was.

    parameters: the common ones of the notebooks, as `Scope` has them. formats: of
    `publish.FORMATS`. out: another folder than its own under `reports/`. Raises Refused for wrong
    parameters or data, before anything runs, and for notebooks that fail.
    """
    began = time.monotonic()
    scope, whole, _ = publish.checked(parameters, formats)
    files = tuple(notebooks or paths.notebook_files())
    folder = _own(out or paths.REPORTS / naming.folder_name(whole.package.name, scope))
    steps = len(files) + 1
    with paths.replaced(folder) as aside, _kernels(workers) as kernels:
        running = kernels.run(plan(scope, files, aside / NOTEBOOKS))
        done = _ended(running, folder, steps, notify)
        publish.fill(aside, parameters, files, formats)
        paths.write(aside / "log.json", _log(done, time.monotonic() - began))
    shutil.rmtree(_failed(folder), ignore_errors=True)
    notify(steps, steps, "the pages")
    return folder


def _kernels(workers: int | None) -> AbstractContextManager[Engine]:
    return engine(workers, preload=PRELOAD, warm=WARM, environment=ENVIRONMENT)


def plan(scope: Scope, notebooks: Iterable[Path], folder: Path) -> list[Job]:
    """One job for each notebook, with every parameter of the scope."""
    told = asdict(scope)
    steps = [Step(file, folder / file.name, told) for file in notebooks]
    return [Job(step.notebook.name, (step,), ENVIRONMENT) for step in steps]


def _own(folder: Path) -> Path:
    """The folder, unless it holds something other than a report: it is replaced as a whole."""
    if folder.exists() and not (folder / MANIFEST).is_file():
        allowed, do = "a new folder, or that of a report", "name another, or move what is in it"
        raise Refused([Problem("out", f"{folder.name} is not a report", allowed, do)])
    return folder


def _failed(folder: Path) -> Path:
    """Where notebooks that failed are kept, until a report is made."""
    return folder.with_name(f"{folder.name}.failed")


def _ended(running: Iterable[Done], folder: Path, steps: int, notify: Notify) -> list[Done]:
    """Every job, once all have ended; Refused with those that failed, their notebooks kept."""
    done: list[Done] = []
    for job in running:
        done.append(job)
        notify(len(done), steps, job.job.steps[0].notebook.stem)
    problems = [_kept(one, folder) for one in done if one.error]
    if problems:
        raise Refused(sorted(problems))
    return done


def _kept(done: Done, folder: Path) -> Problem:
    """What went wrong in a notebook, which is kept for a look beside the report's own folder."""
    (step,) = done.job.steps
    kept = _failed(folder) / step.notebook.name
    do = "mend the notebook or the parameters"
    if step.failed.exists():
        paths.write(kept, cleaned(step.failed.read_bytes()))
        do = f"look at the error in {kept.parent.name}/{kept.name}"
    return Problem(step.notebook.name, done.error, "a notebook that runs", do)


def _log(done: Iterable[Done], seconds: float) -> str:
    """How long it took, which differs from run to run and so is kept out of the manifest."""
    told = {one.job.name: round(one.seconds, 2) for one in done}
    return json.dumps({"notebooks": told, "seconds": round(seconds, 2)}, indent=1) + "\n"
