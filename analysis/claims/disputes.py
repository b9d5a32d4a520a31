"""Contradictions among claims: raised by a check, judged by a person in disputes.csv.

No check resolves one. Each row holds a fingerprint of what its claims said when it was judged:
where they change, the row has to be judged again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from analysis.claims.cells import Row, members
from analysis.claims.claim import Claim
from analysis.claims.compare import Word, verdict
from analysis.claims.quantity import Hedge, Quantity, added_up


class RaisedBy(StrEnum):
    """The source of a dispute: one of two checks, or a coder, who needs no check to agree."""

    CONFLICT = "conflict"
    SUM = "sum"
    CODER = "coder"


FACT = (
    *("claimant", "stance", "measure", "category", "hedge", "stated", "low", "high"),
    *("counts", "covers", "place_id", "event_id"),
)
"""The columns of claims.csv that hold the fact claimed, not its source or wording."""


@dataclass(frozen=True)
class Dispute:
    """A contradiction: the ids of the claims that cannot all hold, in order, and what raised it."""

    raised_by: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Sum:
    """A whole and the parts that links declare inside it, with the sum of the parts."""

    whole: Claim
    parts: tuple[Claim, ...]
    summed: Quantity

    @property
    def gap(self) -> float | None:
        """The whole less its parts, 0 where they add up; None unless all the figures are bare."""
        if self.summed.hedge is not Hedge.BARE or self.whole.quantity.hedge is not Hedge.BARE:
            return None
        return (self.whole.quantity.stated or 0) - (self.summed.stated or 0)


def raised(claims: Iterable[Claim], links: Iterable[Row]) -> list[Dispute]:
    """Every contradiction among the claims: conflicts between origins, and sums that fail.

    links: the rows of links.csv, which say what is a part of what. The disputes are in order of
    `raised_by`, then of the ids of their claims.
    """
    by_id = {claim.claim_id: claim for claim in claims}
    failed = [
        Dispute(RaisedBy.SUM, tuple(sorted(c.claim_id for c in (total.whole, *total.parts))))
        for total in sums(by_id, links)
        if total.gap
    ]
    return sorted([*_conflicts(by_id.values()), *failed], key=lambda d: (d.raised_by, d.claims))


def sums(claims: Mapping[str, Claim], links: Iterable[Row]) -> list[Sum]:
    """Each claim that has parts by links, with the sum of these, in order of its id.

    claims: the claims by their ids. links: the rows of links.csv.
    """
    parts: dict[str, list[Claim]] = {}
    for row in links:
        known = row["claim_id"] in claims and row["other_id"] in claims
        if row["relation"] == "part_of" and known:
            parts.setdefault(row["other_id"], []).append(claims[row["claim_id"]])
    return [
        Sum(claims[whole], tuple(inside), added_up(part.quantity for part in inside))
        for whole, inside in sorted(parts.items())
    ]


def fingerprint(ids: Iterable[str], claims: Mapping[str, Row]) -> str:
    """Eight hexadecimal digits that change when the facts of the claims change (see `FACT`).

    ids: the claims to hash. claims: the rows of claims.csv by their ids.
    """
    facts = "\n".join(
        "\t".join((claim_id, *(claims[claim_id][field] for field in FACT)))
        for claim_id in sorted(ids)
    )
    return hashlib.sha256(facts.encode("utf-8")).hexdigest()[:8]


def recorded(rows: Iterable[Row]) -> dict[Dispute, Row]:
    """The rows of disputes.csv by the dispute that each records."""
    return {Dispute(row["raised_by"], tuple(sorted(members(row["claims"])))): row for row in rows}


def _conflicts(claims: Iterable[Claim]) -> list[Dispute]:
    """A dispute for each group of claims in which each is in conflict with another.

    Retellings and undecided claims are left out: they are no statements of their own.
    """
    topics: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if not claim.retelling and not claim.undecided:
            topics.setdefault((claim.measure, claim.categories[0]), []).append(claim)
    return [
        Dispute(RaisedBy.CONFLICT, tuple(sorted(group)))
        for claims_on_topic in topics.values()
        for group in _joined(_conflicting_pairs(claims_on_topic))
    ]


def _conflicting_pairs(claims: list[Claim]) -> list[set[str]]:
    return [
        {claim.claim_id, other.claim_id}
        for claim, other in combinations(claims, 2)
        if verdict(claim, other).word is Word.CONFLICT
    ]


def _joined(pairs: list[set[str]]) -> list[set[str]]:
    """The groups that result where pairs that share a member are merged."""
    groups: list[set[str]] = []
    for pair in pairs:
        touching = [group for group in groups if group & pair]
        groups = [group for group in groups if not group & pair]
        groups.append(pair.union(*touching))
    return groups
