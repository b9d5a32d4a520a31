"""Sentences on the parts of a whole: who counts which, what that leaves, and what we assume."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import combinations, takewhile
from operator import add

from analysis.case.timeline import Timeline
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim
from analysis.claims.measure import Measure
from analysis.claims.parts import Account, Remainder, size
from analysis.claims.quantity import Hedge, Quantity, in_digits
from analysis.errors import many
from analysis.words.breakdown import Breakdown, by_number
from analysis.words.names_and_days import (
    day_words,
    in_words,
    listed,
    short_day,
)
from analysis.words.wording import the, verb

NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
"""The numbers that are printed as words in a sentence."""
OUR_OWN = "our subtraction"
AUXILIARIES = {"are", "is", "were", "was", "be", "been", "have", "has", "had", "still", "now"}
"""Words of a verb that say nothing without what follows it."""


def in_letters(number: float) -> str:
    """A number in a sentence: in letters up to ten, else in digits.

    >>> in_letters(6), in_letters(11)
    ('six', '11')
    """
    whole = int(number) if number == int(number) else -1
    return NUMBERS[whole] if 0 <= whole < len(NUMBERS) else in_digits(number)


def claimants(timeline: Timeline, claim: Claim) -> str:
    """The claimant, or the candidates joined by "or", without who passed it on."""
    return " or ".join(timeline.row("actors", actor)["name"] for actor in claim.claimants)


def when_and_where(timeline: Timeline, claim: Claim) -> str:
    """The day and the document of a claim for a label, as `2 Sep, in Rudaw, via Reuters`."""
    publisher = timeline.row("sources", claim.source_id)["publisher"]
    name = claimants(timeline, claim)
    own = timeline.row("claims", claim.claim_id)["speech"] == "own"
    place = f", {'' if own else 'in '}{publisher}"
    if publisher in name or name in publisher:
        place = ", in its own voice" if own else ""
    via = listed([timeline.row("actors", actor)["name"] for actor in claim.via])
    return f"{short_day(claim.said_on)}{place}{via and f', via {via}'}"


def said_words(claim: Claim) -> str:
    """The claim's own words for its label: its verb with the number, else its whole phrase.

    A hedged figure keeps its phrase, in which the hedge stands.
    """
    lost = ", hedge lost" if claim.hedge_lost else ""
    if not telling(claim):
        return in_words(claim) + lost
    if claim.quantity.hedge is Hedge.BARE:
        return f"{claim.quantity} {_own_words(claim)}{lost}"
    return f"{in_words(claim)} “{claim.verb}”"


def tails(parts: Sequence[Measure]) -> dict[str, str]:
    """The labels of the parts of a frame without the words that all begin with, by category.

    parts: two or more of one frame; a single one keeps its label.
    """
    split = [part.label.split() for part in parts]
    shared = len(list(takewhile(lambda words: len(set(words)) == 1, zip(*split, strict=False))))
    shared = min(shared, *(len(words) - 1 for words in split)) if len(split) > 1 else 0
    return {part.category: " ".join(w[shared:]) for part, w in zip(parts, split, strict=True)}


def assumed(timeline: Timeline, rest: Remainder) -> str:
    """What a subtraction takes for granted, as `if none was lost on the way`; empty for nothing."""
    whole, part = rest.whole, rest.part
    both = [actor for actor in part.claimants if actor in whole.claimants]
    names = " or ".join(timeline.row("actors", actor)["name"] for actor in both)
    reasons = {
        "none was lost on the way": _day(whole) != _day(part),
        f"both figures are {names}’s": whole.claimants != part.claimants,
    }
    conditions = [words for words, needed in reasons.items() if needed]
    return f"if {' and '.join(conditions)}" if conditions else ""


def computed(timeline: Timeline, rest: Remainder) -> str:
    """How a rest was computed, and what that takes for granted."""
    condition = assumed(timeline, rest)
    return f"{rest.derived.how}{condition and f', {condition}'}"


def ours(timeline: Timeline, rest: Remainder) -> str:
    """The rest as a clause, for the alt text."""
    are = verb(size(rest.derived.quantity), "is", "are")
    how = computed(timeline, rest)
    return f"the other {rest.derived.quantity} {are} {OUR_OWN}, {how}"


def published(claim: Claim) -> str:
    """The day on which the document of a claim came out, in words."""
    return day_words(claim.published) if claim.published else "undated"


def whole_words(timeline: Timeline, whole: Claim) -> str:
    """The words that say how many there are, who speaks, and of which day."""
    about = "" if whole.covers is None else f", for {day_words(whole.covers)}"
    return f"{in_words(whole)} in all: {claimants(timeline, whole)}{about}"


def headline(timeline: Timeline, content: Breakdown) -> str:
    """What the first account says, as the title of a chart; where there is none, how many in all.

    Of how many its parts are is said only where its own document has that number.
    """
    if not content.accounts:
        return how_many([claim for _, group in content.totals for claim in group])
    account = content.accounts[0]
    whole, subject = content.whole_of(account), claimants(timeline, account.lead)
    if len(account.parts) > 1:
        return f"{subject} {_divided(account, whole)}"
    return f"{subject}: {_part(account.lead, whole)}{_after(account.lead, content)}"


def _divided(account: Account, whole: Claim | None) -> str:
    """All parts of an account, each number after its words: they may be one of something."""
    words = tails([claim.definition for claim in account.parts if claim.definition])
    parts = [f"{words[c.categories[0]]} {c.quantity}" for c in account.parts]
    thing = f"divides the {whole.quantity} {unit(whole)}" if whole else f"counts {_thing(account)}"
    return f"{thing}: {listed(parts)}{_too_many(account, whole)}"


def _too_many(account: Account, whole: Claim | None) -> str:
    """That the parts surely add up to more than the whole, with their sum; empty where not."""
    most = whole.quantity.high if whole else None
    if most is None:
        return ""
    total = reduce(add, (claim.quantity for claim in account.parts))
    return f"; the parts add up to more, {total}" if (total.low or 0) > most else ""


def _thing(account: Account) -> str:
    return unit(account.lead) if len({unit(claim) for claim in account.parts}) == 1 else "parts"


def _part(claim: Claim, whole: Claim | None) -> str:
    """A part of its whole, with the verb of its document where that says something."""
    number = _quantity(claim.quantity)
    if whole is None:
        single = size(claim.quantity) == 1
        return f"{claim.label}, {number}" if single else f"{number} {_doing(claim, unit(claim))}"
    return f"{number} of {whole.quantity} {_doing(claim, unit(whole))}"


def _doing(claim: Claim, thing: str) -> str:
    """A thing with the verb of a claim, else with the words of its label."""
    words = claim.label.removeprefix(thing)
    if telling(claim):
        return f"{thing} “{claim.verb}”"
    return f"{thing}: {claim.label}" if words == claim.label else claim.label


def telling(claim: Claim) -> bool:
    """Whether the verb of a claim says something alone, in the language of the reader."""
    return bool(claim.verb) and not claim.gloss and not set(claim.verb.split()) <= AUXILIARIES


def _after(claim: Claim, content: Breakdown) -> str:
    whole, rest = content.whole, content.rest
    if rest:
        number = _quantity(rest.derived.quantity)
        are = verb(size(rest.derived.quantity), "is", "are")
        return f"; the other {number} {are} {OUR_OWN}"
    over = size(claim.quantity) - size(whole.quantity) if whole else 0
    if over < 0:
        return "; the rest is not placed"
    exact = whole is not None and whole.quantity.hedge is Hedge.BARE
    return f"; that is {in_letters(over)} too many" if over and exact else ""


def how_many(claims: Sequence[Claim]) -> str:
    """The question how many there were, with the numbers on record, as the title of a chart."""
    thing = unit(claims[0])
    words = [_number(group) for _, group in reversed(by_number(claims))]
    if len(words) == 1:
        return f"{capitalized(words[0])} {thing} in all"
    return f"How many {thing}: {', '.join(words[:-1])} or {words[-1]}"


def _number(claims: Sequence[Claim]) -> str:
    """The number that claims share, with its hedge where all of them have the same."""
    words = {str(claim.quantity) for claim in claims}
    return words.pop() if len(words) == 1 else in_digits(size(claims[0].quantity))


def subject(content: Breakdown) -> str:
    """What is counted, to begin the line under the title."""
    if content.whole and content.accounts:
        label = content.whole.label
        return f"{capitalized(label)}, part by part"
    label = content.claims[0].label
    return f"The number of {label}" if not content.accounts else capitalized(label)


def doubt(timeline: Timeline, content: Breakdown) -> str:
    """That two claimants may not mean the same units, where frames hold the same number.

    Empty where none do, or where the record says how the two are related.
    """
    claims = [
        claim
        for account in content.accounts
        for claim in account.parts
        if account in content.start or not claim.retells
    ]
    for first, second in combinations(claims, 2):
        if _unrelated(first, second):
            names = listed([the(claimants(timeline, claim)) for claim in (first, second)])
            number = in_letters(size(first.quantity))
            return f"Nothing read for this record says whether {names} mean the same {number}."
    return ""


def repetitions(claims: Sequence[Claim]) -> str:
    """That claims are not drawn, because their documents only repeat others; empty for none."""
    are = verb(len(claims), "is", "are")
    return f"{many(len(claims), 'repetition')} of these counts {are} not drawn." if claims else ""


def left_out(claims: Sequence[Claim]) -> str:
    """That claims are not drawn, because they count no part of the whole; empty for none."""
    if not claims:
        return ""
    are = verb(len(claims), "is", "are")
    named = [claim.label for claim in claims if claim.definition]
    labels = listed(list(dict.fromkeys(named or [claim.label for claim in claims])))
    return f"{many(len(claims), 'claim')} on {labels} {are} not drawn."


def apart(divisions: int) -> str:
    """That several ways of dividing a whole are never mixed; empty for a single one."""
    return "Counts of different divisions are never added up." if divisions > 1 else ""


def _unrelated(first: Claim, second: Claim) -> bool:
    """Whether two claims of two frames have one number, and no link says what they share."""
    parts = first.definition, second.definition
    if None in parts or len({part.frame for part in parts if part}) == 1:
        return False
    same = first.quantity == second.quantity and first.claimants != second.claimants
    linked = second.claim_id in first.apart_from | first.settled_with
    return same and not linked and first.origin != second.origin


def consequence(account: Account, whole: Claim | None, rest: Remainder | None) -> str:
    """What follows from an account in a few words, as `6 + 11 = 17`.

    whole: how many there are in all. rest: the remainder computed from the document to begin with.
    """
    if not account.total:
        return "no number" if account.lead.quantity.hedge is Hedge.UNQUANTIFIED else "none"
    if whole is None:
        return ""
    total, parts = size(whole.quantity), account.parts
    over = account.total - total
    exact = account.exact and whole.quantity.hedge is Hedge.BARE
    how = " + ".join(str(claim.quantity) for claim in parts)
    sums = f"{how} = {in_digits(account.total)}" if len(parts) > 1 else ""
    if exact and over > 0:
        return ", ".join(filter(None, [sums, f"{in_letters(over)} more than {whole.quantity}"]))
    if account.exact and sums:
        return sums if not (over and exact) else _missing(account, whole)
    if rest and _equals(account.lead, rest):
        return f"equals {rest.derived.how}, {OUR_OWN}"
    if over < 0 or not exact:
        return "the rest is not placed" if over < 0 else ""
    return "all of them"


def _missing(account: Account, whole: Claim) -> str:
    left = size(whole.quantity) - account.total
    return f"{in_letters(left)} of {whole.quantity} {unit(whole)} unaccounted for"


def _equals(claim: Claim, rest: Remainder) -> bool:
    """Whether somebody counts the very rest that we computed, and is not its source."""
    part = rest.part.definition
    same_frame = bool(claim.definition and part and claim.definition.frame == part.frame)
    other = claim.categories != rest.part.categories
    return same_frame and other and claim.quantity == rest.derived.quantity


def counted_by(timeline: Timeline, claim: Claim) -> str:
    """Who says how many, and when; a hedged figure in its words first."""
    hedge = "" if claim.quantity.hedge is Hedge.BARE else f"{in_words(claim)}: "
    return f"{hedge}{claimants(timeline, claim)}, {short_day(claim.said_on)}"


def sentences(timeline: Timeline, content: Breakdown, *, cited: bool = False) -> list[str]:
    """Each account as a sentence with what follows from it.

    cited: whether each part is followed by the id of its claim, else by its words.
    """
    return [_sentence(timeline, content, account, cited) for account in content.accounts]


def _sentence(timeline: Timeline, content: Breakdown, account: Account, cited: bool) -> str:
    notes = [f"[{c.claim_id}]" if cited else f"({_own_words(c)})" for c in account.parts]
    again = [
        "" if account in content.start or not c.retells else ", repeated" for c in account.parts
    ]
    whole = content.whole_of(account)
    parts = [_labelled(claim, whole) for claim in account.parts]
    words = listed(
        [f"{part}{old} {note}" for part, old, note in zip(parts, again, notes, strict=True)]
    )
    after = consequence(account, content.whole_for(account), content.rest)
    if account is content.begun and content.rest:
        after = ours(timeline, content.rest)
    where = when_and_where(timeline, account.lead)
    subject = f"{claimants(timeline, account.lead)} ({where})"
    return f"{subject}: {words}{after and f'; {after}'}."


def _own_words(claim: Claim) -> str:
    """The verb of a plain figure, where that says something; else the whole phrase."""
    plain = telling(claim) and claim.quantity.hedge is Hedge.BARE
    return f"“{claim.verb}”" if plain else in_words(claim)


def _labelled(claim: Claim, whole: Claim | None) -> str:
    """A part as `6 of 17 buses gone back west`; of another unit as `tanks struck: 1 of 20`."""
    of = f" of {whole.quantity}" if whole else ""
    thing = unit(whole) if whole else unit(claim)
    if claim.label.startswith(thing) and (whole or size(claim.quantity) != 1):
        return f"{claim.quantity}{of} {claim.label}"
    return f"{claim.label}: {claim.quantity}{of}"


def totals_sentence(
    timeline: Timeline,
    groups: Sequence[tuple[float, Sequence[Claim]]],
    *,
    cited: bool = False,
) -> str:
    """Who says how many there are in all; empty where nobody does.

    groups: the claims by number, as of `by_number`. cited: whether with the ids of the claims.
    """
    lines = [f"{_number(g)} by {_names(timeline, g, cited)}" for _, g in groups]
    return f"How many in all: {'; '.join(lines)}." if lines else ""


def _names(timeline: Timeline, claims: Sequence[Claim], cited: bool) -> str:
    """Who says a number, and how many others repeat it."""
    named = [claim for claim in claims if not claim.retelling]
    common = _number(claims)
    names = []
    for claim in named:
        hedged = "" if str(claim.quantity) == common else f", {claim.quantity}"
        cite = f" [{claim.claim_id}]" if cited else ""
        names.append(f"{claimants(timeline, claim)}{hedged}{cite}")
    if others := len(claims) - len(named):
        names.append(f"{many(others, 'report')} that repeat{'s' if others == 1 else ''} it")
    return listed(list(dict.fromkeys(names)))


def _quantity(quantity: Quantity) -> str:
    return in_letters(size(quantity)) if quantity.hedge is Hedge.BARE else str(quantity)


def unit(claim: Claim) -> str:
    """What a claim counts, in the plural; empty where its category is left open."""
    return claim.definition.unit if claim.definition else ""


def _day(claim: Claim) -> str:
    return claim.covers.text if claim.covers else ""


def ends(timeline: Timeline, account: Account) -> Mapping[str, str]:
    """The parts of the frame of an account in words, by category, in the order of measures.csv."""
    part = account.lead.definition
    same = [
        other
        for other in timeline.measures.values()
        if part
        and (other.measure, other.whole, other.frame) == (part.measure, part.whole, part.frame)
    ]
    return tails(same)
