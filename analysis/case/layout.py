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
"""What a spreadsheet takes for the beginning of a formula."""
LAYOUT = "UTF-8, LF, minimal quoting, rows in order of their key"


def canonical(schema: TableSchema, rows: Iterable[Row]) -> bytes:
    """The bytes of a table's file in its layout: columns as in the schema, rows by their key.

    rows: in any order; where the order of rows carries meaning (`as_written`) it stays.
    """
    ordered = list(rows)
    if not schema.as_written:
        ordered.sort(key=lambda row: tuple(row[name] for name in schema.key))
    return to_csv(schema.columns, ([row[name] for name in schema.columns] for row in ordered))


def to_csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """CSV in UTF-8 with LF and minimal quoting.

    >>> to_csv(["id", "note"], [["c001", "six, at most"]])
    b'id,note\\nc001,"six, at most"\\n'
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def layout(table: Table) -> Iterator[Problem]:
    """A problem of the first line on which a file leaves its layout; none where it keeps it."""
    wanted = canonical(table.schema, table.rows())
    if wanted == table.raw:
        return
    lines = zip_longest(wanted.split(b"\n"), table.raw.split(b"\n"))
    line = next(number for number, (a, b) in enumerate(lines, 1) if a != b)
    place = Place("", table.schema.path, line)
    yield place.problem("not in the canonical layout", LAYOUT, "run `contested tidy`")


def tidied(package: Package) -> dict[Path, bytes]:
    """The files of a case that are not in the canonical layout, as they should be.

    Undoes what a spreadsheet does to a file: semicolons or tabs, byte-order mark, line ends,
    order, blanks at the ends of cells. Nothing that a cell says is changed. Raises Invalid for a
    file that cannot be read so, with every reason.
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
    filled = [row for row in rows if any(map(_said, row.values()))]
    if any(None in row or None in row.values() for row in filled):
        raise ValueError("a row with more or fewer values than columns")
    return [{name: value.strip() for name, value in row.items()} for row in filled]


def _said(value: object) -> bool:
    """Does a cell, or what stands beyond the last column, hold more than blanks?"""
    return bool(str(value or "").strip())


def guarded(value: object) -> str:
    """A cell that no spreadsheet takes for a formula: a quotation mark goes before those it would.

    A number is none, though it begins with a sign. None is an empty cell.

    >>> guarded("=1+1"), guarded(-3), guarded(None)
    ("'=1+1", '-3', '')
    """
    words = "" if value is None else str(value)
    return f"'{words}" if words.startswith(FORMULA) and not _is_number(words) else words


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return True
