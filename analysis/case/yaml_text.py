"""Reading a YAML file into values that know their line, safely and strictly.

Nesting, aliases and size have limits, so that no small file can fill the memory.
"""

# Read by events, because every loader at hand lacks something that a sweep promises:
# - PyYAML's makes dates and booleans of plain words and takes the last of two equal keys; its
#   compiled composer is killed by deep nesting.
# - ruamel.yaml's round trip loader stops at the first mistake, takes 0x10 and 007 for numbers, does
#   not know where an alias stands, and is pure Python: 2,000 lines take it twelve times as long.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from analysis.case.plain_values import scalar, unheld
from analysis.errors import Invalid, Place, Problem, shorter

LARGEST = 1_000_000
"""Bytes of a file, and values in it once its aliases are written out."""
DEEPEST = 16
"""Lists and mappings inside each other."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The compiled loader where PyYAML was built with it, which is many times as fast."""


@dataclass(frozen=True)
class Entry:
    """A value and its place.

    file, line: its place; lines count from 1. path: the names that lead to it, as
    `grid.as_of[1]`. value: text, number, true, false or None; a tuple of entries; or a mapping of
    names to entries. size: how many values it holds, itself among them.
    """

    file: str
    line: int
    path: str
    value: Any
    size: int = 1

    @property
    def place(self) -> Place:
        """Its place in the file; the field is the path."""
        return Place(self.path, self.file, self.line)

    @property
    def plain(self) -> Any:
        """The value as JSON would have it."""
        if isinstance(self.value, tuple):
            return [entry.plain for entry in self.value]
        if isinstance(self.value, Mapping):
            return {name: entry.plain for name, entry in self.value.items()}
        return self.value

    def __str__(self) -> str:
        """The value for a message, as a sweep spells it.

        >>> str(Entry("x.yaml", 1, "timeout", True)), str(Entry("x.yaml", 2, "name", "a"))
        ('true', "'a'")
        """
        if self.value is None:
            return "nothing"
        if isinstance(self.value, bool):
            return str(self.value).lower()
        return shorter(repr(self.plain))

    def problem(self, value: str, allowed: str, fix: str) -> Problem:
        """A problem at this place."""
        return self.place.problem(value, allowed, fix)

    def invalid(self, value: str, allowed: str, fix: str) -> Invalid:
        """The exception for one problem at this place, to raise."""
        return Invalid([self.problem(value, allowed, fix)])

    def holding(self, value: Any) -> Entry:
        """An entry with another value at the same place."""
        return Entry(self.file, self.line, self.path, value)


def read(path: Path) -> Entry:
    """The one document in a YAML file; its value is None where the file is empty.

    Raises Invalid with every problem, each with its line, for a file that is not such a document,
    and OSError.
    """
    content = read_text(path)
    if problems := list(_unprintable(path.name, content)):
        raise Invalid(problems)
    reader = _Reader(path.name, content)
    try:
        entry = reader.document()
    except yaml.YAMLError as error:
        raise Invalid([*reader.problems, _not_yaml(path.name, error)]) from error
    if reader.problems:
        raise Invalid(reader.problems)
    return entry


