"""The command `contested read`: what the words of a phrase state, in sentences or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.app import app

if TYPE_CHECKING:
    from analysis.claims.hedge_words import Reading, Readings
    from analysis.claims.quantity import Quantity

Phrases = Annotated[
    list[str] | None, typer.Argument(help="Phrases; without any, one a line of standard input.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line for each phrase.")]
Language = Annotated[
    str, typer.Option(help="Code of their language, as en; by default each shows its own.")
]


@app.command()
def read(phrases: Phrases = None, as_json: AsJson = False, language: Language = "") -> None:
    """Say which figures a phrase states: the hedge, its bounds, and the words that make them.

    Example: contested read "more like 30-40,000 people"
    """
    from analysis.claims.hedge_words import known_language, readings

    known_language(language)
    for phrase in phrases or _lines():
        result = readings(phrase, language)
        text = _json(phrase, result) if as_json else _sentences(phrase, result)
        # As bytes: no terminal or pipe can be without a letter of the phrase.
        typer.echo(text.encode("utf-8", "replace"))


def _lines() -> Iterator[str]:
    """The lines of standard input; bytes that are no text become the sign for that."""
    for line in sys.stdin.buffer:
        yield line.rstrip(b"\r\n").decode("utf-8", "replace")


def _json(phrase: str, result: Readings) -> str:
    answer = {
        "phrase": phrase,
        "language": result.language,
        "readings": [_fields(reading) for reading in result.readings],
        "why": result.why,
    }
    return json.dumps(answer, ensure_ascii=False)


def _fields(reading: Reading) -> dict[str, object]:
    quantity = reading.quantity
    return {
        "hedge": "denied" if reading.denied else str(quantity.hedge),
        "low": quantity.low,
        "stated": quantity.stated,
        "high": quantity.high,
        "open_low": quantity.open_low,
        "open_high": quantity.open_high,
        "unit": reading.unit,
        "words": reading.words,
    }


def _sentences(phrase: str, result: Readings) -> str:
    if not result.readings:
        return f"No figure is read in “{phrase}”: {result.reason}."
    return "\n".join(_sentence(reading) for reading in result.readings)


def _sentence(reading: Reading) -> str:
    """One figure as sentences: its words, its number in standard words, its bounds."""
    from analysis.claims.cells import spaced

    if reading.denied:
        return f"“{reading.words}” is a number that is denied; it bounds nothing."
    quantity = _rounded(reading.quantity) if reading.unit == "%" else reading.quantity
    hedge = spaced(quantity.hedge)
    note = "no hedge" if hedge == "bare" else f"hedge: {hedge}"
    change = "a change of " if reading.unit == "step" else ""
    stated = f"{change}{quantity}{_unit(reading)}"
    return f"“{reading.words}” states {stated} ({note}). {_bounds(quantity, _unit(reading))}"


def _rounded(quantity: Quantity) -> Quantity:
    """A share to one decimal, as a third is printed."""
    low, stated, high = (
        end if end is None or isinstance(end, int) else round(end, 1)
        for end in (quantity.low, quantity.stated, quantity.high)
    )
    return replace(quantity, low=low, stated=stated, high=high)


def _bounds(quantity: Quantity, unit: str) -> str:
    """Which numbers a figure allows."""
    low, high = (end and f"{end}{unit}" for end in quantity.ends)
    if low and low == high:
        return f"It allows only {low}."
    if low and high:
        return f"The lowest number it allows is {low}, the highest {high}."
    if quantity.open_low or quantity.open_high:
        return f"It allows only numbers {low or high}."
    if low:
        return f"The lowest number it allows is {low}; it names no highest."
    if high:
        return f"The highest number it allows is {high}; it names no lowest."
    return "It names no bounds."


def _unit(reading: Reading) -> str:
    """What stands behind each number: %, a day, and units that the words of the figure hold."""
    unit = reading.unit
    if unit.startswith("/"):
        return f" {'an' if unit == '/hour' else 'a'} {unit[1:]}"
    known = {"%": "%", "x": " times"}
    held = bool(unit) and unit != "step" and unit in reading.words.lower()
    return known.get(unit, f" {unit}" * held)
