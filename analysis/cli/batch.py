"""The command `contested batch`, which runs a sweep, and its progress: a bar, a log, or events."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.app import app
from analysis.cli.interrupts import REST, StoppedError, stoppable
from analysis.cli.progress import Bar, bar, on_terminal
from analysis.engine import LONGEST

if TYPE_CHECKING:
    from analysis.batch.make import Batch, Event, Executor
    from analysis.batch.part import Part
    from analysis.engine import Limits
    from analysis.sweep import Sweep


HOUR = 3600.0
"""Seconds for a run where neither the sweep nor the command line sets a timeout."""
SweepFile = Annotated[
    Path, typer.Argument(help="A YAML file, or the name of one in notebooks/sweeps/.")
]
Out = Annotated[
    Path | None, typer.Option(help="The folder to fill; by default one in reports/sweeps/.")
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Runs at a time; by default one more than cores.")
]
LIMIT = f"Seconds for a run, once it has a kernel; by default as the sweep says, or {HOUR:.0f}."
Timeout = Annotated[float | None, typer.Option(min=0.1, max=LONGEST, help=LIMIT)]
Memory = Annotated[str, typer.Option(help="For each process of a run, as 2GB.")]
Scheduler = Annotated[str, typer.Option(help="A Dask cluster, as tcp://host:8786.")]
Share = Annotated[str, typer.Option("--part", help="Only part k of n of the runs, as 2/8.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List the runs; run nothing.")]
Again = Annotated[bool, typer.Option("--again", help="Make also those runs that are there.")]
Kernel = Annotated[
    str, typer.Option("--kernel", "-k", help="A kernel in place of the notebooks' own.")
]
Folder = Annotated[Path | None, typer.Option(help="The working folder of the runs.")]
Yes = Annotated[bool, typer.Option("--yes", help="Allow more than 10,000 runs.")]
Events = Annotated[
    bool, typer.Option("--json", help="Print a JSON object for each event, on a line each.")
]


@app.command()
def batch(
    sweep: SweepFile,
    out: Out = None,
    workers: Workers = None,
    timeout: Timeout = None,
    memory: Memory = "",
    scheduler: Scheduler = "",
    part: Share = "",
    dry_run: DryRun = False,
    again: Again = False,
    kernel: Kernel = "",
    cwd: Folder = None,
    yes: Yes = False,
    events: Events = False,
) -> None:
    """Run a sweep: only what is missing, each run by itself; gather the results of all.

    Example: contested batch as-known --dry-run
    """
    with _explained_end(), stoppable():
        # In the block, since they take a second, in which a signal may come too.
        from analysis.batch.make import make
        from analysis.paths import REPORTS
        from analysis.sweep import read

        requested = read(sweep, allow_many=yes, kernel=kernel, cwd=cwd)
        folder = out or REPORTS / "sweeps" / requested.name
        share = _part(part)
        executor = _executor(scheduler, workers, _limits(timeout, memory, requested), requested)
        if dry_run:
            _list_runs(requested, folder, share, events=events)
            return
        with _progress(events) as notify:
            result = make(requested, folder, executor, notify, again=again, part=share)
    _conclude(result, quiet=events)


@contextmanager
def _explained_end() -> Iterator[None]:
    """Print how to continue where a batch is stopped or cannot write, and exit.

    It is the outermost context, so that the message is printed after the bar is closed.
    """
    try:
        yield
    except StoppedError as stopped:
        typer.echo(f"stopped; {REST}", err=True)
        raise typer.Exit(stopped.code) from None
    except BrokenPipeError:
        # An OSError too, but no fault: whoever read the output has enough, as `head` has. Click
        # then ends the program without a word.
        raise
    except OSError as error:
        typer.echo(f"{error.filename or 'a file'}: {error.strerror}; {REST}", err=True)
        raise typer.Exit(1) from None


def _executor(
    scheduler: str, workers: int | None, limits: Limits, requested: Sweep
) -> Callable[[], AbstractContextManager[Executor]]:
    """A function that opens the executor: on a cluster if one is named, else on this machine."""
    if scheduler:
        from analysis.batch.cluster import check, cluster

        check(scheduler)
        return lambda: cluster(scheduler, limits)
    from analysis.batch.local import local_executor
    from analysis.batch.task import has_own

    return lambda: local_executor(workers, limits, own=has_own(requested))


def _limits(timeout: float | None, memory: str, requested: Sweep) -> Limits:
    from analysis.engine import Limits

    return Limits(timeout or requested.timeout or HOUR, _bytes(memory) or requested.memory)


def _part(written: str) -> Part | None:
    from analysis.batch.part import Part

    return Part.parse(written) if written else None


def _bytes(memory: str) -> int | None:
    from analysis.sweep.settings import memory_of

    return memory_of(memory) if memory else None


def _list_runs(sweep: Sweep, folder: Path, part: Part | None, *, events: bool) -> None:
    """Print each run, whether it is there, and its parameters; and how many runs there are."""
    from analysis.batch.store import is_up_to_date, run_folder
    from analysis.batch.task import tasks_of
    from analysis.errors import many

    count = 0
    for task in part.of(tasks_of(sweep)) if part else tasks_of(sweep):
        count += 1
        up_to_date = is_up_to_date(run_folder(folder, task), task)
        if events:
            record = {
                "run": task.name,
                "up_to_date": up_to_date,
                "parameters": dict(task.parameters),
            }
            typer.echo(json.dumps(record))
            continue
        written = " ".join(f"{name}={_plain(value)}" for name, value in task.parameters.items())
        typer.echo(f"{'there  ' if up_to_date else 'missing'}  {task.name}  {written}")
    books = ", ".join(chapter.name for chapter in sweep.chapters)
    share = f"part {part}: {count:,} of " if part else ""
    typer.echo(f"{share}{many(sweep.size, 'run')} of {books}", err=True)


def _plain(value: object) -> str:
    """A value as in JSON, in one line; text without quotation marks where that is clear.

    It is not where the text has blanks or quotation marks, cannot be printed, or looks like a
    number.
    """
    from analysis.case.plain_values import scalar

    if value == "":
        return ""
    if isinstance(value, str) and value.isprintable() and not set(value) & set(" \"'"):
        return value if scalar(value) == value else json.dumps(value)
    written = json.dumps(value, ensure_ascii=False)
    return written if written.isprintable() else json.dumps(value)


def _conclude(finished: Batch, *, quiet: bool) -> None:
    """Print the result of the batch, and exit with 1 where a run failed.

    quiet: print nothing, since all of it was among the events.
    """
    if not quiet:
        typer.echo(
            f"{finished.completed:,} made, {finished.up_to_date:,} there already, "
            f"{len(finished.failures):,} failed"
        )
        if finished.others:
            names = ", ".join(finished.others[:5])
            typer.echo(f"left as they are, not of this sweep: {len(finished.others):,} ({names})")
        typer.echo(_whereabouts(finished))
    if finished.failures and not quiet:
        _print_failures(finished)
    if finished.failures:
        raise typer.Exit(1)


def _whereabouts(result: Batch) -> str:
    """The folder of the outputs, as a line of text; for a part, also what to do next."""
    folder = os.path.relpath(result.folder)
    if not result.part:
        return f"{folder}/index.html and results.csv"
    rest = "copy the runs/ of all parts into one folder, then leave out --part"
    return f"{folder}/runs is part {result.part}, with no table and no index: {rest}"


def _print_failures(result: Batch) -> None:
    """Print a table of the runs that failed, and why, to standard error."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table("run", "how", "why", box=box.SIMPLE_HEAD, title_justify="left")
    for failure in result.failures:
        table.add_row(failure.task.name, failure.kind, failure.error)
    Console(stderr=True, highlight=False, markup=False).print(table)
    typer.echo(f"their notebooks are in {os.path.relpath(result.folder)}/failed/", err=True)


