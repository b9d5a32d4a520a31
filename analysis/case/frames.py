"""Rows of text to plain pandas tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.case.schema import TableSchema
from analysis.claims.cells import Row
from analysis.claims.claim import Claim

DTYPES = {"integer": "Int64", "number": "Float64"}


def frame(schema: TableSchema, rows: Iterable[Row]) -> pd.DataFrame:
    """A table of a case, one column per field; text as `str`, unknown text as "".

    Whole numbers are Int64 and other numbers Float64, with <NA> where unknown.
    """
    table = pd.DataFrame([dict(row) for row in rows], columns=list(schema.columns), dtype="str")
    numeric = {f.name: DTYPES[f.type] for f in schema.fields if f.type in DTYPES}
    numbers = {
        name: pd.to_numeric(table[name].where(table[name] != ""), errors="raise").astype(dtype)  # type: ignore[call-overload]
        for name, dtype in numeric.items()
    }
    return table.assign(**numbers)


def claims_frame(schema: TableSchema, rows: Iterable[Row], claims: Sequence[Claim]) -> pd.DataFrame:
    """The rows of claims.csv with what is looked up for each.

    low, high: the inclusive bounds that the words entail, Int64, <NA> where unknown; of a
    duration of "more than 70" the low is 70, itself excluded. origin: the claim_id of the first
    utterance. retelling: bool, is another of these claims nearer to that origin?
    """
    return frame(schema, rows).assign(
        low=pd.array([claim.quantity.low for claim in claims], dtype="Int64"),
        high=pd.array([claim.quantity.high for claim in claims], dtype="Int64"),
        origin=pd.array([claim.origin for claim in claims], dtype="str"),
        retelling=pd.array([claim.retelling for claim in claims], dtype="bool"),
    )
