"""The commands `contested report`, `figure` and `cite`, which write what a case says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analysis.cli import naming_case
from analysis.cli.app import app
from analysis.cli.progress import steps
from analysis.errors import Gathered, Invalid, Problem
from analysis.report.printers import FORMATS, USUAL

if TYPE_CHECKING:
    from analysis.case.chapters import Chapter

OF_FORMATS = f"Of {', '.join(FORMATS[:-1])} and {FORMATS[-1]}, with commas."
Parameters = Annotated[
    list[str] | None, typer.Argument(help="Parameters of the notebooks, each as name=value.")
]


@app.command()
def report(
    parameters: Parameters = None,
    formats: Annotated[str, typer.Option(help=OF_FORMATS)] = ",".join(USUAL),
    notebooks: Annotated[
        str, typer.Option(help="Chapters, notebooks of the suite or paths, with commas.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="The folder to write; by default one under reports/.")
    ] = None,
) -> None:
    """Run the notebooks and write one report, with its figures, tables and numbers.

    A chapter whose notebook fails is left out; why stands in its place, and the exit code is 1.

    Example: contested report as_of=2017-09-02 --notebooks chronology,sources
    """
    from analysis.report.make import Incomplete, make

    forms = list(dict.fromkeys(form.strip() for form in formats.split(",")))
    values, listed = _values(parameters or [], notebooks, forms)
    lines: list[str] = []
    try:
        with steps() as notify:
            folder = make(
                values,
                formats=forms,
                out=out,
                notebooks=listed,
                notify=notify,
                warn=lines.append,
            )
    except Incomplete as incomplete:
        _say_files(incomplete.folder, forms)
        raise
    finally:
        for line in lines:
            typer.echo(line, err=True)
    _say_files(folder, forms)


def _values(
    parameters: list[str], notebooks: str, forms: list[str]
) -> tuple[dict[str, Any], tuple[Chapter, ...] | None]:
    """The parameters by name, and the chapters chosen; None for those of the case.

    notebooks: names with commas. forms: the formats. Raises Invalid with all that is wrong in any.
    """
    from analysis.case.chapters import chapters, chosen
    from analysis.case.scope import defaults, ids
    from analysis.notebooks import overrides
    from analysis.report.make import printable

    problems = Gathered()
    none: tuple[Chapter, ...] = ()
    problems.tried(lambda: printable(forms), None)
    case = _case(parameters) or str(defaults()["case"])
    own = problems.tried(lambda: chapters(case), none)
    listed = problems.tried(lambda: chosen(case, ids(notebooks)), none) if notebooks else none
    books = [overrides.book(chapter.notebook) for chapter in listed or own]
    values: dict[str, Any] = {}
    values = problems.tried(lambda: overrides.typed(parameters, books, {"case": case}), values)
    problems.refuse()
    return values, listed or None


def _say_files(folder: Path, forms: list[str]) -> None:
    """Print where the report is, in each format that there is."""
    for form in forms:
        if (folder / f"report.{form}").is_file():
            typer.echo(f"{os.path.relpath(folder)}/report.{form}")


@app.command()
def figure(
    name: Annotated[str, typer.Argument(help="A notebook and a cell, as casualties/toll.")],
    parameters: Parameters = None,
    width: Annotated[str, typer.Option(help="With its unit: mm, cm, in, pt or px.")] = "183mm",
    form: Annotated[
        str,
        typer.Option("--format", help="svg, pdf, png or html; by default that of --out, or svg."),
    ] = "",
    dpi: Annotated[int, typer.Option(help="Dots to the inch, of a PNG.")] = 300,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; by default one in this folder.")
    ] = None,
    link: Annotated[str, typer.Option(help="A page about the chart, of an HTML.")] = "",
) -> None:
    """Print one chart at the width of a column, its typeface inside: SVG, PDF, PNG or HTML.

    HTML is a piece of a page, to be pasted into that of a newsroom.

    Example: contested figure casualties/toll --width 89mm --format pdf
    """
    from analysis.report.one_chart import case_of, credited, extract, render, settings

    problems, values = Gathered(), dict[str, Any]()
    values = problems.tried(lambda: _of_figure(name, parameters or []), values)
    problems.tried(lambda: settings(name, width, form, dpi, out, link), None)
    problems.refuse()
    chosen = settings(name, width, form, dpi, out, link)
    chart = extract(name, chosen.inches, values, chosen.form)
    _write(chosen.out, render(chart, credited(chosen, case_of(name, values))))
    typer.echo(str(chosen.out))


def _of_figure(name: str, parameters: list[str]) -> dict[str, Any]:
    """The parameters of one chart by name. Raises Invalid with all that is wrong in them or it.

    name: of the chart. Where there is none of that name, the common parameters may be written.
    """
    from analysis.case.scope import read_parameters
    from analysis.notebooks import overrides
    from analysis.report.one_chart import locate, usual

    try:
        chapter, _ = locate(name, _case(parameters))
    except Invalid as invalid:
        problems = Gathered()
        problems.add(invalid.problems)
        problems.tried(lambda: read_parameters(parameters), None)
        problems.refuse()
        raise
    return overrides.typed(parameters, [overrides.book(chapter.notebook)], usual(chapter))


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
    case: Annotated[str, typer.Option(help=naming_case.HELP)] = "",
    form: Annotated[
        str, typer.Option("--as", help="sentence, footnote, csl, bibtex, or all of them.")
    ] = "all",
) -> None:
    """Cite claims: a sentence, a footnote, and the document as CSL-JSON and BibTeX.

    Example: contested cite c003 c005 --as bibtex
    """
    from analysis.case.load import load
    from analysis.words.citation import citation

    typer.echo(citation(load(naming_case.to_read(case)), claims, form))
