"""The description of a case: the only reader of datapackage.json and of the schemas of its tables.

Data Package v2 and Table Schema, with a few properties of our own under `contested:`; see the
codebook, data/README.md. The schemas that all cases share are in `data/schema/`, one file for each
table. The description of a case names these files, or has a schema written out.
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
        """Whether every row must have a value."""
        return bool(self.constraints.get("required"))


@dataclass(frozen=True)
class TableSchema:
    """The schema of one table.

    path: its file, from the folder of the case. fields: its columns in order. key: the columns
    that tell its rows apart. as_written: the order of its rows carries meaning. may_be_empty: it
    may have no rows.
    """

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


CHAPTERS = "contested:chapters"
"""The property of a description that lists the chapters of the case."""


@dataclass(frozen=True)
class Package:
    """The description of a case.

    folder: the folder of the case. lead_source: the document that its notebooks examine. groups:
    the groups of actors with their names for print, in the order that gives colours. tables: by
    name, in the order of the description. schemas: the files of their schemas, by the name of the
    table; a schema that is written out has none. chapters: their list as written, to be read by
    `case.chapters`; None where there is none.
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
    chapters: Any

    @property
    def files(self) -> dict[str, Path]:
        """Every file of the case, by a name that does not depend on where the case lies."""
        return {
            PACKAGE: self.folder / PACKAGE,
            **{table.path: self.folder / table.path for table in self.tables.values()},
            **{f"schema/{name}.json": path for name, path in self.schemas.items()},
        }


def package(folder: Path) -> Package:
    """Read the description of the case in a folder, with the schemas that it names.

    Raises Invalid where the description cannot be read; else with a problem for each schema that
    cannot be.
    """
    description = _json(folder / PACKAGE, PACKAGE, DATA_PACKAGE)
    with _described(PACKAGE, DATA_PACKAGE):
        resources = {resource["name"]: resource for resource in description["resources"]}
        if missing := [name for name in TABLES if name not in resources]:
            raise _refused(f"no description of {', '.join(missing)}", PACKAGE, DATA_PACKAGE)
        schemas = _schema_files(folder, resources)
        return Package(
            folder=folder,
            name=description["name"],
            title=description.get("title", description["name"]),
            description=description.get("description", ""),
            version=description.get("version", ""),
            lead_source=description.get("contested:leadSource", ""),
            groups=MappingProxyType(dict(description.get("contested:groups", {}))),
            chapters=description.get(CHAPTERS),
            tables=MappingProxyType(_tables(resources, schemas)),
            schemas=MappingProxyType(schemas),
        )


def _schema_files(folder: Path, resources: Mapping[str, Any]) -> dict[str, Path]:
    """The file of each schema that is named, not written out; Invalid with all that are missing."""
    gathered = Gathered()
    references = {name: resource["schema"] for name, resource in resources.items()}
    files = {
        name: gathered.tried(partial(_schema_file, folder, name, reference), None)
        for name, reference in references.items()
        if isinstance(reference, str)
    }
    gathered.refuse()
    return {name: path for name, path in files.items() if path}


def _schema_file(folder: Path, name: str, reference: str) -> Path:
    """The file to which the reference of a table leads.

    By the standard a reference leads to a file in the folder of the case or below. Ours lead out
    of it, so that all cases share one file. A case that lies elsewhere, such as a copy, takes the
    file of that name which comes with the project.
    """
    for path in (folder / reference, SCHEMA / Path(reference).name):
        if path.is_file():
            return path
    allowed = "a file with a Table Schema, or the schema itself"
    fix = nearest(Path(reference).name, [path.name for path in SCHEMA.glob("*.json")])
    raise Invalid([Place(f"{name}.schema", PACKAGE).problem(repr(reference), allowed, fix)])


def _tables(resources: Mapping[str, Any], schemas: Mapping[str, Path]) -> dict[str, TableSchema]:
    """The schemas of the tables by name; Invalid with a problem for each that is none."""
    gathered = Gathered()
    tables = {
        name: gathered.tried(partial(_table, resource, schemas.get(name)), None)
        for name, resource in resources.items()
    }
    gathered.refuse()
    return {name: table for name, table in tables.items() if table}


def _table(resource: Mapping[str, Any], file: Path | None) -> TableSchema:
    """The schema of a table, from its resource in the description and from its file, if any."""
    if not file:
        return _schema(resource, resource["schema"])
    name = f"{file.parent.name}/{file.name}"
    schema = _json(file, name, TABLE_SCHEMA)
    with _described(name, TABLE_SCHEMA):
        return _schema(resource, schema)


def _schema(resource: Mapping[str, Any], schema: Mapping[str, Any]) -> TableSchema:
    """The schema of a table; properties of the resource of the case override those of the file."""
    merged = {**schema, **resource}
    references = {
        key["fields"][0]: f"{key['reference']['resource'] or resource['name']}."
        f"{key['reference']['fields'][0]}"
        for key in schema.get("foreignKeys", ())
    }
    return TableSchema(
        name=resource["name"],
        path=resource["path"],
        title=merged.get("title", resource["name"]),
        description=merged.get("description", ""),
        fields=tuple(_field(field, references) for field in schema["fields"]),
        key=tuple(schema["primaryKey"]),
        as_written=merged.get("contested:order") == "as written",
        may_be_empty=bool(merged.get("contested:mayBeEmpty")),
    )


def _field(field: Mapping[str, Any], references: Mapping[str, str]) -> Field:
    return Field(
        name=field["name"],
        type=field["type"],
        format=field.get("contested:format", field.get("format", "default")),
        description=field.get("description", ""),
        example=field.get("example", ""),
        constraints=MappingProxyType(field.get("constraints", {})),
        refers=field.get("contested:refersTo", references.get(field["name"], "")),
        separator=field.get("contested:separator", ""),
    )


def _json(path: Path, name: str, allowed: str) -> Any:
    """The contents of a file of JSON; Invalid, for what was allowed in it, where it is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise _refused(f"a byte that is not UTF-8 at {error.start}", name, allowed) from error
    except json.JSONDecodeError as error:
        raise _refused(f"not JSON: {error.msg}", name, allowed, error.lineno) from error


@contextmanager
def _described(name: str, allowed: str) -> Iterator[None]:
    """A context that raises Invalid where the JSON of a file lacks a key or has a wrong type.

    name: the file. allowed: the kind of file that it should be.
    """
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
