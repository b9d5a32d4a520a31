"""The road strip: a dot only for a point, stripes over all that an area can mean."""

from __future__ import annotations

from inspect import unwrap
from typing import Any

import pytest
from conftest import Case
from gallery import CONVOY, TITLE, around, drawing, marked, written
from matplotlib.colors import same_color
from matplotlib.lines import Line2D

from analysis import charts
from analysis.case import places
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.maps.strip import AIR
from analysis.claims.dates import when
from analysis.errors import Empty, Invalid, many

BOTH = pytest.mark.parametrize("name", ["ferry-2031", CONVOY])


def said(name: str) -> Any:
    """The rows of the table that draw a claim."""
    table = drawing(name, "strip").table
    return table[~table.index.str.startswith("derived-")]


@BOTH
def test_a_claim_is_a_dot_only_at_a_point_of_the_road(name: str) -> None:
    drawn = drawing(name, "strip")
    marks, known = marked(drawn.chart.figure), places.located(drawn.claims)
    way = places.road(drawn.claims)
    for claim_id, row in said(name).iterrows():
        (artist,) = marks[claim_id]
        assert isinstance(artist, Line2D)
        place = known[drawn.claims[claim_id].place_id]
        assert (artist.get_marker() != "None") == place.exact
        assert artist.is_dashed() != place.exact
        first, last = way.reach(place) or (-1, -1)
        wanted = first if place.exact else [first - AIR, last + AIR]
        assert row.x == pytest.approx(wanted, abs=0.006)
        assert row["place"] == place.name
        assert ("stripes" in row["mark"]) != place.exact
        assert ("faint" in row["mark"]) == bool(drawn.claims[claim_id].retells)


@BOTH
def test_every_claim_is_drawn_or_counted_as_left_out(name: str) -> None:
    drawn = drawing(name, "strip")
    known, way = places.located(drawn.claims), places.road(drawn.claims)
    drawn_ = set(said(name).index)
    claims = [c for c in drawn.claims if c.claim_id not in drawn_]
    denied = [c for c in claims if c.stance not in ("", "estimates")]
    rest = [c for c in claims if c not in denied and not (c.place_id in known and c.covers)]
    without = [c for c in rest if not (c.place_id and c.covers)]
    off = [c for c in claims if c not in denied and c not in rest]
    assert all(way.reach(known[c.place_id]) is None for c in off)
    footer = around(drawn.chart)
    assert f"{many(len(without), 'claim')} without a place or a day" in footer
    assert ("about a direction" in footer) == (len(rest) > len(without))
    assert (f"{many(len(off), 'claim')} about a place off this road" in footer) == bool(off)
    assert (f"{many(len(denied), 'claim')} denied, expected" in footer) == bool(denied)


@BOTH
def test_rows_are_in_order_of_the_last_day_that_a_claim_is_about(name: str) -> None:
    days = [when(covers).last for covers in said(name)["covers"]]
    assert days == sorted(days, key=str)
    assert list(said(name).y) == list(range(len(days)))


@BOTH
def test_at_its_right_stand_the_days_about_and_the_day_said(name: str) -> None:
    drawn = drawing(name, "strip")
    axes = drawn.chart.figure.axes[-1]
    for claim_id, row in said(name).iterrows():
        claim = drawn.claims[claim_id]
        local = [line for line in axes.lines if set(np_list(line.get_ydata())) == {row.y}]
        bars = [
            line
            for line in local
            if line.get_linewidth() in (2.5, 5) and line.get_markersize() != 3.6
        ]
        ends = [x for line in bars for x in np_list(line.get_xdata())]
        assert claim.covers
        assert claim.covers.first
        assert claim.covers.last
        assert min(ends) == pytest.approx(style.day_number(claim.covers.first) - 0.45)
        assert max(ends) == pytest.approx(style.day_number(claim.covers.last) + 0.45)
        assert any(line.is_dashed() for line in bars) == (
            claim.covers.inferred_first or claim.covers.inferred_last
        )
        dots = [np_list(line.get_xdata()) for line in local if line.get_marker() == "o"]
        if claim.said_on and claim.said_on.last:
            assert dots == [[style.day_number(claim.said_on.last)]]


def np_list(values: Any) -> list[float]:
    return [float(value) for value in values]


@BOTH
def test_lengths_are_boxed_and_those_that_are_computed(name: str) -> None:
    drawn = drawing(name, "strip")
    marks = marked(drawn.chart.figure)
    for place, two in places.road(drawn.claims).legs:
        gid = f"derived-{place.place_id}-{two.place_id}"
        row = drawn.table.loc[gid]
        quantity = places.apart(place, two)
        assert (row["figure"], row["mark"]) == (f"{quantity} km", "hollow")
        (text,) = marks[gid]
        box = text.get_bbox_patch()  # type: ignore[attr-defined]
        assert same_color(box.get_facecolor(), style.PAPER)
        ends = [end for end in (quantity.low, quantity.high, quantity.stated) if end is not None]
        assert all(str(end) in text.get_text() for end in ends)  # type: ignore[attr-defined]


@BOTH
def test_every_area_is_named_and_so_is_every_place_of_the_road(name: str) -> None:
    drawn = drawing(name, "strip")
    texts = [" ".join(text.split()) for text in written(drawn.chart.figure)]
    areas = [row["place"] for _, row in said(name).iterrows() if isinstance(row.x, list)]
    assert areas
    assert sorted(t for t in texts if t in set(areas)) == sorted(areas)
    assert {place.name for place in places.road(drawn.claims).places} <= set(texts)


def test_what_is_denied_is_not_put_anywhere(case: Case) -> None:
    chart = charts.strip(case.change("claims", "c013", stance="denies").load(), TITLE)
    assert "c013" not in chart.table.index
    footer = around(chart)
    assert "2 claims denied, expected, suspected or intended are not drawn." in footer


def test_a_road_is_chosen_by_name(case: Case) -> None:
    for n, place in enumerate(("south_reef", "port_sella"), 1):
        case.add("routes", "crossing", route_id="way_back", position=str(n), place_id=place)
    timeline = case.load()
    first, other = charts.strip(timeline), charts.strip(timeline, route="way_back")
    assert first.table.x["c011"] == 2
    assert other.table.x["c011"] == 0
    assert "c012" not in other.table.index
    with pytest.raises(Invalid) as refused:
        charts.strip(timeline, route="way_bak")
    assert refused.value.problems[0].fix == "did you mean way_back?"


def test_a_case_without_a_road_has_nothing_to_draw(case: Case) -> None:
    case.path("routes").write_text("route_id,position,kind,place_id,note\n", encoding="utf-8")
    with pytest.raises(Empty):
        unwrap(charts.strip)(case.load())


def test_an_undecided_claim_about_an_area_has_no_filling(ferry: Timeline) -> None:
    drawn = drawing(CONVOY, "strip")
    open_ = [i for i in said(CONVOY).index if drawn.claims[i].undecided]
    assert open_
    for claim_id in open_:
        y = drawn.table.y[claim_id]
        lines = [x for x in drawn.chart.figure.axes[0].lines if np_list(x.get_ydata()) == [y, y]]
        assert [line.get_gid() for line in lines] == [claim_id]
        assert "hollow" in drawn.table["mark"][claim_id]
