"""The chart of claims above an outside series: what each mark is, and what the words say."""

from __future__ import annotations

from inspect import unwrap

import pytest
from conftest import SERIES
from gallery import around, marked

from analysis import charts
from analysis.case.alongside import WARNING
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.charts.kit.overlap import troubles
from analysis.errors import Empty


@pytest.fixture(scope="module")
def register() -> Timeline:
    return load(SERIES / "register-2031")


@pytest.fixture(scope="module")
def injured(ferry: Timeline) -> Timeline:
    return ferry.where(measure="injured")


@pytest.fixture(scope="module")
def chart(injured: Timeline, register: Timeline) -> Chart:
    return charts.alongside(injured, "Injured and treated", other=register)


def test_a_bar_is_the_sum_of_a_day_of_the_series_and_of_nothing_else(
    chart: Chart, register: Timeline
) -> None:
    rows = {claim.claim_id: claim for claim in register}
    bars = chart.table[chart.table["mark"] == "hatched"]
    assert set(bars["series"]) == {"outside"}
    for _, bar in bars.iterrows():
        of = [rows[claim_id].quantity for claim_id in bar["of"].split()]
        assert bar["low"] == sum(quantity.low or 0 for quantity in of)
        assert bar["high"] == sum(quantity.high or 0 for quantity in of)
        assert bar["y"] == bar["low"]
    assert [len(of.split()) for of in bars["of"]] == [2, 2, 1]


def test_every_row_of_the_table_has_a_mark_that_is_hatched_or_hollow_outside(
    chart: Chart,
) -> None:
    marks = marked(chart.figure)
    assert set(chart.table.index) <= set(marks)
    outside = chart.table[chart.table["series"] == "outside"]
    assert set(outside["mark"]) == {"hatched", "hollow"}
    assert set(outside["claimant"]) == {"Sella Emergency Register"}
    for name in outside[outside["mark"] == "hatched"].index:
        (bar,) = marks[name]
        assert bar.get_hatch()  # type: ignore[attr-defined]
        assert bar.get_height() == outside.loc[name, "y"]  # type: ignore[attr-defined]


def test_claims_stand_where_they_were_said(chart: Chart, injured: Timeline) -> None:
    own = chart.table[chart.table["series"] == "own"]
    numbered = [c.claim_id for c in injured if c.said_on and c.quantity.stated is not None]
    assert sorted(own.index) == sorted(numbered)
    for claim in injured:
        if claim.claim_id in numbered:
            assert own.loc[claim.claim_id, "y"] == claim.quantity.stated


def test_the_warning_and_the_source_are_in_picture_and_words(chart: Chart) -> None:
    words = around(chart)
    assert WARNING in words
    assert WARNING in chart.alt
    assert "Outside series: Sella Emergency Register." in words
    assert "degrees north" in words
    assert "2 rows of the outside series" in words
    assert "which is not zero" in words


def test_no_words_stand_on_others_on_paper_and_on_a_phone(chart: Chart) -> None:
    assert chart.redraw is not None
    for drawn in (chart, chart.redraw(89 / 25.4)):
        assert troubles(drawn.figure).within(troubles(chart.figure))
    assert chart.narrow()


def test_the_same_picture_on_every_run(chart: Chart, injured: Timeline, register: Timeline) -> None:
    again = charts.alongside(injured, "Injured and treated", other=register)
    assert again.svg() == chart.svg()


def test_without_a_series_or_anything_of_it_the_chart_says_so(
    injured: Timeline, register: Timeline
) -> None:
    elsewhere = register.where(claim_id="c007")
    for other, why in ((None, "no outside series"), (elsewhere, "nothing of the outside series")):
        with pytest.raises(Empty, match=why):
            unwrap(charts.alongside)(injured, other=other)
        assert isinstance(charts.alongside(injured, other=other), EmptyChart)
