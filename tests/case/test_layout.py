"""One layout for every file, so that a difference is a change of fact."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import FERRY, Case

from analysis import paths
from analysis.case.layout import canonical, to_csv
from analysis.case.load import examine
from analysis.case.schema import package
from analysis.case.tidy import tidied
from analysis.errors import Invalid

CASES = [FERRY, *(paths.DATA / name for name in paths.cases())]


@pytest.mark.parametrize("folder", CASES, ids=[folder.name for folder in CASES])
def test_every_table_of_every_case_reads_and_writes_back_to_the_byte(folder: Path) -> None:
    tables, _ = examine(folder)
    assert set(tables) == set(package(folder).tables)
    for table in tables.values():
        on_disk = (folder / table.schema.path).read_bytes()
        assert canonical(table.schema, table.rows()) == on_disk


LAYOUT = "UTF-8, LF, minimal quoting, rows in order of their key; run `contested tidy`"


def _last_first(raw: bytes) -> bytes:
    header, *lines = raw.splitlines(keepends=True)
    return b"".join([header, lines[-1], *lines[:-1]])


@pytest.mark.parametrize(
    ("breaking", "line"),
    [
        (lambda case: case.remake("actors", _last_first), 2),
        (lambda case: case.edit("actors", "Coastguard", '"Coastguard"'), 2),
        (lambda case: case.edit("actors", "actor_id", '"actor_id"'), 1),
        (lambda case: case.remake("actors", lambda raw: raw[:-1]), 9),
        (lambda case: case.edit("disputes", "d003,sum", 'd003,"sum"'), 4),
    ],
    ids=["order", "quotes", "quotes in the header", "no line end", "the last line"],
)
def test_another_layout_is_a_problem_of_its_first_line(
    case: Case, breaking: Callable[[Case], object], line: int
) -> None:
    breaking(case)
    (problem,) = case.problems()
    assert problem.split(":")[1] == str(line)
    assert problem.endswith(f": not in the canonical layout; {LAYOUT}")


def test_the_layout_is_looked_at_once_nothing_else_is_wrong(case: Case) -> None:
    case.remake("actors", _last_first).change("places", "strait", where_precision="9")
    (problem,) = case.problems()
    assert problem.startswith("places.csv:5:where_precision")


def test_rows_are_put_in_order_of_their_key_unless_their_order_carries_meaning() -> None:
    tables = package(FERRY).tables
    matches, _ = examine(FERRY)
    for name in ("claims", "links"):
        rows = matches[name].rows()
        assert canonical(tables[name], reversed(rows)) == matches[name].raw
    measures = matches["measures"].rows()
    turned = canonical(tables["measures"], reversed(measures))
    assert turned != matches["measures"].raw
    assert turned.splitlines()[-1] == matches["measures"].raw.splitlines()[1]


def test_csv_quotes_only_what_needs_it() -> None:
    body = to_csv(("a", "b"), [("x, y", 'say "z"'), ("é", ""), (1, None)])
    assert body == 'a,b\n"x, y","say ""z"""\né,\n1,\n'.encode()


# what a spreadsheet does to a file and saying so undoes
SAVED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("semicolons", lambda raw: raw.replace(b",", b";")),
    ("tabs", lambda raw: raw.replace(b",", b"\t")),
    ("a byte-order mark", lambda raw: b"\xef\xbb\xbf" + raw),
    ("CR LF", lambda raw: raw.replace(b"\n", b"\r\n")),
    ("order", _last_first),
    ("quotes", lambda raw: raw.replace(b"Coastguard", b'"Coastguard"')),
    ("blanks at the ends", lambda raw: raw.replace(b"Alba Line", b" Alba Line ")),
    ("a blank line", lambda raw: raw + b"\n"),
    ("blank rows", lambda raw: raw + b",,,,,\n , ,,,,\n"),
    ("no line end", lambda raw: raw[:-1]),
    (
        "all at once",
        lambda raw: b"\xef\xbb\xbf" + _last_first(raw).replace(b"\n", b"\r\n").replace(b",", b";"),
    ),
]


@pytest.mark.parametrize("saving", [row[1] for row in SAVED], ids=[row[0] for row in SAVED])
def test_what_a_spreadsheet_does_is_undone_to_the_byte(
    case: Case, saving: Callable[[bytes], bytes]
) -> None:
    wanted = case.path("actors").read_bytes()
    case.remake("actors", saving)
    before = case.hash()
    assert tidied(package(case.folder)) == {case.path("actors"): wanted}
    assert case.hash() == before, "it says what to write, and writes nothing"


def test_nothing_is_tidied_in_a_tidy_case(case: Case) -> None:
    assert tidied(package(case.folder)) == {}


def test_what_cannot_be_tidied_is_refused_with_every_reason(case: Case) -> None:
    case.remake("actors", lambda raw: raw.replace(b"Alba", b"\xe9"))
    case.edit("places", "uncertainty_km,note", "note")
    case.edit("events", "Ferry aground in fog", "Ferry aground, in fog")
    case.path("searches").unlink()
    before = case.hash()
    with pytest.raises(Invalid) as refused:
        tidied(package(case.folder))
    texts = [(problem.where, problem.value) for problem in refused.value.problems]
    assert [where for where, _ in texts] == [
        *("actors.csv:1", "places.csv:1", "events.csv:1", "searches.csv:1"),
    ]
    assert texts[1][1] == "other columns than those of the schema"
    assert texts[2][1] == "a row with more or fewer values than columns"
    assert case.hash() == before


def test_a_column_that_is_there_twice_is_refused_and_nothing_is_lost(case: Case) -> None:
    head, *rows = case.path("places").read_text(encoding="utf-8").splitlines()
    twice = [f"{head},name", *(f"{row},another" for row in rows)]
    case.remake("places", lambda _: "\n".join([*twice, ""]).encode())
    with pytest.raises(Invalid, match=r"^places\.csv:1: other columns than those of the schema"):
        tidied(package(case.folder))
