"""The description of a case's tables: the only reader of datapackage.json.

Data Package v2 and Table Schema, with a few properties of our own under `contested:`; see the
codebook, data/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analysis.errors import Invalid, Place
from analysis.paths import PACKAGE

TABLES = (
    *("sources", "actors", "places", "measures", "events", "claims", "links"),
    *("disputes", "searches"),
)
"""The tables that a case must describe."""
OPTIONAL = ("routes",)
"""Tables that it may describe."""


@dataclass(frozen=True)
class Field:
    """One column: what it means and what may stand in it.

    refers: `table.field` that each value must name. separator: the column holds a list.
    """

    name: str
    type: str
    format: str
    description: str
    example: str
    constraints: Mapping[str, Any]
    refers: str
    separator: str

    @property
    def required(self) -> bool:
        """Must every row have a value?"""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class TableSchema:
    """One table: its file, its columns in order, its key, and whether it may have no rows."""

    name: str
    path: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    as_written: bool
    may_be_empty: bool

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The column of that name; KeyError where there is none."""
        return {field.name: field for field in self.fields}[name]


@dataclass(frozen=True)
class Package:
    """A case's description: where it is, what it is called, and its tables by name.

    groups: the groups of actors with their names for print, in the order that gives colours.
    """

    folder: Path
    name: str
    title: str
    description: str
    version: str
    lead_source: str
    groups: Mapping[str, str]
    tables: Mapping[str, TableSchema]


def package(folder: Path) -> Package:
    """Read the description of the case in `folder`; Invalid where it cannot be read."""
    path = folder / PACKAGE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        tables = {table["name"]: _table(table) for table in data["resources"]}
        if missing := [name for name in TABLES if name not in tables]:
            raise _refused(f"no description of {', '.join(missing)}")
        return Package(
            folder=folder,
            name=data["name"],
            title=data.get("title", data["name"]),
            description=data.get("description", ""),
            version=data.get("version", ""),
            lead_source=data.get("contested:leadSource", ""),
            groups=MappingProxyType(dict(data.get("contested:groups", {}))),
            tables=MappingProxyType(tables),
        )
    except UnicodeDecodeError as error:
        raise _refused(f"a byte that is not UTF-8 at {error.start}") from error
    except json.JSONDecodeError as error:
        raise _refused(f"not JSON: {error.msg}", error.lineno) from error
    except KeyError as error:
        raise _refused(f"a description without {error}") from error
    except (AttributeError, IndexError, TypeError) as error:
        raise _refused("a value of another kind than a description has") from error


def _table(data: Mapping[str, Any]) -> TableSchema:
    schema = data["schema"]
    keys = {
        key["fields"][0]: f"{key['reference']['resource'] or data['name']}."
        f"{key['reference']['fields'][0]}"
        for key in schema.get("foreignKeys", ())
    }
    return TableSchema(
        name=data["name"],
        path=data["path"],
        title=data.get("title", data["name"]),
        description=data.get("description", ""),
        fields=tuple(_field(field, keys) for field in schema["fields"]),
        key=tuple(schema["primaryKey"]),
        as_written=data.get("contested:order") == "as written",
        may_be_empty=bool(data.get("contested:mayBeEmpty")),
    )


def _field(data: Mapping[str, Any], keys: Mapping[str, str]) -> Field:
    return Field(
        name=data["name"],
        type=data["type"],
        format=data.get("contested:format", data.get("format", "default")),
        description=data.get("description", ""),
        example=data.get("example", ""),
        constraints=MappingProxyType(data.get("constraints", {})),
        refers=data.get("contested:refersTo", keys.get(data["name"], "")),
        separator=data.get("contested:separator", ""),
    )


def _refused(value: str, line: int = 0) -> Invalid:
    fix = "compare it with the datapackage.json of a case that loads"
    return Invalid([Place("", PACKAGE, line).problem(value, "a Data Package, in UTF-8 JSON", fix)])
