"""The command `contested list`, which lists and searches what a case has."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli import naming_case
from analysis.cli.app import app
from analysis.errors import Invalid, Problem, nearest

if TYPE_CHECKING:
    from analysis.case.listing import Listing

FORMATS = ("table", "csv", "json")
WIDEST = 32
"""Letters of a cell in a table on a terminal, but for the first and the last of a row."""
Kind = Annotated[
    str, typer.Argument(help="sources, claimants, measures, places or claims.", metavar="KIND")
]
Words = Annotated[
    list[str] | None,
    typer.Argument(help="Words of ids, names or phrases, all of which must be there."),
]
CaseName = Annotated[str, typer.Option(help=naming_case.HELP)]
Form = Annotated[str, typer.Option("--format", help="table, csv or json.")]


@app.command(name="list")
def list_case(kind: Kind, text: Words = None, case: CaseName = "", form: Form = "table") -> None:
    """List what a case has, with its ids: all of it, or what holds some words.

    Example: contested list sources rudaw --format csv
    """
    from analysis.case.listing import listing
    from analysis.paths import case_folder

    if form not in FORMATS:
        raise Invalid([Problem("format", repr(form), " or ".join(FORMATS), nearest(form, FORMATS))])
    case = naming_case.to_read(case)
    words = text or []
    matches = listing(case, kind, words)
    for line in {"table": _as_table, "csv": _as_csv, "json": _as_json}[form](matches):
        typer.echo(line)
    if not len(matches.table):
        what = f" holds “{' '.join(words)}”: {matches.near}" if words else " is there."
        typer.echo(f"Nothing among the {kind} of {case_folder(case).name}{what}", err=True)


def _as_csv(matches: Listing) -> Iterator[str]:
    from analysis.case.layout import to_csv

    for row in (matches.heads, *matches.rows()):
        yield to_csv(map(str, row), ()).decode("utf-8").removesuffix("\n")


def _as_json(matches: Listing) -> Iterator[str]:
    """A list of objects, one on a line."""
    yield "["
    last = len(matches.table)
    for number, row in enumerate(matches.rows(), 1):
        record = dict(zip(matches.heads, row, strict=True))
        yield json.dumps(record, ensure_ascii=False) + ("," if number < last else "")
    yield "]"


def _as_table(matches: Listing) -> Iterator[str]:
    """Lines with columns below one another; on a terminal none is longer than it is wide."""
    if not len(matches.table):
        return
    limit = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    widths = [_width(matches, name, WIDEST if limit else None) for name in matches.heads[:-1]]
    for row in (matches.heads, *matches.rows()):
        cells = [_printable(str(cell)) for cell in row]
        padded = [_fitted(cell, width) for cell, width in zip(cells[:-1], widths, strict=True)]
        yield "  ".join([*padded, cells[-1]]).rstrip()[:limit]


def _width(matches: Listing, name: str, most: int | None) -> int:
    """The letters for a column: those of its longest cell, at most so many unless it has ids."""
    if name not in matches.columns:
        return max(len(name), *(len(str(count)) for count in matches.counts or ()))
    values = matches.table.columns[name].unique().to_pylist()
    longest = max(_letters(_printable(value)) for value in (name, *values))
    return longest if name == matches.columns[0] else min(longest, most or longest)


def _fitted(cell: str, width: int) -> str:
    """A cell filled up with blanks, or cut."""
    if _letters(cell) > width:
        return cell[: width - 1] + "…"
    return cell + " " * (width - _letters(cell))


def _letters(text: str) -> int:
    """The places that a text takes on a terminal: two for each wide sign, none for a mark above."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


def _printable(text: str) -> str:
    """A text without what would move the cursor of a terminal or turn its direction."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
