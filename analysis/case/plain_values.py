"""Plain values: what the words of a YAML file, of a cell and of the command line stand for."""

from __future__ import annotations

import math
import re
from typing import Any

SPELT = {"true": True, "false": False, "null": None, "~": None, "": None}
"""Words that stand for values, in lower case."""
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
"""Words that some version of YAML, or Python, would read as numbers and this does not, by the
reason."""


def scalar(text: str) -> Any:
    """A plain word as the value that it spells: a number, true, false, null, or itself.

    Only as YAML 1.2 and JSON have it: 2017-09-02 stays text, `no` is not false, 1:30 is not 90.
    What looks like a number that cannot be held stays text too: see `unheld`.

    >>> scalar("1e3"), scalar("True"), scalar("~"), scalar("no"), scalar("007")
    (1000.0, True, None, 'no', '007')
    """
    if text.lower() in SPELT:
        return SPELT[text.lower()]
    if INTEGER.fullmatch(text):
        return int(text)
    number = float(text) if FLOAT.fullmatch(text) else math.inf
    return number if math.isfinite(number) and not _vanishes(text, number) else text


def unheld(text: str) -> str:
    """Why a plain word that looks like a number stays text; empty for any other word.

    >>> unheld("007"), unheld("1e400"), unheld("seven")
    ('a number that begins with 0', 'larger than any number', '')
    """
    for reason, pattern in UNHELD.items():
        if pattern.fullmatch(text):
            return reason
    if FLOAT.fullmatch(text) and scalar(text) == text:
        return "nearer to 0 than any number" if float(text) == 0 else "larger than any number"
    return ""


def _vanishes(text: str, number: float) -> bool:
    """Whether a number is so near to 0 that a float rounds it to 0."""
    return number == 0 and any(digit in "123456789" for digit in text.lower().partition("e")[0])
