"""What a number is a number of: shares, factors, money, times and measures."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from analysis.claims.hedge_words.elements import (
    Element,
    Elements,
    Rule,
    Taken,
    Term,
    at,
    merged,
    role,
    unclear,
)
from analysis.claims.hedge_words.lexicon import Lexicon

_ROUND = (2, 3, 4, 5, 10, 20, 100, 1000, 10_000, 100_000, 1_000_000)
"""The wholes that shares are said of: one in three, nine out of ten."""


def with_unit(elements: Elements, start: int, end: int, term: Term, **changes: object) -> Taken:
    """What `rewritten` needs: the parts become one figure."""
    return end - start, (merged(elements, start, end, term=replace(term, **changes)),)  # type: ignore[arg-type]


def percentages(elements: Elements, place: int, _: Lexicon) -> Taken:
    """80 %, 80 per cent."""
    current = elements[place]
    if current.term and role(elements, place + 1, "percent"):
        if role(elements, place + 2, "step"):
            why = f"“{current.text} %” may be a share or a change"
            return unclear(elements, place, place + 2, why)
        return with_unit(
            elements, place, place + 2, current.term, unit="%", whole=False, literal=""
        )
    return None


def shares(elements: Elements, place: int, _: Lexicon) -> Taken:
    """An expression that is a share by itself: ثلثا, каждый пятый."""
    current = elements[place]
    if current.term or "share" not in current.roles or at(elements, place - 1).term:
        return None
    value = 100 * Fraction(current.roles["share"])
    return with_unit(elements, place, place + 1, Term(value), unit="%", whole=False)


def fractions(elements: Elements, place: int, _: Lexicon) -> Taken:
    """A third of, two-thirds, half the."""
    start, count = place, Fraction(1)
    current = elements[place]
    written = current.term is not None and current.term.low is None
    if current.term is not None and written and current.term.value in range(1, 20):
        place, count = place + 1, current.term.value
    elif "article" in current.roles:
        place += 1
    part = at(elements, place)
    if "fraction" not in part.roles or (written and current.term and current.term.unit):
        return None
    share = Fraction(part.roles["fraction"])
    if not _shares(elements, place, written, share):
        return None
    whole = place + 2 + role(elements, place + 2, "article")
    if role(elements, place + 1, "of") and role(elements, whole, "measure", "rate"):
        why = f"the number is a part of a unit, “{at(elements, whole).text}”"
        return unclear(elements, start, whole + 1, why)
    value = 100 * count * share
    return with_unit(elements, start, place + 1, Term(value), unit="%", whole=False)


def _shares(elements: Elements, place: int, counted: bool, share: Fraction) -> bool:
    """Whether a third, half or quarter is a part of something."""
    after = at(elements, place + 1)
    if counted and share != Fraction(1, 2):
        return True
    article = role(elements, place - 1, "article")
    if {"of", "as_many", "definite", "article"} & after.roles.keys():
        # The Armenian quarter of the city is no part in four.
        named = share < Fraction(1, 2) and not article and _is_noun(at(elements, place - 1))
        return not named and after.roles.get("as_many") != "part"
    opening = place - 1 - article
    if role(
        elements, opening, "range_start", "number_and", "to", "or"
    ) and not after.roles.keys() & {"plural"}:
        return True
    if share == Fraction(1, 2) or article:
        return role(elements, opening, "before") and not after.text
    return False


def _is_noun(element: Element) -> bool:
    """Whether a part is a word with no part in a number, or a determiner."""
    return element.words[0].kind == "word" and not element.roles.keys() - {"definite", "common"}


def out_of(elements: Elements, place: int, _: Lexicon) -> Taken:
    """One in six, two out of three."""
    article = role(elements, place, "article") and at(elements, place + 1).roles.get("out_of")
    count = Term(Fraction(1)) if article == "share" else elements[place].term
    whole = at(elements, place + 2).term
    if not (count and whole and role(elements, place + 1, "out_of")):
        return None
    if not (count.value < whole.value and whole.value.denominator == 1) or count.unit or whole.unit:
        return None
    share = elements[place + 1].roles["out_of"] == "share"
    people = role(elements, place + 3, "people", "of", "definite")
    if not share and whole.value not in _ROUND:
        return None
    counts = elements[place + 1].roles["out_of"] == "count"
    if not share and whole.value < 10 and (counts or not people):
        return unclear(
            elements, place, place + 3, f"“{whole.value}” may be the whole of a share or a count"
        )
    value = 100 * count.value / whole.value
    return with_unit(elements, place, place + 3, Term(value), unit="%", whole=False)


def one_in(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Where the noun stands inside the share: un habitant sur dix, neuf personnes sur dix."""
    current, whole = elements[place], at(elements, place + 3).term
    counted = "article" in current.roles or (current.term and not current.term.unit)
    if not counted or at(elements, place + 1).term or whole is None or whole.unit:
        return None
    share = at(elements, place + 2).roles.get("out_of") == "share"
    behind = at(elements, place + 4)
    ended = behind.words[0].kind != "word" or "of" in behind.roles or "common" in behind.roles
    count = current.term.value if current.term else Fraction(1)
    if not (share and ended and whole.value in _ROUND and count < whole.value):
        return None
    term = Term(100 * count / whole.value)
    return with_unit(elements, place, place + 4, term, unit="%", whole=False)


