"""The contradictions of a case against its disputes.csv: those proposed, and what is wrong there.

A contradiction that nobody has judged is proposed, and so is a judgement that has to be looked at
again: its claims have changed, it takes in others now, or no check raises it any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analysis.case import arrow
from analysis.case.tables import Table
from analysis.claims.cells import Row
from analysis.claims.columns import Column
from analysis.claims.disputes import Dispute, RaisedBy, fingerprint, raised, recorded
from analysis.claims.statements import NAMES, Statements
from analysis.errors import Problem


class Why(StrEnum):
    """The reasons for which a dispute is proposed."""

    NEW = "new"
    GROWN = "grown"
    CHANGED = "changed"
    SETTLED = "settled"


@dataclass(frozen=True)
class Proposal:
    """A contradiction to be judged.

    why: it has no row yet; it has taken in or lost claims since it was judged; they say something
    else now; or no check raises it any more. row: of disputes.csv that judges it so far; empty
    where there is none.
    """

    dispute: Dispute
    why: Why
    row: Row


@dataclass(frozen=True)
class Contradictions:
    """What the claims of a case hold against one another.

    stated: what they state. raised: by the checks, in order. proposed: those to be judged.
    """

    stated: Statements
    raised: Sequence[Dispute]
    proposed: Sequence[Proposal]


def contradictions(tables: Mapping[str, Table]) -> Contradictions:
    """The contradictions of a case. tables: those of `judged.JUDGED`, all rows of them sound."""
    stated = statements(tables)
    every = raised(stated)
    on_record = recorded(tables["disputes"].rows())
    return Contradictions(stated, every, list(_proposed(stated, every, on_record)))


def statements(tables: Mapping[str, Table]) -> Statements:
    """What the claims of these tables state."""
    return Statements(
        {name: _column(tables["claims"], name) for name in NAMES},
        tables["links"].rows(),
        tables["places"].rows(),
        tables["measures"].rows(),
    )


def problems(table: Table) -> Iterator[Problem]:
    """A problem for each row of disputes.csv whose dispute an earlier row records already."""
    first: dict[Dispute, int] = {}
    for number, row in enumerate(table.rows()):
        (dispute,) = recorded([row])
        if first.setdefault(dispute, number) != number:
            yield table.place(number, "claims").problem(
                f"{row['claims']!r}, on line {table.line(first[dispute])} already",
                "one row for each contradiction",
                "keep one of the two",
            )


def _column(table: Table, name: str) -> Column:
    """A column of a table, without the texts that no row of it has."""
    encoded = table.columns[name]
    texts = encoded.dictionary.to_pylist()
    return Column(arrow.whole_numbers(encoded.indices).astype("int64"), texts).used()


def _proposed(
    of: Statements, every: Sequence[Dispute], on_record: Mapping[Dispute, Row]
) -> Iterator[Proposal]:
    judged = {d.claims: d for d in on_record if d.raised_by == RaisedBy.CODER}
    current = {judged.get(dispute.claims, dispute) for dispute in every} & on_record.keys()
    outdated = _Outdated([d for d in on_record if d not in current and not _of_coder(d)])
    for dispute in every:
        if dispute not in current and dispute.claims not in judged:
            earlier = outdated.judged_as(dispute)
            why = Why.GROWN if earlier else Why.NEW
            yield Proposal(dispute, why, on_record[earlier] if earlier else {})
    for dispute, row in on_record.items():
        if dispute in outdated.left:
            yield Proposal(dispute, Why.SETTLED, row)
        elif (dispute in current or _of_coder(dispute)) and _changed(of, dispute, row):
            yield Proposal(dispute, Why.CHANGED, row)


def _of_coder(dispute: Dispute) -> bool:
    return dispute.raised_by == RaisedBy.CODER


def _changed(of: Statements, dispute: Dispute, row: Row) -> bool:
    """Whether the claims of a dispute say something else than when it was judged."""
    return row["fingerprint"] != fingerprint_of(of, dispute)


def fingerprint_of(of: Statements, dispute: Dispute) -> str:
    """The fingerprint of what the claims of a dispute say now."""
    return fingerprint(dispute.claims, {name: of.cells(of.row_of[name]) for name in dispute.claims})


class _Outdated:
    """Disputes on record that no check raises as they stand.

    left: those that no raised one has taken up.
    """

    def __init__(self, disputes: Sequence[Dispute]) -> None:
        self.left = dict.fromkeys(disputes)
        self._naming: dict[tuple[str, str], list[Dispute]] = {}
        for dispute in disputes:
            for claim_id in dispute.claims:
                self._naming.setdefault((dispute.raised_by, claim_id), []).append(dispute)

    def judged_as(self, dispute: Dispute) -> Dispute | None:
        """The one that a raised dispute takes up: the first of its kind that shares a claim."""
        keys = ((dispute.raised_by, claim_id) for claim_id in dispute.claims)
        named = (other for key in keys for other in self._naming.get(key, ()))
        earlier = next((other for other in named if other in self.left), None)
        if earlier:
            del self.left[earlier]
        return earlier
