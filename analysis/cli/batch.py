"""How a batch that is under way is told: a bar, a plain log, or events for programs."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.app import app
from analysis.cli.interrupts import REST, StoppedError, stoppable
from analysis.engine import LONGEST

if TYPE_CHECKING:
    from analysis.batch.make import Batch, Event, Executor
    from analysis.batch.part import Part
    from analysis.engine import Limits
    from analysis.sweep import Sweep


HOUR = 3600.0
"""Seconds after which a run is taken to hang, where nobody says how long it may take."""


@app.command()
def batch(
    sweep: Annotated[Path, typer.Argument(help="A YAML file, or the name of a shipped one.")],
    out: Annotated[Path | None, typer.Option(help="Else reports/sweeps/ and its name.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Runs at a time.")] = None,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.1, max=LONGEST, help="Seconds for a run from its kernel on; else 3600."),
    ] = None,
    memory: Annotated[str, typer.Option(help="For each process of a run, as 2GB.")] = "",
    scheduler: Annotated[str, typer.Option(help="A Dask cluster, as tcp://host:8786.")] = "",
    part: Annotated[str, typer.Option(help="Only part k of n of the runs, as 2/8.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the runs; run nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Make all runs anew.")] = False,
    kernel: Annotated[str, typer.Option("--kernel", "-k", help="Instead of the notebooks'.")] = "",
    cwd: Annotated[Path | None, typer.Option(help="The working folder of the runs.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Also more than 10,000 runs.")] = False,
    events: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, for programs.")
    ] = False,
) -> None:
    """Run a sweep: only what is missing, each run by itself; gather the results of all.

    Example: contested batch as-known --dry-run
    """
    with _ends_with_a_word(), stoppable():
        from analysis.batch.make import make
        from analysis.paths import REPORTS
        from analysis.sweep import read

        requested = read(sweep, allow_many=yes, kernel=kernel, cwd=cwd)
        folder = out or REPORTS / "sweeps" / requested.name
        limits = _limits(timeout, memory, requested)
        share = _part(part)
        kitchen = _kitchen(scheduler, workers, limits, requested)
        if dry_run:
            _listed(requested, folder, share, events=events)
            return
        with progress(events) as tell:
            result = make(requested, folder, kitchen, tell, again=again, part=share)
    _told(result, quiet=events)


@contextmanager
def _ends_with_a_word() -> Iterator[None]:
    """Say what to do where a batch is stopped or cannot write; below the bar, once it is gone."""
    try:
        yield
    except StoppedError as stopped:
        typer.echo(f"stopped; {REST}", err=True)
        raise typer.Exit(stopped.code) from None
    except BrokenPipeError:  # whoever read the output has enough, as `head` has: Click ends quietly
        raise
    except OSError as error:
        typer.echo(f"{error.filename or 'a file'}: {error.strerror}; {REST}", err=True)
        raise typer.Exit(1) from None


def _kitchen(
    scheduler: str, workers: int | None, limits: Limits, requested: Sweep
) -> Callable[[], AbstractContextManager[Executor]]:
    """Where the runs are made: a cluster if one is named, else here."""
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


def _listed(sweep: Sweep, folder: Path, part: Part | None, *, events: bool) -> None:
    """What would run, a line for each."""
    from analysis.batch.store import is_up_to_date, run_folder
    from analysis.batch.task import tasks_of
    from analysis.words.names_and_days import many

    count = 0
    for task in part.of(tasks_of(sweep)) if part else tasks_of(sweep):
        count += 1
        there = is_up_to_date(run_folder(folder, task), task)
        if events:
            data = {"run": task.name, "up_to_date": there, "parameters": dict(task.parameters)}
            typer.echo(json.dumps(data))
            continue
        text = " ".join(f"{name}={_plain(value)}" for name, value in task.parameters.items())
        typer.echo(f"{'there  ' if there else 'missing'}  {task.name}  {text}")
    books = ", ".join(path.stem for path in sweep.notebooks)
    share = f"part {part}: {count:,} of " if part else ""
    typer.echo(f"{share}{many(sweep.size, 'run')} of {books}", err=True)


def _plain(value: object) -> str:
    """A value on a line of its own, as in JSON; a text as it is where that is clear.

    It is not where it has blanks or signs that cannot be printed, or looks like a number.
    """
    from analysis.notebooks.scalar import scalar

    if value == "":
        return ""
    if isinstance(value, str) and value.isprintable() and not set(value) & set(" \"'"):
        return value if scalar(value) == value else json.dumps(value)
    written = json.dumps(value, ensure_ascii=False)
    return written if written.isprintable() else json.dumps(value)


def _told(result: Batch, *, quiet: bool) -> None:
    """What came of it; the exit code is not 0 where a run failed."""
    if not quiet:
        typer.echo(
            f"{result.completed:,} made, {result.up_to_date:,} there already, "
            f"{len(result.failures):,} failed"
        )
        if result.others:
            names = ", ".join(result.others[:5])
            typer.echo(f"left as they are, not of this sweep: {len(result.others):,} ({names})")
        typer.echo(_whereabouts(result))
    if result.failures and not quiet:
        _failures(result)
    if result.failures:
        sys.exit(1)


def _whereabouts(result: Batch) -> str:
    folder = os.path.relpath(result.folder)
    if not result.part:
        return f"{folder}/index.html and results.csv"
    rest = "copy the runs/ of all parts into one folder, then leave out --part"
    return f"{folder}/runs is part {result.part}, with no table and no index: {rest}"


def _failures(result: Batch) -> None:
    """A table of what failed, and why."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table("run", "how", "why", box=box.SIMPLE_HEAD, title_justify="left")
    for item in result.failures:
        table.add_row(item.task.name, item.kind, item.error)
    Console(stderr=True, highlight=False, markup=False).print(table)
    typer.echo(f"their notebooks are kept in {os.path.relpath(result.folder)}/failed/", err=True)


