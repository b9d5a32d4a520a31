"""A sheet of claims, ten columns wide, as a person fills it in: the template, and its reader."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from analysis.case.layout import to_csv
from analysis.errors import Gathered, Invalid, Place, Problem, nearest, shorten
from analysis.intake.adding import Resolved, Trial, resolved, tried
from analysis.intake.keys import KEYS
from analysis.intake.ledger import Ledger
from analysis.intake.questions import NOTHING, Question, taken
from analysis.intake.workbook import OpenTable, open_table

SHEET, HELP = "claims", "how to fill it in"
"""The names of the two sheets of the template."""
MOST_ROWS = 2_000
"""Rows of a sheet; who has more has a data set, which is imported."""
REMARK = "#"
"""How a row begins that is not read."""
NEW = re.compile(r"(?P<name>.*?)\s*\(new(?::\s*(?P<about>[^()]*))?\)")
TRANSLATED = re.compile(r"(?P<words>.*?)\s*\[(?P<gloss>.+)\]", re.DOTALL)
PRECISION_WORDS = {
    "point": "1",
    "town": "2",
    "district": "3",
    "province": "4",
    "region": "5",
    "country": "6",
    "sea": "7",
}


COORDINATES = "Its coordinates are optional, and go in places.csv afterwards"


@dataclass(frozen=True)
class Column:
    """A column of the sheet. key: of an entry. help: what goes there. example: a cell of it."""

    key: str
    help: str
    example: str


COLUMNS = {
    "date": Column(
        "published",
        "The day the document came out, as 2031-03-09; - if it shows none.",
        "2031-03-09",
    ),
    "source": Column("publisher", "Who published it; or its id in the case.", "Coast Daily"),
    "link": Column("source", "Its address, if it has one.", "https://example.org/alba"),
    "who": Column(
        "claimant",
        "Who says it. Somebody new: the name with kind and group of the case behind it.",
        "Health Ministry (new: state, government)",
    ),
    "what": Column(
        "measure", "What is counted. Something new: with (new) behind it.", "people killed (new)"
    ),
    "words": Column(
        "phrase",
        "The figure's own words, at most eight; in another language with your English in [ ].",
        "at least 78 people",
    ),
    "number": Column("stated", "Only where the words hold several: the one that is meant.", "78"),
    "place": Column(
        "place",
        "Where, if the text says so. A new place: with (new: point), town, district, province, "
        "region, country or sea.",
        "Cape Sella (new: town)",
    ),
    "period": Column("covers", "The day or days it is about.", "2031-03-04/2031-03-06"),
    "note": Column("note", "Anything a later coder should know.", "second-hand"),
}
"""The columns of the sheet, by their names. It may have any other key of an entry, too."""
NEEDED = ("who", "what", "words")
COLUMN_OF = {
    **{column.key: name for name, column in COLUMNS.items()},
    "figure": "number",
    "hedge": "words",
    "gloss": "words",
    "said": "date",
}


@dataclass(frozen=True)
class Outcome:
    """What was made of a row of a sheet.

    line: of the row. claim_id: of its claim. old: the case has that claim already. taken: the
    proposed answers that stand for what the row does not say, by key.
    """

    line: int
    claim_id: str
    old: bool
    taken: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Filled:
    """A sheet as it was read.

    outcomes: what was made of each row. trial: the case with its claims; None where it has all of
    them already. notes: how the file was read, each as a sentence.
    """

    outcomes: tuple[Outcome, ...]
    trial: Trial | None
    notes: tuple[str, ...]


def template(path: Path) -> bytes:
    """The template of a sheet, as a workbook or as CSV, by the ending of a file.

    Raises Invalid for any other ending.
    """
    if path.suffix.lower() == ".csv":
        remarks = [column.help for column in COLUMNS.values()]
        return to_csv(COLUMNS, [[f"{REMARK} {remarks[0]}", *remarks[1:]]])
    if path.suffix.lower() != ".xlsx":
        allowed = "a file that ends in .csv or .xlsx"
        raise Invalid([Problem("sheet", repr(path.name), allowed, f"write {path.stem}.xlsx")])
    return _workbook()


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    claims = book.worksheets[0]
    claims.title = SHEET
    claims.append(list(COLUMNS))
    claims.freeze_panes = "A2"
    helping = book.create_sheet(HELP)
    helping.append(["column", "what goes there", "for example"])
    for name, column in COLUMNS.items():
        helping.append([name, column.help, column.example])
    more = f"Further columns may follow, named {', '.join(_further())}."
    helping.append(["", f"{more} A row that begins with {REMARK} is not read."])
    for sheet, widths in ((claims, [14] * len(COLUMNS)), (helping, [10, 70, 40])):
        for number, width in enumerate(widths, 1):
            sheet.cell(1, number).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(number)].width = width
    for row in helping.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _further() -> list[str]:
    """The keys that have no column among the ten, by which a sheet may have more columns."""
    taken = {column.key for column in COLUMNS.values()}
    return [key for key in KEYS if key not in taken]


def filled(ledger: Ledger, path: Path, sheet: str = "") -> Filled:
    """The claims of a sheet, in a case that is checked with them.

    path: a workbook or a file of text. sheet: of the workbook; by default that of the template, or
    the only one that holds anything. Raises Invalid with the problems of all rows at once.
    """
    table = open_table(path, sheet, usual=SHEET)
    _refuse_columns(table)
    gathered = Gathered()
    places: dict[str, Place] = {}
    outcomes: list[Outcome] = []
    for line, entry in _entries(table, gathered):
        place = table.place(line)
        result = gathered.tried(lambda: _resolved(ledger, entry, place), None)  # noqa: B023
        if result is not None:
            ledger = result.ledger
            answers = {} if result.same else taken(result.questions)
            outcomes.append(Outcome(line, result.claim_id, bool(result.same), answers))
            places |= {} if result.same else {result.claim_id: place}
    trial = gathered.tried(lambda: _tried(ledger, places), None) if places else None
    gathered.refuse(path.name)
    return Filled(tuple(outcomes), trial, table.notes)


def _entries(table: OpenTable, gathered: Gathered) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The entry of each row, with its line; what is wrong with the file is gathered."""
    try:
        for number, (line, row) in enumerate(table.rows()):
            if number == MOST_ROWS:
                fix = "import it as a data set, or make several sheets of it"
                allowed = f"at most {MOST_ROWS:,} rows"
                gathered.add([table.place(line).problem("more rows", allowed, fix)])
                return
            if not next(filter(None, row.values()), "").startswith(REMARK):
                yield line, _entry(row)
    except Invalid as invalid:
        gathered.add(invalid.problems)


