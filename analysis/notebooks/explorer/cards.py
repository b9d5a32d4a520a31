"""Cards: a claim with its bounds, its document and its links; two claims compared."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.case.disputes_on_record import STATES, disputes_on_record
from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.claims.compare import verdict
from analysis.claims.sums import difference
from analysis.errors import Invalid
from analysis.notebooks.explorer import html
from analysis.words.card import card
from analysis.words.findings.totals import assumed
from analysis.words.names_and_days import in_words, listed
from analysis.words.sentences import cite, say
from analysis.words.wording import attributed, figure, of_things

RELATIONS = {
    "repeats": ("repeats", "is repeated by"),
    "garbles": ("repeats, with a change,", "is repeated, with a change, by"),
    "corrects": ("corrects", "is corrected by"),
    "withdraws": ("takes back", "is taken back by"),
    "part_of": ("is a part of", "has as a part"),
    "relative_to": ("is measured by", "is the measure of"),
    "share_of": ("is a share of", "has as a share"),
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
            sure = f"a {row['certainty']} link"
            phrases.setdefault(claim_id, []).append(f"{forth} {_named(timeline, other_id)}: {sure}")
            phrases.setdefault(other_id, []).append(f"{back} {_named(timeline, claim_id)}: {sure}")
    for row, claims in disputes_on_record(timeline):
        for claim in claims:
            others = listed([_named(timeline, c.claim_id) for c in claims if c is not claim])
            state = STATES[row["state"]].lower()
            against = f", against {others}" if others else ""
            phrases.setdefault(claim.claim_id, []).append(f"{row['title']} ({state}){against}")
    return phrases


def _named(timeline: Timeline, claim_id: str) -> str:
    """A claim by its words and who made it; its id, by which it can be chosen, comes last."""
    claim = timeline[claim_id]
    words = in_words(claim) if claim.phrase else figure(claim)
    return f"{words} ({attributed(timeline, claim)}) {claim_id}"


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
        return f"No difference can be given for {problem.value}: it takes {problem.allowed}."
    rest = of_things(str(derived.quantity), derived.quantity.stated, derived.label)
    return f"Our own subtraction, {derived.how}, leaves {rest}.{assumed(timeline, whole, share)}"


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
    """The figure as printed, and the bounds that its words entail; an end nobody stated is open."""
    quantity, drawn = claim.quantity, claim.drawn
    lost = ", without the hedge of the figure that it repeats" * claim.hedge_lost
    low, high = drawn.ends
    if low == high:
        return f"{quantity}{lost}" if low else f"{quantity}{lost}; no bound is stated"
    if low and high:
        return f"{quantity}{lost}; from {low} to {high}"
    return f"{quantity}{lost}; {f'{low} or more' if low else f'{high} or fewer'}"
