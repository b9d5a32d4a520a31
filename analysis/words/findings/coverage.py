"""Findings on the record: how many claims, when, by whom, and how many are retellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.case.disputes_on_record import STATES, disputes_on_record
from analysis.case.timeline import Timeline
from analysis.claims.cells import capitalized
from analysis.claims.claim import SURE_ENOUGH, Claim, families
from analysis.claims.dates import When, when
from analysis.claims.quantity import WITHOUT_FIGURE, Hedge
from analysis.words.findings.base import nothing, of_them, or_nothing, some
from analysis.words.listing import Listing
from analysis.words.names_and_days import day_words, in_words, listed
from analysis.words.sentences import Sentence, compose, counted, say, tally
from analysis.words.wording import attributed, verb

MOST_DAYS = 4
"""Days of equally many claims that are named; more are only counted."""


@or_nothing
def coverage(timeline: Timeline) -> Sentence:
    """How many claims and documents there are, and how many claims repeat another.

    A claim that repeats another outside this selection is first here, and is counted apart.
    """
    claims = some(timeline, "claim")
    inner = [claim for claim in claims if claim.retelling]
    outer = [claim for claim in claims if claim.retells and not claim.retelling]
    size = compose(
        "{whole} holds {claims} from {sources}.",
        whole="This selection" if timeline.filters else "The record",
        claims=counted("claims", len(claims), "claim", claims),
        sources=counted("documents", len({c.source_id for c in claims}), "document", claims),
    )
    return size + _repeated(claims, inner) + _repeated_from_outside(outer)


def _repeated(claims: Sequence[Claim], inner: Sequence[Claim]) -> Sentence:
    """How many claims are the first of their kind, and how many repeat one of them."""
    if not inner:
        return Sentence("")
    origins = len({claim.origin for claim in claims})
    return compose(
        "As far as it shows, {origins} of the claims {say} something for the first time and "
        "{within} {repeat} another one. {links}",
        origins=tally("origins", origins, claims),
        say=verb(origins, "says", "say"),
        within=tally("retellings", len(inner), inner),
        repeat=verb(len(inner), "repeats", "repeat"),
        links=_how_sure(inner),
    )


def _how_sure(claims: Sequence[Claim]) -> Sentence:
    """How sure the links are by which claims repeat others, which a coder concluded."""
    groups = {word: [c for c in claims if c.certainty == word] for word in SURE_ENOUGH}
    numbers = {word: tally(f"{word}_links", len(of), of) for word, of in groups.items() if of}
    if len(claims) == 1:
        return compose("By our reading that link is {word}.", word=claims[0].certainty)
    if len(numbers) == 1:
        ((word, number),) = numbers.items()
        every = "both" if len(claims) == 2 else f"all {number}"
        return Sentence(f"By our reading {every} of these links are {word}.", (number,))
    return compose(
        "By our reading {sure} of these links {are} sure and {likely} likely.",
        are=verb(len(groups["sure"]), "is", "are"),
        **numbers,  # type: ignore[arg-type]  # mypy takes them for `also` too
    )


def _repeated_from_outside(outer: Sequence[Claim]) -> Sentence:
    if not outer:
        return Sentence("")
    return compose(
        "{n} {repeat} what was said outside this selection.",
        n=counted("retellings_of_others", len(outer), "claim", outer),
        repeat=verb(len(outer), "repeats", "repeat"),
    )


@or_nothing
def busiest_day(timeline: Timeline) -> Sentence:
    """The day to which most claims are dated, by how many claimants, and how many are new.

    Only claims that are dated to a single day are counted. A claim that is open between claimants
    counts for neither. Where several days are level, they are named, and no more is said.
    """
    days: dict[str, list[Claim]] = {}
    for claim in some(timeline, "claim"):
        if claim.said_on and claim.said_on.days == 1:
            days.setdefault(str(claim.said_on.last), []).append(claim)
    if not days:
        raise nothing("claim with a day")
    most = max(map(len, days.values()))
    busiest = sorted(day for day, claims in days.items() if len(claims) == most)
    if len(busiest) > 1:
        return _level_days(busiest, [claim for day in busiest for claim in days[day]], most)
    (day,) = busiest
    claims = days[day]
    claimants = {c.claimants for c in claims if len(c.claimants) == 1}
    return compose(
        "The day with the most claims is {day}: {claims} {are} dated to that day alone, by "
        "{claimants}.{new}",
        day=day_words(when(day)),
        claims=counted("claims_of_the_busiest_day", len(claims), "claim", claims),
        are=verb(len(claims), "is", "are"),
        claimants=counted("claimants_of_the_busiest_day", len(claimants), "claimant", claims)
        if claimants
        else "somebody whom the text leaves open",
        new=_new([claim for claim in claims if not claim.retells], len(claims)),
    )


def _new(claims: Sequence[Claim], among: int) -> Sentence:
    """How many of the claims of a day are not tied to an earlier one."""
    if not claims:
        return Sentence("")
    number = tally("new_on_the_busiest_day", len(claims), claims)
    return compose(
        " Going by sure and likely links, {new} {are} new.",
        new=of_them(number, len(claims), among),
        are=verb(len(claims), "is", "are"),
    )


def _level_days(days: Sequence[str], claims: Sequence[Claim], each: int) -> Sentence:
    """That several days have equally many claims; each: how many."""
    if len(days) > MOST_DAYS:
        return compose(
            "No day stands out: {days} have {claims} each.",
            days=counted("busiest_days", len(days), "day", claims),
            claims=counted("claims_of_the_busiest_day", each, "claim", claims),
        )
    return compose(
        "The days with the most claims are {days}, with {claims} each.",
        days=listed([day_words(when(day)) for day in days]),
        claims=counted("claims_of_the_busiest_day", each, "claim", claims),
    )


@or_nothing
def begins_before(timeline: Timeline, event_id: str = "") -> Sentence:
    """Which figure is for most days before an event, and how many.

    event_id: of events.csv; by default the event that most claims of the case are about. Empty
    where no figure is for an earlier day, or there is no such event: most stories have neither.
    """
    known = {row["event_id"]: row for row in timeline.rows["events"]}
    event_id = event_id or _most_named(timeline)
    if event_id not in known:
        return Sentence("")
    event = when(known[event_id]["when"])
    early = [c for c in timeline if c.covers and _days_before(c.covers, event) > 0]
    if not early:
        return Sentence("")
    claim = max(early, key=lambda c: _days_before(c.covers, event))
    days = _days_before(claim.covers, event)
    return compose(
        "The figure {words} [{id}] is for {covers}, {begins}{days} before “{label}” ({day}).",
        words=f"in {in_words(claim)}" if claim.phrase else f"({claim.quantity})",
        begins="a period that begins " if claim.covers and claim.covers.days != 1 else "",
        id=claim.claim_id,
        covers=day_words(claim.covers) if claim.covers else "",
        days=counted("days_before", days, "day", [claim]),
        label=known[event_id]["label"],
        day=day_words(event),
    )


@or_nothing
def lineages(timeline: Timeline) -> Sentence:
    """The claim that was repeated most, and how many were said once only.

    What goes back to a claim outside the timeline is counted apart: it is nobody's first word here.
    """
    claims = some(timeline, "claim")
    groups = families(claims)
    largest = max(groups.values(), key=len)
    ids = {claim.claim_id for claim in claims}
    beyond = [claim for claim in claims if claim.origin not in ids]
    alone = [f[0] for f in groups.values() if len(f) == 1 and f[0].origin in ids]
    if len(alone) == len(claims):
        raise nothing("claim that repeats another of them")
    sentence = compose(
        "Followed back along sure and likely links, {claims} lead to {origins}.{alone}{beyond}",
        claims=counted("claims", len(claims), "claim", claims),
        origins=compose(
            "{n} that {were} said first",
            n=tally("origins", len(groups), groups),
            were=verb(len(groups), "was", "were"),
        ),
        alone=_alone(alone),
        beyond=_beyond(beyond),
    )
    level = sum(1 for family in groups.values() if len(family) == len(largest))
    if level > 1 or largest[0].origin not in ids:
        return sentence
    return sentence + _most_repeated(timeline, largest)


def _alone(alone: Sequence[Claim]) -> Sentence:
    if not alone:
        return Sentence("")
    return compose(
        " For {n} of those no repetition is on record.", n=tally("said_once", len(alone), alone)
    )


def _beyond(beyond: Sequence[Claim]) -> Sentence:
    if not beyond:
        return Sentence("")
    return compose(
        " {n} {were} first said in other documents.",
        n=tally("first_said_elsewhere", len(beyond), beyond),
        were=verb(len(beyond), "was", "were"),
    )


def _most_repeated(timeline: Timeline, family: Sequence[Claim]) -> Sentence:
    """The claim to which most others go back; family: it and they."""
    first = next(c for c in family if not c.retelling)
    others = [claim for claim in family if claim is not first]
    return compose(
        "The one repeated most often is {words} ({who}) [{id}]: {others} {go} back to it.",
        words=in_words(first),
        who=attributed(timeline, first),
        id=first.claim_id,
        others=counted("largest_family", len(others), "claim", others),
        go=verb(len(others), "goes", "go"),
    )


@or_nothing
def lost_hedges(timeline: Timeline) -> Sentence:
    """How many repetitions kept the hedge of the figure they go back to, and how many did not."""
    retellings = [c for c in timeline if c.retells and not _without_figure(c)]
    if not retellings:
        raise nothing("repeated number")
    hedged = [c for c in retellings if c.origin_quantity.hedge is not Hedge.BARE]
    total = counted("retellings_with_number", len(retellings), "claim", retellings)
    repeat = verb(len(retellings), "repeats", "repeat")
    if not hedged:
        return compose(
            "{all} with a number {repeat} an earlier one that was printed without a hedge.",
            all=total,
            repeat=repeat,
        )
    number = tally("of_hedged_figures", len(hedged), hedged)
    return compose(
        "{all} with a number {repeat} an earlier one. {hedged} {go} back to a hedged figure "
        "(“about”, “more than” or the like){courses}.",
        all=total,
        repeat=repeat,
        hedged=_begun(of_them(number, len(hedged), len(retellings))),
        go=verb(len(hedged), "goes", "go"),
        courses=_courses(hedged),
    )


def _begun(sentence: Sentence) -> Sentence:
    return Sentence(capitalized(sentence.text), sentence.numbers)


def _courses(hedged: Sequence[Claim]) -> Sentence:
    """What became of the hedges; a course that none took is left out."""
    bare = [c for c in hedged if c.quantity.hedge is Hedge.BARE]
    same = [c for c in hedged if c.quantity.hedge is c.origin_quantity.hedge]
    turned = [c for c in hedged if c not in (*bare, *same)]
    clauses = [
        _course("hedge_kept", same, "keep", "the hedge"),
        _course("hedge_lost", bare, "print", "the number without it"),
        _course("hedge_turned", turned, "hedge", "it otherwise"),
    ]
    said = [clause for clause in clauses if clause.text]
    numbers = [number for clause in said for number in clause.numbers]
    text = listed([clause.text for clause in said])
    if len(hedged) == 1:  # it is the subject already, and needs no number before its verb
        return Sentence(f" and {text.removeprefix('1 ')}", tuple(numbers))
    return Sentence(f": {text}", tuple(numbers))


def _course(name: str, claims: Sequence[Claim], does: str, what: str) -> Sentence:
    """How many claims did something with a hedge, and how many of them by a sure link."""
    if not claims:
        return Sentence("")
    sure = [claim for claim in claims if claim.certainty == "sure"]
    return compose(
        "{n} {does} {what}{apart}",
        n=tally(name, len(claims), claims),
        does=verb(len(claims), f"{does}s", does),
        what=what,
        apart=_surely(name, sure, len(claims)) if sure and name == "hedge_lost" else "",
    )


def _surely(name: str, sure: Sequence[Claim], among: int) -> Sentence:
    """That a course, or so many of those that took it, rests on sure links."""
    number = tally(f"{name}_surely", len(sure), sure)
    if among == 1:
        return Sentence(" (by a sure link)", (number,))
    return compose(" ({n} by {link})", n=number, link=verb(len(sure), "a sure link", "sure links"))


@or_nothing
def verbs(timeline: Timeline) -> Sentence:
    """With which verbs a number was stated, each with the first claim that has it."""
    claims = [c for c in some(timeline, "claim of this kind") if c.verb]
    claims_of: dict[str, list[Claim]] = {}
    for claim in claims:
        claims_of.setdefault(claim.verb, []).append(claim)
    if not claims_of:
        raise nothing("verb that goes with such a number")
    parts = [
        f"“{word}” ({attributed(timeline, first)}) [{first.claim_id}]"
        for word, (first, *_) in claims_of.items()
    ]
    if len(claims_of) == 1:
        return compose("The verb is {parts}.", parts=listed(parts))
    return compose(
        "{claims} use {verbs}, each named here with a claim that has it: {parts}.",
        parts=listed(parts),
        verbs=counted("verbs", len(claims_of), "different verb", claims),
        claims=counted("claims_with_a_verb", len(claims), "claim", claims),
    )


@or_nothing
def side_by_side(timeline: Timeline) -> Sentence:
    """Each claim that repeats no other of these, as a sentence with the words it was printed in."""
    claims = some(timeline.first_utterances(), "claim of this kind")
    # Their words are quoted, and a number in them need not read as the quantity does.
    return Sentence(" ".join(say(timeline, claim.claim_id).text for claim in claims))


def disputed(timeline: Timeline) -> Listing:
    """The disputes on record that stand among the claims of this selection, as a table."""
    import pandas as pd

    columns = ["question", "state", "who says what", "what is known", "claims", "dispute"]
    rows = []
    for row, claims in disputes_on_record(timeline):
        ids = " ".join(claim.claim_id for claim in claims)
        words = "; ".join(_position(timeline, claim) for claim in claims)
        state = STATES[row["state"]]
        rows.append((row["title"], state, words, row["reason"], ids, row["dispute_id"]))
    return Listing("What is disputed", pd.DataFrame(rows, columns=columns))


def _position(timeline: Timeline, claim: Claim) -> str:
    """What a claimant says in a dispute, in words."""
    return f"{capitalized(attributed(timeline, claim))}: {in_words(claim)}"


def _without_figure(claim: Claim) -> bool:
    """Whether the claim or its origin prints no number."""
    return bool({claim.quantity.hedge, claim.origin_quantity.hedge} & WITHOUT_FIGURE)


def _most_named(timeline: Timeline) -> str:
    """The event that most claims of the case name, the first of several; empty for none."""
    rows = (timeline.uncut or timeline.rows)["claims"]
    named = Counter(row["event_id"] for row in rows if row["event_id"])
    return min(named, key=lambda event: (-named[event], event), default="")


def _days_before(covers: When | None, event: When) -> int:
    """Days from the first day covered to the event; 0 where either is not known."""
    if covers is None or covers.first is None or event.first is None:
        return 0
    return (event.first - covers.first).days
