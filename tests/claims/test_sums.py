"""Sums and differences that name their claims, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from conftest import FERRY, Case
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.claims.dates import When, when
from analysis.claims.quantity import Hedge, Quantity, entailed
from analysis.claims.sums import Derived, addable, difference, total
from analysis.errors import Invalid

ADVICE = "show them side by side instead"


@pytest.fixture(scope="module")
def by_id(ferry: Timeline) -> dict[str, Claim]:
    return {claim.claim_id: claim for claim in ferry}


def test_the_rest_of_a_whole_is_derived_and_names_its_claims(
    ferry: Timeline, by_id: dict[str, Claim]
) -> None:
    derived = difference(by_id["c004"], by_id["c005"], ferry.measures)
    assert derived == Derived(
        Quantity(Hedge.BARE, 132, 132, 132),
        "212 − 80",
        ("c004", "c005"),
        "people still on the ferry",
    )


def test_a_rest_without_a_name_of_its_own_is_described(case: Case, by_id: dict[str, Claim]) -> None:
    case.edit(
        "measures",
        "cars,total",
        "people,in_boats,people in boats,people,count,1,Those on the way.,,level,total,where,\n"
        "cars,total",
    )
    derived = difference(by_id["c004"], by_id["c005"], case.load().measures)
    assert derived.label == "people aboard without people brought ashore"


def test_open_ends_stay_open_in_a_rest(ferry: Timeline, by_id: dict[str, Claim]) -> None:
    part = replace(by_id["c005"], quantity=entailed(Hedge.AT_LEAST, 80))
    derived = difference(by_id["c004"], part, ferry.measures)
    assert str(derived.quantity) == "up to 132"


# how the whole and the part differ from two that can be subtracted; what is printed
REFUSED_DIFFERENCES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    (
        "two claimants",
        {"claimants": ("ministry",)},
        {},
        "figures of two claimants; one claimant's frame",
    ),
    ("a day not given", {"said_on": None}, {}, "figures said on two days; figures of one day"),
    (
        "no part",
        {},
        {"definition": None},
        "no declared part of that whole; a part of one whole",
    ),
    (
        "another measure",
        {"measure": "cars"},
        {},
        "no declared part of that whole; a part of one whole",
    ),
    (
        "another whole",
        {"categories": ("ashore",)},
        {},
        "no declared part of that whole; a part of one whole",
    ),
    (
        "an open category",
        {"categories": ("ashore", "total")},
        {},
        "no declared part of that whole; a part of one whole",
    ),
    (
        "no figure",
        {},
        {"quantity": entailed(Hedge.NONE)},
        "a statement without a figure; two figures",
    ),
    (
        "a part above its whole",
        {},
        {"quantity": entailed(Hedge.AT_LEAST, 213)},
        "a part above its whole; a part at most its whole",
    ),
]


@pytest.mark.parametrize(
    ("whole", "part", "printed"),
    [row[1:] for row in REFUSED_DIFFERENCES],
    ids=[row[0] for row in REFUSED_DIFFERENCES],
)
def test_a_difference_is_refused_and_names_the_two_claims(
    ferry: Timeline,
    by_id: dict[str, Claim],
    whole: dict[str, Any],
    part: dict[str, Any],
    printed: str,
) -> None:
    claim, two = replace(by_id["c004"], **whole), replace(by_id["c005"], **part)
    with pytest.raises(Invalid) as refused:
        difference(claim, two, ferry.measures)
    assert str(refused.value) == f"c004 − c005: {printed}; {ADVICE}"


def test_figures_of_two_days_are_not_subtracted(ferry: Timeline, by_id: dict[str, Claim]) -> None:
    with pytest.raises(Invalid, match=r"^c001 − c005: figures said on two days"):
        difference(by_id["c001"], by_id["c005"], ferry.measures)


def test_counts_of_places_apart_add_up_and_name_their_claims(by_id: dict[str, Claim]) -> None:
    derived = total([by_id["c011"], by_id["c012"], by_id["c015"]])
    assert derived == Derived(
        Quantity(Hedge.BARE, 19, 19, 19), "6 + 4 + 9", ("c011", "c012", "c015"), "lifeboat sorties"
    )
    assert total([by_id["c011"]], "sorties at the reef").label == "sorties at the reef"


def test_parts_of_a_frame_add_up(by_id: dict[str, Claim], ferry: Timeline) -> None:
    still = replace(
        by_id["c005"],
        claim_id="x",
        origin="x",
        categories=("aboard_still",),
        definition=ferry.measures["people", "aboard_still"],
        quantity=entailed(Hedge.MORE_THAN, 100),
    )
    derived = total([by_id["c005"], still])
    assert str(derived.quantity) == "at least 181"


SHARED = "the same period and place; periods or places that do not overlap"

# two claims; every reason why they cannot be added up
REFUSED_TOTALS = [
    ("c006", "c011", ["a running total; counts that are new in their period", SHARED]),
    ("c014", "c011", [SHARED]),
    ("c011", "c013", ["counts of different things; counts of one measure"]),
    ("c011", "c016", ["counts of different things; counts of one measure"]),
    (
        "c001",
        "c023",
        [
            "counts of two claimants; counts of one claimant",
            SHARED,
        ],
    ),
    (
        "c009",
        "c005",
        [
            "one figure told twice; figures of different origins",
            SHARED,
        ],
    ),
]


@pytest.mark.parametrize(
    ("first", "second", "reasons"), REFUSED_TOTALS, ids=[f"{a}+{b}" for a, b, _ in REFUSED_TOTALS]
)
def test_a_total_is_refused_and_names_the_two_claims(
    by_id: dict[str, Claim], first: str, second: str, reasons: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        total([by_id[first], by_id[second]])
    printed = str(refused.value).splitlines()
    assert printed == [f"{first} + {second}: {reason}; {ADVICE}" for reason in reasons]


def test_a_total_names_every_pair_that_is_in_the_way(by_id: dict[str, Claim]) -> None:
    with pytest.raises(Invalid) as refused:
        total([by_id["c011"], by_id["c012"], by_id["c014"]])
    assert [problem.where for problem in refused.value.problems] == ["c011 + c014", "c012 + c014"]


def test_a_total_of_nothing_is_refused() -> None:
    with pytest.raises(Invalid, match=r"^total: no claim; at least one claim; widen the filter$"):
        total([])


def test_what_cannot_be_added_says_why(by_id: dict[str, Claim]) -> None:
    ids = ["c011", "c012", "c013", "c014", "c015", "c016"]
    claims, left = addable(by_id[claim_id] for claim_id in ids)
    assert [claim.claim_id for claim in claims] == ["c011", "c012", "c015"]
    assert [(claim.claim_id, problem.where) for claim, problem in left] == [
        ("c013", "c011 + c013"),
        ("c014", "c011 + c014"),
        ("c016", "c011 + c016"),
    ]
    assert total(claims).quantity.stated == 19


# what makes a count one that no sum holds; what is printed
NEVER: list[tuple[dict[str, Any], str]] = [
    ({"counts": "running_total"}, "a running total; counts that are new in their period"),
    ({"counts": "level"}, "a level; counts that are new in their period"),
    (
        {"counts": "unclear"},
        "a count that may be a total; counts that are new in their period",
    ),
    ({"claimants": ("coastguard", "line")}, "an open claimant; one claimant"),
    ({"categories": ("total", "boats")}, "an open category; one category"),
    ({"stance": "denies"}, "a denial; what a claimant asserts"),
    ({"quantity": entailed(Hedge.NONE)}, "no number; a number"),
    ({"quantity": entailed(Hedge.UNQUANTIFIED)}, "no number; a number"),
]


@pytest.mark.parametrize(("cells", "printed"), NEVER, ids=[row[1] for row in NEVER])
def test_what_no_sum_holds_keeps_no_count_out(
    by_id: dict[str, Claim], cells: dict[str, Any], printed: str
) -> None:
    never = replace(by_id["c011"], claim_id="c000", origin="c000", **cells)
    claims, left = addable([never, by_id["c011"], by_id["c012"]])
    assert [claim.claim_id for claim in claims] == ["c011", "c012"]
    assert [(claim.claim_id, str(why)) for claim, why in left] == [
        ("c000", f"c000: {printed}; {ADVICE}")
    ]


def test_the_order_of_claims_changes_no_sum(by_id: dict[str, Claim]) -> None:
    ids = ["c006", "c011", "c012", "c013", "c014", "c015", "c016"]
    claims, two = addable(by_id[i] for i in ids), addable(by_id[i] for i in reversed(ids))
    assert claims == two
    assert total(claims[0]) == total(two[0])


def test_a_sum_takes_the_first_day_then_the_narrowest_place_then_the_id(
    by_id: dict[str, Claim],
) -> None:
    wide = replace(by_id["c014"], claim_id="c001", origin="c001")
    again = replace(by_id["c011"], claim_id="c999", origin="c999")
    undated = replace(by_id["c015"], claim_id="c002", origin="c002", covers=None)
    claims, left = addable([undated, wide, again, by_id["c015"], by_id["c012"], by_id["c011"]])
    assert [claim.claim_id for claim in claims] == ["c011", "c012", "c015"]
    assert [claim.claim_id for claim, _ in left] == ["c999", "c001", "c002"]


# what keeps a claim out of every total; what is printed
UNCOUNTED = [NEVER[3], NEVER[4], NEVER[5]]


@pytest.mark.parametrize(("cells", "printed"), UNCOUNTED, ids=[row[1] for row in UNCOUNTED])
def test_a_total_refuses_what_is_counted_nowhere_and_names_it(
    by_id: dict[str, Claim], cells: dict[str, Any], printed: str
) -> None:
    wrong = replace(by_id["c012"], **cells)
    for claims in ([wrong], [by_id["c011"], wrong]):
        with pytest.raises(Invalid) as refused:
            total(claims)
        assert str(refused.value) == f"c012: {printed}; {ADVICE}"


def test_rows_of_a_data_set_for_different_events_add_up_wherever_they_lie(
    by_id: dict[str, Claim],
) -> None:
    """The data set says that they are different: not so rows of two documents, or without an id."""
    first = replace(by_id["c011"], settled_with=frozenset(), identity="e1", claim_id="c901")
    other = replace(first, identity="e2", claim_id="c902", origin="c902")
    assert total([first, other]).claims == ("c901", "c902")
    elsewhere = replace(other, source_id="wire-2031-03-05")
    for same in (replace(other, identity="e1"), replace(other, identity=""), elsewhere):
        with pytest.raises(Invalid, match="the same period and place"):
            total([first, same])


def test_counts_that_a_coder_declares_apart_add_up_in_either_order(case: Case) -> None:
    case.change("claims", "c012", place_id="south_reef")
    case.change("disputes", "d003", fingerprint="897ac90e")
    case.add("links", "c011", relation="apart_from", other_id="c012", claim_id="c011")
    timeline = case.load()
    claim, two = timeline["c011"], timeline["c012"]
    with pytest.raises(Invalid, match="the same period and place"):
        total([replace(claim, apart_from=frozenset()), two])
    assert total([claim, two]).quantity.stated == total([two, claim]).quantity.stated == 10


def _days(first: int, length: int) -> When:
    return when(f"2031-03-{first:02}/2031-03-{first + length:02}")


covered = st.one_of(
    st.none(),
    st.sampled_from([when("/2031-03-04"), when("2031-03-04/..")]),
    st.builds(_days, st.integers(1, 12), st.integers(0, 3)),
)


@given(
    st.lists(
        st.tuples(covered, st.sampled_from(["reef", "bay", ""]), st.sampled_from(["line", "wire"])),
        max_size=9,
    )
)
def test_only_claims_that_clash_with_none_before_them_are_added(
    drawn: list[tuple[When | None, str, str]],
) -> None:
    """As all pairs would have it, in the order of first days."""
    (base,) = [claim for claim in load(FERRY) if claim.claim_id == "c011"]
    claims = [
        replace(
            base,
            claim_id=f"c{number:03}",
            origin=f"c{number:03}",
            covers=covers,
            place_id=place,
            places=frozenset({place} - {""}),
            claimants=(claimant,),
        )
        for number, (covers, place, claimant) in enumerate(drawn)
    ]
    expected: list[Claim] = []
    for claim in sorted(claims, key=_by_first_day):
        if all(_apart(claim, other) for other in expected):
            expected.append(claim)
    added, left_out = addable(claims)
    assert added == expected
    assert len(left_out) == len(claims) - len(expected)


def _by_first_day(claim: Claim) -> tuple[date, int, str]:
    first = claim.covers.first if claim.covers else None
    return first or date.max, -len(claim.places), claim.claim_id


def _apart(claim: Claim, other: Claim) -> bool:
    places = claim.place_id and other.place_id and claim.place_id != other.place_id
    days = claim.covers and other.covers and not claim.covers.overlaps(other.covers)
    return claim.claimants == other.claimants and bool(places or days)
