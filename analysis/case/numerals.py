"""Numbers as spreadsheets and people of many countries write them, and how they are to be written.

What can be meant in one way alone is put in plain digits; of the rest it is asked which is meant.
"""

from __future__ import annotations

import re

from analysis.case.schema import Field
from analysis.claims.cells import in_western_digits

PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
GROUPED = re.compile(r"-?[0-9]{1,3}([,.' ])[0-9]{3}(\1[0-9]{3})*|-?[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}")
"""Digits in groups of three, or as in India: 12,34,567."""
POINTED = re.compile(r"-?[0-9]+[.,][0-9]+")
MIXED = re.compile(r"(.+)([.,])([0-9]+)")
"""Digits in groups, before decimals."""
SIGNS = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "−": "-", "٫": ".", "٬": ","}
)
"""Signs that stand for others in numbers: kinds of blanks, apostrophes, a minus, Arabic commas."""
LONGEST = 40
"""Letters of a text that can be a number."""


def unformatted(value: str, field: Field) -> str:
    """The fix for a text that is no number of a column.

    >>> from analysis.case.schema import package
    >>> from analysis.paths import case_folder
    >>> tables = package(case_folder("convoy-2017")).tables
    >>> unformatted("33,9013", tables["places"].field("latitude"))
    'write 33.9013'
    >>> stated = tables["claims"].field("stated")
    >>> unformatted("4,000", stated), unformatted("1.234,5", stated)
    ('write 4000', 'write 1234.5 if that is meant')
    """
    text = in_western_digits(value.strip().translate(SIGNS))
    readings = [number for number in _readings(text) if _fits(number, field)]
    if not readings:
        return "write digits alone; empty is unknown"
    mixed = len(set(re.findall("[,.' ]", text))) > 1
    return f"write {readings[0]}{' if that is meant' if mixed else ''}"


def whole(value: str) -> str:
    """A number without a point that only zeros follow, as 17 for 17.0; any other text as it is."""
    return re.sub(r"\.0+$", "", value) if PLAIN.fullmatch(value) else value


def _readings(text: str) -> list[str]:
    """The numbers that a text can mean, the likelier first, in plain digits."""
    if len(text) > LONGEST:
        return []
    if GROUPED.fullmatch(text):
        return [_digits(text), whole(text.replace(",", "."))]
    if POINTED.fullmatch(text) or PLAIN.fullmatch(text):
        return [whole(text.replace(",", "."))]
    parts = MIXED.fullmatch(text)
    if parts and GROUPED.fullmatch(parts[1]) and parts[2] not in parts[1]:
        return [whole(f"{_digits(parts[1])}.{parts[3]}")]
    return []


def _digits(text: str) -> str:
    """A text without the signs that part its digits."""
    return re.sub("[,.' ]", "", text)


def _fits(number: str, field: Field) -> bool:
    """Whether a number could stand in a column."""
    if not PLAIN.fullmatch(number) or (field.type == "integer" and "." in number):
        return False
    low, high = field.constraints.get("minimum"), field.constraints.get("maximum")
    return (low is None or float(number) >= low) and (high is None or float(number) <= high)


def with_point(value: str) -> str:
    """A number with a point before its decimals where a comma can only stand for it.

    >>> with_point("33,9013"), with_point("4,000")
    ('33.9013', '4,000')
    """
    comma = re.fullmatch(r"-?[0-9]+,[0-9]+", value) and not GROUPED.fullmatch(value)
    return value.replace(",", ".") if comma else value
