"""Findings on the totals of each claimant and the words in which others printed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from analysis.case.timeline import Timeline
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim, last
from analysis.claims.compare import TOTAL, Word, later_total, verdict
from analysis.claims.quantity import Hedge
from analysis.errors import many
from analysis.words.findings.base import holder, nothing, or_nothing
from analysis.words.findings.tellings import result_name
from analysis.words.names_and_days import in_words, listed, long_day, on
from analysis.words.printed_totals import Relation, Total, relation, totals
from analysis.words.sentences import Number, Sentence, compose, counted, reported, tally
from analysis.words.wording import attributed, figure, possessive, speaker

IN_FULL = 3
"""Series, and figures of a series, that a headline spells out."""
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
OUTLET = "outlet"
MOST = 4
"""Pairs of totals that are named; more are only counted."""


def headline(timeline: Timeline, drawn: Sequence[Total]) -> str:
    """What the totals of a chart show, as a title without a full stop.

    drawn: at least one total, of that timeline.
    """
    series = _series(drawn)
    if not series:
        first = drawn[0].first
        return f"{in_words(first)}: {_parties(timeline, [first])} words on {first.label}"
    firsts = [steps[0].first for steps in series]
    their = _counts(timeline, series)
    them = "it" if len(series) == 1 else "them"
    printed = f" and how outlets printed {them}" if any(t.repeats for t in drawn) else ""
    labels = listed(list(dict.fromkeys(claim.label for claim in firsts)))
    if len(series) == 1:
        return capitalized(f"{_went(series[0])}: {their} of {labels}{printed}")
    figures = "; ".join(f"{speaker(timeline, s[0].first)}, {_went(s)}" for s in series)
    one_label = len({claim.label for claim in firsts}) == 1
    spelled = f": {figures}" if one_label and len(series) <= IN_FULL else ""
    return capitalized(f"{their} of {labels}{printed}{spelled}")


def since(drawn: Sequence[Total]) -> str:
    """From which day the running totals run; which of the figures do, where not all of them.

    Empty where none does, or where they begin on several days.
    """
    numbered = [total.first for total in drawn if total.numbered]
    running = [c for c in numbered if c.counts == "running_total" and c.covers and c.covers.first]
    starts = {(c.covers.first, c.covers.inferred_first) for c in running if c.covers}
    if len(starts) != 1:
        return ""
    ((first, inferred),) = starts
    which = (
        "" if len(running) == len(numbered) else f"{listed([str(c.quantity) for c in running])}: "
    )
    note = " (start inferred by us)" if inferred else ""
    return f"{which}a running total since {long_day(first)}{note}"


def whose_count(timeline: Timeline, drawn: Sequence[Total]) -> str:
    """Whose counts are on record, as a sentence; of a selection it says that it is one."""
    names = list(dict.fromkeys(speaker(timeline, s[0].first) for s in _series(drawn)))
    if not names:
        return f"{holder(timeline)} holds words, and no number."
    whose = possessive(names[0]) if len(names) == 1 else f"those of {listed(names)}"
    return f"{holder(timeline)} holds {_counts(timeline, _series(drawn))}: {whose}."


@or_nothing
def totals_by_claimant(timeline: Timeline) -> Sentence:
    """The totals that each claimant gave, and whether they replace each other."""
    drawn = _some(timeline)
    parts = [_steps(timeline, steps) for steps in _series(drawn)]
    return sum([*parts, _words(timeline, drawn)], Sentence(""))


@or_nothing
def other_wordings(timeline: Timeline) -> Sentence:
    """Whose counts are on record, and in which other words they are printed."""
    drawn = _some(timeline)
    firsts = [steps[0].first for steps in _series(drawn)]
    names = {claim.claimants for claim in firsts}
    claimants = replace(tally("claimants_of_totals", len(names), firsts), text=_number(len(names)))
    return Sentence(whose_count(timeline, drawn), (claimants,)) + _reworded(drawn)


def latest_totals(timeline: Timeline) -> dict[str, Claim]:
    """The latest total of each claimant on each thing counted, by the name of the result.

    A figure that others print for a total, or that may go back to it, is no total. Totals without a
    day are left out, since their place in the order is not known.
    """
    dated = [total for total in totals(timeline) if total.first.said_on]
    last = [steps[-1].first for steps in _series(dated)]
    return {result_name(claim): claim for claim in last}


def _some(timeline: Timeline) -> tuple[Total, ...]:
    drawn = totals(timeline)
    if not drawn:
        raise nothing("total of this kind")
    return drawn


def _steps(timeline: Timeline, steps: Sequence[Total]) -> Sentence:
    first = steps[0].first
    figures = [
        f"{total.first.quantity} {_said(total.first)} [{total.first.claim_id}]" for total in steps
    ]
    return compose(
        "{label}, by the count of {who}: {figures}.{rest}",
        also=[reported(total.first.claim_id, total.first) for total in steps],
        label=capitalized(first.label),
        who=speaker(timeline, first),
        figures=", then ".join(figures),
        rest=_relations(steps),
    )


def _said(claim: Claim) -> str:
    """The day within a sentence: `on 2 September 2017`."""
    words = on(claim.said_on).removesuffix(", ")
    return f"{words[:1].lower()}{words[1:]}"


def _relations(steps: Sequence[Total]) -> str:
    """Whether the totals replace each other, as a sentence; empty for counts that stand apart."""
    relations = {relation(later, before) for before, later in pairwise(steps)}
    if not relations or Relation.APART in relations:
        return ""
    if relations != {Relation.REPLACES}:
        return " They are never added."
    if len(steps) == len(("first", "second")):
        return " The second replaces the first; they are never added."
    return " Each replaces the one before it; they are never added."


def _words(timeline: Timeline, drawn: Sequence[Total]) -> Sentence:
    """What was said without a number."""
    parts = [
        f"{in_words(t.first)} ({attributed(timeline, t.first)} [{t.first.claim_id}])"
        for t in drawn
        if not t.numbered
    ]
    return Sentence(f"Without a number: {listed(parts)}." if parts else "")


def _reworded(drawn: Sequence[Total]) -> Sentence:
    """The other figures and hedges in which the totals are printed."""
    others = {
        str(claim.quantity): claim
        for total in drawn
        for claim in total.repeats
        if claim.retells
        and claim.quantity != total.first.quantity
        and claim.quantity.hedge is not Hedge.NONE
    }
    if not others:
        return Sentence("")
    return compose(
        "{they} also printed as {figures}.",
        also=[reported(claim.claim_id, claim) for claim in others.values()],
        they="The total is"
        if len(_series(drawn)) == 1 and len(_series(drawn)[0]) == 1
        else "The totals are",
        figures=listed([f"{text} [{claim.claim_id}]" for text, claim in others.items()]),
    )


def _series(drawn: Sequence[Total]) -> list[list[Total]]:
    """The numbered totals of each claimant on each subject."""
    series: dict[object, list[Total]] = {}
    for total in drawn:
        if total.numbered:
            series.setdefault(total.series, []).append(total)
    return list(series.values())


def _went(steps: Sequence[Total]) -> str:
    """The figures of a series, in order: `about 50, then 85`."""
    figures = [str(total.first.quantity) for total in steps]
    if len(figures) <= IN_FULL:
        return ", then ".join(figures)
    return f"{figures[0]} to {figures[-1]} in {len(figures)} steps"


def _counts(timeline: Timeline, series: Sequence[Sequence[Total]]) -> str:
    """Whose counts they are: `one party’s count`; an outlet that repeats another has a figure."""
    parties = _parties(timeline, [steps[0].first for steps in series])
    outlets = all(_is_outlet(timeline, steps[0].first) for steps in series)
    noun = "figure" if outlets and any(steps[0].borrowed for steps in series) else "count"
    return f"{parties} {noun if len(series) == 1 else f'{noun}s'}"


def _is_outlet(timeline: Timeline, claim: Claim) -> bool:
    return all(timeline.row("actors", name)["kind"] == OUTLET for name in claim.claimants)


def _parties(timeline: Timeline, firsts: Sequence[Claim]) -> str:
    """How many claimants, as a possessive: `one party’s`, `two parties’`, `one outlet’s`."""
    names = {claim.claimants for claim in firsts}
    outlets = all(_is_outlet(timeline, claim) for claim in firsts)
    noun, plural = ("outlet", "outlets") if outlets else ("party", "parties")
    count = len(names)
    return f"{_number(count)} {noun}’s" if count == 1 else f"{_number(count)} {plural}’"


def _number(count: int) -> str:
    """A small number in words, as newspapers print it."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


