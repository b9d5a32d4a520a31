"""Flags: what is strange in a row of a data set, and not wrong, since the set was published so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from analysis.case.sound import Fault, Sound, distinct
from analysis.case.tables import Table
from analysis.claims.quantity import Hedge, amount, in_digits
from analysis.errors import Problem

NUMBERS = ("hedge", "stated", "low", "high", "phrase")
FIX = "compare it with the data set; it is drawn as published"


def out_of_order(tables: Mapping[str, Table], sound: Sound) -> Iterator[Fault]:
    """The figures of data sets that break their own order.

    These are estimates whose best figure lies outside low and high, or whose low is above high, and
    ranges without words of which the same is true.

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


IN_ORDER = "low, best and high in this order"


def _disorder(row: Mapping[str, str]) -> str:
    """What is out of order in an estimate, in words; empty where nothing is."""
    if row["hedge"] == Hedge.BETWEEN and not row["phrase"]:
        return _turned(row["low"], row["high"])
    if row["hedge"] != Hedge.ESTIMATE or not all(row[name] for name in ("stated", "low", "high")):
        return ""
    best, low, high = (amount(row[name]) for name in ("stated", "low", "high"))
    if low <= best <= high:
        return ""
    return f"best {in_digits(best)}, low {in_digits(low)}, high {in_digits(high)}"


def _turned(low: str, high: str) -> str:
    """A range whose low end is above its high end, in words; empty for any other."""
    if not (low and high) or amount(low) <= amount(high):
        return ""
    return f"low {in_digits(amount(low))}, above high {in_digits(amount(high))}"
