"""The cells of a table as pandas and spreadsheets leave them, put back where their meaning is one.

A cell of free text is never changed: "NaN" can be what somebody said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from analysis.case.numerals import whole, with_point
from analysis.case.schema import Field, TableSchema
from analysis.claims.cells import Row

UNKNOWN = frozenset(("nan", "<na>", "nat", "null", "none", "n/a", "na", "#n/a"))
"""What programs write for an empty cell, in small letters."""
NUMERIC = ("integer", "number")
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(:00(\.0+)?)?")
"""A day as a program writes it that holds times alone."""
SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
"""A day as spreadsheets write it, day or month first."""


def keys(
    schemas: Mapping[str, TableSchema], rows: Mapping[str, Iterable[Row]]
) -> dict[str, frozenset[str]]:
    """The values of each column that others may refer to, by `table.column`."""
    referred = {field.refers for schema in schemas.values() for field in schema.fields}
    named = [name.partition(".") for name in referred if name]
    return {
        f"{table}.{column}": frozenset(row.get(column, "") for row in rows.get(table, ()))
        for table, _, column in named
    }


def cleaned(
    schema: TableSchema,
    columns: Mapping[str, list[str]],
    known: Mapping[str, frozenset[str]],
    delimiter: str,
) -> tuple[dict[str, list[str]], Counter[str]]:
    """The columns with cells put back, and how many cells were, by what was done, in words.

    columns: their cells, by their names. known: the values that a column may refer to, by
    `table.column`. delimiter: the sign that parted the columns of the file: unless it is a comma,
    one can stand before decimals.
    """
    counts: Counter[str] = Counter()
    cleaned_columns = {
        field.name: _column(field, columns[field.name], known, delimiter, counts)
        for field in schema.fields
    }
    return cleaned_columns, counts


def _column(
    field: Field,
    cells: list[str],
    known: Mapping[str, frozenset[str]],
    delimiter: str,
    counts: Counter[str],
) -> list[str]:
    """The cells of a column put back; what was done is added to the counts."""
    day_first = _day_first(cells) if field.format == "edtf" else None
    as_floats = field.type == "integer" or _as_floats(cells)
    put_back: dict[str, tuple[str, str]] = {}
    for cell in set(cells):
        if _is_unknown(cell, field, known):
            put_back[cell] = "", f"nothing in place of “{cell}”"
        elif field.type in NUMERIC:
            put_back[cell] = _number(cell, delimiter, as_floats)
        elif field.format == "edtf":
            put_back[cell] = _date(cell, day_first)
    for cell in cells:
        new, words = put_back.get(cell, (cell, ""))
        if new != cell:
            counts[words] += 1
    return [put_back.get(cell, (cell, ""))[0] for cell in cells]


def _is_unknown(cell: str, field: Field, known: Mapping[str, frozenset[str]]) -> bool:
    """Whether a cell holds what a program writes for an empty one, and cannot hold it as text."""
    if cell.casefold() not in UNKNOWN:
        return False
    if "enum" in field.constraints:
        return cell not in field.constraints["enum"]
    if field.refers:
        return cell not in known.get(field.refers, ())
    return field.type in NUMERIC or field.format == "edtf"


def _as_floats(cells: Iterable[str]) -> bool:
    """Whether a program wrote numbers that are mostly whole with a point all of them."""
    numbers = [cell for cell in cells if cell and cell.casefold() not in UNKNOWN]
    return all("." in cell for cell in numbers) and 2 * len(numbers) < 3 * sum(
        cell.endswith(".0") for cell in numbers
    )


def _number(cell: str, delimiter: str, as_floats: bool) -> tuple[str, str]:
    """A number put back. as_floats: whether a program added ".0" to those of its column."""
    if as_floats and whole(cell) != cell:
        return whole(cell), "took “.0” off the numbers"
    if delimiter != "," and with_point(cell) != cell:
        return with_point(cell), "a point in place of the decimal comma"
    return cell, ""


def _date(cell: str, day_first: bool | None) -> tuple[str, str]:
    """A day put back. day_first: the order of those that begin with no year; None if unknown."""
    if match := MIDNIGHT.fullmatch(cell):
        return match[1], "took the midnight off the days"
    if re.fullmatch(r"\d{4}\.0", cell):
        return cell[:4], "took “.0” off the numbers"
    match = SLASHED.fullmatch(cell)
    if match and day_first is not None:
        day, month = (match[1], match[3]) if day_first else (match[3], match[1])
        return f"{match[4]}-{int(month):02}-{int(day):02}", "the year first in the dates"
    return cell, ""


def _day_first(cells: Iterable[str]) -> bool | None:
    """Whether days come before months in the dates of a column, as some of them prove.

    None where none of them proves it, or they prove both: a program writes all in one order.
    """
    matches = [match for cell in set(cells) if (match := SLASHED.fullmatch(cell))]
    first = any(int(match[1]) > 12 for match in matches)
    second = any(int(match[3]) > 12 for match in matches)
    same_sign = len({match[2] for match in matches}) == 1
    return first if same_sign and first != second else None
