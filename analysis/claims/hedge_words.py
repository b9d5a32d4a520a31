"""A reader of the figures in a phrase: numbers in digits or English words, with their hedges.

To make it read another word, add that to the tables below: `BEFORE` and `AFTER` for hedges that
stand before or after their number, `VAGUE` for words without a number.

The libraries for number words return values without the place of the match, and none reads
hedges. A phrase has at most eight words, so a table of patterns is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from analysis.claims.quantity import Hedge, Quantity, entailed

UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
VALUE = (
    {word: number for number, word in enumerate(UNITS)}
    | {word: 10 * number for number, word in enumerate(TENS, 2)}
    | {word: number for number, word in enumerate(ORDINALS, 1)}
)
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
NOTHING = ("no", "no one", "nobody", "none")

BEFORE: tuple[tuple[Hedge, str], ...] = (
    (
        Hedge.AT_LEAST,
        r"at least|(?:no|not) (?:fewer|less) than|not (?:under|below)|a minimum of",
    ),
    (
        Hedge.UP_TO,
        r"up to|as many as|at most|(?:no|not) more than|a maximum of"
        r"|not (?:over|above|exceed(?:ing)?|in excess of|upwards? of)",
    ),
    (
        Hedge.MORE_THAN,
        r"more than|(?:slightly |just |well )?over|in excess of|upwards? of|above"
        r"|exceed(?:s|ed|ing)?",
    ),
    (Hedge.FEWER_THAN, r"fewer than|less than|under|below"),
    (Hedge.NEARLY, r"nearly|almost|close to|just short of"),
    (
        Hedge.ABOUT,
        r"about|around|some|roughly|(?:an )?estimated|estimating(?: that)?|approximately|circa",
    ),
)
"""Words before a number, as patterns. Of two that could match, the upper one does: "not more than"
has to come before "more than"."""
AFTER: tuple[tuple[Hedge, str], ...] = (
    (Hedge.AT_LEAST, r"\+| or more"),
    (Hedge.UP_TO, r" or (?:fewer|less)"),
    (Hedge.ABOUT, r" or so|-odd"),
)
"""Words behind a number, as patterns."""
VAGUE = r"tens|dozens|scores|hundreds|thousands|several|(?<!as )many|numerous|multiple|a few"
"""Words that affirm that there were some, without a number."""


def _any(names: Iterable[str]) -> str:
    """A pattern for any of the names."""
    # The longest first: a pattern takes the first that fits, and "four" begins "fourteen".
    return "|".join(sorted(names, key=len, reverse=True))


# A number in a name, as "No. 9": no figure.
_NAME = re.compile(r"(?:#|\bnos?\.? ?)\d+(?:(?:,| and) \d+)*")
_DIGITS = r"(?<!\d[.,])(?:\d{1,3}(?:,\d{3})+|\d+)\b(?![.,]?\d)"
_WORD = rf"(?:{_any(TENS)})[ -](?:{_any((*UNITS[1:10], *ORDINALS[:9]))})|{_any(VALUE)}"
_UNIT = rf"(?:{_DIGITS}|(?:{_WORD})\b)"
_SCALED = (
    rf"(?:{_UNIT}|\d+\.\d+|half a|a couple(?: of)?|an?)"
    rf"(?:[ -](?:{_any(SCALES)})\b)+"
)
_NUMBER = (
    rf"(?:{_SCALED}(?:(?:,| and)?[ -]{_SCALED})*(?:(?: and)?[ -]{_UNIT})?"
    rf"|{_UNIT}|a couple\b|(?:{_any(NOTHING)})\b)"
)
_HEDGES = "|".join(f"(?P<{hedge}>{pattern})" for hedge, pattern in BEFORE)
_SUFFIXES = "|".join(f"(?P<after_{hedge}>{pattern})" for hedge, pattern in AFTER)
_FIGURE = re.compile(rf"(?<!\w)(?:(?:{_HEDGES}) )?(?:the )?(?P<number>{_NUMBER})(?:{_SUFFIXES})?")
_RANGE = re.compile(
    rf"(?<!\w)(?:between (?P<a>{_NUMBER}) and (?P<b>{_NUMBER})"
    rf"|(?P<c>{_NUMBER}) to (?P<d>{_NUMBER})|(?P<e>{_DIGITS}) ?[-–] ?(?P<f>{_DIGITS}))(?!\w)"
)
_VAGUE = re.compile(rf"(?<!\w)(?:{VAGUE})\b")
_ARTICLE = re.compile(
    rf"(?<!\w)(?:a|an) (?!(?:{_any(SCALES)}|couple|estimated|few|maximum|minimum|total)\b)\w"
)


def readings(text: str, step: float | None = 1) -> tuple[Quantity, ...]:
    """Every quantity that the words admit, in order of appearance.

    text: a phrase in English. step: of its measure. A number joined by "and" to a hedged one
    is read both bare and with that hedge; an article before a noun is read as one. A text without
    any figure gives an empty tuple.

    >>> [str(quantity) for quantity in readings("more than 20 ISIS vehicles")]
    ['more than 20']
    >>> [str(quantity) for quantity in readings("between two and three hundred men")]
    ['between 200 and 300']
    >>> [str(quantity) for quantity in readings("dozens of trucks")]
    ['some, no number given']
    """
    plain = _normalized(text)
    ranges = list(_RANGE.finditer(plain))
    rest = _blanked(plain, [match.span() for match in ranges])
    placed = [(match.start(), _range(match)) for match in ranges]
    placed += _figures(rest, step)
    placed += [(m.start(), entailed(Hedge.UNQUANTIFIED)) for m in _VAGUE.finditer(rest)]
    placed += [(m.start(), entailed(Hedge.BARE, 1, step=step)) for m in _ARTICLE.finditer(rest)]
    return tuple(quantity for _, quantity in sorted(placed, key=lambda pair: pair[0]))


def value(number: str) -> int:
    """The number that a run of digits or English number words names.

    >>> value("1,200"), value("two dozen"), value("half a million"), value("no")
    (1200, 24, 500000, 0)
    """
    if number in NOTHING:
        return 0
    total, current = Fraction(0), Fraction(0)
    for word in re.findall(r"[\d,.]+|[a-z]+", number):
        if word in ("hundred", "dozen"):
            current = (current or Fraction(1)) * SCALES[word]
        elif word in SCALES:
            total, current = total + (current or Fraction(1)) * SCALES[word], Fraction(0)
        else:
            current += _named(word)
    return int(total + current)


def _named(word: str) -> Fraction:
    """The value of one word: digits or the name of a small number; 0 for "and" or "a"."""
    if word[0].isdigit():
        return Fraction(word.replace(",", ""))
    return Fraction({"half": "1/2", "couple": "2"}.get(word, VALUE.get(word, 0)))


def _range(match: re.Match[str]) -> Quantity:
    """The range of a match of `_RANGE`; in "two to three hundred" both numbers are hundreds."""
    lower, upper = (part for part in match.groups() if part)
    low, high = value(lower), value(upper)
    scale = re.search(rf"(?:{_any(SCALES)})$", upper)
    if scale and not re.search(_any(SCALES), lower) and low * SCALES[scale[0]] <= high:
        low *= SCALES[scale[0]]
    return entailed(Hedge.BETWEEN, low=low, high=high)


def _figures(text: str, step: float | None) -> Iterator[tuple[int, Quantity]]:
    """The numbers by position, each with the hedge before or behind it, or carried over "and"."""
    carried: Hedge | None = None
    end = 0
    for match in _FIGURE.finditer(text):
        own = _hedge(match)
        stated = value(match["number"])
        yield match.start(), entailed(own, stated, step=step)
        joined = re.search(r"\band\b", text[end : match.start()])
        if own is Hedge.BARE and carried and joined:
            yield match.start(), entailed(carried, stated, step=step)
        elif own is not Hedge.BARE:
            carried = own
        end = match.end()


def _hedge(match: re.Match[str]) -> Hedge:
    """The hedge of a match of `_FIGURE`, whose groups have the names of hedges."""
    for name, matched in match.groupdict().items():
        if matched and name != "number":
            return Hedge(name.removeprefix("after_"))
    return Hedge.ABOUT if "couple" in match["number"] else Hedge.BARE


def _normalized(text: str) -> str:
    """Lower case, single blanks, and without "No. 9", which is a name and not a count."""
    return " ".join(_NAME.sub(" ", text.lower()).split())


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with line breaks over the spans: positions stay, and no pattern crosses them."""
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text
