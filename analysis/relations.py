"""Rules between rows and tables: containers, wholes, lineage, and disputes on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.check import members
from analysis.claim import Claim, claims_of
from analysis.disputes import Dispute, fingerprint, raised, recorded
from analysis.errors import Problem, nearest
from analysis.lineage import RETELLING, retellings
from analysis.tables import Rows, Table
from analysis.when import When

Tables = Mapping[str, Rows]


def problems(tables: Mapping[str, Table], rows: Tables) -> Iterator[Problem]:
    """Everything that is wrong between rows; each row for itself must be sound."""
    yield from _contained(tables["places"], rows["places"])
    yield from _wholes(tables["measures"], rows["measures"])
    claims = claims_of(rows)
    linked = list(_linked(tables["links"], rows, claims))
    yield from linked
    if not linked:
        yield from _disputed(tables["disputes"], rows, claims)


def _contained(table: Table, places: Rows) -> Iterator[Problem]:
    within = {row["place_id"]: members(row["within"]) for row in places}
    for number, row in enumerate(places):
        if row["place_id"] in _above(row["place_id"], within):
            yield Problem(
                table.where(number, "within"),
                f"{row['place_id']!r}, inside itself",
                "places that contain it",
                "take one of the containers out",
            )


def _wholes(table: Table, measures: Rows) -> Iterator[Problem]:
    names = [f"{row['measure']}/{row['category']}" for row in measures]
    for number, row in enumerate(measures):
        whole = f"{row['measure']}/{row['whole']}"
        for field, name in (
            ("whole", whole if row["whole"] else ""),
            ("subset_of", row["subset_of"]),
        ):
            if name and name not in names:
                yield Problem(
                    table.where(number, field),
                    repr(row[field]),
                    "a measure and category of measures.csv",
                    nearest(name, names),
                )
        if bool(row["whole"]) != bool(row["frame"]):
            yield Problem(
                table.where(number, "frame"),
                repr(row["frame"]) if row["frame"] else "empty",
                "whole and frame together",
                "give both, or neither",
            )


def _linked(table: Table, rows: Tables, looked_up: Sequence[Claim]) -> Iterator[Problem]:
    claims = {claim.claim_id: claim for claim in looked_up}
    before = {claim: (other,) for claim, other in retellings(rows["links"]).items()}
    for number, row in enumerate(rows["links"]):
        one, other = claims[row["claim_id"]], claims[row["other_id"]]
        where = table.where(number, "other_id")
        if one == other:
            yield Problem(where, f"{one.claim_id!r}, itself", "another claim", "correct it")
        elif row["relation"] in RETELLING and one.claim_id in _above(one.claim_id, before):
            do = "take one of the links out"
            yield Problem(where, f"{other.claim_id!r}, a circle", "an earlier utterance", do)
        elif row["relation"] in RETELLING and _later(other.published, one.published):
            found = f"{other.claim_id!r}, published {other.published}, after {one.published}"
            yield Problem(where, found, "an earlier utterance", "turn the link round")
        elif row["relation"] == "repeats" and one.topic != other.topic:
            do = "use garbles where the thing counted has changed"
            found = f"{other.claim_id!r}, of another measure"
            yield Problem(where, found, f"a claim of {one.topic}", do)


def _disputed(table: Table, rows: Tables, looked_up: Sequence[Claim]) -> Iterator[Problem]:
    claims = {row["claim_id"]: row for row in rows["claims"]}
    known = recorded(rows["disputes"])
    lines = {row["dispute_id"]: number for number, row in enumerate(rows["disputes"])}
    yield from _twice(table, rows["disputes"])
    found = raised(looked_up, rows["links"])
    for dispute in found:
        if dispute not in known:
            print_as = f"{dispute.raised_by} {'|'.join(dispute.claims)}"
            do = f"add a row with fingerprint {fingerprint(dispute.claims, claims)}"
            yield Problem(
                f"{table.schema.path}:1:claims",
                f"no row for {print_as}",
                "a row for each contradiction",
                do,
            )
    for dispute, row in known.items():
        number = lines[row["dispute_id"]]
        current = fingerprint(dispute.claims, claims)
        if row["fingerprint"] != current:
            yield Problem(
                table.where(number, "fingerprint"),
                f"{row['fingerprint']!r}, but its claims have changed",
                f"the fingerprint {current}",
                "judge it again, then copy that in",
            )
        elif dispute.raised_by != "coder" and dispute not in found:
            yield _settled(table, number, dispute)


def _twice(table: Table, disputes: Rows) -> Iterator[Problem]:
    """Rows on claims that an earlier row has judged already."""
    first: dict[Dispute, int] = {}
    for number, row in enumerate(disputes):
        (dispute,) = recorded([row])
        if first.setdefault(dispute, number) != number:
            yield Problem(
                table.where(number, "claims"),
                f"{row['claims']!r}, on line {table.line(first[dispute])} already",
                "one row for each contradiction",
                "keep one of the two",
            )


def _settled(table: Table, number: int, dispute: Dispute) -> Problem:
    found = f"{'|'.join(dispute.claims)}, which no check raises any more"
    return Problem(
        table.where(number, "claims"),
        found,
        "contradictions of the record",
        "delete the row, or correct its claims",
    )


def _above(name: str, parents: Mapping[str, tuple[str, ...]]) -> set[str]:
    """All that can be reached upwards from a name."""
    found: set[str] = set()
    todo = list(parents.get(name, ()))
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += parents.get(one, ())
    return found


def _later(one: When | None, two: When | None) -> bool:
    return bool(one and two and one.first and two.last and one.first > two.last)
