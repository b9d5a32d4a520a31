"""Contradictions among claims: raised by a check, judged by a person in disputes.csv.

No check resolves one. Each row holds a fingerprint of what its claims said when it was judged:
where they change, the row has to be judged again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from analysis.claims.cells import Row, members
from analysis.claims.claim import Claim
from analysis.claims.conflicts import conflicts
from analysis.claims.failed_sums import failed_sums
from analysis.claims.quantity import Hedge, Quantity, added_up
from analysis.claims.statements import Statements


class RaisedBy(StrEnum):
    """The source of a dispute: one of three checks, or a coder, who needs no check to agree."""

    CONFLICT = "conflict"
    LATER_TOTAL = "later_total"
    SUM = "sum"
    CODER = "coder"


FACT = (
    *("claimant", "stance", "measure", "category", "hedge", "stated", "low", "high"),
    *("counts", "covers", "place_id", "event_id"),
)
"""The columns of claims.csv that hold the fact claimed, with `identity` where it is given."""


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


def raised(of: Statements) -> list[Dispute]:
    """Every contradiction among the claims of a case: conflicts, later totals, sums that fail.

    The disputes are in order of `raised_by`, then of the ids of their claims.
    """
    conflicting = conflicts(of)
    groups = [
        *((RaisedBy.CONFLICT, group) for group in conflicting.claimed),
        *((RaisedBy.LATER_TOTAL, group) for group in conflicting.later_totals),
        *((RaisedBy.SUM, group) for group in failed_sums(of)),
    ]
    disputes = {Dispute(kind, tuple(sorted(map(of.claim_id, group)))) for kind, group in groups}
    return sorted(disputes, key=lambda d: (d.raised_by, d.claims))


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
    facts = "\n".join("\t".join((name, *_facts(claims[name]))) for name in sorted(ids))
    return hashlib.sha256(facts.encode("utf-8")).hexdigest()[:8]


def _facts(row: Row) -> tuple[str, ...]:
    # Only where it is given: what was judged before a row had an identity stays judged.
    identity = (row["identity"],) if row["identity"] else ()
    return (*(row[field] for field in FACT), *identity)


def recorded(rows: Iterable[Row]) -> dict[Dispute, Row]:
    """The rows of disputes.csv by the dispute that each records."""
    return {Dispute(row["raised_by"], tuple(sorted(members(row["claims"])))): row for row in rows}
