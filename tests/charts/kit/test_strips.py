"""Strips: where their units stand, how each kind looks, and how a hedged end fades."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from matplotlib.axes import Axes
from matplotlib.colors import same_color, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.charts.kit import style
from analysis.charts.kit.strips import LARGEST, PALER, Run, Scale, Words, bottom, fitting
from analysis.charts.kit.wrapping import breadth

BLUE = style.PALETTE[0]
HIGH = 2.0
SQUARES = Scale(1.5, 5.0, 17, squares=True)
BARS = Scale(1.5, 5.0, 212, squares=False)


def axes_of(scale: Scale, *runs: Run) -> Axes:
    figure = Figure(figsize=(style.width(), HIGH))
    axes = figure.add_axes((0, 0, 1, 1))
    scale.prepare(axes, HIGH)
    for run in runs:
        run.draw(axes, scale)
    return axes


def inches(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Where a point is, from the upper left corner of the figure."""
    figure = axes.get_figure(root=True)
    assert figure
    right, up = axes.transData.transform((x, y)) / figure.dpi
    return float(right), HIGH - float(up)


def boxes(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def dots(axes: Axes) -> Line2D:
    (line,) = axes.lines
    return line


@pytest.mark.parametrize("scale", [SQUARES, BARS], ids=["squares", "bars"])
def test_a_strip_reaches_from_its_left_to_its_right(scale: Scale) -> None:
    axes = axes_of(scale)
    assert inches(axes, 0, 0.5) == pytest.approx((1.5, 0.5))
    assert inches(axes, scale.size, 0.5) == pytest.approx((5.0, 0.5))
    assert scale.end == pytest.approx(5.0)


def test_the_squares_of_few_units_grow_no_larger_than_a_square() -> None:
    few = Scale(1.5, 5.0, 3, squares=True)
    assert few.unit == LARGEST
    assert few.end == pytest.approx(1.5 + 3 * LARGEST)


@given(some.floats(0.1, 5), some.floats(0, 6))
def test_inches_and_units_are_turned_into_each_other(left: float, place: float) -> None:
    scale = Scale(left, left + 3, 17, squares=True)
    assert scale.inches(scale.at(place)) == pytest.approx(place)


@given(some.integers(0, 40), some.integers(0, 40))
def test_a_run_has_a_square_for_each_unit_side_by_side(start: int, count: int) -> None:
    spots = SQUARES.spots(start, start + count)
    assert len(spots) == count
    assert spots == [n + 0.5 for n in range(start, start + count)]
    assert BARS.spots(start, start + count) == [start, start + count]


LOOKS = [
    ("solid", to_rgba(BLUE), 0),
    ("faint", to_rgba(BLUE, PALER), 0),
    ("hollow", to_rgba(style.PAPER), 1.3),
]


@pytest.mark.parametrize(("kind", "face", "edge"), LOOKS)
def test_each_kind_has_a_look_of_its_own(kind: str, face: Any, edge: float) -> None:
    line = dots(axes_of(SQUARES, Run(0, 6, 0.5, kind, BLUE, gid="c1")))
    assert to_rgba(line.get_markerfacecolor()) == face
    assert line.get_markeredgewidth() == edge
    (box,) = boxes(axes_of(BARS, Run(0, 80, 0.5, kind, BLUE, gid="c1")))
    assert box.get_facecolor() == face
    assert box.get_linewidth() == edge


def test_squares_of_every_kind_have_one_size() -> None:
    side = 72 * SQUARES.tall
    for kind in ("solid", "faint", "hollow"):
        line = dots(axes_of(SQUARES, Run(0, 6, 0.5, kind, BLUE, gid="c1")))
        assert line.get_markersize() + line.get_markeredgewidth() == pytest.approx(side)
    axes = axes_of(SQUARES, Run(0, 6, 0.5, "hatched"))
    for box in boxes(axes):
        assert box.get_hatch()
        wide = 72 * box.get_width() * SQUARES.unit + box.get_linewidth()
        high = 72 * box.get_height() + box.get_linewidth()
        assert [wide, high] == pytest.approx([side, side])


def test_what_is_hatched_is_the_mark_of_no_claim() -> None:
    axes = axes_of(SQUARES, Run(6, 17, 0.5, "hatched"))
    assert [box.get_x() + box.get_width() / 2 for box in boxes(axes)] == pytest.approx(
        [n + 0.5 for n in range(6, 17)]
    )
    assert not any(box.get_gid() for box in boxes(axes))


def test_only_what_is_in_doubt_fades_and_ever_more() -> None:
    axes = axes_of(SQUARES, Run(0, 6, 0.5, "solid", BLUE, sure=5.5, gid="c1"))
    over = boxes(axes)
    assert over[0].get_x() == pytest.approx(5.5)
    assert over[-1].get_x() + over[-1].get_width() == pytest.approx(6)
    shades = np.array([to_rgba(box.get_facecolor()) for box in over])
    assert all(same_color(tuple(shade), style.PAPER) for shade in shades[:, :3])
    assert np.all(np.diff(shades[:, 3]) > 0)
    assert not boxes(axes_of(SQUARES, Run(0, 6, 0.5, "solid", BLUE, sure=6, gid="c1")))


@given(some.text(some.sampled_from("abc de"), min_size=1, max_size=60), some.floats(0.5, 3))
def test_words_are_broken_and_never_cut(text: str, wide: float) -> None:
    with style.styled():
        words = fitting(0.1, 0.2, text, wide, 9)
        assert words.text.replace("\n", "").replace(" ", "") == text.replace(" ", "")
        assert breadth(words.text, 9) <= wide + 0.05
    lines = words.text.count("\n") + 1
    assert words.bottom > 0.2 + 0.9 * lines * 9 / 72


def test_the_bottom_is_that_of_the_lowest_words() -> None:
    high, low = Words(0, 0.1, "a", 9), Words(0, 1.1, "b", 9)
    assert bottom([low, high], 0) == low.bottom
    assert bottom([], 0.7) == 0.7
