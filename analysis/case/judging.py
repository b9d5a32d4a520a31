"""A judgement of a contradiction, as the row of disputes.csv that records it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.case.contradictions import Contradictions, Proposal, fingerprint_of
from analysis.case.layout import canonical
from analysis.case.tables import Table
from analysis.claims.cells import Row
from analysis.claims.disputes import Dispute, RaisedBy, recorded
from analysis.errors import Invalid, Problem, nearest


@dataclass(frozen=True)
class Judgement:
    """What a person found on a contradiction.

    title: a question; empty for the one that stands. state: open, explained or unresolvable.
    reason: in own words; None for the one that stands. by: the role of the person.
    """

    title: str
    state: str
    reason: str | None
    by: str
    day: date


def meant(held: Contradictions, disputes: Table, ids: Sequence[str]) -> tuple[Dispute, Row]:
    """The dispute that two or more claims belong to, and the row that judges it; empty for none.

    A proposed one that holds them all goes first, then one on record, then one that a check
    raises; where none does, it is the coder's own. Raises Invalid for claims that there are not.
    """
    if problems := list(_wrong(held, ids)):
        raise Invalid(problems)
    wanted = set(ids)
    every: list[Proposal] = [p for p in held.proposed if wanted <= set(p.dispute.claims)]
    if every:
        return every[0].dispute, every[0].row
    on_record = recorded(disputes.rows())
    for dispute, row in sorted(on_record.items(), key=lambda pair: len(pair[0].claims)):
        if wanted <= set(dispute.claims):
            return dispute, row
    return Dispute(RaisedBy.CODER, tuple(sorted(wanted))), {}


def rewritten(
    held: Contradictions, disputes: Table, dispute: Dispute, row: Row, judgement: Judgement
) -> tuple[str, bytes]:
    """The id of the row that records a judgement, and disputes.csv with that row.

    row: the one that judges the dispute so far; empty where there is none.
    """
    rows = disputes.rows()
    dispute_id = row.get("dispute_id", "") or _fresh([other["dispute_id"] for other in rows])
    reason = row.get("reason", "") if judgement.reason is None else judgement.reason
    fresh = {
        "dispute_id": dispute_id,
        "raised_by": str(dispute.raised_by),
        "claims": "|".join(dispute.claims),
        "title": judgement.title or row.get("title", ""),
        "state": judgement.state,
        "reason": reason,
        "by": judgement.by,
        "date": judgement.day.isoformat(),
        "fingerprint": fingerprint_of(held.stated, dispute),
    }
    others = [other for other in rows if other["dispute_id"] != dispute_id]
    return dispute_id, canonical(disputes.schema, [*others, fresh])


def _wrong(held: Contradictions, ids: Sequence[str]) -> list[Problem]:
    known = held.stated.row_of
    problems = [
        Problem("claims", repr(name), "a claim of the case", nearest(name, known))
        for name in ids
        if name not in known
    ]
    if len(set(ids)) < 2:
        value = f"{len(set(ids))} claim"
        problems.append(Problem("claims", value, "two or more claims", "name another"))
    return problems


def _fresh(ids: Sequence[str]) -> str:
    """The id after the last."""
    last = max((int(name[1:]) for name in ids if name[1:].isdigit()), default=0)
    return f"d{last + 1:03}"
