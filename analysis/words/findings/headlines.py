"""Findings on the whole record as titles of charts: computed, short, and without a full stop.

Each is empty where the claims have nothing to say of it; a chart is then named by what it draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from analysis.case import places
from analysis.case.timeline import Timeline
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim, families
from analysis.claims.quantity import WITHOUT_FIGURE, Hedge
from analysis.errors import many
from analysis.words.names_and_days import day_words, in_words, long_day
from analysis.words.wording import verb

Key = TypeVar("Key")


def title_of_days(timeline: Timeline) -> str:
    """On which single day most was said, and how much of all claims with such a day.

    >>> import analysis as an
    >>> title_of_days(an.load("tests/cases/ferry-2031"))
    'Most was said on 5 March 2031: 12 of 26 claims that have a day'
    """
    days = Counter(c.said_on.last for c in timeline if c.said_on and c.said_on.days == 1)
    if not (day := _single_most(days)):
        return ""
    of = many(days.total(), "claim")
    have = verb(days.total(), "has", "have")
    return f"Most was said on {long_day(day)}: {days[day]:,} of {of} that {have} a day"


def title_of_publication(timeline: Timeline) -> str:
    """On which day most was published, and how much of that repeated an earlier report."""
    dated = [c for c in timeline if c.published and c.published.days == 1]
    day = _single_most(Counter(c.published.last for c in dated if c.published))
    if not day:
        return ""
    claims = [c for c in dated if c.published and c.published.last == day]
    repeated = sum(claim.retelling for claim in claims)
    number = f"{repeated:,} of them repeat" if repeated != 1 else "1 of them repeats"
    rest = f"; {number} an earlier report" if repeated else ""
    return f"{many(len(claims), 'claim')} came out on {long_day(day)}{rest}"


def title_of_beginnings(timeline: Timeline) -> str:
    """Which figure is for the earliest day."""
    begun = [
        (claim.covers.first, claim.claim_id, claim)
        for claim in timeline
        if claim.covers and claim.covers.first and claim.quantity.hedge is not Hedge.NONE
    ]
    if not begun:
        return ""
    first, _, claim = min(begun)
    if sum(day == first for day, *_ in begun) > 1 or claim.covers is None:
        return ""
    begins = day_words(claim.covers).split(" to ")[0]
    return f"Of the figures with a first day, {in_words(claim)} goes back furthest, to {begins}"


def title_of_families(timeline: Timeline) -> str:
    """Which claim was repeated most, and how often."""
    groups = families(timeline)
    origin = _single_most({name: len(claims) for name, claims in groups.items()})
    if origin is None:
        return ""
    first = next((c for c in groups[origin] if c.claim_id == origin), None)
    times = len(groups[origin]) - 1
    if first is None or not times:
        return ""
    again = "once" if times == 1 else f"{times:,} times"
    return f"{in_words(first)} was repeated most often: {again}"


def title_of_origins(timeline: Timeline) -> str:
    """Of which thing most was repeated, and how few of its claims were first.

    Claims that could be of several claimants or things are not counted, as in the chart.
    """
    counts: dict[str, list[Claim]] = {}
    for claim in timeline:
        if not claim.undecided:
            counts.setdefault(claim.label, []).append(claim)
    gaps = {label: len(claims) - _firsts(claims) for label, claims in counts.items()}
    label = _single_most(gaps)
    if label is None or not gaps[label]:
        return ""
    claims = counts[label]
    number = f"{many(len(claims), 'claim')} go back to {many(_firsts(claims), 'statement')}"
    return f"{capitalized(label)}: {number}"


def title_of_hedges(timeline: Timeline) -> str:
    """What became of hedges where a figure was repeated."""
    repeated = [
        claim
        for claim in timeline
        if claim.retelling
        and claim.quantity.hedge not in WITHOUT_FIGURE
        and claim.origin_quantity.hedge not in {Hedge.BARE, *WITHOUT_FIGURE}
    ]
    if not repeated:
        return ""
    same = sum(c.quantity.hedge == c.origin_quantity.hedge for c in repeated)
    alone = sum(c.quantity.hedge is Hedge.BARE for c in repeated)
    again = verb(len(repeated), "repeats", "repeat")
    parts = {"with the same hedge": same, "as the number alone": alone}
    if len(repeated) == 1:
        (how,) = [way for way, number in parts.items() if number] or ["in other words"]
        return f"1 claim repeats a hedged figure {how}"
    ways = ", ".join(f"{number:,} {how}" for how, number in parts.items() if number)
    return f"{many(len(repeated), 'claim')} {again} a hedged figure{ways and f': {ways}'}"


def title_of_places(timeline: Timeline) -> str:
    """Which place is named most."""
    named = Counter(claim.place_id for claim in timeline if claim.place_id)
    if not (place := _single_most(named)):
        return ""
    name = capitalized(timeline.row("places", place)["name"])
    return f"The place named most often is {name}, by {many(named[place], 'claim')}"


def title_of_road(timeline: Timeline) -> str:
    """Which place along the first road of the case is named most by claims put on it.

    Empty where the case has no road, or names no two of its places by then.
    """
    if not any(len(road.places) > 1 for road in places.routes(timeline, places.ROAD)):
        return ""
    way, known = places.road(timeline), places.located(timeline)
    on = {
        claim.claim_id
        for claim in timeline
        if claim.covers
        and places.asserted(claim)
        and claim.place_id in known
        and way.reach(known[claim.place_id]) is not None
    }
    return title_of_places(timeline.keep(on, "road", "on it"))


def _firsts(claims: Iterable[Claim]) -> int:
    """How many were said first, or go back to a claim elsewhere."""
    return len({claim.origin for claim in claims})


def _single_most(counts: Mapping[Key, int]) -> Key | None:
    """The key with the highest count; None where there is none, or several are level."""
    most = max(counts.values(), default=0)
    keys = [key for key, count in counts.items() if count == most]
    return keys[0] if len(keys) == 1 else None
