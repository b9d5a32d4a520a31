"""A form called as a person calls it: a chart, or an empty one where the scope is too narrow."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

import analysis as an
from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit import svg
from analysis.charts.kit.chart import MIME, PHONE, WIDER, Chart, EmptyChart
from analysis.charts.kit.draw import form
from analysis.charts.kit.export import EXPORT, Export
from analysis.errors import Empty, Invalid
from analysis.words.sentences import Sentence

FORMS = pytest.mark.parametrize("name", charts.FORMS)


def test_a_chart_where_there_are_claims(ferry: Timeline) -> None:
    chart = charts.intervals(ferry, "Title", by="measure")
    assert type(chart) is Chart
    assert chart.alt.startswith("Title. ")


@pytest.mark.parametrize("export", ["", *Export])
def test_a_line_where_there_are_none(
    ferry: Timeline, export: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EXPORT, export)
    chart = charts.intervals(ferry.where(measure="statement"), "How many?")
    words = "How many: nothing in this selection to draw."
    assert isinstance(chart, EmptyChart)
    assert chart.alt == chart.listing() == words
    assert chart.table.empty
    assert words in chart.svg()
    assert chart._repr_mimebundle_() == (Sentence(words)._repr_mimebundle_(), {})


def test_a_line_has_a_capital_where_there_is_no_title(ferry: Timeline) -> None:
    assert charts.steps(ferry.where(measure="statement")).alt == (
        "Nothing in this selection to draw."
    )


def test_other_refusals_are_not_hidden(ferry: Timeline) -> None:
    with pytest.raises(Invalid, match="a column of claims"):
        form(lambda: charts.intervals(ferry.where(no_such=""), ""))()


def test_a_mistake_of_our_own_is_not_hidden(ferry: Timeline) -> None:
    with pytest.raises(TypeError):
        charts.intervals(ferry, "Title", no_such_option=1)  # type: ignore[call-arg]


@FORMS
def test_a_form_takes_what_it_draws_a_title_and_else_only_named_options(name: str) -> None:
    parameters = [*inspect.signature(getattr(charts, name)).parameters.values()]
    what, title, *options = parameters
    assert what.name in ("timeline", "results")
    assert (title.name, title.default) == ("title", "")
    assert all(option.kind is option.KEYWORD_ONLY for option in options)
    assert all(option.default is not option.empty for option in options)


@FORMS
def test_a_form_says_under_its_own_name_that_there_is_nothing(name: str, ferry: Timeline) -> None:
    nothing: Any = ferry.where(claim_id="c001").where(claim_id="c002")
    if name == "run_panels":
        nothing = pd.DataFrame(columns=["run", "name", "value", "low", "high"])
    with pytest.raises(Empty) as empty:
        inspect.unwrap(getattr(charts, name))(nothing)
    assert [problem.field for problem in empty.value.problems] == [name]


@FORMS
def test_a_form_says_what_it_draws_what_its_table_holds_and_when_it_is_empty(name: str) -> None:
    words = inspect.getdoc(getattr(charts, name)) or ""
    assert "The table has" in words
    assert "Use it" in words
    assert "Empty " in words
    for option in [*inspect.signature(getattr(charts, name)).parameters][2:]:
        assert re.search(rf"\b{option}\b[`, \w]*: ", words), option


def test_the_forms_are_what_the_package_holds() -> None:
    assert set(charts.FORMS) == set(dir(an.charts))
    assert not hasattr(an, "draw")


@pytest.mark.parametrize(("export", "expected"), [(Export.PRINT, True), (Export.DRAWING, False)])
def test_a_report_gets_a_variant_for_a_phone_where_one_can_be_laid_out(
    export: str, expected: bool, ferry: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EXPORT, export)
    chart = charts.evidence_by_day(ferry, "Claims by day")
    data, _ = chart._repr_mimebundle_()
    narrow = data[MIME]["narrow"]
    assert bool(narrow) == expected
    if expected:
        assert svg.size(narrow)[0] <= PHONE * WIDER * 72 < svg.size(data[MIME]["svg"])[0]


def test_a_chart_that_has_no_narrow_layout_has_no_variant() -> None:
    chart = Chart(Figure(), pd.DataFrame(), "alone")
    assert chart.narrow() == ""
    wide = replace(chart, redraw=lambda inches: Chart(Figure((inches * 2, 1)), pd.DataFrame(), ""))
    assert wide.narrow() == ""
