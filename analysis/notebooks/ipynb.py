"""Notebook files, of version 4 of Jupyter's format: read, checked, taken apart and written."""

# `nbformat.read` and `nbformat.validate` would do the reading, but importing them takes 0.3 s, for
# which `contested check` and the second start of a batch would have to wait, and their errors give
# neither a line nor a remedy. So the few things that the rest of the code relies on are checked
# here. Whatever runs a notebook goes through nbformat anyway, in a process of its own.

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from analysis import paths
from analysis.errors import Invalid, Place

Notebook = Mapping[str, Any]
"""A notebook as its file has it: `cells`, `metadata`, `nbformat`."""
Cell = Mapping[str, Any]
"""A cell as the file has it: `cell_type`, `source` and what else there is."""
VERSION = 4
PARAMETERS = "parameters"
"""The tag of the cell that papermill puts other values after."""
INJECTED, ERROR = "injected-parameters", "papermill-error-cell-tag"
"""Tags of the cells that papermill puts in."""
TRACES = ("papermill", "execution")
"""Metadata that papermill and the kernel leave: times and places, different on every run."""
SAVE = "save it again in JupyterLab"


def read(path: Path) -> Notebook:
    """Read and check the notebook in a file.

    Raises Invalid, with the line where there is one, where the file is missing, is not JSON, is no
    notebook, or is of another version of the format than VERSION.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        _refuse(Place(path.name), error.strerror or "it cannot be read", "correct the name")
    return parse(data, path.name)


def parse(data: bytes, name: str) -> Notebook:
    """A notebook from the bytes of its file. name: that of the file, for messages.

    Raises Invalid as `read` does.

    >>> parse(b'{"nbformat": 4, "cells": []}', "a.ipynb")
    {'nbformat': 4, 'cells': []}
    """
    try:
        notebook = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        _refuse(Place(name), "a byte that is not UTF-8", SAVE)
    except json.JSONDecodeError as error:
        _refuse(Place("", name, error.lineno), f"not JSON: {error.msg}", SAVE)
    except RecursionError:
        _refuse(Place(name), "JSON nested too deeply", "write it again")
    version = notebook.get("nbformat") if isinstance(notebook, dict) else None
    if isinstance(version, int) and version != VERSION:
        problem = Place(name).problem(
            *(f"format {version}", f"a notebook of format {VERSION}"),
            "open it in JupyterLab and save it again",
        )
        raise Invalid([problem])
    if version is None or not _has_cells(notebook):
        _refuse(Place(name), "JSON that is no notebook", "name another file")
    return dict(notebook)


def cells(path: Path) -> Sequence[Cell]:
    """The cells of a notebook, in order. Raises Invalid as `read` does."""
    return list(read(path)["cells"])


def source(cell: Cell) -> str:
    """The text of a cell, which a file holds as one string or as a list of lines.

    >>> source({"cell_type": "code", "source": ["a = 1\\n", "b = 2"]})
    'a = 1\\nb = 2'
    """
    return "".join(map(str, cell["source"]))


def tags(cell: Cell) -> frozenset[str]:
    """The tags of a cell, as `parameters`."""
    return frozenset((cell.get("metadata") or {}).get("tags") or ())


def outputs(cell: Cell) -> Sequence[Mapping[str, Any]]:
    """The outputs of a cell, in order; none for a cell that is not code."""
    return list(cell.get("outputs", ()))


def dump(notebook: Notebook, *, sort_keys: bool = False) -> str:
    """A notebook as the text of a file, laid out as Jupyter does.

    sort_keys: whether every mapping is written by its keys, so that equal notebooks are equal text.
    """
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=sort_keys) + "\n"


def clean(notebook: Path) -> Path:
    """Write an executed notebook back without the times and folders of its run; give its path.

    Raises Invalid as `read` does.
    """
    paths.write(notebook, cleaned(notebook.read_bytes(), notebook.name))
    return notebook


def cleaned(data: bytes, name: str) -> str:
    """An executed notebook without the times and folders of its run, as the text of a file.

    data: the bytes of a file. name: that of the file, for messages. Raises Invalid as `read` does.
    """
    notebook = parse(data, name)
    steady = [_steady(cell, number) for number, cell in enumerate(notebook["cells"])]
    return dump({**notebook, "cells": steady, "metadata": _lasting(notebook["metadata"])})


def without_outputs(path: Path) -> str:
    """A notebook as the text of a file, without the outputs of its cells."""
    notebook = read(path)
    bare = [{**cell, "outputs": []} if "outputs" in cell else cell for cell in notebook["cells"]]
    return json.dumps({**notebook, "cells": bare})


def with_parameters(notebook: Notebook, values: Mapping[str, Any]) -> Notebook:
    """A notebook with values in a cell after that of its parameters, as papermill puts them in.

    values: by name; texts, numbers and the like. Raises ValueError where no cell is tagged so.
    """
    after = next((n for n, c in enumerate(notebook["cells"], 1) if PARAMETERS in tags(c)), None)
    if after is None:
        raise ValueError(f"no cell tagged {PARAMETERS}")
    lines = ["# Parameters", *(f"{name} = {value!r}" for name, value in values.items())]
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": INJECTED,
        "metadata": {"tags": [INJECTED]},
        "outputs": [],
        "source": "\n".join(lines),
    }
    return {**notebook, "cells": [*notebook["cells"][:after], cell, *notebook["cells"][after:]]}


def cut(notebook: Notebook, cell_id: str, inserted: Cell) -> Notebook:
    """A notebook that ends with a cell of its own, and another cell right before that one.

    cell_id: of the cell at the end. inserted: the other cell. Raises ValueError where no cell has
    the id.
    """
    end = [cell.get("id") for cell in notebook["cells"]].index(cell_id)
    before, last = notebook["cells"][:end], notebook["cells"][end]
    return {**notebook, "cells": [*before, inserted, last]}


def _refuse(place: Place, value: str, fix: str) -> NoReturn:
    raise Invalid([place.problem(value, "a notebook", fix)]) from None


def _has_cells(notebook: Mapping[str, Any]) -> bool:
    cell_list = notebook.get("cells")
    return isinstance(cell_list, list) and all(map(_is_cell, cell_list))


def _is_cell(cell: object) -> bool:
    return (
        isinstance(cell, dict)
        and isinstance(cell.get("cell_type"), str)
        and isinstance(cell.get("source"), str | list)
    )


def _steady(cell: Cell, number: int) -> Cell:
    """A cell whose id is the same on every run: papermill gives new ids to those it puts in."""
    steady = {**cell, "metadata": _lasting(cell["metadata"])}
    if INJECTED in tags(cell):
        steady["id"] = INJECTED
    if ERROR in tags(cell):
        steady["id"] = f"error-{number}"
    return steady


def _lasting(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in metadata.items() if name not in TRACES}
