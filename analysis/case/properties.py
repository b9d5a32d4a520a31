"""The properties of a description of a case, as datapackage.json has them, and what is wrong there.

Nothing here reads a file: what the properties say of the tables is checked in `check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow.compute as pc

from analysis.case import arrow
from analysis.case.json_text import Text
from analysis.errors import Place, Problem, nearest, shorter
from analysis.paths import PACKAGE

CHAPTERS = "contested:chapters"
"""The property of a description that lists the chapters of the case."""
LEAD_SOURCE, GROUPS = "contested:leadSource", "contested:groups"
SUMMARY, LEAD_REASON = "contested:summary", "contested:leadReason"
SELECTION = "contested:selection"
STATEMENTS = (SUMMARY, LEAD_REASON, SELECTION)
"""The properties that are lists of sentences for the first page of a report."""
OWN = "contested:"
"""What the names of our own properties begin with."""
OF_CASE = (LEAD_SOURCE, GROUPS, CHAPTERS, *STATEMENTS)
OF_TABLE = ("contested:order", "contested:mayBeEmpty")
OF_FIELD = ("contested:format", "contested:refersTo", "contested:separator")
MOST_GROUPS = 6
"""Groups of actors, besides those of outlets, that charts can tell apart by colour."""
VERSION = re.compile(r"\d+(\.\d+){0,2}([-+][0-9A-Za-z.+-]+)?")
FILE = re.compile(r"\w[\w .-]*\.csv")
KINDS: Mapping[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("required", "unique"), bool),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum"), (int, float)),
    **dict.fromkeys(("minLength", "maxLength"), int),
    "pattern": str,
    "enum": list,
}
"""The constraints that a schema may have, with the kinds of their values."""


def problems(text: Text) -> Iterator[Problem]:
    """What is wrong with the properties of a description, whatever its tables hold.

    text: of datapackage.json, an object. The problems have no lines.
    """
    head = text.value
    for path in text.twice:
        steps = [f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path]
        key = "".join(steps).removeprefix(".")
        yield _problem(key, "a second value", "each key once", "delete one")
    yield from _texts(head)
    yield from _groups(head.get(GROUPS))
    yield from _unknown("", head, OF_CASE)
    yield from _without_prefix(head)
    for name, resource in _named(head.get("resources")):
        yield from _unknown(f"{name}.", resource, OF_TABLE)
        schema = resource.get("schema")
        for column, field in _named(schema.get("fields") if isinstance(schema, dict) else None):
            yield from _unknown(f"{name}.{column}.", field, OF_FIELD)
    yield from _same_files(head.get("resources"))


def text_of(value: object) -> str:
    """A value that should be text; empty where it is none."""
    return value if isinstance(value, str) else ""


def groups_of(head: Mapping[str, Any]) -> dict[str, str]:
    """The groups of a description with their names; without those that are no text."""
    groups = head.get(GROUPS)
    named = groups.items() if isinstance(groups, dict) else ()
    return {group: name for group, name in named if isinstance(name, str)}


def place_of_table(name: str, head: Any) -> int:
    """The number, from 1, of the table of that name among those of a description; else 0."""
    resources = head.get("resources") if isinstance(head, dict) else None
    for number, resource in enumerate(resources if isinstance(resources, list) else (), 1):
        if isinstance(resource, dict) and resource.get("name") == name:
            return number
    return 0


def file_of(resource: Mapping[str, Any]) -> str:
    """The file of a table; ValueError where it is none in the folder of the case itself."""
    path = resource["path"]
    if not FILE.fullmatch(path):
        raise ValueError(path)
    return str(path)


def sound_schema(
    columns: Sequence[str], key: Sequence[str], constraints: Iterable[Mapping[str, Any]]
) -> None:
    """Raise ValueError or TypeError where columns are none, the key is none, or a rule is none."""
    if len(set(columns)) < len(columns) or not key or not set(key) <= set(columns):
        raise ValueError("columns or key")
    for rules in constraints:
        for name, rule in rules.items():
            if not isinstance(rule, KINDS.get(name, object)):
                raise TypeError(name)
        if not all(isinstance(value, str) for value in rules.get("enum", ())):
            raise TypeError("enum")
        # An ArrowInvalid, which is a ValueError, where it is no pattern.
        pc.match_substring_regex(arrow.texts(["x"]), f"^(?:{rules.get('pattern', '')})$")


def _texts(head: Mapping[str, Any]) -> Iterator[Problem]:
    for key in ("name", "title", "description", "version", LEAD_SOURCE):
        value = head.get(key, "-")
        # A data set is a case without a document to start from.
        if not isinstance(value, str) or not (value.strip() or key == LEAD_SOURCE):
            yield _problem(key, shorter(repr(value), 60), "text", f"write its {key}")
    version = head.get("version", "1.0.0")
    if isinstance(version, str) and version.strip() and not VERSION.fullmatch(version):
        yield _problem("version", repr(shorter(version)), "numbers with points", "write 1.0.0")


def _groups(groups: Any) -> Iterator[Problem]:
    if not isinstance(groups, dict) or not groups:
        fix = 'write them as {"group": "Name for print"}'
        yield _problem(GROUPS, shorter(repr(groups), 60), "groups with their names", fix)
        return
    first: dict[str, str] = {}
    for group, name in groups.items():
        field = f"{GROUPS}.{group}"
        if not isinstance(name, str) or not name.strip():
            yield _problem(field, shorter(repr(name), 60), "a name for print", "write it")
        elif first.setdefault(name.strip().casefold(), group) != group:
            other = first[name.strip().casefold()]
            yield _problem(
                field, f"{name!r}, the name of {other} too", "each name once", "rename one"
            )


def _unknown(before: str, properties: Mapping[str, Any], known: Sequence[str]) -> Iterator[Problem]:
    """A problem for each property that begins as ours do, and is none of them.

    before: what the names of the properties are put after in the problem.
    """
    for key in properties:
        if key.startswith(OWN) and key not in known:
            fix = nearest(key, known)
            yield _problem(f"{before}{key}", "no such property", "those of the codebook", fix)


def _without_prefix(head: Mapping[str, Any]) -> Iterator[Problem]:
    """A problem for each property of ours that stands without what ours begin with."""
    for key in OF_CASE:
        plain = key.removeprefix(OWN)
        if plain in head and key not in head:
            yield _problem(plain, "no such property", "those of the codebook", f"write {key}")


def _same_files(resources: Any) -> Iterator[Problem]:
    """A problem for each table whose name or file an earlier one has."""
    for key in ("name", "path"):
        seen: set[str] = set()
        for resource in resources if isinstance(resources, list) else ():
            value = resource.get(key) if isinstance(resource, dict) else None
            if isinstance(value, str) and value in seen:
                yield _problem("resources", f"{value!r} twice", f"each {key} once", "delete one")
            seen |= {value} if isinstance(value, str) else set()


def _named(entries: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The entries of a list that are objects with a name."""
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            yield entry["name"], entry


def _problem(field: str, value: str, allowed: str, fix: str) -> Problem:
    return Place(field, PACKAGE).problem(value, allowed, fix)
