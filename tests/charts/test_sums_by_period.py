"""Sums of a data set by period: what is added, what is not, and that bars stand at their sums."""

from __future__ import annotations

import inspect
from pathlib import Path

import layouts
import pytest
from layouts import Row, bureau, ged, release, write

from analysis import charts
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import EmptyChart
from analysis.errors import Empty, Invalid
from analysis.intake.importing.make import Wanted, import_table

DAYS = {"date_start": "2031-03-04", "date_end": "2031-03-04"}


def timeline_of(
    folder: Path, header: list[str], rows: list[Row], *, parts: bool = False
) -> Timeline:
    path = write(folder / "t.csv", header, rows)
    return load(import_table(Wanted(path, at=folder, name="case", parts=parts)).folder)


def test_the_rows_of_a_period_are_added_with_their_bounds(tmp_path: Path) -> None:
    rows = [
        ged(1, low="2", best="3", high="5"),
        ged(2, low="1", best="1", high="4"),
        ged(3, date_start="2031-05-01", date_end="2031-05-02", low="7", best="7", high="7"),
    ]
    table = charts.sums_by_period(timeline_of(tmp_path, layouts.UCDP, rows), period="month").table
    assert [(row.x, row.y, row.low, row.high, row.claims) for row in table.itertuples()] == [
        ("2031-03-01", 4, 3, 9, 2),
        ("2031-05-01", 7, 7, 7, 1),
    ]
    assert table.loc["sum-2031-03-01", "of"] == "c001 c002"


def test_a_figure_about_two_periods_is_in_no_bar_and_said(tmp_path: Path) -> None:
    rows = [ged(1), ged(2, date_end="2031-04-09", best="40", high="40")]
    chart = charts.sums_by_period(timeline_of(tmp_path, layouts.UCDP, rows), period="month")
    assert list(chart.table.y) == [3]
    words = " ".join(text.get_text() for text in chart.figure.texts).replace("\n", " ")
    assert "1 figure about more than one month, 40 in all, is in no bar." in words


def test_parts_are_not_added_to_their_wholes(tmp_path: Path) -> None:
    timeline = timeline_of(tmp_path, layouts.UCDP, [ged(1)], parts=True)
    assert list(charts.sums_by_period(timeline).table.y) == [3]
    assert list(charts.sums_by_period(timeline.where(category="side_b")).table.y) == [2]


def test_ranges_have_a_sum_of_their_ends_alone(tmp_path: Path) -> None:
    timeline = timeline_of(tmp_path, layouts.BUREAU, [bureau(1), bureau(2, max_ppl_killed="9")])
    table = charts.sums_by_period(timeline.where(measure="killed")).table
    assert [(row.low, row.high) for row in table.itertuples()] == [(4, 13)]
    assert table.y.isna().all()


def test_several_measures_are_not_added(tmp_path: Path) -> None:
    timeline = timeline_of(tmp_path, layouts.BUREAU, [bureau(1)])
    with pytest.raises(Empty, match="several measures"):
        inspect.unwrap(charts.sums_by_period)(timeline)
    assert isinstance(charts.sums_by_period(timeline), EmptyChart)


def test_an_event_that_is_there_twice_is_added_once(tmp_path: Path) -> None:
    chart = charts.sums_by_period(timeline_of(tmp_path, layouts.UCDP, [ged(1), ged(1)]))
    assert list(chart.table.claims) == [1]


def test_claims_that_are_no_rows_of_a_data_set_are_not_added(ferry: Timeline) -> None:
    assert isinstance(charts.sums_by_period(ferry), EmptyChart)


@pytest.mark.parametrize(
    ("last", "unit", "bars"),
    [("2031-03-09", "day", 2), ("2031-11-09", "week", 2), ("2033-03-09", "month", 2),
     ("2039-03-09", "year", 2)],
)  # fmt: skip
def test_a_bar_is_as_long_a_time_as_there_is_room_for(
    tmp_path: Path, last: str, unit: str, bars: int
) -> None:
    rows = [ged(1), ged(2, date_start=last, date_end=last)]
    chart = charts.sums_by_period(timeline_of(tmp_path, layouts.UCDP, rows))
    assert len(chart.table) == bars
    assert chart.figure.texts[0].get_text() == f"Deaths by {unit}"


def test_bars_stand_at_their_sums(tmp_path: Path) -> None:
    rows = [
        release(f"Near Sella, {n} strikes hit.", str(n), date=f"03/{n + 13}/2031")
        for n in (2, 5, 9)
    ]
    chart = charts.sums_by_period(timeline_of(tmp_path, layouts.COALITION, rows), period="year")
    axes = chart.figure.axes[0]
    boxes = {a.get_gid(): a for a in axes.get_children() if str(a.get_gid()).startswith("sum-")}
    assert boxes.keys() == set(chart.table.index)
    assert [(b.get_y(), b.get_height()) for b in boxes.values()] == [(0, 16)]  # type: ignore[attr-defined]
    assert "16, in 3 figures" in chart.alt


def test_a_period_that_is_none_is_refused(tmp_path: Path) -> None:
    timeline = timeline_of(tmp_path, layouts.UCDP, [ged(1)])
    with pytest.raises(Invalid, match="did you mean month"):
        charts.sums_by_period(timeline, period="months")
