"""The lines on which rows stand, where blank lines, broken rows or line breaks shift them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

BLANK = "a blank line"
UNCLOSED = "a quotation mark that is never closed"
ENDLESS = -1
"""The number of values of a row that never ends."""


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
    told = _starts(text)[1:]
    if told and told[-1][1] != width and text.count('"') % 2:
        told[-1] = (told[-1][0], ENDLESS)
    return Lines(
        rows=tuple(line for line, count in told if count == width),
        broken=tuple((line, _wrong(count)) for line, count in told if count != width),
    )


def _starts(text: str) -> list[tuple[int, int]]:
    """The line on which each row begins, with its number of values."""
    reader = csv.reader(io.StringIO(text, newline=""))
    found: list[tuple[int, int]] = []
    line = 1
    try:
        for row in reader:
            found.append((line, len(row)))
            line = reader.line_num + 1
    except csv.Error:  # a value beyond what the csv module takes: rows run into one another
        found.append((line, ENDLESS))
    return found


def _wrong(count: int) -> str:
    if count == ENDLESS:
        return UNCLOSED
    return f"{count} value{'' if count == 1 else 's'}" if count else BLANK
