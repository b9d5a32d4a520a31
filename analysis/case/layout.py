"""The layout of a file: how rows are written as CSV, and how `contested tidy` restores it.

Every table has a single layout, so that a difference between two versions is a change of fact.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from analysis.case.schema import Package, TableSchema
from analysis.case.tables import Table
from analysis.claims.cells import Row
from analysis.errors import Invalid, Place, Problem

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Characters with which a spreadsheet begins a formula."""
LAYOUT = "UTF-8, LF, minimal quoting, rows in order of their key"


def canonical(schema: TableSchema, rows: Iterable[Row]) -> bytes:
    """The bytes of a table in its canonical layout: columns as in the schema, rows by their key.

    rows: in any order; where the order of rows carries meaning (`as_written`) it stays.
    """
    ordered = list(rows)
    if not schema.as_written:
        ordered.sort(key=lambda row: tuple(row[name] for name in schema.key))
    return to_csv(schema.columns, ([row[name] for name in schema.columns] for row in ordered))


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


def layout(table: Table) -> Iterator[Problem]:
    """A problem at the first line that is not in the canonical layout; none where all are."""
    wanted = canonical(table.schema, table.rows())
    if wanted == table.raw:
        return
    lines = zip_longest(wanted.split(b"\n"), table.raw.split(b"\n"))
    line = next(number for number, (a, b) in enumerate(lines, 1) if a != b)
    place = Place("", table.schema.path, line)
    yield place.problem("not in the canonical layout", LAYOUT, "run `contested tidy`")


def tidied(package: Package) -> dict[Path, bytes]:
    """The files of a case that are not in the canonical layout, with the bytes they should have.

    Undoes what a spreadsheet does to a file: semicolons or tabs, byte-order mark, line ends, order,
    blanks at the ends of cells. The contents of cells are not changed. Raises Invalid, with a
    problem for each file that cannot be read.
    """
    bodies: dict[Path, bytes] = {}
    problems: list[Problem] = []
    for schema in package.tables.values():
        path = package.folder / schema.path
        try:
            raw = path.read_bytes()
            wanted = canonical(schema, _loose(schema, raw))
        except (OSError, ValueError, csv.Error) as error:
            fix = "mend it by hand; `contested check` says more"
            problems.append(Place("", schema.path, 1).problem(str(error), "a table in UTF-8", fix))
            continue
        if wanted != raw:
            bodies[path] = wanted
    if problems:
        raise Invalid(problems)
    return bodies


def _loose(schema: TableSchema, raw: bytes) -> list[dict[str, str]]:
    """Rows of a file that a spreadsheet may have saved; ValueError where columns do not fit."""
    text = raw.decode("utf-8-sig")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    if sorted(rows.fieldnames or ()) != sorted(schema.columns):
        raise ValueError("other columns than those of the schema")
    filled = [row for row in rows if any(map(_is_filled, row.values()))]
    if any(None in row or None in row.values() for row in filled):
        raise ValueError("a row with more or fewer values than columns")
    return [{name: value.strip() for name, value in row.items()} for row in filled]


def _is_filled(value: object) -> bool:
    """Whether a cell, or the list of cells beyond the last column, holds more than blanks."""
    return bool(str(value or "").strip())


def guarded(value: object) -> str:
    """The text of a cell, with a quotation mark before what a spreadsheet would run as a formula.

    value: of the cell; None is empty. A number is no formula, though it may begin with a sign.

    >>> guarded("=1+1"), guarded(-3), guarded(None)
    ("'=1+1", '-3', '')
    """
    cell = "" if value is None else str(value)
    return f"'{cell}" if cell.startswith(FORMULA) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
