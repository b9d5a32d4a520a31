"""What spreadsheets, pandas and earlier versions did to the files of a case, undone.

Only what has one meaning is undone, and no fact changes: what can be meant in two ways stays, and
the check asks about it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from analysis.case import cleaning, migration
from analysis.case.layout import in_layout
from analysis.case.schema import Package, TableSchema
from analysis.case.tables import AGAIN, INDEX, MOST_BYTES, not_utf8, unreadable, utf16
from analysis.errors import Gathered, Invalid, Place, Problem, few, many, nearest, shorten
from analysis.paths import PACKAGE, contents

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""The signs that may part columns, the usual one first."""


@dataclass(frozen=True)
class Tidied:
    """A file of a case that is not as it should be.

    body: the bytes it should have. changes: what is different about them, each as a few words.
    """

    path: Path
    body: bytes
    changes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.path.name}: {'; '.join(self.changes)}"


@dataclass(frozen=True)
class _File:
    """A table as somebody saved it.

    delimiter: the sign that parts its columns. names: of its columns. rows: their cells, without
    blanks at the ends. changes: what was undone so far.
    """

    schema: TableSchema
    raw: bytes
    delimiter: str
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    changes: tuple[str, ...]

    def __iter__(self) -> Iterator[dict[str, str]]:
        """The rows as mappings from column to text."""
        for row in self.rows:
            yield dict(zip(self.names, row, strict=True))


def tidied(package: Package) -> tuple[Tidied, ...]:
    """The files of a case that are not as they should be, with the bytes they should have.

    Undoes semicolons and tabs, UTF-16, byte-order marks, line ends, order, quotation marks, blanks
    (spreadsheets), columns of row numbers, "17.0" and "nan" (pandas), dates as a spreadsheet writes
    them where their order is certain; and adds the columns that are new since version 0.2. Raises
    Invalid, with all that cannot be undone, where some file cannot be read.
    """
    gathered = Gathered()
    files = {
        name: gathered.tried(partial(_read, package, schema), None)
        for name, schema in package.tables.items()
    }
    description = gathered.tried(lambda: migration.described(package), None)
    gathered.refuse()
    whole = {name: file for name, file in files.items() if file}
    known = cleaning.keys(package.tables, whole)
    changed = [_changed(package, file, whole, known) for file in whole.values()]
    if description:
        text, changes = description
        changed.append(Tidied(package.folder / PACKAGE, text, changes))
    return tuple(tidy for tidy in changed if tidy)


def _changed(
    package: Package,
    file: _File,
    files: Mapping[str, _File],
    known: Mapping[str, frozenset[str]],
) -> Tidied | None:
    """The file as it should be, where it is not. known: the keys of each table."""
    schema = file.schema
    new = migration.columns(schema.name, file.names, files)
    columns = {
        **{name: [row[n] for row in file.rows] for n, name in enumerate(file.names)},
        **{name: [make(row) for row in file] for name, make in new.items()},
    }
    cleaned, counts = cleaning.cleaned(schema, columns, known, file.delimiter)
    body = in_layout(schema, cleaned)
    if body == file.raw:
        return None
    changes = [
        *file.changes,
        *(f"added the column {name}" for name in new),
        *(f"{words} in {many(count, 'cell')}" for words, count in counts.items()),
        *_moved(file, cleaned, body, bool(new)),
    ]
    usual = "wrote quotation marks and line ends as usual"
    return Tidied(package.folder / schema.path, body, tuple(changes) or (usual,))


def _moved(
    file: _File, cleaned: Mapping[str, list[str]], body: bytes, widened: bool
) -> Iterator[str]:
    """What changes in the order of columns and rows."""
    order = [name for name in file.schema.columns if name in file.names]
    if [name for name in file.names if name in order] != order and not widened:
        yield "put the columns in order"
    if in_layout(replace(file.schema, as_written=True), cleaned) != body:
        yield "put the rows in order"


def _read(package: Package, schema: TableSchema) -> _File:
    """A file as somebody saved it; Invalid, with everything that is wrong, where it is no table."""
    try:
        raw = contents(package.folder / schema.path, MOST_BYTES)
    except OSError as error:
        raise Invalid([unreadable(schema, error)]) from error
    text, changes = _text(schema, raw)
    if excel := re.match(r"sep=.[\r\n]+", text):
        text = text[excel.end() :]
        changes.append("took out a line for Excel")
    delimiter = _delimiter(schema, text)
    if delimiter != ",":
        changes.append(f"commas in place of {DELIMITERS[delimiter]}")
    try:
        rows = list(_rows(text, delimiter))
    except csv.Error as error:
        fix = "close its quotation marks, or shorten its cells"
        raise Invalid([_at(schema, 1, f"not CSV: {error}", fix)]) from error
    if not rows:
        raise Invalid([_at(schema, 1, "an empty file", "restore its header and rows")])
    return _in_shape(
        schema, _File(schema, raw, delimiter, rows[0][1], (), tuple(changes)), rows[1:]
    )


