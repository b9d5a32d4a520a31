"""The values of one parameter of a sweep: as listed, a range of days, or from the case's tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, overload

from analysis.case.timeline import Timeline
from analysis.claims.cells import Row, members
from analysis.claims.dates import when
from analysis.errors import Invalid, Problem, nearest
from analysis.sweep.entry import Entry

TABLES = {"claimants": ("actors", "actor_id"), "sources": ("sources", "source_id")}
"""Parameters that hold ids, with the table and the column that these are from."""
FILTERS = ("where", "having")
DAYS, EACH = ("days", "step"), ("each", *FILTERS)

Case = Callable[[], Timeline]
"""Loads the case that ids are taken from; raises Invalid where there is not one."""


class Days(Sequence[Entry]):
    """The days of a period, as text, made when they are asked for."""

    def __init__(self, entry: Entry, first: date, last: date, step: int) -> None:
        self._entry = entry
        self._days = range(first.toordinal(), last.toordinal() + 1, step)

    def __len__(self) -> int:
        return len(self._days)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(index, slice):
            return tuple(self._day(day) for day in self._days[index])
        return self._day(self._days[index])

    def _day(self, ordinal: int) -> Entry:
        return self._entry.holding(date.fromordinal(ordinal).isoformat())


def axis(name: str, entry: Entry, case: Case) -> Sequence[Entry]:
    """The values that a grid gives to a parameter; Invalid where they cannot be told."""
    if isinstance(entry.value, tuple):
        entries: Sequence[Entry] = tuple(value(name, item, case) for item in entry.value)
    elif isinstance(entry.value, Mapping) and "days" in entry.value:
        entries = _days(entry)
    elif isinstance(entry.value, Mapping) and "each" in entry.value:
        entries = _each(entry, case)
    else:
        allowed = "a list, {days: first/last} or {each: claimants}"
        fix = "write [a, b]" if isinstance(entry.value, Mapping) else "put it in square brackets"
        raise Invalid([entry.problem(entry.shown, allowed, fix)])
    if not entries:
        raise Invalid([entry.problem("no values", "at least one", "name one, or delete the line")])
    return entries


def value(name: str, entry: Entry, case: Case) -> Entry:
    """One value: as written, or the ids that a filter finds, with commas between them."""
    data = entry.value
    if name not in TABLES or not isinstance(data, Mapping):
        return entry
    _only(entry, FILTERS)
    values = ids(name, entry, case())
    if not values:
        raise Invalid([entry.problem("nothing found", f"{name} with a claim", "widen the filter")])
    return entry.holding(",".join(values))


def ids(what: str, entry: Entry, timeline: Timeline) -> list[str]:
    """The claimants or sources that have a claim and pass the filters, in order of their table."""
    table, key = TABLES[what]
    where, having = (_filter(entry.value.get(name)) for name in FILTERS)
    problems = list(_unknown(entry, timeline, table, where))
    narrowed = timeline
    try:
        narrowed = timeline.where(**having)
    except Invalid as refused:
        place = replace(entry.place, field=f"{entry.path}.having")
        problems += [
            place.problem(f"{p.where} {p.value}", p.allowed, p.fix) for p in refused.problems
        ]
    if problems:
        raise Invalid(problems)
    used = {i for c in narrowed for i in (c.claimants if what == "claimants" else (c.source_id,))}
    rows = [row for row in timeline.rows[table] if row[key] in used]
    return [row[key] for row in rows if _passes(row, where)]


def _each(entry: Entry, case: Case) -> Sequence[Entry]:
    _only(entry, EACH)
    each = entry.value["each"]
    if not isinstance(each.value, str) or each.value not in TABLES:
        fix = nearest(str(each.value), TABLES)
        raise Invalid([each.problem(each.shown, "claimants or sources", fix)])
    return tuple(entry.holding(match) for match in ids(each.value, entry, case()))


def _days(entry: Entry) -> Days:
    _only(entry, DAYS)
    days, step = entry.value["days"], entry.value.get("step")
    problems = []
    try:
        period = when(str(days.plain))
    except ValueError as error:
        raise Invalid([days.problem(days.shown, str(error), "write first/last")]) from error
    first, last = period.first, period.last
    if first is None or last is None or set(period.text) & set("[?~%"):
        fix = "write first/last, as 2017-08-28/2017-09-02"
        problems.append(days.problem(days.shown, "days with both ends known", fix))
    steps = 1 if step is None else step.plain
    if step is not None and (type(steps) is not int or steps < 1):
        problems.append(step.problem(repr(steps), "a whole number of days", "write 1 or more"))
    if problems or first is None or last is None:
        raise Invalid(problems)
    return Days(entry, first, last, steps)


def _only(entry: Entry, allowed: Collection[str]) -> None:
    """Invalid for keys of a mapping that mean nothing there."""
    problems = [
        data.problem("no such key", f"only {', '.join(allowed)}", nearest(name, allowed))
        for name, data in entry.value.items()
        if name not in allowed
    ]
    if problems:
        raise Invalid(problems)


def _filter(entry: Entry | None) -> dict[str, tuple[str, ...]]:
    """Columns and the values wanted in them."""
    if entry is None:
        return {}
    if not isinstance(entry.value, Mapping):
        allowed = "columns with values, as {tier: A}"
        raise Invalid([entry.problem(entry.shown, allowed, "write column: value")])
    return {name: _texts(data) for name, data in entry.value.items()}


def _texts(entry: Entry) -> tuple[str, ...]:
    plain: Any = entry.plain
    return tuple(map(str, plain)) if isinstance(plain, list) else (str(plain),)


def _unknown(
    entry: Entry, timeline: Timeline, table: str, where: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Columns of the table, and values in them, that the case does not have."""
    schema = timeline.package.tables[table]
    for name, values in where.items():
        place = entry.value["where"].value[name]
        if name not in schema.columns:
            fix = nearest(name, schema.columns)
            yield place.problem("no such column", f"a column of {schema.path}", fix)
            continue
        known = {text for row in timeline.rows[table] for text in members(row[name])}
        for text in values:
            if text not in known:
                yield place.problem(repr(text), "one that the case has", nearest(text, known))


def _passes(row: Row, where: Mapping[str, tuple[str, ...]]) -> bool:
    return all(set(members(row[name])) & set(values) for name, values in where.items())
