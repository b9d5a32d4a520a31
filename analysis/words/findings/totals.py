"""Findings on sums: counts against a claimed total, totals against their parts, and remainders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.claims.dates import When, every_day, when
from analysis.claims.disputes import sums
from analysis.claims.sums import Derived, addable, difference, total
from analysis.words.findings.base import first, nothing, or_nothing
from analysis.words.names_and_days import in_words, listed, who
from analysis.words.sentences import Sentence, compose, counted, derived, reported, tally


@or_nothing
def sum_under(timeline: Timeline, against: Timeline) -> Sentence:
    """The sum of the counts that a claimed total includes, and its days without a document.

    timeline: holds the counts. against: its first claim with a number is the total; only counts
    inside its place and days are added.
    """
    goal = first(against, "total to set the counts against")
    claims, left_out = addable(c for c in timeline if _inside(c, goal))
    if not claims:
        raise nothing(f"count that could be added up under {in_words(goal)}")
    unsourced = _days_without_document(timeline, goal)
    days = counted("days_without_a_document", len(unsourced), "day", [goal])
    twice = tally("counts_not_added", len(left_out), [claim for claim, _ in left_out])
    summed = total(claims)
    return compose(
        "The documents at hand add up to {sum} {unit}, our own sum of {counts}.{twice}{lost} "
        "{verdict}",
        also=[reported("goal", goal)],
        sum=derived("added_up", summed),
        unit=goal.definition.unit if goal.definition else goal.label,
        counts=counted("counts_added", len(claims), "count", claims),
        twice=compose(" {n} more could not be added without counting twice.", n=twice)
        if left_out
        else "",
        lost=compose(" For {days} no document was found.", days=days) if unsourced else "",
        verdict=_verdict(timeline, summed, goal, _days_without(goal, claims) | unsourced),
    )


def _verdict(timeline: Timeline, summed: Derived, goal: Claim, missing: set[date]) -> str:
    """Whether a sum supports a claimed total: undecided unless every day has a document."""
    said = f"{goal.quantity} ({who(timeline, goal)}) [{goal.claim_id}]"
    ends = (summed.quantity.low, summed.quantity.high, goal.quantity.low, goal.quantity.high)
    meets = summed.quantity.meets(goal.quantity)
    if missing or (meets is not False and None in ends):
        return f"That neither carries nor refutes {said}."
    return f"That {'agrees with' if meets else 'contradicts'} {said}."


@or_nothing
def totals_that_fail(timeline: Timeline) -> Sentence:
    """How many wholes have parts on record, and which of them do not add up."""
    totals = sums({claim.claim_id: claim for claim in timeline}, timeline.rows["links"])
    if not totals:
        raise nothing("total with parts on record")
    failed = [row for row in totals if row.gap]
    undecided = [row.whole for row in totals if row.gap is None]
    parts = [
        f"{listed([str(part.quantity) for part in row.parts])} for {row.whole.quantity} "
        f"{row.whole.label} [{row.whole.claim_id}]"
        for row in failed
    ]
    rest = tally("undecidable_totals", len(undecided), undecided)
    return compose(
        "{all} with parts on record: {failed} of them not adding up{list}{undecided}.",
        also=[reported(c.claim_id, c) for row in failed for c in (row.whole, *row.parts)],
        all=counted("totals", len(totals), "total", [row.whole for row in totals]),
        failed=tally("failing_totals", len(failed), [row.whole for row in failed]),
        undecided=compose("; {n} not decidable", n=rest) if undecided else "",
        list=f" ({'; '.join(parts)})" if parts else "",
    )


@or_nothing
def remainder(whole: Timeline, part: Timeline, elsewhere: Timeline) -> Sentence:
    """The rest of a whole without a part, by our subtraction, and the claims that print it too.

    whole, part: the first claim with a number of each counts. elsewhere: the claims to search for
    the same number.
    """
    missing = "whole and part of it to subtract"
    pair = first(whole, missing), first(part, missing)
    rest = difference(*pair, whole.measures)
    if rest.quantity.stated is None:
        raise nothing("bound on what is left")
    printed = [
        claim
        for claim in elsewhere
        if claim.definition and claim.definition.label == rest.label
        if claim.quantity.stated == rest.quantity.stated
    ]
    return compose(
        "{rest} {label} is our own subtraction, {how} [{whole}] [{part}]; {printed}.",
        also=[reported(claim.claim_id, claim) for claim in pair],
        rest=derived("rest", rest),
        label=rest.label,
        how=rest.how,
        whole=pair[0].claim_id,
        part=pair[1].claim_id,
        printed=_printed(printed),
    )


def _printed(claims: Sequence[Claim]) -> Sentence:
    """How many claims print a number that we computed."""
    if not claims:
        return Sentence("no claim prints it")
    return compose(
        "{count} in this scope {prints} it{cited}",
        count=counted("print_the_same", len(claims), "claim", claims),
        prints="prints" if len(claims) == 1 else "print",
        cited="".join(f" [{claim.claim_id}]" for claim in claims),
    )


def sum_of(timeline: Timeline, label: str) -> list[Derived]:
    """The sum of what can be added, for a chart; an empty list where there is nothing.

    label: what the sum counts.
    """
    claims, _ = addable(timeline.claims)
    return [total(claims, label)] if claims else []


def _inside(claim: Claim, goal: Claim) -> bool:
    """Whether a claim counts what the goal counts, at a place inside its place, on days of it."""
    days = days_of(claim.covers)
    same = claim.measure == goal.measure
    narrower = claim.place_id != goal.place_id and goal.place_id in claim.places
    return same and narrower and bool(days) and days <= days_of(goal.covers)


def _days_without(goal: Claim, claims: Sequence[Claim]) -> set[date]:
    """The days of the goal on which none of the counts is sure to run."""
    sure = (c.covers for c in claims if c.covers and not c.covers.choices)
    return days_of(goal.covers) - {day for covers in sure for day in days_of(covers)}


def _days_without_document(timeline: Timeline, goal: Claim) -> set[date]:
    """The days of the goal for which a search found no document."""
    return {
        day
        for row in timeline.rows["searches"]
        if (row["measure"], row["result"]) == (goal.measure, "not_found") and row["covers"]
        for day in days_of(when(row["covers"])) & days_of(goal.covers)
    }


def days_of(period: When | None) -> set[date]:
    """Every day of a period whose ends are known; of a set of days, those alone."""
    if period is None or period.first is None or period.last is None:
        return set()
    if period.choices:
        return {day for choice in period.choices for day in days_of(choice)}
    return set(every_day(period.first, period.last))
