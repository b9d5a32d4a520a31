"""Sums and differences of claims; each names the claims from which it is computed.

Claims that may count the same thing twice are never added up: `Invalid` names them, and says why.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush

from analysis.claims.claim import DENIES, NEW, Claim, last
from analysis.claims.measure import Measures, divided, rest_of
from analysis.claims.quantity import WITHOUT_FIGURE, Hedge, Quantity, added_up
from analysis.errors import Invalid, Problem

ADVICE = "show them side by side instead"
TOTALS = {
    "running_total": "a running total",
    "level": "a level",
    "unclear": "a count that may be a total",
}
"""Kinds of counts that are never added up, in words."""


@dataclass(frozen=True)
class Derived:
    """A quantity that is computed here and was said by nobody.

    how: the computation in words and numbers. claims: the ids of the claims in it, in its order.
    label: what it counts, in words.
    """

    quantity: Quantity
    how: str
    claims: tuple[str, ...]
    label: str


def difference(whole: Claim, part: Claim, measures: Measures) -> Derived:
    """The rest of a whole without a part of it.

    whole, part: one claim each. measures: `Timeline.measures`, which declare what is a part of
    what. Open ends stay open.

    Raises Invalid unless the measure table declares the part inside that whole, both were said
    by (possibly) the same claimant, and on the same day; or where the part exceeds its whole.
    """
    _check_comparable("−", whole, part)
    inside = part.definition
    if inside is None or (part.measure, inside.whole) != (whole.measure, *whole.categories):
        raise _refused("−", whole, part, "no declared part of that whole", "a part of one whole")
    if whole.quantity.high is not None and (part.quantity.low or 0) > whole.quantity.high:
        raise _refused("−", whole, part, "a part above its whole", "a part at most its whole")
    rest = rest_of(inside, measures)
    return Derived(
        quantity=whole.quantity - part.quantity,
        how=f"{whole.quantity} − {part.quantity}",
        claims=(whole.claim_id, part.claim_id),
        label=rest.label if rest else f"{whole.label} without {part.label}",
    )


def total(claims: Sequence[Claim], label: str = "") -> Derived:
    """The sum of claims, each of which counts something that no other of them counts.

    label: what the sum counts, in words; by default what the first claim counts. Open ends stay
    open: nearly 3 and more than 5 have no upper bound.

    Raises Invalid, naming the two claims, where any pair may count the same thing twice: they
    overlap in period and place, have one origin, or are running totals; or where their claimants
    differ. Also, naming the claim, where one is a denial or leaves claimant or category open.
    """
    if not claims:
        raise Invalid([Problem("total", "no claim", "at least one claim", "widen the filter")])
    problems = [problem for claim in claims for problem in _unusable(claim)]
    problems += [problem for pair in _near(claims) for problem in _clashes(*pair)]
    if problems:
        raise Invalid(problems)
    return Derived(
        quantity=added_up(claim.quantity for claim in claims),
        how=" + ".join(str(claim.quantity) for claim in claims),
        claims=tuple(claim.claim_id for claim in claims),
        label=label or claims[0].label,
    )


def addable(claims: Iterable[Claim]) -> tuple[list[Claim], list[tuple[Claim, Problem]]]:
    """The claims that can be added up, and those left out, each with the reason.

    Claims that can be part of no sum are left out first, so that they exclude no other. The rest
    is added in order of first day, then the narrowest place first, then id, whatever the order of
    `claims`; so the result does not depend on that.
    """
    added: list[Claim] = []
    left_out: list[tuple[Claim, Problem]] = []
    near = _Near()
    for claim in sorted(claims, key=_order):
        if unfit := _unfit(claim):
            left_out.append((claim, unfit[0]))
            continue
        clash = next((p for other in near.to(claim) for p in _clashes(other, claim)), None)
        if clash is None:
            added.append(claim)
            near.add(claim)
        else:
            left_out.append((claim, clash))
    return added, left_out


class _Near:
    """The claims of a sum so far, to find those that can clash with a further one.

    To try all pairs takes hours for the events of a country. Two claims can clash only where their
    periods meet, where they have one origin, or where claimant or measure differ; for the last, the
    first claim of each kind speaks for all of its kind. Claims are added in order of first day.
    """

    def __init__(self) -> None:
        self._claims: list[Claim] = []
        self._of_origin: dict[str, int] = {}
        self._of_kind: dict[Hashable, int] = {}
        self._unended: list[int] = []
        self._by_end: list[tuple[date, int]] = []

    def add(self, claim: Claim) -> None:
        """Add a claim whose first day is not before that of any other."""
        number = len(self._claims)
        self._claims.append(claim)
        self._of_origin.setdefault(claim.origin, number)
        self._of_kind.setdefault((claim.claimants, claim.measure, claim.counts), number)
        if end := last(claim.covers):
            heappush(self._by_end, (end, number))
        else:
            self._unended.append(number)

    def to(self, claim: Claim) -> list[Claim]:
        """Those that can clash with a claim, in the order in which they were added."""
        start = claim.covers.first if claim.covers else None
        if start is None:  # it may be about any day
            return self._claims
        while self._by_end and self._by_end[0][0] < start:
            heappop(self._by_end)
        numbers = {*self._of_kind.values(), *self._unended, *(n for _, n in self._by_end)}
        if claim.origin in self._of_origin:
            numbers.add(self._of_origin[claim.origin])
        return [self._claims[number] for number in sorted(numbers)]


def _near(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """The pairs of claims that can clash, each in the order of the claims."""
    near, position = _Near(), {id(claim): number for number, claim in enumerate(claims)}
    for claim in sorted(claims, key=_order):
        for other in near.to(claim):
            first, second = sorted((other, claim), key=lambda c: position[id(c)])
            yield first, second
        near.add(claim)


def _order(claim: Claim) -> tuple[date, int, str]:
    """The order in which claims enter a sum; those whose first day is not known come last."""
    first = claim.covers.first if claim.covers else None
    return first or date.max, -len(claim.places), claim.claim_id


def _unfit(claim: Claim) -> list[Problem]:
    """Why a claim cannot be counted in any sum of counts."""
    problems = _unusable(claim)
    if claim.counts not in NEW:
        value = TOTALS.get(claim.counts, "a count of no stated kind")
        problems.append(
            Problem(claim.claim_id, value, "counts that are new in their period", ADVICE)
        )
    if claim.quantity.hedge in WITHOUT_FIGURE:
        problems.append(Problem(claim.claim_id, "no number", "a number", ADVICE))
    return problems


def _unusable(claim: Claim) -> list[Problem]:
    """Why a claim can be added to nothing: it is a denial, or leaves open what it counts."""
    reasons = (
        (len(claim.claimants) > 1, "an open claimant", "one claimant"),
        (len(claim.categories) > 1, "an open category", "one category"),
        (claim.stance == DENIES, "a denial", "what a claimant asserts"),
    )
    return [
        Problem(claim.claim_id, value, allowed, ADVICE)
        for wrong, value, allowed in reasons
        if wrong
    ]


def _clashes(claim: Claim, other: Claim) -> list[Problem]:
    """Why two claims cannot be added up."""
    reasons = []
    if "running_total" in (claim.counts, other.counts):
        reasons.append(("a running total", "counts that are new in their period"))
    if claim.origin == other.origin:
        reasons.append(("one figure told twice", "figures of different origins"))
    if set(claim.claimants).isdisjoint(other.claimants):
        reasons.append(("counts of two claimants", "counts of one claimant"))
    if claim.measure != other.measure:
        reasons.append(("counts of different things", "counts of one measure"))
    elif _may_share(claim, other):
        reasons.append(("the same period and place", "periods or places that do not overlap"))
    return [_problem("+", claim, other, value, allowed) for value, allowed in reasons]


def _may_share(claim: Claim, other: Claim) -> bool:
    """Whether the two may count the same thing, going by what, when and where."""
    if claim.definition and other.definition and divided(claim.definition, other.definition):
        return False
    if other.claim_id in claim.apart_from or _rows_apart(claim, other):
        return False
    apart_in_time = claim.covers and other.covers and not claim.covers.overlaps(other.covers)
    apart_in_place = claim.place_id and other.place_id and not _share_place(claim, other)
    return not (apart_in_time or apart_in_place)


def _rows_apart(claim: Claim, other: Claim) -> bool:
    """Whether the two are rows of one data set that it counts as different events."""
    known = bool(claim.identity and other.identity) and claim.source_id == other.source_id
    return known and claim.identity != other.identity


def _share_place(claim: Claim, other: Claim) -> bool:
    """Whether one of their places is, or contains, the other."""
    return claim.place_id in other.places or other.place_id in claim.places


def _check_comparable(sign: str, claim: Claim, other: Claim) -> None:
    """Raise Invalid unless two figures are of one claimant and one day."""
    if set(claim.claimants).isdisjoint(other.claimants):
        raise _refused(sign, claim, other, "figures of two claimants", "one claimant's frame")
    if claim.said_on is None or other.said_on is None or claim.said_on.text != other.said_on.text:
        raise _refused(sign, claim, other, "figures said on two days", "figures of one day")
    if Hedge.NONE in (claim.quantity.hedge, other.quantity.hedge):
        raise _refused(sign, claim, other, "a statement without a figure", "two figures")


def _problem(sign: str, claim: Claim, other: Claim, value: str, allowed: str) -> Problem:
    where = f"{claim.claim_id} {sign} {other.claim_id}"
    return Problem(where, value, allowed, ADVICE)


def _refused(sign: str, claim: Claim, other: Claim, value: str, allowed: str) -> Invalid:
    return Invalid([_problem(sign, claim, other, value, allowed)])
