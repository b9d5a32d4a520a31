"""What the words around a number say of it: hedges, denials, differences, rates."""

from __future__ import annotations

from dataclasses import replace

from analysis.claims.hedge_words.elements import (
    Element,
    Elements,
    Rule,
    Term,
    at,
    merged,
    role,
    unclear,
)
from analysis.claims.hedge_words.lexicon import Lexicon
from analysis.claims.quantity import Hedge

Taken = tuple[int, tuple[Element, ...]] | None
_TURNED = {
    Hedge.MORE_THAN: Hedge.UP_TO,
    Hedge.FEWER_THAN: Hedge.AT_LEAST,
    Hedge.AT_LEAST: Hedge.FEWER_THAN,
}
"""What a hedge says behind "not"."""
_LOWER = (Hedge.AT_LEAST, Hedge.MORE_THAN)
_UPPER = (Hedge.UP_TO, Hedge.FEWER_THAN, Hedge.NEARLY)
_SIGNS = ("-", "/", ":", "=", "^", "_", "\\", "+")
_FAR = 5
"""How many parts may stand between a number and a hedge behind what is counted."""


def before(elements: Elements, place: int) -> tuple[Hedge | None, int, str]:
    """The hedge before the number at a place, the place at which its words begin, and what is wrong.
    """
    start = place
    while role(elements, start - 1, "skip", "definite") and not role(
        elements, start - 1, "before", "not", "doubtful"
    ):
        start -= 1
    near = elements[start - 1] if start else None
    if near is not None and "before" in near.roles:
        return _hedged(elements, start - 1)
    if near is not None and start == place and "doubtful" in near.roles:
        return None, start, f"“{near.text}”"
    if near is not None and near.text in _SIGNS and (elements[start].glued or near.text == "="):
        return None, start, f"“{near.text}”"
    return None, start, ""


def _hedged(elements: Elements, place: int) -> tuple[Hedge | None, int, str]:
    """The hedge whose words end at a place, together with those before it."""
    hedge = Hedge(elements[place].roles["before"])
    start = place
    while True:
        outer = at(elements, start - 1)
        if "before" in outer.roles:
            combined = _combined(Hedge(outer.roles["before"]), hedge)
            if combined is None:
                return None, start - 1, f"“{outer.text} {elements[place].text}”"
            hedge = combined
        elif "not" in outer.roles:
            if hedge not in _TURNED:
                return None, start - 1, f"“{outer.text} {elements[place].text}”"
            hedge = _TURNED[hedge]
        elif "change" in outer.roles and hedge is Hedge.UP_TO:
            hedge = Hedge.BARE
        elif not (outer.roles.keys() & {"be", "change"} and role(elements, start - 2, "not")):
            return hedge, start, ""
        start -= 1


def _combined(outer: Hedge, inner: Hedge) -> Hedge | None:
    """Two hedges of one number: that which says more, None where they do not go together."""
    for one, other in ((outer, inner), (inner, outer)):
        if one in (other, Hedge.BARE, Hedge.ABOUT):
            return other
    return None


def behind(elements: Elements, place: int) -> tuple[Hedge | None, int]:
    """The hedge behind the number at a place or behind what is counted, and the place behind it."""
    for end in range(place + 1, min(place + 1 + _FAR, len(elements))):
        element = elements[end]
        if "after" in element.roles and not _leads(elements, end):
            near = end == place + 1
            if element.text in _SIGNS and not element.glued:
                break
            if near or not {"before", "skip"} & element.roles.keys() or at(elements, end + 1).text in ("", ")", ",", "."):
                return Hedge(element.roles["after"]), end + 1
        if element.term or ({"and", "not", "or"} & element.roles.keys()):
            break
    return None, place + 1


def _leads(elements: Elements, place: int) -> bool:
    """Whether a hedge stands before another number, and so belongs to that."""
    end = place + 1
    while role(elements, end, "skip", "before", "currency", "article") and "after" not in at(elements, end).roles:
        end += 1
    following = at(elements, end)
    return (following.term is not None or "vague" in following.roles) and "before" in elements[place].roles


