"""A sheet of ten columns becomes claims, all of them or none, and each row's problems are said."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from conftest import Case

from analysis.case.schema import package
from analysis.errors import Invalid, Problem
from analysis.intake import adding
from analysis.intake.ledger import Ledger, ledger
from analysis.intake.sheet import COLUMNS, HELP, SHEET, Filled, filled, template
from analysis.paths import ROOT

GOOD = {
    "date": "2031-03-09",
    "source": "Coast Daily",
    "link": "https://coast.example/1",
    "who": "Transport Ministry",
    "what": "people injured",
    "words": "at least 78 people",
}


def _ledger(case: Case) -> Ledger:
    return ledger(package(case.folder))


def _sheet(tmp_path: Path, *rows: dict[str, str], columns: tuple[str, ...] = ()) -> Path:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*COLUMNS, *columns], restval="")
    writer.writeheader()
    writer.writerows({**GOOD, **row} for row in rows)
    path = tmp_path / "sheet.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def _written(case: Case, path: Path) -> Filled:
    result = filled(_ledger(case), path)
    if result.trial:
        adding.written(result.trial)
    assert case.problems() == []
    return result


def _problems(case: Case, path: Path) -> list[Problem]:
    before = case.hash()
    with pytest.raises(Invalid) as raised:
        filled(_ledger(case), path)
    assert case.hash() == before
    return list(raised.value.problems)


def test_rows_become_claims_with_all_that_is_new(case: Case, tmp_path: Path) -> None:
    new = {
        "who": "Health Ministry (new: state, government)",
        "what": "people treated (new)",
        "place": "Cape Sella (new: town)",
        "period": "2031-03-04/2031-03-06",
    }
    again = {"who": "health ministry", "what": "people treated", "words": "vingt [about twenty]"}
    path = _sheet(tmp_path, new, {**again, "words": "environ vingt [about twenty]"})
    result = _written(case, path)
    first, second = case.rows("claims")[-2:]
    assert [outcome.line for outcome in result.outcomes] == [2, 3]
    assert (first["hedge"], first["stated"], first["place_id"]) == ("at_least", "78", "cape_sella")
    assert (second["hedge"], second["stated"], second["gloss"]) == ("about", "20", "about twenty")
    assert first["claimant"] == second["claimant"] == "health_ministry"
    assert first["source_id"] == second["source_id"] == "coastdaily-2031-03-09"
    assert first["said_on"] == "2031-03-09"


def test_a_sheet_that_is_added_again_adds_nothing(case: Case, tmp_path: Path) -> None:
    path = _sheet(tmp_path, {}, {"words": "two hurt"})
    _written(case, path)
    before = case.hash()
    result = _written(case, path)
    assert (result.trial, [outcome.old for outcome in result.outcomes]) == (None, [True, True])
    assert case.hash() == before


def test_a_row_more_is_the_only_one_that_is_added(case: Case, tmp_path: Path) -> None:
    _written(case, _sheet(tmp_path, {}))
    result = _written(case, _sheet(tmp_path, {}, {"words": "two hurt"}))
    assert [outcome.old for outcome in result.outcomes] == [True, False]


def test_totals_that_fall_are_proposed_for_a_verdict(case: Case, tmp_path: Path) -> None:
    """Without a column for it, a figure is of its measure's usual kind, the first that it names."""
    days = ("2031-03-08", "2031-03-09")
    rows = [
        {"date": day, "link": f"https://coast.example/{day}", "what": "people dead", "words": words}
        | {"period": f"2031-03-04/{day}"}
        for day, words in zip(days, ("220 people", "190 people"), strict=True)
    ]
    path = _sheet(tmp_path, *rows)
    result = _written(case, path)
    assert [outcome.taken["counts"] for outcome in result.outcomes] == ["running_total"] * 2
    assert result.trial
    assert adding.new_proposals(result.trial).proposed


def test_columns_are_named_in_any_case(case: Case, tmp_path: Path) -> None:
    path = _sheet(tmp_path, {})
    header, _, rest = path.read_text().partition("\n")
    path.write_text(f"{header.title()}\n{rest}")
    assert len(_written(case, path).outcomes) == 1
    path.write_text(f"{header},Date\n")
    assert "two columns of one name" in "\n".join(map(str, _problems(case, path)))


