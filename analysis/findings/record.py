"""Findings on the record: how much was said, when, by whom, and what was carried on."""

from __future__ import annotations

from analysis.check import members
from analysis.claim import Claim
from analysis.findings.shared import nothing, or_nothing, some
from analysis.listing import Listing
from analysis.quantity import Hedge
from analysis.sentences import Sentence, compose, tally
from analysis.timeline import Timeline
from analysis.when import When, when
from analysis.wording import day_words, listed, who

WORDLESS = {Hedge.UNQUANTIFIED, Hedge.NONE}


@or_nothing
def holdings(timeline: Timeline) -> Sentence:
    """How many claims, from how many origins, in how many documents; how many are retellings."""
    claims = some(timeline, "claim in this scope")
    return compose(
        "The scope holds {claims} claims from {origins} origins in {sources} documents; "
        "{retellings} of the claims only carry on what another said first.",
        claims=tally("claims", len(claims)),
        origins=tally("origins", len({claim.origin for claim in claims})),
        sources=tally("documents", len({claim.source_id for claim in claims})),
        retellings=tally("retellings", sum(claim.retelling for claim in claims)),
    )


@or_nothing
def busiest(timeline: Timeline) -> Sentence:
    """The day on which most was said, and by how many claimants."""
    days: dict[str, list[Claim]] = {}
    for claim in some(timeline, "claim in this scope"):
        if claim.said_on and claim.said_on.days == 1:
            days.setdefault(str(claim.said_on.last), []).append(claim)
    if not days:
        raise nothing("claim with a day")
    day, told = max(days.items(), key=lambda item: len(item[1]))
    return compose(
        "Most was said on {day}: {claims} claims by {claimants} claimants, {new} of them new.",
        day=day_words(when(day)),
        claims=tally("claims_of_the_busiest_day", len(told), told),
        claimants=tally("claimants_of_the_busiest_day", len({c.claimants for c in told})),
        new=tally("new_on_the_busiest_day", sum(not c.retelling for c in told)),
    )


@or_nothing
def begins_before(timeline: Timeline, event_id: str) -> Sentence:
    """Which figures cover days before an event, and by how many days."""
    event = when(timeline.named("events", event_id)["when"])
    early = [c for c in timeline.told() if c.covers and _days_before(c.covers, event) > 0]
    if not early:
        raise nothing("figure that covers days before the event")
    claim = max(early, key=lambda c: _days_before(c.covers, event))
    return compose(
        "“{phrase}” [{id}] is about {covers}: it begins {days} days before this event of the "
        "story: {summary}",
        phrase=claim.phrase,
        id=claim.claim_id,
        covers=day_words(claim.covers) if claim.covers else "",
        days=tally("days_before", _days_before(claim.covers, event), [claim]),
        summary=timeline.named("events", event_id)["summary"],
    )


@or_nothing
def families(timeline: Timeline) -> Sentence:
    """The figure that was carried on most, and how many claims have an origin of their own."""
    told = some(timeline, "claim in this scope")
    members: dict[str, list[Claim]] = {}
    for claim in told:
        members.setdefault(claim.origin, []).append(claim)
    largest = max(members.values(), key=len)
    alone = [family for family in members.values() if len(family) == 1]
    first = next(c for c in largest if not c.retelling)
    return compose(
        "{claims} claims go back to {origins} origins; {alone} figures were said once only. The "
        "largest family, {size} claims, starts from “{phrase}” [{id}].",
        claims=tally("claims", len(told)),
        origins=tally("origins", len(members)),
        alone=tally("said_once", len(alone)),
        size=tally("largest_family", len(largest), largest),
        phrase=first.gloss or first.phrase,
        id=first.claim_id,
    )


@or_nothing
def lost_hedges(timeline: Timeline) -> Sentence:
    """How many retellings kept the hedge of their origin, and how many print it bare."""
    retold = [c for c in timeline.told() if c.retells and not _wordless(c)]
    if not retold:
        raise nothing("retelling with a number")
    hedged = [c for c in retold if c.origin_quantity.hedge is not Hedge.BARE]
    bare = [c for c in hedged if c.quantity.hedge is Hedge.BARE]
    kept = [c for c in hedged if c.quantity.hedge is c.origin_quantity.hedge]
    return compose(
        "Of {all} retellings with a number, {hedged} go back to a hedged figure: {kept} keep its "
        "hedge, {bare} print it bare, {turned} give it another.",
        all=tally("retellings_with_number", len(retold), retold),
        hedged=tally("of_hedged_figures", len(hedged), hedged),
        kept=tally("hedge_kept", len(kept), kept),
        bare=tally("hedge_lost", len(bare), bare),
        turned=tally("hedge_turned", len(hedged) - len(kept) - len(bare)),
    )


@or_nothing
def verbs(timeline: Timeline) -> Sentence:
    """With which verbs one number was told, and by whom."""
    told = [c for c in some(timeline, "claim of this kind") if c.verb]
    used: dict[str, list[Claim]] = {}
    for claim in told:
        used.setdefault(claim.verb, []).append(claim)
    if not used:
        raise nothing("claim with a verb")
    parts = [f"“{verb}” [{claims[0].claim_id}]" for verb, claims in used.items()]
    return compose(
        "{verbs} verbs in {claims} claims: {parts}.",
        verbs=tally("verbs", len(used)),
        claims=tally("claims_with_a_verb", len(told), told),
        parts=listed(parts),
    )


@or_nothing
def side_by_side(timeline: Timeline) -> Sentence:
    """Each claim in its own words, first utterances only."""
    told = some(timeline.once(), "claim of this kind")
    parts = [f"{who(timeline, c)}: “{c.gloss or c.phrase}” [{c.claim_id}]" for c in told]
    return compose(
        "{count} first utterances, side by side: {parts}.",
        count=tally("first_utterances", len(told), told),
        parts="; ".join(parts),
    )


def disputed(timeline: Timeline) -> Listing:
    """The disputes on record that have a claim in this scope, as a table."""
    ids = {claim.claim_id for claim in timeline.told()}
    rows = [row for row in timeline.rows["disputes"] if ids & set(members(row["claims"]))]
    import pandas as pd

    columns = ["dispute", "state", "raised by", "claims", "what the coder found"]
    cells = [
        (r["dispute_id"], r["state"], r["raised_by"], " ".join(members(r["claims"])), r["reason"])
        for r in rows
    ]
    return Listing("Disputes on record", pd.DataFrame(cells, columns=columns))


def _wordless(claim: Claim) -> bool:
    return bool({claim.quantity.hedge, claim.origin_quantity.hedge} & WORDLESS)


def _days_before(covers: When | None, event: When) -> int:
    if covers is None or covers.first is None or event.first is None:
        return 0
    return (event.first - covers.first).days
