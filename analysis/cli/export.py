"""The command `contested export`, which writes a case in the formats of other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli import naming_case
from analysis.cli.app import app
from analysis.cli.progress import steps
from analysis.report.exports import FORMATS

OF_FORMATS = f"Of {', '.join(FORMATS[:-1])} and {FORMATS[-1]}; several with commas."


@app.command()
def export(
    to: Annotated[str, typer.Option(help=OF_FORMATS)],
    case: Annotated[str, typer.Argument(help=naming_case.HELP)] = "",
    out: Annotated[
        Path | None, typer.Option(help="The folder to write; by default reports/CASE/export/.")
    ] = None,
) -> None:
    """Write the claims of a case for spreadsheets, statistics, maps, HDX or an archive.

    Example: contested export convoy-2017 --to xlsx,geojson
    """
    from analysis.report.exports.make import export as write

    formats = [form.strip() for form in to.split(",") if form.strip()]
    with steps() as notify:
        exported = write(naming_case.to_read(case), formats, out=out, notify=notify)
    for note in exported.notes:
        typer.echo(note, err=True)
    for file in exported.files:
        typer.echo(os.path.relpath(file))
