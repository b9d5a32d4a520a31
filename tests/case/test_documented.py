"""Which counts stand under a claimed total, and on which days there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from conftest import Case

from analysis.case.documented import Documented, documented
from analysis.case.timeline import Timeline


def days(*numbers: int) -> set[date]:
    return {date(2031, 3, number) for number in numbers}


def under(case: Case, **goal: str) -> Documented:
    """What is counted under the ferry case's total of sorties, with other cells."""
    timeline = case.change("claims", "c006", **goal).load()
    return documented(timeline, timeline["c006"])


# cells of the total; the counts under it, the days that it is about, those without a count
GOALS = [
    ({}, ["c011", "c012"], {3, 4, 5}, {3, 5}),
    ({"covers": "2031-03-04/2031-03-06"}, ["c011", "c012", "c015"], {4, 5, 6}, {5}),
    ({"covers": ""}, ["c011", "c012", "c015"], {4, 5, 6}, {5}),
    ({"covers": "../2031-03-05"}, ["c011", "c012"], {4}, set()),
    ({"covers": "2031-03-05/.."}, ["c015"], {6}, set()),
    ({"place_id": "south_reef"}, [], {3, 4, 5}, {3, 4, 5}),
    ({"place_id": ""}, ["c011", "c012"], {3, 4, 5}, {3, 5}),
]


@pytest.mark.parametrize(("cells", "counts", "meant", "uncounted"), GOALS)
def test_a_total_takes_the_counts_inside_its_place_and_days(
    case: Case, cells: dict[str, str], counts: list[str], meant: set[int], uncounted: set[int]
) -> None:
    said = under(case, window="", **cells)
    assert sorted(claim.claim_id for claim in said.counts) == counts
    assert set(said.days) == days(*meant)
    assert set(said.uncounted) == days(*uncounted)


@pytest.mark.parametrize(
    ("covers", "result", "searched", "partly"),
    [
        ("2031-03-05", "not_found", {5}, 0),
        ("2031-03-01/2031-03-04", "not_found", {3, 4}, 0),
        ("[2031-03-03,2031-03-05]", "not_found", {3, 5}, 0),
        ("2031-03-09", "not_found", set(), 0),
        ("", "not_found", set(), 0),
        ("2031-03-05", "found", set(), 0),
        ("2031-03-04", "part_found", set(), 1),
        ("2031-03-09", "part_found", set(), 0),
    ],
)
def test_only_searches_about_its_days_say_what_is_missing(
    case: Case, covers: str, result: str, searched: set[int], partly: int
) -> None:
    case.change("searches", "s001", covers=covers, due="2031-03-31", result=result)
    said = under(case)
    assert said.searched == days(*searched)
    assert len(said.partly) == partly


def test_a_search_for_another_measure_says_nothing_of_it(case: Case) -> None:
    case.change("searches", "s001", measure="trips")
    assert not under(case).searched


def test_a_count_of_either_of_two_days_is_sure_of_neither(case: Case) -> None:
    for claim_id in ("c011", "c012"):
        case.change("claims", claim_id, covers="[2031-03-04,2031-03-05]")
    said = under(case)
    assert set(said.uncounted) == days(3)
    assert said.open == days(3, 4, 5)
    assert str(said.summed.quantity) == "at least 10"


@pytest.mark.parametrize(
    ("verb", "narrowed"),
    [
        (lambda t: t, False),
        (lambda t: t.where(measure="sorties").within("strait"), False),
        (lambda t: t.as_of("2031-03-07"), False),
        (lambda t: t.during("2031-03-04"), True),
        (lambda t: t.where(claimant="coastguard"), True),
        (lambda t: t.where(source_id="coastguard-2031-03-05"), True),
        (lambda t: t.first_utterances(), True),
    ],
)
def test_a_selection_may_hide_counts(
    ferry: Timeline, verb: Callable[[Timeline], Timeline], narrowed: bool
) -> None:
    assert documented(verb(ferry), ferry["c006"]).narrowed == narrowed


def test_without_a_claim_all_counts_of_the_first_measure_are_added(case: Case) -> None:
    timeline = case.load().where(claim_id=["c011", "c012", "c015"])
    said = documented(timeline, None)
    assert len(said.counts) == 3
    assert set(said.days) == days(4, 5, 6)
    assert not documented(timeline.where(measure="trips"), None).counts
