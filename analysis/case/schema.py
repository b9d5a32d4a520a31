"""The description of a case: the only reader of datapackage.json and of the schemas of its tables.

Data Package v2 and Table Schema, with a few properties of our own under `contested:`; see the
codebook, data/README.md. What a table holds stands once for all cases, in `data/schema/`, a file a
table; each table of a case names its file, or has its schema written out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analysis.errors import Gathered, Invalid, Place, Problem, nearest
from analysis.paths import PACKAGE, SCHEMA

TABLES = (
    *("sources", "actors", "places", "measures", "events", "claims", "links"),
    *("disputes", "searches"),
)
"""The tables that a case must describe. It may also describe routes."""
DATA_PACKAGE = "a Data Package, in UTF-8 JSON"
TABLE_SCHEMA = "a Table Schema, in UTF-8 JSON"


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
    """The description of a case.

    folder: where it is. lead_source: the document that its notebooks examine. groups: the groups
    of actors with their names for print, in the order that gives colours. tables: by name, in the
    order of the description. schemas: the files of their schemas, by the name of the table; a
    schema that is written out has none.
    """

    folder: Path
    name: str
    title: str
    description: str
    version: str
    lead_source: str
    groups: Mapping[str, str]
    tables: Mapping[str, TableSchema]
    schemas: Mapping[str, Path]

    @property
    def files(self) -> dict[str, Path]:
        """Every file that makes up the case, by a name that is the same wherever it lies."""
        return {
            PACKAGE: self.folder / PACKAGE,
            **{table.path: self.folder / table.path for table in self.tables.values()},
            **{f"schema/{name}.json": path for name, path in self.schemas.items()},
        }


def package(folder: Path) -> Package:
    """Read the description of the case in a folder.

    Raises Invalid where it cannot be read, or a schema that it names; then with the reason for
    each of them.
    """
    data = _json(folder / PACKAGE, PACKAGE, DATA_PACKAGE)
    with _described(PACKAGE, DATA_PACKAGE):
        resources = {resource["name"]: resource for resource in data["resources"]}
        if missing := [name for name in TABLES if name not in resources]:
            raise _refused(f"no description of {', '.join(missing)}", PACKAGE, DATA_PACKAGE)
        schemas = _schema_files(folder, resources)
        return Package(
            folder=folder,
            name=data["name"],
            title=data.get("title", data["name"]),
            description=data.get("description", ""),
            version=data.get("version", ""),
            lead_source=data.get("contested:leadSource", ""),
            groups=MappingProxyType(dict(data.get("contested:groups", {}))),
            tables=MappingProxyType(_tables(resources, schemas)),
            schemas=MappingProxyType(schemas),
        )


def _schema_files(folder: Path, resources: Mapping[str, Any]) -> dict[str, Path]:
    """The file of each schema that is named and not written out; Invalid with all that are lost."""
    met = Gathered()
    named = {name: data["schema"] for name, data in resources.items()}
    files = {
        name: met.tried(partial(_schema_file, folder, name, reference), None)
        for name, reference in named.items()
        if isinstance(reference, str)
    }
    met.refuse()
    return {name: path for name, path in files.items() if path}


def _schema_file(folder: Path, name: str, reference: str) -> Path:
    """The file that the reference of a table leads to.

    The standard has it that a reference leads to a file in the folder of the case or below. Ours
    leave it, so that the schema of all cases stands once. A case that lies elsewhere, such as a
    copy, takes the file of that name which comes with the project.
    """
    for path in (folder / reference, SCHEMA / Path(reference).name):
        if path.is_file():
            return path
    allowed = "a file with a Table Schema, or the schema itself"
    fix = nearest(Path(reference).name, [path.name for path in SCHEMA.glob("*.json")])
    raise Invalid([Place(f"{name}.schema", PACKAGE).problem(repr(reference), allowed, fix)])


def _tables(resources: Mapping[str, Any], schemas: Mapping[str, Path]) -> dict[str, TableSchema]:
    """The tables by name; Invalid with the reason for each schema that is none."""
    met = Gathered()
    tables = {
        name: met.tried(partial(_table, data, schemas.get(name)), None)
        for name, data in resources.items()
    }
    met.refuse()
    return {name: table for name, table in tables.items() if table}


def _table(data: Mapping[str, Any], file: Path | None) -> TableSchema:
    """A table, from its part of the description and the file of its schema, if it has one."""
    if not file:
        return _schema(data, data["schema"])
    name = f"{file.parent.name}/{file.name}"
    schema = _json(file, name, TABLE_SCHEMA)
    with _described(name, TABLE_SCHEMA):
        return _schema(data, schema)


def _schema(data: Mapping[str, Any], schema: Mapping[str, Any]) -> TableSchema:
    """A table; what is said of all cases stands in the schema, what of one in its description."""
    both = {**schema, **data}
    keys = {
        key["fields"][0]: f"{key['reference']['resource'] or data['name']}."
        f"{key['reference']['fields'][0]}"
        for key in schema.get("foreignKeys", ())
    }
    return TableSchema(
        name=data["name"],
        path=data["path"],
        title=both.get("title", data["name"]),
        description=both.get("description", ""),
        fields=tuple(_field(field, keys) for field in schema["fields"]),
        key=tuple(schema["primaryKey"]),
        as_written=both.get("contested:order") == "as written",
        may_be_empty=bool(both.get("contested:mayBeEmpty")),
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


def _json(path: Path, name: str, allowed: str) -> Any:
    """What a file of JSON holds; Invalid where it holds none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise _refused(f"a byte that is not UTF-8 at {error.start}", name, allowed) from error
    except json.JSONDecodeError as error:
        raise _refused(f"not JSON: {error.msg}", name, allowed, error.lineno) from error


@contextmanager
def _described(name: str, allowed: str) -> Iterator[None]:
    """Invalid, of a file of that name, for what its JSON lacks or has of another kind."""
    try:
        yield
    except KeyError as error:
        raise _refused(f"a description without {error}", name, allowed) from error
    except (AttributeError, IndexError, TypeError) as error:
        value = "a value of another kind than a description has"
        raise _refused(value, name, allowed) from error


def _refused(value: str, name: str, allowed: str, line: int = 0) -> Invalid:
    like = (
        "the datapackage.json of a case that loads" if name == PACKAGE else "those in data/schema"
    )
    return Invalid([Problem("", value, allowed, f"compare it with {like}", name, line)])
