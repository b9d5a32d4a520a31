"""Are the runs of a sweep right? Each distinct value is looked at once, not once a run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from analysis.case import scope
from analysis.errors import Place, Problem, repeated, shorten
from analysis.notebooks import parameters
from analysis.notebooks.parameters import Notebook, Parameter, shorter, unheld
from analysis.sweep.entry import Entry
from analysis.sweep.folders import ALLOWED, folded, unsafe
from analysis.sweep.runs import Run, Runs, Same

Given = Mapping[str, Sequence[Entry]]
"""For each parameter its distinct values, each where it stands first."""


def given(runs: Runs, most: int) -> Given:
    """Every value that a run may have, once; of long axes of the grid only the first."""
    items: dict[str, dict[tuple[type, str], Entry]] = {}
    for name, entries in _told(runs, most):
        distinct = items.setdefault(name, {})
        for entry in entries:
            plain = entry.value
            key = (type(plain), plain if isinstance(plain, str) else repr(entry.plain))
            distinct.setdefault(key, entry)
    return {name: tuple(distinct.values()) for name, distinct in items.items()}


def _told(runs: Runs, most: int) -> Iterator[tuple[str, Iterable[Entry]]]:
    entries: dict[str, list[Entry]] = {}
    for name, entry in (pair for choice in runs.choices for pair in choice.values.items()):
        entries.setdefault(name, []).append(entry)
    yield from entries.items()
    axes = {name: axis[:most] for name, axis in runs.grid.items()}
    yield from axes.items()
    for name, entry in runs.fixed.items():
        same = entry.value.other if isinstance(entry.value, Same) else ""
        others = [*entries.get(same, ()), *axes.get(same, ()), *_one(runs.fixed, same)]
        yield name, [entry.holding(other.value) for other in others] if same else [entry]


def _one(fixed: Mapping[str, Entry], name: str) -> list[Entry]:
    return [fixed[name]] if name in fixed else []


def misfits(items: Given, notebooks: Sequence[Notebook]) -> Iterator[Problem]:
    """Values of a kind that a notebook does not take, or that no case can have."""
    suite = any(notebook.looks_at_case for notebook in notebooks)
    for name, entries in items.items():
        if not all(name in notebook.parameters for notebook in notebooks):
            continue
        ways = {
            (ast.unparse(p.kind), p.default is None): p
            for p in (notebook.parameters[name] for notebook in notebooks)
        }
        ruled = suite and name in scope.defaults()
        wrong = [p for entry in entries for p in _misfit(name, entry, ways.values(), ruled)]
        yield from repeated(wrong.__getitem__, range(len(wrong)))


def _misfit(name: str, entry: Entry, ways: Iterable[Parameter], ruled: bool) -> Sequence[Problem]:
    """What is wrong with one value. ruled: the suite's own rules hold for it too."""
    value = entry.plain
    for parameter in ways:
        if not parameter.fits(value):
            allowed = parameters.words(parameter.kind)
            why = unheld(value) if isinstance(value, str) else ""
            text = f"{shorter(value)}: {why}" if why else entry.shown
            return [entry.problem(text, allowed, _advice(parameter.kind, value))]
    matches = scope.wrong(name, value) if ruled else ()
    return [problem.at(entry.place) for problem in matches]


def _advice(kind: ast.expr, value: object) -> str:
    """What to write for a value of a kind, by an example."""
    if parameters.words(kind) == "text":
        return 'write "" for an empty text' if value is None else "put it in quotation marks"
    return f"write {parameters.example(kind)}"


def names(runs: Iterable[Run], place: Place) -> Iterator[Problem]:
    """Names that cannot be folders, and runs of one name, also where only letter case differs."""
    first: dict[str, tuple[int, Run]] = {}
    wrong: dict[str, str] = {}
    twice: list[tuple[int, Run, int, Run]] = []
    for number, run in enumerate(runs, 1):
        before, other = first.setdefault(folded(run.name), (number, run))
        if other is not run:
            twice.append((before, other, number, run))
        elif reason := unsafe(run.name):
            wrong[run.name] = reason
    unfit = list(wrong.items())
    yield from repeated(lambda i: _unfit(place, *unfit[i]), range(len(unfit)))
    yield from repeated(lambda i: _twice(place, *twice[i]), range(len(twice)))


def _unfit(place: Place, name: str, reason: str) -> Problem:
    text = repr(shorter(name, 60))
    return place.problem(f"{text}: {reason}", ALLOWED, "write another template, or another name")


def _twice(place: Place, before: int, other: Run, number: int, run: Run) -> Problem:
    differing = [
        name
        for name in dict.fromkeys((*other.parameters, *run.parameters))
        if other.parameters.get(name) != run.parameters.get(name)
    ]
    text, two = (_described(r, differing) for r in (other, run))
    same = repr(run.name) if run.name == other.name else f"{other.name!r} and {run.name!r}"
    value = f"{same} for run {before}{text} and run {number}{two}"
    fix = "put what differs into the template" if differing else "delete one of the two"
    return place.problem(value, "a name for each run, also where case is ignored", fix)


def _described(run: Run, names: Sequence[str]) -> str:
    texts = [f"{name} {run.parameters[name]!r}" for name in names if name in run.parameters]
    return f" ({shorten(texts, 3)})" if texts else ""
