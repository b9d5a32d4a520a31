"""One vocabulary: the words of the schema are those of the code, and every one has its wording."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import FERRY
from gallery import CONVOY

from analysis.case.schema import Package, package
from analysis.case.timeline import STATES
from analysis.charts.kit import marks, style
from analysis.claims.claim import RETELLING
from analysis.claims.compare import Word
from analysis.claims.measure import EVENT_DATE, STATEMENT
from analysis.claims.quantity import WITHOUT_NUMBER, WORDS, Hedge, Quantity, Scale
from analysis.paths import DATA
from analysis.report.appendix import RESULTS
from analysis.words.sentences import SPEECH

CASES = pytest.mark.parametrize(
    "described", [package(DATA / CONVOY), package(FERRY)], ids=["convoy", "ferry"]
)


def allowed(described: Package, table: str, field: str) -> set[str]:
    return set(described.tables[table].field(field).constraints["enum"])


@CASES
@pytest.mark.parametrize(
    ("table", "field", "words"),
    [
        ("claims", "hedge", set(Hedge)),
        ("measures", "scale", set(Scale)),
        ("claims", "stance", set(SPEECH) - {""}),
        ("links", "relation", {*RETELLING, "corrects", "part_of", "relative_to", "apart_from"}),
        ("links", "certainty", {"sure", "likely", "possible"}),
        ("claims", "speech", {"quoted", "paraphrased", "own"}),
        ("claims", "counts", {"new", "running_total", "level", "unclear"}),
        ("claims", "state", {"draft", "checked"}),
        ("disputes", "state", set(STATES)),
        ("searches", "result", {"found", *RESULTS}),
        ("sources", "kind", {"article", "release", "transcript", "post"}),
        ("sources", "extent", {"full", "excerpt", "not_seen"}),
    ],
)
def test_the_schema_and_the_code_use_the_same_words(
    described: Package, table: str, field: str, words: set[str]
) -> None:
    assert allowed(described, table, field) - {""} == words


@CASES
def test_an_outlet_is_a_kind_of_actor(described: Package) -> None:
    kinds = allowed(described, "actors", "kind")
    assert style.OUTLET in kinds
    assert len(kinds) == 7


def test_both_cases_have_one_schema() -> None:
    def fields(described: Package) -> dict[str, Any]:
        return {
            name: [(f.name, f.type, f.constraints, f.refers, f.format) for f in table.fields]
            for name, table in described.tables.items()
        }

    assert fields(package(DATA / CONVOY)) == fields(package(FERRY))


@pytest.mark.parametrize("hedge", Hedge)
def test_every_hedge_can_be_said(hedge: Hedge) -> None:
    low, high = (1, 2) if hedge is Hedge.BETWEEN else (None, None)
    stated = None if hedge in WITHOUT_NUMBER else 1_200
    text = str(Quantity(hedge, stated, low, high))
    assert (hedge in WORDS) == (hedge not in WITHOUT_NUMBER)
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


@CASES
def test_measures_without_a_figure_have_their_names(described: Package) -> None:
    example = described.tables["measures"].field("category").example
    assert example
    assert {STATEMENT, EVENT_DATE} == {"statement", "event_date"}


def test_the_marks_are_explained_where_they_are_drawn() -> None:
    text = " ".join((marks.__doc__ or "").lower().split())
    for word in ("dot", "bar", "arrow", "halo", "words", "solid", "hollow", "faint", "dashed"):
        assert word in text
