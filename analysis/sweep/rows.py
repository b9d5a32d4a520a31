"""The sets of parameters of a sweep: listed in its own file, or row by row in a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from analysis.case.tables import BLANK
from analysis.case.yaml_text import Entry, read_text
from analysis.errors import Gathered, Invalid, Place, Problem, few, many, nearest
from analysis.notebooks.parameters import Parameter, Suite
from analysis.sweep.runs import NAME, Choice
from analysis.sweep.settings import text

LARGEST = 50_000_000
"""Bytes of a CSV file."""


def choices(
    entries: Mapping[str, Entry], folder: Path, suite: Suite, problems: Gathered
) -> tuple[Choice, ...]:
    """The sets, from the keys `sets` or `rows`; an empty one alone where there are neither.

    entries: the keys of the sweep. folder: that of its file. suite: the notebooks, whose parameters
    the columns of a table must be. problems: gathers what is wrong; such sets are left out.
    """
    sets, rows = entries.get("sets"), entries.get("rows")
    listed: Sequence[Choice] = ()
    if sets and rows:
        problems.add([rows.problem("rows beside sets", "one of the two", "delete one")])
    elif sets:
        listed = _sets(sets, problems)
    elif rows and suite.parameters:  # without a notebook nobody knows what its columns may be
        listed = _rows(rows, folder, suite.parameters, problems)
    return tuple(listed) or (Choice(),)


def _sets(entry: Entry, problems: Gathered) -> list[Choice]:
    if not isinstance(entry.value, tuple) or not entry.value:
        value = "an empty list" if entry.value == () else "no list"
        allowed = "a list of at least one set of parameters"
        problems.add([entry.problem(value, allowed, "write - {name: value}")])
        return []
    listed = []
    for element in entry.value:
        if not isinstance(element.value, Mapping):
            problems.add([element.problem(str(element), "parameters", "write {name: value}")])
            continue
        values = {name: value for name, value in element.value.items() if name != NAME}
        name = element.value.get(NAME)
        if name and not isinstance(name.value, str):
            problems.add([name.problem(str(name), "text", "put it in quotation marks")])
        else:
            listed.append(Choice(values, name))
    return listed


def _rows(
    entry: Entry, folder: Path, parameters: Mapping[str, Parameter], problems: Gathered
) -> Sequence[Choice]:
    if not isinstance(entry.value, str):
        text(entry, problems)
        return []
    path = folder / entry.value
    try:
        return table(path, parameters, problems)
    except Invalid as refused:
        problems.add(refused.problems)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or "it cannot be read"
        fix = nearest(path.name, [file.name for file in folder.glob("*.csv")])
        allowed = "a CSV file, by its path from this file"
        problems.add([entry.problem(f"{entry}: {reason.lower()}", allowed, fix)])
    return []


def table(
    path: Path, parameters: Mapping[str, Parameter], problems: Gathered
) -> tuple[Choice, ...]:
    """The sets in a CSV file: a row for each, a column for each parameter.

    An empty cell is the empty text, which for most parameters means no limit. A cell is text where
    the notebook declares text; where it declares nothing, `1` is a number and `true` is true, as in
    a sweep.

    parameters: that every notebook has, by name. problems: gathers what is wrong with lines and
    columns, which are left out. Raises Invalid for a file that is no table, and OSError.
    """
    reader = csv.reader(io.StringIO(read_text(path, LARGEST), newline=""), strict=True)
    try:
        header = next(reader, [])
        problems.add(_header(path.name, header, parameters))
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        place = Place("", path.name, reader.line_num)
        problem = place.problem(str(error), "a table in CSV", "save it as CSV with commas")
        raise Invalid([problem]) from error
    problems.add(_broken(path.name, rows, len(header)))
    if header and not rows:
        problems.add([Place("", path.name, 1).problem("no rows", "at least one", "add its rows")])
    whole = [(line, row) for line, row in rows if len(row) == len(header)]
    return tuple(_choice(path.name, line, header, row, parameters) for line, row in whole)


def _header(file: str, header: list[str], parameters: Mapping[str, Parameter]) -> Iterator[Problem]:
    known = [NAME, *parameters]
    if not any(header):
        yield Place("", file, 1).problem("no header", "the names of parameters", "add a first line")
        return
    for name in dict.fromkeys(header):
        place = Place(name, file, 1)
        if name not in known:
            allowed = "a parameter of every notebook, or name"
            apart = any(sign in name for sign in ";\t|")
            fix = "save it as CSV with commas" if apart else nearest(name, known)
            yield place.problem("no such parameter", allowed, fix)
        if header.count(name) > 1:
            yield place.problem("a second time", "each column once", "delete or rename one")


def _broken(file: str, rows: Sequence[tuple[int, list[str]]], width: int) -> Iterator[Problem]:
    """Rows that have more or fewer values than the header."""
    problems = []
    for line, row in rows:
        if len(row) != width:
            value = many(len(row), "value") if row else BLANK
            fix = "quote a value that holds a comma" if row else "delete it"
            allowed = f"{many(width, 'value')} in a row"
            problems.append(Place("", file, line).problem(value, allowed, fix))
    yield from few(problems)


def _choice(
    file: str, line: int, header: list[str], row: list[str], parameters: Mapping[str, Parameter]
) -> Choice:
    cells = dict(zip(header, row, strict=True))
    name = cells.pop(NAME, "")
    values = {
        column: Entry(file, line, column, parameters[column].of_text(cell))
        for column, cell in cells.items()
        if column in parameters
    }
    return Choice(values, Entry(file, line, NAME, name) if name else None)
