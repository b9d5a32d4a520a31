"""The rows of a case with those that are to be added, and the ids of what is new."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from analysis.case.layout import canonical
from analysis.case.schema import Package
from analysis.case.tables import read_table
from analysis.claims.cells import Row
from analysis.errors import Gathered

NUMBERED = re.compile(r"([a-z])(\d{3,9})")


@dataclass(frozen=True)
class Ledger:
    """The rows of a case, with others that are to be added to them.

    rows: those of its files, by the name of the table. added: the others, in the order in which
    they were added. raw: the bytes of the files as they were read. altered: tables of which a row
    is another than in the file.
    """

    description: Package
    rows: Mapping[str, tuple[Row, ...]]
    raw: Mapping[str, bytes]
    added: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    altered: frozenset[str] = frozenset()

    def of(self, table: str) -> tuple[Row, ...]:
        """All rows of a table, the added ones last."""
        return self.rows[table] + self.added.get(table, ())

    def plus(self, table: str, cells: Mapping[str, str]) -> Ledger:
        """The ledger with one more row; cells that are not given are empty."""
        columns = self.description.tables[table].columns
        row = {name: cells.get(name, "") for name in columns}
        rows = (*self.added.get(table, ()), MappingProxyType(row))
        return replace(self, added=MappingProxyType({**self.added, table: rows}))

    def alter(self, table: str, key: str, cells: Mapping[str, str]) -> Ledger:
        """The ledger with other cells in one row of a file. key: the first column of that row."""
        column = self.description.tables[table].key[0]
        rows = tuple(
            MappingProxyType({**row, **cells}) if row[column] == key else row
            for row in self.rows[table]
        )
        every = MappingProxyType({**self.rows, table: rows})
        return replace(self, rows=every, altered=self.altered | {table})

    @property
    def changed(self) -> frozenset[str]:
        """The tables that differ from their files."""
        return self.altered | self.added.keys()

    def bodies(self) -> dict[str, bytes]:
        """The contents of the tables that differ from their files, by the names of these."""
        schemas = self.description.tables
        return {
            schemas[name].path: canonical(schemas[name], self.of(name)) for name in self.changed
        }


def ledger(description: Package) -> Ledger:
    """The rows of a case. Raises Invalid, with all that is wrong, where a table cannot be read."""
    gathered = Gathered()
    rows: dict[str, tuple[Row, ...]] = {}
    raw: dict[str, bytes] = {}
    for name, schema in description.tables.items():
        table, wrong = read_table(description, schema)
        # An empty table is a problem of the case, which rows that are added may mend.
        if table is None or len(table):
            gathered.add(wrong)
        if table is not None:
            rows[name], raw[name] = table.rows(), table.raw
    gathered.refuse()
    return Ledger(description, MappingProxyType(rows), MappingProxyType(raw))


def matching(rows: Iterable[Row], text: str, *columns: str) -> Row | None:
    """The row that a text names, without regard to capitals and "the"; None where none is named.

    columns: those that may hold the name, the first of which goes before the others. A cell may
    hold a list of names.
    """
    wanted = _plain(text)
    every = list(rows) if wanted else []
    for column in columns:
        for row in every:
            if wanted in map(_plain, row[column].split("|")):
                return row
    return None


def names_in(rows: Iterable[Row], *columns: str) -> list[str]:
    """The names that `matching` knows, for messages."""
    return [name for row in rows for column in columns for name in row[column].split("|") if name]


def slug(text: str, sign: str) -> str:
    """A text as an id: small letters of ASCII and digits; empty where it has none of them.

    sign: what stands between its words.

    >>> slug("The Daily Star", ""), slug("Médecins Sans Frontières", "_"), slug("سانا", "_")
    ('dailystar', 'medecins_sans_frontieres', '')
    """
    plain = unicodedata.normalize("NFKD", _plain(text).replace("&", " and "))
    words = re.findall("[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    return sign.join(words)


def fresh(wanted: str, known: Iterable[str]) -> str:
    """An id that is not yet used: the wanted one, else with a number behind it.

    >>> fresh("rudaw-2017", ["rudaw-2017", "rudaw-2017-2"])
    'rudaw-2017-3'
    """
    used = set(known)
    if wanted not in used:
        return wanted
    return next(name for n in range(2, len(used) + 3) if (name := f"{wanted}-{n}") not in used)


def next_number(known: Iterable[str], letter: str = "c") -> str:
    """The id after the last of ids that are a letter and a number.

    >>> next_number(["c001", "c041", "x100"]), next_number([])
    ('c042', 'c001')
    """
    matches = (NUMBERED.fullmatch(name) for name in known)
    last = max((int(match[2]) for match in matches if match and match[1] == letter), default=0)
    return f"{letter}{last + 1:03}"


def _plain(text: str) -> str:
    """A name without capitals, without "the" before it and with single blanks."""
    return " ".join(text.split()).casefold().removeprefix("the ")
