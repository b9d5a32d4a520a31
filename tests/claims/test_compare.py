"""Two claims side by side, in one of five words."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.claims.compare import Verdict, Word, verdict
from analysis.claims.dates import when
from analysis.claims.quantity import Hedge, Quantity, entailed


def bare(number: int) -> Quantity:
    return entailed(Hedge.BARE, number)


def of(hedge: Hedge, number: int) -> Quantity:
    return entailed(hedge, number)


SOME = entailed(Hedge.UNQUANTIFIED)
NOTHING = entailed(Hedge.NONE)

# two quantities of one thing, time and place; the word; why
QUANTITIES = [
    (bare(212), bare(212), Word.SAME, "both 212"),
    (of(Hedge.ABOUT, 60), of(Hedge.ABOUT, 60), Word.SAME, "both about 60"),
    (bare(20), of(Hedge.MORE_THAN, 20), Word.OTHER_HEDGE, "20 and more than 20"),
    (of(Hedge.ABOUT, 20), of(Hedge.NEARLY, 20), Word.OTHER_HEDGE, "about 20 and nearly 20"),
    (bare(20), of(Hedge.FEWER_THAN, 20), Word.OTHER_HEDGE, "20 and fewer than 20"),
    (
        of(Hedge.AT_LEAST, 20),
        of(Hedge.MORE_THAN, 20),
        Word.OTHER_HEDGE,
        "at least 20 and more than 20",
    ),
    (bare(21), of(Hedge.MORE_THAN, 20), Word.OVERLAP, "21 and more than 20 can both hold"),
    (
        of(Hedge.AT_LEAST, 14),
        of(Hedge.UP_TO, 20),
        Word.OVERLAP,
        "at least 14 and up to 20 can both hold",
    ),
    (bare(3), SOME, Word.OVERLAP, "3 and some, no number given can both hold"),
    (bare(212), bare(218), Word.CONFLICT, "212 and 218 cannot both hold"),
    (bare(0), SOME, Word.CONFLICT, "0 and some, no number given cannot both hold"),
    (
        of(Hedge.MORE_THAN, 20),
        of(Hedge.FEWER_THAN, 21),
        Word.CONFLICT,
        "more than 20 and fewer than 21 cannot both hold",
    ),
    (
        of(Hedge.MORE_THAN, 20),
        of(Hedge.FEWER_THAN, 20),
        Word.CONFLICT,
        "more than 20 and fewer than 20 cannot both hold",
    ),
    (
        of(Hedge.AT_LEAST, 20),
        of(Hedge.NEARLY, 20),
        Word.CONFLICT,
        "at least 20 and nearly 20 cannot both hold",
    ),
    (SOME, SOME, Word.CANNOT_TELL, "neither gives a number"),
    (
        of(Hedge.ABOUT, 200),
        bare(9_000),
        Word.CANNOT_TELL,
        "no bound is stated: about 200 and 9,000",
    ),
    (bare(0), NOTHING, Word.CANNOT_TELL, "one of them gives no figure"),
    (NOTHING, NOTHING, Word.CANNOT_TELL, "one of them gives no figure"),
]


@pytest.mark.parametrize(
    ("first", "second", "word", "why"),
    QUANTITIES,
    ids=[f"{row[0]} - {row[1]}" for row in QUANTITIES],
)
def test_quantities_compare_in_five_words(
    ferry: Timeline, first: Quantity, second: Quantity, word: Word, why: str
) -> None:
    claim = ferry["c001"]
    a, b = replace(claim, quantity=first), replace(claim, quantity=second)
    assert verdict(a, b) == Verdict(word, why)
    assert verdict(b, a).word is word


def test_the_table_uses_every_word() -> None:
    assert {row[2] for row in QUANTITIES} == set(Word)


THINGS = "they count different things"
TIMES = "they are about different times"
PLACES = "they are about different places"
EVENTS = "they may count different events"
LINKED = "a link says how they differ"
OPEN_DAY = "one of them leaves the day open"
OPEN_THING = "one of them leaves open what it counts"
NO_ASSERTION = "one of them is no assertion"
NEW: dict[str, Any] = {"counts": "new"}
STORM: dict[str, Any] = {"counts": "new", "event_id": "storm"}
ROW: dict[str, Any] = {"counts": "new", "identity": "row-1"}
RUNNING: dict[str, Any] = {"counts": "running_total"}
UNCLEAR: dict[str, Any] = {"counts": "unclear"}
EXPECTS: dict[str, Any] = {"stance": "expects"}
OPEN_CATEGORY: dict[str, Any] = {"categories": ("ashore", "total")}
DAY, NEXT = when("2031-03-04"), when("2031-03-05")
BOTH = when("2031-03-04/2031-03-05")
EITHER = when("[2031-03-04,2031-03-05]")
REEF: dict[str, Any] = {"place_id": "south_reef", "places": frozenset({"south_reef", "strait"})}
BAY: dict[str, Any] = {"place_id": "north_bay", "places": frozenset({"north_bay", "strait"})}
STRAIT: dict[str, Any] = {"place_id": "strait", "places": frozenset({"strait"})}

# how each of two equal claims differs; why they cannot be compared, empty where they can
CONTEXTS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("nothing", {}, {}, ""),
    ("another measure", {}, {"measure": "cars"}, THINGS),
    ("another category", {}, {"categories": ("ashore",)}, THINGS),
    ("a category left open", {}, {"categories": ("ashore", "total")}, OPEN_THING),
    ("a category left open by both", OPEN_CATEGORY, OPEN_CATEGORY, OPEN_THING),
    ("no time", {}, {"covers": None}, "one of them does not say when"),
    ("another day", {}, {"covers": NEXT}, TIMES),
    ("levels of one last day", {"covers": NEXT}, {"covers": BOTH}, ""),
    ("new counts of one last day", {"covers": NEXT, **NEW}, {"covers": BOTH, **NEW}, EVENTS),
    ("new counts of one event", {"covers": NEXT, **STORM}, {"covers": BOTH, **STORM}, ""),
    ("new counts of one event, days apart", STORM, {"covers": NEXT, **STORM}, TIMES),
    ("new counts of one event, one undated", STORM, {"covers": None, **STORM}, ""),
    ("new counts of one event, places apart", {**BAY, **STORM}, {**REEF, **STORM}, PLACES),
    ("new counts of one row, places apart", {**BAY, **ROW}, {**REEF, **ROW}, ""),
    ("new counts of two rows", ROW, {**ROW, "identity": "row-2"}, EVENTS),
    ("totals of one last day", {"covers": NEXT, **RUNNING}, {"covers": BOTH, **RUNNING}, TIMES),
    ("totals of one period", {"covers": BOTH, **RUNNING}, {"covers": BOTH, **RUNNING}, ""),
    ("a total and a level", {"covers": NEXT, **RUNNING}, {"covers": BOTH}, TIMES),
    (
        "a total and what may be one",
        {"covers": NEXT, **RUNNING},
        {"covers": BOTH, **UNCLEAR},
        EVENTS,
    ),
    ("some day of a set that ends on the day", {"covers": NEXT}, {"covers": EITHER}, OPEN_DAY),
    ("some day of one set", {"covers": EITHER}, {"covers": EITHER}, OPEN_DAY),
    ("a set apart from the day", {"covers": DAY}, {"covers": EITHER}, TIMES),
    (
        "totals, some day of a set",
        {"covers": BOTH, **RUNNING},
        {"covers": EITHER, **RUNNING},
        OPEN_DAY,
    ),
    ("new counts of one period", {"covers": BOTH, **NEW}, {"covers": BOTH, **NEW}, EVENTS),
    ("levels with an open end", {"covers": when("2031/..")}, {"covers": when("2031/..")}, TIMES),
    ("one place inside the other", STRAIT, REEF, ""),
    ("totals, one place inside the other", {**STRAIT, **RUNNING}, {**REEF, **RUNNING}, ""),
    ("levels of one place", REEF, REEF, ""),
    ("places apart", BAY, REEF, PLACES),
    ("one place not given", {}, REEF, ""),
    ("new counts, one place inside the other", {**STRAIT, **NEW}, {**REEF, **NEW}, EVENTS),
    ("an event, one place inside the other", {**STRAIT, **STORM}, {**REEF, **STORM}, ""),
    ("new counts of one place", {**REEF, **NEW}, {**REEF, **NEW}, EVENTS),
    (
        "one that a link settles",
        {"settled_with": frozenset({"c001"})},
        {"settled_with": frozenset({"c001"})},
        LINKED,
    ),
    ("a denial", {}, {"stance": "denies"}, "one of them is a denial"),
    *((f"one {s}", {}, {"stance": s}, NO_ASSERTION) for s in ("expects", "suspects", "warns")),
    ("one intends what the other expects", {"stance": "intends"}, EXPECTS, NO_ASSERTION),
    ("both expect", EXPECTS, EXPECTS, ""),
    ("an estimate", {}, {"stance": "estimates"}, ""),
    (
        "another, that a coder sets apart",
        {"apart_from": frozenset({"c001"})},
        {"apart_from": frozenset({"c001"})},
        THINGS,
    ),
    ("another claimant", {}, {"claimants": ("post",)}, ""),
]


@pytest.mark.parametrize(
    ("first", "second", "why"), [row[1:] for row in CONTEXTS], ids=[row[0] for row in CONTEXTS]
)
def test_claims_about_different_things_times_or_places_are_not_compared(
    ferry: Timeline, first: dict[str, Any], second: dict[str, Any], why: str
) -> None:
    claim = replace(ferry["c001"], covers=DAY)
    a, b = replace(claim, **first), replace(claim, **second)
    expected = Verdict(Word.CANNOT_TELL, why) if why else Verdict(Word.SAME, "both 212")
    assert verdict(a, b) == verdict(b, a) == expected


# the days that two claims give for an event
DATES = [
    ("2031-03-04", "2031-03-04", Word.SAME, "both 2031-03-04"),
    ("2031-03-04", "2031-03-04?", Word.SAME, "both 2031-03-04"),
    ("2031-03-03", "2031-03-04", Word.CONFLICT, "2031-03-03 and 2031-03-04"),
    ("2031-03", "2031-03-04", Word.OVERLAP, "2031-03 and 2031-03-04"),
    ("../2031-03-04", "2031-03-04", Word.OVERLAP, "../2031-03-04 and 2031-03-04"),
    (
        "[2031-03-03,2031-03-04]",
        "2031-03-03/2031-03-04",
        Word.OVERLAP,
        "[2031-03-03,2031-03-04] and 2031-03-03/2031-03-04",
    ),
    (
        "[2031-03-03,2031-03-04]",
        "2031-03-04",
        Word.OVERLAP,
        "[2031-03-03,2031-03-04] and 2031-03-04",
    ),
]


@pytest.mark.parametrize(("first", "second", "word", "why"), DATES)
def test_days_of_an_event_compare_in_the_same_words(
    ferry: Timeline, first: str, second: str, word: Word, why: str
) -> None:
    claim = ferry["c025"]
    data = verdict(replace(claim, covers=when(first)), replace(claim, covers=when(second)))
    assert data == Verdict(word, why)


def test_days_of_two_events_or_of_none_do_not_compare(ferry: Timeline) -> None:
    claim = ferry["c025"]
    other = replace(claim, event_id="2031-03-06-tug")
    assert verdict(claim, other) == Verdict(Word.CANNOT_TELL, "they date different events")
    undated = replace(claim, covers=None)
    assert verdict(claim, undated) == Verdict(Word.CANNOT_TELL, "one of them does not say when")


def test_no_comparison_depends_on_the_order(ferry: Timeline) -> None:
    claims: list[Claim] = list(ferry.claims)
    words = [
        (verdict(claim, second).word, verdict(second, claim).word)
        for claim, second in combinations(claims, 2)
    ]
    assert all(claim is second for claim, second in words)
    assert {claim for claim, _ in words} == set(Word) - {Word.OTHER_HEDGE}


def test_every_claim_with_a_number_and_a_time_is_the_same_as_itself(ferry: Timeline) -> None:
    for claim in ferry:
        if claim.quantity.known and claim.counts in ("level", "running_total"):
            vague = claim.quantity.hedge is Hedge.UNQUANTIFIED
            assert verdict(claim, claim).word is (Word.CANNOT_TELL if vague else Word.SAME)


DENIED = Quantity(Hedge.BARE, 212)


# what is denied, what is claimed; the outcome and why
DENIALS = [
    (DENIED, {}, Word.CONFLICT, "one denies 212, which the other asserts"),
    (DENIED, {"quantity": bare(213)}, Word.CANNOT_TELL, "one of them is a denial"),
    (DENIED, {"quantity": of(Hedge.ABOUT, 212)}, Word.CANNOT_TELL, "one of them is a denial"),
    (None, {}, Word.CANNOT_TELL, "one of them is a denial"),
    (DENIED, {"stance": "denies", "denied": DENIED}, Word.CANNOT_TELL, "one of them is a denial"),
    (DENIED, {"covers": NEXT}, Word.CANNOT_TELL, TIMES),
]


@pytest.mark.parametrize(("denied", "other", "word", "why"), DENIALS)
def test_a_denial_is_against_the_very_figure(
    ferry: Timeline, denied: Quantity | None, other: dict[str, Any], word: Word, why: str
) -> None:
    claim = replace(ferry["c001"], covers=DAY)
    denial = replace(claim, stance="denies", denied=denied, quantity=NOTHING)
    second = replace(claim, **other)
    assert verdict(denial, second) == verdict(second, denial) == Verdict(word, why)


LOWER = "the later total is lower: 8, then 5"
# first days, last days and figures of two running totals; why they compare as they do
TOTALS = [
    ("2031-03-01/2031-03-04", bare(8), "2031-03-01/2031-03-05", bare(5), LOWER),
    ("2031-03-01/2031-03-04", bare(5), "2031-03-01/2031-03-05", bare(8), TIMES),
    ("2031-03-01/2031-03-04", bare(8), "2031-03-02/2031-03-05", bare(5), TIMES),
    ("../2031-03-04", bare(8), "../2031-03-05", bare(5), TIMES),
    ("2031-03-01/2031-03-04", of(Hedge.UP_TO, 8), "2031-03-01/2031-03-05", bare(5), TIMES),
    ("2031-03-01/2031-03-04", of(Hedge.MORE_THAN, 5), "2031-03-01/2031-03-05", bare(5), TIMES),
]


@pytest.mark.parametrize(("earlier", "before", "later", "after", "why"), TOTALS)
def test_a_later_total_must_not_be_lower(
    ferry: Timeline, earlier: str, before: Quantity, later: str, after: Quantity, why: str
) -> None:
    claim = replace(ferry["c001"], counts="running_total")
    a = replace(claim, covers=when(earlier), quantity=before)
    b = replace(claim, covers=when(later), quantity=after)
    word = Word.CONFLICT if why == LOWER else Word.CANNOT_TELL
    assert verdict(a, b) == verdict(b, a) == Verdict(word, why)
