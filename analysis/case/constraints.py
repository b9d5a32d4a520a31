"""The checks of each column against its schema, on the distinct values of that column.

A million rows hold few distinct values, and Arrow tests those in compiled code: the checks cost
less than reading the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analysis.case import arrow
from analysis.case.schema import Field
from analysis.case.tables import Table
from analysis.claims.cells import is_choice, members
from analysis.claims.dates import ALLOWED, reordered, when
from analysis.errors import Problem, nearest, repeated, shorter

Test = tuple[Any, str, Callable[[str], str]]
"""A BooleanArray of the distinct values that fail; what is allowed; the fix for a value."""

INTEGER = r"^-?[0-9]{1,15}$"
NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"
WRAPPED = "^[“”„‘’].*[“”‘’]$"
"""A value in typographic quotation marks, which are never part of it."""
LIMITS = (
    ("minimum", pc.less, "at least"),
    ("exclusiveMinimum", pc.less_equal, "more than"),
    ("maximum", pc.greater, "at most"),
)
"""Constraints of a number: name, the comparison that fails, and the wording."""
EMPTY, JOINED = arrow.text(""), arrow.text("\x1f")
"""An empty cell; and the unit separator, which no cell may hold, to join the columns of a key."""
UNKNOWN, NO = pa.nulls(1, pa.string())[0], arrow.flags([False])[0]
LONGEST = 80
"""Letters of a value that a message quotes."""


def problems(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Everything in the tables that their schema does not allow.

    tables: the tables that could be read, by name; references to others are not checked.
    """
    for table in tables.values():
        yield from _keys(table)
        for field in table.schema.fields:
            yield from _field(table, field, tables)


def _field(table: Table, field: Field, tables: Mapping[str, Table]) -> Iterator[Problem]:
    column = table.columns[field.name]
    values = column.dictionary
    empty = pc.equal(values, EMPTY)
    if field.required:
        yield from _in_rows(table, field, empty, "a value", lambda _: f"give its {field.name}")
    for failed, allowed, fix in _tests(field, values, tables):
        yield from _in_rows(table, field, pc.and_not(failed, empty), allowed, fix)


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
    yield pc.not_equal(trimmed, values), "no blanks at the ends", lambda _: "delete the blanks"
    broken = pc.match_substring_regex(values, "[\\n\\r\\x00-\\x08]")
    yield broken, "one line of text", lambda _: "delete the line break or control character"
    quoted = pc.match_substring_regex(values, WRAPPED)
    yield quoted, "no quotation marks around a value", lambda _: "delete them"


def _numbers(field: Field, values: Any) -> Iterator[Test]:
    whole = field.type == "integer"
    numeric = pc.match_substring_regex(values, INTEGER if whole else NUMBER)
    allowed = f"a {'whole ' * whole}number in at most 15 digits"
    yield pc.invert(numeric), allowed, _unformatted
    numbers = pc.cast(pc.if_else(numeric, values, UNKNOWN), pa.float64())
    for name, compare, wording in LIMITS:
        if name in field.constraints:
            bound = field.constraints[name]
            outside = pc.fill_null(compare(numbers, arrow.number(float(bound))), NO)
            yield outside, f"{wording} {bound}", lambda _: "correct it; empty is unknown"


def _unformatted(value: str) -> str:
    """The fix for a number with separators for thousands, which spreadsheets add."""
    digits = value.replace(",", "").replace(" ", "").replace("\u00a0", "")
    plain = digits.isascii() and digits.isdigit() and len(digits) <= 15
    return f"write {digits}" if plain else "write digits alone; empty is unknown"


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
    parts = value.replace(".", "/").split("/")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return reordered(*parts)
    wanted = _misdated(value)
    return f"write {'a date' if wanted == ALLOWED else wanted}; empty is unknown"


def _among(values: Any, known: list[str]) -> Test:
    allowed = "one of " + ", ".join(known)
    return pc.invert(pc.is_in(values, arrow.texts(known))), allowed, lambda v: nearest(v, known)


def _references(field: Field, values: Any, tables: Mapping[str, Table]) -> Iterator[Test]:
    resource, _, name = field.refers.partition(".")
    if resource not in tables or not tables[resource].whole:
        return
    if not len(tables[resource]) and not tables[resource].schema.may_be_empty:
        return
    known = tables[resource].columns[name].dictionary
    failed = pc.invert(pc.is_in(values, known))
    plural = pc.match_substring_regex(values, r"[\[|]")
    if pc.any(plural).as_py():  # a cell that holds several names is not itself one that is known
        names, cells = set(known.to_pylist()), values.to_pylist()
        failed = arrow.flags(bool(set(_named(field, cell)) - names) for cell in cells)
    allowed = f"{'an' if name[0] in 'aeiou' else 'a'} {name} of {resource}.csv"
    yield failed, allowed, lambda value: _unknown(_named(field, value), known.to_pylist())


def _unknown(names: tuple[str, ...], known: list[str]) -> str:
    missing = [name for name in names if name not in known]
    return "; ".join(f"{name!r}: {nearest(name, known)}" for name in missing)


def _named(field: Field, cell: str) -> tuple[str, ...]:
    """The names in a cell: a list only in a column of lists, a one-of set only in another."""
    misplaced = is_choice(cell) if field.separator else "|" in cell
    return (cell,) if misplaced else members(cell)


def _keys(table: Table) -> Iterator[Problem]:
    """A problem for each row whose key an earlier row has already."""
    names = table.schema.key
    parts = [table.columns[name].cast(pa.string()) for name in names]
    key = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, JOINED)
    encoded = pc.dictionary_encode(key)
    if len(encoded.dictionary) == len(encoded):
        return
    first: dict[int, int] = {}
    codes = encoded.indices.to_pylist()
    duplicates = [row for row, code in enumerate(codes) if first.setdefault(code, row) != row]

    def problem(row: int) -> Problem:
        line = table.line(first[codes[row]])
        value = repr(key[row].as_py().replace("\x1f", ", "))
        allowed = f"each {', '.join(names)} once; line {line} has it already"
        return table.place(row, names[0]).problem(value, allowed, "delete or rename one")

    yield from repeated(problem, duplicates)


def _in_rows(
    table: Table, field: Field, failed: Any, allowed: str, fix: Callable[[str], str]
) -> Iterator[Problem]:
    """A problem for each row of the table whose value in the column failed a test."""
    if not pc.any(failed).as_py():
        return
    column = table.columns[field.name]
    rows = pc.indices_nonzero(pc.take(failed, column.indices)).to_pylist()

    def problem(row: int) -> Problem:
        value = column[row].as_py()
        quoted = repr(shorter(value, LONGEST))
        place = table.place(row, field.name)
        return place.problem(quoted if value else "empty", allowed, fix(value))

    yield from repeated(problem, rows)
