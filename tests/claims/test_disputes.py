"""Contradictions that the record holds, and how long one stays quiet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import Case
from stating import statements

from analysis.case.load import examine
from analysis.case.timeline import Timeline
from analysis.claims.disputes import fingerprint, raised, recorded, sums
from analysis.claims.quantity import Hedge, entailed


def of(timeline: Timeline, **claims: dict[str, str]) -> list[tuple[str, str]]:
    """The disputes that are raised where the cells of claims are changed, by the ids of these."""
    rows = tuple({**row, **claims.get(row["claim_id"], {})} for row in timeline.rows["claims"])
    every = raised(statements({**timeline.rows, "claims": rows}))
    return [(dispute.raised_by, "|".join(dispute.claims)) for dispute in every]


PEOPLE, DAYS, SUM = ("conflict", "c001|c010|c023"), ("conflict", "c025|c026"), (
    "sum", "c011|c012|c014",
)  # fmt: skip


def test_the_ferry_case_holds_two_conflicts_and_a_sum_that_fails(ferry: Timeline) -> None:
    assert of(ferry) == [PEOPLE, DAYS, SUM]


def test_every_contradiction_is_on_record(ferry: Timeline) -> None:
    assert set(recorded(ferry.rows["disputes"])) == set(raised(statements(ferry.rows)))


# how a claim is changed, the disputes that are raised
CHANGED: list[tuple[str, dict[str, dict[str, str]], list[tuple[str, str]]]] = [
    ("same figure", {"c023": {"stated": "212"}}, [("conflict", "c001|c010|c023"), DAYS, SUM]),
    ("no time", {"c010": {"covers": ""}}, [("conflict", "c001|c023"), DAYS, SUM]),
    ("an open claimant", {"c010": {"claimant": "[line,post]"}}, [PEOPLE, DAYS, SUM]),
    (
        "an open category",
        {"c010": {"category": "[ashore,total]"}},
        [("conflict", "c001|c023"), DAYS, SUM],
    ),
    ("a denial", {"c010": {"stance": "denies"}}, [("conflict", "c001|c023"), DAYS, SUM]),
    (
        "a denial of the very figure",
        {"c010": {"stance": "denies", "hedge": "bare", "stated": "212"}},
        [PEOPLE, DAYS, SUM],
    ),
    (
        "a retelling that changed the figure",
        {"c004": {"stated": "211"}},
        [("conflict", "c001|c004|c010|c023"), DAYS, SUM],
    ),
    (
        "a retelling with another day",
        {"c004": {"covers": "2031-03-05", "stated": "211"}},
        [PEOPLE, DAYS, SUM],
    ),
    ("parts that fall short, with room", {"c014": {"hedge": "up_to"}}, [PEOPLE, DAYS]),
    ("parts that fall short of at least", {"c014": {"hedge": "at_least"}}, [PEOPLE, DAYS, SUM]),
    ("parts that exceed", {"c014": {"stated": "9"}}, [PEOPLE, DAYS, SUM]),
    ("parts that add up", {"c014": {"stated": "10"}}, [PEOPLE, DAYS]),
    (
        "a later total that is lower",
        {"c027": {"covers": "2031-03-04?/2031-03-09", "stated": "9"}},
        [PEOPLE, DAYS, ("later_total", "c008|c019|c027"), SUM],
    ),
    (
        "a whole and its parts in one list",
        {
            "c005": {"counts": "level"},
            "c004": {"category": "aboard_still", "covers": "2031-03-05", "claimant": "line"},
            "c017": {
                "source_id": "post-2031-03-05", "said_on": "2031-03-05", "category": "total",
                "covers": "2031-03-05", "hedge": "bare", "stated": "300",
            },
        },
        [PEOPLE, DAYS, ("sum", "c004|c005|c017"), SUM],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "expected"), [row[1:] for row in CHANGED], ids=[row[0] for row in CHANGED]
)
def test_what_is_raised_follows_from_what_claims_say(
    ferry: Timeline, cells: dict[str, dict[str, str]], expected: list[tuple[str, str]]
) -> None:
    assert of(ferry, **cells) == expected


def test_a_sum_that_closes_has_no_gap(ferry: Timeline) -> None:
    claims = {claim.claim_id: claim for claim in ferry}
    (summed,) = sums(claims, ferry.rows["links"])
    assert (summed.whole.claim_id, [part.claim_id for part in summed.parts]) == (
        "c014",
        ["c011", "c012"],
    )
    assert (str(summed.summed), summed.gap) == ("10", 1)
    closed = {**claims, "c012": replace(claims["c012"], quantity=entailed(Hedge.BARE, 5))}
    assert sums(closed, ferry.rows["links"])[0].gap == 0


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


def test_an_identity_is_part_of_what_a_claim_says(ferry: Timeline) -> None:
    rows = {row["claim_id"]: row for row in ferry.chosen}
    named = {**rows, "c010": {**rows["c010"], "identity": "row-1"}}
    assert fingerprint(("c001", "c010"), named) != fingerprint(("c001", "c010"), rows)


def test_an_explained_dispute_stays_quiet_until_its_claims_change(case: Case) -> None:
    assert case.rows("disputes")[1]["state"] == "explained"
    assert not examine(case.folder).proposed
    case.change("claims", "c026", note="seen again", state="checked", checked_by="editor")
    assert not examine(case.folder).proposed
    case.change("claims", "c026", covers="2031-03-02")
    (proposal,) = examine(case.folder).proposed
    assert (proposal.why, proposal.row["dispute_id"]) == ("changed", "d002")


# what the whole of a single part of 6 prints, and whether the two are proposed as a sum that fails
SINGLE_PARTS = [("11", False), ("6", False), ("5", True)]


@pytest.mark.parametrize(("whole", "fails"), SINGLE_PARTS)
def test_a_single_part_is_no_list_of_all_and_may_be_less_than_its_whole(
    case: Case, whole: str, fails: bool
) -> None:
    case.drop("links", "c012").change("claims", "c014", phrase=f"{whole} sorties", stated=whole)
    proposed = [proposal.dispute.claims for proposal in examine(case.folder).proposed]
    assert (("c011", "c014") in proposed) == fails
