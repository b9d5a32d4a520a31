"""Parts of a whole: the claims that count a whole, and what each document says of its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.claims.claim import Claim
from analysis.claims.measure import Measure, Measures, rest_of
from analysis.claims.quantity import WITHOUT_FIGURE, Hedge, Quantity
from analysis.claims.sums import Derived, difference
from analysis.errors import Invalid


@dataclass(frozen=True)
class Account:
    """What one claimant says, in one document, of the parts into which one frame divides a whole.

    parts: the claims, at least one, in the order of measures.csv.
    """

    parts: tuple[Claim, ...]

    @property
    def lead(self) -> Claim:
        """The first of its parts, which has the document, the claimant and the day of all."""
        return self.parts[0]

    @property
    def frame(self) -> str:
        """The name of the frame that it divides the whole by."""
        return self.lead.definition.frame if self.lead.definition else ""

    @property
    def total(self) -> float:
        """How many its parts say together, at the most; see `size`."""
        return sum(size(claim.quantity) for claim in self.parts)

    @property
    def exact(self) -> bool:
        """Whether each of its parts is a number without a hedge."""
        return all(claim.quantity.hedge is Hedge.BARE for claim in self.parts)


@dataclass(frozen=True)
class Remainder:
    """The rest of a whole, which nobody counted: our own subtraction.

    whole, part: the claims from which it is computed.
    """

    whole: Claim
    part: Claim
    derived: Derived


def size(quantity: Quantity) -> float:
    """How many of a thing a quantity says at the most: its number, else its last bound; 0 for none.

    >>> from analysis.claims.quantity import entailed
    >>> size(entailed(Hedge.BETWEEN, low=4, high=6)), size(entailed(Hedge.UNQUANTIFIED))
    (6, 0)
    """
    if quantity.hedge is Hedge.UNQUANTIFIED:
        return 0
    numbers = (quantity.stated, quantity.high, quantity.low)
    return next((number for number in numbers if number is not None), 0)


def certain(quantity: Quantity, last: float) -> float:
    """How many of them its words leave in no doubt, to draw those alone as whole.

    last: how much of its end a hedge without a lower bound of its own leaves in doubt.

    >>> from analysis.claims.quantity import entailed
    >>> certain(entailed(Hedge.BARE, 6), 0.5), certain(entailed(Hedge.ABOUT, 6), 0.5)
    (6, 5.5)
    >>> certain(entailed(Hedge.BETWEEN, low=4, high=6), 0.5)
    4
    """
    if quantity.hedge is Hedge.BARE:
        return size(quantity)
    if quantity.hedge in (Hedge.BETWEEN, Hedge.ESTIMATE) and quantity.low is not None:
        return min(quantity.low, size(quantity))
    return max(0, size(quantity) - last)


def divided_wholes(measures: Measures) -> set[tuple[str, str]]:
    """The wholes, by (measure, category), that the measure table divides into parts."""
    return {(part.measure, part.whole) for part in measures.values() if part.whole}


def of_whole(claims: Iterable[Claim], whole: tuple[str, str]) -> list[Claim]:
    """The claims that say how many a whole is, whoever denies it left out; in order said."""
    same = [claim for claim in claims if (claim.measure, *claim.categories) == whole]
    return sorted((claim for claim in same if claim.quantity.known), key=_said)


def accounts(
    claims: Iterable[Claim], whole: tuple[str, str], measures: Measures
) -> dict[str, list[Account]]:
    """What each document says of the parts of a whole, by frame.

    A frame is one way to divide the whole; its parts are never added to those of another. Frames
    are in the order of measures.csv, the accounts of each in order said. A document that gives a
    part twice has two accounts. A claim without a figure, as a denial, is in none.
    """
    parts = [part for part in measures.values() if (part.measure, part.whole) == whole]
    times: Counter[Hashable] = Counter()
    groups: dict[tuple[Hashable, ...], list[Claim]] = {}
    for claim in claims:
        if claim.definition in parts and claim.quantity.hedge is not Hedge.NONE:
            same = (claim.definition, claim.source_id, claim.claimants)
            groups.setdefault((*_document(claim), times[same]), []).append(claim)
            times[same] += 1
    every = sorted((Account(_in_order(g, parts)) for g in groups.values()), key=_first_said)
    by_frame = {part.frame: [a for a in every if a.frame == part.frame] for part in parts}
    return {name: group for name, group in by_frame.items() if group}


def remainder(whole: Claim, account: Account, measures: Measures) -> Remainder | None:
    """The rest of a whole without the single part that an account gives.

    None where the account gives several, where the frame does not divide the whole in two, or where
    the two may not be subtracted: see `sums.difference`.
    """
    part = account.lead
    divided = part.definition and rest_of(part.definition, measures)
    if len(account.parts) > 1 or not divided or part.quantity.hedge in WITHOUT_FIGURE:
        return None
    try:
        derived = difference(whole, part, measures)
    except Invalid:
        return None
    return Remainder(whole, part, derived) if size(derived.quantity) else None


def _document(claim: Claim) -> tuple[Hashable, ...]:
    frame = claim.definition.frame if claim.definition else ""
    return frame, claim.source_id, claim.claimants


def _first_said(account: Account) -> tuple[date, str]:
    return min(_said(claim) for claim in account.parts)


def _in_order(claims: Sequence[Claim], parts: Sequence[Measure]) -> tuple[Claim, ...]:
    rank = {part.category: number for number, part in enumerate(parts)}
    return tuple(sorted(claims, key=lambda claim: (rank[claim.categories[0]], claim.claim_id)))


def _said(claim: Claim) -> tuple[date, str]:
    last = claim.said_on.last if claim.said_on else None
    return last or date.max, claim.claim_id
