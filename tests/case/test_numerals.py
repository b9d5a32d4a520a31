"""Numbers as people write them, and the hints to write them plainly."""

from __future__ import annotations

import pytest
from conftest import FERRY
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.numerals import unformatted, whole, with_point
from analysis.case.schema import package

TABLES = package(FERRY).tables
LATITUDE = TABLES["places"].field("latitude")
STATED = TABLES["claims"].field("stated")
PRECISION = TABLES["places"].field("where_precision")
WORDS = "write digits alone; empty is unknown"


@pytest.mark.parametrize(
    ("value", "latitude", "stated", "precision"),
    [
        ("33,9013", "write 33.9013", "write 33.9013", WORDS),
        ("33,901", "write 33.901", "write 33901", WORDS),
        ("4,000", "write 4", "write 4000", "write 4"),
        ("1.234.567", WORDS, "write 1234567", WORDS),
        ("12,34,567", WORDS, "write 1234567", WORDS),
        ("1 000", WORDS, "write 1000", WORDS),
        ("1\u202f000", WORDS, "write 1000", WORDS),
        ("1'000", WORDS, "write 1000", WORDS),
        ("1,234.5", WORDS, "write 1234.5 if that is meant", WORDS),
        ("1.234,5", WORDS, "write 1234.5 if that is meant", WORDS),
        ("12.3,45.6", WORDS, WORDS, WORDS),
        ("٣", "write 3", "write 3", "write 3"),
        ("٣٣٫٩", "write 33.9", "write 33.9", WORDS),
        ("−3", "write -3", WORDS, WORDS),
        ("4.0", "write 4", "write 4", "write 4"),
        ("95,5", WORDS, "write 95.5", WORDS),
        ("10.5° N", WORDS, WORDS, WORDS),
        ("1e6", WORDS, WORDS, WORDS),
        ("9" * 400, WORDS, WORDS, WORDS),
        ("²", WORDS, WORDS, WORDS),
    ],
)
def test_a_number_is_put_plainly_where_it_can_mean_one_thing(
    value: str, latitude: str, stated: str, precision: str
) -> None:
    fields = (LATITUDE, STATED, PRECISION)
    assert [unformatted(value, field) for field in fields] == [latitude, stated, precision]


@given(number=st.integers(0, 10**14), sign=st.sampled_from(",.' \u00a0"))
def test_thousands_are_read_whatever_parts_them(number: int, sign: str) -> None:
    grouped = f"{number:,}".replace(",", sign)
    assert unformatted(grouped, STATED) == f"write {number}"


@given(text=st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert unformatted(text, LATITUDE).startswith("write ")


@pytest.mark.parametrize(
    ("value", "expected"), [("17.0", "17"), ("17.50", "17.50"), ("17", "17"), ("x.0", "x.0")]
)
def test_a_point_that_zeros_follow_goes(value: str, expected: str) -> None:
    assert whole(value) == expected


def test_a_comma_is_a_point_only_where_it_parts_no_thousands() -> None:
    assert [with_point(value) for value in ("33,9", "33,901", "1,2,3", "x")] == [
        *("33.9", "33,901", "1,2,3", "x"),
    ]
