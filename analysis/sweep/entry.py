"""A value and where it was written, and how plain words are read as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.errors import Place, Problem
from analysis.notebooks.parameters import shorter


@dataclass(frozen=True)
class Entry:
    """A value and its place.

    value: text, number, true, false or None; a tuple of entries; or a mapping of names to
    entries. path: the names that lead to it. size: how many values it holds.
    """

    file: str
    line: int
    path: str
    value: Any
    size: int = 1

    @property
    def place(self) -> Place:
        """Its place in the file; the field is the names that lead to it, as `grid.as_of`."""
        return Place(self.path, self.file, self.line)

    @property
    def plain(self) -> Any:
        """The value as JSON would have it."""
        if isinstance(self.value, tuple):
            return [entry.plain for entry in self.value]
        if isinstance(self.value, Mapping):
            return {name: entry.plain for name, entry in self.value.items()}
        return self.value

    @property
    def shown(self) -> str:
        """The value for a message, as a sweep spells it."""
        if self.value is None:
            return "nothing"
        if isinstance(self.value, bool):
            return str(self.value).lower()
        return shorter(repr(self.plain))

    def problem(self, value: str, allowed: str, fix: str) -> Problem:
        """A problem here."""
        return self.place.problem(value, allowed, fix)

    def holding(self, value: Any) -> Entry:
        """Another value in the same place."""
        return Entry(self.file, self.line, self.path, value)
