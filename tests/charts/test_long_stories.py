"""Stories of a year and of twenty: charts of normal height that say what they leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from gallery import around, marked, written

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.chart import PHONE, Chart

START = date(2031, 3, 4)
YEAR = (0, 1, 6, 26, 364)
"""The days of a story with five claims in a year."""
FOLDING = ("swimlanes", "evidence_by_day", "said_and_about", "steps")
PAGE = 11.0
"""Inches: more than a page holds."""


def story(ferry: Timeline, days: Sequence[int]) -> Timeline:
    """The ferry with a claim of a document of its own on each of these days, by turns of two."""
    row = next(row for row in ferry.chosen if row["claim_id"] == "c019")
    source = ferry.rows["sources"][0]
    said = [str(START + timedelta(day)) for day in days]
    claims = tuple(
        {
            **row,
            "claim_id": f"c{n + 1000}",
            "source_id": f"s{n}",
            "claimant": ("coastguard", "ministry")[n % 2],
            "said_on": day,
            "covers": f"2031-03-04/{day}",
        }
        for n, day in enumerate(said)
    )
    sources = tuple({**source, "source_id": f"s{n}", "published": d} for n, d in enumerate(said))
    events, links = (), ()
    every = {**ferry.rows, "claims": claims, "sources": sources, "events": events, "links": links}
    return replace(ferry, rows=every, chosen=claims)


def drawn(form: str, timeline: Timeline) -> Chart:
    chart: Chart = getattr(charts, form)(timeline, "A title")
    return chart


@pytest.mark.parametrize("form", FOLDING)
def test_a_year_with_five_claims_is_as_high_as_any_chart(ferry: Timeline, form: str) -> None:
    chart = drawn(form, story(ferry, YEAR))
    assert chart.figure.get_figheight() < PAGE / 2
    assert chart.redraw
    assert chart.redraw(PHONE).figure.get_figheight() < PAGE


@pytest.mark.parametrize("form", FOLDING)
def test_what_is_left_out_is_said_with_its_length(ferry: Timeline, form: str) -> None:
    chart = drawn(form, story(ferry, YEAR))
    words = " ".join([around(chart), *written(chart.figure)])
    if form == "swimlanes":
        assert "19 days without a claim" in words
        assert "337 days without a claim" in words
    else:
        assert "Left out: 19 and 337 days" in words


@pytest.mark.parametrize("form", ["swimlanes", "said_and_about", "steps", "intervals"])
def test_a_chart_of_two_years_names_both(ferry: Timeline, form: str) -> None:
    inside = [
        text for text in written(drawn(form, story(ferry, YEAR)).figure) if "said" not in text
    ]
    assert any("2031" in text for text in inside)
    assert any("2032" in text for text in inside)
    alone = drawn(form, story(ferry, YEAR[:3]))
    assert not any("2031" in text for text in written(alone.figure) if "said" not in text)


def test_a_day_not_searched_stays_hatched_inside_a_fold(ferry: Timeline) -> None:
    search = {**ferry.rows["searches"][0], "measure": "", "covers": "2031-04-10/2031-05-20"}
    timeline = story(ferry, YEAR)
    timeline = replace(timeline, rows={**timeline.rows, "searches": (search,)})
    chart = drawn("evidence_by_day", timeline)
    axes = chart.figure.axes[0]
    hatched = [patch for patch in axes.patches if patch.get_hatch()]
    lefts = sorted(patch.get_x() for patch in hatched)  # type: ignore[attr-defined]
    assert lefts[0] == style.day_number(date(2031, 4, 10)) - 0.5
    assert lefts[-1] == style.day_number(date(2031, 5, 20)) - 0.5


def test_twenty_years_are_rows_of_years_with_every_claim_counted(ferry: Timeline) -> None:
    days = range(365 * 20)
    chart = drawn("swimlanes", story(ferry, days))
    assert chart.figure.get_figheight() < PAGE
    assert chart.table["claims"].sum() == len(days)
    assert len(" ".join(chart.table["of"]).split()) == len(days)
    assert set(marked(chart.figure)) == set(chart.table.index)
    assert "a row is a year" in around(chart)
    assert "the number at a mark is how many it stands for" in around(chart)


def test_columns_of_a_long_story_are_longer_than_a_day(ferry: Timeline) -> None:
    days = range(0, 365 * 3, 5)
    chart = drawn("evidence_by_day", story(ferry, days))
    assert len(chart.table) == len(days)
    assert "a column is a month" in around(chart)
    assert chart.table["x"].nunique() <= 37
    assert chart.table["y"].max() >= 6
