"""The commands `contested report`, `figure` and `cite`, which write what a case says."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import app
from analysis.cli.progress import steps
from analysis.errors import Gathered, Invalid, Problem
from analysis.paths import USUAL_CASE
from analysis.report.printers import FORMATS, USUAL

OF_FORMATS = f"Of {', '.join(FORMATS[:-1])} and {FORMATS[-1]}, with commas."
Parameters = Annotated[
    list[str] | None, typer.Argument(help="Parameters of the notebooks, each as name=value.")
]


@app.command()
def report(
    parameters: Parameters = None,
    formats: Annotated[str, typer.Option(help=OF_FORMATS)] = ",".join(USUAL),
    out: Annotated[
        Path | None, typer.Option(help="The folder to write; by default one under reports/.")
    ] = None,
) -> None:
    """Run the notebooks and write one report, with its figures, tables and numbers.

    Example: contested report as_of=2017-09-02 sources=rudaw-2017-09-02
    """
    from analysis.case.scope import read_parameters
    from analysis.report.make import make

    values = read_parameters(parameters or [])
    forms = list(dict.fromkeys(form.strip() for form in formats.split(",")))
    lines: list[str] = []
    try:
        with steps() as notify:
            folder = make(values, formats=forms, out=out, notify=notify, warn=lines.append)
    finally:
        for line in lines:
            typer.echo(line, err=True)
    for form in forms:
        typer.echo(f"{os.path.relpath(folder)}/report.{form}")


@app.command()
def figure(
    name: Annotated[str, typer.Argument(help="A notebook and a cell, as casualties/toll.")],
    parameters: Parameters = None,
    width: Annotated[str, typer.Option(help="With its unit: mm, cm, in, pt or px.")] = "183mm",
    form: Annotated[
        str, typer.Option("--format", help="svg, pdf or png; by default that of --out, or svg.")
    ] = "",
    dpi: Annotated[int, typer.Option(help="Dots to the inch, of a PNG.")] = 300,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; by default one in this folder.")
    ] = None,
) -> None:
    """Print one chart at the width of a column, its typeface inside: SVG, PDF or PNG.

    Example: contested figure casualties/toll --width 89mm --format pdf
    """
    from analysis.case.scope import read_parameters
    from analysis.report.one_chart import extract, locate, render, settings

    problems = Gathered()
    checks: tuple[Callable[[], object], ...] = (
        lambda: locate(name, _case(parameters or [])),
        lambda: settings(name, width, form, dpi, out),
        lambda: read_parameters(parameters or []),
    )
    for check in checks:
        problems.tried(check, None)
    problems.refuse()
    chosen = settings(name, width, form, dpi, out)
    chart = extract(name, chosen.inches, read_parameters(parameters or []))
    _write(chosen.out, render(chart, chosen))
    typer.echo(str(chosen.out))


def _case(parameters: list[str]) -> str:
    """The case that the parameters name; empty where they name none, or one that does not exist."""
    from analysis.paths import is_case

    cases = [word for word in parameters if word.startswith("case=")]
    named = [word.partition("=")[2] for word in cases]
    return named[-1] if named and is_case(named[-1]) else ""


def _write(path: Path, data: bytes) -> None:
    """Write a file that the caller named; Invalid where the system does not let it."""
    from analysis.paths import write

    try:
        write(path, data)
    except OSError as error:
        value, fix = f"{path}: {error.strerror}", "name a file that can be written"
        raise Invalid([Problem("out", value, "a file", fix)]) from error


@app.command()
def cite(
    claims: Annotated[
        list[str], typer.Argument(help="Ids of claims, such as c003.", metavar="CLAIM...")
    ],
    case: Annotated[str, typer.Option(help="A name under data/, or a path.")] = USUAL_CASE,
    form: Annotated[
        str, typer.Option("--as", help="sentence, footnote, csl, bibtex, or all of them.")
    ] = "all",
) -> None:
    """Cite claims: a sentence, a footnote, and the document as CSL-JSON and BibTeX.

    Example: contested cite c003 c005 --as bibtex
    """
    from analysis.case.load import load
    from analysis.words.citation import citation

    typer.echo(citation(load(case), claims, form))
