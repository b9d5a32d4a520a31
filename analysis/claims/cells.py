"""The syntax of a cell of a table: a name, a list of names, a one-of set, a claim's id.

All code that reads or prints cells takes the syntax from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from unicodedata import decimal

Row = Mapping[str, str]
"""A row of a table: the text of each cell, by the name of its column."""
Rows = tuple[Row, ...]
"""The rows of a table, in the order of its file."""

CLAIM_ID = r"[a-z]\d{3,9}"
"""The pattern of a claim's id, in tables and where texts cite it: a letter and a number."""


def members(text: str) -> tuple[str, ...]:
    """The names that a cell holds, in order; none where it is empty.

    text: a name, a list of several (`a|b`), or a one-of set (`[a,b]`): the candidates where a
    source leaves open which of them is meant. Sets are written as EDTF writes them (ISO 8601-2).

    >>> members("hezbollah"), members("sana|tass"), members("[hezbollah,rudaw]"), members("")
    (('hezbollah',), ('sana', 'tass'), ('hezbollah', 'rudaw'), ())
    """
    if is_choice(text):
        return tuple(text[1:-1].split(","))
    return tuple(text.split("|")) if text else ()


def is_choice(text: str) -> bool:
    """Whether a cell holds a one-of set: candidates in brackets, of which one is meant.

    >>> is_choice("[hezbollah,rudaw]"), is_choice("hezbollah")
    (True, False)
    """
    return text.startswith("[") and text.endswith("]")


def in_western_digits(text: str) -> str:
    """A text with the digits of any script as 0 to 9; each letter stays in its place.

    >>> in_western_digits("٣٤ of ۱۲")
    '34 of 12'
    """
    if text.isascii():
        return text
    digits = (decimal(letter, None) for letter in text)
    return "".join(
        letter if digit is None else str(digit) for letter, digit in zip(text, digits, strict=True)
    )


def capitalized(text: str) -> str:
    """A text that begins a sentence or a title.

    >>> capitalized("unnamed reports")
    'Unnamed reports'
    """
    return f"{text[:1].upper()}{text[1:]}"


def spaced(name: str) -> str:
    """A name from the data with spaces for its underscores.

    >>> spaced("more_than")
    'more than'
    """
    return name.replace("_", " ")
