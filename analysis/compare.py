"""Two claims side by side, in one of five words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analysis.claim import Claim
from analysis.measure import EVENT_DATE
from analysis.when import When


class Word(StrEnum):
    """The five outcomes of a comparison."""

    SAME = "same"
    OTHER_HEDGE = "same figure, other hedge"
    OVERLAP = "overlap"
    CONFLICT = "conflict"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Verdict:
    """How two claims stand to each other, and why."""

    word: Word
    why: str


def verdict(one: Claim, two: Claim) -> Verdict:
    """Compare two claims, in one of five words.

    They are compared only where they are about the same measure, time and place; a tolerance that
    nobody stated is never assumed, so an "about" agrees or conflicts with nothing but itself.
    """
    if reason := _unlike(one, two):
        return Verdict(Word.CANNOT_TELL, reason)
    if one.topic == EVENT_DATE:
        return _dates(one, two)
    a, b = one.quantity, two.quantity
    if not (a.known and b.known):
        return Verdict(Word.CANNOT_TELL, "one of them gives no figure")
    if a == b:
        return Verdict(Word.SAME, f"both {a}")
    if a.stated is not None and a.stated == b.stated:
        return Verdict(Word.OTHER_HEDGE, f"{a} and {b}")
    meets = a.meets(b)
    if meets is None:
        return Verdict(Word.CANNOT_TELL, f"no bound is stated: {a} and {b}")
    word = Word.OVERLAP if meets else Word.CONFLICT
    return Verdict(word, f"{a} and {b} {'can' if meets else 'cannot'} both hold")


def _unlike(one: Claim, two: Claim) -> str:
    """Why two claims cannot be compared; empty where they can."""
    if one.topic != two.topic or set(one.categories).isdisjoint(two.categories):
        return "they count different things"
    if two.claim_id in one.apart_from:
        return "they count different things"
    if "denies" in (one.stance, two.stance):
        return "one of them is a denial"
    if one.topic == EVENT_DATE:
        return "" if one.event_id == two.event_id else "they date different events"
    if one.covers is None or two.covers is None:
        return "one of them does not say when"
    if not _same_time(one.covers, two.covers, new="new" in (one.counts, two.counts)):
        return "they are about different times"
    return "" if _same_place(one, two) else "they are about different places"


def _same_time(one: When, two: When, *, new: bool) -> bool:
    """New counts need the same period; totals and levels the same last day."""
    if new:
        return (one.first, one.last) == (two.first, two.last)
    return one.last is not None and one.last == two.last


def _same_place(one: Claim, two: Claim) -> bool:
    """New counts need the same place, others only places of which one may contain the other."""
    if not (one.place_id and two.place_id):
        return True
    if "new" in (one.counts, two.counts):
        return one.place_id == two.place_id
    return share_place(one, two)


def _dates(one: Claim, two: Claim) -> Verdict:
    if one.covers is None or two.covers is None:
        return Verdict(Word.CANNOT_TELL, "one of them does not say when")
    if (one.covers.first, one.covers.last) == (two.covers.first, two.covers.last):
        return Verdict(Word.SAME, f"both {one.covers}")
    meets = one.covers.overlaps(two.covers)
    word = Word.OVERLAP if meets else Word.CONFLICT
    return Verdict(word, f"{one.covers} and {two.covers}")


def share_place(one: Claim, two: Claim) -> bool:
    """Does one of their places contain the other, or is it the same?"""
    return one.place_id in two.places or two.place_id in one.places
