"""CSV files to tables of text: one reader that trusts nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pacsv

from analysis.errors import Problem, nearest
from analysis.schema import Package, TableSchema

Row = Mapping[str, str]
Rows = tuple[Row, ...]

TIDY = "save as CSV, UTF-8, with commas, or run `contested tidy`"
MOST = 20
"""Problems of one kind reported for one field before the rest is only counted."""


@dataclass(frozen=True)
class Table:
    """One table as read: every column as dictionary-encoded text; empty text is unknown.

    Row `n` (from 0) stands on line `n + 2` of the file.
    """

    schema: TableSchema
    columns: Mapping[str, pa.DictionaryArray]
    raw: bytes

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def where(self, row: int, field: str) -> str:
        """The place of a cell, as `claims.csv:12:hedge`."""
        return f"{self.schema.path}:{row + 2}:{field}"

    def rows(self) -> Rows:
        """The rows as mappings from column to text, in the order of the file."""
        texts = [self.columns[name].cast(pa.string()).to_pylist() for name in self.schema.columns]
        return tuple(
            dict(zip(self.schema.columns, row, strict=True)) for row in zip(*texts, strict=True)
        )


def read(package: Package) -> tuple[dict[str, Table], list[Problem]]:
    """Every table of a case that can be read, and what is wrong with the files."""
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for schema in package.tables.values():
        table, found = read_table(package, schema)
        problems += found
        if table is not None:
            tables[schema.name] = table
    return tables, problems


def read_table(package: Package, schema: TableSchema) -> tuple[Table | None, list[Problem]]:
    """One table, or None with the problems that kept it from being read."""
    path = package.folder / schema.path
    try:
        raw = path.read_bytes()
    except OSError:
        return None, [_file(schema, "no such file", f"restore it; its columns are in {path.name}")]
    problems = list(_wrapping(schema, raw))
    body, fatal = _text(schema, raw)
    if fatal or body is None:
        return None, problems + fatal
    columns, found = _parse(schema, body)
    problems += found
    if columns is None:
        return None, problems
    table = Table(schema, columns, raw)
    if len(table) == 0 and not schema.may_be_empty:
        problems.append(_file(schema, "an empty table", "add its rows", "at least one row"))
    return table, problems


def repeated(
    make: Callable[[int], Problem], rows: Iterable[int], most: int = MOST
) -> Iterator[Problem]:
    """A problem per row, the rest counted in the last once there are more than `most`."""
    listed = list(rows)
    for row in listed[:most]:
        yield make(row)
    if len(listed) > most:
        last = make(listed[most])
        yield Problem(
            last.where,
            f"{last.found}, and {len(listed) - most:,} rows like it",
            last.allowed,
            last.do,
        )


def _wrapping(schema: TableSchema, raw: bytes) -> Iterator[Problem]:
    """What a spreadsheet does to a file without spoiling its contents."""
    if raw.startswith(b"\xef\xbb\xbf"):
        yield _file(schema, "a byte-order mark", TIDY, "UTF-8 without one")
    if b"\r" in raw:
        yield _file(schema, "lines that end in CR LF", TIDY, "lines that end in LF")


def _text(schema: TableSchema, raw: bytes) -> tuple[bytes | None, list[Problem]]:
    body = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        head = body.decode("utf-8").split("\n", 1)[0].strip()
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        where = f"{schema.path}:{line}:-"
        return None, [Problem(where, "a byte that is not UTF-8", "text in UTF-8", TIDY)]
    if not head:
        return None, [_file(schema, "an empty file", "restore its header and rows", "a table")]
    if ";" in head and "," not in head:
        return None, [_file(schema, "columns parted by semicolons", TIDY, "commas")]
    return body, _header(schema, next(csv.reader([head])))


def _header(schema: TableSchema, names: list[str]) -> list[Problem]:
    known = schema.columns
    missing = [
        _file(
            schema, f"no column {name}", "add the column, empty where unknown", "every column", name
        )
        for name in known
        if name not in names
    ]
    unknown = [
        _file(
            schema,
            f"unknown column {name!r}",
            nearest(name, known),
            "the columns of the codebook",
            name,
        )
        for name in names
        if name not in known
    ]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [
        *missing,
        *unknown,
        *(_file(schema, f"column {name} twice", "keep one", "each once", name) for name in twice),
    ]


def _parse(
    schema: TableSchema, body: bytes
) -> tuple[dict[str, pa.DictionaryArray] | None, list[Problem]]:
    ragged: list[Any] = []

    def note(row: Any) -> str:
        ragged.append(row)
        return "skip"

    for threads in (True, False):
        ragged.clear()
        try:
            told = _arrow(schema, body, note, threads)
        except pa.ArrowInvalid as error:
            reason = str(error).splitlines()[0]
            return None, [_file(schema, f"not CSV: {reason}", TIDY, "a table in CSV")]
        if not ragged:
            break
    problems = [_ragged(schema, row) for row in ragged]
    columns = {name: pc.dictionary_encode(told[name].combine_chunks()) for name in schema.columns}
    return columns, problems


def _arrow(schema: TableSchema, body: bytes, note: Callable[[Any], str], threads: bool) -> Any:
    return pacsv.read_csv(
        pa.BufferReader(body),
        read_options=pacsv.ReadOptions(use_threads=threads),
        parse_options=pacsv.ParseOptions(ignore_empty_lines=False, invalid_row_handler=note),
        convert_options=pacsv.ConvertOptions(
            column_types={name: pa.string() for name in schema.columns},
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )


def _ragged(schema: TableSchema, row: Any) -> Problem:
    where = f"{schema.path}:{row.number or '-'}:-"
    found = f"{row.actual_columns} values" if row.text.strip() else "a blank line"
    do = "quote a value that holds a comma; delete a blank line"
    return Problem(where, found, f"{row.expected_columns} values in a row", do)


def _file(
    schema: TableSchema, found: str, do: str, allowed: str = "a table in CSV", field: str = "-"
) -> Problem:
    return Problem(f"{schema.path}:1:{field}", found, allowed, do)
