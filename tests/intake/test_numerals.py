"""What dots and commas in numbers stand for: one format for a column, or a question."""

from __future__ import annotations

import csv
from pathlib import Path

import layouts
import pytest
from layouts import bureau, write

from analysis.errors import Invalid
from analysis.intake.importing.make import ImportedCase, Wanted, import_table


def case_of(folder: Path, cells: list[str], numbers: str = "") -> ImportedCase:
    table = [
        bureau(n, min_ppl_killed=cell, max_ppl_killed=cell) for n, cell in enumerate(cells, start=1)
    ]
    path = write(folder / "t.csv", layouts.BUREAU, table)
    return import_table(Wanted(path, at=folder, name="case", numbers=numbers))


def killed(folder: Path) -> list[str]:
    with (folder / "case" / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "killed"]
    return [row["stated"] or f"{row['low']} to {row['high']}" for row in rows]


@pytest.mark.parametrize(
    ("cells", "numbers", "stated"),
    [
        (["12.000", "1.234.567", "7"], "", ["12000", "1234567", "7"]),
        (["12.000", "1.345,0"], "", ["12000", "1345"]),
        (["12.000", "12.0"], "", ["12", "12"]),
        (["12.000", "1,234"], "", ["12", "1234"]),
        (["12.000", "at least 1.200"], "decimal-comma", ["12000", "1200"]),
        (["12.000", "3"], "decimal-point", ["12", "3"]),
        (["1.234.567", "1,234"], "decimal-comma", ["1234567"]),
        (["1.234.567", "1,234"], "decimal-point", ["1234"]),
        (["12.0", "1,234"], "decimal-comma", ["12", "1234"]),
    ],
)
def test_a_column_has_one_format_of_numbers(
    tmp_path: Path, cells: list[str], numbers: str, stated: list[str]
) -> None:
    case = case_of(tmp_path, cells, numbers)
    assert killed(tmp_path) == stated
    assert len(case.tally.flags) == (len(stated) < len(cells))


@pytest.mark.parametrize("cells", [["12.000", "7"], ["1.234.567", "12.5"], ["about 1.200"]])
def test_numbers_that_prove_no_format_or_two_are_a_question(
    tmp_path: Path, cells: list[str]
) -> None:
    with pytest.raises(Invalid, match="--numbers decimal-comma") as raised:
        case_of(tmp_path, cells)
    assert f"t.csv:2:min_ppl_killed: '{cells[0]}'" in str(raised.value)
    assert not (tmp_path / "case").exists()


def test_a_format_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="--numbers"):
        case_of(tmp_path, ["7"], "german")
