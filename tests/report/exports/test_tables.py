"""The exports that are tables, each opened again by the library of its readers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime
from math import isnan
from typing import Any
from zipfile import ZipFile

import geojson
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from conftest import Case
from pyarrow import parquet

from analysis.case.layout import FORMULA
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.errors import Invalid
from analysis.report.exports import EXPORTS, FORMATS, render
from analysis.report.exports.dataset import Dataset
from analysis.report.exports.hashtags import TAGS
from analysis.report.exports.workbook import MOST_LETTERS, PROPERTIES

FORMULAS = '=HYPERLINK("https://example.org","12")'
HASHTAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")
CORE = (
    *("#contact", "#date", "#description", "#event", "#geo", "#indicator", "#loc", "#meta"),
    "#org",
)


@pytest.fixture(scope="module")
def data(ferry: Timeline) -> Callable[[str], bytes]:
    dataset = Dataset(ferry)
    return lambda form: render(form, dataset).data


def book(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def quantities(ferry: Timeline) -> dict[str, list[float | None]]:
    """The bounds of each claim, as the claims themselves have them."""
    return {claim.claim_id: [claim.drawn.low, claim.drawn.high] for claim in ferry}


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "zenodo"])
def test_the_same_bytes_on_every_run(form: str, ferry: Timeline, data: Any) -> None:
    assert render(form, Dataset(ferry)).data == data(form)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "zenodo"])
def test_a_case_without_claims_is_exported_too(form: str, ferry: Timeline) -> None:
    assert render(form, Dataset(ferry.keep((), "claims", "none"))).data


def test_pandas_reads_the_csv(ferry: Timeline, data: Any) -> None:
    table = pd.read_csv(io.BytesIO(data("csv"))).set_index("claim_id")
    assert list(table.index) == [claim.claim_id for claim in ferry]
    rows = table.to_dict("index")
    for claim_id, ends in quantities(ferry).items():
        read = [rows[claim_id][name] for name in ("low", "high")]
        assert [None if isnan(end) else end for end in read] == ends
    assert table["latitude"].dtype.kind == "f"
    assert data("csv").startswith(b"\xef\xbb\xbfclaim_id,")


def test_openpyxl_reads_every_sheet_of_the_workbook(ferry: Timeline, data: Any) -> None:
    pages = book(data("xlsx"))
    tables = ferry.package.tables
    assert pages.sheetnames == ["flat", *tables, "codebook", "about"]
    for name in ("flat", *tables):
        (header, *rows) = pages[name].iter_rows(values_only=True)
        count = len(ferry) if name == "flat" else len(ferry.rows[name])
        assert len(rows) == count
        assert pages[name].freeze_panes == "B2"
        described = [row[1] for row in pages["codebook"].values if row[0] == name]
        assert described == list(header)
    widths = [page.width for page in pages["flat"].column_dimensions.values()]
    assert len(widths) > 50
    assert min(widths) >= 8
    assert max(widths) <= 48


def test_days_of_the_workbook_are_dates_and_edtf_is_text(data: Any) -> None:
    (header, *rows) = book(data("xlsx"))["flat"].iter_rows()
    row = {head.value: cell for head, cell in zip(header, rows[5], strict=True)}
    assert row["claim_id"].value == "c006"
    assert row["covers"].value == "2031-03-03?/2031-03-05"
    assert row["covers_first"].value == datetime(2031, 3, 3)
    assert row["covers_first"].number_format == "yyyy-mm-dd"
    assert (row["low"].value, row["stated"].value, row["high"].value) == (None, 30, 29)


@pytest.mark.parametrize("note", [FORMULAS, "#N/A", "'=1", "+1 to all", "-x", "@SUM(A1)"])
def test_no_cell_of_the_workbook_is_run(note: str, case: Case) -> None:
    case.change("claims", "c001", note=note)
    data = render("xlsx", Dataset(load(case.folder))).data
    cells = [cell for page in book(data) for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells}.isdisjoint({"f", "e"})
    written = [cell for cell in cells if cell.value == note]
    assert len(written) == 2
    assert all(cell.quotePrefix for cell in written)
    with ZipFile(io.BytesIO(data)) as files:
        sheets = [files.read(name) for name in files.namelist() if "worksheets/" in name]
        assert not [sheet for sheet in sheets if re.search(rb"<f[ >]", sheet)]
        assert b"1980-01-01T00:00:00Z" in files.read(PROPERTIES)


def test_a_text_that_no_workbook_holds_is_refused_with_its_place(case: Case) -> None:
    case.change("claims", "c002", note="x" * (MOST_LETTERS + 1))
    with pytest.raises(Invalid) as caught:
        render("xlsx", Dataset(load(case.folder)))
    wheres = [problem.where for problem in caught.value.problems]
    assert f"claims.csv:{case.line('claims', 'c002')}:note" in wheres


def test_pyarrow_reads_typed_columns_with_their_descriptions(ferry: Timeline, data: Any) -> None:
    table = parquet.read_table(io.BytesIO(data("parquet")))
    assert table.num_rows == len(ferry)
    assert table.schema.field("low").type == pa.float64()
    assert table.schema.field("said_first").type == pa.date32()
    assert table.schema.field("hedge_lost").type == pa.bool_()
    assert all(field.metadata[b"description"] for field in table.schema)
    facts = {name: value.decode() for name, value in table.schema.metadata.items()}
    head = ferry.package.text.value
    assert facts[b"contested:case"] == head["name"]
    assert facts[b"contested:version"] == head["version"]
    assert facts[b"contested:licence"] == head["licenses"][0]["name"]
    for row in table.to_pylist():
        assert [row["low"], row["high"]] == quantities(ferry)[row["claim_id"]]
        assert "" not in row.values()


def test_geojson_is_valid_and_puts_longitude_first(ferry: Timeline, data: Any) -> None:
    read = geojson.loads(data("geojson"))
    assert isinstance(read, geojson.FeatureCollection)
    assert read.is_valid
    assert "crs" not in read
    places = {row["place_id"]: row for row in ferry.rows["places"]}
    assert [feature["id"] for feature in read.features] == [claim.claim_id for claim in ferry]
    for feature, claim in zip(read.features, ferry, strict=True):
        row = places.get(claim.place_id, {"latitude": ""})
        if row["latitude"]:
            position = [float(row["longitude"]), float(row["latitude"])]
            assert feature["geometry"]["coordinates"] == position
            assert feature["properties"]["place_precision"]
        else:
            assert feature["geometry"] is None
        days = [feature["properties"][name] for name in ("said_first", "covers_last")]
        assert [day for day in days if day] == [str(date.fromisoformat(d)) for d in days if d]


def test_how_many_claims_have_no_place_on_the_map_is_said(ferry: Timeline) -> None:
    nowhere = sum(not c.place_id or c.place_id == "offshore" for c in ferry)
    (note,) = render("geojson", Dataset(ferry)).notes
    read = geojson.loads(render("geojson", Dataset(ferry)).data)
    count = sum(feature["geometry"] is None for feature in read.features)
    assert count >= nowhere > 0
    assert note.startswith(f"{count} claims of {len(ferry)} ")


def test_hxl_has_its_hashtags_under_the_header(ferry: Timeline, data: Any) -> None:
    header, tags, *rows = csv.reader(io.StringIO(data("hxl").decode("utf-8"), newline=""))
    assert len(rows) == len(ferry)
    assert {name: tag for name, tag in zip(header, tags, strict=True) if tag} == TAGS
    used = [tag for tag in tags if tag]
    assert all(HASHTAG.fullmatch(tag) for tag in used)
    assert {tag.partition("+")[0] for tag in used} == set(CORE)
    assert len({frozenset(tag.split("+")) for tag in used}) == len(used)
    assert header[tags.index("#indicator+value+num")] == "stated"


@pytest.mark.parametrize("form", ["csv", "hxl"])
def test_no_cell_of_text_is_run(form: str, case: Case) -> None:
    case.change("claims", "c001", note=FORMULAS)
    text = render(form, Dataset(load(case.folder))).data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert f"'{FORMULAS}" in cells
    starts = [cell for cell in cells if cell.startswith(FORMULA)]
    assert [cell for cell in starts if not re.fullmatch(r"-?\d+(\.\d+)?", cell)] == []


def test_every_format_has_a_file_of_its_own() -> None:
    assert len({export.ending for export in EXPORTS.values()}) == len(FORMATS)
    assert len({export.module for export in EXPORTS.values()}) == len(FORMATS)
