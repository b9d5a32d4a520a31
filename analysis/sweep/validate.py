"""Validation of the runs of a sweep; each distinct value is checked once, not once in every run.

Values are checked against the types that the notebooks declare, ids and days against the case of
each run, and the names of runs against the rules for folders.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from analysis.case import scope
from analysis.case.plain_values import unheld
from analysis.case.scope import Scope
from analysis.case.timeline import Timeline
from analysis.case.yaml_text import Entry
from analysis.claims.claim import day_of, last
from analysis.claims.dates import when
from analysis.errors import Invalid, Place, Problem, few, shorten, shorter
from analysis.notebooks import parameters
from analysis.notebooks.parameters import Notebook, Parameter, Suite
from analysis.sweep.build import Load
from analysis.sweep.run_names import ALLOWED, folded, unsafe
from analysis.sweep.runs import Run, Runs, Same

IDS = ("sources", "claimants", "lead_source")
TOGETHER = (*((name,) for name in IDS), *scope.PERIODS, ("as_of", "known_by"))
"""Groups of parameters whose values are checked against the case together."""

Values = Mapping[str, Sequence[Entry]]
"""The distinct values of each parameter, each as the entry where it occurs first."""
Question = Mapping[str, str]
"""The values of some parameters of a run, by name, which are checked against its case together."""
Places = Mapping[tuple[str, str], Entry]
"""The entry of each value, by the name of its parameter and the value."""


def problems(
    runs: Runs, suite: Suite, load: Load, place: Place, most: int | None
) -> Iterator[Problem]:
    """Everything that is wrong with the values and names of runs.

    suite: the notebooks. load: loads a case by its name. place: of the key that the names of runs
    come from. most: of more runs than that, only the first values are checked; None for no limit.
    """
    values = distinct(runs, most)
    yield from kinds(values, suite.books)
    if most is None or runs.size <= most:
        if suite.own:
            yield from in_cases(runs, values, load, suite.usual)
        yield from names(runs, place)


def distinct(runs: Runs, most: int | None) -> Values:
    """Every value that a run may have, once, by parameter.

    most: values of each axis of the grid, the first ones; None for all.
    """
    first: dict[str, dict[tuple[type, str], Entry]] = {}
    for name, entry in _parameters(runs, most):
        key = entry.value if isinstance(entry.value, str) else repr(entry.plain)
        first.setdefault(name, {}).setdefault((type(entry.value), key), entry)
    for name, entry in runs.fixed.items():
        if isinstance(entry.value, Same):
            others = first.get(entry.value.other, {})
            same = {key: entry.holding(other.value) for key, other in others.items()}
            first[name] = same | first.get(name, {})
    return {name: tuple(entries.values()) for name, entries in first.items()}


def _parameters(runs: Runs, most: int | None) -> Iterator[tuple[str, Entry]]:
    """Each name and value that a sweep writes, without those that repeat another parameter's."""
    for choice in runs.choices:
        yield from choice.values.items()
    for name, axis in runs.grid.items():
        yield from ((name, entry) for entry in islice(axis, most))
    yield from ((name, e) for name, e in runs.fixed.items() if not isinstance(e.value, Same))


def kinds(values: Values, notebooks: Sequence[Notebook]) -> Iterator[Problem]:
    """Problems for values of a type that a notebook does not take, or that no case can have.

    values: of the parameters, with their places. notebooks: of the sweep.
    """
    suite = any(notebook.looks_at_case for notebook in notebooks)
    for name, entries in values.items():
        if not all(name in notebook.parameters for notebook in notebooks):
            continue
        declared = {
            (ast.unparse(p.kind), p.default is None): p
            for p in (notebook.parameters[name] for notebook in notebooks)
        }
        ruled = suite and name in scope.defaults()
        wrong = [p for entry in entries for p in _kind(name, entry, declared.values(), ruled)]
        yield from few(wrong)


def _kind(name: str, entry: Entry, declared: Iterable[Parameter], ruled: bool) -> Iterable[Problem]:
    """What is wrong with one value. ruled: the rules of the common parameters hold for it too."""
    value = entry.plain
    for parameter in declared:
        if not parameter.fits(value):
            reason = unheld(value) if isinstance(value, str) else ""
            written = f"{shorter(value)}: {reason}" if reason else str(entry)
            allowed = parameters.words(parameter.kind)
            return [entry.problem(written, allowed, _example(parameter.kind, value))]
    return [p.at(entry.place) for p in scope.wrong(name, value)] if ruled else []


def _example(kind: ast.expr, value: object) -> str:
    """What to write for a value of a kind."""
    if parameters.words(kind) == "text":
        return 'write "" for an empty text' if value is None else "put it in quotation marks"
    return f"write {parameters.example(kind)}"


