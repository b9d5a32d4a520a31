"""Findings on places: recomputed here from the rows, in both cases and where nothing is left."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest
from conftest import Case
from gallery import CONVOY, PLACED
from gallery import case as whole

from analysis.case import places
from analysis.case.timeline import Timeline
from analysis.words import findings
from analysis.words.sentences import Number, Sentence


def numbers(sentence: Sentence) -> dict[str, Number]:
    return {number.name: number for number in sentence.numbers}


def value(matches: dict[str, Number], name: str) -> float | None:
    """The number of that name; 0 where the sentence has nothing to say of it."""
    return matches[name].value if name in matches else 0


def of(matches: dict[str, Number], name: str) -> set[str]:
    """The claims of the number of that name; none where the sentence does not print it."""
    return set(matches[name].claims) if name in matches else set()


def put(timeline: Timeline) -> dict[str, str]:
    """The place of each claim that has one with coordinates, and a period."""
    spots = {r["place_id"] for r in timeline.rows["places"] if r["latitude"] and r["longitude"]}
    return {
        row["claim_id"]: row["place_id"]
        for row in timeline.chosen
        if row["place_id"] in spots and row["covers"] and row["stance"] in ("", "estimates")
    }


@pytest.mark.parametrize("name", ["ferry-2031", CONVOY])
def test_placings_count_what_is_on_the_road_and_off_it(name: str) -> None:
    timeline = whole(name).where(**(PLACED if name == CONVOY else {}))
    sentence = findings.places_on_road(timeline)
    matches = numbers(sentence)
    way, known = places.road(timeline), places.located(timeline)
    on = {i for i, place in put(timeline).items() if way.reach(known[place])}
    points = {i for i in on if known[put(timeline)[i]].exact}
    assert set(matches["placings"].claims) == on
    assert of(matches, "placings_at_points") == points
    assert of(matches, "placings_in_areas") == on - points
    assert of(matches, "placings_off_the_road") == set(put(timeline)) - on
    assert all(
        number.value == len(number.claims)
        for n, number in matches.items()
        if n != "places_of_the_day"
    )
    cited = re.findall(r"\[(c\d+)\]", sentence.text)
    assert len({put(timeline)[i] for i in cited}) == matches["places_of_the_day"].value
    assert len({str(timeline[i].covers)[-11:].strip("/") for i in cited}) == 1


@pytest.mark.parametrize("name", ["ferry-2031", CONVOY])
def test_places_exclude_each_other_only_where_ground_lies_between(name: str) -> None:
    timeline = whole(name).where(**(PLACED if name == CONVOY else {}))
    sentence = findings.places_that_exclude(timeline)
    matches = numbers(sentence)
    known, claims = places.located(timeline), [timeline[i] for i in put(timeline)]
    alike = [
        (a, b)
        for a, b in combinations(claims, 2)
        if (a.measure, a.categories) == (b.measure, b.categories) and a.origin != b.origin
        if a.place_id != b.place_id and a.covers and b.covers and a.covers.overlaps(b.covers)
    ]
    apart = [
        (a, b)
        for a, b in alike
        if a.place_id not in b.places and b.place_id not in a.places
        if places.kilometres(known[a.place_id].spot, known[b.place_id].spot)
        > (known[a.place_id].uncertainty or 0) + (known[b.place_id].uncertainty or 0) + 1
    ]
    assert matches["pairs_of_places"].value == len(alike)
    assert value(matches, "pairs_apart") == len(apart)
    assert value(matches, "pairs_of_one_place") == len(alike) - len(apart)
    assert sentence.text.count("km apart") == len(apart)


def test_an_area_that_holds_the_other_place_excludes_nothing(ferry: Timeline) -> None:
    timeline = ferry.where(claim_id=["c011", "c014"])
    matches = numbers(findings.places_that_exclude(timeline))
    assert matches["pairs_of_places"].value == 1
    assert value(matches, "pairs_apart") == 0


@pytest.mark.parametrize("name", ["ferry-2031", CONVOY])
def test_every_length_is_derived_and_a_range_where_both_places_have_a_radius(name: str) -> None:
    timeline = whole(name)
    sentence = findings.distances(timeline)
    way = places.road(timeline)
    legs = {f"km_{a.place_id}_{b.place_id}": places.apart(a, b) for a, b in way.legs}
    matches = numbers(sentence)
    assert {n: (matches[n].low, matches[n].high) for n in legs} == {
        n: (leg.low, leg.high) for n, leg in legs.items()
    }
    assert {number.kind for number in sentence.numbers} == {"derived"}
    assert all(number.text in sentence.text for number in sentence.numbers)
    bounded = all(leg.low is not None for leg in legs.values())
    assert ("km_the_whole_road" in matches) == bounded
    if bounded:
        sums = [sum(getattr(leg, end) for leg in legs.values()) for end in ("low", "high")]
        assert sums == [matches["km_the_whole_road"].low, matches["km_the_whole_road"].high]


@pytest.mark.parametrize(
    ("finding", "says"),
    [
        (
            findings.places_on_road,
            "This selection holds no claim that names a place with coordinates, and a day.",
        ),
        (
            findings.places_that_exclude,
            "This selection holds no claim that names a place with coordinates, and a day.",
        ),
    ],
)
def test_a_scope_without_a_place_says_so(ferry: Timeline, finding: object, says: str) -> None:
    for timeline in (
        ferry.where(claim_id="c001"),
        ferry.where(claim_id="c001").where(claim_id="c002"),
    ):
        assert callable(finding)
        assert str(finding(timeline)) == says


def test_a_denial_puts_nothing_anywhere(case: Case) -> None:
    before = numbers(findings.places_on_road(case.load()))["placings"].claims
    after = numbers(findings.places_on_road(case.change("claims", "c013", stance="denies").load()))
    assert set(before) - set(after["placings"].claims) == {"c013"}


@pytest.mark.parametrize(("rows", "cases"), [(("", ""), 1), (("a", "a"), 1), (("a", ""), 1),
                                             (("a", "b"), 0)])  # fmt: skip
def test_two_rows_of_a_data_set_are_two_events(rows: tuple[str, str], cases: int) -> None:
    ferry = whole("ferry-2031")
    spots = [r["place_id"] for r in ferry.rows["places"] if r["latitude"] and r["longitude"]][:2]
    first = next(row for row in ferry.chosen if row["covers"] and row["measure"] == "cars")
    claims = tuple(
        {**first, "claim_id": f"c90{n}", "place_id": spot, "identity": row, "stance": ""}
        for n, (spot, row) in enumerate(zip(spots, rows, strict=True))
    )
    timeline = replace(ferry, rows={**ferry.rows, "claims": claims, "links": ()}, chosen=claims)
    matches = numbers(findings.places_that_exclude(timeline))
    assert value(matches, "pairs_of_places") == cases
