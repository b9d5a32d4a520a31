"""The disputes of a case that a reader of a timeline could know of."""

from __future__ import annotations

from analysis.case import hindsight
from analysis.case.timeline import Timeline
from analysis.claims.cells import Row, members
from analysis.claims.claim import Claim

STATES = {"open": "Open", "unresolvable": "Cannot be resolved", "explained": "Explained"}
"""The states of a dispute in words, those that need attention first."""


def disputes_on_record(timeline: Timeline) -> list[tuple[Row, list[Claim]]]:
    """Each dispute that a reader of this timeline could know of, the open ones first.

    A pair of its row of disputes.csv and its claims. Where only some of them are in the timeline
    and contradict one another, the row asks about these alone; where they do not, there is none.
    """
    claims = {claim.claim_id: claim for claim in timeline}
    rows = [part for row in timeline.rows["disputes"] for part in hindsight.dispute(row, claims)]
    pairs = [(row, [claims[name] for name in members(row["claims"])]) for row in rows]
    return sorted(pairs, key=lambda pair: _rank(pair[0]))


def _rank(row: Row) -> tuple[int, str]:
    return list(STATES).index(row["state"]), row["dispute_id"]
