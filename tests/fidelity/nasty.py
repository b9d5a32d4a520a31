"""Notebooks that ask much of whoever runs them: text files, whose cells end with a dashed line.

`whole`: every cell runs, whatever the one before did. `ending`: the notebook ends before its last
cell. `shutdown`: what a kernel does when it ends, seen by the files that it leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

FOLDER = Path(__file__).resolve().parent
END = "\n--------\n"
PARAMETERS = """\
text = ""
number: int = 0
half = 0.0
yes = False
nothing: str = None
listed = []
mapped = {}
"""
VALUES = {
    "text": 'it\'s "quoted" \\ and\nbroken, ünï ✓ 中文 🦉',
    "number": -7,
    "half": 1e-3,
    "yes": True,
    "nothing": None,
    "listed": [1, [2.5, "three"], None, {"four": False}],
    "mapped": {"a b": {"c": [1, 2]}, "é": None},
    "unheard": "a parameter that the notebook does not have",
}


def names(kind: str) -> list[str]:
    """The notebooks of a kind."""
    return sorted(path.stem for path in (FOLDER / kind).glob("*.txt"))


def written(kind: str, name: str, folder: Path) -> Path:
    """A notebook made of a text file."""
    text = (FOLDER / kind / f"{name}.txt").read_text(encoding="utf-8")
    body: dict[str, Any] = {
        "cells": list(_cells(text.split(END)[:-1], name == "parameters")),
        "metadata": {"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}},
    }
    path = folder / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(**body), path)  # type: ignore[no-untyped-call]
    return path


def _cells(sources: list[str], parameters: bool) -> Iterator[Any]:
    """Cells that may each fail, between prose and an empty cell."""
    yield new_markdown_cell("# Prose", id="prose")  # type: ignore[no-untyped-call]
    if parameters:
        yield _code(PARAMETERS, "given", "parameters")
    for number, source in enumerate(sources):
        yield _code(source, f"c{number}", "raises-exception")
    yield _code("", "empty")


def _code(source: str, name: str, *tags: str) -> Any:
    return new_code_cell(source, id=name, metadata={"tags": list(tags)})  # type: ignore[no-untyped-call]