Notify = Callable[["Event"], None]


@contextmanager
def _progress(events: bool) -> Iterator[Notify]:
    """A function to call with each event of a batch.

    events: print them as JSON. Else a bar is drawn on a terminal, and elsewhere lines are printed.
    """
    if events:
        yield _print_event
    elif on_terminal():
        with bar() as drawn:
            yield partial(_draw, drawn)
    else:
        yield partial(_print_line, time.monotonic())


def _print_event(event: Event) -> None:
    """One JSON object on a line of standard output, with all fields of the event."""
    typer.echo(json.dumps(asdict(event)))


def _print_line(began: float, event: Event) -> None:
    """Print how many runs there are to make, and a line for each run that has ended.

    began: when the batch began, by the monotonic clock.
    """
    if event.event == "start":
        from analysis.errors import many

        missing = event.total - event.ready
        typer.echo(f"{missing:,} of {many(event.total, 'run')} to make", err=True)
    if event.event == "run":
        typer.echo(_line(event, time.monotonic() - began), err=True)


def _line(event: Event, seconds: float) -> str:
    """The line of a run that has ended. seconds: since the batch began."""
    ended = f"failed: {event.error}" if event.error else f"{event.seconds:.1f} s"
    return (
        f"[{seconds:7.1f} s] {event.ready + event.failed:,} of {event.total:,} {event.run}: {ended}"
    )


def _draw(drawn: Bar, event: Event) -> None:
    """Update the bar with an event; the error of a run that failed is printed above it."""
    note = f"{event.failed} failed · {drawn.speed:.1f} runs/s ·"
    drawn.update(event.ready + event.failed, event.total, event.run, note)
    if event.error:
        drawn.line(f"{event.run}: {event.error}")