def hedged(elements: Elements, place: int, _: Lexicon) -> Taken:
    """A number takes the hedges around it."""
    term = elements[place].term
    if term is None or (term.hedge is not None and term.hedge is not Hedge.ABOUT and term.hedge is not Hedge.BETWEEN):
        return None
    front, start, wrong = before(elements, place)
    back, end = behind(elements, place)
    if wrong:
        return unclear(elements, place, place + 1, f"{wrong} before “{elements[place].text}”")
    hedge = front if back is None else back if front is None else _combined(front, back)
    if front is not None and back is not None and hedge is None:
        return unclear(elements, place, place + 1, f"two hedges at “{elements[place].text}”")
    if term.hedge is Hedge.BETWEEN:
        if hedge in (None, Hedge.BARE, Hedge.ABOUT):
            return None
        return unclear(elements, place, place + 1, f"a hedge before the range “{elements[place].text}”")
    hedge = hedge if hedge not in (None, Hedge.BARE) else term.hedge or Hedge.BARE
    first = elements[start].words[0].start if front is not None else None
    last = elements[end - 1].words[-1].end if back is not None else None
    taken = replace(term, hedge=hedge, start=first, end=last)
    return 1, (replace(elements[place], term=taken),)


def two_sided(elements: Elements, place: int, _: Lexicon) -> Taken:
    """At least a and up to b; up to a or even b."""
    lower = elements[place].term
    if lower is None or lower.low is not None or lower.denied:
        return None
    end = place + 1
    end += at(elements, end).text == ","
    joined = role(elements, end, "and", "or", "or_even")
    even = "or_even" in at(elements, end).roles
    end += joined
    while role(elements, end, "before", "skip"):
        end += 1
    upper = at(elements, end).term
    if upper is None or upper.low is not None or not joined or upper.unit != lower.unit:
        return None
    if even and upper.hedge is Hedge.BARE and upper.value > lower.value:
        if lower.hedge is Hedge.UP_TO:
            return 1 + end - place, (merged(elements, place, end + 1, term=replace(upper, hedge=Hedge.UP_TO)),)
        if lower.hedge in (Hedge.BARE, Hedge.ABOUT):
            return 1 + end - place, (merged(elements, place, end + 1, term=replace(upper, low=lower.value, hedge=Hedge.BETWEEN)),)
        return unclear(elements, place, end + 1, "alternatives with a hedge")
    if lower.hedge in _LOWER and upper.hedge in _UPPER and lower.value < upper.value:
        return 1 + end - place, (merged(elements, place, end + 1, term=_sides(lower, upper)),)
    return None


def _sides(lower: Term, upper: Term) -> Term:
    """The range between two hedged ends, of whole things the first and last inside it."""
    whole = lower.whole and upper.whole
    low = lower.value + (1 if whole and lower.hedge is Hedge.MORE_THAN else 0)
    high = upper.value - (1 if whole and upper.hedge is not Hedge.UP_TO else 0)
    return replace(upper, low=low, value=high, hedge=Hedge.BETWEEN)


