"""The flat table: what each row says, read back from its CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pandas as pd
import pytest
from conftest import Case
from gallery import CONVOY
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.layout import FORMULA, guarded
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.paths import SCHEMA
from analysis.words.flat_table import COLUMNS, DAYS, FLAGS, NUMBERS, as_csv, flat_table, records

UNDO = r"^'(?='*[=+\-@\t\r\n＝＋－＠])"
"""As docs/exports.md has it."""


def row_of(timeline: Timeline, claim_id: str) -> dict[str, Any]:
    (row,) = [row for row in records(flat_table(timeline)) if row["claim_id"] == claim_id]
    return row


def test_each_claim_is_a_row_and_each_column_is_of_a_table_or_described(ferry: Timeline) -> None:
    table = flat_table(ferry)
    assert list(table["claim_id"]) == [row["claim_id"] for row in ferry.chosen]
    assert list(table.columns)[: len(COLUMNS)] == [column.name for column in COLUMNS]
    for column in COLUMNS:
        name, _, field = column.of.partition(".")
        assert bool(column.of) != bool(column.description)
        assert not column.of or field in ferry.package.tables[name].columns
    assert {*NUMBERS, *FLAGS, *DAYS} <= set(table.columns)
    assert set(ferry.package.tables["claims"].columns) <= set(table.columns)


def test_labels_stand_beside_ids_and_bounds_are_computed(ferry: Timeline) -> None:
    row = row_of(ferry, "c006")
    assert (row["claimant_name"], row["claimant_group"]) == ("Coastguard", "Rescue")
    assert (row["publisher"], row["hedge"], row["hedge_lost"]) == ("Harbour Post", "nearly", False)
    assert (row["low"], row["stated"], row["high"]) == (None, 30, 29)
    assert (row["said_first"], row["covers_first"]) == (date(2031, 3, 5), date(2031, 3, 3))


def test_a_hedge_that_was_lost_shows_in_the_bounds_and_is_said(ferry: Timeline) -> None:
    row, origin = row_of(ferry, "c018"), row_of(ferry, "c008")
    assert (row["hedge"], row["hedge_drawn"], row["hedge_lost"]) == ("bare", "more_than", True)
    assert (row["stated"], row["low"], row["high"]) == (origin["stated"], origin["low"], None)
    lost = [row["claim_id"] for row in records(flat_table(ferry)) if row["hedge_lost"]]
    assert lost == ["c018"]


def test_links_and_disputes_are_those_of_their_tables(ferry: Timeline) -> None:
    rows = {row["claim_id"]: row for row in records(flat_table(ferry))}
    for link in ferry.rows["links"]:
        entry = f"{link['relation']}:{link['other_id']}:{link['certainty']}"
        assert entry in rows[link["claim_id"]]["links"]
    for dispute in ferry.rows["disputes"]:
        for claim_id in dispute["claims"].split("|"):
            assert dispute["dispute_id"] in rows[claim_id]["disputes"].split("|")


def test_a_place_has_its_position_and_a_claim_without_one_has_none(ferry: Timeline) -> None:
    places = {row["place_id"]: row for row in ferry.rows["places"]}
    rows = records(flat_table(ferry))
    assert {bool(row["place_id"]) for row in rows} == {True, False}
    for row in rows:
        place = places.get(row["place_id"], {})
        known = place.get("latitude", "")
        assert row["latitude"] == (float(known) if known else None)
        assert row["place_name"] == place.get("name", "")


def test_remarks_can_be_left_out(ferry: Timeline) -> None:
    bare = flat_table(ferry, remarks=False)
    assert any(flat_table(ferry)["note"])
    assert not any(bare["note"])
    assert not any(bare["link_reasons"])


def test_no_claims_make_a_table_with_every_column(ferry: Timeline) -> None:
    empty = flat_table(ferry.keep((), "claims", "none"))
    assert len(empty) == 0
    assert list(empty.columns) == list(flat_table(ferry).columns)
    assert records(empty) == []


def test_a_column_of_the_case_with_the_name_of_one_here_keeps_its_cells(case: Case) -> None:
    head = json.loads((case.folder / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [r for r in head["resources"] if r["name"] == "claims"]
    schema = json.loads((SCHEMA / "claims.json").read_text(encoding="utf-8"))
    own = {"name": "unit", "type": "string", "description": "Ours.", "example": "x"}
    resource["schema"] = {**schema, "fields": [*schema["fields"], own]}
    (case.folder / "datapackage.json").write_text(json.dumps(head), encoding="utf-8")
    case.remake("claims", _with_unit)
    table = flat_table(load(case.folder)).set_index("claim_id")
    assert set(table["own_unit"]) == {"boats"}
    assert table.loc["c001", "unit"] == "people"


def _with_unit(raw: bytes) -> bytes:
    first, *rows = raw.decode("utf-8").splitlines()
    return "".join(
        f"{line}\n" for line in (f"{first},unit", *(f"{r},boats" for r in rows))
    ).encode()


def test_pandas_reads_the_csv_as_it_was(ferry: Timeline) -> None:
    table = flat_table(ferry)
    read = pd.read_csv(io.BytesIO(as_csv(table)), dtype=str, keep_default_na=False)
    assert read["phrase"].str.replace(UNDO, "", regex=True).tolist() == table["phrase"].tolist()
    for name in NUMBERS:
        wanted = [None if number is pd.NA else float(number) for number in table[name]]
        assert [float(cell) if cell else None for cell in read[name]] == wanted
    assert {cell for name in FLAGS for cell in read[name]} <= {"true", "false"}


@pytest.mark.parametrize("begins", FORMULA)
def test_no_cell_of_the_csv_is_run(begins: str, ferry: Timeline) -> None:
    table = flat_table(ferry).assign(phrase=f'{begins}HYPERLINK("https://example.org")')
    (header, *rows) = csv.reader(io.StringIO(as_csv(table).decode("utf-8"), newline=""))
    assert len(rows) == len(ferry)
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        running = [c for c in row if c.startswith(FORMULA) and not re.fullmatch(r"[-+]?\d.*", c)]
        assert not running
        assert cells["phrase"].startswith(f"'{begins}")


@given(st.text(alphabet=[*FORMULA, "'", "1", ".", "e", "a", " "], max_size=6))
def test_to_take_an_apostrophe_away_always_gives_the_cell_back(cell: str) -> None:
    written = guarded(cell)
    assert re.sub(UNDO, "", written) == cell
    if written.startswith(FORMULA):
        float(written)


def test_an_event_that_was_not_known_by_a_day_is_named_nowhere() -> None:
    timeline = load(CONVOY)
    days = sorted({row["published"] for row in timeline.rows["sources"] if row["published"]})
    later = set[str]()
    for day in days[:-1]:
        early = timeline.as_of(day)
        known = {row["event_id"] for row in early.rows["events"]}
        later |= {row["event_id"] for row in early.chosen} - known - {""}
        assert set(flat_table(early)["event_id"]) <= {*known, ""}
    assert later
    whole = flat_table(timeline)
    assert dict(zip(whole["claim_id"], whole["event_id"], strict=True)) == {
        row["claim_id"]: row["event_id"] for row in timeline.chosen
    }
