"""The results of all runs in one tidy table, as CSV and as Parquet.

Both are written without pandas, although its `to_csv` and `to_parquet` would be less code: the
process that gathers is that of the command, which lives as long as the batch. To import pandas
there would take longer than to write most tables, and tens of megabytes for as long as it lives.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.batch.store import RESULTS, run_folder
from analysis.batch.task import Task
from analysis.case.layout import guarded, to_csv
from analysis.notebooks.results import COLUMNS, NUMBERS

UNKNOWN: Mapping[str, None] = dict.fromkeys(COLUMNS)
"""The columns of a run that recorded no result."""


def rows(out: Path, tasks: Iterable[Task], varied: Sequence[str]) -> Iterator[dict[str, Any]]:
    """One row per run and result, in order of the sweep; one without a name where a run has none.

    out: the folder of the batch. tasks: its runs, all of them whole. varied: the names of the
    parameters that tell the runs apart, each a column; where its name is taken by another column,
    it is called `parameter_` and its name.
    """
    for task in tasks:
        run = {"run": task.name, **varied_values(task, varied), **UNKNOWN}
        for result in json.loads((run_folder(out, task) / RESULTS).read_bytes()) or [{}]:
            yield {**run, **result}


def varied_values(task: Task, varied: Sequence[str]) -> dict[str, Any]:
    """The parameters that tell a run apart, under the names of the table's columns."""
    return {column(name): task.parameters.get(name) for name in varied}


def column(parameter: str) -> str:
    """The column of a parameter.

    >>> column("as_of"), column("value")
    ('as_of', 'parameter_value')
    """
    return f"parameter_{parameter}" if parameter in ("run", *COLUMNS) else parameter


def columns(varied: Sequence[str]) -> list[str]:
    """The columns of the table, in order. varied: as for `rows`."""
    return ["run", *(column(name) for name in varied), *COLUMNS]


def csv(records: Sequence[Mapping[str, Any]], varied: Sequence[str]) -> bytes:
    """The rows of a table as CSV; what is unknown is empty. varied: as for `rows`."""
    names = columns(varied)
    return to_csv(names, ([guarded(_cell(row[name])) for name in names] for row in records))


def parquet(records: Sequence[Mapping[str, Any]], varied: Sequence[str]) -> bytes:
    """The rows of a table as Parquet: numbers as numbers, everything else as text.

    varied: as for `rows`.
    """
    # Imported here: only a batch that has something to gather needs them.
    import pyarrow as pa
    from pyarrow import parquet as pq

    from analysis.case import arrow

    whole = not any(isinstance(row[name], float) for row in records for name in NUMBERS)
    arrays = {
        name: arrow.numbers((row[name] for row in records), whole)
        if name in NUMBERS
        else arrow.texts(_cell(row[name]) for row in records)
        for name in columns(varied)
    }
    written = io.BytesIO()
    pq.write_table(pa.table(arrays), written)
    return written.getvalue()


def _cell(value: object) -> str | None:
    """A value as text: lists, mappings and truth values as JSON, None for an unknown one."""
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return None if value is None else str(value)
