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

CASES = [FERRY, *(paths.DATA / name for name in paths.cases())]


@pytest.mark.parametrize("folder", CASES, ids=[folder.name for folder in CASES])
def test_every_table_of_every_case_reads_and_writes_back_to_the_byte(folder: Path) -> None:
    tables = examine(folder).tables
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
        (lambda case: case.remake("actors", _last_first), 3),
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


def test_the_layout_is_looked_at_whatever_else_is_wrong(case: Case) -> None:
    case.remake("actors", _last_first).change("places", "strait", where_precision="9")
    case.edit("places", "Sella Strait", '"Sella Strait"')
    assert [problem.split(";")[0] for problem in case.problems()] == [
        "actors.csv:3: not in the canonical layout",
        "places.csv:5: not in the canonical layout",
        "places.csv:5:where_precision: '9'",
    ]


def test_the_order_of_rows_whose_keys_are_wrong_is_left_aside(case: Case) -> None:
    case.change("actors", "wire", actor_id="Wire")
    assert {problem.split(":")[2] for problem in case.problems()} == {"actor_id"}


def test_rows_are_put_in_order_of_their_key_unless_their_order_carries_meaning() -> None:
    tables = package(FERRY).tables
    matches = examine(FERRY).tables
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


def test_a_mark_that_is_never_closed_does_not_stop_the_check(case: Case) -> None:
    """Here the lines are as many as the rows: a line break is lost where the mark is."""
    case.edit("routes", "north_bay,\n", 'north_bay,"never closed, ')
    assert any("routes.csv" in problem for problem in case.problems())
