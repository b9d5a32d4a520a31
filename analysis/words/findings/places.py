"""Findings on places: who places what where, which places exclude each other, distances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from analysis.case import places
from analysis.case.places import Place
from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.claims.dates import when
from analysis.claims.quantity import Hedge, Quantity
from analysis.words.findings.base import nothing, or_nothing, some
from analysis.words.names_and_days import day_words, listed, who
from analysis.words.sentences import Number, Sentence, compose, counted, tally


@or_nothing
def places_on_road(timeline: Timeline, route: str = "") -> Sentence:
    """How many claims put something on a road, and who puts it where on the most disputed day.

    That is the day for which most different places are named; claims off the road are counted.
    route: by default the first road of the case.
    """
    known, road = places.located(timeline), places.road(timeline, route)
    placed = _placed(timeline, known)
    on = [claim for claim in placed if road.reach(known[claim.place_id])]
    if not on:
        raise nothing("claim that names a place on the road, and a day")
    points = [claim for claim in on if known[claim.place_id].exact]
    named = Counter(day for _, day in {(c.place_id, _last(c)) for c in on})
    day = min(named, key=lambda d: (-named[d], d))
    claims = {(c.place_id, who(timeline, c)): c for c in reversed(on) if _last(c) == day}
    parts = [f"{known[c.place_id].name} ({name}) [{c.claim_id}]" for (_, name), c in claims.items()]
    return compose(
        "{all} {speak} of a place on the road and of a day: {points} of a point, {areas} of an "
        "area or a line; {off} of places off it. Most names of places, {places}, are given "
        "for {day}: {parts}.",
        all=counted("placings", len(on), "claim", on),
        speak="speaks" if len(on) == 1 else "speak",
        points=tally("placings_at_points", len(points), points),
        areas=tally("placings_in_areas", len(on) - len(points), _others(on, points)),
        off=tally("placings_off_the_road", len(placed) - len(on), _others(placed, on)),
        places=tally("places_of_the_day", named[day], claims.values()),
        day=day_words(when(day.isoformat())),
        parts=listed(parts[::-1]),
    )


@or_nothing
def places_that_exclude(timeline: Timeline) -> Sentence:
    """Which claims about one thing on a shared day name places that cannot be the same."""
    known = places.located(timeline)
    pairs = [pair for pair in combinations(_placed(timeline, known), 2) if _alike(*pair)]
    if not pairs:
        raise nothing("two origins that name different places for one thing on a shared day")
    excluded = [pair for pair in pairs if _exclude(*(known[c.place_id] for c in pair))]
    able = [pair for pair in pairs if pair not in excluded]
    lines = [_distance("apart", known[a.place_id], known[b.place_id]) for a, b in excluded]
    parts = [
        f"{known[a.place_id].name} [{a.claim_id}] and {known[b.place_id].name} [{b.claim_id}], "
        f"{line} km apart"
        for (a, b), line in zip(excluded, lines, strict=True)
    ]
    return compose(
        "{pairs} of claims of two origins name different places for one thing on a shared day; "
        "{able} of them can be one place, because an area holds the other one or the circles of "
        "both meet; {excluded} cannot{list}.",
        also=lines,
        pairs=counted("pairs_of_places", len(pairs), "pair", _once(pairs)),
        able=tally("pairs_of_one_place", len(pairs) - len(excluded), _once(able)),
        excluded=tally("pairs_apart", len(excluded), _once(excluded)),
        list=f" ({'; '.join(parts)})" if parts else "",
    )


@or_nothing
def distances(timeline: Timeline, route: str = "") -> Sentence:
    """The straight lines along a road, each as a range: computed from coordinates and radii."""
    some(timeline, "claim")
    road = places.road(timeline, route)
    legs = [(a, b, _distance(f"{a.place_id}_{b.place_id}", a, b)) for a, b in road.legs]
    parts = [f"{a.name} to {b.name} {line} km" for a, b, line in legs]
    whole = _summed("the_whole_road", [places.apart(a, b) for a, b in road.legs])
    return compose(
        "In straight lines, our own computation: {parts}{all}. By road it is at least as far.",
        also=[line for *_, line in legs],
        parts=", ".join(parts),
        all="" if whole.low is None else compose("; all legs together {km} km", km=whole),
    )


def _placed(timeline: Timeline, known: dict[str, Place]) -> list[Claim]:
    """The claims that assert where something was, on known days; raises Empty where none does."""
    claims = [c for c in timeline if c.place_id in known and c.covers and places.asserted(c)]
    if not claims:
        raise nothing("claim that names a place and a day")
    return claims


def _last(claim: Claim) -> date:
    days = claim.covers
    return (days and (days.last or days.first)) or date.max


def _alike(claim: Claim, other: Claim) -> bool:
    """Whether two claims of two origins name two places for one thing on a shared day."""
    same_thing = claim.measure == other.measure and claim.categories == other.categories
    different = claim.origin != other.origin and claim.place_id != other.place_id
    shared_day = claim.covers and other.covers and claim.covers.overlaps(other.covers)
    return bool(same_thing and different and shared_day)


def _exclude(place: Place, other: Place) -> bool:
    """Whether neither is inside the other and their circles of uncertainty do not meet."""
    least = places.apart(place, other).low
    return not (place.holds(other) or other.holds(place)) and bool(least)


def _distance(name: str, place: Place, other: Place) -> Number:
    return _number(name, places.apart(place, other))


def _summed(name: str, legs: Sequence[Quantity]) -> Number:
    return _number(name, sum(legs[1:], legs[0]))


def _number(name: str, quantity: Quantity) -> Number:
    """A length in km, which is computed from the table of places and so names no claim."""
    text = (
        str(quantity)
        if quantity.hedge is not Hedge.BETWEEN
        else f"{quantity.low:,} to {quantity.high:,}"
    )
    return Number(
        f"km_{name}",
        text,
        "derived",
        quantity.hedge,
        quantity.stated,
        quantity.low,
        quantity.high,
        (),
    )


def _once(pairs: Iterable[tuple[Claim, Claim]]) -> list[Claim]:
    return list({c.claim_id: c for pair in pairs for c in pair}.values())


def _others(claims: Sequence[Claim], but: Sequence[Claim]) -> list[Claim]:
    ids = {claim.claim_id for claim in but}
    return [claim for claim in claims if claim.claim_id not in ids]
