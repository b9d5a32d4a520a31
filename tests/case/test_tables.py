"""Files as they come: what a spreadsheet, an editor or a slip does to one, and what is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import FERRY, Case

from analysis import errors
from analysis.case import tables
from analysis.case.schema import package

WIDTH = len(package(FERRY).tables["claims"].columns)
"""Columns of claims.csv."""

TIDY = "run `contested tidy`"
AGAIN = "save it as CSV in UTF-8 from the program that it comes from"

# id, how the file is broken, what is printed
FILES: list[tuple[str, Callable[[Case], object], list[str]]] = [
    (
        "semicolons",
        lambda case: case.remake("places", lambda raw: raw.replace(b",", b";")),
        [f"places.csv:1: columns parted by semicolons; commas; {TIDY}"],
    ),
    (
        "tabs",
        lambda case: case.remake("places", lambda raw: raw.replace(b",", b"\t")),
        [f"places.csv:1: columns parted by tabs; commas; {TIDY}"],
    ),
    (
        "a byte-order mark",
        lambda case: case.remake("places", lambda raw: b"\xef\xbb\xbf" + raw),
        [f"places.csv:1: a byte-order mark; UTF-8 without one; {TIDY}"],
    ),
    (
        "CR LF",
        lambda case: case.remake("places", lambda raw: raw.replace(b"\n", b"\r\n")),
        [f"places.csv:1: lines that end in CR LF; lines that end in LF; {TIDY}"],
    ),
    (
        "CR alone",
        lambda case: case.remake("places", lambda raw: raw.replace(b"\n", b"\r")),
        [f"places.csv:1: lines that end in CR LF; lines that end in LF; {TIDY}"],
    ),
    (
        "Latin-1",
        lambda case: case.remake("places", lambda raw: raw.replace(b"Port Sella", b"Port S\xe9")),
        [f"places.csv:3: a byte that is not UTF-8; text in UTF-8; {AGAIN}"],
    ),
    (
        "Latin-1 in a row with too few values",
        lambda case: case.remake("places", lambda raw: raw + b"\xe9\n"),
        [f"places.csv:6: a byte that is not UTF-8; text in UTF-8; {AGAIN}"],
    ),
    (
        "Latin-1 in the header",
        lambda case: case.remake("places", lambda raw: raw.replace(b"note", b"n\xf6te", 1)),
        [f"places.csv:1: a byte that is not UTF-8; text in UTF-8; {AGAIN}"],
    ),
    (
        "UTF-16",
        lambda case: case.remake("places", lambda raw: raw.decode().encode("utf-16")),
        [f"places.csv:1: text in UTF-16; text in UTF-8; {TIDY}"],
    ),
    (
        "a missing file",
        lambda case: case.path("places").unlink(),
        ["places.csv:1: no such file; a table in CSV; restore it; its columns are in data/schema"],
    ),
    (
        "a missing column",
        lambda case: case.edit("places", "uncertainty_km,note", "note"),
        [
            "places.csv:1:uncertainty_km: no column uncertainty_km; every column; "
            "add the column, empty where unknown"
        ],
    ),
    (
        "an unknown column",
        lambda case: case.edit("places", "uncertainty_km,note", "uncertainty_km,notes"),
        [
            "places.csv:1:notes: unknown column 'notes'; the columns of the codebook; "
            "did you mean note?",
            "places.csv:1:note: no column note; every column; add the column, empty where unknown",
        ],
    ),
    (
        "a blank behind a column",
        lambda case: case.edit("places", "name_local", "name_local "),
        [
            "places.csv:1:name_local : unknown column 'name_local '; "
            "the columns of the codebook; did you mean name_local?",
            "places.csv:1:name_local: no column name_local; every column; "
            "add the column, empty where unknown",
        ],
    ),
    (
        "a column twice",
        lambda case: case.edit("places", "uncertainty_km,note", "uncertainty_km,note,note"),
        ["places.csv:1:note: column note twice; each once; keep one"],
    ),
    (
        "a row with too few values",
        lambda case: case.edit("places", "7,15,", "7,15"),
        [
            "places.csv:5: 9 values; 10 values in a row; quote a value that holds a comma",
        ],
    ),
    (
        "a row with too many values",
        lambda case: case.edit("claims", "six and four do not", "six, and four, do not"),
        [
            f"claims.csv:15: {WIDTH + 2} values; {WIDTH} values in a row; "
            "quote a value that holds a comma"
        ],
    ),
    (
        "a single value",
        lambda case: case.edit("places", "strait,Sella Strait,,,,10.5,20.5,7,15,", "strait"),
        ["places.csv:5: 1 value; 10 values in a row; quote a value that holds a comma"],
    ),
    (
        "a blank line",
        lambda case: case.edit("places", "\nport_sella", "\n\nport_sella"),
        ["places.csv:3: a blank line; 10 values in a row; delete it"],
    ),
    (
        "a blank line at the end",
        lambda case: case.remake("places", lambda raw: raw + b"\n"),
        ["places.csv:6: a blank line; 10 values in a row; delete it"],
    ),
    (
        "a quotation mark never closed",
        lambda case: case.edit("places", "South Reef", '"South Reef'),
        ["places.csv:4: a quotation mark that is never closed; 10 values in a row; close it"],
    ),
    (
        "a quotation mark never closed, in a long file",
        lambda case: case.edit("places", "South Reef", '"South Reef').remake(
            "places", lambda raw: raw + b"x,,,,,,,1,,\n" * 20_000
        ),
        ["places.csv:4: a quotation mark that is never closed; 10 values in a row; close it"],
    ),
    (
        "a quotation mark never closed, in megabytes",
        lambda case: case.edit("places", "South Reef", '"South Reef').remake(
            "places", lambda raw: raw + b"x,,,,,,,1,,\n" * 300_000
        ),
        ["places.csv:4: a quotation mark that is never closed; 10 values in a row; close it"],
    ),
    (
        "an empty file",
        lambda case: case.remake("places", lambda _: b""),
        ["places.csv:1: an empty file; a table; restore its header and rows"],
    ),
    (
        "blanks alone",
        lambda case: case.remake("places", lambda _: b" \n\n"),
        ["places.csv:1: an empty file; a table; restore its header and rows"],
    ),
    (
        "an empty first line",
        lambda case: case.remake("places", lambda raw: b"\n" + raw),
        ["places.csv:1: an empty first line; a table; restore its header and rows"],
    ),
]


@pytest.mark.parametrize(
    ("breaking", "printed"), [row[1:] for row in FILES], ids=[row[0] for row in FILES]
)
def test_a_broken_file_is_a_problem(
    case: Case, breaking: Callable[[Case], object], printed: list[str]
) -> None:
    breaking(case)
    before = case.hash()
    assert case.problems() == printed
    assert case.hash() == before


def test_a_byte_order_mark_and_crlf_are_two_problems_and_hide_no_third(case: Case) -> None:
    case.change("places", "strait", where_precision="9")
    case.remake("places", lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))
    assert case.problems() == [
        f"places.csv:1: a byte-order mark; UTF-8 without one; {TIDY}",
        f"places.csv:1: lines that end in CR LF; lines that end in LF; {TIDY}",
        "places.csv:5:where_precision: '9'; at most 7; correct it; empty is unknown",
    ]


def test_a_table_that_may_be_empty_may_be(case: Case) -> None:
    case.remake("searches", lambda raw: raw.split(b"\n")[0] + b"\n")
    assert case.problems() == []
    assert case.load().rows["searches"] == ()


@pytest.mark.parametrize(
    ("breaking", "line"),
    [
        (lambda case: case.change("claims", "c003", note="one\ntwo"), 9),
        (lambda case: case.edit("claims", "\nc004", "\n\nc004"), 9),
        (lambda case: case.edit("claims", "\nc004", "\nc003b,x\nc004"), 9),
        (lambda case: case.edit("claims", "\nc004", "\n\n\n\nc004"), 11),
        (lambda case: case.remake("claims", lambda raw: raw.replace(b"\n", b"\r\n")), 8),
        (lambda case: case.remake("claims", lambda raw: raw.replace(b"\n", b"\r")), 8),
    ],
    ids=[
        "line break",
        "blank line",
        "broken row",
        "three blank lines",
        "CR LF",
        "CR",
    ],
)
def test_a_problem_names_the_line_an_editor_shows(
    case: Case, breaking: Callable[[Case], object], line: int
) -> None:
    case.change("claims", "c007", speech="")
    breaking(case)
    assert f"claims.csv:{line}:speech: empty; a value; give its speech" in case.problems()


def test_line_breaks_beyond_a_block_of_the_reader_shift_no_line(case: Case) -> None:
    for number in range(1, 13):
        case.change("claims", f"c{number:03}", note=60_000 * "x\n")
    case.change("claims", "c020", speech="")
    assert case.path("claims").stat().st_size > 1_000_000
    assert case.problems()[-1] == (
        f"claims.csv:{21 + 12 * 60_000}:speech: empty; a value; give its speech"
    )


@pytest.mark.usefixtures("short_values")
def test_a_table_whose_rows_cannot_be_placed_is_not_looked_at_further(case: Case) -> None:
    case.change("claims", "c007", speech="").change("claims", "c003", note=100_000 * "x\n")
    assert case.problems() == [
        f"claims.csv:4: a value too long to read; {WIDTH} values in a row; "
        "quote a value that holds a comma"
    ]


def test_rows_come_as_text_in_the_order_of_the_file() -> None:
    described = package(FERRY)
    table, problems = tables.read_table(described, described.tables["places"])
    assert problems == []
    assert table is not None
    assert len(table) == 4
    assert [row["place_id"] for row in table.rows()] == [
        "north_bay",
        "port_sella",
        "south_reef",
        "strait",
    ]
    assert table.rows()[3]["latitude"] == "10.5"
    assert table.rows()[3]["within"] == ""
    assert str(table.place(2, "within")) == "places.csv:4:within"


def test_more_than_twenty_of_a_kind_are_counted(case: Case) -> None:
    ids = [row["claim_id"] for row in case.rows("claims")]
    for claim_id in ids:
        case.change("claims", claim_id, speech="sung")
    problems = case.problems()
    assert len(problems) == errors.MOST + 1
    assert problems[0] == (
        "claims.csv:2:speech: 'sung'; one of quoted, paraphrased, own; take one of these"
    )
    rest = len(ids) - errors.MOST - 1
    assert problems[-1].startswith(f"claims.csv:22:speech: 'sung', and {rest} rows like it; ")
