"""The command line: the only part that prints. Exit code 0 only when all is well."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from analysis.errors import Problem, Refused

app = typer.Typer(
    name="contested",
    help="Figures that are claimed, not counted: check a case, report on it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Cases = Annotated[list[str] | None, typer.Argument(help="Names under data/, or paths.")]
Parameters = Annotated[
    list[str] | None, typer.Argument(help="name=value, as of the notebooks' parameters cell.")
]


@app.command()
def check(cases: Cases = None) -> None:
    """Check cases against every rule; print all problems of all of them at once.

    Example: contested check convoy-2017
    """
    from analysis.loading import examine
    from analysis.paths import cases as known

    problems: list[Problem] = []
    asked = cases or known()
    for case in asked:
        name = Path(case).name
        try:
            tables, found = examine(case)
        except Refused as refused:
            found = list(refused.problems)
        else:
            rows = sum(len(table) for table in tables.values())
            typer.echo(f"{name}: {rows:,} rows in {len(tables)} tables, {_count(found)}")
        problems += found if len(asked) == 1 else [_within(name, problem) for problem in found]
    _refuse(problems)


@app.command()
def tidy(case: Annotated[str, typer.Argument(help="A name under data/, or a path.")]) -> None:
    """Rewrite a case's tables in the canonical layout: order, quoting, line ends; no fact changes.

    Example: contested tidy convoy-2017
    """
    from analysis.canonical import tidied
    from analysis.paths import case_folder, write
    from analysis.schema import package

    changed = tidied(package(case_folder(case)))
    for path, data in changed.items():
        write(path, data)
        typer.echo(f"{path.name} rewritten")
    if not changed:
        typer.echo("nothing to rewrite")


@app.command()
def report(
    parameters: Parameters = None,
    out: Annotated[Path | None, typer.Option(help="Where to put it; else under reports/.")] = None,
) -> None:
    """Run the notebooks and write one report: HTML, PDF, figures, tables, numbers.

    Example: contested report as_of=2017-09-02 sources=rudaw-2017-09-02
    """
    from analysis.report import make
    from analysis.scope import read_parameters

    given = read_parameters(parameters or [])
    with _progress() as notify:
        folder = make(given, out=out, notify=notify)
    typer.echo(f"{os.path.relpath(folder)}/report.html and report.pdf")


@app.command()
def refresh() -> None:
    """Make again what is committed but generated: executed notebooks, codebook, pictures.

    Example: contested refresh
    """
    from analysis.codebook import PATH, codebook
    from analysis.notebooks import execute, pictures
    from analysis.paths import write

    for notebook in execute():
        typer.echo(f"{notebook.name} executed")
    made: dict[Path, bytes | str] = {PATH: codebook(), **pictures()}
    for path, data in made.items():
        write(path, data)
        typer.echo(f"{os.path.relpath(path)} written")


def main() -> None:
    """Run the command line; what is refused is said line by line, without a traceback."""
    try:
        app()
    except Refused as refused:
        _say(refused.problems)
        sys.exit(1)
    except OSError as error:
        typer.echo(f"{error.filename or 'file'}: {error.strerror}", err=True)
        sys.exit(1)


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


def _within(case: str, problem: Problem) -> Problem:
    """The problem, its place told apart from the same place of another case."""
    named = problem.where.startswith(f"{case}/")
    return problem if named else replace(problem, where=f"{case}/{problem.where}")


def _refuse(problems: list[Problem]) -> None:
    if problems:
        _say(tuple(problems))
        raise typer.Exit(1)


def _say(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        typer.echo(str(problem), err=True)


def _count(problems: list[Problem]) -> str:
    number = len(problems)
    return "all well" if not number else f"{number:,} problem{'' if number == 1 else 's'}"
