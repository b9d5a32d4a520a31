"""An outside series next to the claims of a case: of the same days and region, never added up.

The outside series is a case too, as `contested import` makes it of a data set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import TYPE_CHECKING

from analysis.case.places import COUNTRY, EARTH, Place, located
from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim, typed_days
from analysis.claims.dates import known_ends
from analysis.errors import Empty, Invalid, Problem, many, shorten

if TYPE_CHECKING:
    import pandas as pd

WARNING = "Both may rest on the same reports; agreement is no confirmation."
"""What stands with every outside series."""
MARGIN = 25.0
"""Kilometres around the places of a case that still count as its region."""
OWN, OUTSIDE = "own", "outside"
"""The values of the column `series`."""


@dataclass(frozen=True)
class Region:
    """A stretch of the earth between two parallels and two meridians, in degrees (WGS 84)."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, place: Place) -> bool:
        """Whether the place, or its middle, lies in it."""
        inside = self.south <= place.latitude <= self.north
        return inside and self.west <= place.longitude <= self.east

    def __str__(self) -> str:
        return (
            f"{self.south:.1f} to {self.north:.1f} degrees north, "
            f"{self.west:.1f} to {self.east:.1f} degrees east"
        )


@dataclass(frozen=True)
class Alongside:
    """The claims of a case, and what an outside series has for the same days and region.

    own: the claims of the case. outside: the claims of the other case that lie in both. first,
    last: the days. region: the stretch of the earth. left_out: sentences on claims of the other
    case that may lie in both, and of which one cannot tell. warning: what a reader must know.
    """

    own: Timeline
    outside: Timeline
    first: date
    last: date
    region: Region
    left_out: tuple[str, ...] = ()
    warning: str = WARNING

    def frame(self) -> pd.DataFrame:
        """Both as one DataFrame, with the columns of `Timeline.frame` and `series`.

        series: `own` or `outside`. The index is series and claim, since both cases may use an id.
        """
        import pandas as pd

        both = {OWN: self.own.frame(), OUTSIDE: self.outside.frame()}
        return pd.concat(both, names=["series"])


def alongside(
    own: Timeline,
    other: Timeline,
    start: str | date = "",
    end: str | date = "",
    region: tuple[float, float, float, float] | None = None,
) -> Alongside:
    """What an outside series has for the days and the region of a timeline.

    `Timeline.alongside` documents it.
    """
    first, last = _days(own, start, end)
    _single(other)
    area = Region(*region) if region else _region(own)
    places = located(other)
    inside, unknown = [], []
    for claim in other:
        placed, dated = _placed(claim, places, other, area), _dated(claim, first, last)
        if placed and dated:
            inside.append(claim.claim_id)
        elif placed is not False and dated is not False:
            unknown.append(claim)
    chosen = other.keep(frozenset(inside), "alongside", own.package.name)
    return Alongside(own, chosen, first, last, area, tuple(_left_out(unknown)))


def _days(own: Timeline, start: str | date, end: str | date) -> tuple[date, date]:
    """The first and the last day: those typed, else those on which the claims were said."""
    said = known_ends(claim.said_on for claim in own)
    if not said and not (start and end):
        fix = "choose claims with a day, or give start and end"
        raise Empty([Problem("alongside", "no claim with a day to draw", "a day", fix)])
    first = typed_days("start", start).first if start else min(said)
    last = typed_days("end", end).last if end else max(said)
    if first is None or last is None or first > last:
        value = f"{first or 'open'} to {last or 'open'}"
        raise Invalid([Problem("alongside", value, "a first and a last day", "give both")])
    return first, last


def _single(other: Timeline) -> None:
    """Raise Invalid where the other series counts several things: their numbers do not compare."""
    labels = list(dict.fromkeys(claim.label for claim in other))
    if len(labels) > 1:
        value, allowed = f"counts {shorten(labels, 4)}", "a series that counts one thing"
        raise Invalid([Problem("other", value, allowed, "narrow it with .where(measure=...)")])


def _region(own: Timeline) -> Region:
    """The region of the case: around all places that its claims name, but for whole countries."""
    places = located(own)
    named = {row["place_id"] for row in own.rows["claims"]}
    spots = [places[name] for name in places if name in named and not _is_country(own, name)]
    if not spots:
        fix = "give region=(south, west, north, east), in degrees"
        raise Empty([Problem("alongside", "no place to draw a region around", "a place", fix)])
    tall = MARGIN / (radians(1) * EARTH)
    wide = tall / max(cos(radians(max(abs(place.latitude) for place in spots))), 0.01)
    return Region(
        min(place.latitude for place in spots) - tall,
        min(place.longitude for place in spots) - wide,
        max(place.latitude for place in spots) + tall,
        max(place.longitude for place in spots) + wide,
    )


def _is_country(timeline: Timeline, place_id: str) -> bool:
    """Whether a place is only known to be in a country: its point is no position."""
    return timeline.row("places", place_id)["where_precision"] == COUNTRY


def _placed(claim: Claim, places: dict[str, Place], other: Timeline, region: Region) -> bool | None:
    """Whether a claim lies in the region; None where one cannot tell."""
    place = places.get(claim.place_id)
    if place is None or _is_country(other, claim.place_id):
        return None
    return region.holds(place)


def _dated(claim: Claim, first: date, last: date) -> bool | None:
    """Whether a claim is about days of the stretch alone; None where one cannot tell."""
    days = claim.covers
    if days is None or days.first is None or days.last is None:
        return None
    if first <= days.first and days.last <= last:
        return True
    return None if days.first <= last and first <= days.last else False


def _left_out(unknown: Sequence[Claim]) -> Iterator[str]:
    """A sentence on the claims of which one cannot tell whether they belong here."""
    if unknown:
        verb = "is" if len(unknown) == 1 else "are"
        why = f"whose place or days may lie elsewhere too {verb} left out"
        yield f"{many(len(unknown), 'row')} of the outside series {why}."
