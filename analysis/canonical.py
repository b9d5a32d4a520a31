"""Rows back to CSV, in one canonical layout, so that every difference is a change of fact."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from analysis.errors import Problem
from analysis.schema import TableSchema
from analysis.tables import Row, Table

LAYOUT = "UTF-8, LF, minimal quoting, rows in order of their key"


def canonical(schema: TableSchema, rows: Iterable[Row]) -> bytes:
    """The one layout of a table's file, so that a difference between two is a change of fact."""
    ordered = list(rows)
    if not schema.as_written:
        ordered.sort(key=lambda row: tuple(row[name] for name in schema.key))
    return to_csv(schema.columns, ([row[name] for name in schema.columns] for row in ordered))


def to_csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """CSV in UTF-8 with LF and minimal quoting."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def layout(table: Table) -> Iterator[Problem]:
    """The first line on which the file leaves the canonical layout."""
    wanted = canonical(table.schema, table.rows())
    if wanted == table.raw:
        return
    lines = zip_longest(wanted.split(b"\n"), table.raw.split(b"\n"))
    line = next(number for number, (a, b) in enumerate(lines, 1) if a != b)
    where = f"{table.schema.path}:{line}:-"
    yield Problem(where, "not in the canonical layout", LAYOUT, "run `contested tidy`")
