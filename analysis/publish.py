"""From executed notebooks to everything that a report hands out, in one folder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from analysis import exports, naming, paths, provenance, render
from analysis.document import document
from analysis.docx import docx
from analysis.edition import Edition
from analysis.errors import Problem, Refused, nearest
from analysis.executed import NOTEBOOKS, PRINT, tidied
from analysis.key import key
from analysis.loading import load
from analysis.naming import FORMATS as FORMATS
from analysis.pages import pages
from analysis.parts import Figure
from analysis.provenance import MANIFEST
from analysis.scope import Scope
from analysis.timeline import Timeline


def checked(
    parameters: Mapping[str, Any], formats: Collection[str]
) -> tuple[Scope, Timeline, Timeline]:
    """The scope, the case, and what the scope leaves of it; Refused with all that is wrong."""
    unknown = [form for form in formats if form not in FORMATS]
    problems = [
        Problem("formats", repr(form), " or ".join(FORMATS), nearest(form, FORMATS))
        for form in unknown
    ]
    if problems:
        raise Refused(problems)
    scope = Scope.checked(**parameters)
    whole = load(scope.case)
    told = scope.narrow(whole)
    if not told.told():
        do = "widen as_of, start, end, sources or claimants"
        raise Refused([Problem("scope", "no claim is left", "at least one claim", do)])
    return scope, whole, told


def fill(
    folder: Path, parameters: Mapping[str, Any], notebooks: Sequence[Path], formats: Collection[str]
) -> None:
    """Everything that a report hands out, from its notebooks executed under `folder/notebooks`.

    notebooks: as they were before they ran. Raises Refused for parameters that leave no claim,
    and for notebooks that show what a report cannot print.
    """
    scope, whole, told = checked(parameters, formats)
    drawn = printed_key(told)
    executed = [tidied(folder / NOTEBOOKS / file.name) for file in notebooks]
    edition = Edition(scope, whole, told, document(executed), drawn, _made(scope, whole))
    exports.figures(edition, folder)
    exports.listings(edition, folder)
    paths.write(folder / "numbers.csv", exports.numbers(edition))
    paths.write(folder / MANIFEST, exports.manifest(edition, notebooks))
    _print(edition, folder, formats)


def printed_key(told: Timeline) -> Figure:
    """The key to the marks, ready to print."""
    chart = key(told)
    table = chart.table.to_csv(index=False)
    return Figure("opening", "key", chart.svg(), chart.png(PRINT), chart.alt, table)


def _print(edition: Edition, folder: Path, formats: Collection[str]) -> None:
    markdown = pages(edition)
    printers: dict[str, Callable[[], str | bytes]] = {
        "html": lambda: render.html(edition, markdown),
        "pdf": lambda: render.pdf(edition, markdown, folder),
        "docx": lambda: docx(edition, markdown, folder),
    }
    with ThreadPoolExecutor() as pool:  # pandoc and typst do their work outside Python
        printing = {form: pool.submit(printers[form]) for form in FORMATS if form in formats}
    for form, printed in printing.items():
        paths.write(folder / f"report.{form}", printed.result())


def _made(scope: Scope, whole: Timeline) -> dict[str, str]:
    """How the report was made, and how to make it again."""
    return {
        "case": f"{whole.package.name} {whole.package.version}",
        "parameters": naming.parameters(scope) or "none but the default ones",
        "hash of the data (SHA-256)": provenance.data_hash(whole.package),
        "version of the suite": provenance.version(),
        "hash of its code (SHA-256)": provenance.code_hash(),
        "to repeat it": naming.command(scope),
    }
