"""Verbs for one thing at a time: a claim cited, a chart at a column's width."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.cli.app import app
from analysis.errors import Problem, Refused

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
    from analysis.citation import citation
    from analysis.loading import load

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
    from analysis.column import column
    from analysis.extract import extracted, found
    from analysis.figurefile import printed
    from analysis.paths import write
    from analysis.scope import read_parameters

    _, asked, given = _all(
        lambda: found(name),
        lambda: column(name, width, form, dpi, out),
        lambda: read_parameters(parameters or []),
    )
    made = printed(extracted(name, asked.inches, given), asked)
    try:
        write(asked.out, made)
    except OSError as error:
        said, do = f"{asked.out}: {error.strerror}", "name a file that can be written"
        raise Refused([Problem("out", said, "a file", do)]) from error
    typer.echo(str(asked.out))


def _all(*asked: Callable[[], Any]) -> list[Any]:
    """What each call gives; Refused with the problems of all of them."""
    made: list[Any] = []
    problems: list[Problem] = []
    for ask in asked:
        try:
            made.append(ask())
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return made
