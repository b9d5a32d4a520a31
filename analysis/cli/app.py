"""The application that the verbs join, and how it speaks of problems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from analysis.errors import Problem

app = typer.Typer(
    name="contested",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        typer.echo(metadata.version("contested-counts"))
        raise typer.Exit


Version = typer.Option("--version", callback=_version, is_eager=True, help="Say which it is.")


@app.callback()
def contested(version: Annotated[bool, Version] = False) -> None:
    """Figures that are claimed, not counted: check, report, run in batches, explore, cite."""


def say(problems: Iterable[Problem]) -> None:
    """Each problem on a line of its own, to standard error."""
    for problem in problems:
        typer.echo(str(problem), err=True)
