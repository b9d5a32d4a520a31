"""Findings on the figures for one number: who said them, their range, and their retellings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, groupby

from analysis.case.timeline import Timeline
from analysis.claims.cells import capitalized
from analysis.claims.claim import RETELLING, SURE_ENOUGH, Claim
from analysis.claims.compare import Word, verdict
from analysis.claims.quantity import Hedge
from analysis.errors import many
from analysis.words.findings.base import nothing, numbered, of_them, or_nothing, some
from analysis.words.names_and_days import day_words, listed, said_on
from analysis.words.sentences import Number, Sentence, compose, counted, reported, tally
from analysis.words.wording import (
    SPEAKS_OF,
    attributed,
    document,
    figure,
    subject,
    verb,
)

NOT_OUT = "The article we start from was not out yet, and no earlier figure on this is on record."
"""The answer of a day on which nothing answers."""
MOST = 4
"""Figures for one thing up to which each is named."""


@or_nothing
def range_by_period(timeline: Timeline) -> Sentence:
    """The lowest and highest figures, for each period they are about, with all who give them.

    Figures that repeat another of these are left out; those that only may repeat one are counted.
    """
    figures = [c for c in timeline.first_utterances() if _ends(c)]
    # What the text leaves open sets no end of a range, unless there is nothing else.
    claims = [c for c in figures if not c.undecided] or figures
    if not claims:
        raise nothing("figure that could be put in a range")
    labels = list(dict.fromkeys(claim.label for claim in claims))
    claims.sort(key=lambda claim: (labels.index(claim.label), _by_period(claim)))
    by_label = [list(of) for _, of in groupby(claims, lambda claim: claim.label)]
    groups = [list(of) for same in by_label for _, of in groupby(same, _by_period)]
    before = ["", *(group[0].label for group in groups)]
    ranges = (_range(timeline, group, label) for group, label in zip(groups, before, strict=False))
    return sum(ranges, Sentence(""))


def _range(timeline: Timeline, group: Sequence[Claim], before: str) -> Sentence:
    """The range of a group of figures; before: what those of the sentence before are for."""
    covers = min((c.covers for c in group if c.covers), key=lambda w: w.text, default=None)
    period = f"For {day_words(covers)}" if covers else "Without a day"
    things = "" if group[0].label == before else f" for {group[0].label}"
    least, most = min(map(_lowest, group)), max(map(_highest, group))
    low = [claim for claim in group if _lowest(claim) == least]
    high = [claim for claim in group if _highest(claim) == most]
    ends = list(dict.fromkeys([*low, *high]))
    count = _count(timeline, group) if len(group) > len(ends) else Sentence("")
    if low == high or least[0] == most[0]:
        return compose(
            "{period} {the_figure}{things} is {words}.{count}",
            period=period,
            the_figure="the widest range" if count.text else "the figure",
            things=things,
            words=_end(timeline, "figure", ends),
            count=count,
        )
    return compose(
        "{period} the figures{things} run from {low} to {high}.{count}",
        period=period,
        things=things,
        low=_end(timeline, "lowest", low),
        high=_end(timeline, "highest", high),
        count=count,
    )


def _end(timeline: Timeline, name: str, claims: Sequence[Claim]) -> Sentence:
    """An end of a range, with all who give it; name: of the result."""
    words: dict[str, list[Claim]] = {}
    for claim in claims:
        words.setdefault(str(claim.quantity), []).append(claim)
    parts = [_figure(timeline, name, same) for same in words.values()]
    numbers = tuple(number for part in parts for number in part.numbers)
    return Sentence(" or ".join(part.text for part in parts), numbers)


def _figure(timeline: Timeline, name: str, claims: Sequence[Claim]) -> Sentence:
    """A figure with all who give it in the same words; name: of the result."""
    ids: dict[str, str] = {}
    for claim in claims:
        name = attributed(timeline, claim)
        ids[name] = f"{ids.get(name, '')} [{claim.claim_id}]"
    who = listed([f"{name}{cited}" for name, cited in ids.items()])
    number = reported(name, claims[0])
    every = replace(number, claims=tuple(claim.claim_id for claim in claims))
    return compose("{n} ({who})", n=every, who=who)


def _count(timeline: Timeline, group: Sequence[Claim]) -> Sentence:
    """How many figures a range has, and how many of them may repeat another."""
    unsure = _possible(timeline, group)
    return compose(
        " There are {n}{unsure}.",
        n=counted("figures_in_the_range", len(group), "claim", group),
        unsure=compose(
            "; {n} of them may repeat an earlier one",
            n=tally("possible_repetitions", len(unsure), unsure),
        )
        if unsure
        else "",
    )


def _possible(timeline: Timeline, claims: Sequence[Claim]) -> list[Claim]:
    """Those of the claims that a coder thinks possible to repeat another claim."""
    rows = timeline.rows["links"]
    names = {r["claim_id"] for r in rows if r["relation"] in RETELLING} - {
        r["claim_id"] for r in rows if r["relation"] in RETELLING and r["certainty"] in SURE_ENOUGH
    }
    return [claim for claim in claims if claim.claim_id in names]


ORDER = (
    {Hedge.FEWER_THAN, Hedge.NEARLY},
    {Hedge.UP_TO},
    {Hedge.ABOUT, Hedge.BARE, Hedge.BETWEEN, Hedge.ESTIMATE},
    {Hedge.AT_LEAST},
    {Hedge.MORE_THAN},
)
"""Hedges in order of what one printed number means with each, the lowest first."""


def _place(claim: Claim) -> int:
    return next(place for place, hedges in enumerate(ORDER) if claim.quantity.hedge in hedges)


def _lowest(claim: Claim) -> tuple[float, int]:
    """The lowest printed number, and how its hedge stands among equal numbers."""
    return _ends(claim)[0], _place(claim)


def _highest(claim: Claim) -> tuple[float, int]:
    return _ends(claim)[1], _place(claim)


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
    """How a total went, by the figures said first, in the order in which they were said."""
    claims = [c for c in numbered(timeline.first_utterances()) if c.said_on and c.said_on.last]
    if not claims:
        raise nothing("dated number")
    claims.sort(key=lambda c: (str(c.said_on and c.said_on.last), c.claim_id))
    groups = [list(of) for _, of in groupby(claims, lambda c: _spoke(timeline, c))]
    course = "; ".join(_course(_spoke(timeline, of[0]), of) for of in groups)
    first = {claim.origin for claim in claims}
    return compose(
        "{course}.{total}{repeated}",
        also=[reported(f"step_{n}", c) for n, c in enumerate(claims, 1)],
        course=capitalized(course),
        total=_replacing(claims),
        repeated=_repeated([c for c in timeline if c.retelling and c.origin in first], len(claims)),
    )


def _spoke(timeline: Timeline, claim: Claim) -> str:
    """Who gave a figure, with the verb for how it was said."""
    return f"{subject(timeline, claim)} {SPEAKS_OF[claim.stance]}"


def _course(spoke: str, claims: Sequence[Claim]) -> str:
    """The figures that somebody gave one after the other; spoke: who, and the verb.

    The day stands before the verb: it is when the figure was given, not when anything happened.
    """
    labels = ["", *(claim.label for claim in claims)]
    again = "of " if spoke.endswith(" of") else ""
    steps = [
        f"{said_on(c.said_on)} {again if number else f'{spoke} '}"
        f"{c.quantity if c.label == labels[number] else figure(c)} [{c.claim_id}]"
        for number, c in enumerate(claims)
    ]
    return "; ".join(steps)


def _replacing(claims: Sequence[Claim]) -> str:
    """That a later figure replaces an earlier one, of a claimant, where there are several."""
    kinds = {(claim.measure, claim.categories, claim.claimants) for claim in claims}
    if len(claims) < 2 or len(kinds) > 1:
        return ""
    totals = all(claim.counts == "running_total" for claim in claims)
    start = " A" if totals else " By our reading a"
    return f"{start} later figure replaces the earlier one and is not added to it."


def _repeated(retellings: Sequence[Claim], figures: int) -> Sentence:
    """How many claims repeat these figures, and how many of them changed the figure."""
    if not retellings:
        return Sentence("")
    changed = [c for c in retellings if c.quantity != c.origin_quantity]
    return compose(
        " {n} {repeat} {figures}{changed}.",
        n=counted("retellings", len(retellings), "claim", retellings),
        repeat=verb(len(retellings), "repeats", "repeat"),
        figures="that figure" if figures == 1 else "one of these figures",
        changed=_changed(changed, len(retellings)),
    )


def _changed(claims: Sequence[Claim], among: int) -> Sentence:
    """How many repetitions have another number or hedge than what they repeat."""
    if not claims:
        return Sentence("")
    number = tally("changed_on_the_way", len(claims), claims)
    some_of = of_them(number, len(claims), among)
    start = ", " if among == 1 else f", {some_of} "
    return Sentence(f"{start}with another number or hedge", some_of.numbers)


@or_nothing
def agreement(timeline: Timeline) -> Sentence:
    """How the figures said first compare, two by two, where they are about the same thing."""
    first = some(timeline.first_utterances(), "claim of this kind")
    verdicts = [(verdict(a, b).word, a, b) for a, b in combinations(first, 2)]
    comparable = [row for row in verdicts if row[0] is not Word.CANNOT_TELL]
    if not comparable:
        raise nothing("two figures that can be compared")
    pairs = {word: [pair for other, *pair in comparable if other is word] for word in OUTCOMES}
    single = len(comparable) == 1
    parts = [
        compose("which {outcome}", [_pairs(word, of)], outcome=OUTCOMES[word][0])
        if single
        else compose("{n} {outcome}", n=_pairs(word, of), outcome=verb(len(of), *OUTCOMES[word]))
        for word, of in pairs.items()
        if of
    ]
    every = tally("pairs_compared", len(comparable), _ids(c for _, *p in comparable for c in p))
    return compose(
        "Compared two by two, where they are about the same thing, time and place, the figures "
        "make {able}{words}.",
        also=[number for part in parts for number in part.numbers],
        able=replace(every, text=many(len(comparable), "pair")),
        words=f"{', ' if single else ': '}{listed([part.text for part in parts])}",
    )


OUTCOMES = {
    Word.SAME: ("gives the same figure", "give the same figure"),
    Word.OTHER_HEDGE: ("gives one number in two wordings", "give one number in two wordings"),
    Word.OVERLAP: ("can both be true", "can both be true"),
    Word.CONFLICT: ("cannot both be true", "cannot both be true"),
}
"""What is said of a pair, and of several, for each outcome of a comparison."""


def _pairs(word: Word, pairs: Sequence[Sequence[Claim]]) -> Number:
    return tally(word.name.lower(), len(pairs), _ids(claim for pair in pairs for claim in pair))


def _ids(claims: Iterable[Claim]) -> list[str]:
    """The ids of the claims, each once."""
    return list(dict.fromkeys(claim.claim_id for claim in claims))


@or_nothing
def as_stated(timeline: Timeline) -> Sentence:
    """Each number as its claimant stated it, by document, in order of the measures."""
    order = list(timeline.measures)
    claims = sorted(numbered(timeline), key=lambda c: order.index((c.measure, c.categories[0])))
    sources = list(dict.fromkeys(claim.source_id for claim in claims))
    groups = [[c for c in claims if c.source_id == source_id] for source_id in sources]
    return sum((_printed(timeline, group) for group in groups), Sentence(""))


def _printed(timeline: Timeline, claims: Sequence[Claim]) -> Sentence:
    """The numbers that one document prints, by who gives them."""
    groups: dict[str, list[str]] = {}
    for c in claims:
        who = f"{subject(timeline, c)} {SPEAKS_OF[c.stance]}"
        groups.setdefault(who, []).append(f"{figure(c)} [{c.claim_id}]")
    return compose(
        "In {source}, {parts}.",
        parts="; ".join(f"{who} {listed(figures)}" for who, figures in groups.items()),
        source=document(timeline, claims[0].source_id),
        also=[reported(claim.claim_id, claim) for claim in claims],
    )


@or_nothing
def starting_from(timeline: Timeline, lead_source: str) -> Sentence:
    """The numbers of the article that is examined; where it has none, those of everybody else.

    lead_source: the id of the article; empty where a case has none. Until it is out a reader starts
    from what was in print.
    """
    own = timeline.where(source_id=lead_source)
    out = not lead_source or timeline.has_out(lead_source)
    if any(claim.quantity.stated is not None for claim in own):
        return as_stated(own)
    if not out and all(claim.quantity.stated is None for claim in timeline):
        return Sentence(NOT_OUT)
    firsts = numbered(timeline.first_utterances())
    groups: dict[str, list[Claim]] = {}
    for claim in firsts:
        groups.setdefault(claim.label, []).append(claim)
    why = _why_others(lead_source, out)
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


def _why_others(lead_source: str, out: bool) -> str:
    """Why figures of others are named. out: whether the article we start from had come out."""
    if not lead_source:
        return "The figures said first are"
    if out:
        return "The article we start from gives no such figure here; others do"
    return "The article we start from was not out yet; until then"


def _each(timeline: Timeline, label: str, claims: Sequence[Claim], name: str) -> Sentence:
    """The figures for one thing, each with its claimant; of many, how many and both ends.

    name: of the result that says how many.
    """
    if len(claims) <= MOST:
        figures = [f"{c.quantity} ({attributed(timeline, c)}) [{c.claim_id}]" for c in claims]
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


def latest_by_claimant(timeline: Timeline) -> dict[str, Claim]:
    """The latest first utterance of each claimant on each measure and category, by result name.

    Claims without a day are left out, since their place in the order is not known.
    """
    dated = [c for c in timeline.first_utterances() if c.said_on and c.said_on.last]
    ordered = sorted(dated, key=lambda c: (str(c.said_on and c.said_on.last), c.claim_id))
    return {result_name(claim): claim for claim in ordered}


def result_name(claim: Claim) -> str:
    """The name of a result: measure, category and claimant."""
    categories = [name for name in claim.categories if name != "total"]
    return "_".join((claim.measure, *categories, "said_by", "_or_".join(claim.claimants)))
