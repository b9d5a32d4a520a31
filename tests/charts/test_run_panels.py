"""The gathered results of a batch: read back, charted, and told in words."""

from __future__ import annotations

from inspect import unwrap
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import charts
from analysis.case.load import load
from analysis.errors import Empty, Invalid
from analysis.notebooks.results import results
from analysis.words import findings

COLUMNS = "run,as_of,notebook,name,shown,kind,hedge,value,low,high,claims\n"
ROWS = """\
r1,2031-03-01,,,,,,,,,
r2,2031-03-02,n,lost,about 5,reported,about,5,,,c001
r3,2031-03-03,n,lost,about 5,reported,about,5,,,c001
r4,2031-03-04,n,lost,more than 9,reported,more_than,9,10,,c002
r4,2031-03-04,n,saved,several,reported,unquantified,,1,,c003
"""


@pytest.fixture
def sample(tmp_path: Path) -> pd.DataFrame:
    path = tmp_path / "results.csv"
    path.write_text(COLUMNS + ROWS, encoding="utf-8")
    return results(str(path))


def test_the_example_is_of_the_case_and_has_every_run() -> None:
    frame = results()
    known = {claim.claim_id for claim in load("convoy-2017").claims}
    named = {i for cell in frame["claims"].dropna() for i in cell.split()}
    assert named
    assert named <= known
    assert frame["run"].is_monotonic_increasing
    assert frame["name"].isna().any(), "days on which nothing was known are rows of their own"


def test_blank_is_missing_and_numbers_are_whole(sample: pd.DataFrame) -> None:
    assert str(sample["value"].dtype) == "Int64"
    assert sample["value"].isna().tolist() == [True, False, False, False, True]
    assert sample["name"].isna().tolist() == [True, False, False, False, False]


def test_only_some_results_and_still_every_run(sample: pd.DataFrame, tmp_path: Path) -> None:
    frame = results(str(tmp_path / "results.csv"), "saved")
    assert frame["run"].tolist() == ["r1", "r2", "r3", "r4"]
    assert frame["name"].dropna().tolist() == ["saved"]


@pytest.mark.parametrize(
    ("batch", "names", "says"),
    [
        ("no-such-batch", "", "batch: 'no-such-batch'; a batch that has been run"),
        ("", "fighters_kiled_said_by_coalition", "did you mean fighters_killed_said_by_coalition?"),
    ],
)
def test_what_is_not_there_is_refused(batch: str, names: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        results(batch, names)
    assert says in str(refused.value)


def test_a_table_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "results.csv").write_text("run,name\nr1,a\n", encoding="utf-8")
    with pytest.raises(Invalid, match=r"results\.csv:1: no column claims, "):
        results(str(tmp_path))


def test_each_mark_stands_at_its_run_and_its_number(sample: pd.DataFrame) -> None:
    table = charts.run_panels(sample, "Growth").table
    rows = table[["name", "run", "x", "y", "figure", "mark", "claims"]].to_numpy().tolist()
    assert rows == [
        ["lost", "r2", 1, 5, "about 5", "solid", "c001"],
        ["lost", "r3", 2, 5, "about 5", "faint", "c001"],
        ["lost", "r4", 3, 9, "more than 9", "solid", "c002"],
        ["saved", "r4", 3, 1, "several", "words", "c003"],
    ]


def test_its_marks_are_drawn_where_the_table_says(sample: pd.DataFrame) -> None:
    chart = charts.run_panels(sample, "Growth", by="as_of")
    table: Any = chart.table
    panels: Any = chart.figure.axes[0].child_axes
    assert len(panels) == table["name"].nunique()
    for panel, (_, rows) in zip(panels, table.groupby("name", sort=False), strict=True):
        lines: Any = [line.get_xydata().tolist() for line in panel.lines]
        drawn = {tuple(line[0]) for line in lines if len(line) == 1}
        drawn |= {text.get_position() for text in panel.texts}
        assert {(row.x, row.y) for row in rows.itertuples()} <= drawn


def test_days_are_labelled_as_days_and_other_runs_by_name(sample: pd.DataFrame) -> None:
    def labels(by: str) -> list[str]:
        panel = charts.run_panels(sample, "Growth", by=by).figure.axes[0].child_axes[-1]
        return [label.get_text() for label in panel.get_xticklabels()]

    assert labels("as_of") == ["1\nMar", "2", "3", "4"]
    assert labels("run") == ["r1", "r2", "r3", "r4"]


def test_nothing_known_is_nothing_to_draw(sample: pd.DataFrame) -> None:
    with pytest.raises(Empty):
        unwrap(charts.run_panels)(sample.head(1), "Growth")


def test_an_unknown_column_is_refused(sample: pd.DataFrame) -> None:
    with pytest.raises(Invalid, match="did you mean as_of"):
        charts.run_panels(sample, "Growth", by="as_off")


def test_the_sentence_tells_changes_alone_and_names_claims(sample: pd.DataFrame) -> None:
    said = findings.changes_by_run(sample, "as_of")
    assert str(said) == (
        "Lost came out as about 5 in 2031-03-02 [c001], then more than 9 in 2031-03-04 [c002]. "
        "Saved came out as several in 2031-03-04 [c003]."
    )
    assert [number.claims for number in said.numbers] == [("c001",), ("c002",), ("c003",)]


def test_where_nothing_is_known_the_sentence_says_so(sample: pd.DataFrame) -> None:
    assert "c0" not in str(findings.changes_by_run(sample.head(1)))
