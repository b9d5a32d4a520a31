"""Days taken together: which part of time a day is in, how many lie between, what it is called."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts.kit.bins import UNITS, Bins, bins, spanning

DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(DAYS, st.sampled_from(UNITS))
def test_a_day_is_in_its_part_and_parts_follow_each_other(day: date, unit: str) -> None:
    parts = Bins(unit)
    start = parts.start(day)
    assert start <= day < parts.after(start)
    assert parts.start(start) == start
    assert parts.start(parts.after(start)) == parts.after(start)
    assert start <= parts.middle(day) < parts.after(start)


@given(DAYS, st.sampled_from(UNITS), st.integers(0, 30))
def test_parts_between_two_are_counted(day: date, unit: str, number: int) -> None:
    parts = Bins(unit)
    start = end = parts.start(day)
    for _ in range(number + 1):
        end = parts.after(end)
    assert parts.between(start, end) == number


@pytest.mark.parametrize(
    ("days", "unit"), [(60, "day"), (400, "week"), (1500, "month"), (7300, "year"), (99000, "year")]
)
def test_the_shortest_parts_that_fit_are_taken(days: int, unit: str) -> None:
    every = [date(1990, 1, 1) + timedelta(number) for number in range(min(days, 20000))]
    assert bins(every, 60).unit == unit
    assert spanning(len(every), 60).unit == unit
    assert ("too many days" in Bins(unit).note("row")) == (unit != "day")


def test_labels_name_what_is_new() -> None:
    day = date(2040, 8, 6)
    assert Bins("day").label(day, None) == "Mon 6 Aug"
    assert Bins("day").label(day, date(2040, 8, 1)) == "Mon 6"
    assert Bins("month").label(date(2040, 8, 1), date(2040, 7, 1)) == "Aug"
    assert Bins("year").label(date(2040, 1, 1), None) == "2040"
