"""Findings as titles of charts: computed, short, and without a full stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import inf

from analysis.case.timeline import Timeline
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim
from analysis.claims.quantity import WITHOUT_FIGURE
from analysis.words.names_and_days import long_day


def title_by_period(timeline: Timeline, what: str = "") -> str:
    """The range of the figures for the first and the last period that they are about.

    Figures that repeat another, are expected or denied, or leave open what they count, are left
    out. Empty where none is left that has a day. what: is counted, by default the label of the
    measure.

    >>> import analysis as an
    >>> cars = an.load("tests/cases/ferry-2031").where(measure="cars")
    >>> title_by_period(cars)
    'Cars on deck: about 60 on 4 March 2031'
    """
    periods: dict[date, list[Claim]] = {}
    for claim in timeline.first_utterances():
        asserted = claim.stance in ("", "estimates") and not claim.undecided
        numbered = asserted and claim.quantity.hedge not in WITHOUT_FIGURE
        if numbered and claim.covers and claim.covers.last:
            periods.setdefault(claim.covers.last, []).append(claim)
    if not periods:
        return ""
    label = what or next(iter(periods.values()))[0].label
    ends = dict.fromkeys([min(periods), max(periods)])
    years = {day.year for day in ends}
    parts = [
        f"{_range(periods[day])} on {long_day(day) if len(years) == len(ends) else _in_year(day)}"
        for day in ends
    ]
    return f"{capitalized(label)}: {', '.join(parts)}"


def _in_year(day: date) -> str:
    """A day without its year, which the line under the title has."""
    return f"{day.day} {day:%B}"


def _range(claims: Sequence[Claim]) -> str:
    """The lowest and the highest figure, each in its own words; one where they are the same."""
    lowest, highest = min(claims, key=_lowest), max(claims, key=_highest)
    low, high = str(lowest.quantity), str(highest.quantity)
    return low if low == high else f"from {low} to {high}"


def _lowest(claim: Claim) -> tuple[float, float]:
    """The printed number, or the lower end of a range; then the bound below it, if words set one.

    An end that only the other bound leaves open is below all: "nearly 300" is under 300.
    """
    quantity = claim.quantity
    number = next(n for n in (quantity.stated, quantity.low, quantity.high) if n is not None)
    bound = quantity.low if quantity.low is not None else number
    return number, -inf if quantity.low is None and quantity.high is not None else bound


def _highest(claim: Claim) -> tuple[float, float]:
    """The printed number, or the upper end of a range; then the bound above it, as in `_lowest`."""
    quantity = claim.quantity
    number = next(n for n in (quantity.stated, quantity.high, quantity.low) if n is not None)
    bound = quantity.high if quantity.high is not None else number
    return number, inf if quantity.high is None and quantity.low is not None else bound
