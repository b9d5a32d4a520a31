"""Colours, frames and axes: the same on every chart, told apart, and with no trace left behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any, cast

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.style import Frame
from analysis.errors import Invalid

FRAME = Frame("Title", "subtitle", "footer")


def with_groups(timeline: Timeline, groups: list[str]) -> Timeline:
    """The same actors, spread over these groups, none of them an outlet."""
    actors = tuple(
        {**row, "kind": "state", "group": groups[n % len(groups)]}
        for n, row in enumerate(timeline.rows["actors"])
    )
    return replace(timeline, rows={**timeline.rows, "actors": actors})


@pytest.mark.parametrize("name", ["convoy-2017", "tests/cases/ferry-2031"])
def test_each_group_has_a_colour_of_its_own_and_outlets_are_grey(
    name: str, pytestconfig: pytest.Config
) -> None:
    timeline = load(name if "/" not in name else pytestconfig.rootpath / name)
    colour = style.colours(timeline)
    actors = timeline.rows["actors"]
    outlets = {row["group"] for row in actors if row["kind"] == "outlet"}
    others = {row["group"] for row in actors} - outlets
    assert set(colour) >= outlets | others | {""}
    assert {colour[group] for group in outlets | {""}} == {style.GREY}
    assert len({colour[group] for group in others}) == len(others)
    assert {colour[group] for group in others} <= set(style.PALETTE)


def test_colours_follow_the_order_of_the_case(ferry: Timeline) -> None:
    named = [group for group in ferry.package.groups if group != "outlets"]
    row = style.colours(ferry)
    assert [row[group] for group in named] == list(style.PALETTE[: len(named)])


def test_a_filter_never_changes_a_colour(ferry: Timeline) -> None:
    assert style.colours(ferry.where(claimant="ministry")) == style.colours(ferry)


@pytest.mark.parametrize(("number", "refused"), [(6, False), (7, True)])
def test_more_groups_than_there_are_colours_are_refused(
    ferry: Timeline, number: int, refused: bool
) -> None:
    crowded = with_groups(ferry, [f"g{n}" for n in range(number)])
    crowded = replace(crowded, package=replace(crowded.package, groups={}))
    if not refused:
        assert len(set(style.colours(crowded).values())) == number + 1
        return
    with pytest.raises(Invalid, match="7 groups; at most 6 groups besides outlets"):
        style.colours(crowded)


def luminance(colour: str) -> float:
    """Relative luminance, as the accessibility guidelines of the web define it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(name: str, two: str) -> float:
    low, high = sorted((luminance(name), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", [*style.PALETTE, style.GREY])
def test_a_mark_stands_out_from_the_paper(colour: str) -> None:
    assert contrast(colour, style.PAPER) >= 3


@pytest.mark.parametrize("colour", [style.INK, style.SOFT, style.WRONG])
def test_words_can_be_read(colour: str) -> None:
    assert contrast(colour, style.PAPER) >= 4.5


def test_no_two_colours_are_alike() -> None:
    for name, two in combinations([*style.PALETTE, style.GREY], 2):
        apart = sum((a - b) ** 2 for a, b in zip(to_rgb(name), to_rgb(two), strict=True))
        assert apart > 0.02, (name, two)


@pytest.mark.parametrize(
    ("group", "name"),
    [("rescue", "Coastguard"), ("", "Undecided"), ("far_away", "Far away")],
)
def test_a_group_has_a_name_for_print(ferry: Timeline, group: str, name: str) -> None:
    timeline = replace(ferry, package=replace(ferry.package, groups={"rescue": "Coastguard"}))
    assert style.group_name(timeline, group) == name


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        ((date(2017, 8, 30), date(2017, 8, 31), date(2017, 9, 1)), ["30\nAug", "31", "1\nSep"]),
        ((date(2031, 3, 4),), ["4\nMar"]),
        ((), []),
    ],
)
def test_a_month_is_named_once(days: tuple[date, ...], labels: list[str]) -> None:
    assert style.day_labels(days) == labels


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 400))
def test_a_day_number_counts_days(day: date, later: int) -> None:
    assert style.day_number(day + timedelta(later)) - style.day_number(day) == later


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 400))
def test_an_axis_of_days_labels_no_day_twice_and_not_too_many(first: date, days: int) -> None:
    with style.styled():
        _, axes = style.canvas(FRAME, 1)
        style.day_axis(axes, first, first + timedelta(days))
    ticks = list(axes.get_xticks())
    assert ticks[0] == style.day_number(first)
    assert len(set(ticks)) == len(ticks) <= 24
    low, high = axes.get_xlim()
    assert low < style.day_number(first) <= style.day_number(first + timedelta(days)) < high


def test_a_canvas_is_as_wide_as_a_column_and_as_high_as_wanted() -> None:
    with style.styled():
        figure, axes = style.canvas(FRAME, 2.5)
    width, height = figure.get_size_inches()
    assert width == style.WIDTH
    assert height == pytest.approx(FRAME.top + 2.5 + FRAME.bottom)
    assert axes.get_position().height * height == pytest.approx(2.5)
    assert [text.get_text() for text in figure.texts] == ["Title", "subtitle", "footer"]


def test_rows_go_down_and_numbers_start_at_nothing() -> None:
    with style.styled():
        _, axes = style.canvas(FRAME, 1)
        style.rows_axis(axes, 3)
        style.number_axis(axes, 50)
        axes.figure.draw_without_rendering()  # type: ignore[union-attr]
        labels = [label.get_text() for label in axes.get_xticklabels()]
    assert axes.get_ylim() == (2.5, -0.5)
    low, high = axes.get_xlim()
    assert low < 0 < 50 < high
    assert "0" in labels
    assert all(float(label).is_integer() for label in labels if label.isdigit())


def test_the_style_is_gone_with_its_block() -> None:
    parameters: dict[str, Any] = cast(Any, mpl.rcParams)
    before = {name: parameters[name] for name in style.STYLE}
    assert before["text.parse_math"] is True
    with style.styled():
        assert mpl.rcParams["text.parse_math"] is False
        assert list(mpl.rcParams["font.family"]) == list(style.FAMILY)
    assert {name: parameters[name] for name in style.STYLE} == before
