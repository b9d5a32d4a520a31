"""The map: what is drawn where, how large, and what is said of it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from inspect import unwrap
from typing import Any

import numpy as np
import pytest
from conftest import Case
from gallery import CONVOY, TITLE, around, case, drawing, marked, written
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, PathPatch

from analysis import charts
from analysis.case import places
from analysis.case.places import EARTH
from analysis.case.timeline import Timeline
from analysis.charts.maps import base
from analysis.charts.maps.base import KM
from analysis.errors import Empty
from analysis.paths import BASE_MAP

COARSE = 0.1
"""Degrees by which an outline at this scale may miss a town on a coast or a border."""
BOTH = pytest.mark.parametrize("name", ["ferry-2031", CONVOY])


def centre(circle: Ellipse) -> tuple[float, float]:
    at: Any = circle.get_center()
    return float(at[0]), float(at[1])


def rows(name: str) -> Any:
    return drawing(name, "locator").table.itertuples()


@BOTH
def test_a_point_is_a_dot_and_an_area_never_is(name: str) -> None:
    drawn = drawing(name, "locator")
    marks = marked(drawn.chart.figure)
    assert set(marks) == set(drawn.table.index)
    precise = {r["place_id"]: r["where_precision"] for r in drawn.claims.rows["places"]}
    for row in rows(name):
        (artist,) = marks[row.Index]
        if precise[row.Index] in ("1", "2"):
            assert isinstance(artist, Line2D)
            assert (artist.get_xdata(), artist.get_ydata()) == ([row.x], [row.y])
        else:
            assert isinstance(artist, Ellipse)
            assert centre(artist) == (row.x, row.y)
            assert artist.get_linestyle() not in ("-", "solid")


@BOTH
def test_every_circle_has_the_radius_that_the_places_give(name: str) -> None:
    drawn = drawing(name, "locator")
    axes = drawn.chart.figure.axes[0]
    circles = {centre(p): p for p in axes.patches if isinstance(p, Ellipse)}
    expected = {(row.x, row.y): row.within_km for row in rows(name) if row.within_km > 0}
    assert set(circles) == set(expected)
    middle = math.radians(sum(axes.get_ylim()) / 2)
    for at, km in expected.items():
        assert circles[at].get_height() / 2 * KM == pytest.approx(km)
        assert circles[at].get_width() / 2 * KM * math.cos(middle) == pytest.approx(km)


@BOTH
def test_a_circle_is_round_on_the_page(name: str) -> None:
    figure = drawing(name, "locator").chart.figure
    axes = figure.axes[0]
    for circle in (p for p in axes.patches if isinstance(p, Ellipse)):
        box = circle.get_path().transformed(circle.get_transform()).get_extents()
        assert box.width == pytest.approx(box.height, rel=0.001)


@BOTH
def test_each_claim_is_counted_at_its_place_once(name: str) -> None:
    drawn = drawing(name, "locator")
    texts: dict[str, set[str]] = {}
    for row in drawn.claims.chosen:
        texts.setdefault(row["place_id"], set()).add(row["claim_id"])
    for row in rows(name):
        assert set(row.of.split()) == texts.get(row.Index, set())
        assert row.claims == len(texts.get(row.Index, ()))
        if row.claims:
            assert any(
                t.startswith(f"{row.name} · {row.claims}") for t in written(drawn.chart.figure)
            )
    footer = around(drawn.chart)
    assert f"{len(texts[''])} claims without a place are not drawn." in footer
    missing = set(texts) - {""} - set(drawn.table.index)
    for place_id in missing:
        named = drawn.claims.row("places", place_id)["name"]
        assert f"{named} ({len(texts[place_id])})" in footer


def test_the_lines_are_said_to_imply_nothing_wherever_there_are_any() -> None:
    convoy, ferry = (drawing(name, "locator").chart for name in (CONVOY, "ferry-2031"))
    assert base.NO_POSITION in written(convoy.figure)
    assert convoy.alt.endswith(f" {base.NO_POSITION}")
    assert base.NO_POSITION not in written(ferry.figure)
    assert base.NO_POSITION not in ferry.alt


def test_a_river_that_is_drawn_straight_says_so() -> None:
    texts = written(drawing(CONVOY, "locator").chart.figure)
    assert any(text.endswith(", schematic") for text in texts)


@BOTH
def test_the_bar_of_kilometres_is_as_long_as_it_says(name: str) -> None:
    axes = drawing(name, "locator").chart.figure.axes[0]
    (text,) = (t for t in written(axes.figure) if t.endswith(" km"))  # type: ignore[arg-type]
    (bar,) = (line for line in axes.lines if line.get_linewidth() == 1.4)
    x0, x1 = np.ravel(bar.get_xdata()).tolist()
    low, high = axes.get_ylim()
    km = math.radians(x1 - x0) * EARTH * math.cos(math.radians((low + high) / 2))
    assert km == pytest.approx(float(text.removesuffix(" km")))
    assert low < np.ravel(bar.get_ydata()).max() < high


def test_a_country_is_named_and_not_drawn(case: Case) -> None:
    timeline = case.change("places", "strait", where_precision="6").load()
    chart = charts.locator(timeline, TITLE)
    assert "strait" not in chart.table.index
    footer = around(chart)
    assert "Too wide to draw: Sella Strait (2)." in footer
    with pytest.raises(Empty):
        unwrap(charts.locator)(_alone(case).where(place_id="strait"))


def _alone(case: Case) -> Timeline:
    """The case without a road, so that nothing but what claims name is on the map."""
    case.path("routes").write_text("route_id,position,kind,place_id,note\n", encoding="utf-8")
    return case.load()


def test_an_area_of_known_radius_is_dashed_and_a_single_point_is_a_map(case: Case) -> None:
    timeline = case.change("places", "strait", uncertainty_km="2").load()
    assert charts.locator(timeline).table["mark"]["strait"] == "dashed circle"
    chart = charts.locator(_alone(case).where(claim_id="c012"))
    assert list(chart.table.index) == ["north_bay"]


def test_a_name_in_its_own_script_stands_under_the_other() -> None:
    chart = drawing(CONVOY, "locator").chart
    local = {
        r["name_local"]: r["place_id"] for r in drawing(CONVOY, "locator").claims.rows["places"]
    }
    arabic = [local[text] for text in written(chart.figure) if text and text in local]
    assert len(arabic) >= 4
    assert set(arabic) <= set(chart.table.index)


def test_the_base_map_is_small_whole_and_says_where_it_is_from() -> None:
    raw = BASE_MAP.read_bytes()
    assert len(raw) < 60_000
    data = json.loads(raw)
    assert "Natural Earth" in data["source"]
    assert "public domain" in data["source"]
    west, south, east, north = data["bbox"]
    for feature in data["features"]:
        for ring in (ring for polygon in feature["geometry"]["coordinates"] for ring in polygon):
            assert ring[0] == ring[-1]
            assert len(ring) > 3
            assert all(west <= x <= east and south <= y <= north for x, y in ring)


def test_each_place_lies_in_the_country_that_the_case_says() -> None:
    known = places.located(drawing(CONVOY, "locator").claims)
    outlines = {country.name.lower(): country.path for country in base.countries()}
    checked = [p for p in known.values() if p.exact and p.country in outlines]
    assert len(checked) > 15
    for place in checked:
        at, path = (place.longitude, place.latitude), outlines[place.country]
        border = np.hypot(*(np.asarray(path.vertices) - at).T).min()
        assert path.contains_point(at) or border < COARSE, place.place_id


def test_a_map_is_drawn_without_borders_where_the_base_map_does_not_reach() -> None:
    axes = drawing("ferry-2031", "locator").chart.figure.axes[0]
    assert {type(patch) for patch in axes.patches} <= {Ellipse}
    inland = drawing(CONVOY, "locator").chart.figure.axes[0]
    assert any(isinstance(patch, PathPatch) for patch in inland.patches)


def _moved(ferry: Timeline, spots: dict[str, tuple[str, str]]) -> Timeline:
    """The ferry with places elsewhere, each a point, and its claims at the first two of them."""
    rows_ = tuple(
        {**row, "latitude": north, "longitude": east, "uncertainty_km": ""}
        for row in ferry.rows["places"]
        for north, east in [spots.get(row["place_id"], ("", ""))]
    )
    at = ["port_sella", "south_reef" if "south_reef" in spots else "port_sella"]
    claims = tuple({**row, "place_id": at[n % 2]} for n, row in enumerate(ferry.chosen))
    every = {**ferry.rows, "places": rows_, "routes": (), "claims": claims}
    return replace(ferry, rows=every, chosen=claims)


FAR = {
    "no place": ({}, "no map, since no place that is named has coordinates."),
    "one place": ({"port_sella": ("33.9", "35.5")}, base.TOO_CLOSE),
    "a city": ({"port_sella": ("33.9", "35.5"), "south_reef": ("33.95", "35.55")}, base.TOO_CLOSE),
    "a district": ({"port_sella": ("33.5", "36.0"), "south_reef": ("34.3", "37")}, base.COARSE),
    "a region": ({"port_sella": ("29.5", "33"), "south_reef": ("38.3", "48")}, ""),
    "at the edge": ({"port_sella": ("28.1", "33"), "south_reef": ("38.3", "48")}, base.BEYOND),
    "elsewhere": ({"port_sella": ("-33.9", "-70.5"), "south_reef": ("-34", "-71")}, base.BEYOND),
    "the date line": (
        {"port_sella": ("-16.5", "179.9"), "south_reef": ("-17", "-179")},
        base.BEYOND,
    ),
    "the poles": ({"port_sella": ("90", "0"), "south_reef": ("-90", "10")}, base.BEYOND),
    "all the world": ({"port_sella": ("80", "-170"), "south_reef": ("-80", "5")}, base.BEYOND),
}


@pytest.mark.parametrize(("spots", "says"), FAR.values(), ids=FAR)
def test_a_map_of_any_places_says_what_its_outlines_are_worth(
    ferry: Timeline, spots: dict[str, tuple[str, str]], says: str
) -> None:
    chart = charts.locator(_moved(ferry, spots), TITLE)
    if not spots:
        assert chart.alt == f"{TITLE}: {says}"
        return
    words = around(chart)
    assert says in words
    others = {base.TOO_CLOSE, base.COARSE, base.BEYOND} - {says}
    assert not any(other in words for other in others)
    lands = [p for p in chart.figure.axes[0].patches if isinstance(p, PathPatch)]
    assert bool(lands) == (says in (base.COARSE, ""))
    axes = chart.figure.axes[0]
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    assert all(west < x < east for x in chart.table["x"])
    assert all(south < y < north for y in chart.table["y"])


def test_places_at_both_sides_of_the_date_line_are_near_each_other(ferry: Timeline) -> None:
    spots, _ = FAR["the date line"]
    chart = charts.locator(_moved(ferry, spots), TITLE)
    west, east = chart.figure.axes[0].get_xlim()
    assert east - west < 5
    labels = [label.get_text() for label in chart.figure.axes[0].get_xticklabels()]
    assert any(label.endswith("E") for label in labels)
    assert any(label.endswith("W") for label in labels)


@pytest.mark.parametrize(
    ("degrees", "sides", "name"),
    [(0.0, "SN", "0°"), (-0.001, "WE", "0°"), (-1.5, "SN", "1.5°S"), (190.0, "WE", "170°W")],
)
def test_a_degree_names_its_side_where_it_has_one(degrees: float, sides: str, name: str) -> None:
    assert base._degree(degrees, sides) == name


def test_a_small_circle_is_whole_and_the_bar_of_kilometres_stands_on_none() -> None:
    chart = charts.locator(case("quake-2034"), TITLE)
    chart.figure.canvas.draw()
    bars = [
        (axes, text)
        for axes in chart.figure.axes
        for text in axes.texts
        if text.get_text() == "10 km"
    ]
    ((axes, bar),) = bars
    circles = [patch.get_window_extent() for patch in axes.patches if isinstance(patch, Ellipse)]
    assert circles
    page = axes.get_window_extent()
    assert all(page.x0 <= c.x0 and c.x1 <= page.x1 for c in circles)
    assert all(page.y0 <= c.y0 and c.y1 <= page.y1 for c in circles)
    assert not any(bar.get_window_extent().overlaps(c) for c in circles)
