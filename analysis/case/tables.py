"""A reader of the CSV files of a case as tables of text, which reports whatever is wrong.

Arrow reads them, since a case may have a million claims; the csv module walks through those that
are broken, since Arrow skips a broken row and does not say which.
"""

from __future__ import annotations

import csv
import errno
import io
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa
from pyarrow import csv as pacsv

from analysis.case import arrow
from analysis.case.migration import NEW
from analysis.case.schema import Package, TableSchema
from analysis.claims.cells import Rows
from analysis.errors import Place, Problem, few, nearest, shorter
from analysis.paths import contents

BLANK = "a blank line"
EMPTY = "an empty table"
UNCLOSED = "a quotation mark that is never closed"
TOO_LONG = "a value too long to read"
REPLACED = "\ufffd"
"""The character by which Python replaces bytes that are not UTF-8."""


@dataclass(frozen=True)
class Lines:
    """The lines on which the rows of a file begin, counted from 1.

    rows: the line of each row with the right number of values. broken: the line of each other row,
    with what is wrong with it in words.
    """

    rows: tuple[int, ...]
    broken: tuple[tuple[int, str], ...]


def not_utf8(body: bytes) -> int:
    """The first line of a file that is not UTF-8, counted from 1; 0 where all of it is.

    >>> not_utf8("a\\né\\n".encode()), not_utf8("a\\né\\n".encode("latin-1"))
    (0, 2)
    """
    # Arrow looks at the bytes in place: to decode a large file and throw the text away is slow.
    ends = pa.py_buffer(array("q", [0, len(body)]))
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(body)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        broken = body.decode("utf-8", "replace").partition(REPLACED)[0]
        return broken.count("\n") + 1
    return 0


def lines(body: bytes, width: int) -> Lines:
    """The lines of the rows of a CSV file in UTF-8, and of those that are broken.

    width: how many columns its header has.

    >>> lines(b"a,b\\n1,2\\n3\\n", width=2)
    Lines(rows=(2,), broken=((3, '1 value'),))
    """
    text = body.decode("utf-8")
    starts = _starts(text, width)[1:]
    if starts and starts[-1][1] and text.count('"') % 2:
        starts[-1] = (starts[-1][0], UNCLOSED)
    return Lines(
        rows=tuple(line for line, wrong in starts if not wrong),
        broken=tuple((line, wrong) for line, wrong in starts if wrong),
    )


def _starts(text: str, width: int) -> list[tuple[int, str]]:
    """The line on which each row begins, and what is wrong with the row; empty where nothing is."""
    reader = csv.reader(io.StringIO(text, newline=""))
    starts: list[tuple[int, str]] = []
    line = 1
    try:
        for row in reader:
            starts.append((line, "" if len(row) == width else _wrong(len(row))))
            line = reader.line_num + 1
    except csv.Error:
        starts.append((line, TOO_LONG))
    return starts


def _wrong(count: int) -> str:
    return f"{count} value{'' if count == 1 else 's'}" if count else BLANK


Columns = Mapping[str, pa.DictionaryArray]
"""The columns of a table by name."""
SMALL = 1 << 20
"""Bytes up to which one thread reads a file faster than several, which have to be started."""
TEXT = pa.dictionary(pa.int32(), pa.string())
LINE = re.compile(rb"[^\r\n]*")
TIDY = "run `contested tidy`"
AGAIN = "save it as CSV in UTF-8 from the program that it comes from"
MOST_BYTES = 1 << 30
"""Bytes that the tables of a case may have together: a gigabyte is some four million claims."""
INDEX = re.compile(r"(Unnamed: \d+(\.\d+)?|index|level_\d+)?")
"""Names of the columns in which pandas and R save the numbers of rows."""


