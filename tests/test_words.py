"""One vocabulary: the words of the schema are those of the code, and every one has its wording."""

from __future__ import annotations

import pytest
from conftest import CASES, FERRY

from analysis.case.disputes_on_record import STATES
from analysis.case.places import RIVER, ROAD
from analysis.case.schema import package
from analysis.charts.kit import marks, style
from analysis.claims.cells import CLAIM_ID
from analysis.claims.claim import NEW, SURE_ENOUGH
from analysis.claims.compare import Word
from analysis.claims.disputes import RaisedBy
from analysis.claims.measure import EVENT_DATE, STATEMENT
from analysis.claims.quantity import TYPED_BOUNDS, WITHOUT_NUMBER, WORDS, Hedge, Quantity, Scale
from analysis.claims.sums import TOTALS
from analysis.notebooks.explorer.cards import RELATIONS
from analysis.paths import DATA, SCHEMA
from analysis.report.appendix import RESULTS
from analysis.words.citation import TYPES
from analysis.words.sentences import SPEECH

TABLES = package(FERRY).tables

PINNED: dict[tuple[str, str], set[str]] = {
    ("sources", "kind"): set(TYPES),
    ("sources", "extent"): {"full", "excerpt", "not_seen"},
    ("sources", "tier"): {"A", "B", "C"},
    ("actors", "kind"): {
        *("coalition", "state", "armed_group", "monitor", "officials", "unnamed"),
        style.OUTLET,
    },
    ("routes", "kind"): {ROAD, RIVER},
    ("measures", "scale"): set(Scale),
    ("events", "kind"): {
        *("movement", "strike", "statement", "agreement", "exchange", "aid", "advance", "other"),
    },
    ("claims", "speech"): {"quoted", "paraphrased", "own"},
    ("claims", "stance"): set(SPEECH) - {""},
    ("claims", "hedge"): set(Hedge),
    ("claims", "counts"): {*NEW, *TOTALS},
    ("claims", "state"): {"draft", "checked"},
    ("links", "relation"): set(RELATIONS),
    ("links", "certainty"): {*SURE_ENOUGH, "possible"},
    ("disputes", "raised_by"): set(RaisedBy),
    ("disputes", "state"): set(STATES),
    ("searches", "result"): {"found", *RESULTS},
}
"""For each column with a list of values those that the code knows."""


def allowed(table: str, field: str) -> set[str]:
    return set(TABLES[table].field(field).constraints["enum"])


@pytest.mark.parametrize(("table", "field"), PINNED)
def test_the_schema_and_the_code_use_the_same_words(table: str, field: str) -> None:
    assert allowed(table, field) - {""} == PINNED[table, field]


def test_every_list_of_values_in_the_schema_is_pinned_to_the_code() -> None:
    lists = {
        (name, field.name)
        for name, table in TABLES.items()
        for field in table.fields
        if "enum" in field.constraints
    }
    assert lists == set(PINNED)


def test_a_claims_id_has_the_same_pattern_in_the_schema_and_in_texts() -> None:
    assert TABLES["claims"].field("claim_id").constraints["pattern"] == CLAIM_ID


def test_there_is_a_single_schema() -> None:
    files = [path for folder in (DATA, CASES) for path in folder.rglob("*.json")]
    holding = {path for path in files if '"primaryKey"' in path.read_text(encoding="utf-8")}
    assert holding == set(SCHEMA.glob("*.json"))


@pytest.mark.parametrize("hedge", Hedge)
def test_every_hedge_can_be_said(hedge: Hedge) -> None:
    low, high = (1, 2) if hedge in TYPED_BOUNDS else (None, None)
    stated = None if hedge in WITHOUT_NUMBER else 1_200
    text = str(Quantity(hedge, stated, low, high))
    assert (hedge in WORDS) == (hedge not in WITHOUT_NUMBER | TYPED_BOUNDS)
    assert ("1,200" in text) == (stated is not None)
    assert not text.startswith("Quantity")


def test_a_comparison_has_five_outcomes() -> None:
    assert [str(word) for word in Word] == [
        "same",
        "same figure, other hedge",
        "overlap",
        "conflict",
        "cannot tell",
    ]


def test_measures_without_a_figure_have_their_names() -> None:
    assert TABLES["measures"].field("category").example
    assert {STATEMENT, EVENT_DATE} == {"statement", "event_date"}


def test_the_marks_are_explained_where_they_are_drawn() -> None:
    text = " ".join((marks.__doc__ or "").lower().split())
    for word in ("dot", "bar", "arrow", "halo", "words", "solid", "hollow", "faint", "dashed"):
        assert word in text
