"""Executed notebooks: where an output keeps them, without the times and places of their run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.charts.kit.export import EXPORT, Export

NOTEBOOKS = "notebooks"
"""The folder of a report or run that holds them."""
ENVIRONMENT = {EXPORT: Export.PRINT.value, "MPLBACKEND": "agg"}
"""What the kernels of a report are told."""
PRELOAD = (
    "analysis.charts.kit.draw",
    "analysis.words.findings",
    "analysis.notebooks.results",
    "analysis.case.scope",
)
WARM = "analysis.notebooks.preload:warm"
"""What an engine has ready for them: modules, and a function called once."""
INJECTED, ERROR = "injected-parameters", "papermill-error-cell-tag"
"""Tags of the cells that papermill puts in."""
OWN = ("papermill", "execution")
"""Notes that papermill and the kernel leave: times and places, different on every run."""


def tidied(notebook: Path) -> Path:
    """An executed notebook, written back without the times and places of its run."""
    paths.write(notebook, cleaned(notebook.read_bytes()))
    return notebook


def cleaned(notebook: bytes) -> str:
    """An executed notebook without the times and folders of the run."""
    data = json.loads(notebook)
    cells = [_steady(cell, number) for number, cell in enumerate(data["cells"])]
    whole = data | {"cells": cells, "metadata": _without(data["metadata"])}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _without(notes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in notes.items() if name not in OWN}


def _steady(cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A cell; those that papermill puts in get the same ids on every run."""
    notes = _without(cell["metadata"])
    tags = notes.get("tags", ())
    named = {"id": INJECTED} if INJECTED in tags else {}
    failed = {"id": f"error-{number}"} if ERROR in tags else {}
    return {**cell, "metadata": notes, **named, **failed}
