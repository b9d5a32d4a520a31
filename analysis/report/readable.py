"""A cell of a table as a reader has it: no code for days, no trailing point of a whole number."""

from __future__ import annotations

import re

from analysis.claims.dates import when
from analysis.words.names_and_days import day_words

WHOLE = re.compile(r"(-?\d+)\.0")
"""A whole number as pandas writes it in a column where some are unknown."""
DAYS = re.compile(r"[\[\]\d\-/?.,:TZ+]*\d{4}-\d\d[\[\]\d\-/?.,:TZ+]*")
"""What a day or a period in EDTF is written with."""


def readable(cell: str) -> str:
    """A cell in words; text that is neither a number nor a day stays as it is.

    >>> readable("301.0"), readable("[2017-08-29,2017-08-30]"), readable("17 buses")
    ('301', '29 or 30 August 2017', '17 buses')
    """
    if match := WHOLE.fullmatch(cell):
        return match[1]
    if not DAYS.fullmatch(cell):
        return cell
    try:
        return day_words(when(cell))
    except ValueError:
        return cell
