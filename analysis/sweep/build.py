"""Building the runs of a sweep from its keys for parameters; values are not validated yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from analysis.case.timeline import Timeline
from analysis.case.yaml_text import Entry
from analysis.errors import Gathered, Invalid, Problem, nearest, shorten
from analysis.notebooks.parameters import Suite
from analysis.sweep import axes, rows, run_names
from analysis.sweep.runs import NAME, Choice, Runs, Same

Load = Callable[[str], Timeline]
"""Loads a case by its name or folder; raises Invalid where it cannot."""
Entries = Mapping[str, Entry]


def runs(entries: Entries, folder: Path, suite: Suite, load: Load, problems: Gathered) -> Runs:
    """The runs of a sweep.

    entries: the keys of the sweep. folder: that of its file. suite: the notebooks. load: loads a
    case by its name. problems: gathers what is wrong; a default replaces such a value, so that the
    rest can be checked.
    """
    fixed, grid = (_parameters(entries.get(name), problems) for name in ("parameters", "grid"))
    choices = rows.choices(entries, folder, suite, problems)
    problems.add(_both(choices, grid))
    problems.add(_unknown(suite, [fixed, grid, *(choice.values for choice in choices)]))
    for choice in choices:
        problems.add(run_names.forbidden(choice.name, choice.name.value) if choice.name else ())
    varied = next((c.values["case"] for c in choices if "case" in c.values), grid.get("case"))
    values = _Values(suite.usual, load, fixed.get("case"), problems)
    case = _several(varied) if varied else values.case(fixed)
    built = Runs(
        values.fixed({name: _alias(entry) for name, entry in fixed.items()}, case),
        tuple(replace(c, values=values.fixed(c.values, values.case(c.values))) for c in choices),
        values.grid(grid, case),
    )
    wrong = _aliases_of_nothing(built)
    problems.add(wrong.values())
    built = replace(built, fixed={n: e for n, e in built.fixed.items() if n not in wrong})
    if NAME not in entries:
        return built
    template = problems.tried(partial(run_names.template, entries[NAME], built.fields), None)
    return replace(built, template=template)


@dataclass(frozen=True)
class _Values:
    """Reads the values of parameters; those that are wrong are gathered and replaced by defaults.

    usual: the defaults of the notebooks. load: loads a case by its name. shared: the entry of the
    case that all runs read, if any. problems: gathers what is wrong.
    """

    usual: Mapping[str, object]
    load: Load
    shared: Entry | None
    problems: Gathered

    def case(self, entries: Entries) -> axes.Case:
        """A loader of the case that parameters name, else that of all runs, else the default."""
        entry = entries.get("case", self.shared)
        named = entry.value if entry and isinstance(entry.value, str) else str(self.usual["case"])

        def timeline() -> Timeline:
            try:
                return self.load(named)
            except Invalid as refused:
                raise Invalid(
                    p.at(entry.place) if entry and p.where == "case" else p
                    for p in refused.problems
                ) from refused

        return timeline

    def fixed(self, entries: Entries, case: axes.Case) -> Entries:
        """One value for each parameter."""
        return {
            name: self.problems.tried(
                partial(axes.value, name, entry, case), self._usual(name, entry)
            )
            for name, entry in entries.items()
        }

    def grid(self, entries: Entries, case: axes.Case) -> Mapping[str, axes.Axis]:
        """All values of each parameter in a grid."""
        usual: Mapping[str, axes.Axis] = {n: (self._usual(n, e),) for n, e in entries.items()}
        return {
            name: self.problems.tried(partial(axes.axis, name, entry, case), usual[name])
            for name, entry in entries.items()
        }

    def _usual(self, name: str, entry: Entry) -> Entry:
        return entry.holding(self.usual.get(name, ""))


def _parameters(entry: Entry | None, problems: Gathered) -> Entries:
    """A mapping of parameters; empty where there is none."""
    if entry is None:
        return {}
    if isinstance(entry.value, Mapping):
        return entry.value
    problems.add([entry.problem("no mapping", "parameters with values", "write name: value")])
    return {}


def _alias(entry: Entry) -> Entry:
    """The entry, with `Same` as its value where that is written as `{same: sources}`."""
    if isinstance(entry.value, Mapping) and set(entry.value) == {"same"}:
        return entry.holding(Same(str(entry.value["same"].plain)))
    return entry


def _aliases_of_nothing(runs: Runs) -> dict[str, Problem]:
    """Problems for parameters that repeat another one which not every run has, by name."""
    aliases = {n: e for n, e in runs.fixed.items() if isinstance(e.value, Same)}
    known = [name for name in runs.fields if name not in aliases]
    allowed = "a parameter that every run has"
    return {
        name: entry.problem(repr(entry.value.other), allowed, nearest(entry.value.other, known))
        for name, entry in aliases.items()
        if entry.value.other not in known
    }


def _both(choices: Sequence[Choice], grid: Entries) -> list[Problem]:
    """Problems for parameters that are both in a set and in the grid, which is ambiguous."""
    twice = {name: entry for c in choices for name, entry in c.values.items() if name in grid}
    fix = "delete it from one"
    return [e.problem("in sets and in the grid", "one of the two", fix) for e in twice.values()]


def _unknown(suite: Suite, mappings: Sequence[Entries]) -> Iterator[Problem]:
    """Problems for parameters that a notebook does not have, each where it occurs first."""
    first = {name: entry for entries in reversed(mappings) for name, entry in entries.items()}
    for name, entry in first.items():
        if lacking := [b.path.name for b in suite.books if name not in b.parameters]:
            value = f"no such parameter in {shorten(lacking, 3)}"
            fix = nearest(name, suite.parameters)
            yield entry.problem(value, "a parameter of every notebook", fix)


def _several(entry: Entry) -> axes.Case:
    """A loader that raises Invalid, in place of one of a case that changes from run to run."""

    def timeline() -> Timeline:
        allowed = "one case, where ids are taken from its tables"
        raise entry.invalid("several cases", allowed, "give the ids themselves")

    return timeline
