"""What a file of rows and columns holds, before anything is known of what its columns mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a row.

    value, allowed, fix: as in `errors.Problem`. column: which of its cells, counted from 0; None
    where it is the row as a whole.
    """

    value: str
    allowed: str
    fix: str
    column: int | None = None


@dataclass(frozen=True)
class Line:
    """A row of a file that is not blank.

    number: the line or row on which it begins, counted from 1. cells: their text, without blanks at
    the ends. faults: what is wrong with it; a row with faults is not to be used.
    """

    number: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Grid:
    """The rows of a file, the first of which names the columns.

    path: the file. sheet: the sheet of a workbook; empty for text. notes: what a reader should know
    of how it is read, each as a sentence. rows: reads the file from its beginning, row by row.
    """

    path: Path
    sheet: str
    notes: tuple[str, ...]
    rows: Callable[[], Iterator[Line]]
