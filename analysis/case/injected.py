"""Parameters that papermill put into a running notebook, and those that the notebook lacks.

papermill warns of a parameter that a notebook does not have, and runs it all the same: the output
then shows all the data under the name of a narrower question. A running notebook cannot see its own
file, but IPython holds the sources of the cells that have run, those that papermill puts in among
them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.errors import Invalid, Problem, nearest, resembling, shorten

HISTORY = "In"
"""The variable in which IPython holds the sources of the cells that ran, in order."""
MARK = "# Parameters"
"""The first line of the cell that papermill puts in (papermill/parameterize.py)."""


def check_parameters(variables: Mapping[str, Any]) -> None:
    """Refuse parameters that papermill put into the running notebook and that it does not have.

    variables: `globals()` of the notebook. Raises Invalid, in one line that names all of them.
    """
    if wrong := problems(variables):
        raise Invalid(wrong)


def problems(variables: Mapping[str, Any]) -> list[Problem]:
    """The problem of `check_parameters`, if there is one. variables: of the notebook."""
    names = unknown(variables)
    if not names:
        return []
    value, allowed = "no such parameter", "a parameter of this notebook"
    if len(names) > 1:
        value, allowed = "no such parameters", "parameters of this notebook"
    return [Problem(", ".join(names), value, allowed, _fix(names, _parameters(variables)))]


def unknown(variables: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of parameters that were put in, and that no cell before theirs sets.

    variables: of the notebook. Where no cell before sets anything, it is the notebook's own cell of
    parameters that begins with the same comment, and none is unknown.
    """
    before, injected = _cells(variables)
    known = {name for source in before for name in _assigned(source)}
    return tuple(name for name in _assigned(injected) if known and name not in known)


def _cells(variables: Mapping[str, Any]) -> tuple[Sequence[str], str]:
    """The cells that ran before the last one of papermill, and that one, empty without one.

    Whoever runs cells again by hand has several of them.
    """
    history = variables.get(HISTORY)
    cells = [cell for cell in history if isinstance(cell, str)] if isinstance(history, list) else []
    numbers = [number for number, cell in enumerate(cells) if cell.split("\n", 1)[0] == MARK]
    return (cells[: numbers[-1]], cells[numbers[-1]]) if numbers else ([], "")


def _parameters(variables: Mapping[str, Any]) -> Sequence[str]:
    """The parameters that the notebook has: what the last cell before papermill's sets."""
    before, _ = _cells(variables)
    sets = (tuple(_assigned(source)) for source in reversed(before))
    return next((names for names in sets if names), ())


def _assigned(source: str) -> Iterator[str]:
    """The names that the lines of a cell set, each once."""
    try:
        lines = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return
    targets = [
        target
        for line in lines
        if isinstance(line, ast.Assign | ast.AnnAssign)
        for target in (line.targets if isinstance(line, ast.Assign) else [line.target])
    ]
    yield from dict.fromkeys(target.id for target in targets if isinstance(target, ast.Name))


def _fix(names: Sequence[str], known: Sequence[str]) -> str:
    """What to write instead: the nearest name of each, and the choice for those without one."""
    if len(names) == 1:
        return nearest(names[0], known)
    similar = {name: fix for name in names if (fix := resembling(name, known))}
    others = [name for name in names if name not in similar]
    fixes = [f"{name}: {fix}" for name, fix in similar.items()]
    if others:
        fixes.append(f"{shorten(others)}: choose one of {shorten(known, len(known))}")
    return ", ".join(fixes)
