"""Sums that cannot hold: a whole against its parts, by links, or by the frames of measures.csv."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import groupby

import numpy as np

from analysis.claims.cells import Row
from analysis.claims.columns import Ints, combined
from analysis.claims.quantity import added_up
from analysis.claims.statements import Statements

ONE_LIST = ("source_id", "claimant", "said_on", "covers", "counts", "stance")
"""What rows have in common that one speaker gives of one time: a whole beside its parts."""


def failed_sums(of: Statements) -> list[list[int]]:
    """The rows of each whole and its parts that cannot both hold, the whole first.

    Parts may exceed their whole, or fall short of it. They are those of links, and those of one
    list that gives a whole and each part of a frame. A copy of a part is not added.
    """
    linked = {whole: parts for whole, parts in _linked(of) if _alike(of, whole, parts)}
    framed = [pair for pair in _framed(of) if pair[0] not in linked]
    apart = {(row["measure"], row["category"]) for row in of.measures if row["subset_of"]}
    pairs = (*linked.items(), *framed)
    return [[w, *parts] for w, parts in pairs if _fails(of, w, parts, apart)]


def _fails(of: Statements, whole: int, parts: Sequence[int], apart: Set[tuple[str, str]]) -> bool:
    """Whether the parts exceed the whole, or fall short of it; a single part is no list of all.

    apart: measures and categories in a wider one that they do not divide, such as children among
    all who were killed. They may overlap with others: each is added to none, and exceeds its whole
    or does not.
    """
    quantity = of.quantity(whole)
    alone = [row for row in parts if apart and _counted(of, row) in apart]
    if any(quantity.below(of.quantity(row)) for row in alone):
        return True
    divided = [row for row in parts if row not in alone]
    if not divided:
        return False
    summed = added_up(map(of.quantity, divided))
    return quantity.below(summed) or (len(divided) > 1 and summed.below(quantity))


def _counted(of: Statements, row: int) -> tuple[str, str]:
    return of.claims["measure"].at(row), of.claims["category"].at(row)


def _alike(of: Statements, whole: int, parts: Sequence[int]) -> bool:
    """Whether a whole and its parts are all asserted, or all expected."""
    return len({int(of.modes[row]) for row in (whole, *parts)}) == 1


def _linked(of: Statements) -> Iterator[tuple[int, list[int]]]:
    parts: dict[int, dict[int, int]] = {}
    for row in of.links:
        if row["relation"] == "part_of":
            part, whole = of.row_of[row["claim_id"]], of.row_of[row["other_id"]]
            parts.setdefault(whole, {}).setdefault(of.own(part), part)
    for whole, inside in parts.items():
        yield whole, list(inside.values())


def _framed(of: Statements) -> Iterator[tuple[int, list[int]]]:
    """The wholes and parts of one list: a row for each part of a frame, and one for its whole."""
    framed = sorted((row for row in of.measures if row["frame"]), key=_frame)
    for (measure, whole, _), rows in groupby(framed, key=_frame):
        names = [(measure, whole), *((measure, row["category"]) for row in rows)]
        yield from _complete(of, [_rows_of(of, *name) for name in names])


def _frame(row: Row) -> tuple[str, str, str]:
    return row["measure"], row["whole"], row["frame"]


def _rows_of(of: Statements, measure: str, category: str) -> Ints:
    chosen = of.claims["measure"].each(measure.__eq__) * of.claims["category"].each(category.__eq__)
    return np.flatnonzero(chosen)


def _complete(of: Statements, members: Sequence[Ints]) -> Iterator[tuple[int, list[int]]]:
    """The lists that hold exactly one row of each member of a frame."""
    if not all(map(len, members)):
        return
    rows = np.concatenate(members)
    lists = combined(*(of.code(name)[rows] for name in (*ONE_LIST, "event_id", "place_id")))
    every: dict[int, list[list[int]]] = {}
    starts = np.cumsum([0, *map(len, members)])
    for number in range(len(members)):
        for at in range(int(starts[number]), int(starts[number + 1])):
            groups = every.setdefault(int(lists[at]), [[] for _ in members])
            groups[number].append(int(rows[at]))
    for groups in every.values():
        if all(len(group) == 1 for group in groups):
            whole, *parts = (group[0] for group in groups)
            yield whole, parts
