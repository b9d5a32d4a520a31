"""The description of a case: the only reader of datapackage.json and of the schemas of its tables.

Data Package v2 and Table Schema, with a few properties of our own under `contested:`; see the
codebook, data/README.md. The schemas that all cases share are in `data/schema/`, one file for each
table. The description of a case names these files, or has a schema written out.
"""

from __future__ import annotations

import codecs
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analysis.case import properties
from analysis.case.json_text import Text, read
from analysis.case.properties import CHAPTERS as CHAPTERS
from analysis.case.properties import LEAD_SOURCE
from analysis.errors import Gathered, Invalid, Place, Problem, nearest, shorter
from analysis.paths import PACKAGE, SCHEMA, contents

TABLES = (
    *("sources", "actors", "places", "measures", "events", "claims", "links"),
    *("disputes", "searches"),
)
"""The tables that a case must describe. It may also describe routes."""
DATA_PACKAGE = "a Data Package, in UTF-8 JSON"
TABLE_SCHEMA = "a Table Schema, in UTF-8 JSON"
MOST = 1 << 24
"""Bytes that a description or a schema may have."""


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


@dataclass(frozen=True)
class Package:
    """The description of a case.

    folder: the folder of the case. lead_source: the document that its notebooks examine. groups:
    the groups of actors with their names for print, in the order that gives colours. tables: by
    name, in the order of the description. schemas: the files of their schemas, by the name of the
    table; a schema that is written out has none. chapters: their list as written, to be read by
    `case.chapters`; None where there is none. text: datapackage.json as it was read. problems: what
    is wrong with it and does not prevent reading the tables.
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
    text: Text
    problems: tuple[Problem, ...] = ()

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

    Raises Invalid, with everything that is wrong with the description, where its tables cannot be
    read by it.
    """
    text = _json(folder / PACKAGE, PACKAGE, DATA_PACKAGE)
    problems: list[Problem] = []
    try:
        with _described(PACKAGE, DATA_PACKAGE):
            problems += properties.problems(text)
            described, others = _package(folder, text)
    except Invalid as invalid:
        raise Invalid(_placed([*problems, *invalid.problems], text)) from invalid
    return replace(described, problems=_placed([*problems, *others], text))


def _package(folder: Path, text: Text) -> tuple[Package, list[Problem]]:
    """The description in a text, and where its schemas are not those that all cases share."""
    head = text.value
    resources = {resource["name"]: resource for resource in head["resources"]}
    name = head["name"]
    if missing := [name for name in TABLES if name not in resources]:
        raise _refused(f"no description of {', '.join(missing)}", PACKAGE, DATA_PACKAGE)
    schemas = _schema_files(folder, resources)
    tables = _tables(resources, schemas)
    described = Package(
        folder=folder,
        name=properties.text_of(name),
        title=properties.text_of(head.get("title", name)),
        description=properties.text_of(head.get("description")),
        version=properties.text_of(head.get("version")),
        lead_source=properties.text_of(head.get(LEAD_SOURCE)),
        groups=MappingProxyType(properties.groups_of(head)),
        chapters=head.get(CHAPTERS),
        tables=MappingProxyType({name: _held(table) for name, table in tables.items()}),
        schemas=MappingProxyType(schemas),
        text=text,
    )
    return described, [
        problem
        for name, resource in resources.items()
        for problem in _against_shared(name, resource["schema"], tables[name])
    ]


def _placed(problems: Iterable[Problem], text: Text) -> tuple[Problem, ...]:
    """Problems with their lines in datapackage.json, in their order; others come last."""
    placed = [
        replace(problem, line=_line(problem.field, text))
        if problem.file == PACKAGE and not problem.line
        else problem
        for problem in problems
    ]
    return tuple(sorted(placed, key=lambda problem: (problem.file != PACKAGE, problem.line)))


def _line(field: str, text: Text) -> int:
    """The line of a field of a description, which may begin with the name of a table."""
    name, _, rest = field.partition(".")
    number = properties.place_of_table(name, text.value)
    return text.line(f"resources[{number}].{rest}" if number else field)


def _against_shared(name: str, written: Any, table: TableSchema) -> Iterator[Problem]:
    """A problem where a table does not have the columns that all cases share, as these are."""
    shared = shared_schema(name)
    if shared is None:
        return
    own = {field.name: field for field in table.fields}
    lacking = [field.name for field in shared.fields if field.name not in own]
    other = [f.name for f in shared.fields if f.name in own and not _alike(f, own[f.name])]
    place = Place(f"{name}.schema", PACKAGE)
    fix = "run `contested tidy`, which names the schema that all cases share"
    if isinstance(written, str):
        fix = f"take the file {name}.json of data/schema in its place"
    if lacking:
        value = f"no column {', '.join(lacking)}"
        yield place.problem(value, "every column that all cases share", fix)
    elif other or table.key != shared.key:
        value = f"another rule for {', '.join(other) or 'the key'}"
        yield place.problem(value, "the rules that all cases share", fix)


