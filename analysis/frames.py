"""Rows of text to plain pandas tables."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.schema import TableSchema
from analysis.tables import Row

DTYPES = {"integer": "Int64", "number": "Float64"}


def frame(schema: TableSchema, rows: Iterable[Row]) -> pd.DataFrame:
    """A table of a case, one column per field; text as `str`, unknown text as "".

    Whole numbers are Int64 and other numbers Float64, with <NA> where unknown.
    """
    made = pd.DataFrame([dict(row) for row in rows], columns=list(schema.columns), dtype="str")
    numeric = {f.name: DTYPES[f.type] for f in schema.fields if f.type in DTYPES}
    numbers = {
        name: pd.to_numeric(made[name].where(made[name] != ""), errors="raise").astype(dtype)  # type: ignore[call-overload]
        for name, dtype in numeric.items()
    }
    return made.assign(**numbers)
