"""An id of a case under another name: in every table, in the description, and in its notebooks."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis import paths
from analysis.case import json_text
from analysis.case.chapters import chapters
from analysis.case.check import checked
from analysis.case.contradictions import contradictions, fingerprint_of
from analysis.case.layout import canonical
from analysis.case.load import Examined, examine
from analysis.case.properties import CHAPTERS, GROUPS, LEAD_SOURCE, STATEMENTS
from analysis.case.schema import Package, TableSchema, package
from analysis.case.statements import RESTS_ON
from analysis.claims.cells import Row, members
from analysis.claims.disputes import recorded
from analysis.claims.measure import EVENT_DATE, STATEMENT
from analysis.claims.statements import Statements
from analysis.errors import Invalid, Place, Problem, nearest
from analysis.paths import PACKAGE, case_folder

KEYS: Mapping[str, str] = {
    "sources": "source_id",
    "actors": "actor_id",
    "groups": "group",
    "places": "place_id",
    "routes": "route_id",
    "measures": "measure",
    "events": "event_id",
    "claims": "claim_id",
    "disputes": "dispute_id",
    "searches": "search_id",
}
"""The tables that hold ids, each with their column; groups are in the description of the case."""
MORE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "groups": (("actors", "group"),),
    "measures": (("measures", "subset_of"),),
    "events": (("claims", "identity"),),
}
"""Columns, each after its table, that hold ids without a reference in the schema."""
RESERVED = (STATEMENT, EVENT_DATE)
"""Measures that rules go by."""
GROUP = "[a-z0-9][a-z0-9_-]*"
"""The pattern of a group."""
PART = re.compile(r"[^,|\[\]]+")
"""An id in a cell, or in a text, that may hold several."""
SEVERAL = re.compile(r"\s*\[?\s*[\w.-]+(\s*[,|]\s*[\w.-]+)*\s*,?\s*\]?\s*")
"""A text that holds an id, or several with commas or bars, and nothing else."""
LITERAL = re.compile(r"""(?P<quote>["'])(?P<body>(?:\\.|(?!(?P=quote))[^\n\\])*)(?P=quote)""")
"""A string of Python on one line."""


@dataclass(frozen=True)
class Renaming:
    """An id, the one in its place, and the table of `KEYS` that holds it."""

    old: str
    new: str
    table: str

    def in_cell(self, cell: str) -> str:
        """A cell, or another text that holds ids alone, with the new one."""
        if self.table == "measures" and "/" in cell:  # a measure and one of its categories
            measure, _, category = cell.partition("/")
            return f"{self.in_cell(measure)}/{category}"
        return PART.sub(lambda part: self._part(part[0]), cell)

    def in_text(self, text: str) -> str:
        """A text with the new id, where it holds nothing but ids."""
        return self.in_cell(text) if SEVERAL.fullmatch(text) else text

    def in_code(self, code: str) -> str:
        """Lines of Python with the new id in the strings that hold nothing but ids."""

        def changed(literal: re.Match[str]) -> str:
            body = self.in_text(self.in_prose(literal["body"]))
            return f"{literal['quote']}{body}{literal['quote']}"

        return LITERAL.sub(changed, code)

    def in_prose(self, words: str) -> str:
        """Prose with the new id of a claim where the old one is cited, as in [c003]."""
        return words.replace(f"[{self.old}]", f"[{self.new}]") if self.table == "claims" else words

    def _part(self, part: str) -> str:
        return part.replace(self.old, self.new) if part.strip() == self.old else part

    def mentioned(self, words: str) -> bool:
        """Whether words still hold the old id; one that may be a plain word is not looked for."""
        return not self.old.isalpha() and bool(
            re.search(rf"(?<![\w-]){re.escape(self.old)}(?![\w-])", words)
        )


@dataclass(frozen=True)
class Renamed:
    """What a new name changes in a case.

    files: the new contents of each file that changes. changes: how often the id is changed in each,
    by its path from the folder of the case. mentions: the places in which the old id still stands
    among words, which a person has to look at.
    """

    files: Mapping[Path, bytes]
    changes: Mapping[str, int]
    mentions: tuple[str, ...]


def renamed(case: str | os.PathLike[str], old: str, new: str, table: str = "") -> Renamed:
    """The files of a case with an id under another name; nothing is written.

    case: a name under `data/`, or a path. old, new: the id, and the one in its place. table: of
    `KEYS`; only needed where two tables hold the old id. A dispute that was judged stays so. Raises
    Invalid for a case that is not well, with all that is wrong with the names, and where the case
    would not be well with the new one.
    """
    description = package(case_folder(case))
    examined = examine(case)
    if examined.problems:
        raise Invalid(examined.problems)
    renaming = Renaming(old, new, _table(description, examined, old, table))
    if problems := list(_wrong(description, examined, renaming)):
        raise Invalid(problems)
    rows = _rows(description, examined, renaming)
    texts = {PACKAGE: _head(description, renaming), **_notebooks(description, renaming)}
    tables = _judged(description, examined, rows, texts[PACKAGE][1])
    return _renamed(description, examined, tables, texts, renaming)


def _ids(description: Package, examined: Examined) -> dict[str, list[str]]:
    """The ids that each table of a case holds, in order, each once."""
    keys = {name: key for name, key in KEYS.items() if name in examined.tables}
    held = {
        name: list(dict.fromkeys(row[key] for row in examined.tables[name].rows()))
        for name, key in keys.items()
    }
    return {**held, "groups": list(description.groups)}


def _table(description: Package, examined: Examined, old: str, table: str) -> str:
    """The table that holds the old id. table: the one that was named; empty for none."""
    ids = _ids(description, examined)
    if table and table not in ids:
        raise Invalid([Problem("table", repr(table), "a table with ids", nearest(table, ids))])
    holding = [name for name in ([table] if table else ids) if old in ids[name]]
    if len(holding) == 1:
        return holding[0]
    if holding:
        fix = " or ".join(f"--table {name}" for name in holding)
        raise Invalid(
            [Problem("old", f"{old!r}, in {len(holding)} tables", "one id", f"add {fix}")]
        )
    if old == description.name and not table:
        fix = (
            f"rename its folder, write that name in {PACKAGE}, and as `case` in the cells tagged "
            "parameters of its notebooks"
        )
        raise Invalid([Problem("old", f"{old!r}, the case itself", "an id in it", fix)])
    known = ids[table] if table else [name for names in ids.values() for name in names]
    allowed = f"an id of {table}" if table else "an id of the case"
    raise Invalid([Problem("old", repr(old), allowed, nearest(old, known))])


def _wrong(description: Package, examined: Examined, renaming: Renaming) -> Iterator[Problem]:
    """What is wrong with the new name."""
    old, new, table = renaming.old, renaming.new, renaming.table
    if table == "measures" and old in RESERVED:
        fix = "rename another, or define a measure of your own"
        yield Problem("old", f"{old!r}, by which checks and charts go", "a name of your own", fix)
    pattern = GROUP
    if table in description.tables:
        constraints = description.tables[table].field(KEYS[table]).constraints
        pattern = str(constraints.get("pattern", GROUP))
    if not re.fullmatch(pattern, new):
        fix = f"write it as {_ids(description, examined)[table][0]} is written"
        yield Problem("new", repr(new), f"an id of {table}, which matches {pattern}", fix)
    elif new in _ids(description, examined)[table]:
        yield Problem("new", f"{new!r}, which {table} has already", "a new id", "choose another")


def _columns(description: Package, table: str) -> Iterator[tuple[TableSchema, str]]:
    """Every column that holds ids of a table, after the schema of its own table."""
    held = f"{table}.{KEYS[table]}"
    for schema in description.tables.values():
        for field in schema.fields:
            own = f"{schema.name}.{field.name}" == held
            if own or field.refers == held or (schema.name, field.name) in MORE.get(table, ()):
                yield schema, field.name


def _rows(
    description: Package, examined: Examined, renaming: Renaming
) -> Mapping[str, tuple[Row, ...]]:
    """The rows of each table in which the id stands, with the new one."""
    by_table: dict[str, set[str]] = {}
    for schema, column in _columns(description, renaming.table):
        by_table.setdefault(schema.name, set()).add(column)
    return {
        name: tuple(
            {k: renaming.in_cell(v) if k in columns else v for k, v in row.items()}
            for row in examined.tables[name].rows()
        )
        for name, columns in by_table.items()
        if name in examined.tables
    }


def _head(description: Package, renaming: Renaming) -> tuple[int, str]:
    """How often the id stands in datapackage.json, and the text with the new one."""
    changes = Counter[str]()

    def change(path: json_text.Path, words: str, is_key: bool) -> str:
        fresh = renaming.in_text(words) if _holds(path, renaming.table, is_key) else words
        changes.update([PACKAGE] * (fresh != words))
        return fresh

    text = (description.folder / PACKAGE).read_text(encoding="utf-8")
    fresh = json_text.rewritten(text, change)
    return changes[PACKAGE], fresh


def _holds(path: json_text.Path, table: str, is_key: bool) -> bool:
    """Whether a string of datapackage.json may be an id of a table."""
    first, *rest = path
    if is_key:
        return table == "groups" and first == GROUPS and len(rest) == 1
    if first == LEAD_SOURCE:
        return table == "sources"
    if first in STATEMENTS:
        return RESTS_ON in rest
    return first == CHAPTERS and "parameters" in rest


def _notebooks(description: Package, renaming: Renaming) -> Mapping[str, tuple[int, str]]:
    """How often the id stands in each notebook of the case's own, and its text with the new one."""
    folder = description.folder
    listed = {chapter.notebook.resolve() for chapter in chapters(folder)}
    files = listed | {path.resolve() for path in (folder / "notebooks").glob("*.ipynb")}
    # A copy of a case that comes with the project has no part of that one's notebooks.
    home = paths.NOTEBOOKS / description.name if folder.parent == paths.DATA else folder
    own = [p for p in files if p.parent == home or not p.is_relative_to(paths.NOTEBOOKS)]
    return {os.path.relpath(path, folder): _notebook(path, renaming) for path in sorted(own)}


def _notebook(path: Path, renaming: Renaming) -> tuple[int, str]:
    try:
        text = path.read_text(encoding="utf-8")
        kinds = [cell.get("cell_type") for cell in json.loads(text)["cells"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fix = "mend it, or move it out of the folder of the case"
        raise Invalid([Place(file=path.name).problem("no notebook", "a notebook", fix)]) from error
    changes = Counter[str]()

    def change(where: json_text.Path, words: str, is_key: bool) -> str:
        if is_key or where[:1] != ("cells",) or "source" not in where[2:3]:
            return words
        in_cell = renaming.in_code if kinds[int(where[1])] == "code" else renaming.in_prose
        fresh = in_cell(words)
        changes.update(["lines"] * (fresh != words))
        return fresh

    fresh = json_text.rewritten(text, change)
    return changes["lines"], fresh


def _judged(
    description: Package, examined: Examined, rows: Mapping[str, tuple[Row, ...]], head: str
) -> Mapping[str, bytes]:
    """The tables that change, by their paths, with what was judged of disputes under the new id.

    rows: of the tables with the new id. head: datapackage.json with it. Raises Invalid where the
    case would not be well.
    """
    schemas = description.tables
    bodies = {schemas[name].path: canonical(schemas[name], rows[name]) for name in rows}
    with TemporaryDirectory() as folder:
        for name, path in description.files.items():
            if path.is_relative_to(description.folder):
                draft = Path(folder) / path.relative_to(description.folder)
                paths.write(draft, bodies.get(name) or path.read_bytes())
        paths.write(Path(folder) / PACKAGE, head)
        after = checked(package(Path(folder)))
    if after.problems:
        raise Invalid(after.problems)
    stated = contradictions(after.judged).stated
    disputes = tuple(_dispute(examined, stated, *pair) for pair in _pairs(examined, rows))
    bodies[schemas["disputes"].path] = canonical(schemas["disputes"], disputes)
    before = {table.schema.path: table.raw for table in examined.tables.values()}
    return {path: body for path, body in bodies.items() if body != before[path]}


def _pairs(examined: Examined, rows: Mapping[str, tuple[Row, ...]]) -> Iterator[tuple[Row, Row]]:
    """Each row of disputes.csv with the one that takes its place."""
    before = examined.tables["disputes"].rows()
    yield from zip(before, rows.get("disputes", before), strict=True)


def _dispute(before: Examined, stated: Statements, old: Row, new: Row) -> Row:
    """A row of disputes.csv whose claims are in order, and which is judged if it was before.

    stated: what the claims state under the new id.
    """
    fresh = {**new, "claims": "|".join(sorted(members(new["claims"])))}
    (was,), (is_now,) = recorded([old]), recorded([fresh])
    earlier = before.contradictions
    if earlier and old["fingerprint"] == fingerprint_of(earlier.stated, was):
        fresh["fingerprint"] = fingerprint_of(stated, is_now)
    return fresh


def _renamed(
    description: Package,
    examined: Examined,
    tables: Mapping[str, bytes],
    texts: Mapping[str, tuple[int, str]],
    renaming: Renaming,
) -> Renamed:
    """The files that change, how often, and what a person has to look at."""
    folder = description.folder
    held = {table.schema.path: table for table in examined.tables.values()}
    columns = [(schema.path, column) for schema, column in _columns(description, renaming.table)]
    changes = {
        path: sum(
            renaming.in_cell(row[column]) != row[column]
            for other, column in columns
            if other == path
            for row in held[path].rows()
        )
        for path in tables
    } | {path: number for path, (number, _) in texts.items()}
    disputes = description.tables["disputes"].path
    if disputes in tables:  # where no id changes, what its claims were judged by does
        changes[disputes] = max(changes[disputes], 1)
    files = {folder / path: body for path, body in tables.items()}
    files |= {
        (folder / path).resolve(): text.encode("utf-8")
        for path, (number, text) in texts.items()
        if number
    }
    mentions = [
        f"{path}:{table.line(number)}:{name}"
        for path, table in held.items()
        for number, row in enumerate(table.rows())
        for name, cell in row.items()
        if (path, name) not in columns and renaming.mentioned(cell)
    ]
    return Renamed(files, {path: n for path, n in changes.items() if n}, tuple(mentions))
