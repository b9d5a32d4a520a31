"""Findings on figures: what adds up, what does not, and how a number went."""

from __future__ import annotations

from analysis.claim import Claim
from analysis.compare import Word, verdict
from analysis.disputes import sums
from analysis.findings.shared import first, nothing, numbered, or_nothing, some
from analysis.sentences import Sentence, compose, derived, reported, tally
from analysis.sums import Derived, addable, difference, total
from analysis.timeline import Timeline
from analysis.when import when
from analysis.wording import day_words, listed, who


@or_nothing
def carried(timeline: Timeline, against: Timeline) -> Sentence:
    """What can be added up under a claim, and how many days are missing from it."""
    goal = first(against)
    covered = [c for c in numbered(timeline) if _inside(c, goal)]
    kept, left = addable(sorted(covered, key=lambda c: (str(c.covers), c.claim_id)))
    if not kept:
        raise nothing("count that could be added up")
    missing = _missing_days(timeline, goal)
    summed = total(kept)
    apart = "{left} more could not be added without counting twice. " if left else ""
    return compose(
        "The documents at hand add up to {sum} {unit}, our own sum of {counts} counts. "
        + apart
        + ("For {days} days no document was found: the" if missing else "The")
        + " record {word} {goal} ({who}) [{id}].",
        sum=derived("added_up", summed),
        unit=goal.measure.unit if goal.measure else goal.topic,
        counts=tally("counts_added", len(kept), kept),
        left=tally("counts_not_added", len(left), [claim for claim, _ in left]),
        days=tally("days_without_a_document", len(missing)),
        word=_carries(summed, goal, complete=not missing),
        who=who(against, goal),
        goal=reported("goal", goal),
        id=goal.claim_id,
    )


def _carries(summed: Derived, goal: Claim, *, complete: bool) -> str:
    """What a sum says of the claim above it; without every document it says nothing."""
    meets = summed.quantity.meets(goal.quantity)
    if not complete or meets is None:
        return "can neither carry nor refute"
    return "agrees with" if meets else "contradicts"


@or_nothing
def failing(timeline: Timeline) -> Sentence:
    """How many wholes have parts on record, and which of them do not add up."""
    told = {claim.claim_id: claim for claim in timeline.told()}
    found = sums(told, timeline.rows["links"])
    if not found:
        raise nothing("whole with parts on record")
    failed = [one for one in found if one.gap]
    parts = [
        f"{listed([str(p.quantity) for p in one.parts])} for {one.whole.quantity} "
        f"{one.whole.topic.replace('_', ' ')} [{one.whole.claim_id}]"
        for one in failed
    ]
    return compose(
        "Of {all} totals with parts on record {failed} do not add up{list}.",
        all=tally("totals", len(found), [one.whole for one in found]),
        failed=tally("failing_totals", len(failed), [one.whole for one in failed]),
        list=f": {'; '.join(parts)}" if parts else "",
        **{c.claim_id: reported(c.claim_id, c) for one in failed for c in (one.whole, *one.parts)},
    )


@or_nothing
def spread(timeline: Timeline) -> Sentence:
    """The lowest and the highest printed number among first utterances, and who said them."""
    told = sorted(numbered(timeline.once()), key=lambda c: c.quantity.stated or 0)
    low, high = told[0], told[-1]
    return compose(
        "{count} first utterances print a number, from {low} ({low_who}, [{low_id}]) to {high} "
        "({high_who}, [{high_id}]).",
        count=tally("first_utterances", len(told), told),
        low=reported("lowest", low),
        low_who=who(timeline, low),
        low_id=low.claim_id,
        high=reported("highest", high),
        high_who=who(timeline, high),
        high_id=high.claim_id,
    )


