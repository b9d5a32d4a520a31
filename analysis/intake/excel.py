"""Excel workbooks: the stored values of one sheet, read row by row with openpyxl.

Nothing in a workbook is run. A workbook is a zip of XML, and a small one can unpack to gigabytes:
what it declares is looked at first, and zipfile unpacks no more than that.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.cell.cell import ERROR_CODES

from analysis.errors import MOST, Invalid, Place, Problem, many, nearest, shorten
from analysis.intake.grid import Fault, Grid, Line

MOST_UNPACKED = 1 << 30
"""Bytes to which a workbook may unpack."""
MOST_RATIO = 200
"""How many times its packed size a part may unpack to; that of a real sheet is 10 to 50."""
SMALL = 1 << 20
"""Bytes up to which the ratio of a part does not matter."""
MOST_IN_MEMORY = 1 << 28
"""Bytes of a part that is held in memory, which is each but the sheets: above all the texts."""
SHEETS = "xl/worksheets/"
MOST_PARTS = 10_000
LAST_ROW = 1_048_576
"""The rows of a sheet, by the specification of Excel."""
WORKBOOK = "a workbook as Excel and LibreOffice save it (xlsx)"
SAVE = "save it as xlsx, or its table as CSV"


def grid(path: Path, sheet: str = "", usual: str = "") -> Grid:
    """The rows of a sheet.

    sheet: its name; without it the usual sheet, if there is one of that name, else the only sheet
    that holds anything and is not hidden. Raises Invalid where the file is no workbook that can be
    read, it is not clear which sheet is meant, or the sheet has merged cells or formulas without a
    stored value.
    """
    _refuse_bomb(path)
    with _opened(path) as book:
        shapes = {each.title: _shape(path, each) for each in book.worksheets}
    name = _chosen(path, shapes, sheet, usual)
    shape = shapes[name]
    if problems := [*_merged(path, shape), *_not_stored(path, shape)]:
        raise Invalid(problems)
    return Grid(path, name, tuple(_notes(name, shapes)), partial(_rows, path, name))


@dataclass
class _Shape:
    """What the XML of a sheet says besides its values; filled while it is parsed.

    filled: whether any cell has a value. formulas: how many cells have one. not_stored: the first
    cells with a formula whose value the file does not hold; missing: how many these are.
    """

    hidden: bool
    filled: bool = False
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[str] = field(default_factory=list)
    hidden_columns: bool = False
    formulas: int = 0
    not_stored: list[str] = field(default_factory=list)
    missing: int = 0
    _cell: str = ""
    _formula: bool = False
    _stored: bool = False
    _in_value: bool = False

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        """Take in an element that begins."""
        match tag.rpartition(":")[2]:
            case "c":
                # A formula may give an empty text, which is a value: only numbers cannot be empty.
                self._cell, self._stored = values.get("r", ""), values.get("t") == "str"
            case "v" | "t":
                self._in_value = True
            case "f":
                self.formulas += 1
                self._formula = True
            case other:
                self._row_or_range(other, values)

    def text(self, _: str) -> None:
        """Take in text between two tags."""
        if self._in_value:
            self.filled = self._stored = True

    def _row_or_range(self, tag: str, values: Mapping[str, str]) -> None:
        is_hidden = values.get("hidden") in ("1", "true")
        if tag == "mergeCell":
            self.merged.append(values.get("ref", ""))
        elif tag == "row" and int(values.get("r", 1)) > LAST_ROW:
            raise ValueError(values)
        elif tag == "row" and is_hidden and len(self.hidden_rows) <= MOST:
            self.hidden_rows.append(values.get("r", ""))
        elif tag == "col" and is_hidden:
            self.hidden_columns = True

    def end(self, tag: str) -> None:
        """Take in an element that ends."""
        self._in_value = False
        if tag.rpartition(":")[2] != "c":
            return
        if self._formula and not self._stored:
            self.missing += 1
            self.not_stored += [self._cell] * (len(self.not_stored) < MOST)
        self._formula = False


def _shape(path: Path, sheet: Any) -> _Shape:
    """What the XML of a sheet says besides its values.

    openpyxl leaves it out where it reads row by row: hence a parser of our own.
    """
    shape = _Shape(sheet.sheet_state != "visible")
    parser = expat.ParserCreate()
    parser.StartElementHandler = shape.start
    parser.EndElementHandler = shape.end
    parser.CharacterDataHandler = shape.text
    with _readable(path), sheet._get_source() as file:
        parser.ParseFile(file)
    return shape


def _refuse_bomb(path: Path) -> None:
    """Raise Invalid where a file is no workbook, or would unpack to more than can be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _invalid(path, "a damaged workbook", "save it anew from its program") from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise _invalid(path, _other(names), SAVE)
    size = sum(part.file_size for part in parts)
    swollen = [part for part in parts if part.file_size > _room(part)]
    if len(parts) > MOST_PARTS or size > MOST_UNPACKED or swollen:
        value = f"a workbook of {path.stat().st_size:,} bytes that unpacks to {size:,}"
        raise _invalid(path, value, "see where it comes from; save its table as CSV")


def _room(part: zipfile.ZipInfo) -> int:
    """The bytes to which a part of a workbook may unpack."""
    most = MOST_UNPACKED if part.filename.startswith(SHEETS) else MOST_IN_MEMORY
    return min(most, max(SMALL, part.compress_size * MOST_RATIO))


