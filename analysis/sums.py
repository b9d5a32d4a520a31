"""Sums and differences over claims: each names its claims, or is refused and says which two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from analysis.claim import Claim
from analysis.compare import share_place
from analysis.errors import Problem, Refused
from analysis.measure import Measure, Measures, divided, rest_of
from analysis.quantity import Hedge, Quantity


@dataclass(frozen=True)
class Derived:
    """A quantity that we computed. Nobody said it: it names the claims it is computed from."""

    quantity: Quantity
    how: str
    claims: tuple[str, ...]
    label: str


def difference(whole: Claim, part: Claim, measures: Measures) -> Derived:
    """The rest of a whole: what the parts leave, in one claimant's frame.

    Raises Refused unless the measure table declares the part inside that whole, both were said
    by (possibly) the same claimant, and on the same day; or where the part exceeds its whole.
    """
    _together("−", whole, part)
    inside = part.measure
    if inside is None or (part.topic, inside.whole) != (whole.topic, *whole.categories):
        raise _refused("−", whole, part, "no declared part of that whole", "a part of one whole")
    if whole.quantity.high is not None and (part.quantity.low or 0) > whole.quantity.high:
        raise _refused("−", whole, part, "a part above its whole", "a part at most its whole")
    rest = rest_of(inside, measures)
    return Derived(
        quantity=whole.quantity - part.quantity,
        how=f"{whole.quantity} − {part.quantity}",
        claims=(whole.claim_id, part.claim_id),
        label=rest.label if rest else f"{_label(whole)} without {_label(part)}",
    )


def total(claims: Sequence[Claim], label: str = "") -> Derived:
    """The sum of claims, each of which counts something that no other of them counts.

    Raises Refused, naming the two claims, where any pair may count the same thing twice: they
    overlap in period and place, have one origin, or are running totals; or where their claimants
    differ.
    """
    if not claims:
        raise Refused([Problem("total", "no claim", "at least one claim", "widen the filter")])
    problems = [problem for pair in combinations(claims, 2) for problem in _twice(*pair)]
    if problems:
        raise Refused(problems)
    summed = claims[0].quantity
    for claim in claims[1:]:
        summed = summed + claim.quantity
    return Derived(
        quantity=summed,
        how=" + ".join(str(claim.quantity) for claim in claims),
        claims=tuple(claim.claim_id for claim in claims),
        label=label or _label(claims[0]),
    )


def addable(claims: Iterable[Claim]) -> tuple[list[Claim], list[tuple[Claim, Problem]]]:
    """The claims that can be added up, taken in order, and those left out with the reason."""
    kept: list[Claim] = []
    left: list[tuple[Claim, Problem]] = []
    for claim in claims:
        against = next((p for other in kept for p in _twice(other, claim)), None)
        if against is None:
            kept.append(claim)
        else:
            left.append((claim, against))
    return kept, left


def rising(claims: Sequence[Claim]) -> bool:
    """Does a running total never fall, going by its printed numbers in the order given?"""
    told = [claim.quantity.stated for claim in claims if claim.quantity.stated is not None]
    return all(a <= b for a, b in pairwise(told))


def _twice(one: Claim, two: Claim) -> list[Problem]:
    """Why two claims cannot be added up."""
    reasons = []
    if "running_total" in (one.counts, two.counts):
        reasons.append(("a running total", "counts that are new in their period"))
    if one.origin == two.origin:
        reasons.append(("one figure told twice", "figures of different origins"))
    if set(one.claimants).isdisjoint(two.claimants):
        reasons.append(("counts of two claimants", "counts of one claimant"))
    if one.topic != two.topic:
        reasons.append(("counts of different things", "counts of one measure"))
    elif _may_share(one, two):
        reasons.append(("the same period and place", "periods or places that do not overlap"))
    return [_problem("+", one, two, found, allowed) for found, allowed in reasons]


def _may_share(one: Claim, two: Claim) -> bool:
    """May the two count the same thing, going by what, when and where?"""
    if one.measure and two.measure and divided(one.measure, two.measure):
        return False
    if two.claim_id in one.apart_from:
        return False
    apart_in_time = one.covers and two.covers and not one.covers.overlaps(two.covers)
    apart_in_place = one.place_id and two.place_id and not share_place(one, two)
    return not (apart_in_time or apart_in_place)


def _together(sign: str, one: Claim, two: Claim) -> None:
    if set(one.claimants).isdisjoint(two.claimants):
        raise _refused(sign, one, two, "figures of two claimants", "one claimant's frame")
    if one.said_on is None or two.said_on is None or one.said_on.text != two.said_on.text:
        raise _refused(sign, one, two, "figures said on two days", "figures of one day")
    if Hedge.NONE in (one.quantity.hedge, two.quantity.hedge):
        raise _refused(sign, one, two, "a statement without a figure", "two figures")


def _label(claim: Claim) -> str:
    measure: Measure | None = claim.measure
    return measure.label if measure else claim.topic


def _problem(sign: str, one: Claim, two: Claim, found: str, allowed: str) -> Problem:
    where = f"{one.claim_id} {sign} {two.claim_id}"
    return Problem(where, found, allowed, "show them side by side instead")


def _refused(sign: str, one: Claim, two: Claim, found: str, allowed: str) -> Refused:
    return Refused([_problem(sign, one, two, found, allowed)])
