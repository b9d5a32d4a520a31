"""A reader of the figures in a phrase: numbers in digits or words, with their hedges.

The words of each language stand in a table of their own, `languages/README.md` says how; this code
knows only what kinds of words there are. What it cannot place it refuses.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from analysis.claims.hedge_words.counts import BOTH, COMPANIONS, NOTHING, SCALES, VAGUE, victims
from analysis.claims.hedge_words.elements import Elements, Term, rewritten
from analysis.claims.hedge_words.hedges import CHANGES, DENIALS, HEDGES, RATES, SIDES, conjoined
from analysis.claims.hedge_words.languages import detected
from analysis.claims.hedge_words.lexicon import Lexicon, languages, lexicon
from analysis.claims.hedge_words.names import RULES as NAMES
from analysis.claims.hedge_words.names import ordinals
from analysis.claims.hedge_words.numbers import numbers, parts
from analysis.claims.hedge_words.ranges import ESTIMATES, RANGES
from analysis.claims.hedge_words.tokens import Token, tokens
from analysis.claims.hedge_words.units import RULES as UNITS
from analysis.claims.quantity import Hedge, Quantity, entailed
from analysis.errors import Invalid, Problem, nearest


@dataclass(frozen=True)
class Reading:
    """One figure of a phrase.

    quantity: its hedge, number and bounds. unit: "%", "x" (a factor), "/day" and the like (a rate),
    "step" (a difference, signed), else a currency, a measure or the noun. denied: whether the
    speaker rejects it; then it has no bounds. words: those of the phrase that state it.
    """

    quantity: Quantity
    unit: str
    denied: bool
    words: str


@dataclass(frozen=True)
class Readings:
    """The figures of a phrase in order, and in which language it was read.

    reason: in words, why there are none; empty where there are. kind: `absence` or `not a figure`
    where the phrase states none; empty where it was refused.
    """

    language: str
    readings: tuple[Reading, ...]
    reason: str = ""
    kind: str = ""

    @property
    def why(self) -> str:
        """Why there are no figures, with the kind before it; empty where there are."""
        return f"{self.kind}: {self.reason}" if self.kind else self.reason


_STEPS = (
    SCALES,
    (numbers,),
    NAMES,
    UNITS,
    (ordinals,),
    NOTHING,
    BOTH,
    RANGES,
    ESTIMATES,
    VAGUE,
    CHANGES,
    (conjoined,),
    HEDGES,
    SIDES,
    RATES,
    DENIALS,
    COMPANIONS,
)
"""What is done with the parts of a phrase, each from left to right before the next begins."""


def readings(phrase: str, language: str = "", hint: str = "") -> Readings:
    """Every figure that the words of a phrase state, in order; none where they are not clear.

    phrase: as printed. language: a code of ISO 639-1; without it the language is told from the
    phrase, and from the hint, the language of its source, where its words do not show it.

    >>> [str(reading.quantity) for reading in readings("more than 20 ISIS vehicles").readings]
    ['more than 20']
    >>> readings("1.234,567 people").why
    '“1.234,567” may be read with its marks as thousands or as decimals'
    """
    words = tokens(phrase)
    code = language or detected(phrase, words, hint)
    if code not in languages():
        known = ", ".join(languages())
        name = f"of the language “{code}”" if code else "of this language"
        return Readings(code, (), f"the words {name} are not known, only those of {known}")
    known_words = lexicon(code)
    elements: Elements = parts(_parted(words, known_words), known_words)
    for rules in _STEPS:
        elements = rewritten(elements, rules, known_words)
    elements = victims(elements, known_words)
    return _result(phrase, code, elements)


def known_language(code: str) -> None:
    """Nothing where a code is empty or has a table of words; raises Invalid for others."""
    codes = tuple(languages())
    if code and code not in codes:
        allowed = "a language with a table of words"
        raise Invalid([Problem("language", repr(code), allowed, nearest(code, codes))])


def named(phrase: str, kind: str, language: str = "") -> frozenset[int]:
    """The numbers that a phrase names without stating them: no figures, though a coder may count.

    phrase, language: as in `readings`. kind: `article`, which names one (a strike on a loader), or
    `ordinal` (the seventh day).

    >>> named("a strike on a loader", "article"), named("the seventh day", "ordinal")
    (frozenset({1}), frozenset({7}))
    """
    words = tokens(phrase)
    code = language or detected(phrase, words)
    elements = parts(words, lexicon(code)) if code in languages() else ()
    return frozenset(int(element.roles[kind] or 1) for element in elements if kind in element.roles)


def _parted(words: Sequence[Token], known: Lexicon) -> tuple[Token, ...]:
    """The words with those letters apart that a language writes together with the next word."""
    parted: list[Token] = []
    for word in words:
        letter, rest = word.text[:1], word.text[1:]
        if (
            len(rest) > 1
            and not known.knows(word.text)
            and known.knows(rest)
            and "proclitic" in known.match((Token(letter, 0, 0, "word"),), 0)[1]
        ):
            cut = word.start + 1
            parted += [
                Token(letter, word.start, cut, "word", word.glued),
                Token(rest, cut, word.end, "word"),
            ]
        else:
            parted.append(word)
    return tuple(parted)


def _result(phrase: str, code: str, elements: Elements) -> Readings:
    unclear = [element.unclear for element in elements if element.unclear]
    adjacent = [
        element.text
        for before, element in itertools.pairwise(elements)
        if before.term
        and element.term
        and not (element.term.vague or (before.term.vague and not element.term.literal))
        and {"x", "step"}.isdisjoint((before.term.unit, element.term.unit))
    ]
    if unclear or adjacent:
        why = unclear[0] if unclear else f"two numbers stand together before “{adjacent[0]}”"
        return Readings(code, (), why)
    figures = [n for n, element in enumerate(elements) if element.term]
    if figures:
        return Readings(code, tuple(_reading(phrase, elements, n) for n in figures))
    if any("absence" in element.roles or "reported" in element.roles for element in elements):
        return Readings(code, (), "the words say only that nothing is reported", "absence")
    return Readings(code, (), "the words count nothing", "not a figure")


def _reading(phrase: str, elements: Elements, place: int) -> Reading:
    element = elements[place]
    term = element.term or Term(Fraction(0))
    start = element.words[0].start if term.start is None else term.start
    end = element.words[-1].end if term.end is None else term.end
    words = phrase[start:end]
    return Reading(_quantity(term), term.unit or _noun(elements, place), term.denied, words)


def _noun(elements: Elements, place: int) -> str:
    behind = elements[place + 1] if place + 1 < len(elements) else None
    noun = behind is not None and len(behind.words) == 1 and not behind.roles.keys() - _NOUNS
    return behind.text if behind and noun and behind.words[0].kind == "word" else ""


_NOUNS = frozenset(("plural", "people", "person", "several", "common", "dead", "killing", "things"))
"""What a word that is counted may be besides."""


def _quantity(term: Term) -> Quantity:
    if term.vague:
        return entailed(Hedge.UNQUANTIFIED)
    value, low, high = (_amount(n) for n in (term.value, term.low, term.high))
    if term.hedge is Hedge.BETWEEN:
        return entailed(Hedge.BETWEEN, low=low, high=value)
    if term.hedge is Hedge.ESTIMATE:
        return entailed(Hedge.ESTIMATE, value, low, high)
    if term.denied:
        return Quantity(term.hedge or Hedge.BARE, value)
    whole = term.whole and term.value.denominator == 1
    return entailed(term.hedge or Hedge.BARE, value, step=1 if whole else None)


def _amount(value: Fraction | None) -> float | None:
    if value is None:
        return None
    return int(value) if value.denominator == 1 else round(float(value), 6)
