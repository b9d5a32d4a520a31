"""Templates: the notebooks from which those of a new case are copied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import paths
from analysis.case.chapters import ANY_CASE
from analysis.errors import Invalid, Problem, nearest
from analysis.notebooks import ipynb
from analysis.notebooks.ipynb import Cell
from analysis.notebooks.lab import book

CHART = re.compile(r"\bcharts\.\w+\(")
"""The call of a form of chart."""


@dataclass(frozen=True)
class Template:
    """A template. title, question: as its first cell has them."""

    path: Path
    title: str
    question: str

    @property
    def name(self) -> str:
        """The name by which `contested new` takes it."""
        return self.path.stem

    @property
    def hero(self) -> str:
        """The id of the first cell that draws a chart; empty where none does."""
        drawing = (cell for cell in ipynb.cells(self.path) if CHART.search(ipynb.source(cell)))
        return next((str(cell["id"]) for cell in drawing if cell["cell_type"] == "code"), "")

    @property
    def file(self) -> str:
        """The path of its copy from the folder of a case."""
        return f"notebooks/{self.path.name}"

    @property
    def chapter(self) -> Mapping[str, str]:
        """Its copy as a chapter of a case's report."""
        return {**_listed(self.file, self.name, self.title, self.question), "hero": self.hero}

    def copy(self, **parameters: str) -> str:
        """The template as the text of a notebook file, not run yet.

        parameters: the defaults that its cell has there, by name.
        """
        notebook = ipynb.read(self.path)
        return ipynb.dump(
            {**notebook, "cells": [_copied(cell, parameters) for cell in notebook["cells"]]},
            sort_keys=True,
        )


def template_names() -> tuple[str, ...]:
    """The names of all templates."""
    return tuple(path.stem for path in sorted(paths.TEMPLATES.glob("*.ipynb")))


def templates(names: Sequence[str]) -> tuple[Template, ...]:
    """The templates of these names, in this order; Invalid with every name that there is not."""
    known = template_names()
    wrong = [name for name in names if name not in known]
    if wrong or not names:
        fixes = {name: nearest(name, known) for name in wrong or [""]}
        raise Invalid(Problem("template", repr(n), "a template", fix) for n, fix in fixes.items())
    return tuple(map(_template, dict.fromkeys(names)))


def any_case() -> Iterator[Mapping[str, str]]:
    """The notebooks of the suite for any case, as chapters of a case's report."""
    for name in ANY_CASE:
        first = book(paths.NOTEBOOKS, f"{name}.ipynb")
        yield _listed(name, name, first.title, first.question)


def _listed(notebook: str, name: str, title: str, question: str) -> Mapping[str, str]:
    return {"notebook": notebook, "name": name, "title": title, "question": question}


def _template(name: str) -> Template:
    first = book(paths.TEMPLATES, f"{name}.ipynb")
    return Template(paths.TEMPLATES / first.name, first.title, first.question)


def _copied(cell: Cell, parameters: Mapping[str, str]) -> Cell:
    """A cell without outputs; that of the parameters with other defaults."""
    source = ipynb.source(cell)
    if ipynb.PARAMETERS in ipynb.tags(cell):
        source = "\n".join(_set(source.splitlines(), parameters))
    copied = {**cell, "source": source.splitlines(keepends=True)}
    return copied | ({"outputs": [], "execution_count": None} if "outputs" in cell else {})


def _set(lines: Sequence[str], parameters: Mapping[str, str]) -> Iterator[str]:
    """The lines of a cell of parameters with other defaults; their comments stay."""
    for line in lines:
        name = line.partition(":")[0]
        if name in parameters:
            _, comment, words = line.partition("  # ")
            line = f'{name}: str = "{parameters[name]}"{comment}{words}'
        yield line
