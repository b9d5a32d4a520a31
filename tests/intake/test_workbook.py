"""Tables of other people are read as they are, or refused with the row and column of each fault."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import Invalid, Problem
from analysis.intake.workbook import open_table

Book = Callable[[Any], None]


def _file(tmp_path: Path, body: bytes, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(body)
    return path


def _book(tmp_path: Path, fill: Book) -> Path:
    book = openpyxl.Workbook()
    fill(book)
    path = tmp_path / "t.xlsx"
    book.save(path)
    return path


def _problems(path: Path, **options: str) -> list[Problem]:
    with pytest.raises(Invalid) as raised:
        list(open_table(path, **options).rows())
    return list(raised.value.problems)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("day,who\n2031-03-04,Émile\n".encode(), ""),
        ("\ufeffday,who\r\n2031-03-04,Émile\r\n".encode(), ""),
        ("day;who\n2031-03-04;Émile\n".encode(), "semicolons"),
        ("sep=;\nday;who\n2031-03-04;Émile\n".encode(), "semicolons"),
        ("day\twho\n2031-03-04\tÉmile\n".encode("utf-16"), "UTF-16"),
        ("day|who\n2031-03-04|Émile\n".encode("cp1252"), "Windows-1252"),
        ('"day","who"\n"2031-03-04" ,"Émile"\n'.replace(" ,", ",").encode(), ""),
        ("\n\nday,who,\n\n2031-03-04, Émile ,\n".encode(), ""),
    ],
)
def test_text_of_any_kind_gives_its_rows(tmp_path: Path, body: bytes, words: str) -> None:
    table = open_table(_file(tmp_path, body))
    assert table.header == ("day", "who")
    assert [dict(row) for _, row in table.rows()] == [{"day": "2031-03-04", "who": "Émile"}]
    assert words in " ".join(table.notes)
    assert bool(table.notes) == bool(words)


def test_rows_have_the_line_on_which_they_begin(tmp_path: Path) -> None:
    path = _file(tmp_path, b'a,b\n1,"two\nlines"\n\n3,4\n')
    assert [line for line, _ in open_table(path).rows()] == [2, 5]


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        (b"", 0, "empty file"),
        (b"\n \n,,\n", 0, "empty file"),
        (b"17,20\n1,2\n", 1, "no header"),
        (b"a,b,a\n1,2,3\n", 1, "two columns of one name"),
        (b"a,b\n1,2\n3\n", 3, "1 value"),
        (b"a,b\n1,2,3\n", 2, "3 values"),
        (b'a,b\n1,"2\n', 2, "not CSV"),
        (b"a,b\n1,\0\n", 0, "binary"),
        (b"a,b\n" + b"1,2\n" * 20_000 + b"\0,1\n", 20_002, "zero byte"),
        (b"a,b\n1," + b"x" * (2 << 20), 2, "a line of more than"),
        (b"x" * (2 << 20), 1, "a line of more than"),
        (b"\x7fELF\0\0\0", 0, "binary"),
        (b"%PDF-1.7\n", 0, "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "password"),
        (b"PK\x03\x04rest", 0, "damaged"),
        (b"a,b\n\x81,1\n", 0, "no encoding"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, body: bytes, line: int, words: str) -> None:
    (problem,) = _problems(_file(tmp_path, body))
    assert (problem.file, problem.line) == ("t.csv", line)
    assert words in str(problem)


def test_all_ragged_rows_are_reported_and_others_come_through(tmp_path: Path) -> None:
    body = b"a,b\n1,2\n3\n" + b"4\n" * 40
    rows: list[object] = []
    with pytest.raises(Invalid) as raised:
        rows.extend(open_table(_file(tmp_path, body)).rows())
    assert len(rows) == 1
    assert sum(1 + problem.more for problem in raised.value.problems) == 41


def test_a_file_larger_than_can_be_read_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(10 << 30)  # sparse: it takes no room on the disk
    assert "10,737,418,240 bytes" in str(_problems(path)[0])


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = _file(tmp_path, b"a,b\n" + b"some words,17\n" * 300_000)
    tracemalloc.start()
    count = sum(1 for _ in open_table(path).rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < path.stat().st_size * 2) == (300_000, True)


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    assert "no file" in str(_problems(tmp_path)[0])


def test_values_of_a_workbook_are_text(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.append(["day", "number", "share", "flag", "words", "blank"])
        book.active.append([datetime(2031, 3, 4), 17.0, 0.1 + 0.2, True, " some words ", None])
        book.active.append([datetime(2031, 3, 4, 13, 5), None, None, None, "7", None])

    table = open_table(_book(tmp_path, fill))
    assert [(line, tuple(row.values())) for line, row in table.rows()] == [
        (2, ("2031-03-04", "17", "0.3", "TRUE", "some words", "")),
        (3, ("2031-03-04T13:05", "", "", "", "7", "")),
    ]


def _two_sheets(book: Any) -> None:
    book.active.append(["a"])
    book.active.append([1])
    book.create_sheet("second").append(["b"])
    book.create_sheet("empty")


def test_of_several_sheets_the_one_that_is_meant_must_be_named(tmp_path: Path) -> None:
    path = _book(tmp_path, _two_sheets)
    (problem,) = _problems(path)
    assert problem.fix == "choose one of Sheet, second"
    assert open_table(path, sheet="second").header == ("b",)
    assert open_table(path, usual="Sheet").header == ("a",)
    assert "not second" in " ".join(open_table(path, sheet="Sheet").notes)
    assert "did you mean second?" in str(_problems(path, sheet="secnod")[0])


def test_a_hidden_sheet_is_not_taken_and_said(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        _two_sheets(book)
        book["second"].sheet_state = "hidden"

    table = open_table(_book(tmp_path, fill))
    assert table.sheet == "Sheet"
    assert "second" in table.notes[0]


def test_hidden_rows_and_columns_are_said(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        for row in (["a", "b"], [1, 2], [3, 4]):
            book.active.append(row)
        book.active.row_dimensions[3].hidden = True
        book.active.column_dimensions["B"].hidden = True

    table = open_table(_book(tmp_path, fill))
    assert len(list(table.rows())) == 2
    assert "Hidden rows were read like the others: 3." in table.notes
    assert "Hidden columns were read like the others." in table.notes


def _merged(book: Any) -> None:
    for row in (["a", "b"], [1, 2], [None, 4]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")


def _unstored(book: Any) -> None:
    book.active.append(["a"])
    book.active.append(["=1+1"])


def _error(book: Any) -> None:
    book.active.append(["a", "b"])
    book.active.append([1, "#N/A"])


def _wide(book: Any) -> None:
    book.active.append(["a"])
    book.active.append([1, 2])


@pytest.mark.parametrize(
    ("fill", "where", "words"),
    [
        (_merged, "t.xlsx:2:A2:A3", "merged cells"),
        (_unstored, "t.xlsx:2:A2", "a formula without its value"),
        (_error, "t.xlsx:2:b", "#N/A"),
        (_wide, "t.xlsx:2", "2 values"),
        (lambda _: None, "t.xlsx", "without a value"),
    ],
)
def test_what_a_workbook_leaves_open_is_refused(
    tmp_path: Path, fill: Book, where: str, words: str
) -> None:
    (problem,) = _problems(_book(tmp_path, fill))
    assert problem.where == where
    assert words in problem.value


def _rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook with one part of it changed."""
    changed = path.with_name("changed.xlsx")
    with (
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name == part else body)
    return changed


