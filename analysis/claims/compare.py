"""Comparison of two claims, with one of five outcomes: from the same figure to a conflict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analysis.claims.claim import Claim
from analysis.claims.dates import When
from analysis.claims.measure import EVENT_DATE
from analysis.claims.quantity import Hedge, Quantity

UNASSERTED = frozenset({"expects", "suspects", "warns", "intends"})
"""Stances of a claimant who does not assert the figure."""
UNBOUND = frozenset({Hedge.BARE, Hedge.ABOUT})
"""Hedges of a printed number that is not itself a bound, so that a hedge may have been lost."""


class Word(StrEnum):
    """The five outcomes of a comparison."""

    SAME = "same"
    OTHER_HEDGE = "same figure, other hedge"
    OVERLAP = "overlap"
    CONFLICT = "conflict"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Verdict:
    """How two claims compare, and why.

    word: one of the five outcomes. why: a clause in words, without claim ids.
    """

    word: Word
    why: str


def verdict(claim: Claim, other: Claim) -> Verdict:
    """Compare two claims; the order does not matter.

    They are compared only where they are about the same measure, time and place, and where both
    assert it or neither does; otherwise the verdict is `cannot tell`, and says why. A tolerance
    that nobody stated is never assumed, so an "about" agrees or conflicts with nothing but itself.

    >>> import analysis as an
    >>> timeline = an.load("convoy-2017")
    >>> print(verdict(timeline["c003"], timeline["c003"]).word)
    same
    """
    if reason := _unlike(claim, other):
        return Verdict(Word.CANNOT_TELL, reason)
    if claim.measure == EVENT_DATE:
        return _compare_dates(claim, other)
    return _compare_quantities(claim.quantity, other.quantity)


def _compare_quantities(a: Quantity, b: Quantity) -> Verdict:
    if not (a.known and b.known):
        return Verdict(Word.CANNOT_TELL, "one of them gives no figure")
    if a.hedge is b.hedge is Hedge.UNQUANTIFIED:
        return Verdict(Word.CANNOT_TELL, "neither gives a number")
    if a == b:
        return Verdict(Word.SAME, f"both {a}")
    meets = a.meets(b)
    if _same_figure(a, b) and (meets is not False or UNBOUND & {a.hedge, b.hedge}):
        return Verdict(Word.OTHER_HEDGE, f"{a} and {b}")
    if meets is None:
        return Verdict(Word.CANNOT_TELL, f"no bound is stated: {a} and {b}")
    word = Word.OVERLAP if meets else Word.CONFLICT
    return Verdict(word, f"{a} and {b} {'can' if meets else 'cannot'} both hold")


def _same_figure(a: Quantity, b: Quantity) -> bool:
    return a.stated is not None and a.stated == b.stated


def _unlike(claim: Claim, other: Claim) -> str:
    """Why two claims cannot be compared; empty where they can."""
    if claim.measure != other.measure or set(claim.categories).isdisjoint(other.categories):
        return "they count different things"
    if other.claim_id in claim.apart_from:
        return "they count different things"
    if len(claim.categories) > 1 or len(other.categories) > 1:
        return "one of them leaves open what it counts"
    if reason := _unlike_stance(claim.stance, other.stance):
        return reason
    if claim.measure == EVENT_DATE:
        return "" if claim.event_id == other.event_id else "they date different events"
    if claim.covers is None or other.covers is None:
        return "one of them does not say when"
    levels = claim.counts == other.counts == "level"
    return _unlike_time(claim.covers, other.covers, levels=levels) or _unlike_place(claim, other)


def _unlike_stance(stance: str, other: str) -> str:
    if "denies" in (stance, other):
        return "one of them is a denial"
    if stance != other and UNASSERTED & {stance, other}:
        return "one of them is no assertion"
    return ""


def _unlike_time(period: When, other: When, *, levels: bool) -> str:
    """Why two periods cannot be compared; empty where they can.

    Levels need the same last period; other counts run over days and need the same first period too.
    """
    same_end = period.last is not None and period.last == other.last
    if not same_end or not (levels or period.first == other.first):
        return "they are about different times"
    return "one of them leaves the day open" if period.choices or other.choices else ""


def _unlike_place(claim: Claim, other: Claim) -> str:
    """Why two places cannot be compared; empty where they can.

    What holds of a place need not hold of what contains it; an unknown place may be the same.
    """
    if not (claim.place_id and other.place_id) or claim.place_id == other.place_id:
        return ""
    nested = claim.place_id in other.places or other.place_id in claim.places
    return "one place lies inside the other" if nested else "they are about different places"


def _compare_dates(claim: Claim, other: Claim) -> Verdict:
    if claim.covers is None or other.covers is None:
        return Verdict(Word.CANNOT_TELL, "one of them does not say when")
    if _same_days(claim.covers, other.covers):
        return Verdict(Word.SAME, f"both {claim.covers}")
    meets = claim.covers.overlaps(other.covers)
    word = Word.OVERLAP if meets else Word.CONFLICT
    return Verdict(word, f"{claim.covers} and {other.covers}")


def _same_days(period: When, other: When) -> bool:
    ends = (period.first, period.last) == (other.first, other.last)
    return ends and bool(period.choices) == bool(other.choices)
