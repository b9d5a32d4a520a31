"""Flags: what is strange in a row of a data set, and not wrong, since the set was published so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from analysis.case.sound import Fault, Sound, distinct
from analysis.case.tables import Table
from analysis.claims.quantity import Hedge, amount, in_digits
from analysis.errors import Problem

NUMBERS = ("hedge", "stated", "low", "high")
FIX = "compare it with the data set; it is drawn as published"


def out_of_order(tables: Mapping[str, Table], sound: Sound) -> Iterator[Fault]:
    """The estimates whose best figure lies outside their own low and high, or with low above high.

    tables: those that could be read, by name. sound: their rows in which nothing is wrong.
    """
    claims = tables.get("claims")
    if claims is None:
        return
    rows, kinds = distinct(claims, NUMBERS, sound.mask("claims", NUMBERS))
    wrong = {kind: why for kind, row in enumerate(rows) if (why := _disorder(row))}

    def problem(row: int) -> Problem:
        return claims.place(row, "stated").problem(wrong[int(kinds[row])], IN_ORDER, FIX)

    numbers = np.flatnonzero(np.isin(kinds, list(wrong))).tolist()
    if numbers:
        yield Fault("claims", NUMBERS, numbers, problem)


IN_ORDER = "a best figure from low to high"


def _disorder(row: Mapping[str, str]) -> str:
    """What is out of order in an estimate, in words; empty where nothing is."""
    if row["hedge"] != Hedge.ESTIMATE or not all(row[name] for name in NUMBERS):
        return ""
    best, low, high = (amount(row[name]) for name in ("stated", "low", "high"))
    if low <= best <= high:
        return ""
    return f"best {in_digits(best)}, low {in_digits(low)}, high {in_digits(high)}"
