"""A CSV file of parameter sets: a row for each, a column for each parameter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from analysis.case.tables import BLANK
from analysis.errors import Gathered, Invalid, Place, Problem, nearest, repeated
from analysis.notebooks.parameters import Parameter
from analysis.sweep.entry import Entry
from analysis.sweep.located import text
from analysis.sweep.runs import NAME, Choice
from analysis.words.names_and_days import many

LARGEST = 50_000_000


def choices(path: Path, parameters: Mapping[str, Parameter], met: Gathered) -> tuple[Choice, ...]:
    """The sets in a file, without lines and columns that are wrong: these are gathered.

    An empty cell is the empty text, which for most parameters means no limit. A cell is text
    where the notebook wants text; where it does not say what it wants, `1` is a number and `true`
    is true, as in a sweep. Raises Invalid for a file that is no table, and OSError.
    """
    reader = csv.reader(io.StringIO(text(path, LARGEST), newline=""), strict=True)
    try:
        header = next(reader, [])
        met.add(_header(path.name, header, parameters))
        rows = [(reader.line_num, row) for row in reader]
        met.add(_broken(path.name, rows, len(header)))
    except csv.Error as error:
        place = Place("", path.name, reader.line_num)
        problem = place.problem(str(error), "a table in CSV", "save it as CSV with commas")
        raise Invalid([problem]) from error
    if header and not rows:
        met.add([Place("", path.name, 1).problem("no rows", "at least one", "add its rows")])
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
    wrong = [(line, len(row)) for line, row in rows if len(row) != width]

    def problem(number: int) -> Problem:
        line, values = wrong[number]
        value, fix = (many(values, "value"), "quote a value that holds a comma")
        value, fix = (value, fix) if values else (BLANK, "delete it")
        return Place("", file, line).problem(value, f"{many(width, 'value')} in a row", fix)

    yield from repeated(problem, range(len(wrong)))


def _choice(
    file: str, line: int, header: list[str], row: list[str], parameters: Mapping[str, Parameter]
) -> Choice:
    texts = dict(zip(header, row, strict=True))
    name = texts.pop(NAME, "")
    values = {
        column: Entry(file, line, column, parameters[column].of_text(cell))
        for column, cell in texts.items()
        if column in parameters
    }
    return Choice(values, Entry(file, line, NAME, name) if name else None)
