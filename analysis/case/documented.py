"""Documented counts under a claimed total: those to add up, and the days that lack a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from analysis.case.timeline import AS_OF, Timeline
from analysis.claims.cells import Row
from analysis.claims.claim import Claim
from analysis.claims.dates import When, every_day, when
from analysis.claims.sums import Derived, addable, total

SUBJECTS = frozenset({"measure", "category", "within", *AS_OF.values()})
"""Filters that choose what is counted, where, or when it was known, and hide no other count."""


@dataclass(frozen=True)
class Documented:
    """What documents count of a claimed total.

    goal: the claim of the total; None where nobody has claimed one. counts: the claims that can be
    added up, in order of day. left_out: those that would count something twice. searched: the days
    for which a search found no document. partly: the searches that found part of what they looked
    for. narrowed: whether a selection may hide further counts.
    """

    goal: Claim | None
    counts: tuple[Claim, ...]
    left_out: tuple[Claim, ...]
    searched: frozenset[date]
    partly: tuple[Row, ...]
    narrowed: bool = False

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days of the goal; where it names no two ends, from the first count to the last."""
        return _meant(self.goal, self.counts)

    @cached_property
    def counted(self) -> frozenset[date]:
        """The days that a count is or may be about."""
        return _counted(self.counts)

    @property
    def uncounted(self) -> tuple[date, ...]:
        """The days without any count, in order: unknown, and not zero."""
        return tuple(day for day in self.days if day not in self.counted)

    @property
    def open(self) -> frozenset[date]:
        """The days without a document, or on which none of the counts is sure to run."""
        sure = (c.covers for c in self.counts if c.covers and not c.covers.choices)
        return self.searched | (
            set(self.days) - {day for covers in sure for day in days_of(covers)}
        )

    @property
    def is_floor(self) -> bool:
        """Whether there may be more: a day, or part of a document, is missing."""
        return bool(self.partly or self.open)

    @property
    def summed(self) -> Derived:
        """The sum of the counts: a floor where a day, or part of a document, is missing.

        Raises Invalid where there is no count.
        """
        summed = total(self.counts)
        if self.is_floor:
            return replace(summed, quantity=summed.quantity.floor)
        return summed


def documented(timeline: Timeline, goal: Claim | None) -> Documented:
    """What the claims of a timeline count of a claimed total, by day and place.

    goal: only counts of its measure inside its place and days are taken; where it has no place or
    no days, those of any. Without a goal, all counts of what the first claim counts.
    """
    claims = timeline.claims
    measure = goal.measure if goal else claims[0].measure if claims else ""
    dated = [c for c in claims if c.measure == measure and days_of(c.covers)]
    counts, left_out = addable(c for c in dated if goal is None or _inside(c, goal))
    searches = [row for row in timeline.rows["searches"] if row["measure"] == measure]
    meant = set(_meant(goal, counts))
    return Documented(
        goal,
        tuple(sorted(counts, key=lambda claim: (str(claim.covers), claim.claim_id))),
        tuple(claim for claim, _ in left_out),
        frozenset(day for _, days in _of(searches, "not_found") for day in days & meant),
        tuple(row for row, days in _of(searches, "part_found") if days & meant),
        narrowed=any(name not in SUBJECTS for name, _ in timeline.filters),
    )


def days_of(period: When | None) -> set[date]:
    """Every day of a period whose ends are known; of a set of days, those alone."""
    if period is None or period.first is None or period.last is None:
        return set()
    if period.choices:
        return {day for choice in period.choices for day in days_of(choice)}
    return set(every_day(period.first, period.last))


def _counted(counts: Sequence[Claim]) -> frozenset[date]:
    return frozenset(day for claim in counts for day in days_of(claim.covers))


def _meant(goal: Claim | None, counts: Sequence[Claim]) -> tuple[date, ...]:
    known = days_of(goal.covers) if goal else set()
    known = known or set(_counted(counts))
    return tuple(every_day(min(known), max(known))) if known else ()


def _of(searches: list[Row], result: str) -> Iterator[tuple[Row, set[date]]]:
    """The searches with a result, each with the days it was about."""
    for row in searches:
        if row["result"] == result and row["covers"]:
            yield row, days_of(when(row["covers"]))


def _inside(claim: Claim, goal: Claim) -> bool:
    """Whether a claim is about a place inside that of the goal, and about days of it."""
    narrower = claim.place_id != goal.place_id and claim.origin != goal.origin
    inside = narrower and (not goal.place_id or goal.place_id in claim.places)
    return inside and _during(claim, goal)


def _during(claim: Claim, goal: Claim) -> bool:
    if goal.covers is None or claim.covers is None:
        return True
    meant = days_of(goal.covers)
    return days_of(claim.covers) <= meant if meant else claim.covers.overlaps(goal.covers)
