"""The check of a case: everything that is wrong with it, at once.

Each rule runs on whatever is sound enough for it: the description, the files, the cells, the rows,
what rows say of one another, and the layout. What only follows from another problem is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.case import (
    constraints,
    contradictions,
    layout,
    properties,
    relations,
    rules,
    statements,
    tables,
)
from analysis.case.flags import out_of_order
from analysis.case.judged import JUDGED, beyond_doubt
from analysis.case.schema import Package
from analysis.case.sound import Fault, Sound
from analysis.case.tables import Table
from analysis.errors import Place, Problem, nearest
from analysis.paths import PACKAGE

OUTLET = "outlet"
"""The kind of an actor whose group needs no colour of its own."""


@dataclass(frozen=True)
class Checked:
    """A case as checked.

    tables: those that could be read, by name. problems: everything that is wrong, in order of file,
    line and column. judged: the tables of its contradictions, without what is in doubt; empty where
    one could not be read. flags: rows that break their own order, which a data set may do.
    """

    tables: Mapping[str, Table]
    problems: Sequence[Problem]
    judged: Mapping[str, Table]
    flags: Sequence[Problem]


def checked(description: Package) -> Checked:
    """The tables of a case that can be read, and everything that is wrong with the case.

    What `named` checks is left out.
    """
    by_name, problems = tables.read(description)
    faults = list(constraints.faults(by_name))
    faults += rules.faults(by_name, Sound(by_name, faults))
    faults += relations.faults(by_name, Sound(by_name, faults))
    faults += _groups_of_actors(description, by_name, Sound(by_name, faults))
    sound = Sound(by_name, faults)
    judged = _judged(by_name, sound)
    problems += [problem for fault in faults for problem in fault.problems()]
    problems += [*description.problems, *_lead_source(description, by_name)]
    problems += _too_many_groups(description, sound)
    problems += statements.problems(description, by_name)
    problems += contradictions.problems(judged["disputes"]) if judged else ()
    problems += _layouts(by_name, sound)
    flags = [flag for fault in out_of_order(by_name, sound) for flag in fault.problems()]
    return Checked(by_name, in_order(problems, description), judged, flags)


def _layouts(by_name: Mapping[str, Table], sound: Sound) -> Iterator[Problem]:
    for name, table in by_name.items():
        if table.plain:
            yield from layout.layout(table, bool(sound.mask(name, table.schema.key).all()))


def named(description: Package) -> Iterator[Problem]:
    """A problem where a case does not have the name of its folder, under which reports go."""
    name, folder = description.name, description.folder.name
    if name and name != folder:
        place = Place("name", PACKAGE, description.text.line("name"))
        fix = f"write {folder}, or rename the folder"
        yield place.problem(repr(name), f"the name of its folder, {folder}", fix)


def in_order(problems: Iterable[Problem], description: Package) -> list[Problem]:
    """Problems by file, line and column, in the order in which the case describes these."""
    columns = {schema.path: schema.columns for schema in description.tables.values()}
    files = {path: number for number, path in enumerate((PACKAGE, *columns))}

    def place(problem: Problem) -> tuple[int, int, int]:
        known = columns.get(problem.file, ())
        position = known.index(problem.field) if problem.field in known else -1
        return files.get(problem.file, len(files)), problem.line, position

    return sorted(problems, key=place)


def _lead_source(description: Package, by_name: Mapping[str, Table]) -> Iterator[Problem]:
    """A problem where the lead source is no document of the case."""
    sources, name = by_name.get("sources"), description.lead_source
    if not name or sources is None or sources.left_out is None or not len(sources):
        return
    known = set(sources.columns["source_id"].dictionary.to_pylist())
    if name not in known | sources.left_out:
        field = properties.LEAD_SOURCE
        place = Place(field, PACKAGE, description.text.line(field))
        yield place.problem(repr(name), "a source_id of sources.csv", nearest(name, known))


def _groups_of_actors(
    description: Package, by_name: Mapping[str, Table], sound: Sound
) -> Iterator[Fault]:
    """A fault for the actors whose group the case does not name."""
    groups = description.groups
    wrong = {
        number: row["group"]
        for number, row in sound.rows("actors", "group")
        if groups and row["group"] not in groups
    }
    if wrong:
        table, allowed = by_name["actors"], f"a group of {properties.GROUPS} in {PACKAGE}"
        yield Fault(
            "actors",
            ("group",),
            sorted(wrong),
            lambda row: table.place(row, "group").problem(
                repr(wrong[row]), allowed, nearest(wrong[row], groups)
            ),
        )


def _too_many_groups(description: Package, sound: Sound) -> Iterator[Problem]:
    """A problem where charts could not give each group a colour of its own."""
    outlets = {r["group"] for _, r in sound.rows("actors", "kind", "group") if r["kind"] == OUTLET}
    coloured = [group for group in description.groups if group not in outlets]
    if len(coloured) > properties.MOST_GROUPS:
        field = properties.GROUPS
        allowed = f"at most {properties.MOST_GROUPS} besides those of outlets, one for each colour"
        place = Place(field, PACKAGE, description.text.line(field))
        yield place.problem(f"{len(coloured)} groups", allowed, "put those of one side into one")


def _judged(by_name: Mapping[str, Table], sound: Sound) -> Mapping[str, Table]:
    """The tables of contradictions as far as they are beyond doubt; empty where one is missing."""
    whole = set(JUDGED) <= by_name.keys() and not any(by_name[name].absent for name in JUDGED)
    return beyond_doubt(by_name, sound) if whole else {}
