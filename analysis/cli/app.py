"""The application that the verbs join, and how it speaks of problems."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from analysis.errors import Problem

app = typer.Typer(
    name="contested",
    help="Figures that are claimed, not counted: check a case, report on it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def say(problems: Iterable[Problem]) -> None:
    """Each problem on a line of its own, to standard error."""
    for problem in problems:
        typer.echo(str(problem), err=True)
