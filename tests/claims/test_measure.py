"""What is counted, and which sums that licenses."""

from __future__ import annotations

from conftest import FERRY, Case

from analysis.case.load import examine
from analysis.case.timeline import Timeline
from analysis.claims.measure import Measure, Measures, divided, measures_of, rest_of
from analysis.claims.quantity import Scale


def _named(measures: Measures, name: str) -> Measure:
    measure, category = name.split("/")
    return measures[measure, category]


def test_measures_come_in_display_order_with_what_they_can_count(ferry: Timeline) -> None:
    rows = examine(FERRY).tables["measures"].rows()
    measures = measures_of(rows)
    assert list(measures) == [(row["measure"], row["category"]) for row in rows]
    assert measures == ferry.measures
    injured = _named(measures, "injured/total")
    assert injured.counts == ("running_total", "new", "unclear")
    assert injured.name == "injured/total"
    assert injured.scale is Scale.COUNT
    assert _named(measures, "aground/hours").scale is Scale.DURATION
    assert _named(measures, "dead/total").subset_of == "injured/total"


def test_the_rest_of_a_whole_is_the_only_other_part_of_its_frame(ferry: Timeline) -> None:
    ashore = _named(ferry.measures, "people/ashore")
    rest = rest_of(ashore, ferry.measures)
    assert rest is not None
    assert rest.name == "people/aboard_still"
    assert rest_of(rest, ferry.measures) == ashore


def test_three_parts_leave_no_single_rest(case: Case) -> None:
    case.edit(
        "measures",
        "cars,total",
        "people,in_boats,people in boats,people,count,1,Those on the way.,,level,total,where,\n"
        "cars,total",
    )
    measures = case.load().measures
    assert rest_of(_named(measures, "people/ashore"), measures) is None


def test_another_frame_of_the_same_whole_stays_apart(case: Case) -> None:
    case.edit(
        "measures",
        "cars,total",
        "people,crew,crew,people,count,1,The crew.,,level,total,who,\ncars,total",
    )
    measures = case.load().measures
    crew, ashore = _named(measures, "people/crew"), _named(measures, "people/ashore")
    assert rest_of(crew, measures) is None
    assert rest_of(ashore, measures) == _named(measures, "people/aboard_still")
    assert not divided(crew, ashore)


def test_only_different_parts_of_the_same_frame_are_divided(ferry: Timeline) -> None:
    total, ashore, still, cars = (
        _named(ferry.measures, name)
        for name in ("people/total", "people/ashore", "people/aboard_still", "cars/total")
    )
    assert divided(ashore, still)
    assert not divided(ashore, ashore)
    assert not divided(total, ashore)
    assert not divided(total, cars)
