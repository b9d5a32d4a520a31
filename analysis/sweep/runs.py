"""The runs of a sweep: every set of parameters, crossed with the grid, made when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from analysis.report.naming import cut
from analysis.sweep.entry import Entry
from analysis.sweep.folders import LONGEST, Template, slug

NAME = "name"
"""The field of a template, and the column of a table, that holds the name of a set."""


@dataclass(frozen=True)
class Run:
    """One run. name: of its folder, unique among the runs. parameters: all that are given."""

    name: str
    parameters: Mapping[str, object]


@dataclass(frozen=True)
class Same:
    """The value of a parameter that is that of another."""

    other: str


@dataclass(frozen=True)
class Choice:
    """A set of parameters, with its name where it has one."""

    values: Mapping[str, Entry] = field(default_factory=dict)
    name: Entry | None = None


@dataclass(frozen=True)
class Runs:
    """All runs, in order: set by set, and in each the last axis of the grid changes fastest.

    choices: at least one, which may be empty.
    """

    fixed: Mapping[str, Entry]
    choices: tuple[Choice, ...]
    grid: Mapping[str, Sequence[Entry]]
    template: Template | None = None

    @property
    def size(self) -> int:
        """How many there are, without making them."""
        return len(self.choices) * prod(len(axis) for axis in self.grid.values())

    @property
    def fields(self) -> tuple[str, ...]:
        """What every run has: its parameters, and a name where every set has one."""
        shared = set.intersection(*(set(choice.values) for choice in self.choices))
        named = [NAME] if all(choice.name for choice in self.choices) else []
        return tuple(sorted({*self.fixed, *shared, *self.grid, *named}))

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Run]:
        fixed = _plain(self.fixed)
        axes = [[entry.plain for entry in axis] for axis in self.grid.values()]
        for choice in self.choices:
            base = fixed | _plain(choice.values)
            for values in product(*axes):
                data = _resolved(base | dict(zip(self.grid, values, strict=True)))
                yield Run(self._name(choice, data), data)

    def _name(self, choice: Choice, data: Mapping[str, object]) -> str:
        own = choice.name.plain if choice.name else ""
        if self.template:
            return self.template.fill({NAME: own, **data})
        parts = [slug(own)] if own else []
        parts += [f"{name}={slug(data[name])}" for name in self._varying if name in data]
        if own:
            parts = [part for part in parts if part.partition("=")[0] not in choice.values]
        name = "--".join(parts) or "default"
        return cut(name, repr(sorted(data.items()))) if len(name) > LONGEST else name

    @cached_property
    def _varying(self) -> tuple[str, ...]:
        """The parameters that are not the same in all runs, in order."""
        names = dict.fromkeys(name for choice in self.choices for name in choice.values)
        texts = [name for name in names if self._differs(name)]
        return (*texts, *(name for name, axis in self.grid.items() if len(axis) > 1))

    def _differs(self, name: str) -> bool:
        first, *rest = (choice.values.get(name) for choice in self.choices)
        return any((e and e.plain) != (first and first.plain) for e in rest)


def _plain(entries: Mapping[str, Entry]) -> dict[str, Any]:
    return {name: entry.plain for name, entry in entries.items()}


def _resolved(data: dict[str, Any]) -> dict[str, Any]:
    """The parameters, with the values of others put in where they are to be the same."""
    return {
        name: data[value.other] if isinstance(value, Same) else value
        for name, value in data.items()
    }
