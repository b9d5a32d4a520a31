"""Which figures a phrase holds: a table of phrases for each language, and any number and hedge."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims.hedge_words import Reading, known_language, readings
from analysis.claims.hedge_words.lexicon import languages, lexicon
from analysis.claims.hedge_words.tokens import folded_letters, tokens
from analysis.claims.quantity import Hedge, Quantity, amount, entailed
from analysis.errors import Invalid

UNITS = ("%", "x", "step")
TABLES = Path(__file__).parent / "phrases"
Rows = list[dict[str, str]]


def _phrases() -> dict[tuple[str, str], Rows]:
    """The rows of each phrase of the tables, by its language and its words."""
    rows: dict[tuple[str, str], Rows] = defaultdict(list)
    for table in sorted(TABLES.glob("*.tsv")):
        with table.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                rows[table.stem, row["phrase"]].append(row)
    return dict(rows)


PHRASES = _phrases()


def _cell(text: str) -> tuple[float | None, bool]:
    """A number and whether it is excluded, which `>` or `<` says."""
    digits = text.lstrip("<>")
    return (round(amount(digits), 1) if digits else None), digits != text


def _bound(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def _expected(row: dict[str, str]) -> tuple[object, ...]:
    (low, open_low), (high, open_high) = _cell(row["low"]), _cell(row["high"])
    return row["hedge"], low, open_low, _cell(row["stated"])[0], high, open_high, row["unit"]


def _read(reading: Reading) -> tuple[object, ...]:
    quantity = reading.quantity
    return (
        "denied" if reading.denied else str(quantity.hedge),
        _bound(quantity.low),
        quantity.open_low,
        _bound(quantity.stated),
        _bound(quantity.high),
        quantity.open_high,
        # A noun is a unit as well; the tables name those that change what a number is.
        reading.unit if reading.unit in UNITS or reading.unit.startswith("/") else "",
    )


@pytest.mark.parametrize(("language", "phrase"), PHRASES)
def test_a_phrase_reads_as_its_words_say(language: str, phrase: str) -> None:
    expected = [_expected(row) for row in PHRASES[language, phrase] if row["hedge"]]
    result = readings(phrase)
    assert [_read(reading) for reading in result.readings] == expected
    assert result.language == language
    assert bool(result.why) == (not expected)


HEDGES = {
    Hedge.AT_LEAST: ("at least", "no fewer than", "not less than", "a minimum of"),
    Hedge.MORE_THAN: ("more than", "over", "in excess of", "upwards of", "north of", "exceeds"),
    Hedge.FEWER_THAN: ("fewer than", "less than", "under", "below", "just short of"),
    Hedge.NEARLY: ("nearly", "almost", "close to", "approaching"),
    Hedge.UP_TO: ("up to", "as many as", "at most", "no more than", "did not exceed"),
    Hedge.ABOUT: ("about", "around", "some", "roughly", "an estimated", "more like", "~"),
}
SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
MARKS = {"en": (",", " ", "\u2009", "\u202f", "'", "."), "": ("\u00a0", "\u202f", "'")}
"""The marks that may part thousands, in English and in every language."""


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


def quantities(phrase: str, language: str = "") -> list[Quantity]:
    return [reading.quantity for reading in readings(phrase, language).readings]


numbers = st.one_of(st.integers(0, 1_700), st.integers(2_100, 999_999_999))
hedges = st.sampled_from([(hedge, words) for hedge, all_ in HEDGES.items() for words in all_])


@given(numbers, st.sampled_from(MARKS["en"]))
def test_any_number_reads_back(number: int, mark: str) -> None:
    for text in (str(number), f"{number:,}".replace(",", mark), spelled(number)):
        assert quantities(f"{text} buses") == [entailed(Hedge.BARE, number)]


@given(numbers, hedges)
def test_any_hedged_number_reads_back(number: int, hedged: tuple[Hedge, str]) -> None:
    hedge, words = hedged
    for text in (f"{number:,}", spelled(number)):
        assert quantities(f"{words} {text} buses") == [entailed(hedge, number)]


@given(numbers, st.sampled_from(MARKS[""]), st.sampled_from(sorted(languages())))
def test_a_number_in_digits_is_the_same_in_every_language(
    number: int, mark: str, language: str
) -> None:
    text = f"{number:,}".replace(",", mark)
    assert quantities(text, language) == [entailed(Hedge.BARE, number)]


@given(st.integers(1, 99), st.integers(1, 9))
def test_decimals_of_a_measure_are_open(whole: int, tenth: int) -> None:
    (quantity,) = quantities(f"more than {whole}.{tenth} metres")
    assert (quantity.stated, quantity.low) == (whole + tenth / 10, whole + tenth / 10)
    assert quantity.open_low


@given(numbers, numbers)
def test_a_range_never_falls(first: int, second: int) -> None:
    result = readings(f"between {first:,} and {second:,} buses")
    for reading in result.readings:
        assert reading.quantity.hedge is Hedge.BETWEEN
        assert reading.quantity.low in (first, first * 1000)
        assert reading.quantity.high == second
        assert first < second
    assert bool(result.why) == (not result.readings)


@given(st.text(max_size=80), st.sampled_from(["", *sorted(languages())]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    result = readings(text, language)
    assert all(reading.quantity.hedge is not Hedge.NONE for reading in result.readings)
    assert all(reading.words in text for reading in result.readings)
    assert bool(result.why) == (not result.readings)


WORDS = [word for words in HEDGES.values() for word in words]
PIECES = [*WORDS, *SMALL, *TENS, "17", "1,250", "20%", "and", "or", "to", "not", "(", ")", ",", "-"]


@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_any_mixture_of_words_and_numbers_can_be_read(pieces: list[str]) -> None:
    result = readings(" ".join(pieces), "en")
    assert bool(result.why) == (not result.readings)


def test_a_number_of_400_digits_is_no_figure() -> None:
    result = readings("9" * 400 + " buses")
    assert not result.readings
    assert "400 characters" in result.why


def test_a_language_without_a_table_is_named() -> None:
    result = readings("35 henkeä", "fi")
    assert not result.readings
    assert "“fi”" in result.why


@pytest.mark.parametrize("phrase", ["mindestens fünf Tote und Verletzte", "少なくとも35人"])
def test_words_of_no_known_language_are_not_read(phrase: str) -> None:
    result = readings(phrase)
    assert (result.language, result.readings) == ("", ())
    assert "not known" in result.why


def test_the_language_of_the_source_decides_where_the_words_do_not() -> None:
    assert readings("35 Personen", hint="de").language == "de"
    assert readings("lightly armed brigands 300", hint="en").language == "en"


def test_a_code_without_a_table_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match="language"):
        known_language("xx")


@pytest.mark.parametrize("language", sorted(languages()))
def test_every_table_says_its_language(language: str) -> None:
    settings = lexicon(language).settings
    assert {"name", "script", "decimal"} <= settings.keys()


@pytest.mark.parametrize("language", sorted(languages()))
def test_the_words_of_a_table_are_parted_as_those_of_a_phrase(language: str) -> None:
    """Words of letters alone are folded by a shorter way, which must end at the same place."""
    table = resources.files("analysis.claims.hedge_words") / "languages" / f"{language}.tsv"
    text = table.read_text(encoding="utf-8")
    words = {word for word in re.split(r"[\s|]+", text) if word.isalpha()}
    shorter = {word for word in words if folded_letters(word).isalpha()}
    assert shorter
    for word in shorter:
        assert [token.text for token in tokens(word)] == [folded_letters(word)]
