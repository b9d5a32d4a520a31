"""The files of a report besides its pages: figures, tables, numbers and a manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.case.layout import guarded, to_csv
from analysis.case.scope import Scope
from analysis.case.timeline import Timeline
from analysis.notebooks import provenance
from analysis.notebooks.results import COLUMNS
from analysis.report import first_page
from analysis.report.document import Failure, Table
from analysis.report.edition import Edition
from analysis.report.figures import file_name
from analysis.words.sentences import Number, reported


def figures(edition: Edition, folder: Path) -> None:
    """Write every chart as SVG and PNG into the folder, and its plotted table as CSV."""
    for figure in (*edition.document.figures, edition.legend):
        paths.write(folder / f"{file_name(figure)}.svg", figure.svg)
        paths.write(folder / f"{file_name(figure)}.png", figure.png)
        rows = figure.rows
        if rows:
            table = to_csv(rows[0], ([guarded(value) for value in row.values()] for row in rows))
            paths.write(folder / "tables" / figure.notebook / f"{figure.name}.csv", table)


def listings(edition: Edition, folder: Path) -> None:
    """Write every table of the notebooks as CSV into the folder."""
    blocks = (block for section in edition.document.sections for block in section.blocks)
    for table in (block for block in blocks if isinstance(block, Table)):
        rows = ([guarded(cell) for cell in row] for row in table.rows)
        written = to_csv(map(guarded, table.columns), rows)
        paths.write(folder / "tables" / table.notebook / f"{table.name}.csv", written)


def numbers(edition: Edition) -> bytes:
    """Every number that the report prints, in order, with the claims it rests on, as CSV."""
    rows = (
        {**number.row(), "notebook": part, "claims": " ".join(number.claims)}
        for part, number in _numbers(edition)
    )
    return to_csv(COLUMNS, ([guarded(row[name]) for name in COLUMNS] for row in rows))


def manifest(
    scope: Scope,
    notebooks: Iterable[Path],
    whole: Timeline,
    failures: Mapping[str, Failure],
    extra: Mapping[str, Any],
) -> str:
    """What went into the report, as JSON: the same text for the same report.

    notebooks: their files, as they were before they ran. whole: the case. failures: why chapters
    could not be made, by the names of their notebooks. extra: parameters that only some notebooks
    have, by name. Raises Invalid for a file that is no
    notebook.
    """
    origin = provenance.origin({**asdict(scope), **extra}, notebooks, whole.package)
    failed = {f"{name}.ipynb": failure.error for name, failure in sorted(failures.items())}
    return json.dumps({**origin, "failed": failed}, indent=1, ensure_ascii=False) + "\n"


def _numbers(edition: Edition) -> Iterator[tuple[str, Number]]:
    """The numbers of the sentences and of the appendix, each with the part that prints it."""
    for sentence in first_page.sentences(edition):
        yield from (("opening", number) for number in sentence.numbers)
    for section in edition.document.sections:
        for sentence in section.sentences:
            yield from ((section.notebook, number) for number in sentence.numbers)
    for claim in edition.printed:
        yield "appendix", reported(claim.claim_id, claim)
