"""The values of one parameter of a sweep: as listed, a range of days, or from the case's tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from analysis.case.timeline import Timeline
from analysis.case.yaml_text import Entry
from analysis.claims.cells import Row, members
from analysis.claims.dates import when
from analysis.errors import Invalid, Problem, nearest

TABLES = {"claimants": ("actors", "actor_id"), "sources": ("sources", "source_id")}
"""Parameters that hold ids, with the table and the column that these are from."""
FILTERS = ("where", "having")
DAYS, EACH = ("days", "step"), ("each", *FILTERS)

Case = Callable[[], Timeline]
"""Loads the case that ids are taken from; raises Invalid where there is not one."""


@dataclass(frozen=True)
class Days:
    """The days of a period, each as an entry that holds it as text.

    entry: of the period in the sweep. ordinals: of the days, as `date.toordinal` counts them.
    """

    # No list: two lines of YAML may ask for every day of ten thousand years. Such an axis has to
    # be counted before anybody can say that it is too long, and listing it would fill the memory.
    entry: Entry
    ordinals: range

    def __len__(self) -> int:
        return len(self.ordinals)

    def __iter__(self) -> Iterator[Entry]:
        return (self.entry.holding(date.fromordinal(day).isoformat()) for day in self.ordinals)


Axis = tuple[Entry, ...] | Days
"""The values of a parameter in a grid."""


def axis(name: str, entry: Entry, case: Case) -> Axis:
    """The values that a grid gives to a parameter, at least one.

    name: of the parameter. entry: its value in the grid. case: loads the case that ids are taken
    from. Raises Invalid where the values cannot be read, or there are none.
    """
    values: Axis
    if isinstance(entry.value, tuple):
        values = tuple(value(name, element, case) for element in entry.value)
    elif isinstance(entry.value, Mapping) and "days" in entry.value:
        values = _days(entry)
    elif isinstance(entry.value, Mapping) and "each" in entry.value:
        values = _each(entry, case)
    else:
        fix = "write [a, b]" if isinstance(entry.value, Mapping) else "put it in square brackets"
        raise entry.invalid(str(entry), "a list, {days: first/last} or {each: claimants}", fix)
    if not values:
        raise entry.invalid("no values", "at least one", "name one, or delete the line")
    return values


def value(name: str, entry: Entry, case: Case) -> Entry:
    """The value of a parameter: as written, or the ids that pass a filter, joined by commas.

    name, entry, case: as for `axis`. Raises Invalid for a filter that is wrong or that none passes.
    """
    if name not in TABLES or not isinstance(entry.value, Mapping):
        return entry
    _only(entry, FILTERS)
    passing = ids(name, entry, case())
    if not passing:
        raise entry.invalid("nothing found", f"{name} with a claim", "widen the filter")
    return entry.holding(",".join(passing))


def ids(name: str, entry: Entry, timeline: Timeline) -> list[str]:
    """The claimants or sources that have a claim and pass the filters, in order of their table.

    name: `claimants` or `sources`. entry: a mapping with the filters `where` and `having`, if
    any. Raises Invalid with every column and value of a filter that the case does not have.
    """
    table, key = TABLES[name]
    where, having = (_filter(entry.value.get(part)) for part in FILTERS)
    problems = list(_unknown(entry, timeline, table, where))
    claims = timeline
    try:
        claims = timeline.where(**having)
    except Invalid as refused:
        place = replace(entry.place, field=f"{entry.path}.having")
        problems += [
            place.problem(f"{p.where} {p.value}", p.allowed, p.fix) for p in refused.problems
        ]
    if problems:
        raise Invalid(problems)
    used = {i for c in claims for i in (c.claimants if name == "claimants" else (c.source_id,))}
    rows = [row for row in timeline.rows[table] if row[key] in used]
    return [row[key] for row in rows if _passes(row, where)]


def _each(entry: Entry, case: Case) -> tuple[Entry, ...]:
    _only(entry, EACH)
    each = entry.value["each"]
    if not isinstance(each.value, str) or each.value not in TABLES:
        fix = nearest(str(each.value), TABLES)
        raise each.invalid(str(each), "claimants or sources", fix)
    return tuple(entry.holding(row_id) for row_id in ids(each.value, entry, case()))


def _days(entry: Entry) -> Days:
    _only(entry, DAYS)
    days, step = entry.value["days"], entry.value.get("step")
    problems = []
    try:
        period = when(str(days.plain))
    except ValueError as error:
        raise days.invalid(str(days), str(error), "write first/last") from error
    first, last = period.first, period.last
    if first is None or last is None or set(period.text) & set("[?~%"):
        fix = "write first/last, as 2017-08-28/2017-09-02"
        problems.append(days.problem(str(days), "days with both ends known", fix))
    steps = 1 if step is None else step.plain
    if type(steps) is not int or steps < 1:
        problems.append(step.problem(repr(steps), "a whole number of days", "write 1 or more"))
    if problems or first is None or last is None:
        raise Invalid(problems)
    return Days(entry, range(first.toordinal(), last.toordinal() + 1, steps))


def _only(entry: Entry, allowed: Collection[str]) -> None:
    """Raises Invalid for keys of a mapping that mean nothing there."""
    problems = [
        other.problem("no such key", f"only {', '.join(allowed)}", nearest(name, allowed))
        for name, other in entry.value.items()
        if name not in allowed
    ]
    if problems:
        raise Invalid(problems)


def _filter(entry: Entry | None) -> dict[str, tuple[str, ...]]:
    """Columns and the values wanted in them."""
    if entry is None:
        return {}
    if not isinstance(entry.value, Mapping):
        raise entry.invalid(str(entry), "columns with values, as {tier: A}", "write column: value")
    plain = {name: column.plain for name, column in entry.value.items()}
    return {
        name: tuple(map(str, value)) if isinstance(value, list) else (str(value),)
        for name, value in plain.items()
    }


def _unknown(
    entry: Entry, timeline: Timeline, table: str, where: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Columns of the table, and values in them, that the case does not have."""
    schema = timeline.package.tables[table]
    for name, values in where.items():
        column = entry.value["where"].value[name]
        if name not in schema.columns:
            fix = nearest(name, schema.columns)
            yield column.problem("no such column", f"a column of {schema.path}", fix)
            continue
        known = {cell for row in timeline.rows[table] for cell in members(row[name])}
        for wanted in values:
            if wanted not in known:
                yield column.problem(repr(wanted), "one that the case has", nearest(wanted, known))


def _passes(row: Row, where: Mapping[str, tuple[str, ...]]) -> bool:
    return all(set(members(row[name])) & set(values) for name, values in where.items())
