"""One format of numbers for each column: what dots and commas in its numbers stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.errors import Gathered, Place, Problem, few
from analysis.intake.importing.mapping import Mapping as Meaning
from analysis.intake.importing.raw import Raw
from analysis.intake.importing.readers import READERS

NUMERAL = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)+(?![\w])", re.ASCII)
"""A number with a dot or a comma in it."""
COMMA_PROVES = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+", re.ASCII)
"""A number in which a dot can only group thousands."""
POINT_PROVES = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|0\d*\.\d+|\d{4,}\.\d+|\d+\.(?:\d{1,2}|\d{4,})", re.ASCII
)
"""A number in which a dot, if there is one, can only begin the decimals; or with commas between."""
DOUBTFUL = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""A number such as 12.000: of thousands, or with three decimals."""
SWAPPED = str.maketrans(".,", ",.")
FIX = "say which with --numbers decimal-comma (12.000 is 12,000) or --numbers decimal-point"


def uniform(raw: Raw, meaning: Meaning, numbers: str, parts: bool) -> Raw:
    """A table whose figures have commas between thousands and a point before decimals.

    numbers: `decimal-comma` or `decimal-point` for columns that prove neither, or both; empty where
    that is a question. parts: whether parts are read too. Raises Invalid with all such columns.
    """
    problems, columns, notes = Gathered(), dict(raw.columns), list(raw.notes)
    for name in _of_figures(raw, meaning, parts):
        commas, points, doubtful = _kinds(raw.columns[name])
        if not numbers and ((commas and points) or (doubtful and not commas and not points)):
            problems.add(few([*_questions(raw, name, commas or doubtful, bool(points))]))
        if (commas and not points) or (numbers == "decimal-comma" and bool(commas) == bool(points)):
            columns[name] = [_swapped(cell) for cell in raw.columns[name]]
            if commas or doubtful:
                notes.append(f"Dots in the column {name} are read as between thousands.")
    problems.refuse()
    return replace(raw, columns=columns, notes=tuple(notes))


def _of_figures(raw: Raw, meaning: Meaning, parts: bool) -> list[str]:
    """The columns whose cells are figures, and not texts that hold some."""
    counts = meaning.figures if parts else meaning.counts
    names = [name for c in counts if not READERS[c.reader].picks for name in c.columns]
    return [actual for actual in dict.fromkeys(map(raw.actual, names)) if actual]


def _kinds(cells: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """The numbers that prove a decimal comma, a decimal point, and neither."""
    printed = {match for cell in set(cells) for match in NUMERAL.findall(cell)}
    commas, points, doubtful = (
        {number for number in printed if pattern.fullmatch(number)}
        for pattern in (COMMA_PROVES, POINT_PROVES, DOUBTFUL)
    )
    return commas, points, doubtful


def _questions(raw: Raw, name: str, numbers: set[str], mixed: bool) -> Iterator[Problem]:
    """A problem for each cell that leaves it open what a dot stands for."""
    allowed = "one format of numbers in a column" if mixed else "a number that proves its format"
    for cell, line in zip(raw.columns[name], raw.lines, strict=True):
        if numbers & set(NUMERAL.findall(cell)):
            yield Place(name, raw.path.name, line).problem(repr(cell), allowed, FIX)


def _swapped(cell: str) -> str:
    """A cell with dots for commas in its numbers, and the other way round."""
    return NUMERAL.sub(lambda match: match[0].translate(SWAPPED), cell)
