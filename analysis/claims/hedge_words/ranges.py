"""Two numbers that are one figure: ranges, alternatives, estimates, numbers said twice."""

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
from analysis.claims.quantity import Hedge

_MOST_APART = 20
"""How far the ends of a range may lie apart for "5-10,000" to mean thousands at both."""


def joined(lower: Term, upper: Term, sign: bool = False) -> tuple[Term, Term] | str:
    """Two ends with the scale and the unit that stand at one of them alone; or why that fails.

    sign: whether only a sign joins them, as in 64-68,000.
    """
    unit = lower.unit or upper.unit
    if (lower.unit and upper.unit and lower.unit != upper.unit) or lower.denied or upper.denied:
        return "the ends of a range have different units"
    whole = lower.whole and upper.whole
    value = lower.value
    scale = upper.scale or _thousands(lower, upper)
    if scale and not lower.scale and value * scale <= upper.value:
        value *= scale
        if not upper.scale and upper.value > value * _MOST_APART:
            return "the lower end of the range may be in thousands or not"
    elif sign and upper.literal and value < 10 and upper.value >= 100 > 10 * value:
        return "the lower end of the range may be shortened"
    return (
        replace(lower, value=value, unit=unit, whole=whole),
        replace(upper, unit=unit, whole=whole),
    )


def _thousands(lower: Term, upper: Term) -> Fraction | None:
    """The scale that 68,000 lends to the 64 of 64-68,000."""
    grouped = upper.literal and not upper.literal.isdigit() and upper.value % 1000 == 0
    short = lower.literal.isdigit() and lower.value < 1000
    return Fraction(1000) if grouped and short and upper.value >= 1000 else None


def between(elements: Elements, first: int, second: int, start: int, end: int, sign: bool) -> Taken:
    """The range of two terms in the place of the parts from start to end."""
    lower, upper = elements[first].term, elements[second].term
    if lower is None or upper is None or lower.low is not None or upper.low is not None:
        return None
    ends = joined(lower, upper, sign)
    if isinstance(ends, str):
        return unclear(elements, start, end, ends)
    if ends[0].value >= ends[1].value:
        return unclear(elements, start, end, "the second end of the range is not above the first")
    term = replace(ends[1], low=ends[0].value, hedge=Hedge.BETWEEN, literal="")
    return end - start, (merged(elements, start, end, term=term),)


