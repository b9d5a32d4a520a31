"""Reading the figures out of a phrase: numbers in digits or English words, with their hedge.

Our own: the number-word libraries at hand return values without the place of the match, and
none reads hedges. A phrase has at most eight words, so a table of patterns is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.quantity import Hedge, Quantity, Scale, entailed

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
NOTHING = ("no", "none")

BEFORE: tuple[tuple[Hedge, str], ...] = (
    (Hedge.AT_LEAST, r"at least|no fewer than|no less than|not less than|a minimum of"),
    (Hedge.UP_TO, r"up to|as many as|at most|no more than|not more than|a maximum of"),
    (Hedge.MORE_THAN, r"more than|(?:slightly |just |well )?over|in excess of|upwards? of|above"),
    (Hedge.FEWER_THAN, r"fewer than|less than|under|below"),
    (Hedge.NEARLY, r"nearly|almost|close to|just short of"),
    (
        Hedge.ABOUT,
        r"about|around|some|roughly|(?:an )?estimated|estimating(?: that)?|approximately|circa",
    ),
)
AFTER: tuple[tuple[Hedge, str], ...] = (
    (Hedge.AT_LEAST, r"\+| or more"),
    (Hedge.ABOUT, r" or so"),
)
VAGUE = r"dozens|scores|hundreds|thousands|several|(?<!as )many|numerous|multiple|a few"


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_UNIT = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|{_any(VALUE)})"
_NUMBER = (
    rf"(?:(?:{_UNIT}|half a|a couple(?: of)?|an?)[ -](?:{_any(SCALES)})\b"
    rf"(?:(?: and)?[ -]{_UNIT}\b(?:[ -](?:{_any(SCALES)})\b)?)?"
    rf"|{_UNIT}(?:-(?:{_any(VALUE)}))?\b|(?:{_any(NOTHING)})\b)"
)
_HEDGES = "|".join(f"(?P<{hedge}>{pattern})" for hedge, pattern in BEFORE)
_SUFFIXES = "|".join(f"(?P<after_{hedge}>{pattern})" for hedge, pattern in AFTER)
_FIGURE = re.compile(rf"(?<!\w)(?:(?:{_HEDGES}) )?(?:the )?(?P<number>{_NUMBER})(?:{_SUFFIXES})?")
_RANGE = re.compile(
    rf"(?<!\w)(?:between (?P<a>{_NUMBER}) and (?P<b>{_NUMBER})"
    rf"|(?P<c>{_NUMBER}) to (?P<d>{_NUMBER})|(?P<e>[\d,]+) ?[-–] ?(?P<f>[\d,]+))(?!\w)"
)
_VAGUE = re.compile(rf"(?<!\w)(?:{VAGUE})\b(?! (?:hundred|thousand))")
_ARTICLE = re.compile(rf"(?<!\w)(?:a|an) (?!(?:{_any(SCALES)}|couple|estimated|few|minimum)\b)\w")


def readings(text: str, scale: Scale = Scale.COUNT) -> tuple[Quantity, ...]:
    """Every quantity that the words admit, in order of appearance.

    A number joined by "and" to a hedged one is read both bare and with that hedge; an article
    before a noun is read as one. A text without any figure gives an empty tuple.
    """
    plain = _plain(text)
    ranges = list(_RANGE.finditer(plain))
    rest = _blanked(plain, [match.span() for match in ranges])
    found = [(match.start(), _range(match)) for match in ranges]
    found += _figures(rest, scale)
    found += [(m.start(), entailed(Hedge.UNQUANTIFIED)) for m in _VAGUE.finditer(rest)]
    found += [(m.start(), entailed(Hedge.BARE, 1, scale=scale)) for m in _ARTICLE.finditer(rest)]
    return tuple(quantity for _, quantity in sorted(found, key=lambda pair: pair[0]))


def value(number: str) -> int:
    """The number that a run of digits or English number words names."""
    total = current = 0
    for word in re.findall(r"[\d,]+|[a-z]+", number.replace("half a dozen", "6")):
        if word == "hundred":
            current = (current or 1) * SCALES[word]
        elif word in SCALES:
            total, current = total + (current or 1) * SCALES[word], 0
        elif word == "couple":
            current = 2
        elif word in VALUE:
            current += VALUE[word]
        elif word[0].isdigit():
            current += int(word.replace(",", ""))
    return total + current


def _range(match: re.Match[str]) -> Quantity:
    low, high = (value(part) for part in match.groups() if part)
    return entailed(Hedge.BETWEEN, low=low, high=high)


def _figures(text: str, scale: Scale) -> Iterator[tuple[int, Quantity]]:
    """Numbers with the hedge before or behind them, or reaching them over an "and"."""
    reaching: Hedge | None = None
    ended = 0
    for match in _FIGURE.finditer(text):
        own = _hedge(match)
        stated = value(match["number"])
        yield match.start(), entailed(own, stated, scale=scale)
        joined = re.search(r"\band\b", text[ended : match.start()])
        if own is Hedge.BARE and reaching and joined:
            yield match.start(), entailed(reaching, stated, scale=scale)
        elif own is not Hedge.BARE:
            reaching = own
        ended = match.end()


def _hedge(match: re.Match[str]) -> Hedge:
    for name, text in match.groupdict().items():
        if text and name != "number":
            return Hedge(name.removeprefix("after_"))
    return Hedge.ABOUT if "couple" in match["number"] else Hedge.BARE


def _plain(text: str) -> str:
    """Lower case, single blanks, and without "No. 9", which is a name and not a count."""
    return re.sub(r"\bno\. ?\d+", "", " ".join(text.lower().split()))


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text
