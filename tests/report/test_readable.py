"""Cells of tables in words: numbers and days as a reader writes them, all else untouched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.readable import readable


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("301.0", "301"),
        ("-2.0", "-2"),
        ("3.5", "3.5"),
        ("", ""),
        ("2031-03-05", "5 March 2031"),
        ("2031-03-03?/2031-03-05", "3 March (inferred) to 5 March 2031"),
        ("[2031-03-03,2031-03-05]", "3 or 5 March 2031"),
        ("[2031-03-03..2031-03-05]", "a day between 3 March and 5 March 2031"),
        ("2031-03-05T23:30Z", "5 March 2031, 23:30 UTC"),
        ("2031-13-45", "2031-13-45"),
        ("post-2031-03-05", "post-2031-03-05"),
        ("more than 20", "more than 20"),
    ],
)
def test_a_number_and_a_day_are_words(cell: str, expected: str) -> None:
    assert readable(cell) == expected


@given(st.text())
def test_any_text_is_taken(cell: str) -> None:
    assert isinstance(readable(cell), str)
