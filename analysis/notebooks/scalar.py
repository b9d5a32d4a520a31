"""Plain words read as values: numbers, true, false, null, or themselves."""

from __future__ import annotations

import math
import re
from typing import Any

WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})", re.ASCII)
FLOAT = re.compile(
    r"[-+]?((0|[1-9][0-9]*)?(\.[0-9]+|[eE][-+]?[0-9]+|\.[0-9]+[eE][-+]?[0-9]+)"
    r"|(0|[1-9][0-9]*)\.([eE][-+]?[0-9]+)?)",
    re.ASCII,
)

UNHELD = {
    "a whole number of more than 18 digits": re.compile(r"[-+]?[0-9]{19,}", re.ASCII),
    "not a number, or without end": re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE),
    "a number that begins with 0": re.compile(r"[-+]?0[0-9]+", re.ASCII),
    "a number to another base": re.compile(r"[-+]?0[xob][0-9a-f_]+", re.IGNORECASE),
    "a number with _ in it": re.compile(r"[-+]?[0-9]+(_[0-9]+)+", re.ASCII),
}
"""Words that YAML, in one version or another, or Python would take for numbers."""


def scalar(text: str) -> Any:
    """A plain word as the value that it spells: number, true, false, null, or itself.

    Only as YAML 1.2 and JSON have it: 2017-09-02 stays text, `no` is not false, 1:30 is not 90.
    What looks like a number that cannot be held stays text too: see `unheld`.
    """
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    if INTEGER.fullmatch(text):
        return int(text)
    number = float(text) if FLOAT.fullmatch(text) else math.inf
    return number if math.isfinite(number) and not _vanishes(text, number) else text


def _vanishes(text: str, number: float) -> bool:
    """Whether a number is so near to nothing that nothing is left of it."""
    return number == 0 and any(digit in "123456789" for digit in text.lower().partition("e")[0])


def unheld(text: str) -> str:
    """Why a plain word that looks like a number is none here; empty for any other word."""
    for reason, pattern in UNHELD.items():
        if pattern.fullmatch(text):
            return reason
    if FLOAT.fullmatch(text) and scalar(text) == text:
        return "nearer to 0 than any number" if float(text) == 0 else "larger than any number"
    return ""


def shorter(text: str, most: int = 100) -> str:
    """A text that a message can hold."""
    return text if len(text) <= most else f"{text[:most]}…"
