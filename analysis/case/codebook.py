"""The codebook, data/README.md: a description of every table and column, from the schemas."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.case.schema import Field, TableSchema, package
from analysis.paths import DATA, case_folder, cases

PATH = DATA / "README.md"
BOUNDS = (
    ("minimum", "at least"),
    ("exclusiveMinimum", "more than"),
    ("maximum", "at most"),
    ("maxLength", "characters at most"),
)
HEAD = """# Codebook

Made from the files in `data/schema/` by `contested refresh`; edit the descriptions there.

A case is a folder with a [Data Package](https://datapackage.org): `datapackage.json` describes the
tables, each a CSV file in UTF-8 with LF line ends, in one canonical order and quoting, so that a
difference between two versions is a change of fact. An empty cell is unknown, never zero. A list is
written `a|b`; where the text leaves open which of several is meant, they are written `[a,b]`. Dates
are [EDTF](https://www.loc.gov/standards/datetime/): `2017-08-29?/2017-09-02` is from 29 August,
which the coder inferred, to 2 September; `/2017-09-02` begins on an unknown day; and
`[2017-08-29,2017-08-30]` is one of the two days.

What the tables hold is the same in every case and stands once, in `data/schema/`, a file a table;
`datapackage.json` names the files. They lie outside the folder of the case, where tools for Data
Packages go only when told so (`frictionless validate --trusted`). A case that lies elsewhere, such
as a copy, is read with these files too, unless it brings files of its own to the place that it
names, or has the schema of a table written out there: with columns of its own, if it likes, but
with all of these, by the same rules.

The tables follow Table Schema, of the Data Package standard (v2), with these additions:
`contested:refersTo` (each id in the cell names a row of that table), `contested:separator` (the
cell is a list), `contested:format` (`edtf`), `contested:order` (`as written`: the order of rows
carries meaning), `contested:mayBeEmpty`, and for the case `contested:leadSource` (the document that
the notebooks examine), `contested:groups` (the groups of actors, in the order that gives them
colours; each actor is in one of them) and `contested:chapters`. A case has the name of its folder.

What the first page of a report says in the case's own words stands in `datapackage.json` too, as
three lists: `contested:summary` (what happened, for a reader who has never heard of it),
`contested:leadReason` (why the report starts from its document) and `contested:selection` (how
claims were chosen, and what was left out). Each entry has a `sentence` and, in `rests_on`, the ids
of the claims, events, disputes, searches or sources without which it could not be written. In a
report as of a day a sentence is printed only once all of them were known. A chapter of
`contested:chapters` may name in `hero` the chart that stands on the first page, as
`contested figure` names it behind the name of the chapter.
"""


def codebook() -> str:
    """The codebook as a page of Markdown; it is the same whichever cases there are."""
    tables = package(case_folder(cases()[0])).tables.values()
    return "\n".join([HEAD, *(_table(table) for table in tables)])


def _table(table: TableSchema) -> str:
    head = f"## {table.path}: {table.title.lower()}\n\n{table.description}\n"
    key = f"One row per {', '.join(f'`{name}`' for name in table.key)}."
    rows = "\n".join(_field(field) for field in table.fields)
    columns = "| column | what it says | allowed | example |\n|---|---|---|---|"
    return f"{head}\n{key}\n\n{columns}\n{rows}\n"


def _field(field: Field) -> str:
    cells = (f"`{field.name}`", field.description, allowed(field, "`"), f"`{field.example}`")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def allowed(field: Field, mark: str = "") -> str:
    """What may stand in a column, in words; mark: what stands around each value and name."""
    return "; ".join(_allowed(field, mark))


def _allowed(field: Field, mark: str) -> Iterator[str]:
    yield from _kind(field, mark)
    rules = field.constraints
    if "enum" in rules:
        yield ", ".join(f"{mark}{value}{mark}" for value in rules["enum"])
    for name, wording in BOUNDS:
        if name in rules:
            yield f"{wording} {rules[name]}"


def _kind(field: Field, mark: str) -> Iterator[str]:
    if field.required:
        yield "required"
    if field.separator:
        yield "list"
    if field.refers:
        yield f"id of {mark}{field.refers}{mark}"
    if field.format == "edtf":
        yield "date, EDTF"
    elif field.type != "string":
        yield field.type
