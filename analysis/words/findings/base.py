"""What the findings share: the claims they speak of, or Empty where there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ParamSpec

from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.errors import WIDEN, Empty, Invalid, Problem
from analysis.words.sentences import Sentence

P = ParamSpec("P")


def or_nothing(finding: Callable[P, Sentence]) -> Callable[P, Sentence]:
    """The finding, or one line where the scope holds nothing for it, or forbids the sum."""

    def told(*args: P.args, **kwargs: P.kwargs) -> Sentence:
        try:
            return finding(*args, **kwargs)
        except Empty as nothing:
            return Sentence(f"This scope holds {nothing.problems[0].value}.")
        except Invalid as refused:
            return Sentence(f"Not computed: {refused.problems[0].value}.")

    told.__doc__ = finding.__doc__
    return told


def some(timeline: Timeline, what: str) -> Sequence[Claim]:
    """The claims, or Empty."""
    claims = timeline.claims
    if not claims:
        raise nothing(what)
    return claims


def numbered(timeline: Timeline) -> list[Claim]:
    """The claims that print a number, or Empty."""
    claims = [claim for claim in timeline if claim.quantity.stated is not None]
    if not claims:
        raise nothing("claim with a printed number")
    return claims


def first(timeline: Timeline) -> Claim:
    """The first claim that prints a number, or Empty."""
    return numbered(timeline)[0]


def nothing(what: str) -> Empty:
    """What to raise where there is no such thing."""
    return Empty([Problem("finding", f"no {what}", "at least one", WIDEN)])