def in_cases(
    runs: Iterable[Run], values: Values, load: Load, usual: Mapping[str, object]
) -> Iterator[Problem]:
    """Problems for cases that do not load, and for ids and days that do not fit them.

    values: of the parameters, with their places. load: loads a case by its name. usual: the values
    of parameters that a run does not set.
    """
    places = {
        (name, entry.value): entry
        for name, entries in values.items()
        for entry in entries
        if isinstance(entry.value, str)
    }
    for case, questions in _questions(runs, usual).items():
        try:
            timeline = load(case)
        except Invalid as refused:
            yield from (_at(problem, "case", case, places) for problem in refused.problems)
        else:
            yield from _in_case(timeline, questions, places)


def _questions(runs: Iterable[Run], usual: Mapping[str, object]) -> dict[str, list[Question]]:
    """The distinct groups of values to check, by the case of the runs that have them."""
    pairs: dict[str, dict[tuple[tuple[str, str], ...], None]] = {}
    for run in runs:
        merged = {**usual, **run.parameters}
        if isinstance(case := merged["case"], str):
            for names in TOGETHER:
                group = tuple((n, v) for n in names if isinstance(v := merged.get(n), str))
                pairs.setdefault(case, {})[group] = None
    return {case: [dict(group) for group in questions] for case, questions in pairs.items()}


def _in_case(
    timeline: Timeline, questions: Iterable[Question], places: Places
) -> Iterator[Problem]:
    days: dict[str, set[str]] = {}
    for question in questions:
        if any(scope.wrong(name, value) for name, value in question.items()):
            continue  # its kind is wrong already
        for name in question.keys() & set(IDS):
            for problem in Scope.checked(**{name: question[name]}).missing(timeline):
                yield _at(problem, name, question[name], places)
        for period in scope.PERIODS:
            yield from _backwards(question, *period, places)
        if day := question.get("as_of"):
            days.setdefault(question.get("known_by", "published"), set()).add(day)
    for by, listed in days.items():
        yield from _too_early(timeline, by, listed, places)


def _backwards(question: Question, first: str, last: str, places: Places) -> Iterator[Problem]:
    """A problem where a period ends before it starts. first, last: its parameters."""
    start, end = question.get(first, ""), question.get(last, "")
    if start and end and scope.backwards(start, end):
        problem = Problem(last, f"{end!r}, before {start!r}", f"{first} or later", "change either")
        yield _at(problem, last, end, places)


def _too_early(
    timeline: Timeline, by: str, days: Collection[str], places: Places
) -> Iterator[Problem]:
    """Problems for days before the first claim. by: `published` or `said`."""
    dated = day_of(by)
    first = min((day for claim in timeline if (day := last(dated(claim)))), default=date.min)
    early = sorted((day for day in days if _ends(day)[1] < first), key=_ends)
    if not early:
        return
    try:  # the earliest alone, for the wording: there may be ten thousand, and each takes a while
        timeline.as_of(early[0], by)
    except Invalid as refused:
        wrong = refused.problems[0]
        listed = [_at(replace(wrong, value=repr(d)), "as_of", d, places) for d in early]
        yield from few(listed)


def _ends(day: str) -> tuple[date, date]:
    """The first and the last day of a month or year, or the day itself twice."""
    period = when(day)
    return period.first or date.min, period.last or date.max


def _at(problem: Problem, name: str, value: str, places: Places) -> Problem:
    """The problem at the place of the value; one in the case's own files is left unchanged."""
    entry = places.get((name, value))
    return problem.at(entry.place) if entry and problem.field == name else problem


def names(runs: Iterable[Run], place: Place) -> Iterator[Problem]:
    """Problems for names that cannot be folders, and for equal ones, whatever their letter case.

    place: of the key that the names come from.
    """
    first: dict[str, tuple[int, Run]] = {}
    unfit: dict[str, Problem] = {}
    twice: list[Problem] = []
    for number, run in enumerate(runs, 1):
        before, other = first.setdefault(folded(run.name), (number, run))
        if other is not run:
            twice.append(_twice(place, before, other, number, run))
        elif reason := unsafe(run.name):
            value, fix = repr(shorter(run.name, 60)), "write another template, or another name"
            unfit[run.name] = place.problem(f"{value}: {reason}", ALLOWED, fix)
    for problems in (list(unfit.values()), twice):
        yield from few(problems)


def _twice(place: Place, before: int, other: Run, number: int, run: Run) -> Problem:
    differing = [
        name
        for name in dict.fromkeys((*other.parameters, *run.parameters))
        if other.parameters.get(name) != run.parameters.get(name)
    ]
    first, second = (_described(r, differing) for r in (other, run))
    same = repr(run.name) if run.name == other.name else f"{other.name!r} and {run.name!r}"
    value = f"{same} for run {before}{first} and run {number}{second}"
    fix = "put what differs into the template" if differing else "delete one of the two"
    return place.problem(value, "a name for each run, also where case is ignored", fix)


def _described(run: Run, names: Sequence[str]) -> str:
    differing = [f"{name} {run.parameters[name]!r}" for name in names if name in run.parameters]
    return f" ({shorten(differing, 3)})" if differing else ""
