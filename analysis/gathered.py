"""The gathered results of a batch, to chart and to compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import Problem, Refused, nearest
from analysis.paths import NOTEBOOKS, REPORTS
from analysis.scope import ids

if TYPE_CHECKING:
    import pandas as pd

TABLE = "results.csv"
EXAMPLE = NOTEBOOKS / "sweeps" / "example.csv"
RESULT = ("notebook", "name", "shown", "kind", "hedge", "value", "low", "high", "claims")
NUMBERS = ("value", "low", "high")
NEEDED = {"run", *RESULT}


def results(batch: str = "", names: str = "") -> pd.DataFrame:
    """One row per run and result; what is unknown is missing, never nought.

    batch: the name of a batch under reports/sweeps/, its folder, or its results.csv; empty for
    the example that comes with the suite. names: only these results, with commas between; empty
    for all. Runs stay in order, also those that know none of them. Raises Refused where there is
    no such table, or no such name in it.
    """
    import pandas as pd

    path = _found(batch)
    kinds: dict[str, Any] = dict.fromkeys(("run", "hedge", "shown", "claims"), str)
    told = pd.read_csv(path, dtype=kinds)
    numbers = {name: told[name].astype(float).convert_dtypes() for name in NUMBERS if name in told}
    told = told.assign(**numbers)
    if missing := sorted(NEEDED - set(told.columns)):
        found = f"no column {', '.join(missing)}"
        do = "make it again with contested batch"
        raise Refused([Problem(f"{path.name}:1", found, "the results of a batch", do)])
    return _only(told, ids(names)) if names else told


def _only(told: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """The rows of these results; a run that has none of them keeps one row, without a name."""
    known = told["name"].dropna().unique()
    wrong = [name for name in names if name not in known]
    if wrong:
        raise Refused(
            Problem("names", repr(name), "a result of the batch", nearest(name, known))
            for name in wrong
        )
    kept = told["name"].isin(names)
    bare = ~told["run"].isin(told.loc[kept, "run"]) & ~told["run"].duplicated()
    return told.assign(**{name: told[name].where(kept) for name in RESULT})[kept | bare]


def _found(batch: str) -> Path:
    sweeps = REPORTS / "sweeps"
    named = [EXAMPLE] if not batch else [Path(batch), Path(batch) / TABLE, sweeps / batch / TABLE]
    path = next((path for path in named if path.is_file()), None)
    if path is None:
        known = [path.parent.name for path in sweeps.glob(f"*/{TABLE}")]
        do = nearest(batch, known) if known else f"contested batch {batch}"
        raise Refused([Problem("batch", repr(batch), "a batch that has been run", do)])
    return path
