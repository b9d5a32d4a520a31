"""Comparison of two claims, with one of five outcomes: from the same figure to a conflict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analysis.claims.claim import DENIES, NEW, Claim
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


HAPPENED = NEW | {"unclear"}
"""Kinds of counts of what happened in their period, or that may be that."""
LEVEL, TOTAL = "level", "running_total"
STANDING = frozenset({LEVEL, TOTAL})
"""Kinds of counts that hold at a moment, so that two of one moment count the same things."""
ASSERTED = ""
"""The mode of a claim that asserts its figure; any other mode is its stance."""


def verdict(claim: Claim, other: Claim) -> Verdict:
    """Compare two claims; the order does not matter.

    They are compared only where they are about the same thing: where they share an identity or an
    event, or are running totals or levels of one measure, category and place or of places inside
    one another; and where both assert it or neither does. Otherwise the verdict is `cannot tell`,
    and says why. A tolerance that nobody stated is never assumed, so an "about" agrees or conflicts
    with nothing but itself.

    >>> import analysis as an
    >>> timeline = an.load("convoy-2017")
    >>> print(verdict(timeline["c003"], timeline["c003"]).word)
    same
    """
    if reason := _unlike(claim, other) or _unlike_thing(claim, other):
        return Verdict(Word.CANNOT_TELL, reason)
    if later_total(claim, other):
        return _compare_totals(claim, other)
    if DENIES in (claim.stance, other.stance):
        return _compare_denial(claim, other)
    if claim.measure == EVENT_DATE:
        return _compare_dates(claim, other)
    return _compare_quantities(claim.quantity, other.quantity)


def mode(stance: str) -> str:
    """How a stance holds a figure: asserted, denied, or expected, suspected and so on."""
    return stance if stance in UNASSERTED or stance == DENIES else ASSERTED


def later_total(claim: Claim, other: Claim) -> bool:
    """Whether the two are running totals since one day, of which one runs on for longer."""
    if not (claim.counts == other.counts == TOTAL and claim.covers and other.covers):
        return False
    first, last = claim.covers.first, claim.covers.last
    of_one_start = first is not None and first == other.covers.first
    return of_one_start and bool(last and other.covers.last) and last != other.covers.last


def _compare_totals(claim: Claim, other: Claim) -> Verdict:
    """A later total against an earlier one, which it may exceed but not fall below."""
    earlier, later = sorted((claim, other), key=lambda c: (c.covers and c.covers.last) or date.min)
    before, after = earlier.quantity, later.quantity
    if after.below(before) and not _hedge_lost(after, before):
        return Verdict(Word.CONFLICT, f"the later total is lower: {before}, then {after}")
    return Verdict(Word.CANNOT_TELL, "they are about different times")


def _compare_denial(claim: Claim, other: Claim) -> Verdict:
    """A denial against what asserts the very figure that it denies."""
    denial, claimed = (claim, other) if claim.stance == DENIES else (other, claim)
    denied, stated = denial.denied, claimed.quantity
    asserted = mode(claimed.stance) == ASSERTED
    if denied and asserted and (denied.hedge, denied.stated) == (stated.hedge, stated.stated):
        return Verdict(Word.CONFLICT, f"one denies {denied}, which the other asserts")
    return Verdict(Word.CANNOT_TELL, "one of them is a denial")


def _compare_quantities(a: Quantity, b: Quantity) -> Verdict:
    if not (a.known and b.known):
        return Verdict(Word.CANNOT_TELL, "one of them gives no figure")
    if a.hedge is b.hedge is Hedge.UNQUANTIFIED:
        return Verdict(Word.CANNOT_TELL, "neither gives a number")
    if a == b:
        return Verdict(Word.SAME, f"both {a}")
    meets = a.meets(b)
    if _hedge_lost(a, b) or (meets is not False and _same_figure(a, b)):
        return Verdict(Word.OTHER_HEDGE, f"{a} and {b}")
    if meets is None:
        return Verdict(Word.CANNOT_TELL, f"no bound is stated: {a} and {b}")
    word = Word.OVERLAP if meets else Word.CONFLICT
    return Verdict(word, f"{a} and {b} {'can' if meets else 'cannot'} both hold")


def _same_figure(a: Quantity, b: Quantity) -> bool:
    return a.stated is not None and a.stated == b.stated


def _hedge_lost(a: Quantity, b: Quantity) -> bool:
    """Whether a hedge may have been lost between them: one number, printed once without a bound."""
    return _same_figure(a, b) and bool(UNBOUND & {a.hedge, b.hedge})


def _unlike(claim: Claim, other: Claim) -> str:
    """Why two claims cannot be compared, whatever they are about; empty where they can."""
    if claim.measure != other.measure or set(claim.categories).isdisjoint(other.categories):
        return "they count different things"
    if other.claim_id in claim.apart_from:
        return "they count different things"
    if other.claim_id in claim.settled_with:
        return "a link says how they differ"
    if len(claim.categories) > 1 or len(other.categories) > 1:
        return "one of them leaves open what it counts"
    modes = {mode(claim.stance), mode(other.stance)}
    if len(modes) > 1 and not modes <= {ASSERTED, DENIES}:
        return "one of them is no assertion"
    return ""


def _unlike_thing(claim: Claim, other: Claim) -> str:
    """Why two claims are not about the same thing; empty where they are."""
    same_identity = bool(claim.identity) and claim.identity == other.identity
    same_event = bool(claim.event_id) and claim.event_id == other.event_id
    if claim.measure == EVENT_DATE:
        return "" if same_identity or same_event else "they date different events"
    if not (same_identity or same_event or {claim.counts, other.counts} <= STANDING):
        return "they may count different events"
    return _unlike_time(claim, other) or ("" if same_identity else _unlike_place(claim, other))


def _unlike_time(claim: Claim, other: Claim) -> str:
    """Why the periods of two claims cannot be compared; empty where they can.

    Levels need the same last day; totals the same first day; counts of what happened need only
    have a day in common.
    """
    period, second = claim.covers, other.covers
    if {claim.counts, other.counts} <= HAPPENED:
        apart = period and second and not period.overlaps(second)
        return "they are about different times" if apart else ""
    if period is None or second is None:
        return "one of them does not say when"
    levels = claim.counts == other.counts == LEVEL
    same_end = period.last is not None and period.last == second.last
    same = same_end and (levels or period.first == second.first)
    if not same and not later_total(claim, other):
        return "they are about different times"
    return "one of them leaves the day open" if period.choices or second.choices else ""


def _unlike_place(claim: Claim, other: Claim) -> str:
    """Why two places cannot be compared; empty where they can.

    A place that contains the other can be compared with it, and an unknown one may be the same.
    """
    if not (claim.place_id and other.place_id):
        return ""
    nested = claim.place_id in other.places or other.place_id in claim.places
    return "" if nested else "they are about different places"


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
