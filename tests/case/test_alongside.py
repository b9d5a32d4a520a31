"""An outside series next to the claims of a case: which of its rows belong there."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import SERIES

from analysis.case.alongside import WARNING, Region
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.errors import Empty, Invalid

ALL = (-90.0, -180.0, 90.0, 180.0)


@pytest.fixture(scope="module")
def register() -> Timeline:
    return load(SERIES / "register-2031")


@pytest.fixture(scope="module")
def injured(ferry: Timeline) -> Timeline:
    return ferry.where(measure="injured")


def ids(timeline: Timeline) -> list[str]:
    return [claim.claim_id for claim in timeline]


def test_rows_of_the_same_days_and_region_stand_alongside(
    injured: Timeline, register: Timeline
) -> None:
    pair = injured.alongside(register)
    assert pair.own is injured
    assert (pair.first, pair.last) == (date(2031, 3, 4), date(2031, 3, 7))
    assert ids(pair.outside) == [f"c{number:03}" for number in range(1, 7)]
    assert pair.warning == WARNING
    assert pair.outside.filters == (("alongside", "ferry-2031"),)


def test_rows_that_may_lie_elsewhere_are_counted(injured: Timeline, register: Timeline) -> None:
    (sentence,) = injured.alongside(register).left_out
    assert sentence.startswith("2 rows ")
    only = register.where(claim_id=["c001", "c009"])
    assert injured.alongside(only).left_out[0].startswith("1 row of the outside series")
    assert injured.alongside(register.where(claim_id=["c001", "c007", "c008"])).left_out == ()


def test_days_and_region_can_be_chosen(injured: Timeline, register: Timeline) -> None:
    pair = injured.alongside(register, start="2031-03-01", end=date(2031, 3, 4), region=ALL)
    assert ids(pair.outside) == ["c001", "c002", "c008"]
    assert pair.region == Region(*ALL)
    wider = injured.alongside(register, region=ALL)
    assert "c007" in ids(wider.outside)


def test_the_region_is_around_the_places_that_claims_name(
    injured: Timeline, register: Timeline
) -> None:
    region = injured.alongside(register).region
    assert region.south < 10.4 < 10.6 < region.north
    assert region.west < 20.4 < 20.6 < region.east
    assert region.north - region.south < 0.7


def test_the_frame_has_both_and_adds_nothing(injured: Timeline, register: Timeline) -> None:
    frame = injured.alongside(register).frame()
    assert list(frame.index.names) == ["series", "claim_id"]
    ours = frame[frame.index.get_level_values("series") == "own"]
    assert ours["stated"].tolist() == injured.frame()["stated"].tolist()
    assert len(frame) == len(injured) + 6
    assert {("own", "c003"), ("outside", "c003")} <= set(frame.index)


def test_a_series_that_counts_several_things_is_refused(injured: Timeline, ferry: Timeline) -> None:
    with pytest.raises(Invalid) as caught:
        injured.alongside(ferry)
    (problem,) = caught.value.problems
    assert (problem.field, problem.fix) == ("other", "narrow it with .where(measure=...)")


@pytest.mark.parametrize("limits", [{"start": "2031-03-09"}, {"end": "2031-03-01"}])
def test_days_the_wrong_way_round_are_refused(
    limits: dict[str, str], injured: Timeline, register: Timeline
) -> None:
    with pytest.raises(Invalid):
        injured.alongside(register, **limits)


def test_without_a_day_or_a_place_there_is_nothing_to_go_by(
    register: Timeline, ferry: Timeline
) -> None:
    with pytest.raises(Empty):
        ferry.where(claim_id="c021").alongside(register)
    nowhere = load(SERIES / "register-2031").where(claim_id="c009")
    with pytest.raises(Empty):
        nowhere.alongside(ferry.where(measure="people", category="total"))
