"""Findings on places: who places what where, which places exclude each other, distances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, combinations, product

from analysis.case import places
from analysis.case.places import Place
from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.claims.dates import when
from analysis.claims.quantity import Hedge, Quantity
from analysis.words.findings.base import nothing, of_them, or_nothing, some
from analysis.words.names_and_days import day_words, listed
from analysis.words.sentences import Number, Sentence, compose, counted, tally
from analysis.words.wording import attributed, verb


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
    return compose(
        "{all} {put} something at a place on the road on a known day{precision}.{off}{most}",
        all=counted("placings", len(on), "claim", on),
        put=verb(len(on), "puts", "put"),
        precision=_precision(points, _others(on, points)),
        off=_off_the_road(_others(placed, on)),
        most=_most_places(timeline, known, [c for c in on if _last(c) == day]),
    )


def _precision(points: Sequence[Claim], areas: Sequence[Claim]) -> Sentence:
    """How many claims name a point, and how many an area or a stretch."""
    kinds = [
        ("placings_at_points", points, "a town or another point"),
        ("placings_in_areas", areas, "an area or a stretch of road"),
    ]
    parts = [(tally(name, len(of), of), what) for name, of, what in kinds if of]
    numbers = tuple(number for number, _ in parts)
    if len(parts) == 1:
        whole = len(points) + len(areas)
        start = "" if whole == 1 else f"{'both' if whole == 2 else 'all'} of them name "
        return Sentence(f": {start}{parts[0][1]}", numbers)
    return Sentence(f": {listed([f'{n} {_name(n)} {what}' for n, what in parts])}", numbers)


def _name(number: Number) -> str:
    return verb(int(number.value or 0), "names", "name")


def _off_the_road(claims: Sequence[Claim]) -> Sentence:
    if not claims:
        return Sentence("")
    return compose(
        " {n} {name} a place off the road.",
        n=counted("placings_off_the_road", len(claims), "more claim", claims),
        name=verb(len(claims), "names", "name"),
    )


def _most_places(timeline: Timeline, known: dict[str, Place], claims: Sequence[Claim]) -> Sentence:
    """Who puts it where on the day for which most places are named; claims: those for that day."""
    ids: dict[str, dict[str, str]] = {}
    for claim in claims:
        names = ids.setdefault(known[claim.place_id].name, {})
        who = attributed(timeline, claim)
        names[who] = f"{names.get(who, '')} [{claim.claim_id}]"
    if len(ids) < 2:
        return Sentence("")
    parts = [
        f"{place} ({listed([f'{who}{cited}' for who, cited in names.items()])})"
        for place, names in ids.items()
    ]
    return compose(
        " For {day}, {places} on the road are named: {parts}.",
        day=day_words(when(_last(claims[0]).isoformat())),
        places=counted("places_of_the_day", len(ids), "different place", claims),
        parts=listed(parts),
    )


@or_nothing
def places_that_exclude(timeline: Timeline) -> Sentence:
    """Which claims about one thing on a shared day name places that cannot be the same."""
    known = places.located(timeline)
    pairs = [pair for pair in _of_one_event(_placed(timeline, known)) if _alike(*pair)]
    if not pairs:
        raise nothing("two claims that name different places for one thing on a shared day")
    excluded = [pair for pair in pairs if _exclude(*(known[c.place_id] for c in pair))]
    able = [pair for pair in pairs if pair not in excluded]
    lines = [_distance("apart", known[a.place_id], known[b.place_id]) for a, b in excluded]
    parts = [
        f"{known[a.place_id].name} [{a.claim_id}] and {known[b.place_id].name} [{b.claim_id}], "
        f"{line} km apart"
        for (a, b), line in zip(excluded, lines, strict=True)
    ]
    return compose(
        "In {pairs} two claims name different places for the same thing on a shared day.{able}"
        "{excluded}",
        also=lines,
        pairs=counted("pairs_of_places", len(pairs), "case", _once(pairs)),
        able=_reconcilable(able, len(pairs)),
        excluded=_irreconcilable(excluded, len(pairs), parts),
    )


Pair = tuple[Claim, Claim]
"""Two claims about one thing on a shared day."""


def _reconcilable(pairs: Sequence[Pair], among: int) -> Sentence:
    """How many pairs can mean a single place."""
    if not pairs:
        return Sentence("")
    return compose(
        " {cases} the two can mean one place, because one of the areas holds the other or the two "
        "overlap.",
        cases=_cases(tally("pairs_of_one_place", len(pairs), _once(pairs)), among),
    )


def _irreconcilable(pairs: Sequence[Pair], among: int, parts: Sequence[str]) -> Sentence:
    """How many pairs cannot mean a single place; parts: each with the distance."""
    if not pairs:
        return Sentence("")
    return compose(
        " {cases} they cannot: {parts}.",
        cases=_cases(tally("pairs_apart", len(pairs), _once(pairs)), among),
        parts="; ".join(parts),
    )


def _cases(number: Number, among: int) -> Sentence:
    """So many of the cases just named, to begin a sentence."""
    cases = of_them(number, int(number.value or 0), among)
    return Sentence("There" if among == 1 else f"In {cases}", cases.numbers)


@or_nothing
def distances(timeline: Timeline, route: str = "") -> Sentence:
    """The straight lines along a road, each as a range: computed from coordinates and radii."""
    some(timeline, "claim")
    road = places.road(timeline, route)
    legs = [(a, b, _distance(f"{a.place_id}_{b.place_id}", a, b)) for a, b in road.legs]
    parts = [f"{line} km from {a.name} to {b.name}" for a, b, line in legs]
    whole = _summed("the_whole_road", [places.apart(a, b) for a, b in road.legs])
    return compose(
        "In straight lines, by our own computation, it is {parts}.{all} By road it is at least as "
        "far.",
        also=[line for *_, line in legs],
        parts=listed(parts),
        all=compose(" Together that is {km} km.", km=whole)
        if whole.low is not None and len(legs) > 1
        else "",
    )


def _placed(timeline: Timeline, known: dict[str, Place]) -> list[Claim]:
    """The claims that assert where something was, on known days; raises Empty where none does."""
    claims = [c for c in timeline if c.place_id in known and c.covers and places.asserted(c)]
    if not claims:
        raise nothing("claim that names a place with coordinates, and a day")
    return claims


def _last(claim: Claim) -> date:
    days = claim.covers
    return (days and (days.last or days.first)) or date.max


def _of_one_event(claims: Sequence[Claim]) -> Iterator[Pair]:
    """The pairs of claims that may be about one event: two rows of a data set are two events."""
    rows: dict[str, list[Claim]] = {}
    for claim in claims:
        rows.setdefault(claim.identity, []).append(claim)
    others = rows.pop("", [])
    yield from combinations(others, 2)
    yield from product(others, chain.from_iterable(rows.values()))
    for of_one_row in rows.values():
        yield from combinations(of_one_row, 2)


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
