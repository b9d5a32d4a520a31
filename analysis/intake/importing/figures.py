"""What a cell of somebody else's table says: a figure with its hedge, or why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from analysis.claims.hedge_words import readings
from analysis.claims.quantity import TYPED_BOUNDS, Hedge, amount

BLANKS = frozenset(("", "-", "–", "—", ".", "na", "n/a", "#n/a", "nan", "null", "none", "<na>"))
"""What stands in cells that say nothing, in small letters."""
UNKNOWN = frozenset(("unknown", "unk", "?", "not known", "unclear"))
"""What stands in cells that say that the number is not known, in small letters."""
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", re.ASCII)
"""A number that is not negative, with commas for thousands or without."""
RANGE = re.compile(rf"({NUMBER.pattern})\s*(?:-|–|—|to)\s*({NUMBER.pattern})", re.ASCII)
CUT = re.compile(r"\d[eE][+-]?\d|[-–—]\s*$|\bto\s*$|\d\.\d+[.,]\d|\d,(?!\d{3}(?!\d))\d", re.ASCII)
"""Signs of a number that a spreadsheet wrote, of a range without its end, of another format."""
BLANK, NOT_KNOWN, NOT_READ = "blank", "not known", "not read as a figure"
NOT_WHOLE = "no whole number"
CONVENTION = "a number by convention"
NO_COUNT = "no count was given"
NO_FIGURE = "not read as a figure, and no claim"
DISORDER = "best figure outside low and high, or low above high, as published"
TURNED = "minimum above maximum, as published"
OTHER_WORDS = "another number in words than in figures"
SHARE = "a share of a toll that was split"
UNREAD = "words beside a number that are not read"
ALONE = "best figure without low or high"
OTHER_CODE = "another number than the notes say is a convention"
TWO_SIZES = "two sizes of one crowd, of which the first is imported"
"""Kinds of flags; what differs from row to row stands behind a colon."""
COUNTED = re.compile(
    "people|persons?|civilians?|men|women|children|soldiers|fighters|protesters|demonstrators|"
    "participants|killed|dead|deaths|died|injured|wounded|missing|displaced|were|was|have|been|of|"
    "them|(?:air)?strikes?|houses|vehicles"
)
"""Words for what is counted, which change nothing in a number."""
MOST_WORDS = 8
"""Words that a phrase may have."""


@dataclass(frozen=True)
class Figure:
    """A figure as a row of claims.csv has it.

    words: those of the cell, where it has any besides digits. note: for a later coder.
    """

    hedge: Hedge
    stated: str = ""
    low: str = ""
    high: str = ""
    words: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """What the cells of a figure say.

    figure: None where they have none. why: why there is none, or why a number in them is not that
    of the claim; in a few words. flag: what is strange, and imported as it is: its kind, then what
    stands there.
    """

    figure: Figure | None
    why: str = ""
    flag: str = ""


def of_number(text: str, unknown: bool = False) -> Reading:
    """A cell that holds a number, a range, a hedged phrase, or nothing.

    unknown: whether “Unknown” says that there were any, of a number that is not known.

    >>> of_number("12–24").figure
    Figure(hedge=<Hedge.BETWEEN: 'between'>, stated='', low='12', high='24', words='', note='')
    >>> of_number("-").why, of_number("Unknown").why
    ('blank', 'not known')
    """
    plain = text.strip().casefold()
    if plain in BLANKS:
        return Reading(None, BLANK)
    if plain in UNKNOWN:
        some = Figure(Hedge.UNQUANTIFIED, note=f"printed as “{text.strip()}”")
        return Reading(some if unknown else None, NOT_KNOWN)
    if NUMBER.fullmatch(plain):
        return Reading(Figure(Hedge.BARE, _digits(plain)))
    if match := RANGE.fullmatch(plain):
        return between(match[1], match[2])
    return _of_words(text.strip())


def between(low: str, high: str) -> Reading:
    """A range, whose ends are numbers; equal ends are one number."""
    first, last = _digits(low), _digits(high)
    if first == last:
        return Reading(Figure(Hedge.BARE, first))
    flag = f"{TURNED}: {first} to {last}" if amount(first) > amount(last) else ""
    return Reading(Figure(Hedge.BETWEEN, low=first, high=last), flag=flag)


def _of_words(text: str) -> Reading:
    """A figure in words, as “at least 20”, where it can be read in one way."""
    if len(text.split()) > MOST_WORDS or CUT.search(text):
        return Reading(None, NOT_READ, f"{NO_FIGURE}: {text[:40]}…")
    read = readings(text, "en").readings
    if len(read) != 1 or read[0].denied or read[0].unit in ("%", "x", "step"):
        return Reading(None, NOT_READ, f"{NO_FIGURE}: {text}")
    quantity = read[0].quantity
    typed = quantity.hedge in TYPED_BOUNDS
    low, high = (_text(end) if typed else "" for end in (quantity.low, quantity.high))
    figure = Figure(quantity.hedge, _text(quantity.stated), low, high, words=text)
    return Reading(figure, flag=f"{UNREAD}: {text}" if _unread(text, read[0].words) else "")


def _unread(text: str, words: str) -> bool:
    """Whether a cell has more than the words of its figure and of what is counted."""
    rest = text.casefold().replace(words.casefold(), " ", 1).split()
    return not all(COUNTED.fullmatch(word) for word in rest)


def _text(number: float | None) -> str:
    return "" if number is None else f"{Decimal(repr(number)):f}"


def _digits(number: str) -> str:
    """A number as the tables of a case have it: 1200 for 1,200, 12 for 12.0."""
    plain = number.replace(",", "")
    return _text(amount(plain)) if "." in plain or plain.startswith("0") else plain


def numbers(text: str) -> list[str]:
    """Every number that is printed in a cell, in digits.

    >>> numbers("1 – 2"), numbers("1,200"), numbers("Unknown")
    (['1', '2'], ['1200'], [])
    """
    return [_digits(match) for match in NUMBER.findall(text)]
