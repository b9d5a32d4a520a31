"""The sets of a sweep: in its own file, or as rows of a CSV file."""

from __future__ import annotations

import pytest

from sweep.conftest import BOOK, Folder


def test_rows_come_from_a_table(folder: Folder) -> None:
    rows = "name,as_of,include_retellings\nfirst,2031-03-05,false\nlast,,true\n"
    (folder.path / "days.csv").write_text("\ufeff" + rows, encoding="utf-8")
    read = folder.read(BOOK + "rows: days.csv\n")
    assert [(run.name, dict(run.parameters)) for run in read.runs] == [
        ("first", {"as_of": "2031-03-05", "include_retellings": False}),
        ("last", {"as_of": "", "include_retellings": True}),
    ]


# what stands below `notebooks: one.ipynb`, and how each problem begins
WRONG: list[tuple[str, list[str]]] = [
    ("rows: [a]", ["2:rows: ['a']; text; write one text, without brackets"]),
    ('rows: "a\\0b"', ["2:rows: 'a\\x00b': it cannot be read; a CSV file"]),
    ("sets: {a: b}", ["2:sets: no list"]),
    ("sets: []", ["2:sets: an empty list; a list of at least one set"]),
    ("sets: [a, {name: 5}]", ["2:sets[1]: 'a'; parameters", "2:sets[2].name: 5; text"]),
    ("sets: [{name: a}]\nrows: b.csv", ["3:rows: rows beside sets"]),
    ("rows: no.csv", ["2:rows: 'no.csv': no such file or directory; a CSV file"]),
]


@pytest.mark.parametrize(("text", "problems"), WRONG, ids=[text[:48] for text, _ in WRONG])
def test_sets_that_cannot_be_read_are_reported_at_their_line(
    folder: Folder, text: str, problems: list[str]
) -> None:
    folder.check(text, problems)


TABLES: list[tuple[bytes, list[str]]] = [
    (
        b"as_of;start\n2031;2031\n",
        ["days.csv:1:as_of;start: no such parameter; a parameter of every notebook, or name; save"],
    ),
    (b"", ["days.csv:1: no header; "]),
    (b"as_of\n", ["days.csv:1: no rows; "]),
    (
        b"as_of,as_of,strat\n,,\n",
        [
            "days.csv:1:as_of: a second time; ",
            "days.csv:1:strat: no such parameter; a parameter of every notebook, or "
            "name; did you mean start?",
        ],
    ),
    (
        b"as_of,start\n\n2031,2031,2031\n2031\n",
        [
            "days.csv:2: a blank line; ",
            "days.csv:3: 3 values; 2 values in a row; ",
            "days.csv:4: 1 value; ",
        ],
    ),
    (b"as_of\n2031\n\xff\n", ["days.csv:3: a byte that is not UTF-8; "]),
    (b'as_of\n"2031', ["days.csv:2: unexpected end of data; a table in CSV; "]),
    (
        b"name,as_of\na,2031-02-30\nb,2031-03-05\n",
        ["days.csv:2:as_of: '2031-02-30'; a day that exists; "],
    ),
    (
        b"name,include_retellings\na,yes\nb,\n",
        [
            "days.csv:2:include_retellings: 'yes'; true or false; ",
            "days.csv:3:include_retellings: nothing; true or false; ",
        ],
    ),
    (b"claimants\nline\nlnie\n", ["days.csv:3:claimants: 'lnie'; one that the case has; "]),
]


@pytest.mark.parametrize(("table", "says"), TABLES, ids=[says[0][:50] for _, says in TABLES])
def test_a_wrong_table_is_reported_by_line_and_column(
    folder: Folder, table: bytes, says: list[str]
) -> None:
    (folder.path / "days.csv").write_bytes(table)
    problems = folder.refused(BOOK + "rows: days.csv")
    assert len(problems) == len(says), problems
    for problem, beginning in zip(sorted(problems), sorted(says), strict=True):
        assert problem.startswith(beginning)
