"""Verbs for one thing at a time: a claim cited, a chart at a column's width."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.cli.app import app
from analysis.errors import Invalid, Problem
from analysis.report.printers import FORMATS, USUAL

OF_FORMATS = f"Of {', '.join(FORMATS[:-1])} and {FORMATS[-1]}, with commas."
Parameters = Annotated[
    list[str] | None, typer.Argument(help="name=value, as of the notebooks' parameters cell.")
]


@app.command()
def report(
    parameters: Parameters = None,
    formats: Annotated[str, typer.Option(help=OF_FORMATS)] = ",".join(USUAL),
    out: Annotated[Path | None, typer.Option(help="Where to put it; else under reports/.")] = None,
) -> None:
    """Run the notebooks and write one report: HTML, PDF or Word, figures, tables, numbers.

    Example: contested report as_of=2017-09-02 sources=rudaw-2017-09-02
    """
    from analysis.case.scope import read_parameters
    from analysis.report.make import make

    data = read_parameters(parameters or [])
    forms = list(dict.fromkeys(form.strip() for form in formats.split(",")))
    with _progress() as notify:
        folder = make(data, formats=forms, out=out, notify=notify)
    for form in forms:
        typer.echo(f"{os.path.relpath(folder)}/report.{form}")


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """A bar on a terminal, a line for each step elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, of, what: typer.echo(f"{done} of {of}: {what}", err=True)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("notebooks", total=None)
        yield lambda done, of, what: bar.update(task, total=of, completed=done, description=what)


Claims = Annotated[list[str], typer.Argument(help="Ids of claims, as c003.", metavar="CLAIM...")]
Form = Annotated[str, typer.Option("--as", help="sentence, footnote, csl, bibtex or all of them.")]


@app.command()
def cite(
    claims: Claims,
    case: Annotated[str, typer.Option(help="A name under data/, or a path.")] = "convoy-2017",
    form: Form = "all",
) -> None:
    """Cite claims: a sentence, a footnote, and the document as CSL-JSON and BibTeX.

    Example: contested cite c003 c005 --as bibtex
    """
    from analysis.case.load import load
    from analysis.words.citation import citation

    typer.echo(citation(load(case), claims, form))


@app.command()
def figure(
    name: Annotated[str, typer.Argument(help="A notebook and a cell, as 4_casualties/toll.")],
    parameters: Annotated[
        list[str] | None, typer.Argument(help="name=value, as of the notebooks' parameters cell.")
    ] = None,
    width: Annotated[str, typer.Option(help="With its unit: mm, cm, in, pt or px.")] = "183mm",
    form: Annotated[
        str, typer.Option("--format", help="svg, pdf or png; by default that of --out, or svg.")
    ] = "",
    dpi: Annotated[int, typer.Option(help="Dots to the inch, of a PNG.")] = 300,
    out: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
) -> None:
    """Print one chart at the width of a column, its typeface inside: SVG, PDF or PNG.

    Example: contested figure 4_casualties/toll --width 89mm --format pdf
    """
    from analysis.case.scope import read_parameters
    from analysis.paths import write
    from analysis.report.one_chart import extract, locate, render, settings

    _, query, value = _all(
        lambda: locate(name),
        lambda: settings(name, width, form, dpi, out),
        lambda: read_parameters(parameters or []),
    )
    body = render(extract(name, query.inches, value), query)
    try:
        write(query.out, body)
    except OSError as error:
        said, fix = f"{query.out}: {error.strerror}", "name a file that can be written"
        raise Invalid([Problem("out", said, "a file", fix)]) from error
    typer.echo(str(query.out))


def _all(*requested: Callable[[], Any]) -> list[Any]:
    """What each call gives; Invalid with the problems of all of them."""
    results: list[Any] = []
    problems: list[Problem] = []
    for ask in requested:
        try:
            results.append(ask())
        except Invalid as refused:
            problems += refused.problems
    if problems:
        raise Invalid(problems)
    return results
