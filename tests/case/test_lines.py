"""The lines on which rows stand."""

from __future__ import annotations

import pytest

from analysis.case.tables import lines, not_utf8

# id, the file, the lines of its rows of two values, the broken ones
TABLE: list[tuple[str, bytes, list[int], list[tuple[int, str]]]] = [
    ("plain", b"a,b\n1,2\n3,4\n", [2, 3], []),
    ("no last line end", b"a,b\n1,2\n3,4", [2, 3], []),
    ("CR LF", b"a,b\r\n1,2\r\n3,4\r\n", [2, 3], []),
    ("CR", b"a,b\r1,2\r3,4\r", [2, 3], []),
    ("a blank line", b"a,b\n\n1,2\n", [3], [(2, "a blank line")]),
    ("a line break", b'a,b\n"1\n\n1",2\n3,4\n', [2, 5], []),
    ("too few", b"a,b\n1\n3,4\n", [3], [(2, "1 value")]),
    ("too many", b"a,b\n1,2,3\n3,4\n", [3], [(2, "3 values")]),
    ("a comma in quotes", b'a,b\n"1,2",3\n', [2], []),
    (
        "an open quote",
        b'a,b\n1,2\n"3,4\n5,6\n',
        [2],
        [(3, "a quotation mark that is never closed")],
    ),
    ("an open quote in the last column", b'a,b\n1,2\n3,"4\n5,6\n', [2, 3], []),
    ("a stray quote", b'a,b\n1,2\n3,4"\n5,6\n', [2, 3, 4], []),
    (
        "an open quote before much text",
        b'a,b\n1,2\n"3' + b",4\n" * 100_000,
        [2],
        [(3, "a quotation mark that is never closed")],
    ),
    (
        "a value too long",
        b"a,b\n1,2\n" + b"3" * 200_000 + b",4\n",
        [2],
        [(3, "a value too long to read")],
    ),
    ("a header alone", b"a,b\n", [], []),
]


@pytest.mark.usefixtures("short_values")
@pytest.mark.parametrize(
    ("body", "rows", "broken"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_every_row_has_the_line_it_begins_on(
    body: bytes, rows: list[int], broken: list[tuple[int, str]]
) -> None:
    walked = lines(body, 2)
    assert list(walked.rows) == rows
    assert list(walked.broken) == broken


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"", 0),
        ("a,b\nقارة,é\n".encode(), 0),
        (b"a\xe9\n", 1),
        (b"a\nb\nc\xff\xfe\n", 3),
        ("é\n".encode() + b"\xc3", 2),
    ],
)
def test_the_first_line_that_is_not_utf8(body: bytes, line: int) -> None:
    assert not_utf8(body) == line
