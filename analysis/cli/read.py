"""`contested read`: what the words of a phrase state."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from analysis.cli.app import app


@app.command()
def read(
    phrases: Annotated[list[str] | None, typer.Argument(help="The phrase.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each line.")] = False,
    language: Annotated[str, typer.Option(help="Its language, as en, ar, uk, ru, es or fr.")] = "",
) -> None:
    """Print the figures that a phrase states: hedge, bounds, and the words that make them."""
    from analysis.claims.hedge_words import readings

    for line in sys.stdin.buffer.read().decode("utf-8", "replace").split("\n"):
        if not line.strip():
            continue
        line = line.rstrip("\r")
        result = readings(line, language)
        print(
            json.dumps(
                {
                    "phrase": line,
                    "language": result.language,
                    "readings": [
                        {
                            "hedge": "denied" if r.denied else r.quantity.hedge,
                            "low": None if r.denied else r.quantity.low,
                            "stated": r.quantity.stated,
                            "high": None if r.denied else r.quantity.high,
                            "open_low": r.quantity.open_low,
                            "open_high": r.quantity.open_high,
                            "unit": r.unit,
                            "words": r.words,
                        }
                        for r in result.readings
                    ],
                    "why": result.why,
                },
                ensure_ascii=False,
            )
        )
