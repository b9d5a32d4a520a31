"""The command `contested rename`, which gives an id of a case another name."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli import naming_case
from analysis.cli.app import app
from analysis.errors import many


@app.command()
def rename(
    old: Annotated[str, typer.Argument(help="The id, of a source, an actor, a claim ...")],
    new: Annotated[str, typer.Argument(help="The id in its place.")],
    case: Annotated[str, typer.Option(help=naming_case.HELP)] = "",
    table: Annotated[str, typer.Option(help="The table that has it, where two have it.")] = "",
) -> None:
    """Change an id in all tables and notebooks of a case.

    Example: contested rename xinhua xinhua-en --case convoy-2017
    """
    from analysis.intake.renaming import renamed
    from analysis.paths import write_all

    result = renamed(naming_case.to_write(case), old, new, table)
    write_all(result.files)
    for path, number in result.changes.items():
        typer.echo(f"{path}: {many(number, 'place')}")
    if result.mentions:
        typer.echo(f"{old} also stands among words, which are left as they are:")
        for place in result.mentions:
            typer.echo(f"- {place}")
