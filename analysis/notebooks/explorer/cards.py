"""Cards: a claim with its bounds, its document and its links; two claims compared."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.case.timeline import Timeline, disputes_on_record
from analysis.claims.cells import spaced
from analysis.claims.claim import Claim
from analysis.claims.compare import verdict
from analysis.claims.sums import difference
from analysis.errors import Invalid
from analysis.notebooks.explorer import html
from analysis.words.card import card
from analysis.words.names_and_days import listed
from analysis.words.sentences import cite, say

RELATIONS = {
    "repeats": ("repeats", "repeated by"),
    "garbles": ("garbles", "garbled by"),
    "corrects": ("corrects", "corrected by"),
    "withdraws": ("withdraws", "withdrawn by"),
    "part_of": ("part of", "has as part"),
    "relative_to": ("relative to", "has relative to it"),
    "share_of": ("a share of", "has as a share"),
    "apart_from": ("counts other things than", "counts other things than"),
}
"""A relation of links.csv in words, from the claim that has it and from the other."""
HINT = "Point at a mark or a row for its card. Click it, or choose its id above, to keep the card."
CHOOSE = "Choose two claims by their ids to compare them."


def cards(timeline: Timeline, claim_ids: Sequence[str]) -> str:
    """The cards that marks and rows can call up, as HTML, hidden until then.

    timeline: all that was known on the day, since a card names the links among its claims.
    claim_ids: the claims of the view, all of them in the timeline.
    """
    connected = connections(timeline)
    return "".join(_card(timeline, i, connected.get(i, ()), chosen=False) for i in claim_ids)


def chosen_card(timeline: Timeline, claim_id: str) -> str:
    """The card that is seen while no mark or row is pointed at, as HTML.

    claim_id: empty for a hint instead; one that the timeline lacks gives what is wrong with it.
    """
    if not claim_id:
        return html.part("hint", words=HINT)
    try:
        connected = connections(timeline).get(claim_id, ())
        return _card(timeline, claim_id, connected, chosen=True)
    except Invalid as invalid:
        return problems(invalid)


def comparison(timeline: Timeline, first: str, second: str) -> str:
    """Two claims as HTML: the verdict and why, both sentences, what one leaves of the other.

    first, second: ids of claims; where one is empty, a hint stands instead; where one is not in
    the timeline, what is wrong with it.
    """
    if not (first and second):
        return html.part("hint", words=CHOOSE)
    try:
        pair = timeline[first], timeline[second]
    except Invalid as invalid:
        return problems(invalid)
    outcome = verdict(*pair)
    return html.part(
        "comparison",
        word=outcome.word,
        reason=outcome.why,
        sentences=[str(say(timeline, claim.claim_id)) for claim in pair],
        remainder=remainder(timeline, *pair),
    )


def connections(timeline: Timeline) -> dict[str, list[str]]:
    """For each claim, by its id, its links and disputes with others of the timeline, in words.

    A claim without any is left out.
    """
    claim_ids = {claim.claim_id for claim in timeline}
    phrases: dict[str, list[str]] = {}
    for row in timeline.rows["links"]:
        claim_id, other_id = row["claim_id"], row["other_id"]
        if {claim_id, other_id} <= claim_ids:
            forth, back = RELATIONS[row["relation"]]
            phrases.setdefault(claim_id, []).append(f"{forth} {other_id} ({row['certainty']})")
            phrases.setdefault(other_id, []).append(f"{back} {claim_id} ({row['certainty']})")
    for row, claims in disputes_on_record(timeline):
        disputed_ids = [claim.claim_id for claim in claims]
        for claim_id in disputed_ids:
            others = listed([other for other in disputed_ids if other != claim_id])
            phrases.setdefault(claim_id, []).append(f"disputed ({row['state']}) with {others}")
    return phrases


def problems(invalid: Invalid) -> str:
    """What is wrong, as HTML, a line for each problem."""
    return html.part("problems", lines=[str(problem) for problem in invalid.problems])


def remainder(timeline: Timeline, first: Claim, second: Claim) -> str:
    """The difference of two claims, which nobody states, as a sentence; or why there is none.

    first, second: the claims. The smaller part is taken from the claim whose measure has the
    other's inside it; where neither has, the second from the first.
    """
    whole, share = (second, first) if _inside(first, second) else (first, second)
    try:
        derived = difference(whole, share, timeline.measures)
    except Invalid as invalid:
        problem = invalid.problems[0]
        return f"No difference: {problem.value}; it takes {problem.allowed}."
    return f"Difference, our own: {derived.how} = {derived.quantity} {derived.label}."


def _card(timeline: Timeline, claim_id: str, connected: Sequence[str], *, chosen: bool) -> str:
    """The card of a claim as HTML.

    connected: how it is connected with other claims, in words. chosen: seen now, and not hidden.
    """
    return html.part(
        "card",
        claim_id=claim_id,
        words=card(timeline, claim_id).html,
        sentence=str(say(timeline, claim_id)),
        bounds=_bounds(timeline[claim_id]),
        address=cite(timeline, claim_id).address,
        connected=connected,
        chosen=chosen,
    )


def _inside(part: Claim, whole: Claim) -> bool:
    """Does the table of measures declare the first inside the second?"""
    whole_category = part.definition.whole if part.definition else ""
    return (part.measure, whole_category) == (whole.measure, *whole.categories)


def _bounds(claim: Claim) -> str:
    """The hedge as printed, and the bounds that its words entail; an end nobody stated is open."""
    quantity = claim.drawn
    hedge = spaced(claim.quantity.hedge) + ", hedge lost" * claim.hedge_lost
    if quantity.low is None and quantity.high is None:
        return f"{hedge}; no bound"
    low, high = (end or "open" for end in quantity.ends)
    return f"{hedge}; {low} to {high}" if low != high else f"{hedge}; {low}"
