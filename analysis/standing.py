"""Which of the disputes on record stand among the claims of a timeline."""

from __future__ import annotations

from analysis.check import members
from analysis.claim import Claim
from analysis.tables import Row
from analysis.timeline import Timeline

STATES = {"open": "Open", "unresolvable": "Cannot be resolved", "explained": "Explained"}


def standing(timeline: Timeline) -> list[tuple[Row, list[Claim]]]:
    """Each dispute with its claims in this timeline, the open ones first.

    A sum needs all of its claims, any other dispute at least two; with fewer, those who look at
    this timeline alone could not know of it.
    """
    rows = [(row, _inside(timeline, row)) for row in timeline.rows["disputes"]]
    return sorted((pair for pair in rows if pair[1]), key=lambda pair: _rank(pair[0]))


def _inside(timeline: Timeline, row: Row) -> list[Claim]:
    ids = members(row["claims"])
    inside = [claim for claim in timeline.told() if claim.claim_id in ids]
    least = len(ids) if row["raised_by"] == "sum" else min(2, len(ids))
    return inside if len(inside) >= least else []


def _rank(row: Row) -> tuple[int, str]:
    return list(STATES).index(row["state"]), row["dispute_id"]
