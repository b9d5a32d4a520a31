"""Places: how far apart at least, and which part of a road an area can mean."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from conftest import Case
from gallery import CONVOY
from gallery import case as whole

from analysis.case import places
from analysis.case.places import EARTH, Place
from analysis.case.timeline import Timeline
from analysis.claims.quantity import Hedge
from analysis.errors import Empty, Invalid


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 10), (90, 10), EARTH * math.pi / 2),
        ((0, 0), (0, 180), EARTH * math.pi),
        ((0, 179.5), (0, -179.5), math.radians(1) * EARTH),
        ((34, 41), (35, 41), math.radians(1) * EARTH),
        ((50.0359, -5.4253), (58.3838, -3.0412), 940.9),
    ],
)
def test_a_straight_line_is_a_great_circle(start: places.Spot, end: places.Spot, km: float) -> None:
    assert places.kilometres(start, end) == pytest.approx(km, abs=0.5)
    assert places.kilometres(end, start) == places.kilometres(start, end)


def test_a_length_is_a_range_as_wide_as_both_places_are_uncertain() -> None:
    known = places.located(whole(CONVOY))
    for name, end in (("palmyra", "as_sukhnah"), ("humayma", "al_bukamal"), ("qara", "anah")):
        a, b = known[name], known[end]
        quantity = places.apart(a, b)
        assert quantity.hedge is Hedge.BETWEEN
        assert quantity.stated is None
        low, high = quantity.low or 0, quantity.high or 0
        assert low <= places.kilometres(a.spot, b.spot) <= high
        assert a.uncertainty
        assert b.uncertainty
        assert (
            2 * (a.uncertainty + b.uncertainty)
            <= high - low
            < 2 * (a.uncertainty + b.uncertainty) + 2
        )


def test_a_length_is_never_below_nothing_and_has_no_bound_where_none_is_known(
    ferry: Timeline,
) -> None:
    known = places.located(ferry)
    near = replace(known["south_reef"], uncertainty=500.0)
    assert places.apart(near, known["north_bay"]).low == 0
    quantity = places.apart(known["port_sella"], known["north_bay"])
    assert (quantity.hedge, quantity.low, quantity.high) == (Hedge.ABOUT, None, None)
    assert quantity.stated == round(
        places.kilometres(known["port_sella"].spot, known["north_bay"].spot)
    )


def test_a_place_without_coordinates_is_nowhere(case: Case) -> None:
    case.change("places", "north_bay", latitude="")
    timeline = case.load()
    assert "north_bay" not in places.located(timeline)
    assert [p.place_id for p in places.road(timeline).places] == ["port_sella", "south_reef"]


def _place(latitude: float, longitude: float, km: float | None) -> Place:
    return Place("x", "X", "", latitude, longitude, False, km, frozenset({"x"}), "")


def test_a_point_on_the_road_is_there_and_an_area_as_wide_as_it_may_be(ferry: Timeline) -> None:
    way, known = places.road(ferry), places.located(ferry)
    assert [way.reach(known[p.place_id]) for p in way.places] == [(0, 0), (1, 1), (2, 2)]
    strait = way.reach(known["strait"])
    assert strait
    assert strait[1] == 2
    assert 0 < strait[0] < 1
    for part in (0.25, 0.5, 1.75):
        a, b = way.legs[int(part)]
        step = part % 1
        at = [(1 - step) * x + step * y for x, y in zip(a.spot, b.spot, strict=True)]
        assert way.reach(_place(at[0], at[1], 0.5)) == pytest.approx((part, part), abs=0.06)
    assert way.reach(_place(10.0, 20.0, 5)) is None
    assert way.reach(_place(*way.places[1].spot, None)) is None
    assert way.reach(_place(10.5, 20.5, 1000)) == (0, 2)


def test_an_area_that_holds_a_place_reaches_it_though_its_radius_is_not_known(
    ferry: Timeline,
) -> None:
    strait = replace(places.located(ferry)["strait"], uncertainty=None)
    assert places.road(ferry).reach(strait) == (1, 2)


def test_an_area_does_not_reach_into_another_country() -> None:
    timeline = whole(CONVOY)
    way, known = places.road(timeline), places.located(timeline)
    last = way.places[-1]
    inside = [p for p in known.values() if p.country == way.places[0].country]
    assert last.country not in {"", way.places[0].country}
    reached = {p.place_id: way.reach(p) for p in inside}
    assert all(ends[1] < len(way.places) - 1 for ends in reached.values() if ends)
    freed = {p.place_id: way.reach(replace(p, country="")) for p in inside}
    assert any(ends and ends[1] == len(way.places) - 1 for ends in freed.values())
    both = way.reach(known["iraq_syria_border"])
    assert both
    assert both[1] == len(way.places) - 1


def test_the_innermost_country_counts() -> None:
    known = places.located(whole(CONVOY))
    assert known["palmyra"].country == "syria"
    assert known["border_enclave"].country == ""
    assert known["middle_euphrates"].country == "syria_and_iraq"
    assert known["palmyra"].abroad(known["al_qaim"])
    assert not known["palmyra"].abroad(known["middle_euphrates"])
    assert not known["border_enclave"].abroad(known["al_qaim"])


def test_a_road_follows_its_positions_as_numbers(case: Case) -> None:
    case.add("routes", "crossing", position="10", place_id="strait")
    ids = [place.place_id for place in places.road(case.load()).places]
    assert ids == ["port_sella", "north_bay", "south_reef", "strait"]


def test_an_unknown_road_is_refused_and_the_nearest_named(ferry: Timeline) -> None:
    with pytest.raises(Invalid) as refused:
        places.road(ferry, "crosing")
    (problem,) = refused.value.problems
    assert (problem.value, problem.fix) == ("'crosing'", "did you mean crossing?")


def test_a_river_is_no_road() -> None:
    timeline = whole(CONVOY)
    rivers = {route.route_id for route in places.routes(timeline, places.RIVER)}
    roads = {route.route_id for route in places.routes(timeline, places.ROAD)}
    assert rivers
    assert rivers.isdisjoint(roads)
    assert places.road(timeline).route_id in roads


def test_a_case_need_not_describe_roads(case: Case) -> None:
    def without(raw: bytes) -> bytes:
        timeline = json.loads(raw)
        timeline["resources"] = [r for r in timeline["resources"] if r["name"] != "routes"]
        return json.dumps(timeline).encode()

    case.describe(without).path("routes").unlink()
    assert case.problems() == []
    timeline = case.load()
    assert places.routes(timeline, places.ROAD) == ()
    with pytest.raises(Empty):
        places.road(timeline)


def test_a_place_that_no_table_has_is_refused_on_a_road(case: Case) -> None:
    (problem,) = case.change("routes", "crossing", place_id="south_ref").problems()
    assert problem.startswith("routes.csv:2:place_id: ")
    assert "did you mean south_reef?" in problem


@pytest.mark.parametrize(
    ("stance", "so"),
    [("", True), ("estimates", True), ("denies", False), ("expects", False), ("intends", False)],
)
def test_what_is_denied_or_expected_is_put_nowhere(ferry: Timeline, stance: str, so: bool) -> None:
    assert places.asserted(replace(ferry["c011"], stance=stance)) == so
