"""The axis of days: what is folded, what is labelled, and where a day then stands."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes

from analysis.charts.kit import style
from analysis.charts.kit.calendar import Calendar, calendar
from analysis.charts.kit.frame import Frame
from analysis.claims.dates import when
from analysis.words.names_and_days import years_where_needed

START = date(2040, 8, 4)


def drawn(axis: Calendar) -> Axes:
    """Axes as wide as a column with these days."""
    with style.styled():
        _, axes = Frame("Title").canvas(1)
        ends = [when(f"{axis.first}"), when(f"{axis.last}")]
        with years_where_needed(ends):
            axis.draw(axes)
        axes.figure.draw_without_rendering()  # type: ignore[union-attr]
    return axes


def on_paper(axes: Axes, day: date) -> float:
    """How far along the axes a day stands, in pixels."""
    return float(axes.transData.transform((style.day_number(day), 0))[0])


def days(*numbers: int) -> list[date]:
    return [START + timedelta(number) for number in numbers]


@pytest.mark.parametrize(
    ("used", "lengths"),
    [
        ((0, 1, 2, 6), []),
        ((0, 1, 2, 10), []),
        ((0, 1, 2, 11), [8]),
        ((0, 1, 6, 26, 364), [19, 337]),
        (tuple(range(0, 365, 14)), []),
        ((0, 364), [363]),
        ((0,), []),
    ],
)
def test_long_stretches_are_folded(used: tuple[int, ...], lengths: list[int]) -> None:
    axis = calendar(days(0)[0], days(used[-1])[0], days(*used))
    assert [fold.days for fold in axis.folds] == lengths
    assert axis.length + sum(lengths) == used[-1] + 1


@given(st.sets(st.integers(0, 3000), min_size=1, max_size=30))
def test_no_day_that_is_used_is_folded_and_days_keep_their_order(numbers: set[int]) -> None:
    used = days(*sorted(numbers))
    axis = calendar(used[0], used[-1], used)
    hidden = {fold.first + timedelta(n) for fold in axis.folds for n in range(fold.days)}
    assert not hidden & set(used)
    axes = drawn(axis)
    places = [on_paper(axes, day) for day in used]
    assert places == sorted(places)
    left, right = axes.bbox.x0, axes.bbox.x1
    assert all(left < place < right for place in places)


def test_days_outside_folds_are_equally_wide_and_folds_are_narrow() -> None:
    axis = calendar(START, days(364)[0], days(0, 1, 6, 26, 364))
    axes = drawn(axis)
    width = on_paper(axes, days(1)[0]) - on_paper(axes, days(0)[0])
    assert on_paper(axes, days(6)[0]) - on_paper(axes, days(5)[0]) == pytest.approx(width)
    folded = on_paper(axes, days(364)[0]) - on_paper(axes, days(26)[0]) - width
    assert 0 < folded < 0.25 * axes.bbox.width


def test_a_fold_says_how_long_it_is_and_the_day_after_has_its_year() -> None:
    axes = drawn(calendar(START, days(364)[0], days(0, 1, 6, 26, 364)))
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert "19\ndays" in labels
    assert "337\ndays" in labels
    assert labels[0] == "4\nAug\n2040"
    assert labels[-1] == "3\nAug\n2041"


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 9000))
def test_an_axis_of_days_labels_no_day_twice_and_not_too_many(first: date, days_: int) -> None:
    axes = drawn(Calendar(first, first + timedelta(days_)))
    ticks = list(axes.get_xticks())
    assert len(set(ticks)) == len(ticks) <= 24
    low, high = axes.get_xlim()
    assert all(low < tick < high for tick in ticks)
    assert low < style.day_number(first) <= style.day_number(first + timedelta(days_)) < high


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 9000))
def test_labels_do_not_run_into_each_other(first: date, days_: int) -> None:
    axes = drawn(Calendar(first, first + timedelta(days_)))
    boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
    assert all(a.x1 <= b.x0 for a, b in pairwise(boxes))
