"""Text with columns: CSV and TSV of any delimiter and encoding, read line by line."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from analysis.case.tables import utf16
from analysis.case.tidy import DELIMITERS
from analysis.errors import Invalid, Place, shorter
from analysis.intake.grid import Fault, Grid, Line

LONGEST = 1 << 20
"""Letters that a line may have."""
HEAD = 1 << 16
"""Bytes by which the encoding of a file shows."""
TEXT = "a table as text, in UTF-8 if possible"
ENCODINGS = {"utf-8": "", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
ZERO = "a zero byte, which is no text"


@dataclass(frozen=True)
class _Text:
    """A file of text: its encoding, and the sign that parts its columns.

    named: whether its first line only names that sign, as Excel writes it ("sep=;").
    """

    path: Path
    encoding: str
    delimiter: str = ","
    named: bool = False


def grid(path: Path) -> Grid:
    """The rows of a file of text. Raises Invalid where it is no text, or its first line is none."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        excel = re.fullmatch("sep=(.)[\r\n]+", file.readline(HEAD))
    text = _Text(path, encoding)
    if excel:
        text = replace(text, delimiter=excel[1], named=True)
    else:
        text = replace(text, delimiter=_delimiter(text))
    return Grid(path, "", tuple(_notes(text)), partial(_rows, text))


def _notes(text: _Text) -> Iterator[str]:
    """How the file was read, where that is not as usual."""
    name = text.encoding.removesuffix("-le").removesuffix("-be").removesuffix("-sig")
    if ENCODINGS[name]:
        yield f"The file is not in UTF-8; it was read as {ENCODINGS[name]}."
    if text.delimiter != ",":
        sign = DELIMITERS.get(text.delimiter, f"the sign {text.delimiter}")
        yield f"Its columns are parted by {sign}."


def _encoding(path: Path) -> str:
    """The encoding of a file; Invalid where it is no text."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if name := utf16(head):
        return name
    if b"\0" in head:
        fix = "save the table as CSV or xlsx from the program that it comes from"
        raise Invalid([Place("", path.name).problem("a binary file", TEXT, fix)])
    if _decodes(path, "utf-8"):
        return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    if _decodes(path, "cp1252"):
        return "cp1252"
    value = "text in no encoding that is known: neither UTF-8, UTF-16 nor Windows-1252"
    raise Invalid([Place("", path.name).problem(value, TEXT, "save it as CSV in UTF-8")])


def _decodes(path: Path, encoding: str) -> bool:
    """Whether all of a file is text in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(LONGEST):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class _Unreadable(Exception):  # noqa: N818  (it is turned into a fault of a row)
    """A line that cannot be read, with what is wrong with it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def _lines(text: _Text) -> Iterator[str]:
    """The lines of a file, as far as they can be read; raises _Unreadable at the first other."""
    with text.path.open(encoding=text.encoding, newline="") as file:
        while line := _line(file.readline):
            if "\0" in line:
                raise _Unreadable(Fault(ZERO, TEXT, "save it as CSV from its program"))
            yield line


def _line(readline: Callable[[int], str]) -> str:
    """The next line; empty at the end."""
    try:
        line = readline(LONGEST + 1)
    except UnicodeDecodeError as error:
        raise _Unreadable(Fault("half a character", TEXT, "save it as CSV in UTF-8")) from error
    if len(line) > LONGEST:
        value = f"a line of more than {LONGEST:,} letters"
        raise _Unreadable(Fault(value, "lines that are shorter", "see whether it is a table"))
    return line


def _delimiter(text: _Text) -> str:
    """The sign by which the first row that is not blank has the most columns."""
    widths = {sign: _width(replace(text, delimiter=sign)) for sign in DELIMITERS}
    best = max(widths, key=widths.__getitem__)
    return best if widths[best] > 1 else ","


def _width(text: _Text) -> int:
    """How many names the first row has; 0 where it cannot be read so."""
    line = next(_rows(text), None)
    return sum(map(bool, line.cells)) if line and not line.faults else 0


def _rows(text: _Text) -> Iterator[Line]:
    """The rows that are not blank, until the first that cannot be parted from the next."""
    lines = islice(_lines(text), int(text.named), None)
    reader = csv.reader(lines, delimiter=text.delimiter, strict=True)
    number = 1
    try:
        for row in reader:
            cells = tuple(cell.strip() for cell in row)
            if any(cells):
                yield Line(number + text.named, cells)
            number = reader.line_num + 1
    except csv.Error as error:
        fix = "close its quotation marks, and double those inside a value"
        fault = Fault(shorter(f"not CSV: {error}"), TEXT, fix)
        yield Line(number + text.named, (), (fault,))
    except _Unreadable as error:
        yield Line(reader.line_num + 1 + text.named, (), (error.fault,))
