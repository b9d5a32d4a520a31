"""The command `contested import`: a table that somebody else keeps becomes a case of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import app
from analysis.errors import Invalid, Problem

Files = Annotated[
    list[Path], typer.Argument(metavar="[MAPPING] FILE", help="A table; before it its mapping.")
]
Out = Annotated[str, typer.Option(help="Name of the case; by default that of the file.")]
At = Annotated[str, typer.Option(help="Folder in which the case is put; by default data/.")]
Parts = Annotated[bool, typer.Option("--parts", help="Make claims of the parts of figures, too.")]
DatesOption = Annotated[str, typer.Option("--dates", help="day-first or month-first.")]
Numbers = Annotated[str, typer.Option(help="decimal-comma or decimal-point.")]
Published = Annotated[str, typer.Option(help="Day on which the data set came out.")]
Sheet = Annotated[str, typer.Option(help="Sheet of a workbook.")]
Guess = Annotated[bool, typer.Option("--guess", help="Write a mapping to edit, and no case.")]


@app.command(name="import")
def import_(
    files: Files,
    out: Out = "",
    at: At = "",
    parts: Parts = False,
    dates: DatesOption = "",
    numbers: Numbers = "",
    published: Published = "",
    sheet: Sheet = "",
    guess: Guess = False,
) -> None:
    """Make a case of a table: of a data set that is known, or by a mapping of your own.

    Known are UCDP GED, ACLED, Airwars, the Bureau's strikes and Coalition releases, by the names
    of their columns. Example: contested import ged_syria.csv --out ged-syria
    """
    from analysis.intake.importing.make import Wanted, import_table
    from analysis.intake.importing.tally import account
    from analysis.paths import DATA

    if len(files) > 2:
        fix = "name the mapping first, then the table"
        raise Invalid([Problem("FILE", f"{len(files)} files", "one table", fix)])
    if files[-1].suffix.lower() in (".yaml", ".yml"):
        fix = "name the table behind its mapping"
        raise Invalid([Problem("FILE", f"{files[-1]} is a mapping", "a table", fix)])
    if guess:
        _guess(files[-1], sheet)
        return
    mapping = files[0] if len(files) == 2 else None
    folder = Path(at) if at else DATA
    wanted = Wanted(files[-1], mapping, out, folder, dates, published, parts, sheet, numbers)
    case = import_table(wanted)
    for line in account(case.tally):
        typer.echo(line)
    typer.echo(f"{case.folder} is the case; import.md in it holds this account.")
    typer.echo(f"Cite: {case.mapping.citation}")
    typer.echo(f"Terms: {case.mapping.terms}")
    if not case.mapping.shared:
        typer.echo("Its .gitignore keeps the whole folder out of git.")


def _guess(file: Path, sheet: str) -> None:
    from analysis.intake.importing.guess import guessed
    from analysis.paths import write

    path = Path(f"{file.stem}.yaml")
    if path.exists():
        value, fix = f"{path} exists", "rename it, or work in another folder"
        raise Invalid([Problem("--guess", value, "a file that is new", fix)])
    write(path, guessed(file, sheet))
    typer.echo(f"{path} written: edit it, then run `contested import {path} {file}`.")