def _refuse_columns(table: OpenTable) -> None:
    """Raise Invalid where the columns are not those of a sheet."""
    known = [*COLUMNS, *_further()]
    line = table.header_line
    header = [name.casefold() for name in table.header]
    problems = [
        table.place(line, name).problem("unknown column", "a column of the template", fix)
        for name in table.header
        if name.casefold() not in known
        for fix in [nearest(name, known)]
    ]
    problems += [
        table.place(line, name).problem("two columns of one name", "each name once", "rename one")
        for name in table.header
        if header.count(name.casefold()) > 1
    ]
    missing = [name for name in NEEDED if name not in header]
    missing += [] if {"source", "link"} & set(header) else ["source"]
    if missing:
        allowed = f"the columns {shorten(COLUMNS)}"
        value, fix = f"no column {shorten(missing)}", "add it, or begin with the template"
        problems.append(table.place(line).problem(value, allowed, fix))
    if problems:
        raise Invalid(problems)


def _entry(row: Mapping[str, str]) -> dict[str, str]:
    """The entry in a row: empty cells say nothing, and columns are named in any case."""
    row = {name.casefold(): text for name, text in row.items()}
    keyed = {COLUMNS[name].key if name in COLUMNS else name: text for name, text in row.items()}
    entry = {key: text for key, text in keyed.items() if text}
    if entry.get("published", NOTHING) != NOTHING:
        entry.setdefault("said", entry["published"])
    if "stated" in entry:
        entry["stated"] = re.sub(r"(?<=\d)[,\s](?=\d{3})", "", entry["stated"])
    if match := TRANSLATED.fullmatch(entry.get("phrase", "")):
        entry |= {"phrase": match["words"], "gloss": match["gloss"]}
    return entry | _new_names(entry)


