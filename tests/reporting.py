"""Small executed notebooks, written as they stand, for the tests of documents and reports."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from analysis.charts.kit.export import EXPORT, Export

Cell = dict[str, Any]
PARAMETERS = """\
case: str = ""
start: str = ""
end: str = ""
said_from: str = ""
said_to: str = ""
as_of: str = ""
sources: str = ""
claimants: str = ""
include_retellings: bool = True
lead_source: str = ""
leave_out: str = ""
known_by: str = "published"
"""
SCOPE = """\
import analysis as an
scope = an.Scope.checked(
    case=case, start=start, end=end, said_from=said_from, said_to=said_to, as_of=as_of,
    sources=sources, claimants=claimants, include_retellings=include_retellings,
    lead_source=lead_source, leave_out=leave_out, known_by=known_by,
)
told = scope.load()
"""


def markdown(text: str, *tags: str) -> Cell:
    """A cell of prose."""
    return {"cell_type": "markdown", "id": "prose", "metadata": {"tags": tags}, "source": text}


def code(name: str, source: str = "", *tags: str, outputs: Sequence[Cell] = ()) -> Cell:
    """A cell of code, with what it has shown."""
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {"tags": list(tags)},
        "execution_count": None,
        "source": source,
        "outputs": list(outputs),
    }


def output_of(thing: Any) -> Cell:
    """What a cell shows of a chart, a sentence or a listing, as a report's kernel would have it."""
    bundle = thing._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    held = {
        name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for name, value in data.items()
    }
    return {"output_type": "display_data", "data": held, "metadata": metadata}


def exporting(monkeypatch: Any) -> None:
    """Charts hand out what a report needs."""
    monkeypatch.setenv(EXPORT, Export.PRINT)


def notebook(path: Path, cells: Iterable[Cell]) -> Path:
    """Write a notebook; every prose cell gets an id of its own."""
    rows = [
        cell | {"id": f"{cell['id']}-{n}"} if cell["id"] == "prose" else cell
        for n, cell in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    body = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": rows}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(body), encoding="utf-8")
    return path
