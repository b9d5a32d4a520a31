"""Dates of the ledger: what is read, what is refused, and the oracle where it is right."""

from __future__ import annotations

import warnings
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims.dates import ALLOWED, When, every_day, known_ends, when

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from edtf import parse_edtf


def day(month: int, number: int, year: int = 2017) -> date:
    return date(year, month, number)


# text, first, last, inferred ends, one of a set, days
TABLE = [
    ("2017-09-02", day(9, 2), day(9, 2), "", False, 1),
    ("2017-09", day(9, 1), day(9, 30), "", False, 30),
    ("2016-02", day(2, 1, 2016), day(2, 29, 2016), "", False, 29),
    ("2017", day(1, 1), day(12, 31), "", False, 365),
    ("2016-02-29", day(2, 29, 2016), day(2, 29, 2016), "", False, 1),
    ("2017-09-02?", day(9, 2), day(9, 2), "both", False, 1),
    ("2017-09-02~", day(9, 2), day(9, 2), "both", False, 1),
    ("2017-09-02%", day(9, 2), day(9, 2), "both", False, 1),
    ("2017-08-29/2017-09-02", day(8, 29), day(9, 2), "", False, 5),
    ("2017-08-29?/2017-09-02", day(8, 29), day(9, 2), "first", False, 5),
    ("2017-08-29/2017-09-02?", day(8, 29), day(9, 2), "last", False, 5),
    ("2017-08/2017-09", day(8, 1), day(9, 30), "", False, 61),
    ("2017-09-02/2017-09-02", day(9, 2), day(9, 2), "", False, 1),
    ("../2017-09-02", None, day(9, 2), "", False, None),
    ("/2017-09-02", None, day(9, 2), "", False, None),
    ("2017-09-02/..", day(9, 2), None, "", False, None),
    ("2017-09-02?/", day(9, 2), None, "first", False, None),
    ("[2017-08-29,2017-08-30]", day(8, 29), day(8, 30), "", True, 2),
    ("[2017-08-30,2017-08-28]", day(8, 28), day(8, 30), "", True, 3),
    ("[2017-08-29?,2017-08-30]", day(8, 29), day(8, 30), "first", True, 2),
    ("[2017-08,2017-10-03]", day(8, 1), day(10, 3), "", True, 64),
    ("[2017-08-29..2017-08-31]", day(8, 29), day(8, 31), "", True, 3),
    ("[2017-08-27,2017-08-29..2017-08-31]", day(8, 27), day(8, 31), "", True, 5),
]


@pytest.mark.parametrize(
    ("text", "first", "last", "inferred", "several", "days"), TABLE, ids=[row[0] for row in TABLE]
)
def test_a_date_reads_as_its_text_says(
    text: str, first: date | None, last: date | None, inferred: str, several: bool, days: int | None
) -> None:
    data = when(text)
    guessed = (inferred in ("first", "both"), inferred in ("last", "both"))
    assert data == When(text, first, last, *guessed, data.choices)
    assert [choice.text for choice in data.choices] == (text[1:-1].split(",") if several else [])
    assert str(data) == text
    assert data.days == days
    assert data.bounded == (days is not None)


NO_SUCH_DAY = "a day that exists in the calendar"
REFUSED = [
    *((text, ALLOWED) for text in ("", "soon", "2 September 2017", "9/2/2017", "02.09.2017")),
    *((text, ALLOWED) for text in ("2017-9-2", "20170902", "2017-09-02T10:00", " 2017-09-02")),
    *((text, ALLOWED) for text in ("2017-09-02\n", "٢٠١٧-٠٩-٠٢", "-0001", "Y17000", "201X")),
    *((text, ALLOWED) for text in ("/", "../..", "..", "a/b", "2017-08-29/2017-08-30/2017-08-31")),
    *((text, ALLOWED) for text in ("[..2017-08-29]", "[2017-08-29..]", "[2017-08-29/2017-08-30]")),
    *((text, ALLOWED) for text in ("2017-09-02T24:00Z", "2017-09-02T23:30", "2017-09T23:30Z")),
    ("[2017-08-30..2017-08-29]", "days of which the first is not after the last"),
    *((text, ALLOWED) for text in ("[]", "[2017-08-29", "[2017-08-29,]", "[..,2017-08-29]")),
    *((text, ALLOWED) for text in ("{2017-08-29,2017-08-30}", "2017-08-29..2017-08-31")),
    *((text, NO_SUCH_DAY) for text in ("2017-02-30", "2017-02-29", "2017-13", "2017-00-01")),
    *((text, NO_SUCH_DAY) for text in ("0000-01-01", "2017-02-30/2017-03-01", "[2017-02-30]")),
    ("2017-09-02/2017-09-01", "an interval whose first day is not after its last"),
]


