"""Does the case of each run have what the run asks for? Each distinct question is asked once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from analysis.case.scope import Scope, wrong
from analysis.case.timeline import Timeline
from analysis.claims.dates import when
from analysis.errors import Invalid, Problem, repeated
from analysis.sweep.entry import Entry
from analysis.sweep.runs import Run
from analysis.sweep.vetting import Given

IDS = ("sources", "claimants", "lead_source")
QUESTIONS = (*((name,) for name in IDS), ("start", "end"), ("as_of", "known_by"))
"""Parameters that are looked at together."""

Load = Callable[[str], Timeline]
Asked = Mapping[str, str]


def unreachable(
    runs: Iterable[Run], entries: Given, load: Load, default: Mapping[str, object]
) -> Iterator[Problem]:
    """Cases that do not load, ids and days that they do not have, days that exclude each other.

    default: the values of parameters that a run is not given.
    """
    places = {
        (name, e.value): e for name, items in entries.items() for e in items if _text(e.value)
    }
    for case, requested in _asked(runs, default).items():
        yield from _of_case(case, requested, places, load)


def _asked(
    runs: Iterable[Run], default: Mapping[str, object]
) -> dict[str, dict[tuple[tuple[str, str], ...], None]]:
    """For each case the distinct questions that its runs put."""
    matches: dict[str, dict[tuple[tuple[str, str], ...], None]] = {}
    for run in runs:
        data = {**default, **run.parameters}
        if not isinstance(case := data["case"], str):
            continue
        questions = matches.setdefault(case, {})
        for names in QUESTIONS:
            values = tuple((n, v) for n in names if isinstance(v := data.get(n), str))
            questions[values] = None
    return matches


def _of_case(
    case: str,
    queries: Iterable[tuple[tuple[str, str], ...]],
    places: Mapping[tuple[str, str], Entry],
    load: Load,
) -> Iterator[Problem]:
    try:
        timeline = load(case)
    except Invalid as refused:
        yield from (_at(problem, "case", case, places) for problem in refused.problems)
        return
    questions = [dict(values) for values in queries]
    right = [row for row in questions if not any(wrong(n, v) for n, v in row.items())]
    for row in right:
        for name, value in row.items():
            for problem in _missing(name, value, timeline) if name in IDS else ():
                yield _at(problem, name, value, places)
        yield from _backwards(row, places)
    yield from _too_early(timeline, right, places)


def _missing(name: str, value: str, timeline: Timeline) -> list[Problem]:
    """The ids in one parameter that the case does not have."""
    data: dict[str, Any] = {name: value}
    return Scope(**data).missing(timeline)


def _backwards(row: Asked, places: Mapping[tuple[str, str], Entry]) -> Iterator[Problem]:
    """An end before its start."""
    start, end = row.get("start", ""), row.get("end", "")
    if start and end and _last(start, first=True) > _last(end):
        problem = Problem("end", f"{end!r}, before {start!r}", "start or later", "change either")
        yield _at(problem, "end", end, places)


def _too_early(
    timeline: Timeline, rows: Iterable[Asked], places: Mapping[tuple[str, str], Entry]
) -> Iterator[Problem]:
    """Days before the first claim."""
    days: dict[str, set[str]] = {}
    for row in rows:
        if day := row.get("as_of"):
            days.setdefault(row.get("known_by", "published"), set()).add(day)
    for by, values in days.items():
        early = _refused(timeline, by, sorted(values, key=_last))

        def problem(number: int, early: list[tuple[str, Problem]] = early) -> Problem:
            return _at(early[number][1], "as_of", early[number][0], places)

        yield from repeated(problem, range(len(early)))


def _refused(timeline: Timeline, by: str, days: list[str]) -> list[tuple[str, Problem]]:
    """The days that are too early, with what is said of the first; the days come in order."""
    problems: dict[str, Problem] = {}

    def fine(day: str) -> bool:
        try:
            timeline.as_of(day, by)
        except Invalid as refused:
            problems[day] = refused.problems[0]
        return day not in problems

    early = days[: bisect_left(days, True, key=fine)]
    return [(day, replace(next(iter(problems.values())), value=repr(day))) for day in early]


def _last(day: str, first: bool = False) -> date:
    days = when(day)
    return (days.first if first else days.last) or date.max


def _at(
    problem: Problem, name: str, value: str, places: Mapping[tuple[str, str], Entry]
) -> Problem:
    """The problem where the value was written; one in the case's own files stays where it is."""
    entry = places.get((name, value))
    own = problem.field in (name, "sources", "claimants")
    return problem.at(entry.place) if entry and own else problem


def _text(value: object) -> bool:
    return isinstance(value, str)
