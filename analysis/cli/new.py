"""The command `contested new`, which begins a case."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.app import app
from analysis.errors import Gathered, many

if TYPE_CHECKING:
    from analysis.notebooks.templates import Template

Name = Annotated[str, typer.Argument(help="The name of the case and of its folder.")]
Title = Annotated[str, typer.Option("--title", help="The title of the case, for its readers.")]
Templates = Annotated[
    str, typer.Option("--template", help="Of toll, counts and whole, with commas between.")
]
At = Annotated[
    Path | None, typer.Option("--at", help="The folder to make it in; by default data/.")
]


@app.command()
def new(name: Name, title: Title, template: Templates = "toll", at: At = None) -> None:
    """Begin a case: its tables with an invented example, and notebooks that run on them.

    Example: contested new mill-2031 --title Mill --template toll,whole
    """
    from analysis.intake import beginning
    from analysis.notebooks.templates import any_case, templates

    home = at.expanduser() if at else _usual()
    gathered = Gathered()
    gathered.add(beginning.problems(name, title, home))
    wanted = [part.strip() for part in template.split(",") if part.strip()]
    nothing: tuple[Template, ...] = ()
    chosen = gathered.tried(lambda: templates(wanted), nothing)
    gathered.refuse()
    # Of a case elsewhere a notebook says where it is from its own folder, in which a kernel begins.
    case = name if _is_data(home) else os.pardir
    listed = [*(item.chapter for item in chosen), *any_case()]
    copies = {item.file: item.copy(case=case) for item in chosen}
    folder = beginning.begin(name, title, home, listed, copies)
    tables, names = many(len(beginning.TABLES), "table"), ", ".join(item.name for item in chosen)
    typer.echo(f"{os.path.relpath(folder)}: {tables} with an example; notebooks: {names}")
    for line in _next(name if _is_data(home) else _typed(folder)):
        typer.echo(line)


def _usual() -> Path:
    """`data/` of the project in which this runs, else in this folder."""
    from analysis.paths import DATA, ROOT

    return DATA if Path.cwd().is_relative_to(ROOT) else Path("data")


def _is_data(home: Path) -> bool:
    """Whether it is the folder whose cases are known by their names alone."""
    from analysis.paths import DATA

    return home.resolve() == DATA


def _typed(folder: Path) -> str:
    """The path of a folder as a command takes it for a case: never a mere name."""
    path = os.path.relpath(folder)
    return shlex.quote(path if os.sep in path else os.path.join(os.curdir, path))


def _next(case: str) -> tuple[str, ...]:
    """What to do next, as commands."""
    return (
        "The example can be checked and reported as it is:",
        f"  contested check {case}",
        f"  contested report case={case}",
        "Then take it out, and add claims of your own:",
        f"  contested tidy {case} --examples",
        f"  contested add --case {case}",
    )