Tell = Callable[["Event"], None]


@contextmanager
def progress(events: bool) -> Iterator[Tell]:
    """The way that suits the output: events where asked for, a bar on a terminal, else lines."""
    if events:
        yield _event
    elif sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _log(time.monotonic())


def _event(event: Event) -> None:
    """One JSON object a line, on standard output."""
    typer.echo(json.dumps(asdict(event)))


def _log(began: float) -> Tell:
    """A line for each run that has ended."""

    def tell(event: Event) -> None:
        if event.event == "start":
            from analysis.words.names_and_days import many

            typer.echo(
                f"{event.total - event.ready:,} of {many(event.total, 'run')} to make", err=True
            )
        if event.event == "run":
            typer.echo(_line(event, time.monotonic() - began), err=True)

    return tell


def _line(event: Event, seconds: float) -> str:
    ended = f"failed: {event.error}" if event.error else f"{event.seconds:.1f} s"
    return (
        f"[{seconds:7.1f} s] {event.ready + event.failed:,} of {event.total:,} {event.run}: {ended}"
    )


@contextmanager
def _bar() -> Iterator[Tell]:
    """Runs done, failures, runs a second, time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} failed · {task.fields[rate]:.1f} runs/s ·"),
        Remaining(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("starting", total=None, failed=0, rate=0.0)
        began = time.monotonic()
        there = 0

        def tell(event: Event) -> None:
            nonlocal there
            there = event.ready if event.event == "start" else there
            ended = event.ready + event.failed
            rate = (ended - there) / max(time.monotonic() - began, 0.001)
            bar.update(task, total=event.total, completed=ended, description=event.run)
            bar.update(task, failed=event.failed, rate=rate)
            if event.error:
                bar.console.print(f"{event.run}: {event.error}", markup=False, highlight=False)

        yield tell
