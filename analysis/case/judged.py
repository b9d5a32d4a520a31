"""The claims that can be judged for contradictions while other rows of a case are wrong.

A contradiction rests on all of its claims and on the links between them. Where one of these is
wrong, nothing is said of the others: what a check raised then would follow from that alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import numpy as np

from analysis.case.sound import Sound
from analysis.case.tables import Table
from analysis.claims.cells import Row, members

JUDGED = ("sources", "actors", "places", "measures", "events", "claims", "links", "disputes")
"""The tables from which contradictions are raised."""
NAMED = (("source_id", "sources"), ("claimant", "actors"), ("place_id", "places"))
"""Columns of claims.csv that name a row that a claim is looked up with, and the tables of these."""


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources": ("source_id", "published"),
    "actors": ("actor_id", "group"),
    "places": ("place_id", "within"),
}
"""The columns of tables that contradictions rest on; all of a table that is not here."""


def beyond_doubt(tables: Mapping[str, Table], sound: Sound) -> dict[str, Table]:
    """The tables of `JUDGED`, without the rows on which nothing can be built.

    tables: those of the case by name, all of `JUDGED` among them. sound: their rows that are sound
    in themselves. A claim is left out with all that links and disputes join it to.
    """
    masks = {name: sound.mask(name, COLUMNS.get(name, ())) for name in JUDGED}
    if all(masks[name].all() and _is_whole(tables[name]) for name in JUDGED):
        return {name: tables[name] for name in JUDGED}
    judged = {name: tables[name].only(np.flatnonzero(masks[name]).tolist()) for name in JUDGED}
    doubted = _joined(_doubted(tables, _looked_up(judged)), tables)
    named: Mapping[str, Callable[[Row], Iterable[str]]] = {
        "claims": lambda row: (row["claim_id"],),
        "links": lambda row: (row["claim_id"], row["other_id"]),
        "disputes": lambda row: members(row["claims"]),
    }
    return judged | {
        name: judged[name].only(
            [n for n, row in enumerate(judged[name].rows()) if doubted.isdisjoint(ids(row))]
        )
        for name, ids in named.items()
    }


def _is_whole(table: Table) -> bool:
    return table.left_out == frozenset() and bool(len(table) or table.schema.may_be_empty)


def _looked_up(judged: Mapping[str, Table]) -> set[str]:
    """The ids of the claims of which every row that they name is there."""
    known = {name: {"", *_keys(judged[name])} for _, name in NAMED}
    pairs = {(row["measure"], row["category"]) for row in judged["measures"].rows()}
    return {
        row["claim_id"]
        for row in judged["claims"].rows()
        if all(known[name].issuperset(members(row[column])) for column, name in NAMED)
        and pairs.issuperset((row["measure"], part) for part in members(row["category"]))
    }


def _keys(table: Table) -> list[str]:
    keys: list[str] = table.columns[table.schema.key[0]].to_pylist()
    return keys


def _doubted(tables: Mapping[str, Table], claims: Collection[str]) -> set[str]:
    """The ids of claims that are wrong, and of those named in rows that are."""
    written = set(tables["claims"].columns["claim_id"].dictionary.to_pylist())
    left_out = [tables[name].left_out or () for name in ("links", "disputes")]
    return (written.difference(claims)) | {
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
    joined: set[str] = set()
    pending = [*doubted, *(named - known)]
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
