"""The sets of parameters of a sweep: listed in its own file, or row by row in a CSV file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from analysis.errors import Gathered, Invalid, nearest
from analysis.notebooks.parameters import Suite
from analysis.sweep import rowfile
from analysis.sweep.entry import Entry
from analysis.sweep.runs import NAME, Choice
from analysis.sweep.settings import text

Told = Mapping[str, Entry]
ONE: tuple[Choice, ...] = (Choice(),)
"""What there is to choose from where neither sets nor rows are given."""


def choices(entries: Told, folder: Path, suite: Suite, met: Gathered) -> tuple[Choice, ...]:
    """The sets, from the file itself or its table; without those that are wrong, gathered."""
    sets, rows = entries.get("sets"), entries.get("rows")
    if sets and rows:
        raise Invalid([rows.problem("rows beside sets", "one of the two", "delete one")])
    if rows:  # without a notebook nobody knows what its columns may be
        return _rows(rows, folder, suite, met) if suite.parameters else ONE
    return _sets(sets, met) if sets else ONE


def _rows(entry: Entry, folder: Path, suite: Suite, met: Gathered) -> tuple[Choice, ...]:
    path = folder / text(entry)
    try:
        return rowfile.choices(path, suite.parameters, met)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or "it cannot be read"
        value = f"{entry.shown}: {reason.lower()}"
        fix = nearest(path.name, [file.name for file in folder.glob("*.csv")])
        problem = entry.problem(value, "a CSV file, by its path from this file", fix)
        raise Invalid([problem]) from error


def _sets(entry: Entry, met: Gathered) -> tuple[Choice, ...]:
    if not isinstance(entry.value, tuple) or not entry.value:
        what = "an empty list" if entry.value == () else "no list"
        allowed = "a list of at least one set of parameters"
        raise Invalid([entry.problem(what, allowed, "write - {name: value}")])
    matches = (met.tried(partial(_set, item), None) for item in entry.value)
    return tuple(choice for choice in matches if choice)


def _set(entry: Entry) -> Choice:
    if not isinstance(entry.value, Mapping):
        raise Invalid([entry.problem(entry.shown, "parameters", "write {name: value}")])
    values = {name: data for name, data in entry.value.items() if name != NAME}
    name = entry.value.get(NAME)
    if name and not isinstance(name.value, str):
        raise Invalid([name.problem(name.shown, "text", "put it in quotation marks")])
    return Choice(values, name)
