"""What a report hands out beside its pages: figures, tables, numbers, notebooks, a manifest."""

from __future__ import annotations

import hashlib
import json
import platform
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from analysis import opening, paths
from analysis.canonical import to_csv
from analysis.edition import Edition
from analysis.pages import file_name
from analysis.parts import Listed
from analysis.schema import Package
from analysis.sentences import Number, reported

PACKAGES = ("matplotlib", "pandas", "papermill", "pyarrow", "pypandoc_binary", "typst")
CODE = ("*.py", "*.css", "*.html", "*.typ")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("notebook", "name", "shown", "kind", "hedge", "value", "low", "high", "claims")
INJECTED = "injected-parameters"
OWN = ("papermill", "execution")
"""Notes that papermill and the kernel leave: times and places, different on every run."""


def guarded(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    words = "" if value is None else str(value)
    return f"'{words}" if words.startswith(FORMULA) and not _is_number(words) else words


def figures(edition: Edition, folder: Path) -> None:
    """Every chart as SVG and PNG, and its plotted table as CSV."""
    for figure in (*edition.document.figures, edition.key):
        paths.write(folder / f"{file_name(figure)}.svg", figure.svg)
        paths.write(folder / f"{file_name(figure)}.png", figure.png)
        rows = figure.rows
        if rows:
            table = to_csv(rows[0], ([guarded(value) for value in row.values()] for row in rows))
            paths.write(folder / "tables" / figure.notebook / f"{figure.name}.csv", table)


def listings(edition: Edition, folder: Path) -> None:
    """Every table of the notebooks as CSV."""
    blocks = (block for section in edition.document.sections for block in section.blocks)
    for listed in (block for block in blocks if isinstance(block, Listed)):
        rows = ([guarded(cell) for cell in row] for row in listed.rows)
        table = to_csv(map(guarded, listed.columns), rows)
        paths.write(folder / "tables" / listed.notebook / f"{listed.name}.csv", table)


def numbers(edition: Edition) -> bytes:
    """Every figure that the report prints, in order, with the claims it rests on."""
    rows = ((place, asdict(number)) for place, number in _printed(edition))
    told = ({**row, "notebook": place, "claims": " ".join(row["claims"])} for place, row in rows)
    return to_csv(COLUMNS, ([guarded(row[name]) for name in COLUMNS] for row in told))


def manifest(edition: Edition, notebooks: Iterable[Path]) -> str:
    """What went into the report: the same words for the same report."""
    return _json(
        {
            "case": {"name": edition.whole.package.name, "version": edition.whole.package.version},
            "parameters": asdict(edition.scope),
            "data_sha256": data_hash(edition.whole.package),
            "code": {"version": version(), "sha256": code_hash()},
            "notebooks_sha256": {path.name: _hash([(path.name, path)]) for path in notebooks},
            "environment": {
                "python": platform.python_version(),
                **{name: metadata.version(name) for name in PACKAGES},
            },
        }
    )


def cleaned(notebook: bytes) -> str:
    """An executed notebook without the times and folders of the run."""
    told = json.loads(notebook)
    cells = [_steady(cell) for cell in told["cells"]]
    return _json(told | {"cells": cells, "metadata": _without(told["metadata"])})


def data_hash(package: Package) -> str:
    """One hash over the description and the tables of a case."""
    names = [paths.PACKAGE, *(schema.path for schema in package.tables.values())]
    return _hash((name, package.folder / name) for name in sorted(names))


def code_hash() -> str:
    """One hash over the suite's own code and templates."""
    home = Path(__file__).parent
    files = {path.relative_to(home).as_posix(): path for form in CODE for path in home.rglob(form)}
    return _hash(sorted(files.items()))


def version() -> str:
    """The version of the suite, also where it is not installed."""
    try:
        return metadata.version("contested-counts")
    except metadata.PackageNotFoundError:
        described = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(described["project"]["version"])


def _printed(edition: Edition) -> Iterator[tuple[str, Number]]:
    for told in opening.told(edition):
        yield from (("opening", number) for number in told.numbers)
    for section in edition.document.sections:
        for told in section.told:
            yield from ((section.notebook, number) for number in told.numbers)
    for claim in edition.claims:
        yield "appendix", reported(claim.claim_id, claim)


def _hash(files: Iterable[tuple[str, Path]]) -> str:
    found = hashlib.sha256()
    for name, path in files:
        body = path.read_bytes()
        found.update(f"{name}\0{len(body)}\0".encode())
        found.update(body)
    return found.hexdigest()


def _without(notes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in notes.items() if name not in OWN}


def _steady(cell: Mapping[str, Any]) -> dict[str, Any]:
    """A cell; the one that papermill puts in gets the same id on every run."""
    notes = _without(cell["metadata"])
    put_in = {"id": INJECTED} if INJECTED in notes.get("tags", ()) else {}
    return {**cell, "metadata": notes, **put_in}


def _json(told: object) -> str:
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return True
