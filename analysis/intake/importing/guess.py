"""A mapping to edit: what the columns of a table may mean, by their names and first rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

from analysis.errors import Invalid, Place
from analysis.intake.importing.days import day_of
from analysis.intake.importing.figures import BLANKS, UNKNOWN, of_number
from analysis.intake.importing.place_rows import slug
from analysis.intake.workbook import open_table

LOOKED_AT = 500
"""Rows by which a column is judged."""
MOSTLY = 0.8
"""The share of its cells by which a column is taken for one of days or of figures."""
ENDS = {
    "low": ("min", "minimum", "low", "lower", "least"),
    "high": ("max", "maximum", "high", "upper", "most"),
    "best": ("best", "central", "estimate"),
}
"""Words in the names of columns that hold an end of a range, or the figure between them."""
COUNTED = re.compile(
    r"kill|dead|death|fatal|injur|wound|missing|displac|arrest|detain|strike|casualt|victim|toll|"
    r"count|number|total|house|vehicle|people|person|size",
    re.IGNORECASE,
)
"""Names of columns that count something."""
NOT_COUNTED = re.compile(
    r"(^|_|\b)(id|year|month|day|code|lat|latitude|lon|lng|longitude|prec|precision|gid)(_|\b|$)",
    re.IGNORECASE,
)
PLACES = re.compile(r"location|place|town|city|village|settlement|site", re.IGNORECASE)
REGIONS = re.compile(r"district|adm|province|governorate|region|area|country|state", re.IGNORECASE)


@dataclass(frozen=True)
class _Sample:
    """The first rows of a table, column by column, without blanks."""

    cells: Mapping[str, Sequence[str]]

    @cached_property
    def days(self) -> frozenset[str]:
        """The columns that mostly hold days."""
        return frozenset(name for name in self.cells if self._mostly(name, _in_either_order))

    def figures(self, name: str) -> bool:
        """Whether a column mostly holds figures, and is no id or code by its name."""
        return not NOT_COUNTED.search(name) and self._mostly(
            name, lambda cell: of_number(cell).figure
        )

    def unique(self, name: str) -> bool:
        """Whether no cell of a column is there twice."""
        cells = self.cells[name]
        return bool(cells) and len(set(cells)) == len(cells)

    def _mostly(self, name: str, test: Callable[[str], object]) -> bool:
        cells = [cell for cell in self.cells[name] if cell.casefold() not in UNKNOWN]
        passed = sum(bool(test(cell)) for cell in cells)
        return bool(cells) and passed >= MOSTLY * len(cells)


def _in_either_order(cell: str) -> date | None:
    return day_of(cell, True) or day_of(cell, False)


def guessed(file: Path, sheet: str = "") -> str:
    """The text of a mapping for a table, with what can be seen in it, to be edited.

    Raises Invalid where the file is no table, or no column of it holds figures.
    """
    table = open_table(file, sheet)
    rows = [row for _, row in islice(table.rows(), LOOKED_AT)]
    filled = {
        name: [row[name] for row in rows if row[name].casefold() not in BLANKS]
        for name in table.header
    }
    sample = _Sample(filled)
    counts = list(_counts(table.header, sample))
    if not counts:
        allowed, fix = "a column of numbers, ranges or words such as “at least 20”", "see its cells"
        raise Invalid([Place("", file.name).problem("no column of figures", allowed, fix)])
    lines = [*_head(file), *_columns(table.header, sample), *_entries(counts)]
    return "\n".join([*lines, *_not_guessed(sample, counts)]) + "\n"


def _not_guessed(sample: _Sample, counts: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """A comment for each column with some figures that is in no count."""
    used = {name for columns in counts for name in columns.values()}
    for name, cells in sample.cells.items():
        some = any(of_number(cell).figure for cell in cells)
        if name not in used and some and not NOT_COUNTED.search(name) and name not in sample.days:
            unread = next((cell for cell in cells if not of_number(cell).figure), "")
            why = f"a cell is {json.dumps(unread, ensure_ascii=False)}" if unread else "by its name"
            yield f"# Not guessed, though it has numbers: {_quoted(name)}; {why}"


def _head(file: Path) -> Iterator[str]:
    yield f"# What the columns of {file.name} mean, as far as they show it: correct it."
    yield f"name: {slug(file.stem)}"
    yield f"title: {json.dumps(file.stem, ensure_ascii=False)}"
    yield "publisher: Who publishes the table"
    yield 'url: "https://example.org/"'
    yield "citation: How its publisher wants it to be cited"
    yield "terms: What its terms allow; read them before you pass rows on"
    yield "may_be_shared: false  # true lets git take the case"
    yield "claimant: {id: publisher, name: Who says so, kind: monitor, group: Data sets}"


def _columns(header: Sequence[str], sample: _Sample) -> Iterator[str]:
    """The lines of ids, days and places."""
    ids = [name for name in header if re.search(r"(^|[_.\s])id$|^id", name, re.IGNORECASE)]
    row_id = next((name for name in ids if sample.unique(name)), "")
    prefix = "prefix: row-"
    yield f"rows: {{id: {_quoted(row_id)}, {prefix}}}" if row_id else f"rows: {{{prefix}}}"
    days = [name for name in header if name in sample.days]
    if days:
        starts = [name for name in days if re.search(r"start|begin|event", name.lower())]
        ends = [name for name in days if re.search(r"end|last|until", name, re.IGNORECASE)]
        end = f", end: {_quoted(ends[0])}" if ends else ""
        yield f"dates: {{start: {_quoted([*starts, *days][0])}{end}}}"
    place = list(_place(header, days))
    if place:
        yield f"place: {{{', '.join(place)}}}"


def _place(header: Sequence[str], days: Sequence[str]) -> Iterator[str]:
    names = [name for name in header if name not in days]
    for key, pattern in (("latitude", r"lat(itude)?"), ("longitude", r"lon|lng|longitude")):
        column = next((n for n in names if re.fullmatch(pattern, n, re.IGNORECASE)), "")
        if column:
            yield f"{key}: {_quoted(column)}"
    regions = [n for n in names if REGIONS.search(n) and not NOT_COUNTED.search(n)]
    towns = [name for name in names if PLACES.search(name) and name not in regions]
    if towns or regions:
        yield f"name: {_quoted((towns or regions)[0])}"
    within = regions if towns else regions[1:]
    if within:
        yield f"within: [{', '.join(map(_quoted, within))}]"


def _counts(header: Sequence[str], sample: _Sample) -> Iterator[Mapping[str, str]]:
    """The columns of each figure, by their role."""
    numeric = [name for name in header if sample.figures(name) and name not in sample.days]
    families: dict[str, dict[str, str]] = {}
    for name in numeric:
        role, stem = _role(name)
        if role:
            families.setdefault(stem, {})[role] = name
    whole = [family for family in families.values() if {"low", "high"} <= family.keys()]
    if lone := families.get("", {}).get("best"):
        whole = [family if "best" in family else family | {"best": lone} for family in whole]
    yield from whole
    used = {name for family in whole for name in family.values()}
    rest = [name for name in numeric if name not in used]
    named = [name for name in rest if COUNTED.search(name)]
    for name in named or ([] if whole else rest):
        yield {"column": name}


def _role(name: str) -> tuple[str, str]:
    """Which end of a range the name of a column says that it is, and the rest of the name."""
    words = [word for word in re.split(r"[\W_]+", name.casefold()) if word]
    for role, signs in ENDS.items():
        if any(word in signs for word in words):
            return role, " ".join(word for word in words if word not in signs)
    return "", name


def _entries(counts: Sequence[Mapping[str, str]]) -> Iterator[str]:
    yield "counts:"
    used: set[str] = set()
    for columns in counts:
        stem = _role(next(iter(columns.values())))[1] or "figure"
        measure = slug(stem).replace("-", "_")
        measure = measure if measure not in used else f"{measure}_{len(used) + 1}"
        used.add(measure)
        yield f"  - measure: {measure}"
        yield f"    label: {_quoted(stem.replace('_', ' '))}"
        yield "    unit: people"
        yield "    definition: What is counted, and what is not, as the publisher says"
        for role in ("column", "low", "best", "high"):
            if role in columns:
                yield f"    {role}: {_quoted(columns[role])}"


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
