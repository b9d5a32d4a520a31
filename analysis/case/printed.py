"""Whether the number of a row of claims.csv is one that its own words state.

The phrase decides, in whatever language it is; a gloss is the coder's English for it, and never
states another number than the phrase does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.claims.cells import Row, in_western_digits
from analysis.claims.claim import DENIES, quantity_of
from analysis.claims.hedge_words import Reading, Readings, named, readings
from analysis.claims.measure import Measure
from analysis.claims.quantity import Hedge, Quantity, Scale
from analysis.errors import shorten

Problems = Iterator[tuple[str, str, str, str]]
_UNITS = {Scale.SHARE: "%", Scale.FACTOR: "x", Scale.RATE: "/"}
"""The beginning of the unit of a reading that a measure of the scale takes."""
_KINDS = {
    Scale.SHARE: "a share in per cent",
    Scale.FACTOR: "a factor (“twice as many”)",
    Scale.RATE: "a rate (“a day”, “per square metre”)",
}
"""What the number of a measure of the scale is."""
_FIX = "correct hedge and number, or the words"


def printed(row: Row, measure: Measure, language: str) -> Problems:
    """What is wrong between the words of a row and its quantity: field, value, allowed and fix.

    row: with a phrase. measure: that of the row. language: of its source, which is tried where the
    phrase itself does not show in which language it is.
    """
    phrase, gloss = row["phrase"], row["gloss"]
    in_phrase = readings(phrase, hint=language)
    english = in_phrase.language == "en"
    if not english and not gloss:
        yield "gloss", "empty", "the phrase in English", "translate the words of the phrase"
        return
    stated = quantity_of({**row, "stance": ""}, measure.step)
    if in_phrase.readings or not gloss:
        yield from _stated(row, measure, in_phrase, stated)
    elif missing := _missing(phrase, stated):
        value = f"{phrase!r}, which does not print {missing}"
        yield "phrase", value, f"words that state {stated}", _FIX
    if gloss:
        yield from _agreeing(row, stated)


def _stated(row: Row, measure: Measure, words: Readings, stated: Quantity) -> Problems:
    """A problem where none of the readings is the quantity of the row."""
    phrase = row["phrase"]
    denied = [reading.denied for reading in words.readings]
    denies = row["stance"] == DENIES
    fitting = [
        reading
        for reading in words.readings
        if of_scale(reading, measure)
        and (not reading.denied or denies)
        and (reading.denied or not denies or not any(denied))
    ]
    if any(_same(reading, stated) for reading in fitting):
        return
    if _joined(phrase, fitting, stated) or _named(phrase, measure, words, stated):
        return
    text = _said(words.readings) or f"no figure ({words.why})"
    as_kind, fix = "", _FIX
    if any(_same(reading, stated) for reading in words.readings if not reading.denied):
        as_kind = f" as {_KINDS.get(measure.scale, 'a number')}"
        fix = f"correct the scale of {measure.name} in measures.csv, or the words"
    yield "phrase", f"{phrase!r}, which reads {text}", f"words that state {stated}{as_kind}", fix


def _joined(phrase: str, fitting: list[Reading], stated: Quantity) -> bool:
    """Whether the quantity is a number with the hedge before it, which "and" may carry on."""
    place, hedge = 0, Hedge.BARE
    for reading in fitting:
        start = phrase.find(reading.words, place)
        carried = re.search(r"\band\b", phrase[place:start]) is not None
        if carried and reading.quantity.hedge is Hedge.BARE and hedge is stated.hedge:
            if reading.quantity.stated == stated.stated:
                return True
        else:
            hedge = reading.quantity.hedge
        place = start + len(reading.words)
    return False


def _named(phrase: str, measure: Measure, words: Readings, stated: Quantity) -> bool:
    """Whether the row counts what an article names, or days of which an ordinal names the last."""
    kinds = ("article", "ordinal") if measure.scale is Scale.DURATION else ("article",)
    return stated.hedge is Hedge.BARE and any(
        stated.stated in named(phrase, kind, words.language) for kind in kinds
    )


def of_scale(reading: Reading, measure: Measure) -> bool:
    """Whether a reading is of the kind of number that a measure has."""
    wanted = _UNITS.get(measure.scale)
    if wanted:
        return reading.unit.startswith(wanted)
    return reading.unit not in ("%", "x") and not reading.unit.startswith("/")


def _same(reading: Reading, stated: Quantity) -> bool:
    """Whether hedge and printed numbers are those of the row; the measure decides the bounds."""
    quantity = reading.quantity
    if reading.denied:
        return quantity.stated == stated.stated
    if quantity.hedge is not stated.hedge:
        return False
    if quantity.hedge in (Hedge.BETWEEN, Hedge.ESTIMATE):
        return _rounded(quantity.numbers) == _rounded(stated.numbers)
    return _rounded([quantity.stated]) == _rounded([stated.stated])


def _rounded(numbers: Iterable[float | None]) -> list[float | None]:
    # A third is printed in no number of decimals: two that a coder types are enough.
    return [None if number is None else round(number, 1) for number in numbers]


def _agreeing(row: Row, stated: Quantity) -> Problems:
    """A problem where the gloss can be read and does not state the number of the row."""
    gloss = readings(row["gloss"], "en")
    numbers = {n for reading in gloss.readings for n in _rounded(reading.quantity.numbers)}
    lacking = [n for n in _rounded(stated.numbers) if n not in numbers]
    if gloss.readings and stated.stated is not None:
        lacking = [n for n in _rounded([stated.stated]) if n not in numbers]
    if lacking and not (stated.stated == 1 and named(row["gloss"], "article", "en")):
        text = _said(gloss.readings) or f"no figure ({gloss.why})"
        value = f"{row['gloss']!r}, which reads {text}"
        allowed = f"the number of the phrase {row['phrase']!r}: {stated}"
        yield "gloss", value, allowed, "translate the phrase again, or correct the number"


def _said(read: Iterable[Reading]) -> str:
    """The readings in words, each once."""
    return shorten(
        dict.fromkeys(
            f"{reading.quantity}{_unit(reading.unit)}{' (denied)' if reading.denied else ''}"
            for reading in read
        )
    )


def _unit(unit: str) -> str:
    """The unit of a reading in words, where it makes the number another kind of number."""
    if unit.startswith("/"):
        return f" per {unit[1:]}"
    return f" {unit}" if unit in ("%", "x") else ""


def _missing(phrase: str, stated: Quantity) -> str:
    """The numbers of a row that the digits of a phrase lack; empty where it has no digits."""
    digits = in_western_digits(phrase)
    runs = {
        run.lstrip("0")
        for run in re.findall(r"\d+", re.sub(r"(?<=\d)[\s.,'’](?=\d{3})", "", digits))
    }
    if not runs or stated.stated is None:
        return ""
    whole = str(int(stated.stated)).rstrip("0")
    fits = any(run.rstrip("0") == whole or run.startswith(whole) for run in runs)
    return "" if fits else str(stated)