def test_further_columns_are_keys_of_an_entry(case: Case, tmp_path: Path) -> None:
    _written(
        case,
        _sheet(tmp_path, {"counts": "running_total", "via": "wire"}, columns=("counts", "via")),
    )
    row = case.rows("claims")[-1]
    assert (row["counts"], row["via"]) == ("running_total", "wire")


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"who": "Health Ministry"}, "who", "(new: KIND, GROUP)"),
        ({"who": "Health Ministry (new: king, government)"}, "who", "king"),
        ({"what": "people hurt"}, "what", "(new)"),
        ({"place": "Nowhere"}, "place", "(new: town)”"),
        ({"place": "Nowhere"}, "place", "coordinates are optional"),
        ({"place": "Nowhere (new: village)"}, "place", "point or town or district"),
        ({"words": "they said that there 3 hurt and 6 died"}, "words", "9 words"),
        ({"words": "they said that there 3 hurt and 6 died"}, "number", "Which of its figures"),
        ({"date": "", "link": "https://coast.example/2"}, "date", "come out"),
        ({"date": "2031-02-31"}, "date", "calendar"),
        ({"source": "", "link": ""}, "source", "who published it"),
        ({"words": ""}, "words", "own words"),
        ({"words": "3 hurt and 6 died"}, "number", "1: 3, 2: 6"),
        ({"number": "87"}, "words", "it states at least 78, not 87"),
        ({"words": "trois personnes"}, "words", "in English"),
        ({"period": "in March"}, "period", "a date as"),
    ],
)
def test_a_problem_is_at_its_row_and_column(
    case: Case, tmp_path: Path, cells: dict[str, str], column: str, words: str
) -> None:
    problems = _problems(case, _sheet(tmp_path, {"words": "two hurt"}, cells))
    assert {(problem.file, problem.line) for problem in problems} == {("sheet.csv", 3)}
    assert words in str(next(problem for problem in problems if problem.field == column))


def test_problems_of_all_rows_are_said_at_once(case: Case, tmp_path: Path) -> None:
    path = _sheet(tmp_path, {"who": "X"}, {"period": "in March"}, {"what": "y"})
    path.write_text(f"{path.read_text()}short,row\n")
    assert {problem.line for problem in _problems(case, path)} == {2, 3, 4, 5}


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("date,source,who,what,words,numbr", "did you mean number?"),
        ("date,source,who,what", "no column words"),
        ("who,what,words", "no column source"),
    ],
)
def test_columns_are_those_of_the_template(
    case: Case, tmp_path: Path, header: str, words: str
) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(f"{header}\n{','.join('x' for _ in header.split(','))}\n")
    assert words in "\n".join(map(str, _problems(case, path)))


def test_the_template_is_filled_in_as_it_says(case: Case, tmp_path: Path) -> None:
    """The examples of its second sheet are a row that can be added."""
    path = tmp_path / "claims.xlsx"
    path.write_bytes(template(path))
    book = openpyxl.load_workbook(path)
    examples = {row[0]: row[2] for row in book[HELP].iter_rows(min_row=2, values_only=True)}
    header = [cell.value for cell in book[SHEET][1]]
    cells = [examples[name] for name in header]
    cells[header.index("date")] = datetime(2031, 3, 9)
    book[SHEET].append(cells)
    book.save(path)
    result = _written(case, path)
    assert [outcome.line for outcome in result.outcomes] == [2]
    assert case.rows("claims")[-1]["said_on"] == "2031-03-09"


def test_the_row_that_explains_is_not_read(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(template(path))
    assert filled(_ledger(case), path) == Filled((), None, ())


def test_a_template_is_a_workbook_or_text(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"write t\.xlsx"):
        template(tmp_path / "t.ods")


def test_the_template_to_download_is_the_one_that_is_written() -> None:
    path = ROOT / "docs" / "claims-template.csv"
    assert path.read_bytes() == template(path)
    book = openpyxl.load_workbook(path.with_suffix(".xlsx"))
    fresh = openpyxl.load_workbook(io.BytesIO(template(path.with_suffix(".xlsx"))))
    for name in (SHEET, HELP):
        assert list(book[name].values) == list(fresh[name].values)


def test_a_question_about_who_passed_a_figure_on_is_of_no_other_column(
    case: Case, tmp_path: Path
) -> None:
    """Outlets of two groups, so that no group is proposed for a new one."""
    for path in (case.folder / "datapackage.json", case.path("actors")):
        path.write_text(path.read_text("utf-8").replace("outlets", "press"), encoding="utf-8")
    case.change("actors", "wire", group="company")
    path = _sheet(tmp_path, {"via": "Somebody New"}, columns=("via",))
    (problem,) = _problems(case, path)
    assert "“Somebody New”" in problem.allowed
    assert "(new:" not in problem.fix
