"""What a report hands out beside its pages: figures, tables, numbers, notebooks, a manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from analysis import paths
from analysis.case.layout import guarded, to_csv
from analysis.notebooks import provenance
from analysis.notebooks.results import COLUMNS
from analysis.report import first_page
from analysis.report.document import Table
from analysis.report.edition import Edition
from analysis.report.figures import file_name
from analysis.words.sentences import Number, reported


def figures(edition: Edition, folder: Path) -> None:
    """Every chart as SVG and PNG, and its plotted table as CSV."""
    for figure in (*edition.document.figures, edition.legend):
        paths.write(folder / f"{file_name(figure)}.svg", figure.svg)
        paths.write(folder / f"{file_name(figure)}.png", figure.png)
        rows = figure.rows
        if rows:
            table = to_csv(rows[0], ([guarded(value) for value in row.values()] for row in rows))
            paths.write(folder / "tables" / figure.notebook / f"{figure.name}.csv", table)


def listings(edition: Edition, folder: Path) -> None:
    """Every table of the notebooks as CSV."""
    blocks = (block for section in edition.document.sections for block in section.blocks)
    for listed in (block for block in blocks if isinstance(block, Table)):
        rows = ([guarded(cell) for cell in row] for row in listed.rows)
        table = to_csv(map(guarded, listed.columns), rows)
        paths.write(folder / "tables" / listed.notebook / f"{listed.name}.csv", table)


def numbers(edition: Edition) -> bytes:
    """Every figure that the report prints, in order, with the claims it rests on."""
    rows = ((place, asdict(number)) for place, number in _printed(edition))
    records = ({**row, "notebook": place, "claims": " ".join(row["claims"])} for place, row in rows)
    return to_csv(COLUMNS, ([guarded(row[name]) for name in COLUMNS] for row in records))


def manifest(edition: Edition, notebooks: Iterable[Path]) -> str:
    """What went into the report: the same words for the same report."""
    return _json(provenance.origin(asdict(edition.scope), notebooks, edition.whole.package))


def _printed(edition: Edition) -> Iterator[tuple[str, Number]]:
    for answer in first_page.sentences(edition):
        yield from (("opening", number) for number in answer.numbers)
    for section in edition.document.sections:
        for answer in section.sentences:
            yield from ((section.notebook, number) for number in answer.numbers)
    for claim in edition.claims:
        yield "appendix", reported(claim.claim_id, claim)


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
