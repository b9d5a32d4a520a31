"""Findings on the figures for one number: who said them, their range, and their retellings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.claims.compare import Word, verdict
from analysis.claims.quantity import Hedge
from analysis.words.findings.base import nothing, numbered, or_nothing, some
from analysis.words.names_and_days import day_words, listed, who
from analysis.words.sentences import Sentence, compose, counted, reported, tally

NOT_OUT = "The article we start from was not out yet, and no earlier figure on this is on record."
"""The answer of a day on which nothing answers."""
MOST = 4
"""Figures for one thing up to which each is named."""


@or_nothing
def range_by_period(timeline: Timeline) -> Sentence:
    """The lowest and highest figures of first utterances, for each period they are about."""
    figures = [c for c in timeline.first_utterances() if _ends(c)]
    # What the text leaves open sets no end of a range, unless there is nothing else.
    claims = [c for c in figures if not c.undecided] or figures
    if not claims:
        raise nothing("first utterance with a figure")
    periods = sorted({_by_period(claim) for claim in claims})
    groups = [[c for c in claims if _by_period(c) == period] for period in periods]
    return sum((_range(timeline, group) for group in groups), Sentence(""))


def _range(timeline: Timeline, group: Sequence[Claim]) -> Sentence:
    covers = min((c.covers for c in group if c.covers), key=lambda w: w.text, default=None)
    low, high = min(group, key=lambda c: _ends(c)[0]), max(group, key=lambda c: _ends(c)[1])
    upper = compose(" to {figure}", figure=_figure(timeline, "highest", high))
    return compose(
        "For {period}: {low}{upper}, in {count}.",
        period=day_words(covers) if covers else "no given day",
        count=counted("first_utterances", len(group), "first utterance", group),
        low=_figure(timeline, "lowest", low),
        upper="" if low is high else upper,
    )


def _figure(timeline: Timeline, name: str, claim: Claim) -> Sentence:
    """A figure with its claimant and claim; name: of the result."""
    number = reported(name, claim)
    return compose("{n} ({who}) [{id}]", n=number, who=who(timeline, claim), id=claim.claim_id)


def _ends(claim: Claim) -> tuple[float, ...]:
    """The printed number, or the ends of a range; empty where there is none."""
    quantity = claim.quantity
    numbers = (quantity.stated,) if quantity.stated is not None else (quantity.low, quantity.high)
    known = [number for number in numbers if number is not None]
    return (known[0], known[-1]) if known and quantity.hedge is not Hedge.UNQUANTIFIED else ()


def _by_period(claim: Claim) -> tuple[date, date]:
    covers = claim.covers
    return (covers and covers.last) or date.max, (covers and covers.first) or date.min


@or_nothing
def running_total(timeline: Timeline) -> Sentence:
    """How a running total went, by its first utterances in the order in which they were said."""
    claims = [c for c in numbered(timeline.first_utterances()) if c.said_on and c.said_on.last]
    if not claims:
        raise nothing("dated number")
    claims.sort(key=lambda c: (str(c.said_on and c.said_on.last), c.claim_id))
    steps = [f"{c.quantity} by {day_words(c.said_on)} [{c.claim_id}]" for c in claims if c.said_on]
    return compose(
        "First utterances: {steps}. They are totals since one start and never added.{carried_on}",
        also=[reported(f"step_{n}", c) for n, c in enumerate(claims, 1)],
        steps=listed(steps),
        carried_on=_retold([c for c in timeline if c.retelling]),
    )


def _retold(retellings: Sequence[Claim]) -> Sentence:
    """How many retellings there are, and how many of them changed the figure."""
    if not retellings:
        return Sentence("")
    changed = [c for c in retellings if c.quantity != c.origin_quantity]
    return compose(
        " {retellings}, {changed} with another number or hedge.",
        retellings=counted("retellings", len(retellings), "retelling", retellings),
        changed=tally("changed_on_the_way", len(changed), changed),
    )


@or_nothing
def agreement(timeline: Timeline) -> Sentence:
    """How the pairs of first utterances compare: the count of each outcome of `verdict`."""
    first = some(timeline.first_utterances(), "claim of this kind")
    verdicts = [(verdict(a, b).word, a, b) for a, b in combinations(first, 2)]
    comparable = [row for row in verdicts if row[0] is not Word.CANNOT_TELL]
    if not comparable:
        raise nothing("two first utterances that can be compared")
    pairs = {
        word: [c for other, *pair in comparable if other is word for c in pair] for word in Word
    }
    counts = {w: tally(w.name.lower(), len(c) // 2, _ids(c)) for w, c in pairs.items() if c}
    return compose(
        "Of {pairs} of first utterances, {able} can be compared, being about one thing, time and "
        "place: {words}.",
        also=counts.values(),
        pairs=counted("pairs", len(verdicts), "pair", first),
        able=tally(
            "pairs_compared", len(comparable), _ids(c for _, *pair in comparable for c in pair)
        ),
        words=", ".join(f"{count} {word}" for word, count in counts.items()),
    )


def _ids(claims: Iterable[Claim]) -> list[str]:
    """The ids of the claims, each once."""
    return list(dict.fromkeys(claim.claim_id for claim in claims))


@or_nothing
def as_stated(timeline: Timeline) -> Sentence:
    """Each number as its claimant stated it, in order of the measures."""
    order = list(timeline.measures)
    claims = sorted(numbered(timeline), key=lambda c: order.index((c.measure, c.categories[0])))
    sources = list(dict.fromkeys(_publisher(timeline, claim) for claim in claims))
    parts = [f"{c.quantity} {c.label} ({who(timeline, c)}) [{c.claim_id}]" for c in claims]
    return compose(
        "{source} {prints}: {parts}.",
        parts=listed(parts),
        source=listed(sources),
        prints="prints" if len(sources) == 1 else "print",
        also=[reported(claim.claim_id, claim) for claim in claims],
    )


@or_nothing
def starting_from(timeline: Timeline, lead_source: str) -> Sentence:
    """The numbers of the article that is examined; where it has none, those of everybody else.

    lead_source: the id of the article. Until it is out a reader starts from what was in print.
    """
    own = timeline.where(source_id=lead_source)
    if any(claim.quantity.stated is not None for claim in own):
        return as_stated(own)
    out = timeline.has_out(lead_source)
    if not out and all(claim.quantity.stated is None for claim in timeline):
        return Sentence(NOT_OUT)
    firsts = numbered(timeline.first_utterances())
    groups: dict[str, list[Claim]] = {}
    for claim in firsts:
        groups.setdefault(claim.label, []).append(claim)
    why = (
        "The article we start from gives no such figure here; others do"
        if out
        else "The article we start from was not out yet; until then"
    )
    parts = [
        _each(timeline, label, claims, f"figures_for_{number}")
        for number, (label, claims) in enumerate(groups.items(), 1)
    ]
    return compose(
        "{why}: {parts}.",
        why=why,
        parts="; ".join(part.text for part in parts),
        also=[number for part in parts for number in part.numbers],
    )


def _each(timeline: Timeline, label: str, claims: Sequence[Claim], name: str) -> Sentence:
    """The figures for one thing, each with its claimant; of many, how many and both ends.

    name: of the result that says how many.
    """
    if len(claims) <= MOST:
        figures = [f"{c.quantity} ({who(timeline, c)}) [{c.claim_id}]" for c in claims]
        also = [reported(c.claim_id, c) for c in claims]
        return compose("{label}: {figures}", label=label, figures=listed(figures), also=also)
    low, high = min(claims, key=_stated), max(claims, key=_stated)
    return compose(
        "{label}: {count}, {low} [{low_id}] to {high} [{high_id}]",
        label=label,
        count=counted(name, len(claims), "figure", claims),
        low=reported(low.claim_id, low),
        low_id=low.claim_id,
        high=reported(high.claim_id, high),
        high_id=high.claim_id,
    )


def _stated(claim: Claim) -> float:
    return claim.quantity.stated or 0


def _publisher(timeline: Timeline, claim: Claim) -> str:
    return timeline.row("sources", claim.source_id)["publisher"]


def latest_by_claimant(timeline: Timeline) -> dict[str, Claim]:
    """The latest first utterance of each claimant on each measure and category, by result name.

    Claims without a day are left out, since their place in the order is not known.
    """
    dated = [c for c in timeline.first_utterances() if c.said_on and c.said_on.last]
    ordered = sorted(dated, key=lambda c: (str(c.said_on and c.said_on.last), c.claim_id))
    return {_result_name(claim): claim for claim in ordered}


def _result_name(claim: Claim) -> str:
    """The name of a result: measure, category and claimant."""
    categories = [name for name in claim.categories if name != "total"]
    return "_".join((claim.measure, *categories, "said_by", "_or_".join(claim.claimants)))
