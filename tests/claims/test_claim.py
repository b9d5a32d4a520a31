"""A claim with everything looked up."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import Case

from analysis.case.timeline import Timeline
from analysis.claims.claim import claims_of, retellings
from analysis.claims.quantity import Hedge, Quantity


def test_every_row_becomes_a_claim_in_the_order_of_the_ledger(ferry: Timeline) -> None:
    assert [c.claim_id for c in claims_of(ferry.rows)] == [r["claim_id"] for r in ferry.chosen]


def test_a_claim_has_its_dates_read_and_its_quantity_bounded(ferry: Timeline) -> None:
    claim = ferry["c006"]
    assert claim.quantity == Quantity(Hedge.NEARLY, 30, None, 29)
    assert claim.covers is not None
    assert (claim.covers.first, claim.covers.inferred_first) == (date(2031, 3, 3), True)
    assert claim.published is not None
    assert claim.published.first == date(2031, 3, 5)
    assert claim.places == {"strait"}
    assert claim.group == "rescue"
    assert not claim.undecided


def test_what_is_not_known_is_none_or_empty(ferry: Timeline) -> None:
    claim = ferry["c021"]
    assert claim.said_on is None
    assert claim.published is None
    assert claim.place_id == ""
    assert claim.places == frozenset()


def test_hours_are_bounded_as_a_duration(ferry: Timeline) -> None:
    quantity = ferry["c024"].quantity
    assert (quantity.low, quantity.open_low) == (70, True)


def test_an_open_claimant_is_undecided_and_of_no_group(ferry: Timeline) -> None:
    claim = ferry["c004"]
    assert claim.claimants == ("line", "post")
    assert claim.groups == ("company", "outlets")
    assert claim.undecided
    assert claim.group == ""


def test_an_open_category_has_no_measure(case: Case) -> None:
    claim = case.change("claims", "c005", category="[ashore,aboard_still]").load()["c005"]
    assert claim.definition is None
    assert claim.categories == ("ashore", "aboard_still")
    assert claim.undecided
    assert claim.quantity.stated == 80


def test_a_place_is_inside_all_that_contain_it(case: Case) -> None:
    case.add("places", "strait", place_id="gulf", name="Gulf")
    case.change("places", "strait", within="gulf")
    case.change("places", "south_reef", within="strait|gulf")
    assert case.load()["c011"].places == {"south_reef", "strait", "gulf"}


# claim, what it retells, its origin, is it a retelling here, is the hedge lost, drawn as
LINEAGE = [
    ("c001", "", "c001", False, False, "212"),
    ("c004", "c001", "c001", True, False, "212"),
    ("c005", "c009", "c009", True, False, "80"),
    ("c018", "c008", "c008", True, True, "more than 10"),
    ("c010", "", "c010", False, False, "more than 220"),
    ("c019", "", "c019", False, False, "at least 14"),
]


@pytest.mark.parametrize(("claim_id", "retells", "origin", "again", "lost", "drawn"), LINEAGE)
def test_a_claim_knows_its_origin(
    ferry: Timeline,
    claim_id: str,
    retells: str,
    origin: str,
    again: bool,
    lost: bool,
    drawn: str,
) -> None:
    claim = ferry[claim_id]
    assert (claim.retells, claim.origin, claim.retelling) == (retells, origin, again)
    assert (claim.hedge_lost, str(claim.drawn)) == (lost, drawn)
    assert claim.origin_quantity == ferry[origin].quantity


# how sure the link is, how the origin is on record, is the hedge lost
SAFE = [
    ("sure", "quoted", True),
    ("sure", "own", True),
    ("sure", "paraphrased", False),
    ("likely", "quoted", False),
    ("likely", "paraphrased", False),
    ("possible", "quoted", False),
]


@pytest.mark.parametrize(("certainty", "speech", "lost"), SAFE)
def test_a_hedge_is_lost_only_where_the_link_is_sure_and_the_words_are_on_record(
    case: Case, certainty: str, speech: str, lost: bool
) -> None:
    case.change("links", "c018", certainty=certainty)
    claim = case.change("claims", "c008", speech=speech).load()["c018"]
    assert claim.hedge_lost is lost
    assert str(claim.drawn) == ("more than 10" if lost else "10")


@pytest.mark.parametrize(("certainty", "lost"), [("sure", True), ("likely", False)])
def test_every_link_of_a_chain_has_to_be_sure(case: Case, certainty: str, lost: bool) -> None:
    case.add("links", "c018", claim_id="c027", other_id="c018", certainty="sure")
    case.change("links", "c018", certainty=certainty)
    claim = case.change("claims", "c027", phrase="10 people", hedge="bare", stated="10")
    assert (claim.load()["c027"].origin, claim.load()["c027"].hedge_lost) == ("c008", lost)


def test_a_lost_hedge_with_another_number_is_drawn_as_printed(case: Case) -> None:
    claim = case.change("claims", "c018", phrase="11 people", stated="11").load()["c018"]
    assert claim.hedge_lost
    assert str(claim.drawn) == "11"


def test_the_origin_is_at_the_end_of_a_chain(case: Case) -> None:
    case.add("links", "c018", claim_id="c027", other_id="c018")
    claim = case.load()["c027"]
    assert (claim.retells, claim.origin) == ("c018", "c008")
    assert str(claim.origin_quantity) == "more than 10"


def test_where_the_origin_is_not_among_the_claims_its_first_retelling_stands_for_it(
    case: Case,
) -> None:
    case.add("links", "c018", claim_id="c027", other_id="c008")
    timeline = case.load()
    claims = timeline.where(claim_id=["c018", "c027"]).claims
    assert [(c.claim_id, c.retelling) for c in claims] == [("c018", False), ("c027", True)]
    later = timeline.where(claim_id="c027").claims
    assert [(c.claim_id, c.retelling) for c in later] == [("c027", False)]


def test_a_denial_of_several_has_no_lower_bound(case: Case) -> None:
    assert case.load()["c007"].quantity.low == 1
    denied = case.change("claims", "c007", stance="denies").load()["c007"]
    assert denied.quantity.low is None


def _link(other: str, certainty: str, relation: str = "repeats") -> dict[str, str]:
    return {"claim_id": "x", "relation": relation, "other_id": other, "certainty": certainty}


# the links of one claim, what it retells
ALTERNATIVES = [
    ([_link("a", "likely"), _link("b", "sure")], {"x": "b"}),
    ([_link("a", "sure"), _link("b", "sure")], {"x": "a"}),
    ([_link("a", "possible")], {}),
    ([_link("a", "sure", "corrects"), _link("b", "likely", "garbles")], {"x": "b"}),
    ([], {}),
]


@pytest.mark.parametrize(("links", "expected"), ALTERNATIVES)
def test_of_alternatives_the_surer_counts_then_the_first(
    links: list[dict[str, str]], expected: dict[str, str]
) -> None:
    assert {name: row["other_id"] for name, row in retellings(links).items()} == expected
