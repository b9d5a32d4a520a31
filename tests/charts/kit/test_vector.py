"""The fast way to an SVG: the same bytes as matplotlib's own, for every form, case and scope."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from gallery import FORMS, case
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends import backend_svg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from slow import drawing_slowly

from analysis.case.timeline import Timeline
from analysis.charts.kit import letters, strokes, style, vector
from analysis.errors import Invalid
from analysis.paths import cases

SVG: Any = backend_svg.RendererSVG
SCOPES: dict[str, Callable[[Timeline], Timeline]] = {
    "whole": lambda timeline: timeline,
    "early": lambda timeline: timeline.as_of(sorted(_days(timeline))[len(_days(timeline)) // 2]),
    "once": lambda timeline: timeline.first_utterances(),
}


def _days(timeline: Timeline) -> set[str]:
    return {row["published"] for row in timeline.rows["sources"] if len(row["published"]) == 10}


def drawn(form: str, name: str, scope: str) -> str:
    """The SVG of a chart, or why there is none."""
    whole = SCOPES[scope](case(name))
    try:
        return FORMS[form].draw(FORMS[form].claims(whole), whole).svg()
    except Invalid as refused:
        return str(refused)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", ["ferry-2031", *cases()])
@pytest.mark.parametrize("form", FORMS)
def test_every_chart_has_the_bytes_that_matplotlib_would_write(
    form: str, name: str, scope: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = drawn(form, name, scope)
    with monkeypatch.context() as slowly:
        drawing_slowly(slowly)
        slow = drawn(form, name, scope)
    assert fast == slow


def test_a_chart_that_is_drawn_twice_has_the_same_bytes() -> None:
    """What one drawing leaves in the figure, or is remembered of it, does not change the next."""
    whole = case("ferry-2031")
    chart = FORMS["intervals"].draw(FORMS["intervals"].claims(whole), whole)
    assert chart.svg() == chart.svg()


FACES = st.builds(
    FontProperties,
    family=st.just(list(style.FAMILY)),
    weight=st.sampled_from(["normal", "bold"]),
    style=st.sampled_from(["normal", "italic"]),
    size=st.floats(5, 30),
)


LETTERS = st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["C"])
"""Those of the typeface: of others matplotlib warns."""


@given(words=st.text(LETTERS), prop=FACES)
def test_a_line_measures_what_matplotlib_says(words: str, prop: FontProperties) -> None:
    with style.styled():
        renderer: Any = SVG(100, 100, io.StringIO())
        expected = renderer.get_text_width_height_descent(words, prop, False)
        assert letters.measured(words, prop) == pytest.approx(expected, abs=prop.get_size() / 50)


@pytest.mark.parametrize("clip", [True, False])
def test_dots_off_the_page_are_left_out_and_others_are_cut_at_the_axes(clip: bool) -> None:
    with style.styled():
        figure = Figure(figsize=(2, 2))
        axes = figure.add_axes((0.25, 0.25, 0.5, 0.5), xlim=(0, 1), ylim=(0, 1))
        places = [0.5, 1.2, 40.0]
        strokes.dots(axes, places, places, "o", gid="mine", ms=3, mec="red", clip_on=clip)
        svg = vector.svg(figure)
    mine = svg.partition('<g id="mine">')[2].partition("</g>")[0]
    assert mine.count("<use ") == 2
    assert ("clip-path" in mine) == clip
