"""From what a sweep says of parameters to its runs, which are not looked at yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from analysis.case.timeline import Timeline
from analysis.errors import Invalid, Problem, nearest, shorten
from analysis.notebooks.parameters import Suite
from analysis.sweep import axes, rows, run_names
from analysis.sweep.gathering import Gathered
from analysis.sweep.runs import NAME, Choice, Runs, Same
from analysis.sweep.yaml_lines import Entry

Load = Callable[[str], Timeline]
"""Loads a case by its name or folder; raises Invalid where it cannot."""
Entries = Mapping[str, Entry]


def runs(entries: Entries, folder: Path, suite: Suite, load: Load, met: Gathered) -> Runs:
    """The runs that a sweep names.

    entries: the keys of the sweep. folder: where its file lies. suite: the notebooks. met:
    gathers what is wrong; something usual stands in its place, so that the rest can be looked at.
    """
    fixed, grid = (_parameters(entries.get(name), met) for name in ("parameters", "grid"))
    choices = rows.choices(entries, folder, suite, met)
    met.add(_both(choices, grid))
    met.add(_unknown(suite, [fixed, grid, *(choice.values for choice in choices)]))
    builder = _Builder(suite, load, fixed.get("case"), met)
    varied = [c.values["case"] for c in choices if "case" in c.values]
    varied += [grid["case"]] if "case" in grid else []
    case = _several(varied[0]) if varied else builder.case()
    built = Runs(
        {name: builder.fixed(name, entry, case) for name, entry in fixed.items()},
        tuple(builder.choice(choice) for choice in choices),
        {name: builder.axis(name, entry, case) for name, entry in grid.items()},
    )
    aliases = _aliases_of_nothing(built)
    met.add(aliases.values())
    built = replace(built, fixed={n: e for n, e in built.fixed.items() if n not in aliases})
    if entry := entries.get(NAME):
        template = met.tried(lambda: run_names.template(entry, built.fields), None)
        return replace(built, template=template)
    return built


class _Builder:
    """Finds the values of parameters, and puts usual ones in the place of those that are wrong."""

    def __init__(self, suite: Suite, load: Load, case: Entry | None, met: Gathered) -> None:
        self._usual, self._load, self._case, self._met = suite.usual, load, case, met

    def case(self, own: Entry | None = None) -> axes.Case:
        """Loads the case of a set, else that of all runs, else the one that notebooks know."""
        entry = own or self._case
        named = entry and isinstance(entry.value, str)
        case = entry.value if entry and named else str(self._usual["case"])

        def timeline() -> Timeline:
            try:
                return self._load(case)
            except Invalid as refused:
                raise Invalid(
                    problem.at(entry.place) if entry and problem.where == "case" else problem
                    for problem in refused.problems
                ) from refused

        return timeline

    def fixed(self, name: str, entry: Entry, case: axes.Case) -> Entry:
        if isinstance(entry.value, Mapping) and set(entry.value) == {"same"}:
            return entry.holding(Same(str(entry.value["same"].plain)))
        return self._met.tried(lambda: axes.value(name, entry, case), self._instead(name, entry))

    def axis(self, name: str, entry: Entry, case: axes.Case) -> axes.Axis:
        instead: axes.Axis = (self._instead(name, entry),)
        return self._met.tried(lambda: axes.axis(name, entry, case), instead)

    def choice(self, choice: Choice) -> Choice:
        """A set with the ids that its filters find."""
        if choice.name:
            self._met.add(run_names.forbidden(choice.name, choice.name.value))
        case = self.case(choice.values.get("case"))

        def value(name: str, entry: Entry) -> Entry:
            return self._met.tried(lambda: axes.value(name, entry, case), entry.holding(""))

        return replace(choice, values={n: value(n, entry) for n, entry in choice.values.items()})

    def _instead(self, name: str, entry: Entry) -> Entry:
        return entry.holding(self._usual.get(name, ""))


def _parameters(entry: Entry | None, met: Gathered) -> Entries:
    """A mapping of parameters; empty where there is none."""
    if entry is None:
        return {}
    if isinstance(entry.value, Mapping):
        return entry.value
    met.add([entry.problem("no mapping", "parameters with values", "write name: value")])
    return {}


def _both(choices: Sequence[Choice], grid: Entries) -> list[Problem]:
    """Parameters that stand in a set and in the grid: which is meant nobody can say."""
    twice = {name: entry for c in choices for name, entry in c.values.items() if name in grid}
    fix = "delete it from one"
    return [e.problem("in sets and in the grid", "one of the two", fix) for e in twice.values()]


def _unknown(suite: Suite, mappings: Sequence[Entries]) -> Iterator[Problem]:
    """Parameters that a notebook does not have, each where it stands first."""
    pairs = chain.from_iterable(mapping.items() for mapping in reversed(mappings))
    for name, entry in dict(pairs).items():
        if lacking := [b.path.name for b in suite.books if name not in b.parameters]:
            value = f"no such parameter in {shorten(lacking, 3)}"
            fix = nearest(name, suite.parameters)
            yield entry.problem(value, "a parameter of every notebook", fix)


def _aliases_of_nothing(runs: Runs) -> dict[str, Problem]:
    """Parameters that are to be the same as one that not every run has."""
    aliases = {n: e for n, e in runs.fixed.items() if isinstance(e.value, Same)}
    known = [name for name in runs.fields if name not in aliases]
    allowed = "a parameter that every run has"
    return {
        name: entry.problem(repr(entry.value.other), allowed, nearest(entry.value.other, known))
        for name, entry in aliases.items()
        if entry.value.other not in known
    }


def _several(entry: Entry) -> axes.Case:
    """In the place of a case that changes from run to run."""

    def timeline() -> Timeline:
        allowed = "one case, where ids are taken from its tables"
        raise entry.invalid("several cases", allowed, "give the ids themselves")

    return timeline
