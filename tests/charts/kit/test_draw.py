"""Drawing in a notebook: a chart, or a line where the scope is too narrow for one."""

from __future__ import annotations

import pytest

import analysis as an
from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import draw
from analysis.errors import Invalid
from analysis.words.sentences import Sentence


def test_a_chart_where_there_are_claims(ferry: Timeline) -> None:
    drawn = draw(charts.intervals, ferry, "Title", by="measure")
    assert isinstance(drawn, Chart)
    assert drawn.alt.startswith("Title: 27 claims.")


def test_a_line_where_there_are_none(ferry: Timeline) -> None:
    drawn = draw(charts.intervals, ferry.where(measure="statement"), "How many?")
    assert isinstance(drawn, Sentence)
    assert str(drawn) == "How many: nothing in this scope to draw."
    assert drawn._repr_mimebundle_()["text/plain"] == str(drawn)


def test_other_refusals_are_not_hidden(ferry: Timeline) -> None:
    with pytest.raises(Invalid, match="a column of claims"):
        draw(lambda *_: charts.intervals(ferry.where(no_such=""), ""), ferry, "Title")


def test_a_mistake_of_our_own_is_not_hidden(ferry: Timeline) -> None:
    with pytest.raises(TypeError):
        draw(charts.intervals, ferry, "Title", no_such_option=1)


def test_it_is_what_the_notebooks_call() -> None:
    assert an.draw is draw
