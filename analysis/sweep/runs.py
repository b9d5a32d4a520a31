"""The runs of a sweep: every set of parameters crossed with the grid, each built when reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from analysis.case.yaml_text import Entry
from analysis.report.naming import cut
from analysis.sweep.axes import Axis
from analysis.sweep.run_names import LONGEST, Template, slug

NAME = "name"
"""The field of a template, and the column of a table, that holds the name of a set."""


@dataclass(frozen=True)
class Run:
    """One run. name: of its folder, unique among the runs. parameters: all that it sets."""

    name: str
    parameters: Mapping[str, object]


@dataclass(frozen=True)
class Same:
    """The value of a parameter that is that of another parameter in the same run."""

    other: str


@dataclass(frozen=True)
class Choice:
    """A set of parameters, with its name where it has one."""

    values: Mapping[str, Entry] = field(default_factory=dict)
    name: Entry | None = None


@dataclass(frozen=True)
class Runs:
    """All runs, in order: set by set, and in each the last axis of the grid changes fastest.

    fixed: parameters that are the same in every run. choices: the sets, at least one, which may
    be empty. grid: parameters with all their values. template: of the names; None for names that
    consist of the parameters that vary.
    """

    fixed: Mapping[str, Entry]
    choices: tuple[Choice, ...]
    grid: Mapping[str, Axis]
    template: Template | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """What every run has: its parameters, and a name where every set has one."""
        shared = set.intersection(*(set(choice.values) for choice in self.choices))
        named = [NAME] if all(choice.name for choice in self.choices) else []
        return tuple(sorted({*self.fixed, *shared, *self.grid, *named}))

    @property
    def size(self) -> int:
        """How many runs there are, without building them; more, perhaps, than `len` can return."""
        return len(self.choices) * prod(len(axis) for axis in self.grid.values())

    def __iter__(self) -> Iterator[Run]:
        fixed = _plain(self.fixed)
        axes = [[entry.plain for entry in axis] for axis in self.grid.values()]
        for choice in self.choices:
            base = fixed | _plain(choice.values)
            for values in product(*axes):
                parameters = _resolved(base | dict(zip(self.grid, values, strict=True)))
                yield Run(self._name(choice, parameters), parameters)

    def _name(self, choice: Choice, parameters: Mapping[str, object]) -> str:
        own = choice.name.plain if choice.name else ""
        if self.template:
            return self.template.fill({NAME: own, **parameters})
        # the name of a set stands for the parameters that the set holds
        varying = [n for n in self._varying if n in parameters and not (own and n in choice.values)]
        parts = [slug(own)] if own else []
        name = "--".join([*parts, *(f"{n}={slug(parameters[n])}" for n in varying)]) or "default"
        return cut(name, repr(sorted(parameters.items()))) if len(name) > LONGEST else name

    @cached_property
    def _varying(self) -> tuple[str, ...]:
        """The parameters that are not the same in all runs, in order."""
        names = dict.fromkeys(name for choice in self.choices for name in choice.values)
        differing = [name for name in names if self._differs(name)]
        return (*differing, *(name for name, axis in self.grid.items() if len(axis) > 1))

    def _differs(self, name: str) -> bool:
        first, *rest = (choice.values.get(name) for choice in self.choices)
        return any((e and e.plain) != (first and first.plain) for e in rest)


def _plain(entries: Mapping[str, Entry]) -> dict[str, Any]:
    return {name: entry.plain for name, entry in entries.items()}


def _resolved(parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters, with the values of others put in where they are to be the same."""
    return {
        name: parameters[value.other] if isinstance(value, Same) else value
        for name, value in parameters.items()
    }