def _text(schema: TableSchema, raw: bytes) -> tuple[str, list[str]]:
    """The text of a file, and what was undone to have it."""
    if encoding := utf16(raw):
        try:
            return raw.decode(encoding), ["UTF-8 in place of UTF-16"]
        except UnicodeDecodeError as error:
            raise Invalid([_at(schema, 1, "half a character of UTF-16", AGAIN)]) from error
    body = raw.removeprefix(b"\xef\xbb\xbf")
    if line := not_utf8(body):
        raise Invalid([_at(schema, line, "a byte that is not UTF-8", AGAIN)])
    changes = ["took out a byte-order mark"] if len(body) < len(raw) else []
    return body.decode("utf-8"), changes


def _delimiter(schema: TableSchema, text: str) -> str:
    """The sign by which the first line has the most columns of the schema."""
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]

    def known(delimiter: str) -> int:
        try:
            names = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            return 0
        return len({name.strip() for name in names} & set(schema.columns))

    return max(DELIMITERS, key=known)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows that are not blank, with the lines on which they begin, without blanks at ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    once: dict[
        str, str
    ] = {}  # equal cells are one text, else those of a large file fill the memory
    line = 1
    for row in reader:
        cells = tuple(once.setdefault(cell, cell) for cell in map(str.strip, row))
        if any(cells):
            yield line, cells
        line = reader.line_num + 1


def _in_shape(schema: TableSchema, file: _File, rows: list[tuple[int, tuple[str, ...]]]) -> _File:
    """The table with columns of the schema alone; Invalid where columns or rows do not fit."""
    width = len(file.names)
    wrong = [
        _at(schema, line, many(len(row), "value"), f"give it {width}, as the first line has")
        for line, row in rows
        if len(row) < width or any(row[width:])
    ]
    cells = [row[:width] for _, row in rows]
    spare = [] if wrong else _spare(file.names, cells, schema.columns)
    names = [name for number, name in enumerate(file.names) if number not in spare]
    wrong = [*_unfit(schema, names), *few(wrong)]
    if wrong:
        raise Invalid(wrong)
    return replace(
        file,
        names=tuple(names),
        rows=tuple(
            tuple(cell for number, cell in enumerate(row) if number not in spare) for row in cells
        ),
        changes=(*file.changes, *_taken_out(cells, spare)),
    )


def _taken_out(rows: list[tuple[str, ...]], spare: list[int]) -> Iterator[str]:
    """What is said of columns that are taken out."""
    empty = [number for number in spare if not any(row[number] for row in rows)]
    if len(spare) > len(empty):
        yield "took out a column of row numbers"
    if empty:
        yield f"took out {many(len(empty), 'empty column')}"


def _spare(
    names: Iterable[str], rows: list[tuple[str, ...]], columns: tuple[str, ...]
) -> list[int]:
    """The columns, by number, that hold the numbers of rows, or nothing and have no name."""
    return [
        number
        for number, name in enumerate(names)
        if name not in columns
        and INDEX.fullmatch(name)
        and (_numbered([row[number] for row in rows]) or not any(row[number] for row in rows))
    ]


def _numbered(cells: list[str]) -> bool:
    """Whether cells hold a different whole number each."""
    return len(set(cells)) == len(cells) and all(
        re.fullmatch(r"[0-9]{1,9}(\.0)?", cell) for cell in cells
    )


def _unfit(schema: TableSchema, names: list[str]) -> Iterator[Problem]:
    """A problem for each column that is missing, unknown or there twice."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    missing = set(schema.columns) - set(names) - set(migration.NEW.get(schema.name, ()))
    for name in twice:
        yield _at(schema, 1, f"column {name} twice", "keep one", name)
    for name in sorted(set(names) - set(schema.columns)):
        fix = nearest(name, missing or schema.columns)
        yield _at(schema, 1, f"unknown column {name!r}", fix, name)
    if missing:
        value = f"no column {shorten(sorted(missing))}"
        yield _at(schema, 1, value, "add it, empty where unknown")


def _at(schema: TableSchema, line: int, value: str, fix: str, field: str = "") -> Problem:
    return Place(field, schema.path, line).problem(value, "a table in CSV", fix)
