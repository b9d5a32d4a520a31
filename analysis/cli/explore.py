"""The command `contested explore`, which opens the explorer as a page of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.app import app
from analysis.cli.lab import Opened, Port
from analysis.errors import Gathered

Case = Annotated[str, typer.Option("--case", help="A name under data/, or a path.")]


@app.command()
def explore(case: Case = "", port: Port = 8889, opened: Opened = True) -> None:
    """Open the explorer as a page, without a notebook around it; Ctrl-C ends it.

    Example: contested explore --case convoy-2017 --port 9001
    """
    from analysis.notebooks import lab, page
    from analysis.paths import USUAL_CASE, case_folder

    problems = Gathered()
    problems.tried(lambda: case_folder(case or USUAL_CASE), None)
    problems.tried(lambda: lab.ready(port), None)
    problems.refuse()
    for line in lab.doubts():
        typer.echo(line, err=True)
    with page.notebook(case) as path:
        typer.echo(f"http://{lab.HOST}:{port}/  (Ctrl-C ends it)", err=True)
        page.serve(page.arguments(port, opened=opened and lab.browser(), path=path))
