"""Carrying out a job in its own process: papermill for each step, then the function `then`."""

from __future__ import annotations

import contextlib
import importlib
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from analysis.engine import Job, Kind, Limits, Step
from analysis.engine.watch import StepMonitor
from analysis.engine.wire import Outcome
from analysis.errors import Invalid

SILENT = "the kernel did not answer; it may not have been allowed to open enough files"
DEAD = "Kernel died"
"""The beginning of the RuntimeError that jupyter_client raises (`wait_for_ready`) where a kernel
dies before it is ready; later nbclient raises a DeadKernelError."""
Kernels = Callable[[int, StepMonitor], AbstractContextManager[Mapping[str, Any]]]
"""The options that give papermill the kernel of a step, for as long as that runs."""


def carry_out(job: Job, kernels: Kernels, limits: Limits) -> Outcome:
    """Run the steps up to the first that fails, and `then` if none does.

    kernels: returns the kernel of a step, by its number. limits: of the job. Earlier outputs under
    the same names are removed first.
    """
    for step in job.steps:
        for stale in (step.output, step.failed, _part(step)):
            stale.unlink(missing_ok=True)
    monitor = StepMonitor(limits.timeout, limits.memory)
    try:
        with monitor.timed():
            for number, step in enumerate(job.steps):
                kind, error = _run(step, monitor, kernels(number, monitor))
                if kind:
                    return Outcome(error, number, kind)
            return _follow(job, monitor)
    except KeyboardInterrupt:
        return Outcome(monitor.lateness() if monitor.late else "interrupted", None, _ended(monitor))


def _part(step: Step) -> Path:
    """The temporary file of a notebook until it is whole; no notebook has a name that ends so."""
    return step.output.with_name(f"{step.output.name}.part")


def _run(
    step: Step, monitor: StepMonitor, kernel: AbstractContextManager[Mapping[str, Any]]
) -> tuple[Kind, str]:
    """Run one step; its output gets its final name only if it does not fail."""
    kind, error = _executed(step, monitor, kernel)
    part = _part(step)
    try:
        if monitor.notebook is not None:
            _write(monitor.notebook, step, part)
            part.replace(step.failed if kind else step.output)
    except OSError as unwritten:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return (kind, error) if kind else ("failed", words(unwritten))
    return kind, error


def _executed(
    step: Step, monitor: StepMonitor, kernel: AbstractContextManager[Mapping[str, Any]]
) -> tuple[Kind, str]:
    """Execute a notebook; return the kind and the text of its error, both empty without one."""
    import papermill
    from papermill.log import logger

    logger.addFilter(_is_for_a_person)  # once for a process: the same filter is not added twice
    monitor.begin()
    try:
        with kernel as options:
            papermill.execute_notebook(
                str(step.notebook),
                None,
                parameters=dict(step.parameters),
                progress_bar=False,
                # Else papermill writes the notebook after cells that it has executed.
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                on_notebook_start=monitor.started,
                on_cell_execute=monitor.executing,
                kernel_name=step.kernel or None,
                language=step.language or None,
                cwd=step.folder or None,
                **options,
            )
    except papermill.PapermillExecutionError as error:
        return _error_of_cell(monitor, error)
    except (Exception, KeyboardInterrupt) as error:
        return _error_of_no_cell(monitor, error)
    return _error_of_no_cell(monitor, TimeoutError("")) if monitor.late else ("", "")


def _is_for_a_person(record: logging.LogRecord) -> bool:
    """Whether to log a record: not an error of nbclient's, which the run's own error repeats."""
    return record.levelno != logging.ERROR or Path(record.pathname).parent.name != "nbclient"


def _error_of_cell(monitor: StepMonitor, error: Any) -> tuple[Kind, str]:
    """The kind and the text of an error that a cell has among its outputs."""
    where = f"cell {error.exec_count}"
    if monitor.late:
        return "timed out", f"{where}: {monitor.lateness()}"
    kind: Kind = "memory" if error.ename.endswith("MemoryError") else "failed"
    message = error.evalue or monitor.complaint()
    return kind, _line(f"{where}: {error.ename}: {message}".removesuffix(": "))


def _error_of_no_cell(monitor: StepMonitor, error: BaseException) -> tuple[Kind, str]:
    """The kind and the text of an error that no cell has; it is added to the cell that ran last.

    Types are compared by name: `nbclient` and `queue` need not be imported for that.
    """
    kind: Kind
    if monitor.late:
        kind, message = "timed out", monitor.lateness()
    elif isinstance(error, MemoryError):
        kind, message = "memory", words(error)
    elif type(error).__name__ == "DeadKernelError" or str(error).startswith(DEAD):
        kind, message = "died", monitor.death(str(error))
    elif type(error).__name__ == "Empty":  # of nbclient's queue, once its patience has ended
        kind, message = "failed", SILENT
    else:
        kind, message = "failed", words(error)
    where = monitor.mark(type(error).__name__, message)
    return kind, f"{where}: {message}" if where else message


def _write(notebook: Any, step: Step, part: Path) -> None:
    """Write an executed notebook as papermill does, but once, and elsewhere than its output path.

    part: where; it is renamed when it is whole, so that a reader finds all of it or nothing.
    """
    import nbformat

    notebook.metadata.papermill["output_path"] = str(step.output)
    part.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, str(part))  # type: ignore[no-untyped-call]


def _follow(job: Job, monitor: StepMonitor) -> Outcome:
    """Call the function `then` of a job; return the job's outcome."""
    monitor.begin()
    monitor.count()
    try:
        if job.then:
            named(job.then)(**job.arguments)
    except KeyboardInterrupt as error:
        message = monitor.lateness() if monitor.late else words(error)
        return Outcome(f"{job.then}: {message}", None, _ended(monitor))
    except Invalid as refused:
        return Outcome(_line(" / ".join(map(str, refused.problems))), None, "failed")
    except Exception as error:
        kind: Kind = "memory" if isinstance(error, MemoryError) else "failed"
        return Outcome(_line(f"{job.then}: {words(error)}"), None, kind)
    return Outcome()


def _ended(monitor: StepMonitor) -> Kind:
    return "timed out" if monitor.late else "failed"


def named(name: str) -> Callable[..., Any]:
    """The function that `module:function` names; its module is imported.

    >>> named("math:hypot")(3, 4)
    5.0
    """
    module, _, attribute = name.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return function


def words(error: BaseException) -> str:
    """An error's type and last line.

    >>> words(KeyError("as_of"))
    "KeyError: 'as_of'"
    """
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[-1]}".removesuffix(": ")


def _line(text: str) -> str:
    return " ".join(text.split())
