"""Parts of a whole: which claims make an account, what is left of a whole, what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.claims.parts import (
    Account,
    accounts,
    certain,
    divided_wholes,
    of_whole,
    remainder,
    size,
)
from analysis.claims.quantity import Hedge, Quantity, entailed

PEOPLE = ("people", "total")


def altered(timeline: Timeline, changed: Mapping[str, Mapping[str, str]]) -> Timeline:
    """The same claims but for these fields of these rows."""
    rows = tuple({**row, **changed.get(row["claim_id"], {})} for row in timeline.rows["claims"])
    return replace(timeline, rows={**timeline.rows, "claims": rows}, chosen=rows)


def ids(groups: Mapping[str, list[Account]]) -> dict[str, list[list[str]]]:
    return {
        frame: [[claim.claim_id for claim in account.parts] for account in group]
        for frame, group in groups.items()
    }


def test_only_what_the_measure_table_divides_has_parts(ferry: Timeline) -> None:
    assert divided_wholes(ferry.measures) == {PEOPLE}


def test_the_claims_on_a_whole_are_those_with_a_figure_for_it_in_order_said(
    ferry: Timeline,
) -> None:
    assert [c.claim_id for c in of_whole(ferry, PEOPLE)] == ["c001", "c004", "c010", "c020", "c023"]


def test_an_account_is_what_a_claimant_says_in_a_document(ferry: Timeline) -> None:
    assert ids(accounts(ferry, PEOPLE, ferry.measures)) == {"where": [["c005"], ["c009"], ["c017"]]}


def test_parts_of_a_document_stand_in_the_order_of_the_measures(ferry: Timeline) -> None:
    aboard = {"measure": "people", "category": "aboard_still", "claimant": "line"}
    timeline = altered(ferry, {"c004": aboard, "c017": {"stance": "denies"}})
    where = ids(accounts(timeline, PEOPLE, timeline.measures))["where"]
    assert where == [["c005", "c004"], ["c009"]]


@pytest.mark.parametrize(
    "changed",
    [{"claimant": "wire"}, {"source_id": "radio-2031-03"}, {"category": "[ashore,aboard_still]"}],
    ids=["another claimant", "another document", "an open part"],
)
def test_parts_of_other_speakers_are_other_accounts(
    ferry: Timeline, changed: dict[str, str]
) -> None:
    aboard = {"measure": "people", "category": "aboard_still", "claimant": "line", **changed}
    timeline = altered(ferry, {"c004": aboard})
    where = ids(accounts(timeline, PEOPLE, timeline.measures))["where"]
    assert ["c005"] in where
    assert (["c004"] in where) == ("category" not in changed)


def test_a_part_given_twice_is_two_accounts_and_never_a_sum(ferry: Timeline) -> None:
    again = {"measure": "people", "category": "ashore", "claimant": "line", "stated": "60"}
    timeline = altered(ferry, {"c004": again})
    where = ids(accounts(timeline, PEOPLE, timeline.measures))["where"]
    assert sorted(where) == [["c004"], ["c005"], ["c009"], ["c017"]]


def test_what_is_left_names_both_claims(ferry: Timeline) -> None:
    first = accounts(ferry, PEOPLE, ferry.measures)["where"][0]
    rest = remainder(ferry["c004"], first, ferry.measures)
    assert rest
    assert rest.derived.quantity.stated == 212 - 80
    assert rest.derived.claims == ("c004", "c005")
    assert rest.derived.label == ferry.measures["people", "aboard_still"].label


@pytest.mark.parametrize(
    "changed",
    [
        {"c005": {"said_on": "2031-03-06"}},
        {"c005": {"claimant": "ministry"}},
        {"c005": {"stated": "213"}},
        {"c005": {"stated": "212"}},
        {"c005": {"hedge": "unquantified", "stated": ""}},
        {"c018": {"measure": "people", "category": "aboard_still", "claimant": "line"}},
    ],
    ids=["another day", "another claimant", "too many", "all", "no number", "both parts"],
)
def test_what_may_not_be_subtracted_leaves_nothing(
    ferry: Timeline, changed: dict[str, dict[str, str]]
) -> None:
    timeline = altered(ferry, {**changed, "c018": changed.get("c018", {})})
    if "c018" in changed:
        timeline = altered(timeline, {"c018": {"source_id": "post-2031-03-05"}})
    whole = {claim.claim_id: claim for claim in timeline}
    group = accounts(timeline, PEOPLE, timeline.measures)["where"]
    account = next(a for a in group if whole["c005"] in a.parts)
    assert remainder(whole["c004"], account, timeline.measures) is None


BOUNDED = [
    (entailed(Hedge.BARE, 6), 6, 6),
    (entailed(Hedge.ABOUT, 6), 6, 5.5),
    (entailed(Hedge.MORE_THAN, 6), 6, 5.5),
    (entailed(Hedge.NEARLY, 6), 6, 5.5),
    (entailed(Hedge.BETWEEN, low=4, high=6), 6, 4),
    (entailed(Hedge.BETWEEN, low=4), 4, 4),
    (entailed(Hedge.ESTIMATE, 5, 3, 9), 5, 3),
    (entailed(Hedge.BARE, 0), 0, 0),
    (entailed(Hedge.ABOUT, 0), 0, 0),
    (entailed(Hedge.UNQUANTIFIED), 0, 0),
    (entailed(Hedge.NONE), 0, 0),
]


@pytest.mark.parametrize(("quantity", "drawn", "sure"), BOUNDED, ids=lambda value: str(value))
def test_how_many_are_drawn_and_how_many_are_sure(
    quantity: Quantity, drawn: float, sure: float
) -> None:
    assert (size(quantity), certain(quantity, 0.5)) == (drawn, sure)


@given(
    some.sampled_from([h for h in Hedge if h not in (Hedge.BETWEEN, Hedge.ESTIMATE)]),
    some.integers(0, 500),
    some.floats(0, 1),
)
def test_never_more_is_sure_than_is_drawn(hedge: Hedge, number: int, last: float) -> None:
    quantity = entailed(hedge, number)
    assert 0 <= certain(quantity, last) <= size(quantity) <= number


def test_the_total_of_an_account_is_that_of_its_parts(ferry: Timeline) -> None:
    parts: tuple[Claim, ...] = (ferry["c005"], ferry["c017"])
    assert Account(parts).total == 80 + 150
    assert not Account(parts).exact
    assert Account(parts[:1]).exact
