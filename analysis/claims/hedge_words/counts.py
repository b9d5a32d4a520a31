"""Figures without a numeral: some, none, and a person who was killed."""

from __future__ import annotations

from collections.abc import Mapping
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
from analysis.claims.quantity import Hedge

_NEAR = 4
ONE = Term(Fraction(1), hedge=Hedge.BARE)


def scales(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Several hundred, a few thousand: a scale word behind a vague one is vague as well."""
    end = place + 1
    while role(elements, end, "scale"):
        end += 1
    if "vague" not in elements[place].roles or end == place + 1:
        return None
    return end - place, (merged(elements, place, end, roles={"vague": ""}),)


def vague(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Dozens; hundreds, perhaps thousands; several hundred."""
    if not _is_vague(elements[place]) or at(elements, place + 1).hyphen:
        return None
    end = place + 1
    if "collective" in elements[place].roles and _numbered(elements, end):
        return 1, (merged(elements, place, end, roles={"skip": ""}),)
    while True:
        current = at(elements, end)
        if _is_vague(current):
            end += 1
            continue
        joint = end
        while at(elements, joint).text == "," or role(
            elements, joint, "or", "or_even", "and", "before", "of", "to"
        ):
            joint += 1
        if joint == end or not _is_vague(at(elements, joint)):
            break
        end = joint + 1
    return end - place, (merged(elements, place, end, term=Term(Fraction(1), vague=True)),)


def _numbered(elements: Elements, place: int) -> bool:
    """Whether a number stands at a place or behind its hedge there: (a group of) about 25."""
    while role(elements, place, "before", "skip"):
        place += 1
    return at(elements, place).term is not None


def _is_vague(element: Element) -> bool:
    return "vague" in element.roles and element.term is None


def nothing(elements: Elements, place: int, _: Lexicon) -> Taken:
    """None, not a single; no with a plural behind it."""
    roles = elements[place].roles
    if "absence" in roles or ("zero" not in roles and "no" not in roles):
        return None
    if role(elements, place - 1, "before", "doubtful") and "zero" in roles:
        return unclear(
            elements, place, place + 1, f"a hedge before “{elements[place].text}” is unclear"
        )
    if any("reported" in element.roles for element in elements[place + 1 : place + 1 + 2 * _NEAR]):
        return 1, (merged(elements, place, place + 1, plain=True),)
    if "zero" in roles and any("absence" in element.roles for element in elements[:place]):
        return 1, (merged(elements, place, place + 1, plain=True),)
    if "zero" in roles or any(
        role(elements, place + n, "plural", "people") for n in range(1, _NEAR)
    ):
        return 1, (merged(elements, place, place + 1, term=replace(ONE, value=Fraction(0))),)
    return None


def both(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Both before a plural, and not before a list."""
    listed = any("and" in element.roles for element in elements[place : place + 3 * _NEAR])
    if (
        "both" not in elements[place].roles
        or listed
        or not any(role(elements, place + n, "plural") for n in (1, 2))
    ):
        return None
    return 1, (merged(elements, place, place + 1, term=replace(ONE, value=Fraction(2))),)


def companions(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Including a toddler."""
    somebody = role(elements, place + 1, "somebody") and not at(elements, place + 1).term
    if "including" in elements[place].roles and _lone(elements, place + 1):
        return 2, (elements[place], replace(elements[place + 1], term=ONE))
    if "including" in elements[place].roles and (somebody or _one(elements, place + 1)):
        return 2, (elements[place], merged(elements, place + 1, place + 2, term=ONE))
    if _one(elements, place) and any(role(elements, place + n, "including") for n in (2, 3)):
        return 1, (merged(elements, place, place + 1, term=ONE),)
    return None


def _lone(elements: Elements, place: int) -> bool:
    """Whether a person in the singular stands at a place, without a figure."""
    person = at(elements, place)
    return "person" in person.roles and person.term is None


def _one(elements: Elements, place: int) -> bool:
    """Whether an article stands at a place with a noun in the singular behind it."""
    noun = at(elements, place + 1)
    return (
        role(elements, place, "article")
        and noun.words[0].kind == "word"
        and noun.term is None
        and not {"several", "plural", "vague"} & noun.roles.keys()
    )


def victims(elements: Elements, lexicon: Lexicon) -> Elements:
    """The persons without a numeral to whom something happened, as figures of one each."""
    listed = _listed(elements) if lexicon.settings.get("articles") == "none" else None
    if listed is not None:
        return _as_persons(elements, dict.fromkeys(listed, ONE))
    single = next((n for n, element in enumerate(elements) if "single" in element.roles), None)
    if single is not None and not any(element.term for element in elements):
        return _as_persons(elements, {single: ONE})
    headline = _headline(elements)
    if headline is not None:
        return _as_persons(elements, {headline: ONE})
    for start, end in _stretches(elements):
        chunks = _chunks(elements, start, end)
        things = role(elements, start - 1, "things") or any(
            "things" in element.roles for element in elements[end : end + _NEAR]
        )
        if chunks and all(_person(elements[a:b], things) for a, b in chunks):
            unnumbered = [(a, b) for a, b in chunks if not any(e.term for e in elements[a:b])]
            return _as_persons(elements, {a: _until(elements[b - 1]) for a, b in unnumbered})
    return elements


def _as_persons(elements: Elements, terms: Mapping[int, Term]) -> Elements:
    """The parts at some places as figures, one person each. terms: by the place."""
    return tuple(
        replace(element, term=terms[n], roles={}) if n in terms else element
        for n, element in enumerate(elements)
    )


def _until(last: Element) -> Term:
    """One person, whose words end with a part."""
    return replace(ONE, end=last.words[-1].end)


def _listed(elements: Elements) -> frozenset[int] | None:
    """The places of the persons behind the only verb, in a language without articles.

    None where another figure stands in the phrase, or somebody who cannot be counted.
    """
    verbs = [
        n for n, element in enumerate(elements) if {"killing", "single"} & element.roles.keys()
    ]
    if len(verbs) != 1 or any(element.term for element in elements):
        return None
    places, place = [], verbs[0] + 1
    while _lone(elements, place):
        places.append(place)
        joined = at(elements, place + 1).text == "," or role(elements, place + 1, "and")
        place += 2 if joined else 1
        if not joined:
            return frozenset(places)
    return None


def _headline(elements: Elements) -> int | None:
    """The place of a person in the singular without an article, as headlines begin."""
    for place in range(min(3, len(elements))):
        if "person" not in elements[place].roles or elements[place].term:
            if (
                elements[place].words[0].kind != "word"
                or elements[place].term
                or {"article", "definite", "plural", "be", "dead", "killing"}
                & elements[place].roles.keys()
            ):
                return None
            continue
        end = place + 1
        while (
            at(elements, end).text == ","
            or at(elements, end).plain
            or "be" in at(elements, end).roles
        ):
            end += 1
        after = at(elements, end + 1)
        if (
            "dead" in at(elements, end).roles
            and not after.term
            and not {"article", "vague"} & after.roles.keys()
        ):
            free = (
                not after.text
                or "common" in after.roles
                or "dead" in after.roles
                or "killing" not in elements[end].roles
            )
            return place if free else None
    return None


def _stretches(elements: Elements) -> list[tuple[int, int]]:
    """Where the persons of a phrase may stand: behind a verb in the active, or before another."""
    verbs = [
        n for n, element in enumerate(elements) if {"killing", "dead", "be"} & element.roles.keys()
    ]
    if not verbs:
        return []
    for n in verbs:
        active = "killing" in elements[n].roles and not role(elements, n - 1, "be")
        if active and role(elements, n + 1, "article", "definite", "somebody"):
            return [(n + 1, _clause_end(elements, n + 1))]
    n = verbs[0]
    passive = any("dead" in elements[m].roles for m in verbs)
    intransitive = "dead" in elements[n].roles and "killing" not in elements[n].roles
    ended = "be" in elements[n].roles and passive
    return [(0, n)] if intransitive or ended else []


def _clause_end(elements: Elements, place: int) -> int:
    for end in range(place, len(elements)):
        if {"common", "be"} & elements[end].roles.keys() and not {
            "article",
            "definite",
            "and",
        } & elements[end].roles.keys():
            return end
    return len(elements)


def _chunks(elements: Elements, start: int, end: int) -> list[tuple[int, int]]:
    """The members of a list between two places, parted by commas and by "and"."""
    chunks, first = [], start
    for place in range(start, end):
        if elements[place].text == "," or "and" in elements[place].roles:
            if place > first:
                chunks.append((first, place))
            first = place + 1
    return [*chunks, (first, end)] if first < end else chunks


def _person(chunk: Elements, things: bool) -> bool:
    """Whether a member of a list is one person, or has a figure of its own.

    things: whether the same happens to things, so that the noun must be known for a person.
    """
    if any(element.term for element in chunk):
        return True
    head = next(
        (n for n, e in enumerate(chunk) if n > 1 and (e.plain or "common" in e.roles)), len(chunk)
    )
    noun = chunk[head - 1]
    if things and "person" not in noun.roles:
        return False
    return "somebody" in chunk[0].roles or (
        bool({"article", "definite"} & chunk[0].roles.keys())
        and len(chunk) > 1
        and not noun.plain
        and noun.words[0].kind == "word"
        and not {"several", "plural", "vague"} & noun.roles.keys()
    )


SCALES: tuple[Rule, ...] = (scales,)
NOTHING: tuple[Rule, ...] = (nothing,)
BOTH: tuple[Rule, ...] = (both,)
VAGUE: tuple[Rule, ...] = (vague,)
COMPANIONS: tuple[Rule, ...] = (companions,)
