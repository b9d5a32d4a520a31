"""What a case of an earlier version lacks: columns that are new, and the schema of all cases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from analysis.case.schema import Package, shared_schema
from analysis.claims.cells import Row, members
from analysis.claims.quantity import Scale
from analysis.errors import Invalid

NEW: Mapping[str, tuple[str, ...]] = {
    "claims": ("identity",),
    "measures": ("step",),
    "links": ("factor",),
    "disputes": ("title",),
    "events": ("known",),
    "searches": ("due",),
}
"""The columns of each table that came after version 0.2."""
Rows = Mapping[str, Iterable[Row]]


def columns(table: str, names: Iterable[str], rows: Rows) -> dict[str, Callable[[Row], str]]:
    """For each new column that a table lacks a function that gives its cell in a row.

    names: of the columns that it has. rows: of all tables of the case, by their names.
    """
    present = set(names)
    return {name: _maker(name, rows) for name in NEW.get(table, ()) if name not in present}


def _maker(name: str, rows: Rows) -> Callable[[Row], str]:
    """A function that gives the cell of a new column in a row."""
    if name == "step":
        return lambda row: "1" if row["scale"] == Scale.COUNT else ""
    if name == "title":
        labels = {(row["measure"], row["category"]): row["label"] for row in rows["measures"]}
        counted = {
            row["claim_id"]: labels.get((row["measure"], row["category"]), "")
            for row in rows["claims"]
        }
        return partial(_question, counted)
    return lambda _: ""


def _question(counted: Mapping[str, str], dispute: Row) -> str:
    """A question for a dispute that has none. counted: what each claim counts, in words."""
    ids = members(dispute["claims"])
    labels = dict.fromkeys(counted[claim_id] for claim_id in ids if counted.get(claim_id))
    return f"Which figure is right: {', '.join(labels)}?" if labels else "Which figure is right?"


def described(package: Package) -> tuple[bytes, tuple[str, ...]] | None:
    """The description of a case with the schema that all cases share, and what changes in it.

    None where nothing does. Raises Invalid where a schema has columns of the case's own, or is a
    file that lies with the case: it has to be brought up to date by hand.
    """
    wrong = {
        problem.field.partition(".")[0]: problem
        for problem in package.problems
        if problem.field.endswith(".schema")
    }
    if not wrong:
        return None
    resources = {resource["name"]: resource for resource in package.text.value["resources"]}
    by_hand = [problem for name, problem in wrong.items() if not _is_older(resources[name])]
    if by_hand:
        raise Invalid(by_hand)
    described = {
        **package.text.value,
        "resources": [
            {**resource, "schema": f"../schema/{name}.json"} if name in wrong else resource
            for name, resource in resources.items()
        ],
    }
    text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
    return text.encode("utf-8"), (f"named the schema that all cases share for {', '.join(wrong)}",)


def _is_older(resource: Mapping[str, Any]) -> bool:
    """Whether a table has a schema that is written out, with no columns but those of all cases."""
    schema, shared = resource["schema"], shared_schema(resource["name"])
    names = {field["name"] for field in schema["fields"]} if isinstance(schema, dict) else {""}
    return shared is not None and names <= set(shared.columns)
