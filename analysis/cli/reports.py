"""Verbs that make a report."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import app

Parameters = Annotated[
    list[str] | None, typer.Argument(help="name=value, as of the notebooks' parameters cell.")
]


@app.command()
def report(
    parameters: Parameters = None,
    formats: Annotated[str, typer.Option(help="Of html, pdf and docx, with commas.")] = "html,pdf",
    out: Annotated[Path | None, typer.Option(help="Where to put it; else under reports/.")] = None,
) -> None:
    """Run the notebooks and write one report: HTML, PDF or Word, figures, tables, numbers.

    Example: contested report as_of=2017-09-02 sources=rudaw-2017-09-02
    """
    from analysis.report import make
    from analysis.scope import read_parameters

    given = read_parameters(parameters or [])
    forms = list(dict.fromkeys(form.strip() for form in formats.split(",")))
    with _progress() as notify:
        folder = make(given, formats=forms, out=out, notify=notify)
    for form in forms:
        typer.echo(f"{os.path.relpath(folder)}/report.{form}")


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """A bar on a terminal, a line for each step elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, of, what: typer.echo(f"{done} of {of}: {what}", err=True)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("notebooks", total=None)
        yield lambda done, of, what: bar.update(task, total=of, completed=done, description=what)
