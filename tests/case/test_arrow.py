"""Arrow's arrays made of bytes: the same as those it converts itself, and without pandas."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
from conftest import FERRY
from hypothesis import given
from hypothesis import strategies as st

from analysis.case import arrow


@given(values=st.lists(st.none() | st.text(st.characters(codec="utf-8"))))
def test_texts(values: list[str | None]) -> None:
    result = arrow.texts(values)
    result.validate(full=True)
    assert result.equals(pa.array(values, pa.string()))


@given(values=st.lists(st.none() | st.integers(-(2**63), 2**63 - 1)))
def test_whole_numbers(values: list[int | None]) -> None:
    result = arrow.numbers(values, True)
    result.validate(full=True)
    assert result.equals(pa.array(values, pa.int64()))


@given(values=st.lists(st.none() | st.floats(allow_nan=False) | st.integers(-(2**53), 2**53)))
def test_numbers(values: list[float | None]) -> None:
    result = arrow.numbers(values, False)
    result.validate(full=True)
    assert list(map(repr, result.to_pylist())) == [
        repr(None if value is None else float(value)) for value in values
    ]


@given(values=st.lists(st.booleans()))
def test_flags(values: list[bool]) -> None:
    result = arrow.flags(values)
    result.validate(full=True)
    assert result.equals(pa.array(values, pa.bool_()))


@given(value=st.floats(allow_nan=False) | st.integers(-(2**53), 2**53))
def test_a_number(value: float) -> None:
    assert arrow.number(value).equals(pa.scalar(float(value)))


@given(value=st.text(st.characters(codec="utf-8")))
def test_a_text(value: str) -> None:
    assert arrow.text(value).as_py() == value


CHECKED = """
import sys
from analysis.case.load import examine
checked = examine({case!r})
tables, problems = checked.tables, checked.problems
print(len(tables) > 5, problems, "pandas" in sys.modules)
"""


GATHERED = """
import sys
from analysis.batch import results_table as gather
row = {"run": "a", **gather.UNKNOWN, "value": 1}
print(len(gather.parquet([row], ())) > 0, "pandas" in sys.modules)
"""


def test_results_are_gathered_without_pandas() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", GATHERED], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "True False\n"


def test_a_case_is_checked_without_pandas() -> None:
    """It takes longer to import than all of the check."""
    code = CHECKED.format(case=str(FERRY))
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "True [] False\n"
