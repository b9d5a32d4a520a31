"""Verbs on the data and on what is generated from it: check, tidy, refresh."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import app, say
from analysis.errors import Invalid, Problem

Cases = Annotated[list[str] | None, typer.Argument(help="Names under data/, or paths.")]


@app.command()
def check(cases: Cases = None) -> None:
    """Check cases against every rule; print all problems of all of them at once.

    Example: contested check convoy-2017
    """
    from analysis.case.load import examine
    from analysis.paths import cases as known

    problems: list[Problem] = []
    requested = cases or known()
    for case in requested:
        name = Path(case).name
        try:
            tables, matches = examine(case)
        except Invalid as refused:
            matches = list(refused.problems)
        else:
            rows = sum(len(table) for table in tables.values())
            typer.echo(f"{name}: {rows:,} rows in {len(tables)} tables, {_count(matches)}")
        problems += (
            matches if len(requested) == 1 else [_within(name, problem) for problem in matches]
        )
    if problems:
        say(problems)
        raise typer.Exit(1)


@app.command()
def tidy(case: Annotated[str, typer.Argument(help="A name under data/, or a path.")]) -> None:
    """Rewrite a case's tables in the canonical layout: order, quoting, line ends; no fact changes.

    Example: contested tidy convoy-2017
    """
    from analysis.case.layout import tidied
    from analysis.case.schema import package
    from analysis.paths import case_folder, write

    changed = tidied(package(case_folder(case)))
    for path, data in changed.items():
        write(path, data)
        typer.echo(f"{path.name} rewritten")
    if not changed:
        typer.echo("nothing to rewrite")


@app.command()
def refresh() -> None:
    """Make again what is committed but generated: executed notebooks, codebook, pictures.

    Example: contested refresh
    """
    from analysis.batch.local import example_results
    from analysis.case.codebook import PATH, codebook
    from analysis.notebooks.ipynb import execute, pictures
    from analysis.notebooks.results import EXAMPLE
    from analysis.paths import write

    write(EXAMPLE, example_results())
    typer.echo(f"{os.path.relpath(EXAMPLE)} gathered")
    for notebook in execute():
        typer.echo(f"{notebook.name} executed")
    bodies: dict[Path, bytes | str] = {PATH: codebook(), **pictures()}
    for path, data in bodies.items():
        write(path, data)
        typer.echo(f"{os.path.relpath(path)} written")


def _within(case: str, problem: Problem) -> Problem:
    """The problem, its place told apart from the same place of another case."""
    named = not problem.file or problem.file.startswith(f"{case}/")
    return problem if named else replace(problem, file=f"{case}/{problem.file}")


def _count(problems: list[Problem]) -> str:
    number = len(problems)
    return "all well" if not number else f"{number:,} problem{'' if number == 1 else 's'}"
