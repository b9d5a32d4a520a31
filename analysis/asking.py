"""What a case can be asked for: the columns and values of its claims, its tables and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from analysis.check import members
from analysis.errors import Problem, Refused, nearest
from analysis.schema import Field, Package
from analysis.tables import Rows

T = TypeVar("T")


def found(known: Mapping[str, T], name: str, where: str, allowed: str) -> T:
    """What goes by that name; Refused, with the nearest name, where nothing does."""
    if name not in known:
        raise Refused([Problem(where, repr(name), allowed, nearest(name, known))])
    return known[name]


def unknown(
    package: Package, rows: Mapping[str, Rows], wanted: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Every column of claims.csv, and every value of one, that the case does not have."""
    schema = package.tables["claims"]
    for name, values in wanted.items():
        if name not in schema.columns:
            do = nearest(name, schema.columns)
            yield Problem("where", repr(name), "a column of claims.csv", do)
            continue
        known = _known(schema.field(name), rows)
        for value in values:
            if value and value not in known:
                yield Problem(name, repr(value), "one that the case has", nearest(value, known))


def _known(field: Field, rows: Mapping[str, Rows]) -> set[str]:
    """The values of the column that it refers to, those of its list, or those in use."""
    table, _, other = field.refers.partition(".")
    if table in rows:
        return {row[other] for row in rows[table]}
    if "enum" in field.constraints:
        return set(field.constraints["enum"])
    return {value for row in rows["claims"] for value in members(row[field.name])}
