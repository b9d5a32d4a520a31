"""Colours, frames and axes: the same on every chart, told apart, and with no trace left behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any, cast

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.frame import Frame
from analysis.errors import Invalid

FRAME = Frame("Title", "subtitle", notes=("A note.",), source="Source: one.")


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


# "A Physiologically-based Model for Simulation of Color Vision Deficiency", Machado, Oliveira and
# Fernandes 2009: what is seen, as a mix of linear red, green and blue, where one cone is lacking.
SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)


def lab(colour: str, sight: str) -> np.ndarray[Any, Any]:
    """A colour in CIELAB, as it is seen with that sight."""
    parts = np.array(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    x, y, z = np.array(XYZ) @ np.clip(np.array(SIGHT[sight]) @ linear, 0, 1) / WHITE
    fx, fy, fz = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_colours_are_alike(sight: str) -> None:
    for name, two in combinations([*style.PALETTE, style.GREY], 2):
        apart = np.linalg.norm(lab(name, sight) - lab(two, sight))
        assert apart >= 10, (name, two)


def test_sides_have_shapes_for_those_who_see_no_colours(ferry: Timeline) -> None:
    colour, shape = style.colours(ferry), style.shapes(ferry)
    assert list(colour) == list(shape)
    for group, other in combinations(colour, 2):
        assert (colour[group] == colour[other]) == (shape[group] == shape[other])


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
        ((date(2031, 3, 4), date(2032, 3, 4)), ["4\nMar 2031", "4\nMar 2032"]),
        ((), []),
    ],
)
def test_a_month_is_named_once(days: tuple[date, ...], labels: list[str]) -> None:
    assert style.day_labels(days) == labels


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(0, 400))
def test_a_day_number_counts_days(day: date, later: int) -> None:
    assert style.day_number(day + timedelta(later)) - style.day_number(day) == later


def test_a_canvas_is_as_wide_as_a_column_and_as_high_as_wanted() -> None:
    with style.styled():
        figure, axes = FRAME.canvas(2.5)
    width, height = figure.get_size_inches()
    assert width == style.WIDTH
    assert height > FRAME.top + 2.5 + FRAME.bottom
    assert axes.get_position().height * height == pytest.approx(2.5)
    assert [text.get_text() for text in figure.texts] == [
        "Title",
        "subtitle",
        "A note.",
        "Source: one.",
    ]


def test_rows_go_down_and_numbers_start_at_nothing() -> None:
    with style.styled():
        _, axes = FRAME.canvas(1)
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
