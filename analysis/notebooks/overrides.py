"""Values that go over those in a notebook's own cell of parameters.

A notebook starts from its own cell, as in JupyterLab: over it go the parameters of its chapter,
over both what somebody typed. Each value goes to the notebooks that have the parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.case.chapters import Chapter
from analysis.case.schema import CHAPTERS
from analysis.case.scope import NO_SUCH, OF_NOTEBOOKS, defaults, read_parameters
from analysis.errors import Gathered, Invalid, Place, Problem, nearest
from analysis.notebooks import parameters
from analysis.notebooks.parameters import CASE, Notebook


def book(path: Path) -> Notebook:
    """A notebook before it is run; one whose parameters cannot be read has none.

    path: of its file. Whoever runs it will say what is wrong with it.
    """
    try:
        return parameters.read(path)
    except Invalid:
        return Notebook(path, {}, ())


def over(notebook: Notebook, *layers: Mapping[str, Any]) -> dict[str, Any]:
    """The values to run a notebook with in place of those in its own cell.

    layers: values by name; later ones go over earlier ones. What the notebook does not have is left
    out, and a text becomes what the type of the parameter makes of it.
    """
    values = {name: value for layer in layers for name, value in layer.items()}
    return {
        name: notebook.parameters[name].of_text(value) if isinstance(value, str) else value
        for name, value in values.items()
        if name in notebook.parameters
    }


def of_day(parameters: Mapping[str, Any], known_by: str) -> dict[str, Any]:
    """What goes over the parameters of the chapters of a report of one day; empty without a day.

    parameters: those of the report. known_by: which day of a claim counts there. Without it, a
    chapter whose own cell goes by the day said would print what came out later.
    """
    return {"known_by": known_by} if parameters.get("as_of") else {}


def typed(
    pairs: Iterable[str], books: Sequence[Notebook], usual: Mapping[str, Any]
) -> dict[str, Any]:
    """Parameters written as `name=value`, by name.

    pairs: the texts. books: the notebooks that are to be run. usual: the values of common
    parameters that nobody typed. Raises Invalid with all that is wrong: as `read_parameters` does,
    and with what no notebook takes.
    """
    known = {n: defaults().get(n, "") for notebook in books for n in notebook.parameters}
    listed, problems = list(pairs), Gathered()
    values: dict[str, Any] = problems.tried(lambda: read_parameters(listed, {**known, **usual}), {})
    problems.add(unfit(values, books))
    problems.refuse()
    return values


def unfit(values: Mapping[str, Any], books: Sequence[Notebook]) -> Iterator[Problem]:
    """What is wrong with values that go to notebooks: no notebook has the name, or of that type.

    values: by name; those of the common parameters have their own rules. books: the notebooks.
    """
    for name, value in values.items():
        having = [notebook for notebook in books if name in notebook.parameters]
        if not having and name != CASE:  # which chooses the notebooks, whether or not they have it
            known = {known for notebook in books for known in notebook.parameters}
            yield Problem(name, NO_SUCH, OF_NOTEBOOKS, nearest(name, known))
        elif name not in defaults():
            yield from _unfit(name, value, having)


def unfit_for(listed: Sequence[Chapter], books: Sequence[Notebook]) -> Iterator[Problem]:
    """A problem for each parameter of a chapter that its notebook lacks, or of another type.

    books: the notebooks of the chapters, in their order; one that cannot be read has no parameters,
    and fails when it is run.
    """
    for chapter, book in zip(listed, books, strict=True):
        if book.parameters:
            for problem in unfit(chapter.parameters, [book]):
                field = f"{CHAPTERS}: {chapter.name}: {problem.field}"
                yield problem.at(Place(field, paths.PACKAGE))


def _unfit(name: str, value: Any, having: Iterable[Notebook]) -> Iterator[Problem]:
    """A problem for a value of a type that one of the notebooks does not take."""
    for notebook in having:
        parameter = notebook.parameters[name]
        if not parameter.fits(over(notebook, {name: value})[name]):
            fix = f"write {parameters.example(parameter.kind)}"
            yield Problem(name, repr(value), parameters.words(parameter.kind), fix)
            return
