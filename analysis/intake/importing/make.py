"""Importing: a table of somebody else's becomes the folder of a case, whole or not at all."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from analysis.case.check import checked
from analysis.case.schema import package
from analysis.claims.dates import When, when
from analysis.errors import Gathered, Invalid, Problem, nearest
from analysis.intake.importing.case_files import files
from analysis.intake.importing.claim_rows import Imported, imported
from analysis.intake.importing.known import recognised
from analysis.intake.importing.mapping import ORDERS, Mapping, read_mapping
from analysis.intake.importing.numerals import uniform
from analysis.intake.importing.place_rows import slug
from analysis.intake.importing.raw import read_raw
from analysis.intake.importing.tally import Tally, account, tally
from analysis.intake.workbook import open_table
from analysis.paths import DATA, replaced, write_all

FORMATS = ("decimal-comma", "decimal-point")
"""The formats of numbers."""
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
"""The shape of the name of a case."""


@dataclass(frozen=True)
class Wanted:
    """What to import, and how.

    file: the table. mapping: a file; None for that of a data set that is known. name: of the case;
    empty for one after the file. at: the folder in which the case is put. dates: the order of days
    that begin with no year; empty where the table proves it. published: the day on which the data
    set came out. parts: whether parts of a figure become claims too. sheet: of a workbook.
    numbers: the format of numbers where a column does not prove it.
    """

    file: Path
    mapping: Path | None = None
    name: str = ""
    at: Path = DATA
    dates: str = ""
    published: str = ""
    parts: bool = False
    sheet: str = ""
    numbers: str = ""


@dataclass(frozen=True)
class ImportedCase:
    """An imported case: its folder, the mapping that was used, and the account."""

    folder: Path
    mapping: Mapping
    tally: Tally


def import_table(wanted: Wanted) -> ImportedCase:
    """Import a table into a folder of its own.

    Raises Invalid with everything that is wrong with the file, the mapping, the name or the result;
    the folder is then not there. Raises OSError where a file cannot be read or written.
    """
    folder = wanted.at.expanduser() / _name(wanted)
    _refuse_options(wanted, folder)
    table = open_table(wanted.file, wanted.sheet)
    own = wanted.mapping
    meaning = read_mapping(own) if own else recognised(wanted.file.name, table.header)
    raw = uniform(read_raw(table, meaning), meaning, wanted.numbers, wanted.parts)
    result = imported(raw, meaning, wanted.dates, wanted.parts)
    if not result.entries:
        value, fix = "no row with a figure", "see whether the mapping names the right columns"
        raise Invalid([Problem("", value, "at least one figure", fix, wanted.file.name)])
    _refuse_later_days(wanted, result)
    tallied = tally(raw, meaning, result, wanted.parts)
    lines = list(account(tallied))
    written = files(raw, meaning, result, lines, folder.name, wanted.published)
    with replaced(folder) as fresh:
        write_all({fresh / name: body for name, body in written.items()})
        problems = checked(package(fresh)).problems
        if problems:
            raise Invalid(problems)
    return ImportedCase(folder, meaning, tallied)


def _name(wanted: Wanted) -> str:
    """The name of the case; that of the file by default."""
    return wanted.name or slug(wanted.file.stem)


def _refuse_options(wanted: Wanted, folder: Path) -> None:
    """Raise Invalid with everything that is wrong with what the command says."""
    gathered = Gathered()
    if not NAME.fullmatch(_name(wanted)):
        allowed = "a name of small letters, digits, points, hyphens and underscores"
        fix = f"write {slug(_name(wanted))}; --at FOLDER says where the case is put"
        gathered.add([Problem("--out", repr(wanted.name), allowed, fix)])
    elif os.path.lexists(folder):
        fix = "choose another name with --out, or remove it"
        gathered.add([Problem("--out", f"{folder} exists", "a folder that is new", fix)])
    if wanted.dates and wanted.dates not in ORDERS:
        fix = nearest(wanted.dates, ORDERS)
        gathered.add([Problem("--dates", repr(wanted.dates), " or ".join(ORDERS), fix)])
    if wanted.numbers and wanted.numbers not in FORMATS:
        fix = nearest(wanted.numbers, FORMATS)
        gathered.add([Problem("--numbers", repr(wanted.numbers), " or ".join(FORMATS), fix)])
    if wanted.published:
        gathered.tried(lambda: _day(wanted.published), None)
    gathered.refuse()


def _refuse_later_days(wanted: Wanted, result: Imported) -> None:
    """Raise Invalid where a row is about a day after the data set came out."""
    days = [day.first for covers in set(result.claims["covers"]) if (day := _when(covers))]
    last = max((day for day in days if day), default=None)
    if wanted.published and last and str(last) > wanted.published:
        allowed = f"a day not before the last of the table, {last}"
        fix = "give the day on which this version of the data set came out"
        raise Invalid([Problem("--published", repr(wanted.published), allowed, fix)])


def _when(covers: str) -> When | None:
    return when(covers) if covers else None


def _day(text: str) -> None:
    try:
        when(text)
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
    except ValueError:
        fix = "write it as 2026-11-20"
        raise Invalid([Problem("--published", repr(text), "a day", fix)]) from None
