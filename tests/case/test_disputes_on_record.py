"""Which disputes stand among the claims that are looked at."""

from __future__ import annotations

import pytest
from conftest import Case
from gallery import CONVOY
from gallery import case as loaded

from analysis.case.disputes_on_record import STATES, disputes_on_record
from analysis.case.timeline import Timeline
from analysis.claims.cells import members


def on_record(timeline: Timeline) -> dict[str, str]:
    """The claims of each dispute that stands, in order."""
    return {
        row["dispute_id"]: " ".join(claim.claim_id for claim in claims)
        for row, claims in disputes_on_record(timeline)
    }


def test_all_stand_in_the_whole_case_the_open_ones_first(ferry: Timeline) -> None:
    assert on_record(ferry) == {
        "d001": "c001 c010 c023",
        "d003": "c011 c012 c014",
        "d002": "c025 c026",
    }
    assert list(on_record(ferry)) == ["d001", "d003", "d002"]


# the claims that are looked at, the disputes that stand among them
LOOKED_AT = [
    (["c001", "c010", "c023"], {"d001": "c001 c010 c023"}),
    (["c023", "c001"], {"d001": "c001 c023"}),
    (["c001"], {}),
    (["c011", "c012", "c014"], {"d003": "c011 c012 c014"}),
    (["c011", "c014"], {}),
    (["c025", "c026", "c010"], {"d002": "c025 c026"}),
    (["c025", "c001", "c011"], {}),
]


@pytest.mark.parametrize(
    ("ids", "expected"), LOOKED_AT, ids=["-".join(ids) for ids, _ in LOOKED_AT]
)
def test_a_sum_needs_every_claim_and_any_other_dispute_two(
    ferry: Timeline, ids: list[str], expected: dict[str, str]
) -> None:
    assert on_record(ferry.where(claim_id=ids)) == expected


def test_a_dispute_about_a_single_claim_stands_with_it(case: Case) -> None:
    row = next(row for row in case.rows("disputes") if row["dispute_id"] == "d002")
    whole = case.load()
    lone = {**row, "dispute_id": "d009", "raised_by": "coder", "claims": "c001"}
    more = {**whole.rows, "disputes": (*whole.rows["disputes"], lone)}
    timeline = Timeline(whole.package, more, whole.chosen)
    assert on_record(timeline)["d009"] == "c001"
    assert on_record(timeline.where(claim_id="c001")) == {"d009": "c001"}
    assert on_record(timeline.where(claim_id="c002")) == {}


def test_what_came_later_is_not_known_on_a_day() -> None:
    whole = loaded(CONVOY)
    early = whole.as_of("2017-08-31")
    known = {claim.claim_id for claim in early}
    texts = on_record(early)
    for row in whole.rows["disputes"]:
        ids, name = set(members(row["claims"])), row["dispute_id"]
        figures = {str(whole[claim_id].quantity) for claim_id in ids & known}
        assert set(texts.get(name, "").split()) <= known
        if ids <= known:
            assert name in texts
        elif row["raised_by"] == "conflict":
            assert name not in texts or len(figures) > 1
        else:
            assert name not in texts


def test_two_figures_that_cannot_both_hold_are_a_dispute_before_the_rest_is_out() -> None:
    """Seventeen buses stood in print on 30 August, fourteen on the next day."""
    (bus,) = (
        row
        for row in loaded(CONVOY).rows["disputes"]
        if "c096" in members(row["claims"]) and "c020" in members(row["claims"])
    )
    assert bus["dispute_id"] not in on_record(loaded(CONVOY).as_of("2017-08-30"))
    assert {"c020", "c096"} <= set(
        on_record(loaded(CONVOY).as_of("2017-08-31"))[bus["dispute_id"]].split()
    )


@pytest.mark.parametrize("name", [CONVOY, "ferry-2031"])
def test_disputes_are_in_order_of_state_then_of_id(name: str) -> None:
    whole = loaded(name)
    rows = [row for row, _ in disputes_on_record(whole)]
    ranks = [(list(STATES).index(row["state"]), row["dispute_id"]) for row in rows]
    assert ranks == sorted(ranks)
    assert len(rows) == len(whole.rows["disputes"])
