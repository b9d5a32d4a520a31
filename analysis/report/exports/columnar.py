"""The export `parquet`: the flat table with typed columns, each with its description."""

from __future__ import annotations

import io

import pyarrow as pa
from pyarrow import parquet

from analysis.report.exports.dataset import Dataset, Rendered, known
from analysis.words.flat_table import DAYS, FLAGS, NUMBERS

TYPES = {
    **dict.fromkeys(NUMBERS, pa.float64()),
    **dict.fromkeys(FLAGS, pa.bool_()),
    **dict.fromkeys(DAYS, pa.date32()),
}
"""The types of the columns that hold no text. Numbers are doubles in every case, so that files of
two cases can be read as one table."""


def render(dataset: Dataset) -> Rendered:
    """The flat table as Parquet; null where unknown. Its metadata name case, version and terms."""
    fields = [
        pa.field(name, TYPES.get(name, pa.string()), metadata={"description": description})
        for name, description in dataset.columns.items()
    ]
    facts = {f"contested:{name}": value for name, value in dataset.facts.items()}
    schema = pa.schema(fields, metadata=facts)
    rows = [known(row) for row in dataset.records]
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows, schema=schema), out)
    return Rendered(out.getvalue())
