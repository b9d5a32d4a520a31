"""The lines on which rows stand, where blank lines, broken rows or line breaks shift them."""

from __future__ import annotations

import csv
import io
from array import array
from dataclasses import dataclass

import pyarrow as pa

BLANK = "a blank line"
UNCLOSED = "a quotation mark that is never closed"
TOO_LONG = "a value too long to read"


REPLACED = "\ufffd"
"""What stands for bytes that are no text."""


@dataclass(frozen=True)
class Lines:
    """Where the rows of a file begin, counted from 1.

    rows: the line of each row that has all its values. broken: the line of each other, with
    what is wrong with it in words.
    """

    rows: tuple[int, ...]
    broken: tuple[tuple[int, str], ...]


def not_utf8(body: bytes) -> int:
    """The first line that is not UTF-8, counted from 1; 0 where all of it is.

    Arrow looks at the bytes in place: to decode a large file and throw the text away is slow.
    """
    ends = pa.py_buffer(array("q", [0, len(body)]))
    text = pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(body)])
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        broken = body.decode("utf-8", "replace").partition(REPLACED)[0]
        return broken.count("\n") + 1
    return 0


def lines(body: bytes, width: int) -> Lines:
    """Walk through the rows of a CSV text whose header has `width` columns.

    Slower than the reader of tables, which skips what is broken and does not say where.
    """
    text = body.decode("utf-8")
    told = _starts(text, width)[1:]
    if told and told[-1][1] and text.count('"') % 2:
        told[-1] = (told[-1][0], UNCLOSED)
    return Lines(
        rows=tuple(line for line, wrong in told if not wrong),
        broken=tuple((line, wrong) for line, wrong in told if wrong),
    )


def _starts(text: str, width: int) -> list[tuple[int, str]]:
    """The line on which each row begins, with what is wrong with it."""
    reader = csv.reader(io.StringIO(text, newline=""))
    found: list[tuple[int, str]] = []
    line = 1
    try:
        for row in reader:
            found.append((line, "" if len(row) == width else _wrong(len(row))))
            line = reader.line_num + 1
    except csv.Error:
        found.append((line, TOO_LONG))
    return found


def _wrong(count: int) -> str:
    return f"{count} value{'' if count == 1 else 's'}" if count else BLANK
