"""The committed notebooks: executed in place, without timings or paths, by one command."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.engine import Job, Step, engine
from analysis.errors import Invalid, Problem
from analysis.paths import NOTEBOOKS, ROOT, all_notebooks, write

SHOWN = (("convoy-2017/buses", "squares"), ("convoy-2017/strikes", "cumulative"))
"""Notebook and cell of each chart in the README."""
KEPT = ("tags",)
"""Metadata of a cell that is not a trace of one execution."""
WIDGET = "application/vnd.jupyter.widget-view+json"


def execute(files: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Execute notebooks with their defaults and write them back; Invalid where one fails."""
    with TemporaryDirectory() as folder, engine() as kernels:
        steps = [
            Step(path, Path(folder) / str(number) / path.name)  # two folders may have one name
            for number, path in enumerate(files or all_notebooks())
        ]
        for done in kernels.run(Job(step.notebook.name, (step,)) for step in steps):
            (step,) = done.job.steps
            if done.error:
                fix = "correct it and run it again"
                raise Invalid([Problem(done.job.name, done.error, "a notebook that runs", fix)])
            write(step.notebook, stripped(step.output.read_text(encoding="utf-8")))
            yield step.notebook


def stripped(text: str) -> str:
    """A notebook without what differs between two executions of the same cells."""
    notebook = json.loads(text)
    cells = [
        _stripped(cell)
        for cell in notebook["cells"]
        if "injected-parameters" not in cell["metadata"].get("tags", ())
    ]
    data = {name: notebook["metadata"][name] for name in ("kernelspec", "language_info")}
    data["language_info"] = {"name": data["language_info"]["name"]}
    values = {**notebook, "metadata": data, "cells": cells}
    return json.dumps(values, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _stripped(cell: Mapping[str, Any]) -> dict[str, Any]:
    metadata = {name: cell["metadata"][name] for name in KEPT if cell["metadata"].get(name)}
    rows = [_lasting(output) for output in cell.get("outputs", ())]
    return {**cell, "metadata": metadata} | ({"outputs": rows} if "outputs" in cell else {})


def _lasting(output: Mapping[str, Any]) -> dict[str, Any]:
    """An output without the name of a widget, which lives no longer than its kernel."""
    data = {kind: value for kind, value in output.get("data", {}).items() if kind != WIDGET}
    return {**output, "data": data} if "data" in output else dict(output)


def pictures() -> dict[Path, bytes]:
    """The charts that the README shows, as the committed notebooks hold them."""
    return {
        ROOT / "docs" / f"{cell}.png": _picture(NOTEBOOKS / f"{name}.ipynb", cell)
        for name, cell in SHOWN
    }


def _picture(path: Path, cell_id: str) -> bytes:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    cell = next(cell for cell in cells if cell["id"] == cell_id)
    return base64.b64decode("".join(cell["outputs"][0]["data"]["image/png"]))
