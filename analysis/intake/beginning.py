"""The beginning of a case: its description, its tables with an invented example, its notebooks.

The example is a small story of its own, so that a new case can be checked, charted and reported
before anything is typed. Its rows are those of the files `assets/example-*.csv`.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from analysis import paths
from analysis.case import json_text, properties, tables
from analysis.case.layout import canonical
from analysis.case.schema import Package, TableSchema, resource
from analysis.case.tables import Table
from analysis.case.tidy import Tidied
from analysis.claims.cells import Row, Rows, members
from analysis.errors import Gathered, Invalid, Problem, many
from analysis.paths import PACKAGE

ASSETS = Path(__file__).parent / "assets"
TABLES = (
    *("sources", "actors", "places", "routes", "measures", "events", "claims", "links"),
    *("disputes", "searches"),
)
"""The tables of a new case, in the order in which it describes them."""
LEAD_SOURCE = "example-post-2031-03-04"
"""The document of the example that its report starts from."""
GROUPS = {"authorities": "Authorities", "rescue": "Rescue and hospitals", "outlets": "News outlets"}
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
LONGEST = 60
"""Letters that the name of a case may have: folders of reports are named after it."""

Chapter = Mapping[str, str]
"""A chapter as datapackage.json lists it: notebook, name, title, question, and perhaps hero."""


def problems(name: str, title: str, at: Path) -> Iterator[Problem]:
    """Everything that is wrong with a case to begin.

    name: of the case and its folder. title: of the case, for readers. at: the folder that is to
    hold that of the case.
    """
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        allowed = f"at most {LONGEST} small letters, digits, - and _"
        yield Problem("name", repr(name), allowed, f"write {_plain(name)}")
    elif os.path.lexists(at / name):
        fix = "choose another name, or another folder with --at"
        yield Problem("name", f"{at / name}: it exists", "a folder that does not exist yet", fix)
    if not title.strip() or not title.isprintable():
        fix = 'write one, as --title "The fire at the mill"'
        yield Problem("title", repr(title), "a line of text", fix)
    above = next(path for path in (at, *at.absolute().parents) if os.path.lexists(path))
    if not above.is_dir():
        yield Problem("at", f"{above}: no folder", "a folder, or one that can be made", "name one")
    elif not os.access(above, os.W_OK | os.X_OK):
        fix = "name another, or let it be written"
        yield Problem("at", f"{above}: it cannot be written", "a folder that can be written", fix)


def begin(
    name: str, title: str, at: Path, chapters: Sequence[Chapter], notebooks: Mapping[str, str]
) -> Path:
    """Make the folder of a case, whole or not at all, and return it.

    name, title, at: as for `problems`. chapters: of its report, in order. notebooks: its own, the
    texts of their files by their paths from the folder of the case. Raises Invalid with everything
    that is wrong.
    """
    if wrong := list(problems(name, title, at)):
        raise Invalid(wrong)
    folder = at / name
    try:
        with paths.replaced(folder) as aside:
            files: dict[str, bytes | str] = {**_tables(), **notebooks}
            files[PACKAGE] = _description(name, title, chapters)
            paths.write_all({aside / file: body for file, body in files.items()})
    except OSError as error:
        value, fix = f"{folder}: {error.strerror}", "name another folder with --at"
        raise Invalid([Problem("at", value, "a folder that can be written", fix)]) from error
    return folder


def without_examples(description: Package) -> tuple[Tidied, ...]:
    """The files of a case that hold example rows, without these; every other row stays.

    description: of the case. Raises Invalid where a table cannot be read, where an example row was
    changed, and where a row that stays refers to an example.
    """
    by_name, wrong = tables.read(description)
    if len(by_name) < len(description.tables) or any(
        len(t) and not t.plain for t in by_name.values()
    ):
        raise Invalid(wrong)
    rests = {name: _Rest(table, examples(name)) for name, table in by_name.items()}
    gone = {(name, row[rest.key]) for name, rest in rests.items() for row in rest.removed}
    gathered = Gathered()
    for rest in rests.values():
        gathered.add(rest.problems(gone))
    gathered.refuse()
    changed = [rest.tidied(description.folder) for rest in rests.values() if rest.removed]
    return (*changed, *_without_lead(description))


def examples(table: str) -> Rows:
    """The example rows of a table; none for a table that the example does not have."""
    path = ASSETS / f"example-{table}.csv"
    if not path.is_file():
        return ()
    return tuple(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


@dataclass(frozen=True)
class _Rest:
    """A table of a case, and the example rows that it may hold."""

    table: Table
    examples: Rows

    @property
    def key(self) -> str:
        """The column with the id of a row."""
        return self.table.schema.key[0]

    @cached_property
    def removed(self) -> list[Row]:
        """The example rows that the table holds as they came."""
        return [row for row in self.table.rows() if self._cells(row) in self._as_they_came]

    @property
    def staying(self) -> Iterator[tuple[int, Row]]:
        """All other rows, with their numbers."""
        for number, row in enumerate(self.table.rows()):
            if self._cells(row) not in self._as_they_came:
                yield number, row

    def problems(self, gone: set[tuple[str, str]]) -> Iterator[Problem]:
        """A problem for each row that stays and should not, or refers to what is taken out.

        gone: the tables and ids of the rows that are.
        """
        keys = {self._id(row) for row in self.examples}
        for number, row in self.staying:
            if self._id(row) in keys:
                allowed = "the example as it came, or a row with an id of its own"
                fix = "give it another id, or delete it"
                place = self.table.place(number, self.key)
                yield place.problem(f"{row[self.key]!r}: an example that was changed", allowed, fix)
                continue
            for field, table, name in _references(self.table.schema, row):
                if (table, name) in gone:
                    fix = f"name one of your own {table}, or delete this row"
                    place = self.table.place(number, field)
                    yield place.problem(f"{name!r}: of an example", "what stays in the case", fix)

    def tidied(self, folder: Path) -> Tidied:
        """The file without example rows. folder: of the case."""
        schema = self.table.schema
        body = canonical(schema, [row for _, row in self.staying])
        return Tidied(
            folder / schema.path, body, (f"took out {many(len(self.removed), 'example row')}",)
        )

    @cached_property
    def _as_they_came(self) -> set[tuple[str, ...]]:
        return {self._cells(row) for row in self.examples}

    def _cells(self, row: Row) -> tuple[str, ...]:
        return tuple(row.get(name, "") for name in self.table.schema.columns)

    def _id(self, row: Row) -> tuple[str, ...]:
        return tuple(row[name] for name in self.table.schema.key)


def _references(schema: TableSchema, row: Row) -> Iterator[tuple[str, str, str]]:
    """What a row refers to: the column, the table, and an id there, or a measure."""
    for field in schema.fields:
        table, _, column = field.refers.partition(".")
        if column and column != "category":  # a category means nothing without its measure
            yield from ((field.name, table, name) for name in members(row[field.name]))
    if row.get("subset_of"):
        yield "subset_of", "measures", row["subset_of"].partition("/")[0]


def _without_lead(description: Package) -> Iterator[Tidied]:
    """The description without the example that the report started from."""
    if description.lead_source != LEAD_SOURCE:
        return
    path = description.folder / PACKAGE
    text = path.read_text(encoding="utf-8")
    change = f"the report starts from no document now; name one at {properties.LEAD_SOURCE}"
    place = (properties.LEAD_SOURCE,)
    fresh = json_text.rewritten(text, lambda at, text_, key: text_ if key or at != place else "")
    yield Tidied(path, fresh.encode("utf-8"), (change,))


def _tables() -> dict[str, bytes]:
    """The tables of a new case, by their files."""
    return {f"{table}.csv": (ASSETS / f"example-{table}.csv").read_bytes() for table in TABLES}


def _description(name: str, title: str, chapters: Sequence[Chapter]) -> str:
    """The description of a new case, as the text of datapackage.json."""
    head = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": title,
        "description": f"{title}: the figures that were published, who said each of them, when, "
        "and in which words.",
        "version": "0.1.0",
        "created": datetime.now(UTC).strftime("%Y-%m-%dT00:00:00Z"),
        properties.LEAD_SOURCE: LEAD_SOURCE,
        properties.GROUPS: GROUPS,
        properties.CHAPTERS: list(chapters),
        "resources": [resource(table) for table in TABLES],
    }
    return json.dumps(head, indent=2, ensure_ascii=False) + "\n"


def _plain(name: str) -> str:
    """A name that a case may have, close to what was typed."""
    plain = re.sub(r"[^a-z0-9_-]+", "-", name.casefold()).strip("-_")[:LONGEST]
    return plain or "mill-2031"
