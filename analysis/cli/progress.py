"""How a batch that is under way is told: a bar, a plain log, or events for programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from analysis.batch.making import Event

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
        if event.what == "start":
            from analysis.wording import many

            typer.echo(f"{event.of - event.done:,} of {many(event.of, 'run')} to make", err=True)
        if event.what == "run":
            typer.echo(_line(event, time.monotonic() - began), err=True)

    return tell


def _line(event: Event, seconds: float) -> str:
    ended = f"failed: {event.error}" if event.error else f"{event.seconds:.1f} s"
    return f"[{seconds:7.1f} s] {event.done + event.failed:,} of {event.of:,} {event.name}: {ended}"


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
            there = event.done if event.what == "start" else there
            ended = event.done + event.failed
            rate = (ended - there) / max(time.monotonic() - began, 0.001)
            bar.update(task, total=event.of, completed=ended, description=event.name)
            bar.update(task, failed=event.failed, rate=rate)
            if event.error:
                bar.console.print(f"{event.name}: {event.error}", markup=False, highlight=False)

        yield tell
