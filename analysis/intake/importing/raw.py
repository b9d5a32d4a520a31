"""A table as somebody else keeps it, in columns of text, with the mapping's names for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from analysis.errors import Gathered, Problem, nearest
from analysis.intake.importing.mapping import Mapping as Meaning
from analysis.intake.workbook import OpenTable


@dataclass(frozen=True)
class Raw:
    """The rows of a file.

    header: the names of its columns. columns: their cells, as text. lines: the line of each row.
    notes: what is to be known of how it was read.
    """

    path: Path
    header: tuple[str, ...]
    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> Sequence[str]:
        """The cells of a column that a mapping names; empty ones where the file lacks it."""
        actual = self.actual(name)
        return self.columns[actual] if actual else [""] * len(self)

    def actual(self, name: str) -> str:
        """The file's own name of a column that a mapping names; empty where there is none."""
        if name in self.header:
            return name
        return self._plain.get(plain(name), "") if name else ""

    @cached_property
    def _plain(self) -> Mapping[str, str]:
        return by_plain_name(self.header)


def plain(name: str) -> str:
    """The name of a column without dots, blanks, underscores and capitals.

    >>> plain("Minimum.total.people.killed") == plain("minimum total people killed")
    True
    """
    return re.sub(r"[\W_]+", "", name).casefold()


def by_plain_name(header: Iterable[str]) -> Mapping[str, str]:
    """The columns by their plain names, without those that several have."""
    names: dict[str, list[str]] = {}
    for name in header:
        names.setdefault(plain(name), []).append(name)
    return {key: own[0] for key, own in names.items() if key and len(own) == 1}


def read_raw(table: OpenTable, meaning: Meaning) -> Raw:
    """The rows of a table, of which only the columns that a mapping names stay in memory.

    Raises Invalid with everything that is wrong with mapping or file, and OSError.
    """
    raw = Raw(table.path, table.header, dict.fromkeys(table.header, ()), (), table.notes)
    gathered = Gathered()
    gathered.add(_unfit(raw, meaning))
    wanted = {raw.actual(name) for name in meaning.places} - {""}
    columns: dict[str, list[str]] = {name: [] for name in table.header if name in wanted}
    lines: list[int] = []
    gathered.tried(partial(_fill, table, columns, lines), None)
    gathered.refuse()
    return replace(raw, columns=columns, lines=lines)


def _fill(table: OpenTable, columns: dict[str, list[str]], lines: list[int]) -> None:
    adders = [(name, cells.append) for name, cells in columns.items()]
    for line, row in table.rows():
        lines.append(line)
        for name, add in adders:
            add(row[name])


def _unfit(raw: Raw, meaning: Meaning) -> Iterator[Problem]:
    """A problem for each column that a mapping names and the file does not have."""
    for name, place in meaning.places.items():
        if name not in meaning.optional and not raw.actual(name):
            value, allowed = f"{name!r}: no such column", f"a column of {raw.path.name}"
            yield place.problem(value, allowed, nearest(name, raw.header))
