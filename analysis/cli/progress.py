"""How far a verb that takes long has come, as a bar on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PERIOD = 3600.0
"""Seconds whose steps say how fast it goes; in the 30 of rich perhaps none ends."""


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
        """Draw how far it has come.

        done, total: how many steps there are by now, of how many. what: the step that ended last.
        note: more about it, in a few words, before the time left.
        """
        self.progress.update(self.task, completed=done, total=total, description=what, note=note)

    def line(self, text: str) -> None:
        """Print a line above the bar, as it is: brackets in it are no markup."""
        self.progress.console.print(text, markup=False, highlight=False)


@contextmanager
def bar() -> Iterator[Bar]:
    """A bar for as long as the block runs, with what ended last, how many of all, and time left.

    It stays where it is afterwards, so that one sees how far a verb came that was stopped.
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
