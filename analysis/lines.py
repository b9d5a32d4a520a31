"""The lines on which rows stand, where blank lines, broken rows or line breaks shift them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

BLANK = "a blank line"
UNCLOSED = "a quotation mark that is never closed"
TOO_LONG = "a value too long to read"


@dataclass(frozen=True)
class Lines:
    """Where the rows of a file begin, counted from 1.

    rows: the line of each row that has all its values. broken: the line of each other, with
    what is wrong with it in words.
    """

    rows: tuple[int, ...]
    broken: tuple[tuple[int, str], ...]


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
