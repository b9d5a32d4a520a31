"""The commands `contested check` and `tidy`, on a case, and `refresh`, on what is generated."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.app import app, say
from analysis.errors import Invalid, Problem, counted, many

if TYPE_CHECKING:
    from analysis.case.schema import Package
    from analysis.case.tidy import Tidied

FEW = 5
"""Flagged rows that are listed; the others are counted."""
Cases = Annotated[
    list[str] | None, typer.Argument(help="Names under data/, or paths; by default all of data/.")
]
Case = Annotated[str, typer.Argument(help="A name under data/, or a path.")]


Strict = Annotated[bool, typer.Option("--strict", help="Fail where disputes are proposed, too.")]


@app.command()
def check(cases: Cases = None, strict: Strict = False) -> None:
    """Check cases against every rule, and print all problems of all of them at once.

    Disputes that are only proposed, and flags of data sets, are printed, and are no problems.
    Example: contested check convoy-2017
    """
    from analysis.paths import BEGIN
    from analysis.paths import cases as all_cases

    chosen = cases or list(all_cases())
    if not chosen:
        raise Invalid([Problem("case", "there is none under data/", "a case or a folder", BEGIN)])
    examined = [(case, _check(case)) for case in chosen]
    problems = [(case, problem) for case, result in examined for problem in result.problems]
    single = len(chosen) == 1
    say(problem if single else _within(case, problem) for case, problem in problems)
    if problems or (strict and any(result.proposed for _, result in examined)):
        raise typer.Exit(1)


Examples = Annotated[
    bool, typer.Option("--examples", help="Take out the example rows of a new case, too.")
]


@app.command()
def tidy(case: Case, examples: Examples = False) -> None:
    """Undo what spreadsheets, pandas and earlier versions did to a case; no fact changes.

    Files are written only if all of them can be read. Example: contested tidy convoy-2017
    """
    from analysis.case.tidy import tidied
    from analysis.intake.beginning import without_examples

    steps = (tidied, without_examples) if examples else (tidied,)
    changed = False
    try:
        for step in steps:
            for line in _rewritten(case, step):
                changed = True
                typer.echo(line)
    except Invalid:
        if not changed:
            typer.echo("Nothing was changed.", err=True)
        raise
    if not changed:
        typer.echo("Nothing to tidy.")


def _rewritten(case: str, step: Callable[[Package], Sequence[Tidied]]) -> list[str]:
    """Write the files of a case that a step changes; what it changed, a line a file."""
    from analysis.case.schema import package
    from analysis.paths import case_folder, write_all

    files = step(package(case_folder(case)))
    write_all({file.path: file.body for file in files})
    return [str(file) for file in files]


@app.command()
def refresh() -> None:
    """Make again what is committed but generated: executed notebooks, codebook, pictures, docs.

    Example: contested refresh
    """
    from analysis.batch.local import example_results
    from analysis.case.codebook import PATH, codebook
    from analysis.notebooks import python_page
    from analysis.notebooks.refresh import execute, pictures
    from analysis.notebooks.results import EXAMPLE
    from analysis.paths import INSTALLED, write

    if INSTALLED:
        fix = "clone the repository"
        raise Invalid([Problem("refresh", "not a checkout", "a checkout of the repository", fix)])
    write(EXAMPLE, example_results())
    typer.echo(f"{os.path.relpath(EXAMPLE)} gathered")
    for notebook in execute():
        typer.echo(f"{notebook.name} executed")
    pages = python_page.pages()
    bodies: dict[Path, bytes | str] = {PATH: codebook(), **pictures(), **pages}
    bodies |= python_page.pictures(pages[python_page.PAGE])
    for path, body in bodies.items():
        write(path, body)
        typer.echo(f"{os.path.relpath(path)} written")


@dataclass(frozen=True)
class _Result:
    """The problems of a case, and how many disputes are proposed."""

    problems: Sequence[Problem]
    proposed: int = 0


def _check(case: str) -> _Result:
    """The problems of a case; prints how many rows and problems it has, unless it cannot be read.

    Also prints what is proposed and what is flagged. case: a name under data/, or a path.
    """
    from analysis.case.load import examine
    from analysis.words.proposals import proposals

    try:
        examined = examine(case)
    except Invalid as invalid:
        return _Result(invalid.problems)
    rows = sum(len(table) for table in examined.tables.values())
    count = counted(examined.problems)
    summary = many(count, "problem") if count else "all well"
    typer.echo(f"{_name(case)}: {rows:,} rows in {len(examined.tables)} tables, {summary}")
    if examined.proposed:
        noun = "contradiction"
        typer.echo(f"{many(len(examined.proposed), noun)} to be judged in disputes.csv:")
    for line in proposals(examined, case):
        typer.echo(line)
    for line in _flagged(examined.flags):
        typer.echo(line)
    return _Result(examined.problems, len(examined.proposed))


def _flagged(flags: Sequence[Problem]) -> Iterator[str]:
    """How many rows are flagged, and the first of them."""
    if not flags:
        return
    count = counted(flags)
    its = "its" if count == 1 else "their"
    whose = f"whose figures break {its} own order of low, best and high"
    yield f"{many(count, 'row')} {whose}, as published:"
    for flag in flags[:FEW]:
        yield f"- {flag.file}, line {flag.line}: {flag.value}"
    if count > FEW:
        yield f"- and {count - FEW:,} more"


def _within(case: str, problem: Problem) -> Problem:
    """The problem with the case before its file, since every case has a file of that name.

    A problem without a file names the case itself, and one with its description names its folder.
    """
    if not problem.file or problem.file.startswith(f"{_name(case)}/"):
        return problem
    return replace(problem, file=f"{_name(case)}/{problem.file}")


def _name(case: str) -> str:
    """The name of a case, which is that of its folder, also where the path ends in dots."""
    return Path(os.path.abspath(case)).name
