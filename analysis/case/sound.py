"""Faults of rows, and the rows that are sound enough for a rule to look at.

A rule runs on every row that is sound in the columns the rule reads, whatever is wrong elsewhere:
so a check reports all that is wrong at once, and nothing that only follows from something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from analysis.case import arrow
from analysis.case.tables import Table
from analysis.claims.cells import Row
from analysis.errors import Problem, repeated


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with rows of a table.

    table: its name. columns: what cannot be relied on in these rows. rows: their numbers, counted
    from 0, in order. problem: gives the problem of a row.
    """

    table: str
    columns: tuple[str, ...]
    rows: Sequence[int]
    problem: Callable[[int], Problem]

    def problems(self) -> Iterator[Problem]:
        """The problems of the first rows, the last of which counts the others."""
        return repeated(self.problem, self.rows)


class Sound:
    """The rows of tables in which no fault lies, column by column.

    tables: those that could be read, by name. faults: what is wrong with them.
    """

    def __init__(self, tables: Mapping[str, Table], faults: Iterable[Fault]) -> None:
        self._tables = tables
        self._unsound: dict[tuple[str, str], Any] = {
            (name, column): np.ones(len(table), bool)
            for name, table in tables.items()
            for column in table.absent
        }
        for fault in faults:
            for column in fault.columns:
                unsound = self._unsound.setdefault(
                    (fault.table, column), np.zeros(len(tables[fault.table]), bool)
                )
                unsound[np.asarray(fault.rows, np.int64)] = True

    def less(self, faults: Iterable[Fault]) -> Sound:
        """The rows in which none of these faults lies either."""
        fewer = Sound(self._tables, faults)
        for key, unsound in self._unsound.items():
            fewer._unsound[key] = unsound | fewer._unsound.get(key, False)
        return fewer

    def mask(self, table: str, columns: Iterable[str] = ()) -> Any:
        """Whether each row is sound in these columns, by default in all, as an array of NumPy."""
        sound = np.ones(len(self._tables[table]), bool)
        for column in columns or self._tables[table].schema.columns:
            if (table, column) in self._unsound:
                sound &= ~self._unsound[table, column]
        return sound

    def rows(self, table: str, *columns: str) -> Iterator[tuple[int, Row]]:
        """The rows that are sound in these columns, with their numbers, counted from 0.

        The rows hold these columns alone. There are none of a table that could not be read.
        """
        if table not in self._tables:
            return
        read = self._tables[table].columns
        numbers = np.flatnonzero(self.mask(table, columns)).tolist()
        values = [arrow.at(read[c], numbers).cast(pa.string()).to_pylist() for c in columns]
        for number, cells in zip(numbers, zip(*values, strict=True), strict=True):
            yield number, dict(zip(columns, cells, strict=True))

    def all(self, table: str, *columns: str) -> bool:
        """Whether a table was read to its last row, and every row is sound in these columns."""
        read = self._tables.get(table)
        return bool(read and read.left_out == frozenset() and self.mask(table, columns).all())


def distinct(table: Table, columns: Sequence[str], sound: Any) -> tuple[list[Row], Any]:
    """The different rows that a table has in some columns, and which of them each row is.

    sound: whether to look at each row; the others are -1.
    """
    read = [table.columns[name] for name in columns]
    numbers, count = arrow.combined(read)
    numbers = np.where(sound, numbers, -1)
    first = np.full(count + 1, -1)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    used = np.flatnonzero(first[:count] >= 0)
    values = [arrow.at(column, first[used]).cast(pa.string()).to_pylist() for column in read]
    rows: list[Row] = [
        dict(zip(columns, cells, strict=True)) for cells in zip(*values, strict=True)
    ]
    place = np.full(count + 1, -1)
    place[used] = np.arange(len(used))
    return rows, place[numbers]