def _alike(field: Field, other: Field) -> bool:
    """Whether two fields allow the same values; their descriptions may differ."""
    return replace(field, description="", example="") == replace(other, description="", example="")


def _held(table: TableSchema) -> TableSchema:
    """The schema by which a table is read: with the columns that all cases share, as these are.

    Columns of the case's own stay, after the others or where the case has them among all of these.
    """
    shared = shared_schema(table.name)
    if shared is None:
        return table
    fields = {field.name: field for field in shared.fields}
    names = [field.name for field in table.fields]
    if not fields.keys() <= set(names):
        names = [*fields, *(name for name in names if name not in fields)]
    return replace(
        table, fields=tuple(fields.get(n) or table.field(n) for n in names), key=shared.key
    )


def resource(table: str) -> dict[str, object]:
    """A table of a new case as its description has it, by the schema that all cases share.

    Where no file is at the end of the path of the schema, that which comes with the project is
    read.
    """
    return {
        "name": table,
        "path": f"{table}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "schema": f"../schema/{table}.json",
    }


@cache
def shared_schema(name: str) -> TableSchema | None:
    """The schema of a table that all cases share; None where there is none of that name."""
    file = SCHEMA / f"{name}.json"
    if not re.fullmatch(r"\w+", name) or not file.is_file():
        return None
    return _table({"name": name, "path": f"{name}.csv"}, file)


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
        if os.path.isfile(path):  # Path.is_file raises where a name is too long
            return path
    allowed = "a file with a Table Schema, or the schema itself"
    fix = nearest(Path(reference).name, [path.name for path in SCHEMA.glob("*.json")])
    place = Place(f"{name}.schema", PACKAGE)
    raise Invalid([place.problem(repr(shorter(reference)), allowed, fix)])


def _tables(resources: Mapping[str, Any], schemas: Mapping[str, Path]) -> dict[str, TableSchema]:
    """The schemas of the tables by name; Invalid with a problem for each that is none."""
    gathered = Gathered()
    tables = {
        name: gathered.tried(partial(_table, resource, schemas.get(name)), None)
        for name, resource in resources.items()
    }
    gathered.refuse()
    whole = {name: table for name, table in tables.items() if table}
    for table in whole.values():
        gathered.add(_astray(table, whole))
    gathered.refuse()
    return whole


def _astray(table: TableSchema, tables: Mapping[str, TableSchema]) -> Iterator[Problem]:
    """A problem for each field that refers to a column that no table has."""
    for field in table.fields:
        resource, _, column = field.refers.partition(".")
        if field.refers and (resource not in tables or column not in tables[resource].columns):
            place = Place(f"{table.name}.schema", PACKAGE)
            value = f"{field.name} refers to {field.refers!r}"
            yield place.problem(value, "a column of a table of the case", "correct it")


def _table(resource: Mapping[str, Any], file: Path | None) -> TableSchema:
    """The schema of a table, from its resource in the description and from its file, if any."""
    name, allowed = PACKAGE, DATA_PACKAGE
    schema: Any = resource.get("schema")
    if file:
        name, allowed = f"{file.parent.name}/{file.name}", TABLE_SCHEMA
        schema = _json(file, name, allowed).value
    with _described(name, allowed):
        table = _schema(resource, schema)
        properties.sound_schema(table.columns, table.key, [f.constraints for f in table.fields])
        return table


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
        path=properties.file_of(resource),
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


def _json(path: Path, name: str, allowed: str) -> Text:
    """The contents of a file of JSON; Invalid, for what was allowed in it, where it is none."""
    try:
        raw = contents(path, MOST)
        return read(raw.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except OSError as error:
        raise _refused(f"{error.strerror}", name, allowed) from error
    except UnicodeDecodeError as error:
        raise _refused(f"a byte that is not UTF-8 at {error.start}", name, allowed) from error
    except json.JSONDecodeError as error:
        raise _refused(f"not JSON: {error.msg}", name, allowed, error.lineno) from error
    except ValueError as error:
        raise _refused(str(error), name, allowed) from error


@contextmanager
def _described(name: str, allowed: str) -> Iterator[None]:
    """A context that raises Invalid where the JSON of a file lacks a key or has a wrong type.

    name: the file. allowed: the kind of file that it should be.
    """
    try:
        yield
    except KeyError as error:
        raise _refused(f"a description without {error}", name, allowed) from error
    except (AttributeError, IndexError, TypeError, ValueError) as error:
        value = "a value of another kind than a description has"
        raise _refused(value, name, allowed) from error


def _refused(value: str, name: str, allowed: str, line: int = 0) -> Invalid:
    like = (
        "the datapackage.json of a case that loads" if name == PACKAGE else "those in data/schema"
    )
    return Invalid([Problem("", value, allowed, f"compare it with {like}", name, line)])
