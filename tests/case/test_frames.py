"""Rows of text as plain pandas tables."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import FERRY

from analysis.case.frames import frame
from analysis.case.schema import package
from analysis.case.timeline import Timeline


def test_the_claims_are_a_row_each_in_the_columns_of_the_schema(ferry: Timeline) -> None:
    schema = package(FERRY).tables["claims"]
    table = frame(schema, ferry.chosen)
    assert list(table.columns) == list(schema.columns)
    assert list(table["claim_id"]) == [row["claim_id"] for row in ferry.chosen]


def test_whole_numbers_are_int64_and_unknown_is_na_and_never_0(ferry: Timeline) -> None:
    table = ferry.frame()
    assert [str(table[name].dtype) for name in ("stated", "low", "high")] == ["Int64"] * 3
    assert table.loc["c001", "stated"] == 212
    assert table.loc["c003", "stated"] == 0
    assert table.loc["c007", "stated"] is pd.NA
    assert list(table.loc["c020", ["low", "high"]]) == [200, 230]
    assert int(table["stated"].isna().sum()) == sum(not row["stated"] for row in ferry.chosen)


def test_other_numbers_are_float64(ferry: Timeline) -> None:
    table = ferry.table("places").set_index("place_id")
    assert str(table["latitude"].dtype) == "Float64"
    assert table.loc["north_bay", "latitude"] == pytest.approx(10.6)
    assert table.loc["port_sella", "uncertainty_km"] is pd.NA
    assert str(table["where_precision"].dtype) == "Int64"


def test_unknown_text_is_empty_text(ferry: Timeline) -> None:
    table = ferry.table("sources").set_index("source_id")
    assert table.loc["radio-2031-03", "published"] == ""
    assert table.loc["line-2031-03-04", "published"] == "2031-03-04"
    assert isinstance(table["note"].dtype, pd.StringDtype)


def test_no_rows_make_an_empty_table_of_the_same_columns() -> None:
    schema = package(FERRY).tables["claims"]
    table = frame(schema, ())
    assert len(table) == 0
    assert list(table.columns) == list(schema.columns)
    assert str(table["stated"].dtype) == "Int64"


def test_a_big_number_is_exact(ferry: Timeline) -> None:
    row = {**ferry.chosen[0], "stated": "999999999999999"}
    assert frame(ferry.package.tables["claims"], [row])["stated"][0] == 999_999_999_999_999
