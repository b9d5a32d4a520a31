"""Helpers of the findings: the claims they are about, and the sentence where there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec

from analysis.case.timeline import AS_OF, Timeline
from analysis.claims.claim import Claim
from analysis.errors import WIDEN, Empty, Invalid, Problem
from analysis.words.names_and_days import dated
from analysis.words.sentences import Number, Sentence

P = ParamSpec("P")
SUBJECTS = frozenset({"measure", "category", *AS_OF.values()})
"""Filters that choose what is counted or when it was known, and hide no claimant."""


def or_nothing(finding: Callable[P, Sentence]) -> Callable[P, Sentence]:
    """Decorate a finding so that a scope without claims for it gives a sentence, not an error.

    finding: may raise Empty, and Invalid for claims that cannot be added up. A notebook runs over
    many scopes, and neither is an error there.
    """

    @dated
    @wraps(finding)
    def sentence(*args: P.args, **kwargs: P.kwargs) -> Sentence:
        timeline = next((part for part in args if isinstance(part, Timeline)), None)
        if timeline is not None and timeline.why_empty:
            return Sentence(timeline.why_empty)
        try:
            return finding(*args, **kwargs)
        except Empty as empty:
            whose = "This selection" if timeline is None else holder(timeline)
            return Sentence(f"{whose} holds {empty.problems[0].value}.")
        except Invalid as invalid:
            return Sentence(f"This cannot be computed from {invalid.problems[0].value}.")

    return sentence


def holder(timeline: Timeline) -> str:
    """What holds the claims of a timeline: the record, or a selection that may hide somebody's."""
    narrowed = {name for name, _ in timeline.filters} - SUBJECTS
    return "This selection" if narrowed else "This record"


def some(timeline: Timeline, what: str) -> Sequence[Claim]:
    """The claims of a timeline; raises Empty where it has none.

    what: is missing then, in the singular, for the message.
    """
    claims = timeline.claims
    if not claims:
        raise nothing(what)
    return claims


def numbered(timeline: Timeline, what: str = "claim of this kind with a number") -> list[Claim]:
    """The claims that print a number; raises Empty where none does.

    what: is missing then, in the singular, for the message.
    """
    claims = [claim for claim in timeline if claim.quantity.stated is not None]
    if not claims:
        raise nothing(what)
    return claims


def first(timeline: Timeline, what: str) -> Claim:
    """The first claim that prints a number; raises Empty where none does; what: as there."""
    return numbered(timeline, what)[0]


def nothing(what: str) -> Empty:
    """The Empty to raise where a thing is missing; what: in the singular, as `claim with a day`."""
    return Empty([Problem("finding", f"no {what}", "at least one", WIDEN)])


def of_them(number: Number, count: int, among: int) -> Sentence:
    """So many of several things just named: `it`, `2 of them`, `both of them`, `all 3 of them`.

    number: of the count. among: how many there are in all.
    """
    if among == 1:
        return Sentence("it", (number,))
    if count == among == 2:
        return Sentence("both of them", (number,))
    return Sentence(f"{'all ' if count == among else ''}{number} of them", (number,))
