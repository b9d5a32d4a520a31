"""A case of thousands of claims: forms draw what can be read, or say in a line why they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.charts.kit.limits import MARKS, ROWS, few
from analysis.charts.maps import locator
from analysis.claims.cells import Row
from analysis.errors import Empty

START = date(2031, 3, 4)
A_ROW_EACH = ("intervals", "said_and_about", "steps", "comparison_table", "claimed_and_counted")
PAGE = 11.0
"""Inches: more than a page holds."""


def many_claims(ferry: Timeline, number: int) -> Timeline:
    """The ferry with so many claims of a count, each for a day of its own."""
    row = next(row for row in ferry.chosen if row["claim_id"] == "c019")
    return of_rows(ferry, [{**row, **_days(n)} for n in range(number)])


def _days(number: int) -> dict[str, str]:
    day = str(START + timedelta(number))
    return {"claim_id": f"c{number + 1000}", "said_on": day, "covers": day, "counts": "new"}


def of_rows(ferry: Timeline, rows: Sequence[Row]) -> Timeline:
    every = {**ferry.rows, "claims": tuple(rows), "events": (), "links": ()}
    return replace(ferry, rows=every, chosen=tuple(rows))


def drawn(form: str, timeline: Timeline) -> Chart:
    chart: Chart = getattr(charts, form)(timeline, "A title")
    return chart


def texts(chart: Chart) -> Iterator[str]:
    return (text.get_text() for text in chart.figure.texts)


@pytest.mark.parametrize("number", [0, ROWS])
def test_what_can_be_read_stays(number: int) -> None:
    assert few(range(number), "intervals") == range(number)


def test_what_cannot_be_read_is_refused_with_its_number() -> None:
    with pytest.raises(Empty, match="1,301 totals are too many for one chart of this kind"):
        few(range(1301), "intervals", what="total")


@pytest.mark.parametrize("form", A_ROW_EACH)
def test_a_form_with_a_row_for_each_claim_says_that_there_are_too_many(
    ferry: Timeline, form: str
) -> None:
    chart = drawn(form, many_claims(ferry, ROWS + 1))
    assert isinstance(chart, EmptyChart)
    assert chart.alt.startswith("A title: ")
    assert f"{ROWS + 1} figures are too many for one chart of this kind; narrow them" in chart.alt
    assert " ".join(" ".join(texts(chart)).split()) == chart.alt


def test_a_form_with_a_mark_for_each_claim_holds_more(ferry: Timeline) -> None:
    few_marks = drawn("evidence_by_day", many_claims(ferry, ROWS + 1))
    assert len(few_marks.table) == ROWS + 1
    assert few_marks.figure.get_figheight() < PAGE
    assert isinstance(drawn("evidence_by_day", many_claims(ferry, MARKS + 1)), EmptyChart)


def test_a_long_sentence_has_lines_that_fit(ferry: Timeline) -> None:
    timeline = many_claims(ferry, ROWS + 1)
    chart = charts.intervals(timeline, "What was counted by whom on each of these many days")
    short = charts.intervals(timeline.where(measure="statement"), "A title")
    assert "\n" in next(texts(chart))
    assert chart.figure.get_figheight() > short.figure.get_figheight()


def test_a_map_of_many_places_has_those_that_most_claims_name(ferry: Timeline) -> None:
    row = next(row for row in ferry.chosen if row["place_id"])
    place = next(p for p in ferry.rows["places"] if p["latitude"] and not p["uncertainty_km"])
    count = locator.PLACES + 30
    places = [{**place, "place_id": f"p{n}", "name": f"Place {n}",
               "latitude": str(10 + n // 20 / 10), "longitude": str(20 + n % 20 / 10)}
              for n in range(count)]  # fmt: skip
    twice = "p129"
    claims = [{**row, "claim_id": f"c{n + 1000}", "place_id": p["place_id"]}
              for n, p in enumerate([*places, places[-1]])]  # fmt: skip
    timeline = of_rows(ferry, claims)
    known = {**timeline.rows, "places": tuple(places), "routes": ()}
    chart = drawn("locator", replace(timeline, rows=known))
    assert len(chart.table) == locator.PLACES
    assert chart.table.loc[twice, "claims"] == 2
    assert chart.figure.get_figheight() < PAGE
    words = " ".join(" ".join(texts(chart)).split())
    assert "30 more places, named by 30 claims, are not drawn" in words
