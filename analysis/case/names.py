"""The names that a case has: the values of its columns, and its measures with their categories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from analysis.case.schema import Field, Package
from analysis.claims.cells import Rows, members, spaced
from analysis.claims.claim import Claim
from analysis.errors import Problem, nearest


def unknown(
    package: Package, rows: Mapping[str, Rows], wanted: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """A problem for every column of claims.csv, and every value of one, that a case does not have.

    wanted: the values to look for, by column; the empty value is known in every column.
    """
    schema = package.tables["claims"]
    for name, values in wanted.items():
        if name not in schema.columns:
            fix = nearest(name, schema.columns)
            yield Problem("where", repr(name), "a column of claims.csv", fix)
            continue
        known = _known_values(schema.field(name), rows)
        for value in values:
            if value and value not in known:
                yield Problem(name, repr(value), "one that the case has", nearest(value, known))


def _known_values(field: Field, rows: Mapping[str, Rows]) -> set[str]:
    """The values of the column that it refers to, those of its list, or those in use."""
    table, _, column = field.refers.partition(".")
    if table in rows:
        return {row[column] for row in rows[table]}
    if "enum" in field.constraints:
        return set(field.constraints["enum"])
    return {value for row in rows["claims"] for value in members(row[field.name])}


def measures(rows: Mapping[str, Rows]) -> frozenset[str]:
    """The measures of a case, each by its id and as `measure/category`. rows: its tables."""
    own = rows["measures"]
    both = ((row["measure"], f"{row['measure']}/{row['category']}") for row in own)
    return frozenset(name for names in both for name in names)


def counted_by(claim: Claim) -> frozenset[str]:
    """The names of the measure that a claim is of: its id, and `measure/category`.

    Of a claim that leaves open which category it is of, every candidate counts.
    """
    return frozenset([claim.measure, *(f"{claim.measure}/{name}" for name in claim.categories)])


def in_words(wanted: Iterable[str]) -> tuple[str, ...]:
    """Names of measures in plain words, as they were typed.

    >>> in_words(["vehicles_struck", "buses/total", "buses/west"])
    ('vehicles struck', 'buses', 'buses (west)')
    """
    parts = (name.partition("/") for name in wanted)
    return tuple(
        spaced(f"{measure} ({category})" if category not in ("", "total") else measure)
        for measure, _, category in parts
    )


def absence(lacking: Sequence[str]) -> str:
    """That a case has no figures of some things, as a sentence; lacking: at least one, in words.

    >>> absence(["strikes", "vehicles struck"])
    'This case has no figures of strikes or vehicles struck.'
    """
    *others, last = lacking
    return f"This case has no figures of {', '.join(others)}{' or ' if others else ''}{last}."
