"""Findings on counts: where they were made, two counts beside each other, lists, and totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from analysis.case.documented import Documented, days_of, documented
from analysis.case.timeline import Timeline
from analysis.claims.cells import capitalized, spaced
from analysis.claims.claim import Claim, last
from analysis.claims.disputes import sums
from analysis.claims.pairs import Pair, pairs
from analysis.claims.quantity import Quantity, added_up, in_digits
from analysis.claims.sums import Derived
from analysis.errors import many
from analysis.words.claimed_and_counted import in_days
from analysis.words.findings.base import holder, nothing, or_nothing
from analysis.words.listing import Listing
from analysis.words.names_and_days import dated, listed, long_day, short, short_day
from analysis.words.sentences import Sentence, derived
from analysis.words.wording import of_things, verb

STEPS = 3
"""Figures of a growing total that a title names; of more it names the first and the last."""
TWICE = 2
"""Times as many from which a title says how many."""
NO_COUNT = "count that could be added up"


def under(timeline: Timeline, against: Timeline) -> Documented:
    """The counts of a timeline under the first claim with a number of another, or under none."""
    numbers = [claim for claim in against if claim.quantity.stated is not None]
    return documented(timeline, numbers[0] if numbers else None)


@dated
def counts_by_place(timeline: Timeline, against: Timeline) -> Listing | Sentence:
    """The counts that a claimed total includes as a table: a row per place, a column per day.

    timeline, against: as of `sum_under`. A day without any count has a question mark; an empty
    cell says that the documents of that day list nothing for the place.
    """
    import pandas as pd

    said = under(timeline, against)
    if not said.counts:
        return Sentence(timeline.why_empty or f"{holder(timeline)} holds no {NO_COUNT}.")
    claims = said.counts[0].label
    rows = [_row(_name(timeline, place), counts, said) for place, counts in _by_place(said.counts)]
    rows.append(_row("all places", said.counts, said))
    return Listing(f"{capitalized(claims)} by place and day", pd.DataFrame(rows))


@or_nothing
def counted_most(timeline: Timeline, against: Timeline) -> Sentence:
    """Which places have the most of the counts that a claimed total includes.

    timeline, against: as of `sum_under`.
    """
    said = under(timeline, against)
    if not said.counts:
        raise nothing(NO_COUNT)
    parts = [
        _counted_at(timeline, place, claims, named=number == 0, more=said.is_floor)
        for number, (place, claims) in enumerate(_by_place(said.counts))
    ]
    text = f"The documents list {listed([str(part) for part in parts])}."
    return Sentence(text, tuple(number for part in parts for number in part.numbers))


def title_of_two_counts(timeline: Timeline, first: str, second: str) -> str:
    """Which of two counts is larger in the documents that give both, and what does not add up.

    first, second: the measures. Empty where no document gives both.
    """
    both = pairs(timeline.claims, first, second)
    if not both:
        return ""
    larger = [pair for pair in both if _number(pair[1]) > _number(pair[0])]
    names = [_label(claim) for claim in both[0]]
    documents = {claim.source_id for claim, _ in both}
    if len(larger) < len(both):
        number = many(len(both), "count")
        head = f"In {len(larger)} of {number} {names[1]} are more than {names[0]}"
    else:
        every = "Every document that gives both" if len(documents) > 1 else "The document"
        times = _times(_wholes(timeline, both) or both)
        head = f"{every} counts more {names[1]} than {names[0]}{times}"
    return f"{head}{_failing(timeline, both)}"


def title_of_list(timeline: Timeline) -> str:
    """How many documents print a list, and how many with another figure; empty without any."""
    documents = {claim.source_id for claim in timeline}
    changed = {c.source_id for c in timeline if c.quantity != c.origin_quantity}
    if not documents:
        return ""
    head = f"{many(len(documents), 'document')} {verb(len(documents), 'prints', 'print')} one list"
    if not changed:
        return head
    return f"{head}; {len(changed)} {verb(len(changed), 'changes', 'change')} a figure of it"


def title_of_total(timeline: Timeline) -> str:
    """How a total grew: its first figures by the day up to which they count; empty without any.

    Of figures up to one day, which may be one in other words, the first said is named. Where they
    are of several claimants each is named with its own.
    """
    firsts = [c for c in timeline.first_utterances() if c.quantity.stated is not None]
    dated = sorted((c for c in firsts if last(c.covers)), key=lambda c: str(c.said_on or "~"))
    by_day = {last(claim.covers): claim for claim in reversed(dated)}
    steps = [by_day[day] for day in sorted(day for day in by_day if day)]
    if not steps:
        return ""
    named = steps if len(steps) <= STEPS else [steps[0], steps[-1]]
    days = [long_day(last(claim.covers)) for claim in named]
    year = days[-1][-5:]
    days = [*(day.removesuffix(year) for day in days[:-1]), days[-1]]
    several = len({claim.claimants for claim in named}) > 1
    parts = [
        f"{claim.quantity} by {day}{_of(timeline, claim) if several else ''}"
        for claim, day in zip(named, days, strict=True)
    ]
    return f"{capitalized(named[0].label)}: {', '.join(parts)}"


def _of(timeline: Timeline, claim: Claim) -> str:
    """The claimant of a figure, in brackets."""
    names = [timeline.row("actors", name)["name"] for name in claim.claimants]
    return f" ({' or '.join(names)})"


def _by_place(counts: Sequence[Claim]) -> list[tuple[str, list[Claim]]]:
    """The counts of each place under its id, the place with the most first."""
    groups: dict[str, list[Claim]] = {}
    for claim in counts:
        groups.setdefault(claim.place_id, []).append(claim)
    return sorted(groups.items(), key=lambda group: (-_least(group[1]), group[0]))


def _least(claims: Iterable[Claim]) -> float:
    quantities = [claim.quantity for claim in claims]
    return sum(q.stated if q.stated is not None else q.low or 0 for q in quantities)


def _name(timeline: Timeline, place: str) -> str:
    return timeline.row("places", place)["name"] if place else "a place not given"


def _counted_at(
    timeline: Timeline, place: str, claims: Sequence[Claim], *, named: bool, more: bool
) -> Sentence:
    """The sum of a place. named: with what is counted. more: part may be missing."""
    quantity = added_up(claim.quantity for claim in claims)
    how = " + ".join(str(claim.quantity) for claim in claims)
    ids, label = tuple(claim.claim_id for claim in claims), claims[0].label
    summed = Derived(quantity.floor if more else quantity, how, ids, label)
    number = derived(f"counted_at_{place}", summed)
    things = of_things(number.text, number.value, label) if named else number.text
    return Sentence(f"{things} for {_name(timeline, place)}", (number,))


def _row(name: str, counts: Sequence[Claim], said: Documented) -> dict[str, Any]:
    """A row of the table: what is counted on each day, and on all."""
    by_day: dict[str, list[Quantity]] = {}
    for claim in counts:
        by_day.setdefault(short_day(claim.covers), []).append(claim.quantity)
    periods = sorted({(min(days_of(c.covers)), short_day(c.covers)) for c in said.counts})
    unknown = [(day, short(day)) for day in said.uncounted]
    cells = {
        label: "?" if (day, label) in unknown else _cell(by_day.get(label, []))
        for day, label in sorted([*periods, *unknown])
    }
    total = added_up(claim.quantity for claim in counts)
    return {"place": name, **cells, "all days": str(total.floor if said.is_floor else total)}


def _cell(quantities: Sequence[Quantity]) -> str:
    return str(added_up(quantities)) if quantities else ""


def _number(claim: Claim) -> float:
    return claim.quantity.stated or 0


def _label(claim: Claim) -> str:
    return claim.definition.label if claim.definition else spaced(claim.measure)


def _times(both: Sequence[Pair]) -> str:
    """How many times as large the second count is at the most, to a tenth; empty below twice."""
    most = max((_number(b) / _number(a) for a, b in both if _number(a)), default=1)
    times = in_digits(round(most, 1)).removesuffix(".0")
    return f", up to {times} times as many" if most >= TWICE else ""


def _wholes(timeline: Timeline, both: Sequence[Pair]) -> list[Pair]:
    """The pairs that are no parts of another count."""
    every = sums({claim.claim_id: claim for claim in timeline}, timeline.rows["links"])
    parts = {part.claim_id for row in every for part in row.parts}
    return [pair for pair in both if not parts & {claim.claim_id for claim in pair}]


def _failing(timeline: Timeline, both: Sequence[Pair]) -> str:
    """The days whose totals are not the sum of their parts."""
    drawn = {claim.claim_id for pair in both for claim in pair}
    every = sums({claim.claim_id: claim for claim in timeline}, timeline.rows["links"])
    wholes = [row.whole for row in every if row.gap and row.whole.claim_id in drawn]
    days = {day for whole in wholes for day in days_of(whole.covers)}
    if not days:
        return ""
    those, fail = ("that", "does") if len(days) == 1 else ("those", "do")
    return f"; {those} for {in_days(days)} {fail} not add up"
