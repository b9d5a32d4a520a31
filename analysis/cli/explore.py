"""The command `contested explore`, which opens the explorer as a page of its own."""

from __future__ import annotations

import typer

from analysis.cli.app import app
from analysis.cli.lab import Opened, Port


@app.command()
def explore(port: Port = 8889, opened: Opened = True) -> None:
    """Open the explorer as a page, without a notebook around it; Ctrl-C ends it.

    Example: contested explore --port 9001
    """
    from analysis.notebooks import lab, page

    lab.ready(port)
    for line in lab.doubts():
        typer.echo(line, err=True)
    typer.echo(f"http://{lab.HOST}:{port}/  (Ctrl-C ends it)", err=True)
    page.serve(page.arguments(port, opened=opened and lab.browser()))
