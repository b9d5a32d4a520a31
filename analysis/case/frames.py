"""The tables and claims of a case as pandas DataFrames, and as a table for a notebook.

pandas takes a quarter of a second to import; so a timeline imports this module only when needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.case.schema import TableSchema
from analysis.claims.cells import Row
from analysis.claims.claim import Claim, day_of
from analysis.claims.quantity import amount

if TYPE_CHECKING:
    from analysis.case.timeline import Timeline

NUMERIC = ("integer", "number")
"""The types of columns that hold numbers, as Table Schema names them."""
DAYS = ("said", "covers", "published")
"""The days of a claim, as `day_of` names them."""
MOST = 10
"""Claims that a notebook displays of a timeline."""
COLUMNS = {
    "said_on": "said on",
    "claimant_name": "who says so",
    "phrase": "in these words",
    "measure_label": "what is counted",
    "low": "at least",
    "stated": "number",
    "high": "at most",
    "place_name": "place",
    "publisher": "published by",
    "claim_id": "claim",
}
"""The columns that a notebook displays, with their heads; there is no room for all of them."""


def frame(schema: TableSchema, rows: Iterable[Row]) -> pd.DataFrame:
    """A table of a case, one column per field of its schema; text as `str`, unknown text as "".

    rows: as read from its file. Numbers are Int64 where all of a column are whole, else Float64;
    `<NA>` where unknown.
    """
    table = pd.DataFrame([dict(row) for row in rows], columns=list(schema.columns), dtype="str")
    numeric = [field.name for field in schema.fields if field.type in NUMERIC]
    return table.assign(
        **{
            name: _numbers(amount(cell) if cell else None for cell in table[name])
            for name in numeric
        }
    )


def _numbers(numbers: Iterable[float | None]) -> Any:
    """A column of numbers, `<NA>` for None: Int64 where all are whole, else Float64."""
    listed = list(numbers)
    whole = all(isinstance(number, int) for number in listed if number is not None)
    return pd.array(listed, dtype="Int64" if whole else "Float64")


def claims_frame(timeline: Timeline) -> pd.DataFrame:
    """The claims of a timeline, one row each; `Timeline.frame` documents the columns."""
    claims = timeline.claims
    table = frame(timeline.package.tables["claims"], timeline.chosen)
    for column, (neighbour, label) in _labels(timeline).items():
        labels = pd.Series([label(claim) for claim in claims], dtype="str")
        table.insert(list(table.columns).index(neighbour) + 1, column, labels)
    drawn = [claim.drawn for claim in claims]
    return table.assign(
        stated=_numbers((claim.denied or claim.drawn).stated for claim in claims),
        low=_numbers(quantity.low for quantity in drawn),
        high=_numbers(quantity.high for quantity in drawn),
        **{name: days for kind in DAYS for name, days in _ends(claims, kind).items()},
        origin=pd.array([claim.origin for claim in claims], dtype="str"),
        retelling=pd.array([claim.retelling for claim in claims], dtype="bool"),
        certainty=pd.array([claim.certainty for claim in claims], dtype="str"),
    ).set_index("claim_id")


def _labels(timeline: Timeline) -> Mapping[str, tuple[str, Callable[[Claim], str]]]:
    """The columns that give the names for ids: each with the column that it follows."""

    def named(table: str, ids: Iterable[str], column: str = "name") -> str:
        return " or ".join(timeline.row(table, key)[column] for key in ids if key)

    return {
        "publisher": ("source_id", lambda c: named("sources", [c.source_id], "publisher")),
        "claimant_name": ("claimant", lambda c: named("actors", c.claimants)),
        "measure_label": ("category", lambda c: c.label),
        "place_name": ("place_id", lambda c: named("places", [c.place_id])),
    }


def _ends(claims: Iterable[Claim], kind: str) -> dict[str, Any]:
    """The columns of the first and the last day of a kind."""
    periods = [day_of(kind)(claim) for claim in claims]
    return {
        f"{kind}_first": _days(period.first if period else None for period in periods),
        f"{kind}_last": _days(period.last if period else None for period in periods),
    }


def _days(days: Iterable[date | None]) -> Any:
    # In nanoseconds, which pandas would choose, days before 1677 cannot be represented.
    return np.array(list(days), dtype="datetime64[D]").astype("datetime64[s]")


def as_html(timeline: Timeline) -> str:
    """The first claims of a timeline as a table in HTML, without script, and how many more."""
    if timeline.why_empty:
        return f"<p>{escape(timeline.why_empty)}</p>"
    claims = timeline.frame().reset_index()[list(COLUMNS)].rename(columns=COLUMNS)
    table, more = claims.head(MOST), len(claims) - MOST
    cells = table_html(table.astype(object).where(table.notna(), ""))
    rest = f"<p>and {more:,} more; <code>.frame()</code> has every claim and column</p>"
    return f"<p>{escape(repr(timeline))}</p>\n{cells}{rest if more > 0 else ''}"


def table_html(table: pd.DataFrame) -> str:
    """A table in HTML without its index and without script; every text is escaped and whole."""
    # By default pandas cuts long text short, and MathJax reads text between dollar signs as a
    # formula.
    with pd.option_context("display.max_colwidth", None, "display.html.use_mathjax", False):
        return str(table.to_html(index=False, border=0))