def factors(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Three times as many, twice, tenfold, a factor of six, half as many."""
    current, after = elements[place], at(elements, place + 1)
    if current.term and not current.term.unit and "times" in after.roles:
        if _timed(elements, place + 2):
            why = f"“{current.text} {after.text}” may be a factor or a count"
            return unclear(elements, place, place + 2, why)
        if at(elements, place + 2).glued and _digital(at(elements, place + 2)):
            why = f"“{current.text}” is multiplied by “{at(elements, place + 2).text}”"
            return unclear(elements, place, place + 3, why)
        inside = role(elements, place - 1, "times_in") or after.roles["times"] == "x"
        if inside or after.hyphen or after.glued or role(elements, place + 2, "as_many"):
            end = _compared(elements, place + 2)
            return with_unit(elements, place, end, current.term, unit="x", whole=False)
        return None
    if "fraction" in current.roles and after.roles.get("as_many") == "part":
        value = Fraction(current.roles["fraction"])
        end = _compared(elements, place + 1)
        return with_unit(elements, place, end, Term(value), unit="x", whole=False)
    factor = current.roles.get("factor_verb")
    if role(elements, place + 1, "as_many", "definite") and not _timed(elements, place + 1):
        factor = factor or current.roles.get("factor")
    if factor:
        term = Term(Fraction(factor))
        end = _compared(elements, place + 1)
        return with_unit(elements, place, end, term, unit="x", whole=False)
    return None


def _digital(element: Element) -> bool:
    """Whether a part is a number in digits, even one that was read as part of a name."""
    return element.words[0].kind == "number"


def _timed(elements: Elements, place: int) -> bool:
    """Whether "last week" stands at a place, and not last week's number."""
    last = at(elements, place).roles.get("as_many") == "time"
    return last and not at(elements, place + 1).text.endswith("'s")


def _compared(elements: Elements, place: int) -> int:
    """The place behind "as many as", which behind a factor is no hedge of a number after it."""
    return place + (role(elements, place, "as_many") and role(elements, place, "before"))


def factor_of(elements: Elements, place: int, _: Lexicon) -> Taken:
    """A factor of roughly six."""
    if "factor_of" not in elements[place].roles:
        return None
    hedged = role(elements, place + 1, "before")
    number = at(elements, place + 1 + hedged)
    if not number.term:
        return None
    figure = merged(
        elements,
        place + 1 + hedged,
        place + 2 + hedged,
        term=replace(number.term, unit="x", whole=False),
    )
    return 2 + hedged, (*elements[place + 1 : place + 1 + hedged], figure)


def money(elements: Elements, place: int, _: Lexicon) -> Taken:
    """$4.2m, EUR 7.3 billion, 9 billion rupees."""
    current, after = elements[place], at(elements, place + 1)
    if (
        "currency" in current.roles
        and after.term
        and not after.term.unit
        and "number" not in current.roles
    ):
        return with_unit(elements, place, place + 2, after.term, unit=current.text, short="")
    if "currency_letter" in current.roles and after.term and after.glued and after.term.scale:
        return with_unit(elements, place, place + 2, after.term, unit=current.text, short="")
    if current.term and not current.term.unit and "currency" in after.roles:
        return with_unit(elements, place, place + 2, current.term, unit=after.text, short="")
    return None


def measures(elements: Elements, place: int, _: Lexicon) -> Taken:
    """4.7 kilometres, 36 hours, 9-hour."""
    current, after = elements[place], at(elements, place + 1)
    if not current.term or current.term.unit or "measure" not in after.roles:
        return None
    added = Fraction(at(elements, place + 2).roles.get("and_part", "0"))
    term = replace(current.term, value=current.term.value + added)
    end = place + 2 + bool(added)
    return with_unit(elements, place, end, term, unit=after.text, whole=False, literal="")


def short_scales(elements: Elements, place: int, lexicon: Lexicon) -> Taken:
    """50m is fifty million only where money or things in the plural stand with it."""
    current = elements[place]
    if not current.term or not current.term.short:
        return None
    _, roles = lexicon.match(current.words[-1:], 0)
    behind = place + 1 + role(elements, place + 1, "after")
    if "measure" not in roles or role(elements, behind, "plural", "currency", "people"):
        return None
    # In $1.5-2m the currency stands at the lower end.
    if at(elements, place - 1).text == "-" and role(elements, place - 3, "currency"):
        return None
    return unclear(elements, place, place + 1, f"“{current.text}” may be a scale or a unit")


RULES: tuple[Rule, ...] = (
    money,
    short_scales,
    percentages,
    out_of,
    one_in,
    shares,
    fractions,
    factors,
    factor_of,
    measures,
)
"""The rules, in their order."""