@dataclass(frozen=True)
class Table:
    """A table as read: every column as dictionary-encoded text; empty text is unknown.

    raw: the bytes of its file. lines: the line each row stands on, counted from 1; empty where row
    `n` (from 0) stands on line `n + 2`. left_out: the cells of rows that could not be read, None
    where these cannot be told apart. plain: False where the file as a whole is wrong in a way that
    is reported, so that nothing need be said of its layout. absent: columns that its file lacks,
    empty in every row.
    """

    schema: TableSchema
    columns: Columns
    raw: bytes
    lines: tuple[int, ...] = ()
    left_out: frozenset[str] | None = frozenset()
    plain: bool = True
    absent: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def place(self, row: int, field: str) -> Place:
        """The place of a cell; rows count from 0."""
        return Place(field, self.schema.path, self.line(row))

    def line(self, row: int) -> int:
        """The line of the file on which a row stands."""
        return self.lines[row] if self.lines else row + 2

    def rows(self) -> Rows:
        """The rows as mappings from column to text, in the order of the file."""
        return self._rows

    def only(self, rows: Sequence[int]) -> Table:
        """The table without its other rows; those that stay are on the lines of the file still."""
        read = self.columns.items()
        lines = tuple(self.line(row) for row in rows)
        columns = {
            name: pa.DictionaryArray.from_arrays(arrow.at(column.indices, rows), column.dictionary)
            for name, column in read
        }
        return replace(self, columns=columns, lines=lines)

    @cached_property
    def _rows(self) -> Rows:
        names = self.schema.columns
        columns = [self.columns[name].cast(pa.string()).to_pylist() for name in names]
        return tuple(dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def read(package: Package) -> tuple[dict[str, Table], list[Problem]]:
    """Every table of a case that can be read, by name, and what is wrong with the files.

    Tables are read as long as all of them together hold at most `MOST_BYTES`.
    """
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    room = MOST_BYTES
    for schema in package.tables.values():
        table, wrong = read_table(package, schema, room)
        problems += wrong
        if table is not None:
            tables[schema.name] = table
            room -= len(table.raw)
    # A case that has no claim yet needs nothing to be in the tables that claims refer to.
    begun = (
        "claims" not in tables or len(tables["claims"]) or tables["claims"].left_out != frozenset()
    )
    return tables, [p for p in problems if begun or p.value != EMPTY]


def read_table(
    package: Package, schema: TableSchema, room: int = MOST_BYTES
) -> tuple[Table | None, list[Problem]]:
    """A table, and what is wrong with its file; None for the table where that cannot be read.

    room: the most bytes that the file may hold.
    """
    try:
        raw = contents(package.folder / schema.path, room)
    except OSError as error:
        return None, [unreadable(schema, error)]
    problems = list(_wrapping(schema, raw))
    body, fatal = _text(schema, raw)
    if body is None:
        return None, problems + fatal
    names = _names(body)
    headed = _header(schema, names)
    if [name for name in names if names.count(name) > 1] or not set(schema.key) <= set(names):
        return None, problems + headed
    table, broken = _parsed(schema, raw, body, names)
    if table is None or (headed and not len(table)):  # rows do not fit a wrong first line
        return None, [*problems, *(headed or broken)]
    problems += headed + broken
    if len(table) == 0 and not broken and not schema.may_be_empty:
        problems.append(_file(schema, EMPTY, "add its rows", "at least one row"))
    return replace(table, plain=not problems), problems


def unreadable(schema: TableSchema, error: OSError) -> Problem:
    """The problem of a file that the system does not give, or that is too large."""
    if isinstance(error, FileNotFoundError):
        return _file(schema, "no such file", "restore it; its columns are in data/schema")
    if error.errno == errno.EFBIG:
        allowed = f"at most {MOST_BYTES:,} bytes in all tables of a case"
        return _file(schema, str(error.strerror), "make two cases of it", allowed)
    reason = str(error.strerror)
    return _file(schema, reason[:1].lower() + reason[1:], "make it a file that can be read")


def _parsed(
    schema: TableSchema, raw: bytes, body: bytes, names: list[str]
) -> tuple[Table | None, list[Problem]]:
    """The table in a text, and the rows of it that are broken; None where it is no table."""
    try:
        columns, walked = _parse(schema, body, names)
    except pa.ArrowInvalid as error:
        broken = _broken(schema, lines(body, len(names)), len(names))
        reason = str(error).splitlines()[0]
        return None, broken or [_file(schema, f"not CSV: {reason}", AGAIN)]
    broken = _broken(schema, walked, len(names))
    table = Table(
        schema,
        columns,
        raw,
        walked.rows,
        _left_out(body, len(names), walked) if broken else frozenset(),
        absent=frozenset(schema.columns) - set(names),
    )
    if walked.rows and len(walked.rows) != len(table):
        return None, broken or [_file(schema, "rows that cannot be told apart", AGAIN)]
    return table, broken


def _left_out(body: bytes, width: int, walked: Lines) -> frozenset[str] | None:
    """The cells of broken rows; None where a row that has no end took in others."""
    if any(wrong in (UNCLOSED, TOO_LONG) for _, wrong in walked.broken):
        return None
    rows = csv.reader(io.StringIO(body.decode("utf-8"), newline=""))
    return frozenset(cell for row in rows if len(row) != width for cell in row)


def _wrapping(schema: TableSchema, raw: bytes) -> Iterator[Problem]:
    """The changes a spreadsheet makes to a file that leave its contents as they were."""
    if raw.startswith(b"\xef\xbb\xbf"):
        yield _file(schema, "a byte-order mark", TIDY, "UTF-8 without one")
    if b"\r" in raw and not utf16(raw):
        yield _file(schema, "lines that end in CR LF", TIDY, "lines that end in LF")


def _text(schema: TableSchema, raw: bytes) -> tuple[bytes | None, list[Problem]]:
    """The file without its byte-order mark, or None, and the problems that make it unreadable."""
    if utf16(raw):
        return None, [_file(schema, "text in UTF-16", TIDY, "text in UTF-8")]
    body = raw.removeprefix(b"\xef\xbb\xbf")
    if wrong := not_utf8(body):
        place = Place("", schema.path, wrong)
        return None, [place.problem("a byte that is not UTF-8", "text in UTF-8", AGAIN)]
    head = _first_line(body)
    if not head.strip():
        value = "an empty first line" if body.strip() else "an empty file"
        return None, [_file(schema, value, "restore its header and rows", "a table")]
    if head.startswith("sep="):
        return None, [_file(schema, "a line for Excel", TIDY, "the names of the columns")]
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if sign in head and "," not in head:
            return None, [_file(schema, f"columns parted by {name}", TIDY, "commas")]
    return body, []


def utf16(raw: bytes) -> str:
    """The name of the encoding of a file in UTF-16; empty for any other file.

    >>> utf16("a,b".encode("utf-16")), utf16("a,b".encode("utf-16-be")), utf16(b"a,b")
    ('utf-16', 'utf-16-be', '')
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # The names of columns are ASCII, of which UTF-16 makes every second byte a zero.
    head = raw[:64]
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 1 and set(head[first::2]) == {0} and 0 not in head[1 - first :: 2]:
            return name
    return ""


def _first_line(body: bytes) -> str:
    first = LINE.match(body)
    return first[0].decode("utf-8") if first else ""


def _names(body: bytes) -> list[str]:
    """The names in the first line; a name for each part of it where it is no CSV."""
    head = _first_line(body)
    try:
        return next(csv.reader([head]))
    except csv.Error:
        return head.split(",")


def _header(schema: TableSchema, names: list[str]) -> list[Problem]:
    allowed = "the columns of the codebook"
    new = NEW.get(schema.name, ())
    add = "add the column, empty where unknown"
    missing = [
        _file(
            schema,
            f"no column {name}",
            "run `contested tidy`, which adds it" if name in new else add,
            "every column",
            name,
        )
        for name in schema.columns
        if name not in names
    ]
    unknown = [
        _file(schema, f"unknown column {shorter(name)!r}", _unasked(name, schema), allowed, name)
        for name in names
        if name not in schema.columns
    ]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [
        *missing,
        *unknown,
        *(_file(schema, f"column {name} twice", "keep one", "each once", name) for name in twice),
    ]


def _unasked(name: str, schema: TableSchema) -> str:
    """The fix for a column that the schema does not have."""
    if INDEX.fullmatch(name):
        return "run `contested tidy`, which takes out numbers of rows"
    return nearest(name, schema.columns)


def _parse(schema: TableSchema, body: bytes, names: list[str]) -> tuple[Columns, Lines]:
    """The columns, and the lines of their rows unless each row is one line.

    names: those of the first line. A file with line breaks in its values is read a second time,
    more slowly.
    """
    columns = _columns(schema, body, names, breaks=False)
    ends = body.count(b"\n") - body.endswith(b"\n")
    if ends == len(next(iter(columns.values()))) and b"\r" not in body:
        return columns, Lines((), ())
    columns = _columns(schema, body, names, breaks=True)
    return columns, lines(body, len(names))


def _columns(schema: TableSchema, body: bytes, names: list[str], breaks: bool) -> Columns:
    """The columns as text, without blank lines and rows that have too few or too many values."""
    table = pacsv.read_csv(
        pa.BufferReader(body),
        read_options=pacsv.ReadOptions(use_threads=len(body) > SMALL),
        parse_options=pacsv.ParseOptions(
            invalid_row_handler=lambda _: "skip", newlines_in_values=breaks
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, TEXT),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )
    if table.column_names != names:
        raise pa.ArrowInvalid("the names of the columns take more than one line")
    absent = arrow.repeated("", len(table))
    return {
        name: table[name].unify_dictionaries().combine_chunks() if name in names else absent
        for name in schema.columns
    }


def _broken(schema: TableSchema, walked: Lines, width: int) -> list[Problem]:
    fixes = {BLANK: "delete it", UNCLOSED: "close it"}
    allowed = f"{width} values in a row"
    return list(
        few(
            [
                Place("", schema.path, line).problem(
                    value, allowed, fixes.get(value, "quote a value that holds a comma")
                )
                for line, value in walked.broken
            ]
        )
    )


def _file(
    schema: TableSchema, value: str, fix: str, allowed: str = "a table in CSV", field: str = ""
) -> Problem:
    return Place(field, schema.path, 1).problem(value, allowed, fix)
