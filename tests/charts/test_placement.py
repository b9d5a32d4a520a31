"""Names on a map: on the page, off each other, and off what is taken."""

from __future__ import annotations

from itertools import combinations

import pytest

from analysis.charts.maps.placement import (
    Box,
    Spot,
    centred,
    measure,
    near_point,
    on_circle,
    settled,
)

PAGE = Box(0, 0, 4, 3)


def test_boxes_meet_where_they_share_room_and_not_where_they_touch() -> None:
    item = Box(0, 0, 1, 1)
    assert item.meets(Box(0.9, 0.9, 2, 2))
    assert not item.meets(Box(1, 0, 2, 1))
    assert not item.meets(Box(0, 1, 1, 2))
    assert PAGE.holds(item)
    assert not PAGE.holds(Box(3.5, 0, 4.1, 1))
    assert centred((1, 2), (0.5, 1)).middle == (1, 2)


def test_a_name_keeps_off_its_own_point_and_is_led_to_where_it_is_far() -> None:
    point = centred((2, 1.5), (0.08, 0.08))
    spots = near_point((2, 1.5), 0.04, {"Name": (0.6, 0.15), "N": (0.1, 0.15)})
    assert not any(spot.box.meets(point) for spot in spots)
    assert [spot.led for spot in spots] == sorted(spot.led for spot in spots)
    assert spots[0].text == "Name"
    assert {spot.text for spot in spots} == {"Name", "N"}
    near = max(_gap(spot.box, point) for spot in spots if not spot.led)
    assert all(_gap(spot.box, point) > near for spot in spots if spot.led)


def _gap(item: Box, two: Box) -> float:
    across = max(item.left - two.right, two.left - item.right, 0)
    up = max(item.bottom - two.top, two.bottom - item.top, 0)
    return round(max(across, up), 6)


def test_a_circle_is_named_on_its_edge_at_the_top_first() -> None:
    spots = on_circle((2, 1.5), 1, "Area", (0.5, 0.15))
    assert spots[0].box.middle == pytest.approx((2, 2.5))
    for spot in spots:
        x, y = spot.box.middle
        away = (x - 2) ** 2 + (y - 1.5) ** 2
        assert away > 1 if spot.led else away == pytest.approx(1)


def test_twelve_names_at_a_point_find_places_of_their_own() -> None:
    wanted = [near_point((2, 1.5), 0.04, {f"Name {n}": (0.6, 0.15)}) for n in range(12)]
    dot = centred((2, 1.5), (0.08, 0.08))
    spots = settled(wanted, [dot], PAGE)
    placed = [spot for spot in spots if spot]
    assert len(placed) == len(spots)
    for item, two in combinations([*(spot.box for spot in placed), dot], 2):
        assert not item.meets(two)
    assert all(PAGE.holds(spot.box) for spot in placed)


def test_a_name_without_room_is_left_out_and_the_others_stay() -> None:
    wide = [Spot("too wide", Box(-1, 0, 5, 1))]
    fits = [Spot("fits", Box(0, 0, 1, 1))]
    spots = settled([wide, fits, fits], [], PAGE)
    assert [spot and spot.text for spot in spots] == [None, "fits", None]


def test_a_text_is_measured_as_it_is_set() -> None:
    small, large = measure({"size": 7}), measure({"size": 14})
    assert small("Palmyra")[0] < large("Palmyra")[0]
    assert small("one\nمدينة")[1] == pytest.approx(2 * small("one")[1])
    assert small("wide wide\nw")[0] == small("wide wide")[0]