def opened(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Between a and b, anywhere from a to b."""
    current = elements[place]
    if "range_start" not in current.roles or (
        "from" in current.roles and _changes(elements, place)
    ):
        return None
    first = place + 1 + _loose(elements, place + 1)
    if not at(elements, first).term:
        return None
    join = at(elements, first + 1)
    second = first + 2 + _loose(elements, first + 2)
    words = current.roles["range_start"].split("|")
    if not at(elements, second).term or not (join.text in (*words, "-") or "to" in join.roles):
        return None
    return between(elements, first, second, place, second + 1, sign=True)


def _loose(elements: Elements, place: int) -> int:
    """1 where a word like "about" stands, which changes nothing about a range; else 0."""
    return int(
        at(elements, place).roles.get("before") == Hedge.ABOUT or role(elements, place, "article")
    )


def _changes(elements: Elements, place: int) -> bool:
    """Whether a verb of change stands before a place."""
    return any(
        "change" in element.roles or (element.term and element.term.unit == "x")
        for element in elements[max(0, place - 8) : place]
    )


def paired(elements: Elements, place: int, _: Lexicon) -> Taken:
    """37-57, a to b, a or b."""
    join = at(elements, place + 1)
    other = at(elements, place + 2)
    if not (elements[place].term and other.term) or other.roles:
        return None
    sign = join.text == "-"
    if sign or "to" in join.roles:
        units = [e.term.unit for e in (elements[place], other) if e.term]
        if not sign and (
            "of" in _steps(elements, place)
            or (units[0] in ("x", "%") and units[0] != units[1])
            or _falls(elements, place)
        ):
            return None
        if not sign and _changes(elements, place):
            return _moved(elements, place)
        return between(elements, place, place + 2, place, place + 3, sign=True)
    if "or" in join.roles and not _listed(elements, place):
        if role(elements, place + 3, "or") and at(elements, place + 4).term:
            return unclear(elements, place, place + 5, "three numbers are alternatives")
        return between(elements, place, place + 2, place, place + 3, sign=False)
    return None


def _steps(elements: Elements, place: int) -> tuple[str | None, str | None]:
    """How the words before a number say that it is what something rose or fell by."""
    roles = at(elements, place - 1).roles
    return roles.get("plus"), roles.get("minus")


def hyphenated(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Two number words that a hyphen joins (два-три)."""
    other = at(elements, place + 1)
    if not (elements[place].term and other.term and other.hyphen):
        return None
    return between(elements, place, place + 1, place, place + 2, sign=False)


def _falls(elements: Elements, place: int) -> bool:
    """Whether two shares stand against each other: 62% to 38%."""
    first, second = elements[place].term, elements[place + 2].term
    return bool(
        first and second and first.unit == second.unit == "%" and first.value > second.value
    )


def _moved(elements: Elements, place: int) -> Taken:
    """From a to b after a verb of change: two figures, perhaps in the scale of the second."""
    lower, upper = elements[place].term, elements[place + 2].term
    if lower is None or upper is None:
        return None
    if role(elements, place - 1, "by", "plus", "minus") and not role(elements, place - 1, "from"):
        return None
    start = elements[max(0, place - 2) : place]
    if not any({"from", "range_start"} & element.roles.keys() for element in start):
        return unclear(elements, place, place + 3, "the numbers may be a change or a range")
    value, unit, whole = lower.value, lower.unit or upper.unit, lower.whole and upper.whole
    if upper.scale and not lower.scale and lower.value < 1000:
        value *= upper.scale
    first = replace(lower, value=value, unit=unit, whole=whole)
    second = replace(upper, unit=unit, whole=whole)
    return 3, (
        replace(elements[place], term=first),
        elements[place + 1],
        replace(elements[place + 2], term=second),
    )


def _listed(elements: Elements, place: int) -> bool:
    """Whether a third number stands before two alternatives: 34, 38 or 51."""
    return at(elements, place - 1).text == "," and at(elements, place - 2).term is not None


def supposed(elements: Elements, place: int, _: Lexicon) -> Taken:
    """27, perhaps 32."""
    if at(elements, place + 1).text != "," or not role(elements, place + 2, "or"):
        return None
    if not (elements[place].term and at(elements, place + 3).term) or _listed(elements, place):
        return None
    if at(elements, place + 4).text == "," and role(elements, place + 5, "or"):
        return unclear(elements, place, place + 5, "three numbers are alternatives")
    return between(elements, place, place + 3, place, place + 4, sign=False)


def doubled(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Thirty-two (32) is said once."""
    inner = at(elements, place + 2).term
    current = elements[place].term
    brackets = at(elements, place + 1).text == "(" and at(elements, place + 3).text == ")"
    if not (current and inner and brackets) or inner.value != current.value:
        return None
    return 4, (merged(elements, place, place + 4, term=current),)


def estimates(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Best estimate 34, range 26 to 59; 412 deaths (95% CI 380-450); 68, between 50 and 90."""
    start = place + ("best" in elements[place].roles)
    while start > place and (
        "skip" in at(elements, start).roles or at(elements, start).text in "(:"
    ):
        start += 1
    best = at(elements, start).term
    if best is None or best.low is not None or best.hedge not in (None, Hedge.ABOUT):
        return None
    end = _bounds(elements, start + 1)
    if end is None:
        return None
    bounds = elements[end].term
    if bounds is None or bounds.low is None or not bounds.low <= best.value <= bounds.value:
        return None
    behind = end + 1 + (at(elements, end + 1).text == ")")
    term = replace(
        best, value=best.value, low=bounds.low, high=bounds.value, hedge=Hedge.ESTIMATE, literal=""
    )
    figure = merged(elements, place, start + 1, term=term)
    return behind - place, (figure, *_nouns(elements, start + 1, end))


def three(elements: Elements, place: int, _: Lexicon) -> Taken:
    """Best estimate 45, low 30, high 62."""
    words = [
        n
        for n in range(place, min(place + 12, len(elements)))
        if elements[n].text not in (",", ";", ":", "(", ")") and "skip" not in elements[n].roles
    ]
    kinds = ("best", "", "low_end", "", "high_end", "")
    if len(words) < len(kinds) or words[0] != place:
        return None
    chosen = [elements[n] for n in words[: len(kinds)]]
    terms = [e.term for e in chosen if e.term]
    if (
        not all(kind in e.roles if kind else e.term for kind, e in zip(kinds, chosen, strict=True))
        or len(terms) < 3
    ):
        return None
    best, low, high = terms
    term = replace(best, low=low.value, high=high.value, hedge=Hedge.ESTIMATE, literal="")
    end = words[len(kinds) - 1] + 1
    return end - place, (merged(elements, place, end, term=term),)


def _nouns(elements: Elements, start: int, end: int) -> tuple[Element, ...]:
    return tuple(
        element
        for element in elements[start : min(end, start + 1)]
        if element.words[0].kind == "word" and not element.roles.keys() & {"interval"}
    )


def _bounds(elements: Elements, place: int) -> int | None:
    """The place of the range that bounds an estimate which ends before a place."""
    announced, opened_by = False, ""
    for end in range(place, min(place + 8, len(elements))):
        element = elements[end]
        if element.term is None:
            announced |= "interval" in element.roles
            opened_by = element.text if element.text in ("(", ",", ";") else opened_by
            continue
        if element.term.low is None:
            if element.term.unit == "%" or element.term.literal in ("95", "90", "99", "80"):
                continue
            return None
        directly = at(elements, end - 1).text in ("(", ",")
        return end if announced or (directly and opened_by) else None
    return None


RANGES: tuple[Rule, ...] = (opened, supposed, paired, hyphenated, doubled)
ESTIMATES: tuple[Rule, ...] = (three, estimates)
"""The rules, in their order."""
