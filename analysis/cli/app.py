"""The application that the verbs join, and how it prints problems."""

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


# Eager: it is answered before a missing verb is complained of.
Version = typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")


@app.callback()
def contested(version: Annotated[bool, Version] = False) -> None:
    """Figures that are claimed, not counted: check, report, cite, run in batches, explore."""


def say(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each on a line of its own."""
    for problem in problems:
        typer.echo(str(problem), err=True)
