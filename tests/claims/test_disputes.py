"""Contradictions that the record holds, and how long one stays quiet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from conftest import Case

from analysis.case.timeline import Timeline
from analysis.claims.disputes import Dispute, fingerprint, raised, recorded, sums
from analysis.claims.quantity import Hedge, entailed


def test_the_ferry_case_holds_two_conflicts_and_a_sum_that_fails(ferry: Timeline) -> None:
    assert raised(ferry.claims, ferry.rows["links"]) == [
        Dispute("conflict", ("c001", "c010", "c023")),
        Dispute("conflict", ("c025", "c026")),
        Dispute("sum", ("c011", "c012", "c014")),
    ]


def test_every_contradiction_is_on_record(ferry: Timeline) -> None:
    disputes = raised(ferry.claims, ferry.rows["links"])
    assert set(recorded(ferry.rows["disputes"])) == set(disputes)


def test_conflicts_that_share_a_claim_are_a_single_dispute(ferry: Timeline) -> None:
    claim = ferry["c001"]
    quantities = {
        "a": entailed(Hedge.BARE, 5),
        "b": entailed(Hedge.MORE_THAN, 8),
        "c": entailed(Hedge.UP_TO, 6),
        "d": entailed(Hedge.ABOUT, 5),
    }
    claims = [
        replace(claim, claim_id=name, origin=name, quantity=quantity)
        for name, quantity in quantities.items()
    ]
    assert raised(claims, []) == [Dispute("conflict", ("a", "b", "c"))]


# what keeps two figures of 212 and 218 from being a conflict
QUIET: list[tuple[str, dict[str, Any]]] = [
    ("a retelling", {"retelling": True}),
    ("an open claimant", {"claimants": ("line", "post")}),
    ("an open category", {"categories": ("total", "ashore")}),
    ("another time", {"covers": None}),
    ("a denial", {"stance": "denies"}),
]


@pytest.mark.parametrize("cells", [row[1] for row in QUIET], ids=[row[0] for row in QUIET])
def test_what_is_no_conflict_is_not_raised(ferry: Timeline, cells: dict[str, Any]) -> None:
    claim, two = ferry["c001"], ferry["c023"]
    assert raised([claim, two], []) == [Dispute("conflict", ("c001", "c023"))]
    assert raised([claim, replace(two, **cells)], []) == []


def test_a_sum_that_closes_is_no_dispute(ferry: Timeline) -> None:
    claims = {claim.claim_id: claim for claim in ferry}
    (summed,) = sums(claims, ferry.rows["links"])
    assert (summed.whole.claim_id, [part.claim_id for part in summed.parts]) == (
        "c014",
        ["c011", "c012"],
    )
    assert (str(summed.summed), summed.gap) == ("10", 1)
    closed = {**claims, "c012": replace(claims["c012"], quantity=entailed(Hedge.BARE, 5))}
    assert sums(closed, ferry.rows["links"])[0].gap == 0
    assert not [d for d in raised(closed.values(), ferry.rows["links"]) if d.raised_by == "sum"]


@pytest.mark.parametrize("claim_id", ["c011", "c014"])
def test_a_sum_with_a_hedge_in_it_has_no_gap(ferry: Timeline, claim_id: str) -> None:
    claims = {claim.claim_id: claim for claim in ferry}
    claims[claim_id] = replace(claims[claim_id], quantity=entailed(Hedge.AT_LEAST, 3))
    assert sums(claims, ferry.rows["links"])[0].gap is None


def test_parts_whose_whole_is_not_looked_at_are_no_sum(ferry: Timeline) -> None:
    claims = {c.claim_id: c for c in ferry if c.claim_id != "c014"}
    assert sums(claims, ferry.rows["links"]) == []


SAYING = {
    "claimant": "post",
    "measure": "cars",
    "category": "ashore",
    "hedge": "about",
    "stated": "9",
    "low": "1",
    "high": "2",
    "covers": "2031",
}


@pytest.mark.parametrize("field", SAYING)
def test_a_fingerprint_changes_when_what_a_claim_says_changes(ferry: Timeline, field: str) -> None:
    rows = {row["claim_id"]: row for row in ferry.chosen}
    changed = {**rows, "c010": {**rows["c010"], field: SAYING[field]}}
    ids = ("c001", "c010")
    assert fingerprint(ids, changed) != fingerprint(ids, rows)
    assert fingerprint(("c001",), changed) == fingerprint(("c001",), rows)


def test_a_fingerprint_does_not_depend_on_order_or_on_notes(ferry: Timeline) -> None:
    rows = {row["claim_id"]: row for row in ferry.chosen}
    noted = {**rows, "c010": {**rows["c010"], "note": "x", "state": "checked", "locator": "p9"}}
    text = fingerprint(("c001", "c010"), rows)
    assert fingerprint(("c010", "c001"), noted) == text
    assert len(text) == 8
    assert int(text, 16) >= 0


def test_an_explained_dispute_stays_quiet_until_its_claims_change(case: Case) -> None:
    assert case.rows("disputes")[1]["state"] == "explained"
    assert case.problems() == []
    case.change("claims", "c026", note="seen again", state="checked", checked_by="editor")
    assert case.problems() == []
    case.change("claims", "c026", covers="2031-03-02")
    (problem,) = case.problems()
    assert problem.startswith("disputes.csv:3:fingerprint: '5dac25cb', but its claims have changed")
    current = problem.split("the fingerprint ")[1].split(";")[0]
    assert case.change("disputes", "d002", fingerprint=current).problems() == []