SHEET = "xl/worksheets/sheet1.xml"


def test_the_stored_value_of_a_formula_is_taken_and_said(tmp_path: Path) -> None:
    path = _rewritten(
        _book(tmp_path, _unstored),
        SHEET,
        lambda body: body.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"),
    )
    table = open_table(path)
    assert [dict(row) for _, row in table.rows()] == [{"a": "2"}]
    assert table.notes == ("Of 1 formula the stored value was taken; nothing was calculated.",)


@pytest.mark.parametrize(
    ("part", "change", "words"),
    [
        (SHEET, lambda body: body + b" " * (80 << 20), "unpacks to"),
        (SHEET, lambda body: body[:-40], "damaged"),
        (SHEET, lambda body: body.replace(b'r="2"', b'r="99999999999"'), "damaged"),
        (SHEET, lambda body: body.replace(b'r="B2"', b'r="ZZZZZZ2"'), "damaged"),
        (SHEET, lambda body: body.replace(b"<v>2</v>", b"<v>two</v>"), "damaged"),
        (SHEET, lambda body: b'<!DOCTYPE x [<!ENTITY a "b">]>' + body, "damaged"),
        ("xl/workbook.xml", lambda _: b"<workbook>", "damaged"),
        ("xl/styles.xml", lambda _: b"", "damaged"),
    ],
)
def test_a_bomb_or_a_damaged_workbook_is_refused(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes], words: str
) -> None:
    (problem,) = _problems(_rewritten(_book(tmp_path, _wide), part, change))
    assert words in problem.value


def test_other_archives_are_named(tmp_path: Path) -> None:
    for part, words in {"content.xml": "ods", "xl/workbook.bin": "xlsb", "a": "zip"}.items():
        path = tmp_path / "t.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(part, "")
        assert words in _problems(path)[0].value


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs", "Cc"]),
    max_size=12,
)


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6),
    sign=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_csv_writes_is_read_again(
    tmp_path: Path, rows: list[list[str]], sign: str, encoding: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows([["day", "who, or what", "words"], *rows])
    table = open_table(_file(tmp_path, out.getvalue().encode(encoding)))
    stripped = [[cell.strip() for cell in row] for row in rows]
    expected = [row for row in stripped if any(row)]
    assert [list(row.values()) for _, row in table.rows()] == expected
