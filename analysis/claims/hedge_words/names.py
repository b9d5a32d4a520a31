"""Numbers that are no figures: dates, times of day, ages, ordinals, and numbers in names."""

from __future__ import annotations

import re

from analysis.claims.hedge_words.elements import (
    Element,
    Elements,
    Rule,
    Taken,
    at,
    merged,
    plain,
    role,
    unclear,
)
from analysis.claims.hedge_words.lexicon import Lexicon

_YEARS = range(1800, 2100)


def _digits(element: Element) -> str:
    """The digits of a number that is printed in digits alone; empty for any other part."""
    return element.term.literal if element.term else ""


def _small(element: Element, most: int) -> bool:
    value = _digits(element)
    return value.isdigit() and len(value) <= 2 and 1 <= int(value) <= most


def _year(element: Element) -> bool:
    value = _digits(element)
    return value.isdigit() and len(value) == 4 and int(value) in _YEARS


def idioms(elements: Elements, place: int, _: Lexicon) -> Taken:
    """An expression that holds a number word and counts nothing."""
    if "idiom" in elements[place].roles:
        return plain(elements, place, place + 1)
    if "unclear" in elements[place].roles:
        why = f"“{elements[place].text}” makes the number unclear"
        return unclear(elements, place, place + 1, why)
    return None


def dates(elements: Elements, place: int, _: Lexicon) -> Taken:
    """A day with its month, with or without its year."""
    current = elements[place]
    end = place
    span = _span(elements, place)
    if span > place and role(elements, span, "month"):
        end = span + 1
    elif _small(current, 31) and role(elements, _past_ending(elements, place), "month"):
        end = _past_ending(elements, place) + 1
    elif "month" in current.roles and (
        _small(at(elements, place + 1), 31) or _year(at(elements, place + 1))
    ):
        end = _past_ending(elements, place + 1)
        if role(elements, end, "plural"):
            return unclear(elements, place, end, f"“{current.text}” may be a date or not")
    if end == place:
        return None
    comma = at(elements, end).text == ","
    if _year(at(elements, end + comma)):
        end += comma + 1
    return plain(elements, place, end)


def _past_ending(elements: Elements, place: int) -> int:
    """The place behind a number and the ending of an ordinal, as in 27th."""
    ending = at(elements, place + 1)
    return place + 2 if ending.glued and "ordinal_ending" in ending.roles else place + 1


