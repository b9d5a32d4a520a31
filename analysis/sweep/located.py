"""A YAML file as values that know their place: safe, strict, and without YAML's traps.

Read by events: the library's own composer makes dates and booleans of plain words, takes the last
of two equal keys, and in its compiled form is killed by deep nesting. Nesting, aliases and size
are bounded here, so that no small file can fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from analysis.errors import Invalid, Place, Problem
from analysis.notebooks.parameters import scalar, shorter, unheld
from analysis.sweep.entry import Entry

LARGEST = 1_000_000
"""Bytes of a file, and values in it once its aliases are written out."""
DEEPEST = 16
"""Lists and mappings inside each other."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Compiled where the library comes with it."""


def read(path: Path) -> Entry:
    """The one document in a YAML file, None where it is empty.

    Raises Invalid, with the line, for a file that is not such a document, and OSError.
    """
    written = text(path)
    if problems := list(_unreadable(path.name, written)):
        raise Invalid(problems)
    reader = _Reader(path.name, yaml.parse(written, Loader=LOADER))
    try:
        entry = reader.document()
    except yaml.YAMLError as error:
        raise Invalid([*reader.problems, _not_yaml(path.name, error)]) from error
    if reader.problems:
        raise Invalid(reader.problems)
    return entry


def text(path: Path, largest: int = LARGEST) -> str:
    """The text of a file; Invalid where it has more bytes than that, or is not UTF-8."""
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
    data = getattr(error, "problem", "") or str(error).splitlines()[0]
    at = f", at column {mark.column + 1}" if mark else ""
    place = Place("", file, mark.line + 1 if mark else 1)
    return place.problem(f"not YAML: {data}{at}", "a file in YAML", "correct that line")


def _unreadable(file: str, written: str) -> Iterator[Problem]:
    """Signs that YAML does not allow: its reader refuses the whole file, without a line."""
    for number, line in enumerate(written.split("\n"), 1):
        if sign := Reader.NON_PRINTABLE.search(line):
            value = f"the sign U+{ord(sign[0]):04X}, at column {sign.start() + 1}"
            fix = 'delete it; in quotation marks it may be written as "\\u0000" with its number'
            yield Place("", file, number).problem(value, "signs that can be printed", fix)


class _Reader:
    """Walks through the events of a file once, and remembers what is wrong on the way."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.problems: list[Problem] = []
        self._file, self._events = file, events
        self._anchors: dict[str, Entry] = {}

    def document(self) -> Entry:
        """The one document."""
        event = self._after(yaml.StreamStartEvent, yaml.DocumentStartEvent)
        if isinstance(event, yaml.StreamEndEvent):
            return Entry(self._file, 1, "", None)
        entry = self._node(event, "", 0)
        event = self._after(yaml.DocumentEndEvent)
        if not isinstance(event, yaml.StreamEndEvent):
            self._wrong(event, "", "a second document", "one document", "delete the line ---")
        return entry

    def _after(self, *kinds: type) -> Any:
        event = next(self._events)
        while isinstance(event, kinds):
            event = next(self._events)
        return event

    def _node(self, event: Any, path: str, depth: int) -> Entry:
        if depth > DEEPEST:
            value, allowed = "deeper nesting", f"at most {DEEPEST} levels"
            self._fatal(event, path, value, allowed, "write it flatter")
        if isinstance(event, yaml.AliasEvent):
            entry = self._alias(event, path)
        else:
            entry = self._value(event, path, depth)
        if entry.size > LARGEST:
            value = f"{entry.size:,} values, with the aliases written out"
            self._fatal(event, path, value, f"at most {LARGEST:,}", "use fewer aliases")
        return entry

    def _value(self, event: Any, path: str, depth: int) -> Entry:
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            self._wrong(event, path, f"the tag {event.tag}", "no tags", "delete the tag")
        self._anchors.pop(event.anchor, None)
        entry = self._filled(event, path, depth)
        if event.anchor:
            self._anchors[event.anchor] = entry
        return entry

    def _filled(self, event: Any, path: str, depth: int) -> Entry:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            value = scalar(event.value) if event.implicit[0] else event.value
            if event.implicit[0] and (reason := unheld(event.value)):
                label = shorter(event.value)
                allowed, fix = "a plain number, or text", f'if it is text, write "{label}"'
                self._wrong(event, path, f"{label}: {reason}", allowed, fix)
            return Entry(self._file, line, path, value)
        if isinstance(event, yaml.SequenceStartEvent):
            items = tuple(self._items(path, depth))
            return Entry(self._file, line, path, items, 1 + sum(item.size for item in items))
        named = self._named(path, depth)
        size = 1 + sum(entry.size for entry in named.values())
        return Entry(self._file, line, path, named, size)

    def _items(self, path: str, depth: int) -> Iterator[Entry]:
        number = 1
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, f"{path}[{number}]", depth + 1)
            number += 1

    def _named(self, path: str, depth: int) -> dict[str, Entry]:
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
        parts = entry.value if isinstance(entry.value, tuple) else (entry,)
        entries: dict[str, Entry] = {}
        for part in parts:
            if isinstance(part.value, Mapping):
                entries = dict(part.value) | entries
            else:
                self._wrong(event, entry.path, "no mapping", "a mapping", "name one with *")
        return entries

    def _alias(self, event: Any, path: str) -> Entry:
        if event.anchor in self._anchors:
            return replace(self._anchors[event.anchor], path=path)
        value, allowed = f"*{event.anchor}", f"a value marked &{event.anchor} further up"
        self._wrong(event, path, value, allowed, "mark it, or write it out")
        return Entry(self._file, event.start_mark.line + 1, path, None)

    def _wrong(self, event: Any, path: str, value: str, allowed: str, fix: str) -> None:
        line = event.start_mark.line + 1
        self.problems.append(Place(path, self._file, line).problem(value, allowed, fix))

    def _fatal(self, event: Any, path: str, value: str, allowed: str, fix: str) -> None:
        self._wrong(event, path, value, allowed, fix)
        raise Invalid(self.problems)
