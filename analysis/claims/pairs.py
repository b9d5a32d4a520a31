"""Two counts that one document gives side by side: of one place, for one period."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from analysis.claims.claim import Claim

Pair = tuple[Claim, Claim]


def pairs(claims: Iterable[Claim], first: str, second: str) -> list[Pair]:
    """The numbers of two measures that belong together, by period, the widest place first.

    first, second: the measures. Two belong together that one document gives for one place and
    period.
    """
    numbered = [claim for claim in claims if claim.quantity.stated is not None]
    seconds: dict[Hashable, list[Claim]] = {}
    for claim in numbered:
        if claim.measure == second:
            seconds.setdefault(_subject(claim), []).append(claim)
    matching = [
        (claim, other)
        for claim in numbered
        if claim.measure == first
        for other in seconds.get(_subject(claim), ())
    ]
    return sorted(
        matching, key=lambda pair: (str(pair[0].covers), len(pair[0].places), pair[0].claim_id)
    )


def _subject(claim: Claim) -> Hashable:
    """The document, place and period that a pair has in common."""
    return claim.source_id, claim.place_id, claim.covers
