"""One chart of a notebook, drawn for a column: the notebook is run up to the chart's cell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis import paths, publish
from analysis.document import document
from analysis.engine import Job, Step, engine
from analysis.errors import Problem, Refused, nearest
from analysis.executed import EXPORT
from analysis.fitting import COLUMN
from analysis.parts import Figure
from analysis.sentences import MIME

WIDER: Mapping[str, Any] = {"cell_type": "code", "execution_count": None, "outputs": []}


def extracted(name: str, inches: float, parameters: Mapping[str, Any]) -> Figure:
    """The chart of `notebook/cell`, laid out for a column of so many inches.

    parameters: of the notebooks, as `Scope` has them. Raises Refused for an unknown notebook or
    cell, for wrong parameters, for a notebook that fails, and for a cell that shows no chart.
    """
    path, cell = found(name)
    scope, _, _ = publish.checked(parameters, ())
    with TemporaryDirectory() as folder:
        step = _step(path, cell, inches, Path(folder), asdict(scope))
        job = Job(name, (step,), {EXPORT: "1", "MPLBACKEND": "agg"})
        with engine(1) as runs:
            (done,) = runs.run([job])
        if done.error:
            do = "mend the notebook or the parameters"
            raise Refused([Problem(path.name, done.error, "a notebook that runs", do)])
        return _shown(step.output, cell, path)


def found(name: str) -> tuple[Path, str]:
    """The notebook and the id of the cell that are meant; Refused with the nearest there is."""
    notebook, _, cell = name.rpartition("/")
    known = {path.stem: path for path in paths.notebook_files()}
    own = Path(f"{notebook.removesuffix('.ipynb')}.ipynb")
    path = known.get(notebook) or (own if own.is_file() else None)
    if path is None:
        told = notebook or cell
        allowed = "a notebook and a cell, as 4_casualties/toll"
        raise Refused([Problem("figure", repr(told), allowed, nearest(told, known))])
    cells = [told.get("id", "") for told in _read(path)["cells"] if told["cell_type"] == "code"]
    if cell not in cells:
        do = nearest(cell, charted(path) or cells)
        raise Refused([Problem(path.stem, repr(cell), "the id of a cell with a chart", do)])
    return path, cell


def charted(path: Path) -> list[str]:
    """The ids of the cells whose stored outputs hold a picture."""
    return [
        cell.get("id", "")
        for cell in _read(path)["cells"]
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", ()))
    ]


def _read(path: Path) -> Mapping[str, Any]:
    try:
        told: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return told if "cells" in told else {"cells": ()}
    except ValueError as error:
        problem = Problem(path.name, "not a notebook", "nbformat 4", "save it again in Jupyter")
        raise Refused([problem]) from error


def _step(
    path: Path, cell: str, inches: float, folder: Path, parameters: Mapping[str, object]
) -> Step:
    """The notebook up to the cell; the width is set right before it, for that chart alone."""
    told = _read(path)
    ids = [one.get("id") for one in told["cells"]]
    before, last = told["cells"][: ids.index(cell)], told["cells"][ids.index(cell)]
    source = f'import os\nos.environ["{COLUMN}"] = "{inches!r}"'
    wider = {**WIDER, "id": "column", "metadata": {"tags": ["remove"]}, "source": source}
    cut = folder / "cut" / path.name
    paths.write(cut, json.dumps({**told, "cells": [*before, wider, last]}))
    return Step(cut, folder / path.name, parameters)


def _shown(executed: Path, cell: str, path: Path) -> Figure:
    figures = [figure for figure in document([executed]).figures if figure.name == cell]
    if figures:
        return figures[0]
    outputs = _read(executed)["cells"][-1].get("outputs", ())
    told = [o["data"][MIME]["text"] for o in outputs if MIME in o.get("data", {})]
    where, allowed = f"{path.stem}/{cell}", "a chart"
    if told and cell in charted(path):
        do = "widen as_of, start, end, sources or claimants"
        raise Refused([Problem(where, told[0].rstrip("."), allowed, do)])
    raise Refused([Problem(where, "shows no chart", allowed, nearest(cell, charted(path)))])