def differences(elements: Elements, place: int, _: Lexicon) -> Taken:
    """76 fewer than, fell by 20."""
    term = elements[place].term
    if term is None or term.low is not None:
        return None
    after = at(elements, place + 1)
    if "step" in after.roles:
        if term.unit == "x":
            return None
        if term.unit == "%":
            return unclear(elements, place, place + 2, f"a change of “{elements[place].text}”")
        value = term.value * int(after.roles["step"])
        changed = replace(term, value=value, unit="step", hedge=Hedge.BARE)
        return 2, (merged(elements, place, place + 2, term=changed),)
    if after.roles.keys() & {"step_start"} and any(role(elements, place + n, "than") for n in (3, 4)):
        value = term.value * int(after.roles["step_start"])
        return 2, (merged(elements, place, place + 2, term=replace(term, value=value, unit="step", hedge=Hedge.BARE)),)
    front, near = at(elements, place - 1), at(elements, place - 2)
    if front.text in ("+", "-") and elements[place].glued and near.text == "(":
        value = -term.value if front.text == "-" else term.value
        return 1, (replace(elements[place], term=replace(term, value=value, unit="step", hedge=Hedge.BARE)),)
    sign = _direction(elements, place)
    if sign is None:
        return None
    if term.unit == "%" and not role(elements, place - 1, "by"):
        return None
    if not sign or term.unit == "%":
        return unclear(elements, place, place + 1, f"a change by “{elements[place].text}”")
    changed = replace(term, value=sign * term.value, unit="step")
    return 1, (replace(elements[place], term=changed),)


def _direction(elements: Elements, place: int) -> int | None:
    """1 or -1 where a number is what something rose or fell by, 0 where it is unclear which."""
    front = at(elements, place - 1)
    if "to" in at(elements, place + 1).roles and at(elements, place + 2).term or "of" in (front.roles.get("plus"), front.roles.get("minus")):
        if "plus" in front.roles or "minus" in front.roles:
            return 1 if "plus" in front.roles else -1
    start = place
    while role(elements, start - 1, "before", "skip") and not role(elements, start - 1, "by"):
        start -= 1
    if "by" not in at(elements, start - 1).roles:
        return None
    verbs = [element.roles for element in elements[:start] if {"plus", "minus", "change"} & element.roles.keys()]
    if not verbs:
        return None
    return 1 if "plus" in verbs[-1] else -1 if "minus" in verbs[-1] else 0


def rates(elements: Elements, place: int, _: Lexicon) -> Taken:
    """9 a week, 2,450 evictions per month."""
    term = elements[place].term
    if term is None or term.unit in ("%", "x", "step"):
        return None
    for end in range(place + 1, min(place + 5, len(elements))):
        element = elements[end]
        if "rate" in element.roles:
            rated = replace(term, unit=element.roles["rate"], whole=False)
            start, following = merged(elements, place, place + 1, term=rated), elements[place + 1 : end]
            return end + 1 - place, (start, *following, merged(elements, end, end + 1))
        if element.term or element.words[0].kind == "sign" or {"and", "be", "to", "before"} & element.roles.keys():
            break
    return None


def denied(elements: Elements, place: int, _: Lexicon) -> Taken:
    """73 drowned, not 37; denied that 45 were shot."""
    term = elements[place].term
    if term is None or term.denied:
        return None
    start = place
    while role(elements, start - 1, "skip", "definite", "currency") and not role(elements, start - 1, "not"):
        start -= 1
    if role(elements, start - 1, "not") and not role(elements, start - 1, "before"):
        if term.hedge is Hedge.BARE and term.low is None:
            return 1, (replace(elements[place], term=replace(term, denied=True)),)
        if term.hedge in (Hedge.BETWEEN, Hedge.ABOUT):
            return unclear(elements, place, place + 1, f"“not” before “{elements[place].text}”")
    if any(role(elements, place + n, "deny_after") for n in range(1, 5)) and term.hedge is Hedge.BARE:
        return 1, (replace(elements[place], term=replace(term, denied=True)),)
    for element in reversed(elements[:place]):
        if element.text in (",", ";", "(") or "and" in element.roles:
            break
        if "deny" in element.roles:
            if term.low is not None:
                return unclear(elements, place, place + 1, f"a denied range “{elements[place].text}”")
            return 1, (replace(elements[place], term=replace(term, denied=True)),)
    return None


HEDGES: tuple[Rule, ...] = (hedged,)
SIDES: tuple[Rule, ...] = (two_sided,)
CHANGES: tuple[Rule, ...] = (differences,)
RATES: tuple[Rule, ...] = (rates,)
DENIALS: tuple[Rule, ...] = (denied,)
