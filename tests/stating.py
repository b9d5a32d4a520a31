"""The claims of rows that a test has changed, as the check of contradictions takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from analysis.claims.cells import Row
from analysis.claims.columns import Column
from analysis.claims.statements import NAMES, Statements


def statements(rows: Mapping[str, Sequence[Row]]) -> Statements:
    """What these rows of the tables of a case state; rows: by the name of the table."""
    columns = {name: _coded(row[name] for row in rows["claims"]) for name in NAMES}
    return Statements(columns, rows["links"], rows["places"], rows["measures"])


def _coded(texts: Iterable[str]) -> Column:
    known: dict[str, int] = {}
    codes = [known.setdefault(text, len(known)) for text in texts]
    return Column(np.array(codes, dtype=np.int64), list(known))
