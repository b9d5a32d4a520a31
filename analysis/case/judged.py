"""The claims that can be judged for contradictions while other rows of a case are wrong.

A contradiction rests on all of its claims and on the links between them. Where one of these is
wrong, nothing is said of the others: what a check raised then would follow from that alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np

from analysis.case.sound import Sound
from analysis.case.tables import Table
from analysis.claims.cells import Row, Rows, members

JUDGED = ("sources", "actors", "places", "measures", "events", "claims", "links", "disputes")
"""The tables from which contradictions are raised."""
NAMED = (("source_id", "sources"), ("claimant", "actors"), ("place_id", "places"))
"""Columns of claims.csv that name a row that a claim is looked up with, and the tables of these."""


def beyond_doubt(tables: Mapping[str, Table], sound: Sound) -> dict[str, Rows]:
    """The rows of each table of `JUDGED`, without those on which nothing can be built.

    tables: those of the case by name, all of `JUDGED` among them. sound: their rows that are sound
    in themselves. A claim is left out with all that links and disputes join it to.
    """
    whole = all(tables[name].left_out == frozenset() for name in JUDGED)
    if whole and all(sound.mask(name).all() for name in JUDGED):
        return {name: tables[name].rows() for name in JUDGED}
    rows = {name: _sound_rows(tables[name], sound) for name in JUDGED}
    claims = _looked_up(rows)
    doubted = _joined(_doubted(tables, claims), tables)
    claims = {claim_id: row for claim_id, row in claims.items() if claim_id not in doubted}
    return {
        **rows,
        "claims": tuple(claims.values()),
        "links": tuple(r for r in rows["links"] if {r["claim_id"], r["other_id"]} <= claims.keys()),
        "disputes": tuple(
            r for r in rows["disputes"] if set(members(r["claims"])) <= claims.keys()
        ),
    }


def _sound_rows(table: Table, sound: Sound) -> Rows:
    rows = table.rows()
    return tuple(rows[n] for n in np.flatnonzero(sound.mask(table.schema.name)).tolist())


def _looked_up(rows: Mapping[str, Rows]) -> dict[str, Row]:
    """The claims by their ids, of which every row that they name is there."""
    known = {
        table: {row[tuple(row)[0]] for row in rows[table]} | {""} for _, table in NAMED
    }
    pairs = {(row["measure"], row["category"]) for row in rows["measures"]}
    return {
        row["claim_id"]: row
        for row in rows["claims"]
        if all(set(members(row[column])) <= known[table] for column, table in NAMED)
        and {(row["measure"], category) for category in members(row["category"])} <= pairs
    }


def _doubted(tables: Mapping[str, Table], claims: Collection[str]) -> set[str]:
    """The ids of claims that are wrong, and of those named in rows that are."""
    written = set(tables["claims"].columns["claim_id"].dictionary.to_pylist())
    left_out = [tables[name].left_out or () for name in ("links", "disputes")]
    return (written - set(claims)) | {
        claim_id for cells in left_out for cell in cells for claim_id in members(cell)
    }


def _joined(doubted: set[str], tables: Mapping[str, Table]) -> set[str]:
    """Claims with all that links and disputes join to them, directly or through others."""
    groups = list(_groups(tables))
    named = {claim_id for group in groups for claim_id in group}
    known = set(tables["claims"].columns["claim_id"].dictionary.to_pylist())
    in_groups: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        for claim_id in group:
            in_groups.setdefault(claim_id, []).append(number)
    joined, pending = set(), [*doubted, *(named - known)]
    while pending:
        claim_id = pending.pop()
        if claim_id not in joined:
            joined.add(claim_id)
            pending += (other for n in in_groups.pop(claim_id, ()) for other in groups[n])
    return joined


def _groups(tables: Mapping[str, Table]) -> Iterator[tuple[str, ...]]:
    """The claims that each link, and each dispute, names."""
    links, disputes = tables["links"].columns, tables["disputes"].columns
    ends: Iterable[tuple[str, str]] = zip(
        links["claim_id"].to_pylist(), links["other_id"].to_pylist(), strict=True
    )
    yield from ends
    yield from (members(cell) for cell in disputes["claims"].to_pylist())