def read_text(path: Path, largest: int = LARGEST) -> str:
    """The text of a file, without a byte-order mark.

    largest: bytes. Raises Invalid where there are more, or where it is not UTF-8, and OSError.
    """
    with path.open("rb") as file:
        raw = file.read(largest + 1)
    if len(raw) > largest:
        allowed, fix = f"at most {largest:,} bytes", "make several files of it"
        raise Invalid([Place("", path.name, 1).problem("a larger file", allowed, fix)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place("", path.name, raw[: error.start].count(10) + 1)
        value, fix = "a byte that is not UTF-8", "save the file as UTF-8"
        raise Invalid([place.problem(value, "text in UTF-8", fix)]) from error


def _not_yaml(file: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", "") or str(error).splitlines()[0]
    at = f", at column {mark.column + 1}" if mark else ""
    place = Place("", file, mark.line + 1 if mark else 1)
    return place.problem(f"not YAML: {reason}{at}", "a file in YAML", "correct that line")


def _unprintable(file: str, text: str) -> Iterator[Problem]:
    """Problems for characters that YAML forbids: its reader refuses them without naming a line."""
    for number, line in enumerate(text.split("\n"), 1):
        if sign := Reader.NON_PRINTABLE.search(line):
            value = f"the sign U+{ord(sign[0]):04X}, at column {sign.start() + 1}"
            fix = 'delete it; in quotation marks it may be written as "\\u0000" with its number'
            yield Place("", file, number).problem(value, "signs that can be printed", fix)


class _Reader:
    """Builds entries from the events of a file in one pass, and collects its problems."""

    def __init__(self, file: str, text: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        ignored = yaml.StreamStartEvent, yaml.DocumentEndEvent
        events: Iterator[Any] = iter(yaml.parse(text, Loader=LOADER))
        self._events = (event for event in events if not isinstance(event, ignored))
        self._anchors: dict[str, Entry] = {}

    def document(self) -> Entry:
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return Entry(self._file, 1, "", None)
        entry = self._node(next(self._events), "", 0)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._wrong(event, "", "a second document", "one document", "delete the line ---")
        return entry

    def _node(self, event: Any, path: str, depth: int) -> Entry:
        if depth > DEEPEST:
            allowed = f"at most {DEEPEST} levels"
            self._wrong(event, path, "deeper nesting", allowed, "write it flatter")
            raise Invalid(self.problems)
        alias = isinstance(event, yaml.AliasEvent)
        entry = self._alias(event, path) if alias else self._value(event, path, depth)
        if entry.size > LARGEST:
            value = f"{entry.size:,} values, with the aliases written out"
            self._wrong(event, path, value, f"at most {LARGEST:,}", "use fewer aliases")
            raise Invalid(self.problems)
        return entry

    def _alias(self, event: Any, path: str) -> Entry:
        if event.anchor in self._anchors:
            return replace(self._anchors[event.anchor], path=path)
        value, allowed = f"*{event.anchor}", f"a value marked &{event.anchor} further up"
        self._wrong(event, path, value, allowed, "mark it, or write it out")
        return Entry(self._file, event.start_mark.line + 1, path, None)

    def _value(self, event: Any, path: str, depth: int) -> Entry:
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            self._wrong(event, path, f"the tag {event.tag}", "no tags", "delete the tag")
        # an anchor that is set again does not hold its former value within its new one
        self._anchors.pop(event.anchor, None)
        value: Any
        size = 1
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, path) if event.implicit[0] else event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            value = tuple(self._items(path, depth))
            size += sum(entry.size for entry in value)
        else:
            value = self._mapping(path, depth)
            size += sum(entry.size for entry in value.values())
        entry = Entry(self._file, event.start_mark.line + 1, path, value, size)
        if event.anchor:
            self._anchors[event.anchor] = entry
        return entry

    def _scalar(self, event: Any, path: str) -> Any:
        if reason := unheld(event.value):
            label = shorter(event.value)
            allowed, fix = "a plain number, or text", f'if it is text, write "{label}"'
            self._wrong(event, path, f"{label}: {reason}", allowed, fix)
        return scalar(event.value)

    def _items(self, path: str, depth: int) -> Iterator[Entry]:
        number = 1
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, f"{path}[{number}]", depth + 1)
            number += 1

    def _mapping(self, path: str, depth: int) -> dict[str, Entry]:
        own: dict[str, Entry] = {}
        merged: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._name(event, path, depth)
            entry = self._node(next(self._events), f"{path}.{name}" if path else name, depth + 1)
            if name == "<<" and event.implicit[0]:
                merged = self._merged(event, entry) | merged
            elif name in own:
                allowed = f"each name once; line {own[name].line} has it already"
                self._wrong(event, entry.path, "a second time", allowed, "delete or rename one")
            else:
                own[name] = replace(entry, line=event.start_mark.line + 1)
        return merged | own

    def _name(self, event: Any, path: str, depth: int) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        self._wrong(event, path, "a list or mapping as a key", "a name", "write name: value")
        self._node(event, path, depth + 1)
        return "-"

    def _merged(self, event: Any, entry: Entry) -> dict[str, Entry]:
        """The names that `<<` takes from one mapping or several; of equal ones the first."""
        merged: dict[str, Entry] = {}
        for part in entry.value if isinstance(entry.value, tuple) else (entry,):
            if isinstance(part.value, Mapping):
                merged = dict(part.value) | merged
            else:
                self._wrong(event, entry.path, "no mapping", "a mapping", "name one with *")
        return merged

    def _wrong(self, event: Any, path: str, value: str, allowed: str, fix: str) -> None:
        line = event.start_mark.line + 1
        self.problems.append(Place(path, self._file, line).problem(value, allowed, fix))