@or_nothing
def totals_that_fall(timeline: Timeline) -> Sentence:
    """Which later running totals are below an earlier one of the same start, and by whom.

    A total falls where one claimant gives both; between two it is a difference of theirs.
    """
    running = [c for c in timeline.first_utterances() if c.counts == TOTAL]
    pairs = [pair for pair in combinations(running, 2) if later_total(*pair)]
    if not pairs:
        raise nothing("two running totals of one start and for different days")
    ordered = [sorted(p, key=_end) for p in pairs if verdict(*p).word is Word.CONFLICT]
    falling = [pair for pair in ordered if not _inside(*pair)]
    every = _each(pairs)
    if not falling:
        return compose(
            "Of {totals} of one start, none is below an earlier one.",
            totals=counted("totals_of_one_start", len(every), "running total", every),
        )
    own = [pair for pair in falling if {*pair[0].claimants} & {*pair[1].claimants}]
    return _fallen(timeline, own) + _differing(timeline, [p for p in falling if p not in own])


def _fallen(timeline: Timeline, pairs: Sequence[Sequence[Claim]]) -> Sentence:
    """The totals that a claimant gave after a higher one of its own; pairs: earlier, later."""
    if not pairs:
        return Sentence("No running total is below an earlier one of its own claimant.")
    return compose(
        "A running total does not fall, but in {cases} a later one is below an earlier one of the "
        "same claimant: {parts}.",
        also=_numbers(pairs),
        cases=counted("totals_that_fall", len(pairs), "case", _each(pairs)),
        parts=_pairs(timeline, pairs, "{earlier}, then {later}"),
    )


