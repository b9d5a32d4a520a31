"""The reader of other people's tables: text with columns of any delimiter, and Excel workbooks.

A file is read row by row, so that its size does not fill the memory, and nothing in it is run. What
cannot be read in one way only is a problem with its row and column; what is hidden is said.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.case.tables import MOST_BYTES
from analysis.errors import MOST, Invalid, Place, Problem, many, shorter
from analysis.intake import delimited, excel
from analysis.intake.grid import Fault, Grid, Line

OTHERS = {
    b"\xd0\xcf\x11\xe0": "a workbook of Excel before 2007 (xls), or one behind a password",
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"\xfd7zXZ": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
}
"""Files that are no tables that can be read, by the bytes with which they begin."""
ZIP = b"PK"
TABLE = "a table as CSV, TSV or xlsx"
SAVE = "save the table as CSV or xlsx from the program that it comes from, without a password"


@dataclass(frozen=True)
class OpenTable:
    """A table of other people, open for reading.

    path: its file. sheet: its sheet in a workbook; empty for text. header: the names of its
    columns; one without a name is called `(column 3)`. header_line: the line or row of the header.
    notes: what a reader should know of how it was read, each as a sentence.
    """

    path: Path
    sheet: str
    header: tuple[str, ...]
    header_line: int
    notes: tuple[str, ...]
    _grid: Grid

    def rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """The rows that are not blank, each with the line or row of the file on which it begins.

        The cells of a row are text by the names of the columns: a day as 2017-09-02, 17 for 17.0.
        Rows with a problem are left out; once the others are read, Invalid is raised with all
        problems, so that whoever reads to the end knows that nothing is missing.
        """
        problems: list[Problem] = []
        more = 0
        width = len(self.header)
        for line in self._grid.rows():
            if line.number == self.header_line and not line.faults:
                continue
            wrong = self._wrong(line)
            room = MOST - len(problems)
            problems += wrong[:room]
            more += len(wrong[room:])
            if not wrong:
                cells = (*line.cells, *[""] * (width - len(line.cells)))
                yield line.number, dict(zip(self.header, cells, strict=False))
        if problems:
            raise Invalid(_with_others(problems, more))

    def place(self, line: int, column: str = "") -> Place:
        """The place of a cell, or of a row, for problems."""
        return Place(column, self.path.name, line)

    def _wrong(self, line: Line) -> list[Problem]:
        """What is wrong with a row."""
        faults = list(line.faults) or list(_misshapen(line, len(self.header), bool(self.sheet)))
        return [
            self.place(line.number, self._column(fault)).problem(
                fault.value, fault.allowed, fault.fix
            )
            for fault in faults
        ]

    def _column(self, fault: Fault) -> str:
        """The name of the column of a fault; empty where it has none."""
        number = fault.column
        return self.header[number] if number is not None and number < len(self.header) else ""


def open_table(path: Path, sheet: str = "", usual: str = "") -> OpenTable:
    """Open a table, and read the names of its columns.

    path: a file of text (CSV, TSV and the like) or a workbook (xlsx). sheet: the sheet of a
    workbook. usual: the sheet that is taken, if there is one of that name, where none is named;
    without either it is the only one that holds anything. Raises Invalid where the file is no
    table that can be read; OSError where there is no such file.
    """
    grid = _grid(path, sheet, usual)
    first = next(grid.rows(), None)
    if first is None:
        raise _invalid(path, "an empty file", "save it with its header and rows")
    if first.faults:
        place = Place("", path.name, first.number)
        raise Invalid(place.problem(f.value, f.allowed, f.fix) for f in first.faults)
    header = _header(path, first)
    return OpenTable(path, grid.sheet, header, first.number, grid.notes, grid)


def _grid(path: Path, sheet: str, usual: str) -> Grid:
    """The rows of a file, whatever its kind."""
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):  # to open a pipe would wait for its other end
        raise _invalid(path, "no file", "give the path of a file")
    if status.st_size > MOST_BYTES:
        value = f"a file of {status.st_size:,} bytes, more than {MOST_BYTES:,}"
        raise _invalid(path, value, "make several files of it")
    with path.open("rb") as file:
        head = file.read(16)
    if kind := next((kind for start, kind in OTHERS.items() if head.startswith(start)), ""):
        raise _invalid(path, kind, SAVE)
    if head.startswith(ZIP):
        return excel.grid(path, sheet, usual)
    if sheet:
        value = f"{sheet!r} of a file of text, which has no sheets"
        raise Invalid([Place("sheet", path.name).problem(value, "no sheet", "leave it out")])
    return delimited.grid(path)


def _header(path: Path, line: Line) -> tuple[str, ...]:
    """The names of the columns; Invalid where they are no names."""
    cells = line.cells
    while cells and not cells[-1]:
        cells = cells[:-1]
    names = tuple(
        " ".join(cell.split()) or f"(column {number})" for number, cell in enumerate(cells, 1)
    )
    place = Place("", path.name, line.number)
    if all(_is_number(name) for name in names):
        value = f"no header: the first row is {shorter(', '.join(names), 40)}"
        raise Invalid([place.problem(value, "the names of the columns", "add a row with them")])
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        allowed = "each name once"
        raise Invalid(
            replace(place, field=name).problem("two columns of one name", allowed, "rename one")
            for name in twice[:MOST]
        )
    return names


def _misshapen(line: Line, width: int, from_sheet: bool) -> Iterator[Fault]:
    """What is wrong with the shape of a row. from_sheet: it ends at its last cell with a value."""
    count = len(line.cells)
    spare = any(line.cells[width:])
    if spare or (count < width and not from_sheet):
        fix = "see whether a value holds the sign that parts columns, and has no quotation marks"
        if from_sheet:
            fix = "name their columns, or clear them"
        yield Fault(many(count, "value"), f"{width} values, as the header has", fix)


def _with_others(problems: list[Problem], more: int) -> list[Problem]:
    """The problems that are listed, the last of which counts those that are not."""
    last = problems[-1]
    if not more:
        return problems
    value = f"{last.value}, and {many(more, 'problem')} further down"
    return [*problems[:-1], replace(last, value=value, more=more)]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _invalid(path: Path, value: str, fix: str) -> Invalid:
    return Invalid([Place("", path.name).problem(value, TABLE, fix)])
