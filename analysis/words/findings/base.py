"""What the findings share: the claims that they speak of, and what they say without any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec

from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.errors import WIDEN, Empty, Invalid, Problem
from analysis.words.sentences import Sentence

P = ParamSpec("P")


def or_nothing(finding: Callable[P, Sentence]) -> Callable[P, Sentence]:
    """A finding that says in one line where the scope holds nothing for it, or forbids the sum.

    finding: may raise Empty, and Invalid for claims that cannot be added up. A notebook runs over
    many scopes: neither is an error there.
    """

    @wraps(finding)
    def sentence(*args: P.args, **kwargs: P.kwargs) -> Sentence:
        try:
            return finding(*args, **kwargs)
        except Empty as empty:
            return Sentence(f"This scope holds {empty.problems[0].value}.")
        except Invalid as invalid:
            return Sentence(f"Not computed: {invalid.problems[0].value}.")

    return sentence


def some(timeline: Timeline, what: str) -> Sequence[Claim]:
    """The claims of a timeline; raises Empty, which names what is missing, where it has none."""
    claims = timeline.claims
    if not claims:
        raise nothing(what)
    return claims


def numbered(timeline: Timeline) -> list[Claim]:
    """The claims that print a number; raises Empty where none does."""
    claims = [claim for claim in timeline if claim.quantity.stated is not None]
    if not claims:
        raise nothing("claim with a printed number")
    return claims


def first(timeline: Timeline) -> Claim:
    """The first claim that prints a number; raises Empty where none does."""
    return numbered(timeline)[0]


def nothing(what: str) -> Empty:
    """What to raise where there is no such thing; what: in the singular, as `claim with a day`."""
    return Empty([Problem("finding", f"no {what}", "at least one", WIDEN)])
