"""Charts in narrow columns: laid out anew, nothing on top of anything, type that can be read."""

from __future__ import annotations

from inspect import unwrap

import pytest
from gallery import FORMS, boxes, case, crowded

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import COLUMN, SMALLEST, fitted, smallest
from analysis.charts.kit.frame import Frame
from analysis.charts.kit.overlap import troubles
from analysis.charts.kit.style import styled

JOURNAL = 89 / 25.4
"""Inches: one column of a journal."""
WORDY = "A title that is far too long to stand in a single line of one narrow column"


def drawn(form: str) -> Chart:
    whole = case("ferry-2031")
    return FORMS[form].draw(FORMS[form].claims(whole), whole)


def layout(form: str) -> Chart:
    """The chart as a report has it, whatever column the environment asks for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(COLUMN, raising=False)
        return drawn(form)


def wide(chart: Chart) -> float:
    return float(chart.figure.get_figwidth())


def test_without_a_column_a_chart_is_as_the_report_has_it() -> None:
    chart = drawn("intervals")
    assert wide(chart) == style.WIDTH
    assert chart.svg() == layout("intervals").svg()


@pytest.mark.parametrize("inches", [style.WIDTH, 12.0])
def test_a_wide_column_changes_nothing(monkeypatch: pytest.MonkeyPatch, inches: float) -> None:
    monkeypatch.setenv(COLUMN, repr(inches))
    assert wide(drawn("evidence_by_day")) == style.WIDTH


@pytest.mark.parametrize("form", sorted(FORMS))
def test_in_a_column_no_text_meets_another(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setenv(COLUMN, repr(JOURNAL))
    chart, whole = drawn(form), layout(form)
    assert JOURNAL <= wide(chart) <= style.WIDTH
    assert crowded(boxes(chart.figure)) == []
    assert troubles(chart.figure).within(troubles(whole.figure))
    assert list(chart.table.index) == list(whole.table.index)


def test_type_is_as_large_as_on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COLUMN, repr(5.5))
    chart = drawn("intervals")
    scale = 5.5 / wide(chart)
    assert smallest(chart) * scale >= SMALLEST - 1e-6
    assert style.width() == style.WIDTH


def test_a_chart_without_long_words_is_laid_out_at_the_column_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(COLUMN, repr(5.5))
    assert wide(drawn("evidence_by_day")) == pytest.approx(5.5)


def test_where_nothing_fits_the_chart_is_whole(
    monkeypatch: pytest.MonkeyPatch, ferry: Timeline
) -> None:
    def crowding() -> Chart:
        chart: Chart = unwrap(charts.evidence_by_day)(ferry, "Days")
        if style.share() < 1:
            for _ in range(2):
                chart.figure.text(0.5, 0.5, "on top of each other")
        return chart

    monkeypatch.setenv(COLUMN, repr(JOURNAL))
    assert wide(fitted(crowding)) == style.WIDTH


def test_a_width_is_forgotten_after_its_charts() -> None:
    def failing() -> None:
        with style.laid_out(4.0):
            assert (style.width(), style.scaled(style.WIDTH)) == (4.0, 4.0)
            raise KeyError

    with pytest.raises(KeyError):
        failing()
    assert (style.width(), style.share()) == (style.WIDTH, 1)
    with style.laid_out(100):
        assert style.width() == style.WIDTH


def test_long_words_of_a_frame_take_lines_and_room_of_their_own() -> None:
    frame = Frame(WORDY, "subtitle " * 12, notes=("words " * 36,), source="source")
    with styled(), style.laid_out(3.5):
        narrow, axes = frame.canvas(1.0)
    axes.set_axis_off()
    lines = [text.get_text().count("\n") for text in narrow.texts]
    assert lines[0] >= 1
    assert lines[1] >= 1
    assert lines[2] >= 2
    assert axes.get_position().height * narrow.get_figheight() == pytest.approx(1.0)
    assert troubles(narrow).texts == 0
    assert troubles(narrow).cut == 0


@pytest.mark.parametrize(
    ("place", "cut", "texts"),
    [((0.1, 0.8), 0, 0), ((0.99, 0.8), 1, 0), ((0.1, 0.52), 0, 1), ((0.1, 0.001), 1, 0)],
)
def test_what_stands_in_the_way_is_counted(
    place: tuple[float, float], cut: int, texts: int
) -> None:
    with styled():
        figure, axes = Frame("").canvas(1.0)
    axes.set_axis_off()
    figure.text(0.1, 0.5, "some words")
    figure.text(*place, "other words")
    matches = troubles(figure)
    assert (matches.cut, matches.texts, matches.marks) == (cut, texts, 0)


def test_words_on_a_mark_are_counted() -> None:
    with styled():
        figure, axes = Frame("").canvas(1.0)
    axes.plot([0.5], [0.5], "o", ms=20, gid="c001")
    axes.set_axis_off()
    assert troubles(figure).marks == 0
    axes.text(0.5, 0.5, "on it", ha="center", va="center")
    assert troubles(figure).marks == 1
