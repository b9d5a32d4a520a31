"""The lines on which rows stand, where blank lines, broken rows or line breaks shift them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass


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
    told = list(_starts(body.decode("utf-8")))[1:]
    return Lines(
        rows=tuple(line for line, count in told if count == width),
        broken=tuple((line, _wrong(count)) for line, count in told if count != width),
    )


def _starts(text: str) -> Iterator[tuple[int, int]]:
    """The line on which each row begins, with its number of values; -1 where it never ends."""
    reader = csv.reader(io.StringIO(text, newline=""))
    line = 1
    try:
        for row in reader:
            yield line, len(row)
            line = reader.line_num + 1
    except csv.Error:
        yield line, -1


def _wrong(count: int) -> str:
    if count < 0:
        return "a quotation mark that is never closed"
    return f"{count} value{'' if count == 1 else 's'}" if count else "a blank line"
