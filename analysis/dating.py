"""Which day of a claim is meant, and the days that a person asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from analysis.claim import Claim
from analysis.errors import Problem, Refused, nearest
from analysis.when import When, when

Dated = Callable[[Claim], When | None]

_BY: Mapping[str, Dated] = {
    "published": lambda claim: claim.published,
    "said": lambda claim: claim.said_on,
    "covers": lambda claim: claim.covers,
}


def day_of(by: str) -> Dated:
    """How to find the day `published`, the day `said` or the day that it `covers`; or Refused."""
    if by not in _BY:
        raise Refused([Problem("by", repr(by), "a kind of day", nearest(by, _BY))])
    return _BY[by]


def said_last(claim: Claim) -> date:
    """The last day on which it can have been said; the first of all days where unknown."""
    return last(claim.said_on) or date.min


def last(day: When | None) -> date | None:
    """The last day; None where it is not known."""
    return day.last if day else None


def asked(name: str, text: str) -> When:
    """The day or days that a person asks for; Refused under that name where they are none."""
    try:
        return when(text)
    except ValueError as error:
        do = "write a day as 2017-09-02"
        raise Refused([Problem(name, repr(text), str(error), do)]) from error
