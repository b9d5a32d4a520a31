"""The export `xlsx`: the flat table, the tables of the case, and the codebook, a sheet each."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from analysis.case.codebook import allowed
from analysis.case.frames import NUMERIC
from analysis.case.layout import FORMULA
from analysis.case.schema import TableSchema
from analysis.claims.quantity import amount
from analysis.errors import Invalid, Place, Problem, few, many
from analysis.report.exports.archive import archive, unpacked
from analysis.report.exports.dataset import Dataset, Rendered

MOST_ROWS, MOST_LETTERS = 1_048_576, 32_767
"""Rows of a sheet, and letters of a cell, that the format can hold."""
FIRST_DAY = date(1900, 3, 1)
"""The first day that every program reads alike: the format has a 29 February 1900."""
WIDEST, NARROWEST, SAMPLE = 48, 8, 500
"""The width of a column in letters, and the rows that are looked at for it."""
DAY = "yyyy-mm-dd"
MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
"""The times in the properties of a workbook, which differ from run to run."""
EPOCH = rb"\g<1>1980-01-01T00:00:00Z"
PROPERTIES = "docProps/core.xml"
CODEBOOK = ("sheet", "column", "what it says", "allowed", "example")
ABOUT = (
    ("How to read it", "A row of “flat” is a claim: who said which figure, when, in which words."),
    ("", "An empty cell is unknown, never zero. “codebook” says what each column holds."),
    ("Days", "said_on, covers and published hold days as printed (EDTF); columns that end in"),
    ("", "_first and _last are dates, the first and the last day that these can mean."),
    ("Figures", "low and high are the bounds that the words allow; an empty one is open."),
    ("Formulas", "Every cell is a value. Text that begins like a formula is marked as text."),
)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, the names of its columns, and its rows, of text, numbers and days."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def render(dataset: Dataset) -> Rendered:
    """The workbook. Raises Invalid with every cell and sheet that is too long for the format."""
    sheets = list(_sheets(dataset))
    if problems := [problem for sheet in sheets for problem in _too_long(sheet)]:
        raise Invalid(problems)
    book = Workbook(write_only=True)
    book.properties.title = _legal(dataset.record.title)
    book.properties.creator = _legal(", ".join(dataset.record.authors))
    for sheet in sheets:
        _write(book, sheet)
    out = io.BytesIO()
    book.save(out)
    files = unpacked(out.getvalue())
    files[PROPERTIES] = MODIFIED.sub(EPOCH, files[PROPERTIES])
    return Rendered(archive(files))


def _sheets(dataset: Dataset) -> Iterator[Sheet]:
    timeline = dataset.timeline
    flat = [list(row.values()) for row in dataset.records]
    yield Sheet("flat", list(dataset.columns), flat)
    for name, schema in timeline.package.tables.items():
        yield Sheet(name, schema.columns, [_row(schema, row) for row in timeline.rows[name]])
    yield Sheet("codebook", CODEBOOK, list(_codebook(dataset)))
    facts = [(name, value) for name, value in dataset.facts.items() if value]
    yield Sheet("about", ("about", ""), [*facts, *ABOUT])


def _row(schema: TableSchema, row: Any) -> list[Any]:
    """A row of a table of the case, its numbers as numbers; None where unknown."""
    numeric = {field.name for field in schema.fields if field.type in NUMERIC}
    return [amount(row[n]) if row[n] and n in numeric else row[n] or None for n in schema.columns]


def _codebook(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """A row for each column of each sheet of data."""
    for name, description in dataset.columns.items():
        yield "flat", name, description, "", ""
    for table, schema in dataset.timeline.package.tables.items():
        for field in schema.fields:
            yield table, field.name, field.description, allowed(field), field.example


def _too_long(sheet: Sheet) -> Iterator[Problem]:
    if len(sheet.rows) >= MOST_ROWS:
        value, fix = many(len(sheet.rows), "row"), "export it as csv or parquet"
        yield Place("", f"{sheet.name}.csv").problem(value, f"less than {MOST_ROWS:,}", fix)
    cells = [
        Place(name, f"{sheet.name}.csv", number)
        for number, row in enumerate(sheet.rows, 2)
        for name, value in zip(sheet.columns, row, strict=True)
        if isinstance(value, str) and len(value) > MOST_LETTERS
    ]
    limit, fix = f"at most {MOST_LETTERS:,} letters in a workbook", "export it as csv or parquet"
    yield from few([place.problem("a longer text", limit, fix) for place in cells])


def _write(book: Workbook, sheet: Sheet) -> None:
    """Add a sheet to a workbook: its header in bold and frozen, with a filter, as wide as needed.

    A sheet that is written row by row takes widths and what is frozen before its first row.
    """
    page = book.create_sheet(sheet.name)
    page.freeze_panes = "B2"
    for number, width in enumerate(_widths(sheet), 1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    page.append([_head(page, name) for name in sheet.columns])
    for row in sheet.rows:
        page.append(list(map(partial(_cell, page), row)))


def _head(page: Any, name: str) -> Any:
    cell = _text(page, name)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8ECEF")
    cell.alignment = Alignment(vertical="top")
    return cell


def _cell(page: Any, value: Any) -> Any:
    """A value as a cell; a text that a program could take for something else is marked as text."""
    if isinstance(value, date):
        return _day(page, value)
    if not isinstance(value, str):
        return value
    plain = value and not value.startswith((*FORMULA, "'")) and value not in ERROR_CODES
    return _legal(value) if plain else _text(page, value) if value else None


def _day(page: Any, day: date) -> Any:
    if day < FIRST_DAY:
        return day.isoformat()
    cell = WriteOnlyCell(page, datetime.combine(day, time()))
    cell.number_format = DAY
    return cell


def _text(page: Any, value: str) -> Any:
    """A cell that is text whatever it holds, and stays so when somebody edits it."""
    cell = WriteOnlyCell(page, _legal(value))
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _legal(text: str) -> str:
    """A text without the control characters that no workbook can hold, which a � replaces."""
    return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))


def _widths(sheet: Sheet) -> Iterator[int]:
    """The width of each column, in letters, from its head and its first rows."""
    for number, name in enumerate(sheet.columns):
        cells: Iterable[Any] = (row[number] for row in sheet.rows[:SAMPLE])
        longest = max((len(_printed(cell)) for cell in cells), default=0)
        yield min(WIDEST, max(NARROWEST, len(name) + 4, longest + 2))


def _printed(value: Any) -> str:
    return "" if value is None else str(value)