def _other(names: set[str]) -> str:
    """What a zip is that is no workbook. names: of its parts."""
    if "xl/workbook.bin" in names:
        return "a workbook in Excel's binary form (xlsb)"
    if "content.xml" in names:
        return "a file of LibreOffice (ods)"
    return "a zip archive that is no workbook"


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook in a file, read row by row, with the stored values of formulas."""
    # The file is opened apart from the workbook: openpyxl leaves it open where it is damaged.
    with path.open("rb") as file:
        with _readable(path):
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """A context that raises Invalid where a workbook is damaged.

    openpyxl raises whatever its parsers raise: KeyError, TypeError, zlib.error and others.
    """
    try:
        yield
    except (Invalid, OSError, GeneratorExit):
        raise
    except Exception as error:
        raise _invalid(path, "a damaged workbook", "save it anew from its program") from error


def _chosen(path: Path, shapes: Mapping[str, _Shape], sheet: str, usual: str) -> str:
    """The name of the sheet that is meant."""
    place = Place("sheet", path.name)
    if sheet and sheet not in shapes:
        fix = nearest(sheet, shapes)
        raise Invalid([place.problem(repr(sheet), "a sheet of the workbook", fix)])
    filled = [name for name, shape in shapes.items() if shape.filled]
    visible = [name for name in filled if not shapes[name].hidden] or filled
    if sheet or usual in shapes:
        return sheet or usual
    if not visible:
        raise _invalid(path, "a workbook without a value", "save it with its table")
    if len(visible) > 1:
        value = f"{len(visible)} sheets that hold something"
        raise Invalid([place.problem(value, "one of them", f"choose one of {shorten(visible)}")])
    return visible[0]


def _merged(path: Path, shape: _Shape) -> Iterator[Problem]:
    """A problem for each of the first merged ranges: whether its value holds for all is unknown."""
    for cells in shape.merged[:MOST]:
        fix = "unmerge them, and write the value into each cell that it holds for"
        place = Place(cells, path.name, _row_of(cells))
        yield place.problem("merged cells", "a value in each cell", fix)


def _not_stored(path: Path, shape: _Shape) -> Iterator[Problem]:
    """A problem for each of the first cells whose formula has no stored value."""
    more = f", and {shape.missing - len(shape.not_stored):,} more like it"
    for number, cell in enumerate(shape.not_stored, 1):
        last = number == len(shape.not_stored) < shape.missing
        value = f"a formula without its value{more if last else ''}"
        fix = "open the workbook in Excel or LibreOffice and save it: no formula is run here"
        yield Place(cell, path.name, _row_of(cell)).problem(value, "a stored value", fix)


def _row_of(cells: str) -> int:
    """The row of a cell or of the first one of a range, as 5 for B5:C6; 0 where it has none."""
    digits = "".join(filter(str.isdecimal, cells.partition(":")[0]))
    return int(digits[:9] or 0)


def _notes(name: str, shapes: Mapping[str, _Shape]) -> Iterator[str]:
    """What a spreadsheet hides, or works out, of the sheet that is read."""
    shape = shapes[name]
    others = [other for other, its in shapes.items() if its.filled and other != name]
    if shape.hidden:
        yield f"The sheet {name} is hidden in the workbook."
    if others:
        yield f"Only the sheet {name} was read, not {shorten(others)}."
    if rows := shape.hidden_rows:
        listed = f"{', '.join(rows[:MOST])}{' and others' if len(rows) > MOST else ''}"
        yield f"Hidden rows were read like the others: {listed}."
    if shape.hidden_columns:
        yield "Hidden columns were read like the others."
    if shape.formulas:
        cells = many(shape.formulas, "formula")
        yield f"Of {cells} the stored value was taken; nothing was calculated."


def _rows(path: Path, name: str) -> Iterator[Line]:
    """The rows of a sheet that are not blank."""
    with _readable(path), _opened(path) as book:
        sheet = book[name]
        sheet.reset_dimensions()  # what a file says of its size may be wrong
        rows = sheet.iter_rows(max_row=LAST_ROW, values_only=True)
        for number, values in enumerate(rows, 1):
            texts = tuple(map(_text, values))
            if any(texts):
                yield Line(number, texts, tuple(_faults(texts)))


def _faults(texts: Sequence[str]) -> Iterator[Fault]:
    """What is wrong with the cells of a row: those in which Excel could not work out a value."""
    for number, text in enumerate(texts):
        if text in ERROR_CODES:
            fix = "write the value, or leave the cell empty"
            yield Fault(text, "a value that is no error", fix, number)


def _text(value: object) -> str:
    """The text of a cell: a day as 2017-09-02, 17 for 17.0, nothing for an empty cell.

    >>> _text(17.0), _text(0.1 + 0.2), _text(dt.datetime(2017, 9, 2)), _text(None)
    ('17', '0.3', '2017-09-02', '')
    """
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
        case dt.datetime():
            midnight = value.time() == dt.time()
            return value.date().isoformat() if midnight else value.isoformat(timespec="minutes")
        case dt.date():
            return value.isoformat()
        case _:
            return str(value).strip()


def _invalid(path: Path, value: str, fix: str) -> Invalid:
    return Invalid([Place("", path.name).problem(value, WORKBOOK, fix)])
