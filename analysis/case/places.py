"""The places, roads and rivers of a case: distances, and the part of a road that an area covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import asin, ceil, cos, floor, hypot, radians, sin, sqrt

from analysis.case.timeline import Timeline
from analysis.claims.cells import Row
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge, Quantity
from analysis.errors import Empty, Problem, require

EARTH = 6371.0088
"""Mean radius in kilometres (IUGG)."""
POINTS = ("1", "2")
"""Values of where_precision that mean a point, or near one; the others are areas and lines."""
COUNTRY = "6"
"""The value of where_precision that means a country."""
ROAD, RIVER = "road", "river"
"""The kinds of routes."""
STEPS = 20
"""Steps into which a leg of a road is cut, to find the part of it that lies in an area."""

Spot = tuple[float, float]
"""Degrees north and east."""


@dataclass(frozen=True)
class Place:
    """A place with coordinates, in degrees (WGS 84).

    exact: a point, or near one; else an area or a line, given by its middle. uncertainty: the
    radius in km within which it lies, None where nobody gives one. around: the ids of the place and
    of all that contain it. country: the id of the innermost country around it, empty where it is
    in none or in several. local: the name in the local language.
    """

    place_id: str
    name: str
    local: str
    latitude: float
    longitude: float
    exact: bool
    uncertainty: float | None
    around: frozenset[str]
    country: str

    @property
    def spot(self) -> Spot:
        """Where it is, or its middle."""
        return self.latitude, self.longitude

    def abroad(self, other: Place) -> bool:
        """Whether the two are in different countries, neither of which contains the other place."""
        countries = bool(self.country and other.country)
        return countries and self.country not in other.around and other.country not in self.around

    def holds(self, other: Place) -> bool:
        """Whether the other place is this one, or inside it."""
        return self.place_id in other.around


@dataclass(frozen=True)
class Route:
    """A road or river: the places along it in order.

    A position on it is a number: 0 is the first place, 1.5 half way from the second to the third.
    """

    route_id: str
    kind: str
    places: tuple[Place, ...]

    def reach(self, place: Place) -> tuple[float, float] | None:
        """The first and last position that the place can mean; None where it is off the road.

        A point on the road is there alone. An area reaches the places of the road inside it, and
        as much of the straight lines between them as lies within its radius in its own country.
        """
        inside = [float(n) for n, other in enumerate(self.places) if place.holds(other)]
        if place.exact and inside:
            return inside[0], inside[0]
        positions = inside + [at for at, spot, near in self._steps if _within(place, spot, near)]
        return (min(positions), max(positions)) if positions else None

    @property
    def legs(self) -> tuple[tuple[Place, Place], ...]:
        """Each place with the next."""
        return tuple(zip(self.places, self.places[1:], strict=False))

    @cached_property
    def _steps(self) -> tuple[tuple[float, Spot, Place], ...]:
        """Points all along the road: position, coordinates, and the nearer place of the leg."""
        return tuple(self._walk())

    def _walk(self) -> Iterator[tuple[float, Spot, Place]]:
        for n, (a, b) in enumerate(self.legs):
            for step in range(STEPS + 1):
                share = step / STEPS
                latitude = a.latitude + share * (b.latitude - a.latitude)
                longitude = a.longitude + share * (b.longitude - a.longitude)
                yield n + share, (latitude, longitude), a if share < 0.5 else b


def located(timeline: Timeline) -> dict[str, Place]:
    """The places of a case that have coordinates, by their ids."""
    rows = {row["place_id"]: row for row in timeline.rows["places"]}
    around = {place_id: timeline.containers(place_id) for place_id in rows}
    countries = {place_id for place_id, row in rows.items() if row["where_precision"] == COUNTRY}
    return {
        place_id: _place(row, around, countries)
        for place_id, row in rows.items()
        if row["latitude"] and row["longitude"]
    }


def routes(timeline: Timeline, kind: str) -> tuple[Route, ...]:
    """The routes of a case of that kind, in order of their ids.

    kind: `road` or `river`. A place without coordinates is left out of its routes.
    """
    known = located(timeline)
    rows = [row for row in timeline.rows.get("routes", ()) if row["kind"] == kind]
    rows.sort(key=lambda row: (row["route_id"], int(row["position"])))
    ids = dict.fromkeys(row["route_id"] for row in rows)
    return tuple(Route(i, kind, _along(i, rows, known)) for i in ids)


def road(timeline: Timeline, route_id: str = "") -> Route:
    """A road of a case.

    route_id: its id; by default the first that has two places. Raises Empty where the case has no
    road, and Invalid for an id that no road has.
    """
    known = {route.route_id: route for route in routes(timeline, ROAD) if len(route.places) > 1}
    if not known:
        fix = "describe one in routes.csv, with places that have coordinates"
        raise Empty(
            [Problem("routes.csv", "no road along which claims could be placed", "a road", fix)]
        )
    if not route_id:
        return next(iter(known.values()))
    return require(known, route_id, "route", "a road of the case")


def asserted(claim: Claim) -> bool:
    """Whether the claimant asserts the claim, and does not deny, intend, expect or warn of it."""
    return claim.stance in ("", "estimates")


def kilometres(start: Spot, end: Spot) -> float:
    """The length of the great circle between two points, in kilometres.

    start, end: degrees north and east. By the haversine formula, on a sphere of the mean radius.

    >>> round(kilometres((34, 41), (35, 41)), 1)
    111.2
    """
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, spot)) for spot in (start, end))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def apart(place: Place, other: Place) -> Quantity:
    """The straight-line distance between two places, in whole kilometres, as a range.

    Its ends are the distance of the coordinates less and plus the radii of both places. Where a
    radius is not known there is no bound, and the distance is hedged as `about`.
    """
    middles = kilometres(place.spot, other.spot)
    if place.uncertainty is None or other.uncertainty is None:
        return Quantity(Hedge.ABOUT, round(middles))
    radii = place.uncertainty + other.uncertainty
    return Quantity(Hedge.BETWEEN, None, floor(max(0.0, middles - radii)), ceil(middles + radii))


def _within(place: Place, spot: Spot, near: Place) -> bool:
    """Whether a place's radius reaches a point of a road without crossing into another country.

    near: the place of the road that the point is nearest to.
    """
    if place.uncertainty is None or place.abroad(near):
        return False
    degrees = place.uncertainty / (radians(1) * EARTH)
    north = place.latitude - spot[0]
    if abs(north) > degrees:
        return False
    return hypot(north, (place.longitude - spot[1]) * cos(radians(spot[0]))) <= degrees


def _along(route_id: str, rows: Sequence[Row], known: Mapping[str, Place]) -> tuple[Place, ...]:
    places = [row["place_id"] for row in rows if row["route_id"] == route_id]
    return tuple(known[place_id] for place_id in places if place_id in known)


def _place(row: Row, around: Mapping[str, frozenset[str]], countries: set[str]) -> Place:
    place_id = row["place_id"]
    holding = around[place_id] & countries
    # Innermost: no other of these countries lies inside it.
    innermost = [c for c in sorted(holding) if not any(c in around[o] for o in holding - {c})]
    return Place(
        place_id=place_id,
        name=row["name"],
        local=row["name_local"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        exact=row["where_precision"] in POINTS,
        uncertainty=float(row["uncertainty_km"]) if row["uncertainty_km"] else None,
        around=around[place_id],
        country=innermost[0] if len(innermost) == 1 else "",
    )
