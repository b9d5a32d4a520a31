"""Findings on the record: how many claims, when, by whom, and how many are retellings."""

from __future__ import annotations

from analysis.case.timeline import Timeline, disputes_on_record
from analysis.claims.claim import Claim
from analysis.claims.dates import When, when
from analysis.claims.quantity import WITHOUT_FIGURE, Hedge
from analysis.words.findings.base import nothing, or_nothing, some
from analysis.words.listing import Listing
from analysis.words.names_and_days import day_words, in_words, listed, who
from analysis.words.sentences import Sentence, compose, counted, tally


@or_nothing
def coverage(timeline: Timeline) -> Sentence:
    """How many claims, from how many origins, in how many documents; how many are retellings."""
    claims = some(timeline, "claim")
    inner = [claim for claim in claims if claim.retelling]
    outer = [claim for claim in claims if claim.retells and not claim.retelling]
    beyond = tally("retellings_of_others", len(outer), outer)
    return compose(
        "The scope holds {claims} from {origins} in {sources}. Only carried on from another of "
        "them: {within}{beyond}.",
        claims=counted("claims", len(claims), "claim", claims),
        origins=counted("origins", len({claim.origin for claim in claims}), "origin", claims),
        sources=counted("documents", len({c.source_id for c in claims}), "document", claims),
        within=tally("retellings", len(inner), inner),
        beyond=compose("; from a document outside the scope: {n}", n=beyond) if outer else "",
    )


@or_nothing
def busiest_day(timeline: Timeline) -> Sentence:
    """The day on which most was said, by how many claimants, and how much of it was new.

    A claim that is open between claimants counts for neither.
    """
    days: dict[str, list[Claim]] = {}
    for claim in some(timeline, "claim"):
        if claim.said_on and claim.said_on.days == 1:
            days.setdefault(str(claim.said_on.last), []).append(claim)
    if not days:
        raise nothing("claim with a day")
    day, claims = max(days.items(), key=lambda of_day: len(of_day[1]))
    new = [claim for claim in claims if not claim.retells]
    claimants = {c.claimants for c in claims if len(c.claimants) == 1}
    return compose(
        "Most was said on {day}: {claims} by {claimants}, {new} of them with no earlier source "
        "on record.",
        day=day_words(when(day)),
        claims=counted("claims_of_the_busiest_day", len(claims), "claim", claims),
        claimants=counted("claimants_of_the_busiest_day", len(claimants), "claimant", claims),
        new=tally("new_on_the_busiest_day", len(new), new),
    )


@or_nothing
def begins_before(timeline: Timeline, event_id: str) -> Sentence:
    """Which figure covers most days before an event, and how many; event_id: of events.csv."""
    known = {row["event_id"]: row for row in timeline.rows["events"]}
    if event_id not in known:
        raise nothing("event to count from")
    event = when(known[event_id]["when"])
    early = [c for c in timeline if c.covers and _days_before(c.covers, event) > 0]
    if not early:
        raise nothing("figure that covers days before the event")
    claim = max(early, key=lambda c: _days_before(c.covers, event))
    return compose(
        "{words} [{id}] covers {covers}, from {days} before “{label}” ({day}).",
        words=in_words(claim),
        id=claim.claim_id,
        covers=day_words(claim.covers) if claim.covers else "",
        days=counted("days_before", _days_before(claim.covers, event), "day", [claim]),
        label=known[event_id]["label"],
        day=day_words(event),
    )


@or_nothing
def lineages(timeline: Timeline) -> Sentence:
    """The figure that was retold most, and how many claims have an origin of their own."""
    claims = some(timeline, "claim")
    families: dict[str, list[Claim]] = {}
    for claim in claims:
        families.setdefault(claim.origin, []).append(claim)
    largest = max(families.values(), key=len)
    alone = [family[0] for family in families.values() if len(family) == 1]
    first = next(c for c in largest if not c.retelling)
    sentence = compose(
        "{origins} behind {claims}; figures that stand here once only: {alone}.",
        claims=counted("claims", len(claims), "claim", claims),
        origins=counted("origins", len(families), "origin", families),
        alone=tally("said_once", len(alone), alone),
    )
    if len(largest) == 1:
        return sentence
    return sentence + compose(
        "The largest family, {size}, starts from {words} [{id}].",
        size=counted("largest_family", len(largest), "claim", largest),
        words=in_words(first),
        id=first.claim_id,
    )


@or_nothing
def lost_hedges(timeline: Timeline) -> Sentence:
    """How many retellings kept the hedge of their origin, and how many print it bare."""
    retellings = [c for c in timeline if c.retells and not _without_figure(c)]
    if not retellings:
        raise nothing("retelling with a number")
    hedged = [c for c in retellings if c.origin_quantity.hedge is not Hedge.BARE]
    bare = [c for c in hedged if c.quantity.hedge is Hedge.BARE]
    same = [c for c in hedged if c.quantity.hedge is c.origin_quantity.hedge]
    turned = [c for c in hedged if c not in (*bare, *same)]
    return compose(
        "Of {all} retellings with a number, {hedged} go back to a hedged figure: {same} keep its "
        "hedge, {bare} print it bare, {turned} give it another.",
        all=tally("retellings_with_number", len(retellings), retellings),
        hedged=tally("of_hedged_figures", len(hedged), hedged),
        same=tally("hedge_kept", len(same), same),
        bare=tally("hedge_lost", len(bare), bare),
        turned=tally("hedge_turned", len(turned), turned),
    )


@or_nothing
def verbs(timeline: Timeline) -> Sentence:
    """With which verbs a number was stated, each with the first claim that has it."""
    claims = [c for c in some(timeline, "claim of this kind") if c.verb]
    claims_of: dict[str, list[Claim]] = {}
    for claim in claims:
        claims_of.setdefault(claim.verb, []).append(claim)
    if not claims_of:
        raise nothing("claim with a verb")
    parts = [f"“{verb}” [{first.claim_id}]" for verb, (first, *_) in claims_of.items()]
    return compose(
        "The verbs: {parts}; {verbs} in {claims}.",
        parts=listed(parts),
        verbs=counted("verbs", len(claims_of), "verb", claims),
        claims=counted("claims_with_a_verb", len(claims), "claim", claims),
    )


@or_nothing
def side_by_side(timeline: Timeline) -> Sentence:
    """Each first utterance with the words it was printed in."""
    claims = some(timeline.first_utterances(), "claim of this kind")
    parts = [f"{who(timeline, c)}: {in_words(c)} [{c.claim_id}]" for c in claims]
    return compose(
        "{count}, as printed: {parts}.",
        count=counted("first_utterances", len(claims), "first utterance", claims),
        parts="; ".join(parts),
    )


def disputed(timeline: Timeline) -> Listing:
    """The disputes on record that stand among the claims of this scope, as a table."""
    import pandas as pd

    columns = ["dispute", "state", "raised by", "claims", "what the coder found"]
    rows = []
    for row, claims in disputes_on_record(timeline):
        ids = " ".join(claim.claim_id for claim in claims)
        rows.append((row["dispute_id"], row["state"], row["raised_by"], ids, row["reason"]))
    return Listing("Disputes on record", pd.DataFrame(rows, columns=columns))


def _without_figure(claim: Claim) -> bool:
    """Whether the claim or its origin prints no number."""
    return bool({claim.quantity.hedge, claim.origin_quantity.hedge} & WITHOUT_FIGURE)


def _days_before(covers: When | None, event: When) -> int:
    """Days from the first day covered to the event; 0 where either is not known."""
    if covers is None or covers.first is None or event.first is None:
        return 0
    return (event.first - covers.first).days
