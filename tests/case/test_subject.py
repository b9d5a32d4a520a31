"""What a template asks about: the measures of a case that it chooses, and those that are typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import CASES

from analysis.case.load import load
from analysis.case.subject import Subject
from analysis.case.timeline import Timeline
from analysis.errors import Invalid

TOTALS = ("running_total", "level", "unclear")
CHOSEN = [
    ("totals", {}, {"injured", "dead"}),
    ("totals", {"measures": "dead"}, {"dead"}),
    ("counts", {}, {"sorties", "trips"}),
    ("counts", {"measures": "trips,sorties,people"}, {"sorties", "trips"}),
    ("first", {}, {"sorties"}),
    ("first", {"measures": "trips,sorties"}, {"trips"}),
    ("parts", {}, {"people"}),
    ("parts", {"whole": "people"}, {"people"}),
    ("chosen", {"measures": "cars, people/ashore"}, {"cars", "people"}),
]


@pytest.mark.parametrize(("what", "parameters", "measures"), CHOSEN)
def test_the_measures_that_are_chosen(
    ferry: Timeline, what: str, parameters: dict[str, str], measures: set[str]
) -> None:
    chosen = getattr(Subject(**parameters), what)(ferry)
    assert {claim.measure for claim in chosen} == measures


def test_an_earlier_day_leaves_the_choice_as_it_is(ferry: Timeline) -> None:
    """On the first day no sortie had been counted, and two totals were level."""
    early = ferry.as_of("2031-03-04")
    for what in ("totals", "counts", "parts"):
        name, measures = getattr(Subject(), what)(ferry).filters[-1]
        assert getattr(Subject(), what)(early).filters[-1] == (name, measures)


def test_wholes_are_counted_without_their_parts(ferry: Timeline) -> None:
    assert {claim.categories for claim in Subject().wholes(ferry)} == {("total",)}


def test_a_goal_is_that_of_the_document_else_any_running_total(ferry: Timeline) -> None:
    lead = ferry.package.lead_source
    assert {c.claim_id for c in Subject().goal(ferry, lead)} == {"c006"}
    other = Subject().goal(ferry, "wire-2031-03-05")
    assert {c.claim_id for c in other} == {"c006"}
    released = Subject().goal(ferry, "coastguard-2031-03-07")
    assert {c.claim_id for c in released} == {"c015"}


def test_claimed_are_totals_and_no_counts_of_a_day(ferry: Timeline) -> None:
    claimed = Subject().claimed(ferry, ferry.package.lead_source)
    assert {claim.counts for claim in claimed} == {"running_total"}


def test_within_a_place(ferry: Timeline) -> None:
    places = {claim.place_id for claim in Subject(within="strait").first(ferry)}
    assert places == {"south_reef", "north_bay"}


def test_every_name_that_the_case_lacks_is_refused_at_once(ferry: Timeline) -> None:
    subject = Subject(measures="deda, cars, people/ashor", whole="cars", within="straight")
    with pytest.raises(Invalid) as refused:
        subject.totals(ferry)
    assert [(problem.field, problem.value, problem.fix) for problem in refused.value.problems] == [
        ("measures", "'deda'", "did you mean dead?"),
        ("measures", "'people/ashor'", "did you mean people/ashore?"),
        ("whole", "'cars'", "choose one of people"),
        ("within", "'straight'", "did you mean strait?"),
    ]


def test_a_parameter_that_is_no_text_is_refused() -> None:
    with pytest.raises(Invalid, match="measures: 7; text; put it in quotation marks"):
        Subject.from_notebook({"measures": 7, "whole": ""})


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("totals", "a running total"),
        ("counts", "separate periods"),
        ("parts", "a whole and its parts"),
    ],
)
def test_a_case_without_figures_of_the_kind_says_so(ferry: Timeline, what: str, words: str) -> None:
    cars = tuple(row for row in ferry.rows["claims"] if row["measure"] == "cars")
    timeline = replace(ferry, rows={**ferry.rows, "claims": cars}, chosen=cars)
    chosen = getattr(Subject(), what)(timeline)
    assert chosen.why_empty == f"This case has no figures of {words}."
    assert len(chosen.first_utterances().where(claimant="line").within("strait")) == 0


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_totals_are_neither_what_was_added_nor_parts_of_others(case: str) -> None:
    timeline = load(CASES / case)
    totals = Subject().totals(timeline)
    parts = {row["claim_id"] for row in timeline.rows["links"] if row["relation"] == "part_of"}
    assert {claim.counts for claim in totals} <= set(TOTALS)
    assert not parts & {claim.claim_id for claim in totals}
    measures = {claim.measure for claim in totals}
    left_out = [c for c in timeline.where(measure=measures) if c.claim_id not in parts]
    assert {c.claim_id for c in left_out if c.counts in TOTALS} >= {c.claim_id for c in totals}


def test_a_measure_that_is_only_counted_anew_keeps_its_counts() -> None:
    timeline = load(CASES / "crowd-2033")
    (measure, *_) = [c.measure for c in timeline if c.counts == "new"]
    assert len(Subject(measures=measure).totals(timeline)) == len(timeline.where(measure=measure))
