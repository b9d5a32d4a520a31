"""Executed notebooks: where an output keeps them, without the times and places of their run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis import paths

NOTEBOOKS = "notebooks"
"""The folder of a report or run that holds them."""
EXPORT = "CONTESTED_EXPORT"
"""Set in the environment of a report's kernels: charts then also hand out their SVG."""
ENVIRONMENT = {EXPORT: "1", "MPLBACKEND": "agg"}
"""What the kernels of a report are told."""
INJECTED = "injected-parameters"
OWN = ("papermill", "execution")
"""Notes that papermill and the kernel leave: times and places, different on every run."""


def tidied(notebook: Path) -> Path:
    """An executed notebook, written back without the times and places of its run."""
    paths.write(notebook, cleaned(notebook.read_bytes()))
    return notebook


def cleaned(notebook: bytes) -> str:
    """An executed notebook without the times and folders of the run."""
    told = json.loads(notebook)
    cells = [_steady(cell) for cell in told["cells"]]
    whole = told | {"cells": cells, "metadata": _without(told["metadata"])}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _without(notes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in notes.items() if name not in OWN}


def _steady(cell: Mapping[str, Any]) -> dict[str, Any]:
    """A cell; the one that papermill puts in gets the same id on every run."""
    notes = _without(cell["metadata"])
    put_in = {"id": INJECTED} if INJECTED in notes.get("tags", ()) else {}
    return {**cell, "metadata": notes, **put_in}
