"""Cards: a claim with its bounds, its document and its links; two claims side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from analysis.case.timeline import Timeline, disputes_on_record
from analysis.claims.claim import Claim
from analysis.claims.compare import verdict
from analysis.claims.sums import difference
from analysis.errors import Invalid
from analysis.notebooks.explorer.html import element, link, text
from analysis.words.card import card
from analysis.words.names_and_days import deep_link, listed
from analysis.words.sentences import say

RELATIONS = {
    "repeats": ("repeats", "repeated by"),
    "garbles": ("garbles", "garbled by"),
    "corrects": ("corrects", "corrected by"),
    "part_of": ("part of", "has as part"),
    "relative_to": ("relative to", "has relative to it"),
    "apart_from": ("counts other things than", "counts other things than"),
}
"""A relation in words, from the claim that has it and from the other."""
HINT = "Point at a mark or a row for its card. Click it, or choose its id above, to keep the card."
CHOOSE = "Choose two claims by their ids to compare them."


def whole_card(timeline: Timeline, claim_id: str, connected: Sequence[str], **more: str) -> str:
    """The card of a claim as HTML.

    connected: how it is to other claims, in words. more: attributes.
    """
    claim = timeline[claim_id]
    address = timeline.row("sources", claim.source_id)["url"]
    facts = [
        ("Hedge and bounds", escape(_bounds(claim))),
        ("Document", link("Open at the words", deep_link(address, claim.phrase))),
        ("Connected", "<br>".join(map(escape, connected))),
    ]
    data = "".join(element("dt", name) + element("dd", words) for name, words in facts if words)
    said = element("p", text(str(say(timeline, claim_id))))
    inside = element("p", card(timeline, claim_id).html) + said + element("dl", data)
    return element("article", inside, **more)


def cards(timeline: Timeline, texts: Sequence[str]) -> str:
    """Every card that a mark or a row can call up, hidden until then.

    timeline: all that was known on the day, since its links are those among its claims.
    """
    words = connections(timeline)
    each = (whole_card(timeline, i, words.get(i, ()), data_card=i, hidden="hidden") for i in texts)
    return "".join(each)


def chosen_card(timeline: Timeline, claim_id: str) -> str:
    """The card that stands while no mark or row is pointed at."""
    if not claim_id:
        return element("p", HINT, class_="contested-hint")
    try:
        data = connections(timeline).get(claim_id, ())
        return whole_card(timeline, claim_id, data, data_chosen=claim_id)
    except Invalid as refused:
        return problem(refused)


def connections(timeline: Timeline) -> dict[str, list[str]]:
    """For each claim its links to others of the timeline, and disputes among them, in words."""
    known = {claim.claim_id for claim in timeline}
    texts: dict[str, list[str]] = {}
    for row in timeline.rows["links"]:
        name, two = row["claim_id"], row["other_id"]
        if {name, two} <= known:
            to, back = RELATIONS[row["relation"]]
            texts.setdefault(name, []).append(f"{to} {two} ({row['certainty']})")
            texts.setdefault(two, []).append(f"{back} {name} ({row['certainty']})")
    for row, claims in disputes_on_record(timeline):
        ids = [claim.claim_id for claim in claims]
        for claim_id in ids:
            others = listed([other for other in ids if other != claim_id])
            texts.setdefault(claim_id, []).append(f"disputed ({row['state']}) with {others}")
    return texts


def problem(refused: Invalid) -> str:
    """What is wrong, a line each."""
    lines = "<br>".join(escape(str(matches)) for matches in refused.problems)
    return element("p", lines, class_="contested-problem", role="alert")


def comparison(timeline: Timeline, name: str, two: str) -> str:
    """Two claims: one of five words and why, both sentences, and what one leaves of the other."""
    if not (name and two):
        return element("p", CHOOSE, class_="contested-hint")
    try:
        pair = timeline[name], timeline[two]
    except Invalid as refused:
        return problem(refused)
    data = verdict(*pair)
    word = element("b", escape(data.word), class_="contested-word")
    said = [element("p", text(str(say(timeline, claim.claim_id)))) for claim in pair]
    rest = element("p", text(remainder(timeline, *pair)), class_="contested-rest")
    return "".join([element("p", f"{word} {text(data.why)}"), *said, rest])


def remainder(timeline: Timeline, claim: Claim, two: Claim) -> str:
    """What is left of one claim without the other, our own subtraction; or why there is none."""
    whole, part = (two, claim) if _inside(claim, two) else (claim, two)
    try:
        derived = difference(whole, part, timeline.measures)
    except Invalid as refused:
        problem = refused.problems[0]
        return f"No difference: {problem.value}; it takes {problem.allowed}."
    return f"Difference, our own: {derived.how} = {derived.quantity} {derived.label}."


def _inside(part: Claim, whole: Claim) -> bool:
    """Does the table of measures declare the one inside the other?"""
    inside = part.definition.whole if part.definition else ""
    return (part.measure, inside) == (whole.measure, *whole.categories)


def _bounds(claim: Claim) -> str:
    """The hedge as printed, and the bounds that its words entail; an end nobody stated is open."""
    quantity = claim.drawn
    hedge = claim.quantity.hedge.replace("_", " ") + ", hedge lost" * claim.hedge_lost
    if quantity.low is None and quantity.high is None:
        return f"{hedge}; no bound"
    low = "open" if quantity.low is None else f"{'above ' * quantity.open_low}{quantity.low:,}"
    high = "open" if quantity.high is None else f"{'below ' * quantity.open_high}{quantity.high:,}"
    return f"{hedge}; {low} to {high}" if low != high else f"{hedge}; {low}"
