"""The files of an imported case: its description, its tables, the account, and its terms."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from analysis.case.layout import canonical, in_layout
from analysis.case.properties import GROUPS, LEAD_SOURCE, SELECTION
from analysis.case.schema import TABLES, TableSchema, resource, shared_schema
from analysis.claims.cells import Row
from analysis.claims.quantity import Scale
from analysis.intake.importing.claim_rows import Imported
from analysis.intake.importing.mapping import Count
from analysis.intake.importing.mapping import Mapping as Meaning
from analysis.intake.importing.place_rows import slug
from analysis.intake.importing.raw import Raw
from analysis.paths import PACKAGE

ACCOUNT = "import.md"
"""The file with the account of the import."""
IGNORED = """\
# The terms of this data set do not allow its rows to be passed on: git leaves out this folder.
*
"""
ROUTES = "routes"
"""The table that a case may lack."""
CODER = "importer"
"""The role under which claims of a table are coded."""


def files(
    raw: Raw, meaning: Meaning, result: Imported, account: Sequence[str], name: str, published: str
) -> dict[str, bytes | str]:
    """The files of a case by their names.

    account: the lines of the account. name: of the case. published: the day on which the data set
    came out; empty where it is not known.
    """
    source = f"{meaning.name}-{published}" if published else meaning.name
    tables = {
        **dict.fromkeys(TABLES, ()),
        "sources": [_source(raw, meaning, source, published)],
        "actors": [_actor(meaning)],
        "places": result.places,
        "measures": [_measure(count) for count in result.readings],
        ROUTES: (),
    }
    written: dict[str, bytes | str] = {
        f"{table}.csv": canonical(_schemas()[table], rows) for table, rows in tables.items()
    }
    written["claims.csv"] = in_layout(_schemas()["claims"], _claims(meaning, result, source))
    written["links.csv"] = in_layout(_schemas()["links"], result.links)
    written[PACKAGE] = _package(raw, meaning, name, source, list(tables))
    written[ACCOUNT] = _account(raw, meaning, account)
    if not meaning.shared:
        written[".gitignore"] = IGNORED
    return written


@cache
def _schemas() -> Mapping[str, TableSchema]:
    """The schemas that all cases share, by the name of the table."""
    named = {name: shared_schema(name) for name in (*TABLES, ROUTES)}
    return {name: schema for name, schema in named.items() if schema}


def _row_of(table: str, /, **cells: str) -> Row:
    """A row of a table, empty but for some cells."""
    return dict.fromkeys(_schemas()[table].columns, "") | cells


def _source(raw: Raw, meaning: Meaning, source: str, published: str) -> Row:
    return _row_of(
        "sources",
        source_id=source,
        publisher=meaning.publisher,
        kind="dataset",
        title=meaning.title,
        url=meaning.url,
        published=published,
        language=meaning.language,
        extent="full",
        tier="A" if published else "C",
        sha256=hashlib.sha256(raw.path.read_bytes()).hexdigest(),
        note=f"imported from {raw.path.name}",
    )


def _actor(meaning: Meaning) -> Row:
    claimant = meaning.claimant
    return _row_of(
        "actors",
        actor_id=claimant.id,
        name=claimant.name,
        kind=claimant.kind,
        group=slug(claimant.group),
    )


def _measure(count: Count) -> Row:
    of = f"{count.measure}/total" if count.category != "total" else ""
    return _row_of(
        "measures",
        measure=count.measure,
        category=count.category,
        label=count.label,
        unit=count.unit,
        scale=str(count.scale),
        step="1" if count.scale == Scale.COUNT else "",
        definition=count.definition,
        definition_url=count.definition_url,
        counts="new",
        whole="total" if count.add_up and of else "",
        frame="kinds" if count.add_up and of else "",
        subset_of="" if count.add_up else of,
    )


def _claims(meaning: Meaning, result: Imported, source: str) -> Mapping[str, Sequence[str]]:
    """The columns of claims.csv."""
    alike = {
        "source_id": source,
        "claimant": meaning.claimant.id,
        "speech": meaning.speech,
        "counts": "new",
        "coded_by": CODER,
        "state": "draft",
    }
    number = len(result.entries)
    return {
        name: result.claims.get(name) or [alike.get(name, "")] * number
        for name in _schemas()["claims"].columns
    }


def _package(raw: Raw, meaning: Meaning, name: str, source: str, tables: Iterable[str]) -> str:
    selection = f"Every figure in the columns that were imported from {raw.path.name} is a claim."
    rest = f"What is no claim is listed with its reason in {ACCOUNT}, a file of the case."
    head: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": f"{meaning.title}: {raw.path.stem}",
        "description": f"Imported from {raw.path.name}. {meaning.terms}",
        "version": "1.0.0",
        "licenses": [_licence(meaning)] if meaning.licence.name else None,
        "sources": [{"title": meaning.citation, "path": meaning.url or None}],
        LEAD_SOURCE: source,
        SELECTION: [{"sentence": text, "rests_on": [source]} for text in (selection, rest)],
        GROUPS: {slug(meaning.claimant.group): meaning.claimant.group},
        "resources": [resource(table) for table in tables],
    }
    return json.dumps(_without_empty(head), ensure_ascii=False, indent=2) + "\n"


def _without_empty(value: Any) -> Any:
    """A value without keys that have none."""
    if isinstance(value, dict):
        return {key: _without_empty(inner) for key, inner in value.items() if inner is not None}
    return [_without_empty(inner) for inner in value] if isinstance(value, list) else value


def _licence(meaning: Meaning) -> dict[str, str | None]:
    licence = meaning.licence
    return {"name": licence.name, "title": licence.title or None, "path": licence.path or None}


def _account(raw: Raw, meaning: Meaning, account: Sequence[str]) -> str:
    head = [
        f"# {meaning.title}",
        "",
        f"Imported from `{raw.path.name}` by the mapping `{meaning.file.name}`.",
        *raw.notes,
        "",
        f"Citation: {meaning.citation}",
        "",
        f"Terms: {meaning.terms}",
        "",
    ]
    return "\n".join([*head, *account]) + "\n"
