"""The command `contested read`: what the words of a phrase state, in sentences or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.app import app

if TYPE_CHECKING:
    from analysis.claims.hedge_words import Reading, Readings

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
        return f"“{phrase}”: no figure is read ({result.why})."
    return "\n".join(_sentence(phrase, reading) for reading in result.readings)


def _sentence(phrase: str, reading: Reading) -> str:
    """One figure as a sentence: its words, its number in standard words, its bounds."""
    quantity = reading.quantity
    if reading.denied:
        return f"“{phrase}”: the words “{reading.words}” name {quantity.stated}, and it is denied."
    low, high = quantity.ends
    bounds = (
        f"the lowest number is {low or 'not stated'}, the highest {high or 'not stated'}"
        if low or high
        else "no bounds are stated"
    )
    unit = f" in {reading.unit!r}" * bool(reading.unit)
    return (
        f"“{phrase}”: the words “{reading.words}” state {quantity}{unit}, "
        f"which is the hedge {quantity.hedge}; {bounds}."
    )
