"""The checks of each column against its schema, on the distinct values of that column.

A million rows hold few distinct values, and Arrow tests those in compiled code: the checks cost
less than reading the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analysis.case import arrow
from analysis.case.numerals import unformatted
from analysis.case.schema import Field
from analysis.case.sound import Fault
from analysis.case.tables import Table
from analysis.claims.cells import is_choice, members
from analysis.claims.dates import ALLOWED, reordered, when
from analysis.errors import Problem, nearest, neighbours, resembling, shorter

Test = tuple[Any, str, Callable[[str], str]]
"""A BooleanArray of the distinct values that fail; what is allowed; the fix for a value."""

INTEGER = r"^-?[0-9]{1,15}$"
NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"
SIGNIFICANT = 15
"""Digits of a number that every program holds exactly."""
WRAPPED = "^[“”„‘’].*[“”‘’]$"
"""A value in typographic quotation marks, which are never part of it."""
LIMITS = (
    ("minimum", pc.less, "at least"),
    ("exclusiveMinimum", pc.less_equal, "more than"),
    ("maximum", pc.greater, "at most"),
)
"""Constraints of a number: name, the comparison that fails, and the wording."""
BROKEN = r"[\x00-\x1f\x7f-\x{9f}\x{2028}\x{2029}]"
"""Line breaks and control characters."""
EMPTY = arrow.text("")
UNKNOWN, NO = pa.nulls(1, pa.string())[0], arrow.flags([False])[0]
DIGITS = re.compile("[0-9]{1,4}")
LONGEST = 80
"""Letters of a value that a message quotes."""
NAMES = ("name", "label", "title", "name_local", "aliases", "publisher")
"""Columns that hold the names by which people know what an id stands for."""


def faults(tables: Mapping[str, Table]) -> Iterator[Fault]:
    """Everything in the tables that their schema does not allow.

    tables: the tables that could be read, by name; references to others are not checked.
    """
    for table in tables.values():
        yield from _keys(table)
        for field in table.schema.fields:
            if field.name not in table.absent:
                yield from _field(table, field, tables)


def _field(table: Table, field: Field, tables: Mapping[str, Table]) -> Iterator[Fault]:
    column = table.columns[field.name]
    values = column.dictionary
    empty = pc.equal(values, EMPTY)
    if field.required:
        yield from _in_rows(table, field, empty, "a value", lambda _: f"give its {field.name}")
    passed = pc.invert(empty)
    for failed, allowed, fix in _tests(field, values, tables):
        yield from _in_rows(table, field, pc.and_(passed, failed), allowed, fix)
        passed = pc.and_not(passed, failed)  # what breaks a rule is said to break the first alone


def _tests(field: Field, values: Any, tables: Mapping[str, Table]) -> Iterator[Test]:
    yield from _plain(values)
    rules = field.constraints
    if field.type in ("integer", "number"):
        yield from _numbers(field, values)
    if field.format == "edtf":
        yield _dates(values)
    if "enum" in rules:
        yield _among(values, rules["enum"])
    if "pattern" in rules:
        pattern = rules["pattern"]
        failed = pc.invert(pc.match_substring_regex(values, f"^(?:{pattern})$"))
        yield failed, f"a text of the shape {pattern}", lambda _: f"as {field.example}"
    if "maxLength" in rules:
        most = rules["maxLength"]
        failed = pc.greater(pc.utf8_length(values), arrow.number(most))
        yield failed, f"at most {most} characters", lambda _: "shorten it"
    if field.refers:
        yield from _references(field, values, tables)


def _plain(values: Any) -> Iterator[Test]:
    """What no cell may hold: blanks at its ends, a line break, typographic quotes around it."""
    trimmed = pc.utf8_trim_whitespace(values)
    yield (
        pc.not_equal(trimmed, values),
        "no blanks at the ends",
        lambda _: "delete the blanks, or run `contested tidy`",
    )
    broken = pc.match_substring_regex(values, BROKEN)
    yield broken, "one line of text", lambda _: "delete the line break or control character"
    quoted = pc.match_substring_regex(values, WRAPPED)
    yield quoted, "no quotation marks around a value", lambda _: "delete them"


def _numbers(field: Field, values: Any) -> Iterator[Test]:
    whole = field.type == "integer"
    numeric = pc.match_substring_regex(values, INTEGER if whole else NUMBER)
    digits = pc.utf8_length(pc.replace_substring_regex(values, r"^-?0*|\.", ""))
    numeric = pc.and_(numeric, pc.less_equal(digits, arrow.number(SIGNIFICANT)))
    allowed = f"a {'whole ' * whole}number in at most {SIGNIFICANT} digits"
    yield pc.invert(numeric), allowed, lambda value: unformatted(value, field)
    numbers = pc.cast(pc.if_else(numeric, values, UNKNOWN), pa.float64())
    for name, compare, wording in LIMITS:
        if name in field.constraints:
            bound = field.constraints[name]
            outside = pc.fill_null(compare(numbers, arrow.number(float(bound))), NO)
            yield outside, f"{wording} {bound}", lambda _: "correct it; empty is unknown"


def _dates(values: Any) -> Test:
    failed = arrow.flags(bool(value and _misdated(value)) for value in values.to_pylist())
    return failed, ALLOWED, _iso


def _misdated(value: str) -> str:
    """What is allowed in place of the value; empty where it is a date."""
    try:
        when(value)
    except ValueError as error:
        return str(error)
    return ""


def _iso(value: str) -> str:
    """The fix for a date as spreadsheets or people write it."""
    parts = value.replace(".", "/").replace("-", "/").split("/")
    if len(parts) == 3 and all(DIGITS.fullmatch(part) for part in parts) and len(parts[0]) < 3:
        return reordered(*parts)
    wanted = _misdated(value)
    return f"write {'a date' if wanted == ALLOWED else wanted}; empty is unknown"


def _among(values: Any, known: list[str]) -> Test:
    allowed = "one of " + ", ".join(known)
    failed = pc.invert(pc.is_in(values, arrow.texts(known)))
    return failed, allowed, lambda value: resembling(value, known) or "take one of these"


def _references(field: Field, values: Any, tables: Mapping[str, Table]) -> Iterator[Test]:
    resource, _, name = field.refers.partition(".")
    table = tables.get(resource)
    if table is None or table.left_out is None or name in table.absent:
        return
    if not len(table) and not table.schema.may_be_empty:
        return
    known = table.columns[name].dictionary
    failed = pc.invert(pc.is_in(values, known))
    if not pc.any(failed).as_py():
        return
    names = set(known.to_pylist())
    spoilt = table.left_out | {_bare(other) for other in names if other != _bare(other)}
    cells = values.to_pylist()
    missing = [
        is_missing and any(_misses(part, names, spoilt) for part in _named(field, cell))
        for cell, is_missing in zip(cells, failed.to_pylist(), strict=True)
    ]
    allowed = f"{'an' if name[0] in 'aeiou' else 'a'} {name} of {resource}.csv"
    hint = _Hint(table, name, sorted(names - {""}))
    yield (
        arrow.flags(missing),
        allowed,
        lambda value: (
            _misplaced(field, value)
            or "; ".join(
                f"{part!r}: {hint.of(part)}" for part in _named(field, value) if part not in names
            )
        ),
    )


def _misplaced(field: Field, cell: str) -> str:
    """The fix for several names written as another kind of column has them; empty for any other."""
    if field.separator and is_choice(cell):
        return f"write {field.separator.join(members(cell))}, which is a list"
    if not field.separator and "|" in cell:
        return f"write [{cell.replace('|', ',')}] where the text leaves open which is meant"
    return ""


def _misses(name: str, names: set[str], spoilt: frozenset[str]) -> bool:
    """Whether nothing has a name. spoilt: those of rows that are themselves reported as wrong."""
    return name not in names and name not in spoilt and _bare(name) not in spoilt


def _bare(name: str) -> str:
    """A name as it would be if it were written as ids are: in small letters, without blanks."""
    return name.strip().lower()


class _Hint:
    """The hints for names that no row of a table has. ids: those that rows have, in order."""

    def __init__(self, table: Table, column: str, ids: list[str]) -> None:
        self._table, self._column, self._ids = table, column, ids

    def of(self, name: str) -> str:
        """The fix for a name: the id of what people call so, else those that resemble it."""
        called = self._called.get(name.strip().casefold())
        return f"write {called}" if called else nearest(name, neighbours(name, self._ids))

    @cached_property
    def _called(self) -> dict[str, str]:
        """The ids by the names in other columns; without names that several have."""
        ids = self._table.columns[self._column].to_pylist()
        named: dict[str, set[str]] = {}
        for column in set(NAMES) & set(self._table.columns):
            for cell, key in zip(self._table.columns[column].to_pylist(), ids, strict=True):
                for name in cell.split("|"):
                    named.setdefault(name.casefold(), set()).add(key)
        return {name: next(iter(ids)) for name, ids in named.items() if name and len(ids) == 1}


def _named(field: Field, cell: str) -> tuple[str, ...]:
    """The names in a cell: a list only in a column of lists, a one-of set only in another."""
    misplaced = is_choice(cell) if field.separator else "|" in cell
    return (cell,) if misplaced else members(cell)


def _keys(table: Table) -> Iterator[Fault]:
    """A fault for the rows whose key an earlier row has already."""
    names = table.schema.key
    columns = [table.columns[name] for name in names]
    codes, count = arrow.combined(columns)
    if count == len(codes):
        return
    numbers = codes.tolist()
    first: dict[int, int] = {}
    duplicates = [row for row, code in enumerate(numbers) if first.setdefault(code, row) != row]
    duplicates = [row for row in duplicates if any(column[row].as_py() for column in columns)]

    def problem(row: int) -> Problem:
        line = table.line(first[numbers[row]])
        value = repr(shorter(", ".join(column[row].as_py() for column in columns), LONGEST))
        allowed = f"each {', '.join(names)} once; line {line} has it already"
        return table.place(row, names[0]).problem(value, allowed, "delete or rename one")

    if duplicates:
        yield Fault(table.schema.name, names, duplicates, problem)


def _in_rows(
    table: Table, field: Field, failed: Any, allowed: str, fix: Callable[[str], str]
) -> Iterator[Fault]:
    """A fault for the rows of the table whose value in the column failed a test."""
    if not pc.any(failed).as_py():
        return
    column = table.columns[field.name]
    rows = pc.indices_nonzero(pc.take(failed, column.indices)).to_pylist()

    def problem(row: int) -> Problem:
        value = column[row].as_py()
        quoted = repr(shorter(value, LONGEST))
        place = table.place(row, field.name)
        return place.problem(quoted if value else "empty", allowed, fix(value))

    yield Fault(table.schema.name, (field.name,), rows, problem)