def _differing(timeline: Timeline, pairs: Sequence[Sequence[Claim]]) -> Sentence:
    """The totals below an earlier one of another claimant; pairs: earlier, later."""
    if not pairs:
        return Sentence("")
    return compose(
        "In {cases} the later total of one claimant is below the earlier one of another. That is a "
        "difference between the two, and not a fall: {parts}.",
        also=_numbers(pairs),
        cases=counted("totals_that_differ", len(pairs), "case", _each(pairs)),
        parts=_pairs(timeline, pairs, "{earlier}, against {later}"),
    )


def _pairs(timeline: Timeline, pairs: Sequence[Sequence[Claim]], template: str) -> str:
    """The first pairs of totals in words, and how many more there are."""
    said = [
        template.format(earlier=_total_of(timeline, earlier), later=_total_of(timeline, later))
        for earlier, later in pairs[:MOST]
    ]
    more = len(pairs) - len(said)
    return "; ".join([*said, *[f"and {many(more, 'more case')}"] * (more > 0)])


def _inside(earlier: Claim, later: Claim) -> bool:
    """Whether the later total is of a part of the place of the earlier one, and so smaller."""
    return later.place_id != earlier.place_id and earlier.place_id in later.places


def _each(pairs: Sequence[Sequence[Claim]]) -> list[Claim]:
    """Every claim of the pairs, once."""
    return list({claim.claim_id: claim for pair in pairs for claim in pair}.values())


def _numbers(pairs: Sequence[Sequence[Claim]]) -> list[Number]:
    return [reported(claim.claim_id, claim) for claim in _each(pairs)]


def _total_of(timeline: Timeline, claim: Claim) -> str:
    """A running total with who gave it, and up to which day it runs."""
    until = f"up to {long_day(last(claim.covers))}" if claim.covers else ""
    return f"{figure(claim)} {until} ({attributed(timeline, claim)} [{claim.claim_id}])"


def _end(claim: Claim) -> tuple[str, str]:
    """A sort key for the last day that a total runs to."""
    return str(last(claim.covers)), claim.claim_id
