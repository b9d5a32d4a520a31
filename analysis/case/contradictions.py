"""The contradictions of a case against its disputes.csv: those raised, and those on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.case.tables import Table
from analysis.claims.cells import Rows
from analysis.claims.claim import Claim
from analysis.claims.disputes import Dispute, RaisedBy, fingerprint, raised, recorded
from analysis.errors import Place, Problem


def problems(
    table: Table, rows: Mapping[str, Rows], looked_up: Sequence[Claim]
) -> Iterator[Problem]:
    """Every contradiction without a row, and every row that fits no contradiction any more.

    table: disputes.csv as read. rows: the rows of each table, by its name. looked_up: the claims.
    """
    claims = {row["claim_id"]: row for row in rows["claims"]}
    on_record = recorded(rows["disputes"])
    numbers = {row["dispute_id"]: number for number, row in enumerate(rows["disputes"])}
    yield from _twice(table, rows["disputes"])
    disputes = raised(looked_up, rows["links"])
    for dispute in disputes:
        if dispute not in on_record:
            missing = f"{dispute.raised_by} {'|'.join(dispute.claims)}"
            fix = f"add a row with fingerprint {fingerprint(dispute.claims, claims)}"
            yield Place("claims", table.schema.path, 1).problem(
                f"no row for {missing}",
                "a row for each contradiction",
                fix,
            )
    for dispute, row in on_record.items():
        number = numbers[row["dispute_id"]]
        current = fingerprint(dispute.claims, claims)
        if row["fingerprint"] != current:
            yield table.place(number, "fingerprint").problem(
                f"{row['fingerprint']!r}, but its claims have changed",
                f"the fingerprint {current}",
                "judge it again, then copy that in",
            )
        elif dispute.raised_by != RaisedBy.CODER and dispute not in disputes:
            yield _settled(table, number, dispute)


def _twice(table: Table, disputes: Rows) -> Iterator[Problem]:
    """A problem for each row whose dispute an earlier row records already."""
    first: dict[Dispute, int] = {}
    for number, row in enumerate(disputes):
        (dispute,) = recorded([row])
        if first.setdefault(dispute, number) != number:
            yield table.place(number, "claims").problem(
                f"{row['claims']!r}, on line {table.line(first[dispute])} already",
                "one row for each contradiction",
                "keep one of the two",
            )


def _settled(table: Table, number: int, dispute: Dispute) -> Problem:
    """The problem of a row whose contradiction no check raises any more."""
    value = f"{'|'.join(dispute.claims)}, which no check raises any more"
    return table.place(number, "claims").problem(
        value,
        "contradictions of the record",
        "delete the row, or correct its claims",
    )
