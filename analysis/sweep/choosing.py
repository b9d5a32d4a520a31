"""From what a sweep says of parameters to its runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from analysis.case.timeline import Timeline
from analysis.errors import Gathered, Invalid, Problem, nearest, shorten
from analysis.notebooks.parameters import Suite
from analysis.sweep import axes, folders, sets
from analysis.sweep.entry import Entry
from analysis.sweep.runs import NAME, Choice, Runs, Same
from analysis.sweep.sets import ONE, Told

Load = Callable[[str], Timeline]


def runs(entries: Told, folder: Path, suite: Suite, load: Load, met: Gathered) -> Runs:
    """The runs, without those parts of the sweep that are wrong: these are gathered."""
    fixed, grid = (_section(entries.get(name), met) for name in ("parameters", "grid"))
    choices = met.tried(partial(sets.choices, entries, folder, suite, met), ONE) or ONE
    met.add(_both(choices, grid))
    met.add(_unknown(suite, [fixed, grid, *(choice.values for choice in choices)]))
    usual = fixed.get("case"), str(suite.usual["case"])
    varied = next((c.values["case"] for c in choices if "case" in c.values), grid.get("case"))
    case = _several(varied) if varied else _case(load, *usual)
    matches = Runs(
        {
            n: met.tried(partial(_fixed, n, entry, case), _usual(suite, n, entry))
            for n, entry in fixed.items()
        },
        tuple(_choice(choice, _own(choice, load, usual), met) for choice in choices),
        {
            n: met.tried(partial(axes.axis, n, entry, case), [_usual(suite, n, entry)])
            for n, entry in grid.items()
        },
    )
    wrong = _same(matches)
    met.add(wrong.values())
    right = replace(matches, fixed={n: e for n, e in matches.fixed.items() if n not in wrong})
    template = met.tried(partial(_template, entries.get(NAME), right), None)
    return replace(right, template=template)


def _usual(suite: Suite, name: str, entry: Entry) -> Entry:
    """What stands for a value that is wrong, so that the rest can be looked at."""
    return entry.holding(suite.usual.get(name, ""))


def _unknown(suite: Suite, entries: Iterable[Told]) -> Iterator[Problem]:
    """Parameters that a notebook does not have, each where it is first given."""
    places: dict[str, Entry] = {}
    for name, entry in (pair for mapping in entries for pair in mapping.items()):
        places.setdefault(name, entry)
    for name, entry in places.items():
        if lacking := [b.path.name for b in suite.books if name not in b.parameters]:
            value = f"no such parameter in {shorten(lacking, 3)}"
            fix = nearest(name, suite.parameters)
            yield entry.problem(value, "a parameter of every notebook", fix)


def _section(entry: Entry | None, met: Gathered) -> Told:
    """A mapping of parameters; empty where there is none."""
    if entry is None or entry.value is None:
        return {}
    if isinstance(entry.value, Mapping):
        return entry.value
    met.add([entry.problem("no mapping", "parameters with values", "write name: value")])
    return {}


def _choice(choice: Choice, case: axes.Case, met: Gathered) -> Choice:
    """A set with the ids that its filters find."""
    if choice.name:
        met.add(folders.forbidden(choice.name, choice.name.value))
    values = {
        name: met.tried(partial(axes.value, name, entry, case), entry.holding(""))
        for name, entry in choice.values.items()
    }
    return replace(choice, values=values)


def _fixed(name: str, entry: Entry, case: axes.Case) -> Entry:
    if isinstance(entry.value, Mapping) and set(entry.value) == {"same"}:
        return entry.holding(Same(str(entry.value["same"].plain)))
    return axes.value(name, entry, case)


def _same(runs: Runs) -> dict[str, Problem]:
    """Values that are to be those of a parameter that not every run has."""
    aliases = {n: e for n, e in runs.fixed.items() if isinstance(e.value, Same)}
    known = [name for name in runs.fields if name not in aliases]
    allowed = "a parameter that every run has"
    return {
        name: entry.problem(repr(entry.value.other), allowed, nearest(entry.value.other, known))
        for name, entry in aliases.items()
        if entry.value.other not in known
    }


def _both(choices: Sequence[Choice], grid: Told) -> list[Problem]:
    """Parameters that stand in a set and in the grid: which is meant cannot be told."""
    twice = {name: entry for c in choices for name, entry in c.values.items() if name in grid}
    fix = "delete it from one"
    return [e.problem("in sets and in the grid", "one of the two", fix) for e in twice.values()]


def _template(entry: Entry | None, matches: Runs) -> folders.Template | None:
    return folders.template(entry, matches.fields) if entry else None


def _case(load: Load, entry: Entry | None, usual: str) -> axes.Case:
    """Loads the case that is given, or the usual one."""

    def timeline() -> Timeline:
        try:
            return load(entry.value if entry and isinstance(entry.value, str) else usual)
        except Invalid as refused:
            raise Invalid(
                p.at(entry.place) if entry and p.where == "case" else p for p in refused.problems
            ) from refused

    return timeline


def _own(choice: Choice, load: Load, usual: tuple[Entry | None, str]) -> axes.Case:
    """The case of a set."""
    return _case(load, choice.values.get("case", usual[0]), usual[1])


def _several(entry: Entry) -> axes.Case:
    def timeline() -> Timeline:
        allowed = "one case, where ids are taken from its tables"
        raise Invalid([entry.problem("several cases", allowed, "give the ids themselves")])

    return timeline