def _new_names(entry: Mapping[str, str]) -> dict[str, str]:
    """What the brackets say behind names that are new."""
    said: dict[str, str] = {}
    for key, keys in (
        ("claimant", ("claimant_kind", "claimant_group")),
        ("measure", ("measure_unit",)),
        ("place", ("place_precision", "place_within")),
    ):
        if match := NEW.fullmatch(entry.get(key, "")):
            about = [word.strip() for word in (match["about"] or "").split(",")]
            said |= {key: match["name"]}
            said |= {name: text for name, text in zip(keys, about, strict=False) if text}
            said |= {"measure_label": match["name"]} if key == "measure" else {}
    precision = said.get("place_precision", "")
    return said | (
        {"place_precision": PRECISION_WORDS.get(precision, precision)} if precision else {}
    )


def _resolved(ledger: Ledger, entry: Mapping[str, str], place: Place) -> Resolved:
    """The rows for an entry; Invalid with all that its row of the sheet lacks."""
    # In the column for the publisher may stand the id of a document, where it has no address.
    ids = {row["source_id"] for row in ledger.of("sources")}
    if "source" not in entry and entry.get("publisher") in ids:
        entry = {**entry, "source": entry["publisher"]}
    result = resolved(ledger, entry)
    needed = [_unanswered(entry, q, place) for q in result.questions if q.needed]
    if needed:
        raise Invalid(needed)
    return result


def _unanswered(entry: Mapping[str, str], question: Question, place: Place) -> Problem:
    """The problem of a question that a row leaves open, with what to write in which column."""
    key = question.key
    problem = question.problem(replace(place, field=_column(key)))
    start = key.partition("_")[0]
    choices = " or ".join(question.choices)
    examples = {
        "claimant_kind": "(new: KIND, GROUP)",
        "claimant_group": "(new: KIND, GROUP)",
        "measure_label": "(new)",
        "place_precision": "(new: town)",
    }
    # A question can be about another name than that of its column, such as who passed a claim on.
    if key in examples and f"“{entry.get(start)}”" in question.text:
        fix = f"write “{entry[start]} {examples[key]}” to begin it"
        if key == "place_precision":
            return replace(problem, fix=f"{fix}; or {' or '.join(PRECISION_WORDS)}. {COORDINATES}")
        return replace(
            problem, fix=f"{fix}; {key.partition('_')[2]}: {choices}" if choices else fix
        )
    if key == "hedge":
        return replace(problem, fix="correct the words or the number, or leave the number empty")
    if key == "source" and "publisher" not in entry:
        return replace(problem, field="source", fix="write who published it, or its link")
    return problem


def _tried(ledger: Ledger, places: Mapping[str, Place]) -> Trial:
    """The case with its new claims; Invalid, with problems in the columns of the sheet."""
    try:
        return tried(ledger, places)
    except Invalid as invalid:
        files = {place.file for place in places.values()}
        raise Invalid(
            replace(p, field=_column(p.field)) if p.file in files else p for p in invalid.problems
        ) from invalid


def _column(key: str) -> str:
    """The column of the sheet for a key; the key itself where it is a further column."""
    start = key.partition("_")[0]
    return COLUMN_OF.get(key) or (COLUMN_OF.get(start, key) if start in KEYS else key)
