"""Lists of what a case has, to search: documents, claimants, measures, places, claims.

They are made from the tables alone, without the check, so that they come at once from any case.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from analysis.case import arrow
from analysis.case.schema import Package, package
from analysis.case.tables import Table, read_table
from analysis.claims.cells import members
from analysis.errors import Invalid, nearest, neighbours, require
from analysis.paths import case_folder

COUNT = "claims"
"""The name of the column with numbers of claims, which stands before the last."""
CHUNK = 10_000
"""Rows that are made at a time."""
NONE: Mapping[str, tuple[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be listed.

    table: that holds it. columns: those that are listed. searched: those that are searched. names:
    the table and the column, by a searched column of ids, that hold the names of these. counted:
    the columns by which its claims are counted, none where they are not.
    """

    table: str
    columns: tuple[str, ...]
    searched: tuple[str, ...]
    names: Mapping[str, tuple[str, str]] = field(default_factory=lambda: NONE)
    counted: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "sources": Kind(
        "sources",
        ("source_id", "publisher", "kind", "published", "title"),
        ("source_id", "publisher", "host", "title"),
        counted=("source_id",),
    ),
    "claimants": Kind(
        "actors",
        ("actor_id", "name", "kind", "group"),
        ("actor_id", "name", "aliases"),
        counted=("claimant",),
    ),
    "measures": Kind(
        "measures",
        ("measure", "category", "label", "unit"),
        ("measure", "category", "label"),
        counted=("measure", "category"),
    ),
    "places": Kind(
        "places",
        ("place_id", "name", "name_local", "within"),
        ("place_id", "name", "name_local", "aliases"),
        counted=("place_id",),
    ),
    "claims": Kind(
        "claims",
        (
            *("claim_id", "said_on", "claimant", "phrase", "measure", "category"),
            *("hedge", "stated", "low", "high", "source_id"),
        ),
        (
            *("claim_id", "source_id", "claimant", "measure", "category", "place_id"),
            *("event_id", "identity", "phrase", "gloss"),
        ),
        names=MappingProxyType(
            {
                "claimant": ("actors", "name"),
                "place_id": ("places", "name"),
                "measure": ("measures", "label"),
            }
        ),
    ),
}
"""What can be listed, by the word for it."""


@dataclass(frozen=True)
class Listing:
    """The rows of a table that were looked for.

    columns: the names of what is listed. counts: the number of claims of each row; None where that
    is not listed. near: where there are no rows, what else may be meant.
    """

    table: Table
    columns: tuple[str, ...]
    counts: tuple[int, ...] | None
    near: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """The names of the columns, with that of the counts."""
        return (
            self.columns if self.counts is None else (*self.columns[:-1], COUNT, self.columns[-1])
        )

    def rows(self) -> Iterator[tuple[str | int, ...]]:
        """The rows, each with its cells in the order of `heads`."""
        for start in range(0, len(self.table), CHUNK):
            chunk = self.table.only(range(start, min(start + CHUNK, len(self.table))))
            columns = [chunk.columns[name].to_pylist() for name in self.columns]
            if self.counts is not None:
                columns.insert(-1, self.counts[start : start + CHUNK])
            yield from zip(*columns, strict=True)


ALSO = {"actors": "claimants"}
"""Kinds by the names of their files, where these are others."""


def listing(case: str | os.PathLike[str], kind: str, words: Sequence[str] = ()) -> Listing:
    """What a case has of a kind: all of it, or what holds every word.

    case: a name under `data/`, or a path. kind: one of `KINDS`, or the name of its file. words:
    looked for in ids, names and the phrases of claims, in small letters or capitals. Raises Invalid
    where the tables of that kind cannot be read.

    >>> [row[0] for row in listing("convoy-2017", "measures", ["bus", "outside"]).rows()]
    ['buses']
    """
    wanted = require(KINDS, ALSO.get(kind, kind), "list", "what a case has")
    description = package(case_folder(case))
    table = _read(description, wanted.table)
    sought = [word.casefold() for text in words for word in text.split()]
    names = {column: _names(description, *where) for column, where in wanted.names.items()}
    texts = [_texts(table, column, names.get(column, {})) for column in wanted.searched]
    chosen = np.ones(len(table), bool)
    for word in sought:
        chosen &= _holding(word, texts)
    rows = np.flatnonzero(chosen).tolist()
    return Listing(
        table.only(rows),
        wanted.columns,
        _counts(description, table, wanted, rows) if wanted.counted else None,
        "" if rows or not sought else _near(" ".join(words), table),
    )


def _read(description: Package, name: str) -> Table:
    """A table of a case; Invalid where it, or a row of it, cannot be read."""
    table, problems = read_table(description, description.tables[name])
    if table is None or table.left_out != frozenset():
        raise Invalid(problems)
    return table


def _names(description: Package, table: str, column: str) -> dict[str, str]:
    """The names in a column of a table by the ids in its first; several of one id are joined."""
    read = _read(description, table)
    keys = read.columns[read.schema.key[0]].to_pylist()
    named: dict[str, str] = {}
    for key, name in zip(keys, read.columns[column].to_pylist(), strict=True):
        named[key] = f"{named.get(key, '')} {name}"
    return named


def _texts(table: Table, column: str, names: Mapping[str, str]) -> tuple[list[str], Any]:
    """The different texts of a column, with names for its ids, and which of them each row has."""
    values = table.columns[column]
    texts = [
        " ".join((text, *(names.get(part, "") for part in members(text)))).casefold()
        for text in values.dictionary.to_pylist()
    ]
    return texts, arrow.whole_numbers(values.indices)


def _holding(word: str, texts: Sequence[tuple[list[str], Any]]) -> Any:
    """Whether each row holds a word in one of its columns."""
    return np.logical_or.reduce(
        [np.fromiter((word in text for text in column), bool)[codes] for column, codes in texts]
    )


def _counts(description: Package, table: Table, kind: Kind, rows: Sequence[int]) -> tuple[int, ...]:
    """The number of claims that name each row; of several candidates each counts."""
    claims = _read(description, "claims")
    codes, count = arrow.combined([claims.columns[name] for name in kind.counted])
    times = np.bincount(codes, minlength=count)
    first = np.zeros(count, int)
    first[codes] = np.arange(len(codes))
    named: Counter[tuple[str, ...]] = Counter()
    kinds = claims.only(first.tolist() if len(codes) else [])
    columns = [kinds.columns[name].to_pylist() for name in kind.counted]
    for number, (*firsts, last) in zip(times.tolist(), zip(*columns, strict=True), strict=True):
        for part in members(last):
            named[(*firsts, part)] += number
    keys = [table.columns[name].to_pylist() for name in table.schema.key[: len(kind.counted)]]
    every = list(zip(*keys, strict=True))
    return tuple(named[every[row]] for row in rows)


def _near(text: str, table: Table) -> str:
    """What else may be meant by a text that nothing holds."""
    ids = sorted(set(table.columns[table.schema.key[0]].dictionary.to_pylist()))
    return nearest(text, neighbours(text, ids))
