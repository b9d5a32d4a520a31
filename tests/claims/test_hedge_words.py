"""Which quantities a phrase holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims.hedge_words import readings, value
from analysis.claims.quantity import Hedge, Quantity, entailed

BARE, MORE, LEAST = Hedge.BARE, Hedge.MORE_THAN, Hedge.AT_LEAST
FEWER, NEARLY, UP_TO, ABOUT = Hedge.FEWER_THAN, Hedge.NEARLY, Hedge.UP_TO, Hedge.ABOUT
MANY = entailed(Hedge.UNQUANTIFIED)


def of(hedge: Hedge, *numbers: int) -> list[Quantity]:
    return [entailed(hedge, number) for number in numbers]


def between(low: int, high: int) -> Quantity:
    return entailed(Hedge.BETWEEN, low=low, high=high)


HEDGES = {
    LEAST: (
        "at least",
        "no fewer than",
        "no less than",
        "not less than",
        "not fewer than",
        "not under",
        "not below",
        "a minimum of",
    ),
    MORE: (
        "more than",
        "over",
        "slightly over",
        "just over",
        "well over",
        "in excess of",
        "upwards of",
        "upward of",
        "above",
        "exceeding",
        "exceeded",
    ),
    FEWER: ("fewer than", "less than", "under", "below"),
    NEARLY: ("nearly", "almost", "close to", "just short of"),
    UP_TO: (
        "up to",
        "as many as",
        "at most",
        "no more than",
        "not more than",
        "not over",
        "not above",
        "not exceeding",
        "did not exceed",
        "not in excess of",
        "a maximum of",
    ),
    ABOUT: (
        "about",
        "around",
        "some",
        "roughly",
        "an estimated",
        "estimated",
        "estimating",
        "estimating that",
        "approximately",
        "circa",
    ),
}

TABLE: list[tuple[str, list[Quantity]]] = [
    # digits and number words
    ("212 people", of(BARE, 212)),
    ("1,250 people", of(BARE, 1250)),
    ("seventeen buses", of(BARE, 17)),
    ("Twenty-one Buses", of(BARE, 21)),
    ("twenty one buses", of(BARE, 21)),
    ("a hundred and six people", of(BARE, 106)),
    ("two hundred and thirty-four people", of(BARE, 234)),
    ("one thousand two hundred and thirty", of(BARE, 1230)),
    ("six hundred thousand", of(BARE, 600_000)),
    ("2.5 million litres", of(BARE, 2_500_000)),
    ("$20", of(BARE, 20)),
    ("20%", of(BARE, 20)),
    # what has no whole number in it
    ("3.5 hours", []),
    ("20,5 hours", []),
    ("on Tuesday", []),
    ("", []),
    # dozens
    ("a dozen buses", of(BARE, 12)),
    ("two dozen trucks", of(BARE, 24)),
    ("half a dozen", of(BARE, 6)),
    ("nearly a hundred and fifty", of(NEARLY, 150)),
    ("a couple of buses", of(ABOUT, 2)),
    ("a couple hundred fighters", of(ABOUT, 200)),
    # no, none, and zero
    ("no injuries", of(BARE, 0)),
    ("none of the 17", of(BARE, 0, 17)),
    ("no one was hurt", of(BARE, 0)),
    ("nobody has died", of(BARE, 0)),
    ("zero", of(BARE, 0)),
    # no number
    ("dozens of vehicles", [MANY]),
    ("several injured", [MANY]),
    ("several hundred fighters", [MANY]),
    ("tens of trucks", [MANY]),
    ("many of the wounded", [MANY]),
    ("hundreds of families", [MANY]),
    ("scores", [MANY]),
    ("a few dozen", [MANY]),
    ("numerous strikes", [MANY]),
    ("multiple strikes", [MANY]),
    ("some of the buses", []),
    # ordinals
    ("the first bus", of(BARE, 1)),
    ("the tenth bus", of(BARE, 10)),
    ("the twenty-first", of(BARE, 21)),
    ("the 2nd bus", []),
    # articles
    ("a command center", of(BARE, 1)),
    ("an artillery piece", of(BARE, 1)),
    ("a tank and a truck", of(BARE, 1, 1)),
    ("a 17-bus convoy", of(BARE, 1, 17)),
    # names and counts
    ("17-bus", of(BARE, 17)),
    ("bus No. 9 out of 17", of(BARE, 17)),
    ("bus no.9 and bus no 10", []),
    ("buses Nos. 8 and 9", []),
    ("bus #9", []),
    ("T-72 tanks", of(BARE, 72)),
    ("6 of the 17 buses", of(BARE, 6, 17)),
    ("six", of(BARE, 6)),
    # ranges
    ("between 200 and 230 people", [between(200, 230)]),
    ("150 to 200 trucks", [between(150, 200)]),
    ("150-200 trucks", [between(150, 200)]),
    ("150 – 200 trucks", [between(150, 200)]),
    ("1,000-2,000", [between(1000, 2000)]),
    ("two to three hundred men", [between(200, 300)]),
    ("between two and three dozen", [between(24, 36)]),
    ("between five and a hundred", [between(5, 100)]),
    ("200 to 10 hundred", [between(200, 1000)]),
    ("about 20 to 30", [between(20, 30)]),
    # hedges behind the number
    ("20+ vehicles", of(LEAST, 20)),
    ("20 or more", of(LEAST, 20)),
    ("20 or fewer", of(UP_TO, 20)),
    ("20 or less", of(UP_TO, 20)),
    ("20 or so trucks", of(ABOUT, 20)),
    ("200-odd people", of(ABOUT, 200)),
    # hedges that reach over "and"
    ("more than 20 trucks and six buses", [*of(MORE, 20), *of(BARE, 6), *of(MORE, 6)]),
    ("about 20 trucks, six buses", [*of(ABOUT, 20), *of(BARE, 6)]),
    ("six buses and more than 20 trucks", [*of(BARE, 6), *of(MORE, 20)]),
    ("over 20 trucks and nearly six buses", [*of(MORE, 20), *of(NEARLY, 6)]),
    # the hedge belongs to its own number
    ("more than 20 ISIS vehicles", of(MORE, 20)),
    ("at least the 17 buses", of(LEAST, 17)),
    ("turnover 20", of(BARE, 20)),
    ("as many as", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text or "empty" for text, _ in TABLE])
def test_a_phrase_reads_as_its_words_say(text: str, expected: list[Quantity]) -> None:
    assert list(readings(text)) == expected


@pytest.mark.parametrize(
    ("words", "hedge"), [(words, hedge) for hedge, all_ in HEDGES.items() for words in all_]
)
def test_every_hedge_word_before_digits_and_words(words: str, hedge: Hedge) -> None:
    assert readings(f"{words} 17 buses") == (entailed(hedge, 17),)
    assert readings(f"{words.capitalize()} the seventeen buses") == (entailed(hedge, 17),)
    assert readings(f"{words} a dozen") == (entailed(hedge, 12),)


def test_every_hedge_that_has_a_number_has_words() -> None:
    unworded = {Hedge.BARE, Hedge.BETWEEN, Hedge.ESTIMATE, Hedge.UNQUANTIFIED, Hedge.NONE}
    assert HEDGES.keys() | unworded == set(Hedge)


def test_hours_are_bounded_as_durations() -> None:
    (quantity,) = readings("more than 70 hours", None)
    assert (quantity.low, quantity.open_low) == (70, True)
    assert readings("no time at all", None)[0].high == 0


SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spelled(number: int) -> str:
    """A whole number below a thousand million in English words."""
    for size, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            joint = " and " if size == 100 or rest < 100 else " "
            return f"{spelled(number // size)} {name}" + (f"{joint}{spelled(rest)}" if rest else "")
    if number < 20:
        return SMALL[number]
    return TENS[number // 10 - 2] + (f"-{SMALL[number % 10]}" if number % 10 else "")


numbers = st.one_of(st.integers(0, 2_000), st.integers(0, 999_999_999))
hedges = st.sampled_from([(hedge, words) for hedge, all_ in HEDGES.items() for words in all_])


@given(numbers)
def test_any_number_reads_back(number: int) -> None:
    for text in (str(number), f"{number:,}", spelled(number)):
        assert value(text) == number
        assert readings(f"{text} buses") == (entailed(BARE, number),)


@given(numbers, hedges)
def test_any_hedged_number_reads_back(number: int, hedged: tuple[Hedge, str]) -> None:
    hedge, words = hedged
    for text in (f"{number:,}", spelled(number)):
        assert readings(f"{words} {text} buses") == (entailed(hedge, number),)


@given(numbers, numbers)
def test_any_range_in_digits_reads_back(first: int, second: int) -> None:
    low, high = sorted((first, second))
    for text in (f"{low} to {high}", f"{low:,}-{high:,}", f"between {low:,} and {high:,}"):
        assert readings(f"{text} buses") == (between(low, high),)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    quantities = readings(text)
    assert all(quantity.hedge is not Hedge.NONE for quantity in quantities)


@given(numbers.filter(bool), st.sampled_from(list(HEDGES)))
def test_a_quantity_reads_back_from_its_own_words(number: int, hedge: Hedge) -> None:
    quantity = entailed(hedge, number)
    assert readings(str(quantity)) == (quantity,)
