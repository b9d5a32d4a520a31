"""Contradictions that the record holds: raised by a check, never resolved by one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from analysis.claims.cells import Row, members
from analysis.claims.claim import Claim
from analysis.claims.compare import Word, verdict
from analysis.claims.quantity import Hedge, Quantity


@dataclass(frozen=True)
class Dispute:
    """Claims that cannot all hold, and the check that found it."""

    raised_by: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Sum:
    """A whole beside the parts that links declare inside it."""

    whole: Claim
    parts: tuple[Claim, ...]
    summed: Quantity

    @property
    def gap(self) -> int | None:
        """The whole less its parts, where all are bare; 0 where the sum closes."""
        if self.summed.hedge is not Hedge.BARE or self.whole.quantity.hedge is not Hedge.BARE:
            return None
        return (self.whole.quantity.stated or 0) - (self.summed.stated or 0)


def raised(claims: Iterable[Claim], links: Iterable[Row]) -> list[Dispute]:
    """Every contradiction among the claims: conflicts between origins, and sums that fail."""
    others = {claim.claim_id: claim for claim in claims}
    failed = [
        Dispute("sum", tuple(sorted([summed.whole.claim_id, *(p.claim_id for p in summed.parts)])))
        for summed in sums(others, links)
        if summed.gap
    ]
    return sorted([*_conflicts(others.values()), *failed], key=lambda d: (d.raised_by, d.claims))


def sums(claims: Mapping[str, Claim], links: Iterable[Row]) -> list[Sum]:
    """Each whole that has parts by a link, in one document, with their sum."""
    parts: dict[str, list[Claim]] = {}
    for row in links:
        known = row["claim_id"] in claims and row["other_id"] in claims
        if row["relation"] == "part_of" and known:
            parts.setdefault(row["other_id"], []).append(claims[row["claim_id"]])
    return [
        Sum(claims[whole], tuple(inside), _added(inside)) for whole, inside in sorted(parts.items())
    ]


def fingerprint(ids: Iterable[str], claims: Mapping[str, Row]) -> str:
    """Eight hexadecimal digits that change when what the claims say changes."""
    fields = (
        *("claimant", "stance", "measure", "category", "hedge", "stated", "low", "high"),
        *("counts", "covers", "place_id", "event_id"),
    )
    said = "\n".join(
        "\t".join((claim_id, *(claims[claim_id][field] for field in fields)))
        for claim_id in sorted(ids)
    )
    return hashlib.sha256(said.encode("utf-8")).hexdigest()[:8]


def recorded(rows: Iterable[Row]) -> dict[Dispute, Row]:
    """The rows of disputes.csv by what they record."""
    return {Dispute(row["raised_by"], tuple(sorted(members(row["claims"])))): row for row in rows}


def _conflicts(claims: Iterable[Claim]) -> list[Dispute]:
    """Groups of origins, each in conflict with another of its group."""
    topics: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if not claim.retelling and not claim.undecided:
            topics.setdefault((claim.measure, claim.categories[0]), []).append(claim)
    return [
        Dispute("conflict", tuple(sorted(group)))
        for others in topics.values()
        for group in _joined(_pairs(others))
    ]


def _pairs(claims: list[Claim]) -> list[set[str]]:
    return [
        {claim.claim_id, two.claim_id}
        for claim, two in combinations(claims, 2)
        if verdict(claim, two).word is Word.CONFLICT
    ]


def _joined(pairs: list[set[str]]) -> list[set[str]]:
    """Pairs that share a member, made into one group."""
    groups: list[set[str]] = []
    for pair in pairs:
        touching = [group for group in groups if group & pair]
        groups = [group for group in groups if not group & pair]
        groups.append(pair.union(*touching))
    return groups


def _added(parts: list[Claim]) -> Quantity:
    summed = parts[0].quantity
    for part in parts[1:]:
        summed = summed + part.quantity
    return summed
