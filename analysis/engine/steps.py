"""What a job does in its own process: papermill for each step, then what is to follow."""

from __future__ import annotations

import contextlib
import importlib
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from analysis.engine import Job, Kind, Limits, Step
from analysis.engine.watch import Seen
from analysis.engine.wire import Outcome
from analysis.errors import Invalid

SILENT = "the kernel did not answer; it may not have been allowed to open enough files"
DEAD = "Kernel died"
"""How jupyter_client begins to say so of a kernel that is started anew (`wait_for_ready`)."""
Kernels = Callable[[int, Seen], AbstractContextManager[Mapping[str, Any]]]
"""The options that give papermill the kernel of a step, for as long as that runs."""


def carry_out(job: Job, kernels: Kernels, limits: Limits) -> Outcome:
    """Run the steps up to the first that fails, and what follows if none does."""
    for step in job.steps:
        for stale in (step.output, step.failed, _part(step)):
            stale.unlink(missing_ok=True)
    seen = Seen(limits.timeout, limits.memory)
    try:
        with seen.timed():
            for number, step in enumerate(job.steps):
                kind, error = _run(step, seen, kernels(number, seen))
                if kind:
                    return Outcome(error, number, kind)
            return _follow(job, seen)
    except KeyboardInterrupt:
        return Outcome(seen.lateness() if seen.late else "interrupted", None, _ended(seen))


def _part(step: Step) -> Path:
    """Where a notebook is written before it has its final name; no notebook has such a name."""
    return step.output.with_name(f"{step.output.name}.part")


def _run(
    step: Step, seen: Seen, kernel: AbstractContextManager[Mapping[str, Any]]
) -> tuple[Kind, str]:
    """Run one step; its output has its final name only if all went well."""
    kind, error = _executed(step, seen, kernel)
    part = _part(step)
    try:
        if seen.notebook is not None:
            _write(seen.notebook, step, part)
            part.replace(step.failed if kind else step.output)
    except OSError as wrong:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return (kind, error) if kind else ("failed", words(wrong))
    return kind, error


def _executed(
    step: Step, seen: Seen, kernel: AbstractContextManager[Mapping[str, Any]]
) -> tuple[Kind, str]:
    """How the notebook ended, in a word and a line."""
    import papermill
    from papermill.log import logger

    logger.addFilter(_is_for_a_person)
    seen.begin()
    try:
        with kernel as options:
            papermill.execute_notebook(
                str(step.notebook),
                None,
                parameters=dict(step.parameters),
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                on_notebook_start=seen.started,
                on_cell_execute=seen.executing,
                kernel_name=step.kernel or None,
                language=step.language or None,
                cwd=step.folder or None,
                **options,
            )
    except papermill.PapermillExecutionError as error:
        return _told(seen, error)
    except (Exception, KeyboardInterrupt) as error:
        return _lost(seen, error)
    return _lost(seen, TimeoutError("")) if seen.late else ("", "")


def _is_for_a_person(record: logging.LogRecord) -> bool:
    """Not the errors that nbclient logs: each is told, with its cell, as that of the run."""
    return record.levelno != logging.ERROR or Path(record.pathname).parent.name != "nbclient"


def _told(seen: Seen, error: Any) -> tuple[Kind, str]:
    """An error that a cell shows."""
    where = f"cell {error.exec_count}"
    if seen.late:
        return "timed out", f"{where}: {seen.lateness()}"
    kind: Kind = "memory" if error.ename.endswith("MemoryError") else "failed"
    said = error.evalue or seen.complaint()
    return kind, _line(f"{where}: {error.ename}: {said}".removesuffix(": "))


def _lost(seen: Seen, error: BaseException) -> tuple[Kind, str]:
    """An error that no cell shows: the cell that ran is made to show it."""
    kind: Kind
    if seen.late:
        kind, said = "timed out", seen.lateness()
    elif isinstance(error, MemoryError):
        kind, said = "memory", words(error)
    elif type(error).__name__ == "DeadKernelError" or str(error).startswith(DEAD):
        kind, said = "died", seen.death(str(error))
    elif type(error).__name__ == "Empty":  # of nbclient's queue, once its patience has ended
        kind, said = "failed", SILENT
    else:
        kind, said = "failed", words(error)
    where = seen.mark(type(error).__name__, said)
    return kind, f"{where}: {said}" if where else said


def _write(notebook: Any, step: Step, part: Path) -> None:
    """Write an executed notebook as papermill does, once, under the name that it will have."""
    import nbformat

    notebook.metadata.papermill["output_path"] = str(step.output)
    part.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, str(part))  # type: ignore[no-untyped-call]


def _follow(job: Job, seen: Seen) -> Outcome:
    """Call what is to follow the steps."""
    seen.begin()
    seen.count()
    try:
        if job.then:
            named(job.then)(**job.told)
    except KeyboardInterrupt as error:
        said = seen.lateness() if seen.late else words(error)
        return Outcome(f"{job.then}: {said}", None, _ended(seen))
    except Invalid as refused:
        return Outcome(_line(" / ".join(map(str, refused.problems))), None, "failed")
    except Exception as error:
        kind: Kind = "memory" if isinstance(error, MemoryError) else "failed"
        return Outcome(_line(f"{job.then}: {words(error)}"), None, kind)
    return Outcome()


def _ended(seen: Seen) -> Kind:
    return "timed out" if seen.late else "failed"


def named(name: str) -> Callable[..., Any]:
    """The function that `module:function` names."""
    module, _, function = name.partition(":")
    matches: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return matches


def words(error: BaseException) -> str:
    """An error's type and last line."""
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[-1]}".removesuffix(": ")


def _line(text: str) -> str:
    return " ".join(text.split())
