"""A progress bar on the terminal, for commands that take long."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PERIOD = 3600.0
"""Seconds over which the speed is averaged; within the 30 of rich perhaps no step ends."""


def on_terminal() -> bool:
    """Whether there is a terminal to draw a bar on; a log file gets plain lines instead."""
    return sys.stderr.isatty()


@dataclass(frozen=True)
class Bar:
    """A bar on standard error, so that standard output holds results alone."""

    progress: Progress
    task: TaskID

    @property
    def speed(self) -> float:
        """Steps a second, not counting those that were there at the first update."""
        return self.progress.tasks[0].speed or 0.0

    def update(self, done: int, total: int, what: str, note: str = "") -> None:
        """Draw the bar.

        done, total: how many steps have ended, of how many. what: the step that ended last.
        note: more about it, in a few words, before the time left.
        """
        self.progress.update(self.task, completed=done, total=total, description=what, note=note)

    def line(self, text: str) -> None:
        """Print a line above the bar, as it is: brackets in it are no markup."""
        self.progress.console.print(text, markup=False, highlight=False)


@contextmanager
def bar() -> Iterator[Bar]:
    """A bar for as long as the block runs: the last step, how many have ended, the time left.

    It stays on the terminal afterwards, as a record of how far a stopped command came.
    """
    # Imported late: a verb that draws no bar should not wait for it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}", markup=False),
        Remaining(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, speed_estimate_period=PERIOD) as progress:
        yield Bar(progress, progress.add_task("starting", total=None, note=""))


@contextmanager
def steps() -> Iterator[Callable[[int, int, str], None]]:
    """A function to call after each step: it moves a bar on a terminal, else prints a line."""
    if on_terminal():
        with bar() as drawn:
            yield drawn.update
    else:
        yield lambda done, total, what: typer.echo(f"{done} of {total}: {what}", err=True)
