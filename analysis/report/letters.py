"""Which texts of a report the typefaces of paper cannot print, for the person who makes it."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.charts.kit.printable import unprintable
from analysis.report.document import Prose, Table
from analysis.report.edition import Edition
from analysis.report.figures import file_name

PAPER = "report.pdf"


def replaced(edition: Edition, source: str) -> list[str]:
    """A line for each text and each chart that is not printed letter by letter.

    source: what is printed, with all its letters. A line names the row or the chart, and the
    letters for which a box stands or which are left out.
    """
    printed = frozenset(unprintable(source))
    lines = [_line(where, lacking) for where, lacking in _texts(edition) if set(lacking) & printed]
    return [*lines, *(_line(where, lacking) for where, lacking in _charts(edition))]


def _line(where: str, letters: str) -> str:
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters)
    return f"{PAPER}: {where}: its typefaces lack {named}; a box or nothing stands for each"


def _texts(edition: Edition) -> Iterator[tuple[str, str]]:
    """The texts of the record and of the notebooks with letters that are not printed."""
    for name, table in edition.whole.package.tables.items():
        for row in edition.whole.rows[name]:
            for column, cell in row.items():
                if letters := unprintable(cell):
                    yield f"{table.path}, {row[table.key[0]]}, {column}", letters
    for section in edition.document.sections:
        for block in section.blocks:
            words = block.markdown if isinstance(block, Prose) else ""
            words += repr(block.rows) if isinstance(block, Table) else ""
            if letters := unprintable(words):
                yield f"a text of {section.notebook}", letters


def _charts(edition: Edition) -> Iterator[tuple[str, str]]:
    for figure in edition.document.figures:
        if letters := unprintable(figure.svg, drawing=True):
            yield f"the chart {file_name(figure).removeprefix('figures/')}", letters
