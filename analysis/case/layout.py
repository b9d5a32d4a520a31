"""The layout of a file: how rows are written as CSV, and the first line that is not so.

Every table has a single layout, so that a difference between two versions is a change of fact.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analysis.case import arrow
from analysis.case.schema import TableSchema
from analysis.case.tables import Table
from analysis.claims.cells import Row
from analysis.errors import Place, Problem

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Characters with which a spreadsheet begins a formula (OWASP, CSV injection), also full-width."""
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
"""A number as a spreadsheet reads it too."""
QUOTED = re.compile(rb'^[^"\n]*".*$', re.MULTILINE)
"""A line with a quotation mark."""
LAYOUT = "UTF-8, LF, minimal quoting, rows in order of their key"


def canonical(schema: TableSchema, rows: Iterable[Row]) -> bytes:
    """The bytes of a table in its canonical layout: columns as in the schema, rows by their key.

    rows: in any order; where the order of rows carries meaning (`as_written`) it stays.
    """
    ordered = list(rows)
    if not schema.as_written:
        ordered.sort(key=lambda row: tuple(row[name] for name in schema.key))
    return to_csv(schema.columns, ([row[name] for name in schema.columns] for row in ordered))


def in_layout(schema: TableSchema, columns: Mapping[str, Sequence[str]]) -> bytes:
    """The bytes of a table in its canonical layout. columns: its cells, by their names."""
    order: Iterable[int] = range(len(columns[schema.key[0]]))
    if not schema.as_written:
        keys = list(zip(*(columns[name] for name in schema.key), strict=True))
        order = sorted(order, key=keys.__getitem__)
    cells = [columns[name] for name in schema.columns]
    return to_csv(schema.columns, ([column[row] for column in cells] for row in order))


def to_csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """CSV in UTF-8 with LF and minimal quoting.

    columns: the names for the header. rows: the values of each row, in that order.

    >>> to_csv(["id", "note"], [["c001", "six, at most"]])
    b'id,note\\nc001,"six, at most"\\n'
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def layout(table: Table, in_order: bool = True) -> Iterator[Problem]:
    """A problem at the first line that is not in the canonical layout; none where all are.

    in_order: whether the order of rows counts; not where their keys themselves are wrong.
    """
    line = _first_other(table, in_order and not table.schema.as_written)
    if line:
        place = Place("", table.schema.path, line)
        yield place.problem("not in the canonical layout", LAYOUT, "run `contested tidy`")


def _first_other(table: Table, in_order: bool) -> int:
    """The first line that is not in the canonical layout; 0 where there is none.

    Lines without quotation marks are as they should be if each is a row: only the others are
    written anew, since to write a million rows takes longer than all other checks together.
    """
    raw, schema = table.raw, table.schema
    if raw.count(b"\n") != len(table) + 1 or not raw.endswith(b"\n"):
        return _first_written_otherwise(table, in_order)
    if raw[: raw.index(b"\n") + 1] != to_csv(schema.columns, ()):
        return 1
    lines = [_first_misquoted(raw)]
    if in_order:
        lines.append(_first_misplaced([table.columns[name] for name in schema.key]))
    return min(filter(None, lines), default=0)


def _first_misquoted(raw: bytes) -> int:
    """The first line with quotation marks that csv would write otherwise; 0 where there is none."""
    for match in QUOTED.finditer(raw):
        if _misquoted(match[0]):
            return raw.count(b"\n", 0, match.start()) + 1
    return 0


def _misquoted(line: bytes) -> bool:
    """Whether csv would write a line otherwise, or reads no row there: a mark is never closed."""
    try:
        row = next(csv.reader([line.decode("utf-8")], strict=True))
    except csv.Error:
        return True
    return to_csv(row, ()) != line + b"\n"


def _first_misplaced(keys: Sequence[Any]) -> int:
    """The line of the first row that comes before the one above it; 0 where there is none.

    keys: the columns that give the order, the first of which counts most.
    """
    columns = [key.cast(pa.string()) for key in keys]
    below = equal = None
    for column in columns:
        above, row = column[:-1], column[1:]
        less, same = pc.less(row, above), pc.equal(row, above)
        below = less if below is None else pc.or_(below, pc.and_(equal, less))
        equal = same if equal is None else pc.and_(equal, same)
    first = pc.index(below, arrow.flags([True])[0]).as_py()
    return 0 if first < 0 else first + 3


def _first_written_otherwise(table: Table, in_order: bool) -> int:
    """The first line at which the file differs from its rows as they should be written."""
    ordered = table.rows() if in_order else None
    wanted = canonical(table.schema, table.rows()) if ordered else _as_is(table)
    lines = zip_longest(wanted.split(b"\n"), table.raw.split(b"\n"))
    return next((number for number, (a, b) in enumerate(lines, 1) if a != b), 0)


def _as_is(table: Table) -> bytes:
    """The rows of a table in the order of its file."""
    names = table.schema.columns
    return to_csv(names, ([row[name] for name in names] for row in table.rows()))


def guarded(value: object) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would run as a formula.

    value: of the cell; None is empty. A number is no formula, though it may begin with a sign. What
    begins with apostrophes and a formula gets one more, so that to take one away always undoes it.

    >>> guarded("=1+1"), guarded(-3), guarded(None), guarded("'=1")
    ("'=1+1", '-3', '', "''=1")
    """
    cell = "" if value is None else str(value)
    runs = cell.lstrip("'").startswith(FORMULA) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell
