"""The base of a map: countries, a grid of degrees, a scale; see data/map/README.md.

The lines are Natural Earth's. They imply no position on any border, and every map that has them
says so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, cos, floor, log10, radians
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis.case.places import EARTH
from analysis.charts.kit import marks, strokes, style
from analysis.charts.maps.placement import Box, Size, Spot, centred
from analysis.paths import BASE_MAP

NO_POSITION = "Lines imply no position on any border."
KM = radians(1) * EARTH
"""Kilometres in a degree of latitude."""
LOWEST, HIGHEST = 0.4, 0.66
"""Height of a map for its width: the least and the most."""
MARGIN = 0.07
"""Of the width or height of what is shown, on each side."""
LEAST = 0.2
"""Degrees: a map shows no less."""
STEEPEST = 80.0
"""Degrees north or south: nearer to a pole a map is drawn as it would be here."""
OFF = 10
"""Kilometres by which the outline may be off: see data/map/README.md."""
CITY, REGION = 50, 400
"""Kilometres: a map that is less wide has no outline; up to which one says how coarse it is."""
COARSE = f"Outlines are accurate to about {OFF} km."
TOO_CLOSE = f"No coast or border is drawn: at this scale it would be off by up to {OFF} km."
BEYOND = "No coast or border is drawn: the places lie outside the region of the base map."
STEPS = (0.05, 0.1, 0.5, 1, 2, 5, 10, 20, 45, 90)
"""Degrees between two lines of the grid."""
GRID = 9
"""Into how many columns and rows a map is cut to find a country's label a place."""


@dataclass(frozen=True)
class View:
    """What a map shows, in degrees, and how large, in inches."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def middle(self) -> float:
        """The latitude at which the map is true to scale."""
        return (self.south + self.north) / 2

    @property
    def inch(self) -> tuple[float, float]:
        """Inches to a degree of longitude and to one of latitude."""
        across = self.width / (self.east - self.west)
        return across, across / squeezed(self.middle)

    @property
    def height(self) -> float:
        """Inches."""
        return (self.north - self.south) * self.inch[1]

    @property
    def page(self) -> Box:
        """The map as a box in inches, from its lower left corner."""
        return Box(0, 0, self.width, self.height)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """A point in inches from the lower left corner."""
        across, up = self.inch
        return (longitude - self.west) * across, (latitude - self.south) * up

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """The point at so many inches: longitude and latitude."""
        across, up = self.inch
        return self.west + x / across, self.south + y / up

    @property
    def km(self) -> float:
        """Kilometres from its left to its right edge."""
        return self.width / self.radius(1)

    def radius(self, km: float) -> float:
        """So many kilometres in inches."""
        return km / KM * self.inch[1]


@dataclass(frozen=True)
class Country:
    """A country's name and outline; its box in degrees."""

    name: str
    path: Path
    box: Box


def view(points: Sequence[tuple[float, float]], width: float) -> View:
    """The view that holds these points (longitude, latitude), with air around them."""
    (west, south), (east, north) = np.min(points, axis=0), np.max(points, axis=0)
    x, y = float(west + east) / 2, float(south + north) / 2
    tall = 1 / squeezed(y)
    up = max(LEAST, float(north - south) * (1 + 2 * MARGIN))
    across = max(LEAST * tall, float(east - west) * (1 + 2 * MARGIN), up * tall / HIGHEST)
    up = max(up, across / tall * LOWEST)
    return View(x - across / 2, y - up / 2, x + across / 2, y + up / 2, width)


def squeezed(latitude: float) -> float:
    """How long a degree of longitude is there, in degrees of latitude; never nothing."""
    return cos(radians(min(abs(latitude), STEEPEST)))


def outline_note(visible: View) -> str:
    """What a reader has to know of the outlines on this map, as a sentence; empty for none."""
    if not _covered(visible):
        return BEYOND
    if visible.km < CITY:
        return TOO_CLOSE
    return COARSE if visible.km < REGION else ""


def _covered(visible: View) -> bool:
    """Whether all of it lies in the region of the base map, at whose edges countries are cut."""
    west, south, east, north = _region()
    across = west <= visible.west and visible.east <= east
    return across and south <= visible.south and visible.north <= north


@cache
def _region() -> tuple[float, float, float, float]:
    """The edges of the base map, in degrees: west, south, east, north."""
    west, south, east, north = _base_map()["bbox"]
    return west, south, east, north


@cache
def _base_map() -> Any:
    return json.loads(BASE_MAP.read_text(encoding="utf-8"))


@cache
def countries() -> tuple[Country, ...]:
    """The countries of the base map."""
    return tuple(
        _country(feature["properties"]["name"], feature["geometry"]["coordinates"])
        for feature in _base_map()["features"]
    )


def seen(visible: View) -> list[Country]:
    """The countries that are, at least by their boxes, in view; none where no outline is drawn."""
    if not _covered(visible) or visible.km < CITY:
        return []
    window = Box(visible.west, visible.south, visible.east, visible.north)
    return [country for country in countries() if country.box.meets(window)]


def under(axes: Axes, visible: View) -> list[Country]:
    """Draw the countries and the grid of degrees, and return the countries in view."""
    axes.set_xlim(visible.west, visible.east)
    axes.set_ylim(visible.south, visible.north)
    visible_countries = seen(visible)
    if visible_countries:
        axes.set_facecolor(style.SEA)
    for country in visible_countries:
        axes.add_patch(PathPatch(country.path, fc=style.LAND, ec=style.COAST, lw=0.8, zorder=0.4))
    _degrees(axes, visible)
    return visible_countries


def scale(axes: Axes, visible: View, box: Box) -> None:
    """A bar of round kilometres; box: its corner, as of `scale_box`."""
    km = _kilometres(visible)
    right, y = box.right - 0.1, box.bottom + 0.13
    (x0, y0), (x1, _) = visible.degrees(right - visible.radius(km), y), visible.degrees(right, y)
    strokes.line(axes, [x0, x1], [y0, y0], color=style.INK, lw=1.4, solid_capstyle="butt", zorder=6)
    middle = visible.degrees(right - visible.radius(km) / 2, y + 0.1)
    marks.words(axes, *middle, f"{km:,g} km", ha="center", size=7.5, zorder=6)


def scale_box(visible: View, taken: Sequence[Box]) -> Box:
    """The corner for the bar of kilometres, in inches: the lower right one, or the next free one.

    taken: what it should not stand on. Where all corners are taken it is the lower right one.
    """
    wide = visible.radius(_kilometres(visible)) + 0.2
    right, left = (visible.width - 0.04 - wide, visible.width - 0.04), (0.04, 0.04 + wide)
    low, high = (0.0, 0.34), (visible.height - 0.34, visible.height)
    corners = [Box(x[0], y[0], x[1], y[1]) for x, y in ((right, low), (right, high), (left, high))]
    return next((box for box in corners if not any(map(box.meets, taken))), corners[0])


def names(visible_countries: Sequence[Country], visible: View, size: Size) -> dict[str, list[Spot]]:
    """For each country the spots inside it where its name could stand, the roomiest first."""
    columns, rows = (
        np.linspace(0, visible.width, GRID + 2)[1:-1],
        np.linspace(0, visible.height, GRID),
    )
    grid = [(float(x), float(y)) for y in rows[1:-1] for x in columns]
    spots = np.array([visible.degrees(*point) for point in grid])
    spots_of = {}
    for country in visible_countries:
        inside = country.path.contains_points(spots)
        inside_points = [point for point, within in zip(grid, inside, strict=True) if within]
        outside = [point for point, within in zip(grid, inside, strict=True) if not within]
        inside_points.sort(key=lambda point: -_air(point, outside, visible))
        text = country.name.upper()
        spots_of[text] = [Spot(text, centred(point, size(text))) for point in inside_points]
    return spots_of


def _air(
    point: tuple[float, float], outside: Sequence[tuple[float, float]], visible: View
) -> float:
    """How far it is from a point to what is outside the country or the map."""
    edge = min(point[0], visible.width - point[0], point[1], visible.height - point[1])
    near = [abs(point[0] - x) / 2 + abs(point[1] - y) for x, y in outside]
    return round(min([edge, *near]), 3)


def _degrees(axes: Axes, visible: View) -> None:
    """A light grid, named at the left and at the bottom."""
    for axis, low, high, sides in (
        (axes.xaxis, visible.west, visible.east, "WE"),
        (axes.yaxis, visible.south, visible.north, "SN"),
    ):
        step = next((s for s in STEPS if (high - low) / s <= 8), STEPS[-1])
        ticks = [n * step for n in range(ceil(low / step), floor(high / step) + 1)]
        if axis is axes.yaxis:
            ticks = [tick for tick in ticks if abs(tick) <= 90]
        axis.set_ticks(ticks, [_degree(tick, sides) for tick in ticks])
    axes.grid(color=style.PALE, linewidth=0.5, zorder=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=7, pad=2)


def _degree(degrees: float, sides: str) -> str:
    """A degree with its side; past the date line it counts down again."""
    turned = (degrees + 180) % 360 - 180 if abs(degrees) > 180 else degrees
    size = abs(round(turned, 2))
    return f"{size:g}°{sides[turned > 0] if size else ''}"


def _kilometres(visible: View) -> float:
    """About a fifth of the map: 1, 2 or 5 times a power of ten."""
    most = visible.width / visible.radius(1) / 5
    power = 10 ** floor(log10(most))
    return float(max(n * power for n in (1, 2, 5) if n * power <= most))


def _country(name: str, polygons: Sequence[Sequence[Sequence[Sequence[float]]]]) -> Country:
    rings = [np.asarray(ring, dtype=float) for polygon in polygons for ring in polygon]
    path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
    box = path.get_extents()
    return Country(name, path, Box(box.x0, box.y0, box.x1, box.y1))
