"""What stands in the way of words: boxes that meet, as a table of cases; texts, turned and not."""

from __future__ import annotations

from itertools import product
from math import sqrt

import gallery
import numpy as np
import pytest
from gallery import FORMS, drawable, drawing
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D

from analysis.charts.kit.overlap import (
    HAIR,
    Points,
    Troubles,
    corners,
    depth,
    troubles,
    visible_texts,
)
from analysis.charts.kit.style import styled


def box(x: float, y: float, width: float, height: float, turned: float = 0) -> Points:
    """A box about a point, turned by degrees against the clock."""
    upright = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [width / 2, height / 2] + [x, y]
    return np.asarray(Affine2D().rotate_deg_around(x, y, turned).transform(upright))


SQUARE = box(0, 0, 10, 10)
DIAMOND = box(0, 0, 10, 10, 45)
"""Its corners are 5 times the root of 2 from its middle."""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(SQUARE, box(20, 0, 10, 10), -10, id="apart"),
        pytest.param(SQUARE, box(10, 0, 10, 10), 0, id="edge to edge"),
        pytest.param(SQUARE, box(10, 10, 10, 10), 0, id="corner to corner"),
        pytest.param(SQUARE, box(7, 0, 10, 10), 3, id="from the side"),
        pytest.param(SQUARE, box(0, -6, 10, 10), 4, id="from below"),
        pytest.param(SQUARE, box(7, 9, 10, 10), 1, id="a corner in a corner"),
        pytest.param(SQUARE, SQUARE, 10, id="the same place"),
        pytest.param(SQUARE, box(0, 0, 2, 4), 2, id="inside: its own width"),
        pytest.param(SQUARE, box(0, 0, 100, 2), 2, id="a line through the middle"),
        pytest.param(DIAMOND, box(11, 0, 10, 10), 5 * sqrt(2) - 6, id="the tip of a turned box"),
        pytest.param(DIAMOND, box(13, 0, 10, 10), 5 * sqrt(2) - 8, id="short of its tip"),
        pytest.param(
            DIAMOND, box(7, 7, 4, 4), 5 - 5 * sqrt(2), id="in its upright box, and off it"
        ),
        pytest.param(
            box(0, 0, 40, 4, 30), box(0, 8, 40, 4, 30), 4 - 8 * sqrt(3) / 2, id="two lines aslant"
        ),
        pytest.param(
            box(0, 0, 40, 4, 30), box(0, 4, 40, 4, 30), 4 - 4 * sqrt(3) / 2, id="aslant, too near"
        ),
    ],
)
def test_how_far_two_boxes_reach_into_each_other(
    first: Points, second: Points, expected: float
) -> None:
    assert depth(first, second) == pytest.approx(expected)
    assert depth(second, first) == pytest.approx(expected)
    assert depth(first[::-1], second) == pytest.approx(expected)


NUMBER = st.floats(-50, 50)
SIZE = st.floats(1, 60)
BOX = st.builds(box, NUMBER, NUMBER, SIZE, SIZE, st.floats(0, 360))


@given(first=BOX, second=BOX)
def test_boxes_meet_just_where_another_geometry_says_so(first: Points, second: Points) -> None:
    """By how far they reach into each other; and by points: one in both is proof that they meet."""
    deep = depth(first, second)
    expected = gallery.overlap([*map(tuple, first)], [*map(tuple, second)])
    assert (deep > 1e-9) == (expected > 1e-9)
    assert deep <= 1e-9 or deep == pytest.approx(expected, abs=1e-6)
    weights = [(a, b) for a, b in product(np.linspace(0.01, 0.99, 8), repeat=2)]
    inside = [first[0] + a * (first[1] - first[0]) + b * (first[3] - first[0]) for a, b in weights]
    if any(_holds(second, point) for point in inside):
        assert deep > 0


