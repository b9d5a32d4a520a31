"""Findings on counts: each table, sentence and title against the rows that it is made of."""

from __future__ import annotations

import pytest
from conftest import CASES, FERRY, Case

from analysis.case.load import load
from analysis.paths import DATA
from analysis.words import findings
from analysis.words.listing import Listing
from analysis.words.sentences import Sentence

CONVOY = load(DATA / "convoy-2017")
VALLEY = CONVOY.where(measure="strikes").within("middle_euphrates")
LEAD = CONVOY.where(source_id=CONVOY.package.lead_source, measure="strikes")


def test_every_count_is_in_the_cell_of_its_place_and_day() -> None:
    listing = findings.counts_by_place(VALLEY, LEAD)
    assert isinstance(listing, Listing)
    frame = listing.frame.set_index("place")
    for place in frame.index[:-1]:
        for day in frame.columns[:-1]:
            cell = frame.loc[place, day]
            claims = [
                claim
                for claim in VALLEY
                if CONVOY.row("places", claim.place_id)["name"] == place
                if claim.covers and claim.covers.first
                if f"{claim.covers.first.day} {claim.covers.first:%b}" == day
            ]
            number = sum(claim.quantity.stated or 0 for claim in claims)
            assert cell in (str(number), "" if not number else None, "?"), (place, day)
            assert not (claims and cell == "?")
    assert str(frame.loc["all places", "all days"]).startswith("at least ")
    last = frame.iloc[-1]
    numbers = [int(cell) for cell in last.iloc[:-1] if cell != "?"]
    assert last.iloc[-1] == f"at least {sum(numbers)}"


def test_a_day_without_a_count_has_a_question_mark_for_every_place() -> None:
    listing = findings.counts_by_place(VALLEY, LEAD)
    assert isinstance(listing, Listing)
    unknown = [name for name in listing.frame if "?" in set(listing.frame[name])]
    assert unknown
    assert all(set(listing.frame[name]) == {"?"} for name in unknown)


def test_places_are_in_order_of_their_counts_and_each_has_a_number_of_its_own() -> None:
    sentence = findings.counted_most(VALLEY, LEAD)
    values = [number.value or 0 for number in sentence.numbers]
    assert values == sorted(values, reverse=True)
    assert len({number.name for number in sentence.numbers}) == len(values)
    for number in sentence.numbers:
        assert sum(VALLEY[name].quantity.stated or 0 for name in number.claims) == number.value
        assert number.low == number.value
        assert number.high is None


def test_without_counts_both_say_so() -> None:
    none = VALLEY.where(claimant="hezbollah")
    assert isinstance(findings.counts_by_place(none, LEAD), Sentence)
    assert "no count" in str(findings.counted_most(none, LEAD))


def trips(case: Case, **stated: str) -> str:
    """The title over the ferry's sorties and trips, which one document gives for two places."""
    for claim_id, number in stated.items():
        cells = {"measure": "trips", "stated": number, "phrase": f"{number} trips"}
        origin = {"c028": "c011", "c029": "c012"}[claim_id]
        case.add("claims", origin, claim_id=claim_id, **cells)
    timeline = case.load().where(claim_id=["c011", "c012", "c014", *stated])
    return findings.title_of_two_counts(timeline, "sorties", "trips")


# trips beside six and four sorties
TITLES = [
    ({}, ""),
    ({"c028": "20"}, "The document counts more {b} than {a}, up to 3.3 times as many"),
    ({"c028": "7"}, "The document counts more {b} than {a}"),
    ({"c028": "12", "c029": "40"}, "The document counts more {b} than {a}, up to 10 times as many"),
    ({"c028": "12", "c029": "2"}, "In 1 of 2 counts {b} are more than {a}"),
]


@pytest.mark.parametrize(("stated", "title"), TITLES, ids=lambda item: str(item)[:20])
def test_a_title_says_which_of_two_counts_is_larger(
    case: Case, stated: dict[str, str], title: str
) -> None:
    ferry = load(FERRY)
    a, b = (ferry.measures[name, "total"].label for name in ("sorties", "trips"))
    assert trips(case, **stated) == title.format(a=a, b=b)


def test_a_title_says_which_day_does_not_add_up() -> None:
    released = CONVOY.where(measure=["strikes", "engagements"])
    title = findings.title_of_two_counts(released, "strikes", "engagements")
    assert title.endswith("; that for 31 August does not add up")
    alone = released.where(said_on="2017-08-31")
    assert "add up" not in findings.title_of_two_counts(alone, "strikes", "engagements")


def test_a_title_counts_the_documents_that_change_a_list() -> None:
    listed = CONVOY.where(measure="hardware_destroyed", said_on="2017-09-02")
    documents = {claim.source_id for claim in listed}
    changed = {c.source_id for c in listed if c.quantity != c.origin_quantity}
    assert findings.title_of_list(listed) == (
        f"{len(documents)} documents print one list; {len(changed)} change a figure of it"
    )
    tass = listed.where(source_id="tass-2017-09-02")
    assert findings.title_of_list(tass) == "1 document prints one list"
    assert findings.title_of_list(tass.where(claimant="hezbollah")) == ""


def test_a_title_names_the_claimants_of_its_totals_where_they_are_several() -> None:
    dead = load(CASES / "quake-2034").where(measure="dead")
    names = {dead.row("actors", name)["name"] for claim in dead for name in claim.claimants}
    title = findings.title_of_total(dead)
    assert len([name for name in names if f" ({name})" in title]) > 1
    (own,) = [name for name in names if name == "Civil Protection"]
    assert own not in findings.title_of_total(dead.where(claimant="civil"))


def test_a_title_follows_a_total_and_keeps_its_hedges() -> None:
    struck = CONVOY.where(measure="vehicles_struck", category="total")
    title = findings.title_of_total(struck)
    assert title.startswith("Vehicles struck: more than 20 by 2 September, ")
    assert title.endswith("more than 40 by 7 September 2017")
    assert findings.title_of_total(struck.where(claimant="hezbollah")) == ""