@pytest.mark.parametrize(("text", "allowed"), REFUSED, ids=[repr(text) for text, _ in REFUSED])
def test_what_is_no_date_is_refused_with_what_is_allowed(text: str, allowed: str) -> None:
    with pytest.raises(ValueError, match="^" + allowed[:20].replace("(", "[(]")) as refused:
        when(text)
    assert str(refused.value) == allowed


# the text of an hour, and what it says of the zone
HOURS = ["23:30Z", "00:30+03:00", "23:59:59-11:30"]


@pytest.mark.parametrize("time", HOURS)
def test_an_hour_stays_as_printed_and_the_day_is_not_converted(time: str) -> None:
    data = when(f"2017-09-02T{time}")
    assert (data.first, data.last, data.time) == (day(9, 2), day(9, 2), time)
    assert when(f"2017-09-02T{time}?").inferred_first


def test_any_day_between_two_is_no_period() -> None:
    (choice,) = when("[2017-08-29..2017-08-31?]").choices
    assert choice.between
    assert not choice.inferred_first
    assert choice.inferred_last
    assert not when("2017-08-29/2017-08-31").between


# two dates that can, or cannot, have a day in common
OVERLAPS = [
    ("2017-09-02", "2017-09-02", True),
    ("2017-09-02", "2017-09-03", False),
    ("2017-08-29/2017-09-02", "2017-09-02/2017-09-05", True),
    ("2017-08-29/2017-09-01", "2017-09-02/2017-09-05", False),
    ("2017-09", "2017-09-30", True),
    ("../2017-09-02", "2017-09-02", True),
    ("../2017-09-02", "2017-09-03", False),
    ("2017-09-02/..", "2017-09-01", False),
    ("2017-09-02/..", "../2017-09-05", True),
    ("2017-09-02/..", "2030", True),
    ("[2017-08-29,2017-08-31]", "2017-08-31", True),
]


@pytest.mark.parametrize(("period", "other", "expected"), OVERLAPS)
def test_dates_overlap_where_they_can_share_a_day(period: str, other: str, expected: bool) -> None:
    assert when(period).overlaps(when(other)) is expected
    assert when(other).overlaps(when(period)) is expected


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days)
def test_any_day_reads_back(written: date) -> None:
    data = when(written.isoformat())
    assert (data.first, data.last, data.days) == (written, written, 1)
    assert not data.inferred_first


@given(days, st.integers(0, 5_000), st.sampled_from(["", "?"]), st.sampled_from(["", "?"]))
def test_any_interval_reads_back(first: date, length: int, mark_1: str, mark_2: str) -> None:
    last = first + timedelta(length)
    data = when(f"{first}{mark_1}/{last}{mark_2}")
    assert (data.first, data.last, data.days) == (first, last, length + 1)
    assert (data.inferred_first, data.inferred_last) == (bool(mark_1), bool(mark_2))


@given(days, st.integers(1, 5_000))
def test_no_interval_runs_backwards(last: date, length: int) -> None:
    with pytest.raises(ValueError, match="first day is not after"):
        when(f"{last}/{last - timedelta(length)}")


@given(days, st.integers(0, 60))
def test_every_day_of_a_period_is_between_its_ends(first: date, length: int) -> None:
    last = first + timedelta(length)
    listed = every_day(first, last)
    assert (listed[0], listed[-1], len(listed)) == (first, last, length + 1)
    assert listed == sorted(set(listed))
    assert every_day(last + timedelta(1), last) == []


def test_the_ends_that_are_known_are_those_of_all_periods() -> None:
    periods = [when("2017-08-29/.."), None, when("[2017-08-30,2017-08-28]"), when("/2017-09-02")]
    assert known_ends(periods) == [day(8, 29), day(8, 28), day(8, 30), day(9, 2)]
    assert known_ends([None]) == []


# The oracle pads an open end by ten years and returns a float for "..": only closed ends here.
# It takes 2017-02-29 for a day: only days that exist.
CLOSED = [text for text, first, last, *_ in TABLE if first and last]


@pytest.mark.parametrize("text", CLOSED)
def test_the_oracle_agrees_where_it_is_right(text: str) -> None:
    oracle, data = parse_edtf(text), when(text)
    assert tuple(oracle.lower_strict())[:3] == (data.first or date.max).timetuple()[:3]
    assert tuple(oracle.upper_strict())[:3] == (data.last or date.max).timetuple()[:3]