def marked(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Digits parted by the signs of dates, times and telephone numbers: 10:45, 27/3/1998."""
    if not _digits(elements[place]):
        return None
    if re.fullmatch(r"0\d{2,}", _digits(elements[place])):
        return plain(elements, place, place + 1)
    end, signs = place + 1, ""
    while at(elements, end).text in ("/", "-", ":") and at(elements, end + 1).glued:
        if not _digits(at(elements, end + 1)) or not at(elements, end).glued:
            break
        signs += elements[end].text
        end += 2
    if len(signs) > 1 or signs == ":":
        end += role(elements, end, "clock_after")
        return plain(elements, place, end)
    dotted = re.fullmatch(r"[0-3]?\d\.[01]?\d\.(?:\d\d)?\d\d", elements[place].text)
    return plain(elements, place, place + 1) if dotted else None


def clock(elements: Elements, place: int, _: Lexicon) -> Taken:
    """A time of day: 10 p.m."""
    if "clock_before" in elements[place].roles and at(elements, place + 1).term:
        return plain(elements, place, place + 2)
    end = _span(elements, place)
    if end > place and role(elements, end, "clock_after"):
        return plain(elements, place, end + 1)
    return None


def ordinals(elements: Elements, place: int, _: Lexicon) -> Taken:
    """The 27th, the fifth, the 1990s, in their 20s."""
    ending = at(elements, place + 1)
    if elements[place].term and ending.glued and "ordinal_ending" in ending.roles:
        return plain(elements, place, place + 2)
    if "ordinal" in elements[place].roles:
        return plain(elements, place, place + 1)
    return None


def _span(elements: Elements, place: int) -> int:
    """The place behind a number or a range of two."""
    end = place + role(elements, place, "range_start", "before")
    if not at(elements, end).term:
        return place
    joins = role(elements, end + 1, "to", "and", "or", "number_and") or at(
        elements, end + 1
    ).text in ("-", "to")
    return end + 3 if joins and at(elements, end + 2).term else end + 1


def ages(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Aged 37, a 9-year-old, girls under 12."""
    current = elements[place]
    if "age_before" in current.roles:
        end = _span(elements, place + 1)
        return plain(elements, place, end) if end > place + 1 else None
    end = _span(elements, place)
    if end > place and role(elements, end, "age_after"):
        return plain(elements, place, end + 1)
    if end > place and role(elements, end, "years_of_age") and _somebody(elements, place):
        return plain(elements, place, end + 1)
    if (
        role(elements, place - 2, "person")
        and at(elements, place - 1).text == ","
        and _age(elements, place)
    ):
        return plain(elements, place, place + 1)
    if _perhaps(elements, place):
        return unclear(elements, place, place + 1, f"“{current.text}” may be an age")
    return _limit(elements, place) if "age_limit" in current.roles else None


def _limit(elements: Elements, place: int) -> Taken:
    """Girls under 12, the over-40s; (3 under five) is unclear."""
    if not _age(elements, place + 1):
        return None
    ending = at(elements, place + 2)
    glued = ending.glued and "ordinal_ending" in ending.roles
    if role(elements, place - 1, "people") or glued:
        return plain(elements, place, place + 2 + glued)
    if at(elements, place - 1).term and at(elements, place - 2).text == "(":
        why = f"“{at(elements, place + 1).text}” may be an age"
        return unclear(elements, place, place + 2, why)
    return None


def _perhaps(elements: Elements, place: int) -> bool:
    """Whether a number may be an age: she was 45; was 19 when; two women, 40 and 52."""
    aged = role(elements, place - 1, "of") and role(elements, place - 2, "person")
    if aged and (_age(elements, place) or role(elements, place + 1, "dead")):
        return role(elements, place - 3, "article")
    if not _age(elements, place):
        return False
    start = place
    while role(elements, start - 1, "skip") and at(elements, start - 1).text != "of":
        start -= 1
    if role(elements, start - 1, "pronoun"):
        return True
    if role(elements, start - 1, "be") and role(elements, place + 1, "age_when"):
        return True
    if at(elements, place - 1).text != ",":
        return False
    if role(elements, place - 2, "people"):
        return role(elements, place + 1, "and") and not at(elements, place + 3).text
    noun = at(elements, place - 2)
    return at(elements, place + 1).text == "," and noun.words[0].kind == "word" and not noun.roles


def _somebody(elements: Elements, place: int) -> bool:
    """Whether a person stands before a place, with or without a comma."""
    comma = at(elements, place - 1).text == ","
    return role(elements, place - 1 - comma, "person")


def _age(elements: Elements, place: int) -> bool:
    """Whether a number may be an age, and counts nothing that stands behind it."""
    term = at(elements, place).term
    behind = at(elements, place + 1)
    glued = behind.glued and "ordinal_ending" in behind.roles
    return (
        term is not None
        and term.value < 100
        and (glued or behind.words[0].kind != "word" or "common" in behind.roles)
    )


def names(elements: Elements, place: int, _: Lexicon) -> Taken:
    """No. 9, magnitude 5.4, 105mm, T-54, 221 Baker Street."""
    current = elements[place]
    number = at(elements, place + 1)
    if "name_before" in current.roles and number.term and not current.term:
        if "currency_letter" in current.roles and number.glued and number.term.scale:
            return None
        if (
            role(elements, place + 2, "plural")
            and not number.hyphen
            and "before" not in current.roles
        ):
            return unclear(
                elements, place, place + 2, f"“{current.text} {number.text}” may be a name"
            )
        return _listed(elements, place)
    if not current.term:
        return None
    if role(elements, place + 1, "name_after"):
        return plain(elements, place, place + 2)
    if current.hyphen or (current.glued and at(elements, place - 1).words[0].kind == "word"):
        return _model(elements, place)
    street = at(elements, place + 1)
    if _digits(current) and not street.roles and role(elements, place + 2, "street"):
        return plain(elements, place, place + 3)
    return None


def _listed(elements: Elements, place: int) -> Taken:
    """A number in a name with those that are listed behind it: Nos. 5, 6 and 7."""
    end = place + 2
    while (at(elements, end).text == "," or role(elements, end, "number_and")) and at(
        elements, end + 1
    ).term:
        if not _digits(at(elements, end + 1)) or role(elements, end + 2, "plural"):
            break
        end += 2
    return plain(elements, place, end)


def _model(elements: Elements, place: int) -> Taken:
    """A number that is joined to letters before it, as in T-54."""
    letters = at(elements, place - 1)
    sign = len(letters.text) == 1 and letters.text.isalpha() and elements[place].hyphen
    if sign and _digits(elements[place]):
        return plain(elements, place, place + 1)
    if {"currency", "before", "skip", "number_and", "proclitic", "to"} & letters.roles.keys():
        return None
    term = elements[place].term
    if "currency_letter" in letters.roles and term and term.scale:
        return None
    if letters.term or not _digits(elements[place]):
        return None
    end = place + 1
    while at(elements, end).glued and at(elements, end).text not in (",", ")", ";", ":"):
        end += 1
    return plain(elements, place, end)


def years(elements: Elements, place: int, _: Lexicon) -> Taken:
    """In 2017; spring 1998."""
    if not _year(elements[place]):
        return None
    if at(elements, place + 1).text == "'" and at(elements, place + 1).glued:
        end = place + 3
        return end - place, (merged(elements, place, end, roles={"skip": ""}, plain=True),)
    if role(elements, place - 1, "before") and not role(elements, place + 1, "plural"):
        why = f"“{elements[place].text}” may be a year or a count"
        return unclear(elements, place, place + 1, why)
    if _year_context(elements, place):
        return plain(elements, place, place + 1)
    if at(elements, place - 1).text in ("-", "/", "(") and at(elements, place + 1).text in (
        "",
        ")",
    ):
        return plain(elements, place, place + 1)
    value = elements[place].term
    if value is not None and value.value % 100 and not _counts(elements, place):
        why = f"“{elements[place].text}” may be a year or a count"
        return unclear(elements, place, place + 1, why)
    return None


def _year_context(elements: Elements, place: int) -> bool:
    before, after = at(elements, place - 1), at(elements, place + 1)
    counts = "plural" in after.roles and "year_after" not in after.roles
    strong = "year_before" in before.roles and "before" not in before.roles
    return "month" in before.roles or "year_after" in after.roles or (strong and not counts)


def _counts(elements: Elements, place: int) -> bool:
    """Whether a hedge stands before a number, or a currency or unit with it."""
    return role(elements, place - 1, "before", "currency") or role(
        elements, place + 1, "currency", "measure", "after", "rate"
    )


RULES: tuple[Rule, ...] = (idioms, dates, marked, clock, ages, names, years)
"""The rules, in their order: of two that fit at one place the first does."""
