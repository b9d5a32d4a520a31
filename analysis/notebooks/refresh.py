"""The committed notebooks: executed in place without traces of the run, for `contested refresh`."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.engine import Job, Step, engine
from analysis.errors import Invalid, Problem
from analysis.notebooks import ipynb
from analysis.notebooks.ipynb import Cell
from analysis.paths import NOTEBOOKS, ROOT, all_notebooks, write

IN_README = (
    ("convoy-2017/buses", "squares"),
    ("convoy-2017/strikes", "claimed"),
    ("convoy-2017/casualties", "toll"),
)
"""Notebook and cell of each chart in the README."""
LASTING = ("tags",)
"""Metadata of a cell that is not a trace of one execution."""
OPEN = {"parameters", "ask"}
"""Tags of the cells whose code a reader is to change; that of all others is folded."""
FOLDED = {"jupyter": {"source_hidden": True}}
"""As JupyterLab marks a cell of which only the output is displayed."""
WIDGET = "application/vnd.jupyter.widget-view+json"


def execute(notebooks: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Execute notebooks with their defaults and write each back, yielding its path, as it ends.

    notebooks: by default all of the suite. Raises Invalid where one fails, which is left as it was.
    """
    with TemporaryDirectory() as folder, engine() as kernels:
        steps = [
            Step(path, Path(folder) / str(number) / path.name)  # two folders may have one name
            for number, path in enumerate(notebooks or all_notebooks())
        ]
        for result in kernels.run(Job(step.notebook.name, (step,)) for step in steps):
            (step,) = result.job.steps
            if result.error:
                fix = "correct it and run it again"
                raise Invalid([Problem(result.job.name, result.error, "a notebook that runs", fix)])
            write(step.notebook, stripped(ipynb.read(step.output)))
            yield step.notebook


def stripped(notebook: ipynb.Notebook) -> str:
    """A notebook without what differs between two executions, as the text of a file."""
    cells = (cell for cell in notebook["cells"] if ipynb.INJECTED not in ipynb.tags(cell))
    metadata = {
        "kernelspec": notebook["metadata"]["kernelspec"],
        "language_info": {"name": notebook["metadata"]["language_info"]["name"]},
    }
    stable = {**notebook, "metadata": metadata, "cells": [_stripped(cell) for cell in cells]}
    return ipynb.dump(stable, sort_keys=True)


def pictures() -> dict[Path, bytes]:
    """The charts that the README shows, as the committed notebooks hold them: PNG by file."""
    return {
        ROOT / "docs" / f"{cell}.png": _picture(NOTEBOOKS / f"{name}.ipynb", cell)
        for name, cell in IN_README
    }


def _stripped(cell: Cell) -> Cell:
    lasting = {name: cell["metadata"][name] for name in LASTING if cell["metadata"].get(name)}
    folded = cell["cell_type"] == "code" and not ipynb.tags(cell) & OPEN
    metadata = {**lasting, **(FOLDED if folded else {})}
    outputs = [_without_widget(output) for output in ipynb.outputs(cell)]
    return {**cell, "metadata": metadata} | ({"outputs": outputs} if "outputs" in cell else {})


def _without_widget(output: Mapping[str, Any]) -> dict[str, Any]:
    """An output without the name of a widget, which lives no longer than its kernel."""
    data = {kind: value for kind, value in output.get("data", {}).items() if kind != WIDGET}
    return {**output, "data": data} if "data" in output else dict(output)


def _picture(path: Path, cell_id: str) -> bytes:
    cell = next(cell for cell in ipynb.cells(path) if cell["id"] == cell_id)
    return base64.b64decode("".join(ipynb.outputs(cell)[0]["data"]["image/png"]))
