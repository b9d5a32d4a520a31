"""The command `contested lab`, which opens the notebooks in JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import app

Folder = Annotated[
    Path | None,
    typer.Argument(help="A folder of notebooks; else those of the project, or this one."),
]
Port = Annotated[int, typer.Option(help="A port of this machine.", min=1, max=65535)]
Opened = Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in a browser.")]


@app.command()
def lab(folder: Folder = None, port: Port = 8888, opened: Opened = True) -> None:
    """Open the notebooks in JupyterLab, for this machine alone; Ctrl-C ends it.

    Example: contested lab --port 9000
    """
    import secrets

    from analysis.notebooks import lab as jupyter
    from analysis.paths import HOME, INSTALLED, NOTEBOOKS

    where = folder or (HOME if INSTALLED else NOTEBOOKS)  # those of a wheel are not to be changed
    jupyter.ready(port, where)
    for line in jupyter.doubts():
        typer.echo(line, err=True)
    token = secrets.token_hex(24)
    present = opened and jupyter.browser()
    if opened and not present:
        typer.echo("no browser was found on this machine; open the address yourself", err=True)
    typer.echo(f"{jupyter.address(port, token, where)}  (Ctrl-C ends it)", err=True)
    jupyter.serve(jupyter.arguments(port, token, opened=present, folder=where))