def _holds(convex: Points, point: Points) -> bool:
    """Is it on one side of all four edges?"""
    along, to = np.roll(convex, -1, axis=0) - convex, point - convex
    turns = along[:, 0] * to[:, 1] - along[:, 1] * to[:, 0]
    return bool((turns > 1e-6).all() or (turns < -1e-6).all())


@pytest.mark.parametrize(("name", "form"), drawable(FORMS))
def test_texts_and_their_boxes_are_those_that_matplotlib_draws(form: str, name: str) -> None:
    figure = drawing(name, form).chart.figure
    with styled():
        renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
        mine = [(text.get_text(), corners(text, renderer)) for text in visible_texts(figure)]
    assert _sorted(mine) == pytest.approx(_sorted(gallery.boxes(figure)), abs=0.01)
    assert sorted(text for text, _ in mine) == sorted(gallery.written(figure))


def _sorted(boxes: list[tuple[str, Points]] | list[tuple[str, gallery.Box]]) -> list[float]:
    """The corners of every box, in one order."""
    texts = sorted((sorted((round(x, 4), round(y, 4)) for x, y in b)) for _, b in boxes)
    return [number for corners_ in texts for point in corners_ for number in point]


@pytest.mark.parametrize("angle", [0, 20, 35, 52, 90, 135.5, 180, 270])
@pytest.mark.parametrize("words", ["a few words", "two\nlines of them"])
@pytest.mark.parametrize("mode", ["default", "anchor"])
def test_the_box_of_a_turned_text_is_turned_with_it(angle: float, words: str, mode: str) -> None:
    figure = Figure(figsize=(4, 4))
    text = figure.text(0.5, 0.5, words, rotation=angle, rotation_mode=mode, va="bottom")
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    mine = corners(text, renderer)
    around = text.get_window_extent(renderer)
    assert mine.min(axis=0) == pytest.approx(around.min, abs=0.01)
    assert mine.max(axis=0) == pytest.approx(around.max, abs=0.01)
    text.set_rotation(0)
    level = text.get_window_extent(renderer)
    sides = np.hypot(*(np.roll(mine, -1, axis=0) - mine).T)
    assert sides == pytest.approx([level.width, level.height] * 2, abs=0.01)
    across = mine[1] - mine[0]
    assert np.degrees(np.arctan2(across[1], across[0])) % 360 == pytest.approx(angle, abs=0.01)


@pytest.mark.parametrize(
    ("more", "within"),
    [((0, 0, 0), True), ((-1, 0, -2), True), ((1, 0, 0), False), ((-1, 1, -1), False)],
)
def test_troubles_are_no_worse_where_none_of_a_kind_is_more(
    more: tuple[int, int, int], within: bool
) -> None:
    others = Troubles(2, 3, 4)
    mine = Troubles(2 + more[0], 3 + more[1], 4 + more[2])
    assert mine.within(others) == within


def test_turned_texts_that_pass_each_other_are_no_trouble() -> None:
    """Their upright boxes lie on each other; the texts do not."""
    figure = Figure(figsize=(4, 4))
    first, second = (figure.text(x, 0.2, "w" * 20, rotation=50) for x in (0.2, 0.35))
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    assert first.get_window_extent(renderer).overlaps(second.get_window_extent(renderer))
    assert troubles(figure) == Troubles(0, 0, 0)
    second.set_position((0.2 + 0.5 * HAIR / 400, 0.2))
    assert troubles(figure).texts == 1


def test_a_label_at_the_top_of_an_axis_counts() -> None:
    figure = Figure(figsize=(4, 4))
    axes = figure.add_axes((0.2, 0.2, 0.6, 0.6), xlim=(0, 1), ylim=(0, 1), xticks=[0.5], yticks=[])
    axes.tick_params(labeltop=True, labelbottom=False)
    assert [text.get_text() for text in visible_texts(figure)] == ["0.5"]
    figure.text(0.5, 0.82, "on the label", ha="center")
    assert troubles(figure).texts == 1
