"""What the words around a number say of it: hedges, denials, differences, rates."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from analysis.claims.hedge_words.elements import (
    END,
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

_TURNED = {
    Hedge.MORE_THAN: Hedge.UP_TO,
    Hedge.FEWER_THAN: Hedge.AT_LEAST,
    Hedge.AT_LEAST: Hedge.FEWER_THAN,
}
"""What a hedge says behind "not"."""
_LOWER = (Hedge.AT_LEAST, Hedge.MORE_THAN)
_UPPER = (Hedge.UP_TO, Hedge.FEWER_THAN, Hedge.NEARLY)
_SIGNS = ("-", "/", ":", "=", "^", "_", "\\", "+")
_MARGINS = ("±", "+/-", "+ / -", "plus or minus")
_SIGNED = ("plus", "minus")
_CLAUSE = 12
"""How many parts a clause has at most."""
_FAR = 5
"""How many parts may stand between a number and a hedge behind what is counted."""


def before(elements: Elements, place: int) -> tuple[Hedge | None, int, str]:
    """The hedge before the number at a place, where its words begin, and what is wrong."""
    start = place
    while role(elements, start - 1, "skip", "definite") and not role(
        elements, start - 1, "before", "not", "doubtful"
    ):
        start -= 1
    near, outer = at(elements, start - 1), at(elements, start - 2)
    if near is END or ("to" in near.roles and outer.term):
        return None, start, ""
    if "before" in near.roles and not (near.text in _MARGINS and outer.term):
        return _hedged(elements, start - 1)
    hedge = Hedge.ABOUT if _estimated(elements, place) else None
    return hedge, start, _doubt(elements, start, place)


def _doubt(elements: Elements, start: int, place: int) -> str:
    """The words that make the number at a place unclear, which end before start; "" for none."""
    near, outer = at(elements, start - 1), at(elements, start - 2)
    if "not" in outer.roles and _is_verb(near):
        return f"“{outer.text} {near.text}”"
    sign = near.text in _SIGNS and (elements[start].glued or near.text == "=")
    alone = "range_start" in near.roles and not {"from", "skip"} & near.roles.keys()
    direct = start == place and (alone or "doubtful" in near.roles or _judged(elements, place))
    return f"“{near.text}”" if sign or direct or near.text in _MARGINS else ""


def _is_verb(element: Element) -> bool:
    """Whether a part behind "not" may be a verb which that rejects: did not kill 40."""
    verb = {"dead", "killing", "change"} & element.roles.keys()
    word = element.words[0].kind == "word" and element.term is None and not element.plain
    return bool(verb) or (word and not element.roles)


def _judged(elements: Elements, place: int) -> bool:
    """Whether an unknown word stands between an article and a number: a cool 40."""
    word, term = at(elements, place - 1), elements[place].term
    if term is None or term.value == 1 or term.unit or elements[place].hyphen:
        return False
    plain = word.words[0].kind == "word" and not word.roles and not (word.term or word.plain)
    return plain and role(elements, place - 2, "article")


def _estimated(elements: Elements, place: int) -> bool:
    """Whether "estimated the crowd at" stands before a number."""
    for element in reversed(elements[max(0, place - _FAR) : place - 1]):
        if element.term or element.words[0].kind == "sign":
            return False
        if "estimating" in element.roles:
            return at(elements, place - 1).text == element.roles["estimating"]
    return False


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
    for first, second in ((outer, inner), (inner, outer)):
        if first in (second, Hedge.BARE, Hedge.ABOUT):
            return second
    return None


def behind(elements: Elements, place: int) -> tuple[Hedge | None, int]:
    """The hedge behind the number at a place or behind what is counted, and the place behind it."""
    for end in range(place + 1, min(place + 1 + _FAR, len(elements))):
        element = elements[end]
        if "after" in element.roles and not _leads(elements, end):
            near = end == place + 1
            # The sign of (+12) belongs to the number behind it.
            if element.text in _SIGNS and not (near and element.glued):
                break
            if (
                near
                or len(element.words) > 1
                or not {"before", "skip"} & element.roles.keys()
                or at(elements, end + 1).text in ("", ")", ",", ".")
                or role(elements, end + 1, "and")
            ):
                return Hedge(element.roles["after"]), end + 1
        if element.term or ({"and", "not", "or"} & element.roles.keys()):
            break
    return None, place + 1


def _leads(elements: Elements, place: int) -> bool:
    """Whether a hedge stands before another number, and so belongs to that."""
    end = place + 1
    while (
        role(elements, end, "skip", "before", "currency", "article")
        and "after" not in at(elements, end).roles
    ):
        end += 1
    following = at(elements, end)
    return (following.term is not None or "vague" in following.roles) and "before" in elements[
        place
    ].roles


def conjoined(elements: Elements, place: int, lexicon: Lexicon) -> Taken:
    """Before a number, "and over" or "or over" is a conjunction and the hedge of that number."""
    element = elements[place]
    first, rest = element.words[:1], element.words[1:]
    if not (rest and element.roles.keys() & {"after", "doubtful_after"}):
        return None
    if at(elements, place + 1).term is None:
        return None
    (_, joint), (length, roles) = lexicon.match(first, 0), lexicon.match(rest, 0)
    if not ({"and", "or"} & joint.keys() and "before" in roles and length == len(rest)):
        return None
    return 1, (Element(first, joint), Element(rest, roles))


def hedged(elements: Elements, place: int, lexicon: Lexicon) -> Taken:
    """A number takes the hedges around it."""
    term = elements[place].term
    if term is None or (
        term.hedge is not None and term.hedge is not Hedge.ABOUT and term.hedge is not Hedge.BETWEEN
    ):
        return None
    if term.hedge is Hedge.BETWEEN and role(elements, place - 1, "from"):
        return None
    front, start, wrong = before(elements, place)
    back, end = behind(elements, place)
    opened = front is not None and _open(elements, start, place, lexicon)
    why = _unclear(elements, place, wrong or f"“{elements[start].text}”" * opened)
    if why:
        return unclear(elements, place, place + 1, why)
    hedge = front if back is None else back if front is None else _combined(front, back)
    if front is not None and back is not None and hedge is None:
        return unclear(
            elements, place, place + 1, f"the two hedges of “{elements[place].text}” disagree"
        )
    if term.hedge is Hedge.BETWEEN:
        if hedge in (None, Hedge.BARE, Hedge.ABOUT):
            return 1, (_spanned(elements, place, start, front is not None),)
        return unclear(
            elements, place, place + 1, f"a hedge stands before the range “{elements[place].text}”"
        )
    hedge = hedge if hedge not in (None, Hedge.BARE) else term.hedge or Hedge.BARE
    first = elements[start].words[0].start if front is not None else None
    last = elements[end - 1].words[-1].end if back is not None else None
    taken = replace(term, hedge=hedge, start=first, end=last)
    return 1, (replace(elements[place], term=taken),)


def _unclear(elements: Elements, place: int, wrong: str) -> str:
    """Why the number at a place is unclear; "" where it is not. wrong: the words before it."""
    number, after = f"“{elements[place].text}”", at(elements, place + 1)
    if wrong:
        return f"{wrong} before {number} makes the number unclear"
    if "doubtful_after" in after.roles and not at(elements, place + 2).term:
        return f"“{after.text}” behind {number} makes the number unclear"
    return ""


def _open(elements: Elements, start: int, place: int, lexicon: Lexicon) -> bool:
    """Whether words from start to the number at a place may be no hedge.

    Up to 15 from 12 says what rose; 40 raids over three days says how long that took.
    """
    origin = role(elements, place + 1, "from") and at(elements, place + 2).term
    rose = elements[start].roles.get("before") == Hedge.UP_TO and bool(origin)
    return rose or _lasted(elements, start, place, lexicon)


def _lasted(elements: Elements, start: int, place: int, lexicon: Lexicon) -> bool:
    """Whether a hedge from start to place may say how long it took: 40 raids over three days."""
    _, roles = lexicon.match(elements[place].words[-1:], 0)
    counted = any(element.term for element in elements[:start])
    return counted and role(elements, start, "span") and roles.get("measure") == "duration"


def _spanned(elements: Elements, place: int, start: int, hedged: bool) -> Element:
    """A range with the words before it, which change nothing about it."""
    element = elements[place]
    first = elements[start].words[0].start if hedged else None
    return replace(element, term=replace(element.term or Term(Fraction(0)), start=first))


def inverted(elements: Elements, place: int, _: Lexicon) -> Taken:
    """A number at the end, behind the noun that it counts, is about that many (мешков сорок)."""
    term = elements[place].term
    if term is None or term.unit or term.hedge is not Hedge.BARE or at(elements, place + 1).text:
        return None
    if "inverted" not in at(elements, place - 1).roles:
        return None
    if term.literal:
        why = f"“{elements[place].text}” behind what it counts may be exact or not"
        return unclear(elements, place, place + 1, why)
    return 1, (replace(elements[place], term=replace(term, hedge=Hedge.ABOUT)),)


def two_sided(elements: Elements, place: int, _: Lexicon) -> Taken:
    """At least a and up to b; up to a or even b."""
    if elements[place].term is None:
        return None
    comma = at(elements, place + 1).text == ","
    joint = at(elements, place + 1 + comma)
    joined = bool({"and", "or", "or_even"} & joint.roles.keys())
    end = place + 1 + comma + joined
    while role(elements, end, "before", "skip"):
        end += 1
    lower, upper = elements[place].term, at(elements, end).term
    if not (lower and upper and (joined or comma)) or lower.unit != upper.unit:
        return None
    if lower.low is not None or upper.low is not None or lower.value >= upper.value:
        return None
    term = None
    if "or_even" in joint.roles and upper.hedge is Hedge.BARE:
        term = _even(lower, upper)
        if term is None:
            return unclear(elements, place, end + 1, "the alternatives have a hedge")
    elif lower.hedge in _LOWER and upper.hedge in _UPPER:
        term = _sides(lower, upper)
    return (1 + end - place, (merged(elements, place, end + 1, term=term),)) if term else None


def _even(lower: Term, upper: Term) -> Term | None:
    """What "a or even b" is: up to b behind such a hedge, else between the two."""
    if lower.hedge is Hedge.UP_TO:
        return replace(upper, hedge=Hedge.UP_TO, start=lower.start)
    if lower.hedge in (Hedge.BARE, Hedge.ABOUT):
        return replace(upper, low=lower.value, hedge=Hedge.BETWEEN)
    return None


def _sides(lower: Term, upper: Term) -> Term:
    """The range between two hedged ends, of whole things the first and last inside it."""
    whole = lower.whole and upper.whole
    low = lower.value + (1 if whole and lower.hedge is Hedge.MORE_THAN else 0)
    high = upper.value - (1 if whole and upper.hedge is not Hedge.UP_TO else 0)
    return replace(upper, low=low, value=high, hedge=Hedge.BETWEEN, start=lower.start)


def differences(elements: Elements, place: int, lexicon: Lexicon) -> Taken:
    """76 fewer than, 45 fewer cases than, (+12), fell by 20."""
    term = elements[place].term
    if term is None or term.low is not None or term.vague or term.unit == "x":
        return None
    after = at(elements, place + 1)
    compared = any(role(elements, place + n, "than") for n in (3, 4))
    sign = at(elements, place + 2).roles.get("step_behind") if not after.term else None
    if sign is not None and after.words[0].kind == "word" and term.unit != "%":
        changed = replace(term, value=int(sign) * term.value, unit="step", hedge=Hedge.BARE)
        return 3, (replace(elements[place], term=changed), after)
    sign = after.roles.get("step", after.roles.get("step_start") if compared else None)
    front = at(elements, place - 1)
    if sign is not None and ("by" in front.roles or lexicon.settings.get("step") != "by"):
        return _changed(elements, place, int(sign), 2)
    if front.text in ("+", "-") and elements[place].glued and at(elements, place - 2).text == "(":
        return _changed(elements, place, -1 if front.text == "-" else 1, 1)
    if sign is None and after.roles.get("step_start") == "-1" and not front.term:
        return _changed(elements, place, -1, 2)
    direction = _direction(elements, place)
    if direction is None or (term.unit == "%" and "by" not in front.roles):
        return None
    return _changed(elements, place, direction, 1)


def _changed(elements: Elements, place: int, sign: int, taken: int) -> Taken:
    """A number as a difference; a share is unclear, and so is one that neither rose nor fell."""
    term = elements[place].term
    if term is None or term.unit == "%" or not sign:
        why = f"“{elements[place].text}” is a change of an unclear kind"
        return unclear(elements, place, place + taken, why)
    # What stands behind "than" is no bound; what stands before the number still may be.
    signed = at(elements, place - 1).text in ("+", "-")
    hedge = Hedge.BARE if taken > 1 or signed else term.hedge
    changed = replace(term, value=sign * term.value, unit="step", hedge=hedge)
    return taken, (merged(elements, place, place + taken, term=changed),)


def _direction(elements: Elements, place: int) -> int | None:
    """1 or -1 where a number is what something rose or fell by, 0 where it is unclear which."""
    front = at(elements, place - 1).roles
    moved = role(elements, place + 1, "to") and at(elements, place + 2).term is not None
    if (moved or "of" in (front.get("plus"), front.get("minus"))) and front.keys() & _SIGNED:
        return 1 if "plus" in front else -1
    if role(elements, place + 1, "from") and front.keys() & _SIGNED and not moved:
        step, other = elements[place].term, at(elements, place + 2).term
        small = step is None or other is None or other.value > step.value
        return (1 if "plus" in front else -1) if small else 0
    if front.keys() & _SIGNED and at(elements, place - 2).text in (",", "(") and not moved:
        after = at(elements, place + 1)
        if after.words[0].kind != "word" or after.roles.keys() == {"common"}:
            return 1 if "plus" in front else -1
    start = place
    while role(elements, start - 1, "before", "skip") and not role(elements, start - 1, "by"):
        start -= 1
    clause = elements[max(0, start - _CLAUSE) : start]
    verbs = [e.roles for e in clause if {*_SIGNED, "change"} & e.roles.keys()]
    opens = role(elements, start - 1, "from") and role(elements, place + 1, "to")
    if not verbs or opens or not role(elements, start - 1, "by"):
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
            start, following = (
                merged(elements, place, place + 1, term=rated),
                elements[place + 1 : end],
            )
            return end + 1 - place, (start, *following, merged(elements, end, end + 1))
        if (
            element.term
            or element.words[0].kind == "sign"
            or {"and", "be", "to", "before"} & element.roles.keys()
        ):
            # 3,000 crossing daily is a rate, 40 in under a week is none.
            if "before" in element.roles and role(elements, end + 1, "rate"):
                why = f"“{elements[end + 1].text}” may make “{elements[place].text}” a rate"
                return unclear(elements, place, end, why)
            break
    return None


def denied(elements: Elements, place: int, _: Lexicon) -> Taken:
    """73 drowned, not 37; denied that 45 were shot; the 1,200 figure is false."""
    term = elements[place].term
    if term is None or not (_negated(elements, place) or _rejected(elements, place)):
        return None
    if term.low is not None or (term.hedge is Hedge.ABOUT and _negated(elements, place)):
        why = f"“{elements[place].text}” is denied, and is no single number"
        return unclear(elements, place, place + 1, why)
    return 1, (replace(elements[place], term=replace(term, denied=True)),)


def _negated(elements: Elements, place: int) -> bool:
    """Whether "not" stands before a number that has no hedge which it could turn."""
    term, start = elements[place].term, place
    while role(elements, start - 1, "skip", "definite", "currency") and not role(
        elements, start - 1, "not"
    ):
        start -= 1
    open_hedge = term is not None and term.hedge in (Hedge.BARE, Hedge.BETWEEN, Hedge.ABOUT)
    return (
        open_hedge and role(elements, start - 1, "not") and not role(elements, start - 1, "before")
    )


def _rejected(elements: Elements, place: int) -> bool:
    """Whether a verb of denial stands before a number, or a word of falsehood behind it."""
    term = elements[place].term
    false = any(role(elements, place + n, "deny_after") for n in range(1, _FAR))
    if false and term is not None and term.hedge is Hedge.BARE:
        return True
    for element in reversed(elements[max(0, place - _CLAUSE) : place]):
        if element.text in (",", ";", "(") or "and" in element.roles:
            return False
        if "deny" in element.roles:
            return True
    return False


HEDGES: tuple[Rule, ...] = (hedged,)
SIDES: tuple[Rule, ...] = (inverted, two_sided)
CHANGES: tuple[Rule, ...] = (differences,)
RATES: tuple[Rule, ...] = (rates,)
DENIALS: tuple[Rule, ...] = (denied,)
