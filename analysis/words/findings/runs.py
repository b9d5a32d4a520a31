"""Findings on a batch: what changed in a result from run to run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analysis.claims.cells import spaced
from analysis.words.findings.base import nothing, or_nothing
from analysis.words.sentences import Number, Sentence, compose

if TYPE_CHECKING:
    import pandas as pd


@or_nothing
def changes_by_run(results: pd.DataFrame, by: str = "run") -> Sentence:
    """For each result, its first value and each change, with the run of it.

    results: as `an.results` gives them. by: the column that names a run.
    """
    known = results[results["shown"].notna()]
    if known.empty:
        raise nothing("result")
    sentences = (_course(name, group, by) for name, group in known.groupby("name", sort=False))
    return sum(sentences, Sentence(""))


def _course(name: object, frame: pd.DataFrame, by: str) -> Sentence:
    steps = [(row, _number(row)) for row in _changes(frame)]
    words = ", then ".join(f"{number} in {row[by]}{_claims(number)}" for row, number in steps)
    return compose(
        "{name} came out as {steps}.",
        also=[number for _, number in steps],
        name=spaced(str(name)).capitalize(),
        steps=words,
    )


def _changes(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows whose number is printed otherwise than that of the row before."""
    before = None
    for row in frame.to_dict("records"):
        if row["shown"] != before:
            yield {str(column): value for column, value in row.items()}
        before = row["shown"]


def _claims(number: Number) -> str:
    return f" [{', '.join(number.claims)}]" if 0 < len(number.claims) <= 3 else ""


def _number(row: dict[str, Any]) -> Number:
    value, low, high = (_known(row[end]) for end in ("value", "low", "high"))
    claims = tuple(row["claims"].split()) if isinstance(row["claims"], str) else ()
    name = f"{row['name']} in {row['run']}"
    return Number(name, row["shown"], row["kind"], row["hedge"], value, low, high, claims)


def _known(value: Any) -> Any:
    import pandas as pd

    return None if pd.isna(value) else value
