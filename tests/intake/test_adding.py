"""A claim that is added is read from its words, passes the check, and is whole or not there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import Case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.case.load import load
from analysis.case.schema import package
from analysis.errors import Invalid, Problem
from analysis.intake import adding
from analysis.intake.ledger import Ledger, ledger

KNOWN = {
    "source": "post-2031-03-06",
    "claimant": "Transport Ministry",
    "measure": "injured",
    "counts": "running_total",
}


def _ledger(case: Case) -> Ledger:
    return ledger(package(case.folder))


def _added(case: Case, **typed: str) -> Mapping[str, str]:
    """The row of claims.csv that is written for an entry."""
    trial = adding.added(_ledger(case), {**KNOWN, **typed})
    adding.written(trial)
    assert case.problems() == []
    (claim_id,) = trial.added
    return next(row for row in case.rows("claims") if row["claim_id"] == claim_id)


def _problems(case: Case, entry: Mapping[str, str]) -> dict[str, Problem]:
    before = case.hash()
    with pytest.raises(Invalid) as raised:
        adding.added(_ledger(case), entry)
    assert case.hash() == before
    return {problem.field: problem for problem in raised.value.problems}


@pytest.mark.parametrize(
    ("phrase", "cells"),
    [
        ("more than 20 people", ("more_than", "20", "", "")),
        ("at least 78 people", ("at_least", "78", "", "")),
        ("between 20 and 30 hurt", ("between", "", "20", "30")),
        ("dozens of injured", ("unquantified", "", "", "")),
        ("some 1,200 people", ("about", "1200", "", "")),
        ("a man was hurt", ("bare", "1", "", "")),
    ],
)
def test_hedge_and_bounds_are_read_from_the_words(
    case: Case, phrase: str, cells: tuple[str, ...]
) -> None:
    row = _added(case, phrase=phrase)
    assert tuple(row[name] for name in ("hedge", "stated", "low", "high")) == cells
    assert (row["phrase"], row["claimant"], row["category"]) == (phrase, "ministry", "total")
    assert (row["said_on"], row["state"], row["claim_id"]) == ("2031-03-06", "draft", "c028")


@pytest.mark.parametrize(
    ("typed", "column", "value"),
    [
        ({"claimant": "the operator"}, "claimant", "line"),
        ({"claimant": "[line, Harbour Post]"}, "claimant", "[line,post]"),
        ({"claimant": "Harbour Post"}, "speech", "own"),
        ({"measure": "people brought ashore", "counts": ""}, "category", "ashore"),
        ({"measure": "people/ashore", "counts": ""}, "counts", "level"),
        ({"place": "sella"}, "place_id", "port_sella"),
        ({"via": "North Wire|Island Radio"}, "via", "wire|radio"),
        ({"said": "2031-03-05"}, "said_on", "2031-03-05"),
        ({"source": "https://example.org/wire/1/"}, "source_id", "wire-2031-03-05"),
        ({"source": "http://www.example.org/wire/1#top"}, "source_id", "wire-2031-03-05"),
    ],
)
def test_names_and_addresses_lead_to_rows_of_the_case(
    case: Case, typed: dict[str, str], column: str, value: str
) -> None:
    entry = {key: text for key, text in {**KNOWN, **typed}.items() if text}
    trial = adding.added(_ledger(case), {"phrase": "at least 78 people", **entry})
    assert set(trial.ledger.added) == {"claims"}
    assert trial.ledger.added["claims"][0][column] == value


def test_no_place_is_taken_where_none_is_typed(case: Case) -> None:
    """A new place has no other names; an empty text is not one of them."""
    _added(case, phrase="at least 78 people", place="Cape Sella", place_precision="2")
    row = _added(case, phrase="at least 79 people")
    assert row["place_id"] == ""


def test_what_is_new_gets_rows_of_its_own(case: Case) -> None:
    row = _added(
        case,
        source="https://coast.example/2031/03/09/alba",
        publisher="Coast Daily",
        published="2031-03-09",
        claimant="Health Ministry",
        claimant_kind="state",
        claimant_group="government",
        measure="treated",
        measure_label="people treated in hospital",
        place="Cape Sella",
        place_precision="2",
        place_within="Sella Strait",
        via="Coast Agency",
        phrase="at least 78 people",
    )
    assert (row["source_id"], row["claimant"]) == ("coastdaily-2031-03-09", "health_ministry")
    assert (row["measure"], row["place_id"], row["via"]) == (
        "treated",
        "cape_sella",
        "coast_agency",
    )
    places = {row["place_id"]: row["within"] for row in case.rows("places")}
    assert places["cape_sella"] == "strait"
    assert case.rows("measures")[-1]["unit"] == "people"
    assert load(case.folder)[row["claim_id"]].quantity.low == 78


def test_all_that_is_missing_is_said_at_once(case: Case) -> None:
    assert _problems(case, {}).keys() == {"phrase", "source", "measure", "claimant"}
    new = {"source": "https://coast.example/a", "claimant": "Heath", "phrase": "two hurt"}
    assert _problems(case, {**KNOWN, **new}).keys() == {
        "publisher",
        "published",
        "claimant_kind",
        "claimant_group",
    }


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"phrase": "20 hurt and 5 missing"}, "figure", "1: 20, 2: 5"),
        ({"phrase": "20 hurt and 5 missing", "figure": "3"}, "figure", "1: 20, 2: 5"),
        ({"phrase": "the hospital has room"}, "hedge", "count nothing"),
        ({"phrase": "78 people", "stated": "87"}, "hedge", "it states 78, not 87"),
        ({"phrase": "vingt personnes blessées"}, "gloss", "in English"),
        ({"measure": "people/asore"}, "measure", "people/ashore"),
        ({"said": "2031-02-31"}, "said", "calendar"),
        ({"said": "2031-03-09"}, "said", "2031-03-06"),
        ({"event": "landing"}, "event", "2031-03-05-landing"),
        ({"phrase": "more than 20 of the people who were on board then"}, "phrase", "11 words"),
        ({"coded_by": "Jane Doe"}, "coded_by", "Jane Doe"),
        ({"claimant": "Heath", "claimant_kind": "x", "claimant_group": "y"}, "claimant_kind", "x"),
    ],
)
def test_what_is_wrong_is_said_where_it_was_typed_and_nothing_is_written(
    case: Case, typed: dict[str, str], field: str, words: str
) -> None:
    problems = _problems(case, {**KNOWN, "phrase": "at least 78 people", **typed})
    assert words in str(problems[field])


def test_of_several_figures_one_is_chosen(case: Case) -> None:
    assert _added(case, phrase="20 hurt and 5 missing", figure="2")["stated"] == "5"


def test_a_typed_number_chooses_its_figure(case: Case) -> None:
    assert _added(case, phrase="20 hurt and 5 missing", stated="20")["stated"] == "20"


def test_a_claim_is_not_added_twice(case: Case) -> None:
    _added(case, phrase="at least 78 people")
    problems = _problems(case, {**KNOWN, "phrase": "at least 78 people"})
    assert "c028 says the same already" in problems["phrase"].value


def test_a_file_that_changed_meanwhile_is_not_overwritten(case: Case) -> None:
    trial = adding.added(_ledger(case), {**KNOWN, "phrase": "at least 78 people"})
    case.edit("claims", "some 60 cars", "some 61 cars")
    before = case.hash()
    with pytest.raises(Invalid, match="changed since it was read"):
        adding.written(trial)
    assert case.hash() == before


def test_only_contradictions_of_the_new_claim_are_proposed(case: Case) -> None:
    entry = {**KNOWN, "claimant": "line", "measure": "people", "counts": "level"}
    entry |= {"covers": "2031-03-04", "phrase": "300 people"}
    proposed = adding.new_proposals(adding.added(_ledger(case), entry)).proposed
    assert proposed
    assert all("c028" in proposal.dispute.claims for proposal in proposed)


NUMBER = st.integers(1, 10**7)
PHRASES = st.one_of(
    st.builds(
        "{} {:,} people".format,
        st.sampled_from(["more than", "at least", "about", "up to", "nearly", "fewer than", ""]),
        NUMBER,
    ),
    st.builds(
        lambda low, width: f"between {low:,} and {low + width:,} people",
        st.integers(1000, 9999),
        st.integers(1, 999),
    ),
)


@given(phrase=PHRASES.map(str.strip))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15
)
def test_what_is_added_passes_the_check(case: Case, phrase: str) -> None:
    trial = adding.added(_ledger(case), {**KNOWN, "phrase": phrase})
    assert trial.examined.problems == []
    assert trial.timeline[trial.added[0]].phrase == phrase


def test_a_case_that_cannot_be_read_is_refused(tmp_path: Path, case: Case) -> None:
    case.remake("claims", lambda body: body.replace(b",", b";"))
    with pytest.raises(Invalid, match=r"claims\.csv"):
        _ledger(case)
