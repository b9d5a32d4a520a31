"""Numbers in a phrase: digits with their separators, number words, and scale words behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from analysis.claims.hedge_words.elements import Element, Elements, Taken, Term, at, merged, role
from analysis.claims.hedge_words.lexicon import Lexicon
from analysis.claims.hedge_words.tokens import Token
from analysis.claims.quantity import Hedge

LONGEST = 40
"""The most characters of a number in digits that is read: more are no count of anything."""
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([,.'])\d{3})(?:\1\d{3})*|[1-9]\d?(?:,\d{2})+,\d{3}")
_SIMPLE = re.compile(r"(\d+)[.,](\d+)")
_WITH_DECIMALS = re.compile(r"([1-9]\d{0,2}(?:([,.'])\d{3})+)([.,])(\d{1,2}|\d{4,})")


def parts(words: Sequence[Token], lexicon: Lexicon) -> Elements:
    """The expressions of a phrase, each the longest that its language knows."""
    parted: list[Element] = []
    place = 0
    while place < len(words):
        length, roles = lexicon.match(words, place)
        if length == 0 or (words[place].kind == "number" and length == 1):
            length, roles = 1, {}
        parted.append(Element(tuple(words[place : place + length]), roles))
        place += length
    return tuple(parted)


def digits(text: str, lexicon: Lexicon, scaled: bool) -> Fraction | str:
    """The value of a number in digits, or why it cannot be told.

    scaled: whether a scale word or a unit follows, before which one mark parts decimals.
    """
    if len(text) > LONGEST:
        return f"a number of {len(text)} characters is too long to be a figure"
    text = re.sub(r"\s", "'", text)
    if text.isdigit():
        return Fraction(int(text))
    mark = lexicon.settings.get("decimal", ".")
    simple = _SIMPLE.fullmatch(text)
    grouped = _GROUPS.fullmatch(text)
    if simple and (not grouped or (scaled and text[len(simple[1])] == mark)):
        return _decimal(text, simple, mark)
    if grouped:
        return Fraction(int(re.sub(r"\D", "", text)))
    both = _WITH_DECIMALS.fullmatch(text)
    if both and both[2] != both[3]:
        whole = re.sub(r"\D", "", both[1])
        return Fraction(f"{whole}.{both[4]}")
    return f"“{text}” may be read with its marks as thousands or as decimals"


def _decimal(text: str, simple: re.Match[str], mark: str) -> Fraction | str:
    if len(simple[2]) == 3 and simple[1] not in ("0",) and text[len(simple[1])] != mark:
        return f"“{text}” may be read with its mark as thousands or as decimals"
    return Fraction(f"{simple[1]}.{simple[2]}")


@dataclass
class _Sum:
    """A number while its words are added: whole thousands so far, and what follows them."""

    total: Fraction = Fraction(0)
    current: Fraction | None = None
    scale: Fraction | None = None
    about: bool = False
    literal: str = ""
    short: str = ""
    mixed: bool = False
    after: str = ""

    @property
    def value(self) -> Fraction:
        return self.total + (self.current or 0)

    def room(self) -> Fraction | int:
        """Below what a number must be to be added."""
        if self.current is None:
            return self.scale or 0
        if self.current.denominator > 1 or self.literal:
            return 0
        for place in (1_000_000, 1_000, 100):
            if self.current >= place and self.current % place == 0:
                return place
        return 10 if self.current >= 20 and self.current % 10 == 0 else 0

    def multiply(self, factor: Fraction) -> bool:
        """Put a scale to the number, if it may follow."""
        if self.current is None:
            if not self.total or self.scale is None or factor <= self.scale:
                return False
            self.total *= factor
        elif factor < 1000:
            if self.current >= max(factor, Fraction(100)):
                return False
            self.current *= factor
        else:
            self.total += self.current * factor
            self.current = None
        self.scale = factor
        self.mixed = bool(self.literal)
        self.literal = ""
        return True


def numbers(elements: Elements, place: int, lexicon: Lexicon) -> Taken:
    """A rule: the parts from a place on that are one number become its term."""
    state = _Sum()
    end = place
    while True:
        step = _next(elements, end, state, lexicon)
        if isinstance(step, str):
            return end + 1 - place, (merged(elements, place, end + 1, unclear=step),)
        if step == 0:
            break
        end += step
        if state.short:
            break
    if end == place:
        return None
    return end - place, (merged(elements, place, end, term=_term(state, elements[end - 1])),)


def _term(state: _Sum, last: Element) -> Term:
    """The number that its parts make. last: the last of them, which may be a unit too."""
    term = Term(state.value, scale=state.scale, literal=state.literal, short=state.short)
    if state.about:
        term = replace(term, hedge=Hedge.ABOUT)
    if state.after:
        term = replace(term, hedge=Hedge(state.after))
    if {"measure", "number"} <= last.roles.keys():
        term = replace(term, unit=last.text, whole=False)
    return term


def _next(elements: Elements, place: int, state: _Sum, lexicon: Lexicon) -> int | str:
    """How many parts go on with the number, 0 for none; or why it cannot be read."""
    part = at(elements, place)
    roles = part.roles
    if part.words[0].kind == "number" and not roles:
        return _literal(elements, place, state, lexicon)
    if not state.value and state.current is None:
        return _first(elements, place, state)
    if _passed(elements, place, state):
        return 1
    if "scale" in roles and state.multiply(Fraction(roles["scale"])):
        return 1
    if "short" in roles and state.literal and (part.glued or "measure" not in roles):
        state.short = part.text
        return int(state.multiply(Fraction(roles["short"])))
    if "and_part" in roles:
        return _part(state, Fraction(roles["and_part"]))
    if "number_and" in roles:
        return _joined(elements, place, state, lexicon)
    return _word(state, Fraction(roles["number"])) if "number" in roles else 0


def _passed(elements: Elements, place: int, state: _Sum) -> bool:
    """Whether a part only inflects the number (5-ти), or says more than it before a scale word."""
    part = at(elements, place)
    if part.roles.get("after") == Hedge.MORE_THAN and role(elements, place + 1, "scale"):
        state.after = part.roles["after"]
        return True
    return "number_ending" in part.roles and bool(state.literal) and part.hyphen


def _first(elements: Elements, place: int, state: _Sum) -> int:
    """1 where a word begins a number."""
    roles = elements[place].roles if place < len(elements) else {}
    # Тысячи is a thousand behind "about" and thousands elsewhere: the genitive is the plural.
    if "vague" in roles and "number" in roles and not role(elements, place - 1, "before"):
        return 0
    if "number" in roles:
        return _word(state, Fraction(roles["number"]))
    if "about_number" in roles:
        state.current, state.about = Fraction(roles["about_number"]), True
        return 1
    if "part" in roles and role(elements, place + 1, "scale"):
        state.current = Fraction(roles["part"])
        return 1
    return 0


def _literal(elements: Elements, place: int, state: _Sum, lexicon: Lexicon) -> int | str:
    following = at(elements, place + 1).roles
    scaled = bool({"scale", "short", "measure", "percent"} & following.keys())
    value = digits(elements[place].text, lexicon, scaled)
    if isinstance(value, str):
        return value
    if state.current is not None or (state.total and not (state.scale and value < state.scale)):
        return 0
    if state.total and ((state.scale or 0) < 1000 or elements[place].hyphen):
        return 0
    state.current, state.literal = value, elements[place].text
    if state.total:
        state.literal = ""
    return 1


def _word(state: _Sum, value: Fraction) -> int:
    if state.current is None and not state.total:
        if value >= 1000 and value % 1000 == 0:
            state.total, state.scale = value, value
        else:
            state.current = value
        return 1
    if value == 0 or value >= state.room():
        return 0
    state.current = (state.current or 0) + value
    return 1


def _part(state: _Sum, value: Fraction) -> int:
    if state.current is not None:
        state.current += value
        state.literal = ""
    else:
        state.total += value * (state.scale or 1)
    return 1


def _joined(elements: Elements, place: int, state: _Sum, lexicon: Lexicon) -> int | str:
    """A number behind "and", if it is part of this one."""
    least = int(elements[place].roles["number_and"])
    following = at(elements, place + 1)
    if "part" in following.roles and not role(elements, place + 2, "scale"):
        return 0
    if following.words[0].kind == "number" and not following.roles:
        scaled = Fraction(at(elements, place + 2).roles.get("scale", "0")) >= (state.scale or 0)
        if least != 1 or not state.total or scaled:
            return 0
        step = _literal(elements, place + 1, state, lexicon)
        return step + 1 if isinstance(step, int) and step else step
    if "number" not in following.roles:
        return 0
    value = Fraction(following.roles["number"])
    if state.literal or not _fits(state, value, least):
        return 0
    state.current = (state.current or 0) + value
    return 2


def _fits(state: _Sum, value: Fraction, least: int) -> bool:
    """Whether a number may follow "and" within another: 200 and 5, or 5 and 20."""
    current = state.current
    if current is None:
        return bool(state.total) and value < (state.scale or 0)
    if least == 1 and value in range(20, 100, 10) and 0 < current % 100 < 10:
        return current < 10 or current > 100
    return current >= max(least, 10) and value < state.room()