@or_nothing
def remaining(whole: Timeline, part: Timeline, elsewhere: Timeline) -> Sentence:
    """What is left of a whole without a part: our subtraction, and who else prints that number."""
    pair = first(whole), first(part)
    made = difference(*pair, whole.measures)
    printed = [
        claim
        for claim in elsewhere.told()
        if claim.measure and claim.measure.label == made.label
        if claim.quantity.stated == made.quantity.stated
    ]
    cited = "".join(f" [{claim.claim_id}]" for claim in printed)
    return compose(
        "{rest} {label} is our own subtraction, {how} [{one}] [{two}]. Claims in the record that "
        "print the same: {printed}{cited}.",
        rest=derived("rest", made),
        label=made.label,
        how=made.how,
        one=made.claims[0],
        two=made.claims[1],
        printed=tally("print_the_same", len(printed), printed),
        cited=cited,
        **{claim.claim_id: reported(claim.claim_id, claim) for claim in pair},
    )


@or_nothing
def course(timeline: Timeline) -> Sentence:
    """How a running total went, by its first utterances in order said."""
    told = [c for c in numbered(timeline.once()) if c.said_on and c.said_on.last]
    if not told:
        raise nothing("dated number")
    told.sort(key=lambda c: (str(c.said_on and c.said_on.last), c.claim_id))
    steps = [f"{c.quantity} by {day_words(c.said_on)} [{c.claim_id}]" for c in told if c.said_on]
    carried_on = [c for c in timeline.told() if c.retelling]
    changed = [c for c in carried_on if c.quantity != c.origin_quantity]
    return compose(
        "First utterances: {steps}. They are totals since one start and never added. {retellings} "
        "retellings carry them on, {changed} of those with another number or hedge.",
        steps=listed(steps),
        retellings=tally("retellings", len(carried_on), carried_on),
        changed=tally("changed_on_the_way", len(changed), changed),
        **{f"step{n}": reported(f"step_{n}", c) for n, c in enumerate(told, 1)},
    )


@or_nothing
def agreement(timeline: Timeline) -> Sentence:
    """What the five words say of every pair of first utterances that can be compared."""
    told = some(timeline.once(), "claim of this kind")
    words = [verdict(a, b).word for n, a in enumerate(told) for b in told[n + 1 :]]
    counted = [(word, words.count(word)) for word in Word]
    return compose(
        "Compared two by two: " + ", ".join(f"{{{w.name}}} {w}" for w, n in counted if n) + ".",
        **{word.name: tally(word.name.lower(), count) for word, count in counted if count},
    )


@or_nothing
def told(timeline: Timeline) -> Sentence:
    """Each number as its claimant gave it, in order of the measures."""
    order = list(timeline.measures)
    claims = sorted(numbered(timeline), key=lambda c: order.index((c.topic, c.categories[0])))
    parts = [f"{c.quantity} {_label(c)} ({who(timeline, c)}) [{c.claim_id}]" for c in claims]
    return compose(
        "{source} prints: {parts}.",
        parts=listed(parts),
        source=listed(list(dict.fromkeys(_publisher(timeline, claim) for claim in claims))),
        **{claim.claim_id: reported(claim.claim_id, claim) for claim in claims},
    )


def _label(claim: Claim) -> str:
    return claim.measure.label if claim.measure else claim.topic.replace("_", " ")


def _publisher(timeline: Timeline, claim: Claim) -> str:
    return timeline.named("sources", claim.source_id)["publisher"]


def added_up(timeline: Timeline, label: str) -> list[Derived]:
    """The sum of what can be added, for a chart; an empty list where there is nothing."""
    kept, _ = addable(c for c in timeline.told() if c.quantity.stated is not None)
    return [total(kept, label)] if kept else []


def _inside(claim: Claim, goal: Claim) -> bool:
    if claim == goal or claim.topic != goal.topic or claim.covers is None:
        return False
    return goal.covers is None or claim.covers.overlaps(goal.covers)


def _missing_days(timeline: Timeline, goal: Claim) -> list[str]:
    """Days of the goal's period for which a search found no document."""
    return [
        row["covers"]
        for row in timeline.rows["searches"]
        if (row["measure"], row["result"]) == (goal.topic, "not_found") and row["covers"]
        if goal.covers and when(row["covers"]).overlaps(goal.covers)
    ]
