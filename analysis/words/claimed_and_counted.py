"""What a claimed total and the documented counts of it say beside each other, in words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from analysis.case.documented import Documented, days_of
from analysis.case.timeline import Timeline
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim
from analysis.claims.dates import When, when
from analysis.claims.quantity import WITHOUT_FIGURE, Hedge, Quantity, in_digits
from analysis.errors import many
from analysis.words.names_and_days import INFERRED, day_words, in_words, listed, who, with_year
from analysis.words.wording import of_things

NOUNS = {"dataset": "data set"}
"""Kinds of documents whose name in words is another."""
RUNS = 5
"""Runs of days that a sentence names; of more it gives the number of days."""
Run = tuple[date, date]
"""The first and the last of days that follow each other."""


def headline(timeline: Timeline, said: Documented) -> str:
    """The finding: what was claimed, and what the documents list."""
    documents = len({claim.source_id for claim in said.counts})
    partial = " that could be found" if said.is_floor else ""
    partial = " in this selection" if said.narrowed else partial
    those = f"the {noun(timeline, said)}{'' if documents == 1 else 's'}{partial}"
    counted = f"{those} {'lists' if documents == 1 else 'list'} {said.summed.quantity}"
    if said.goal is None:
        return f"{_capital(said.counts[0].label)}: {counted}"
    goal = said.goal
    if goal.quantity.hedge in WITHOUT_FIGURE:  # its own words hold what it counts
        claimed_ = f"{goal.label}: {own_figure(goal)}"
    else:
        claimed_ = of_things(own_figure(goal), goal.quantity.stated, goal.label)
    return f"{_capital(claimed_)} claimed; {counted}"


def subject(timeline: Timeline, said: Documented) -> str:
    """What is counted, where, and for which days; an end that we inferred is said to be so."""
    of = said.goal or said.counts[0]
    place = timeline.row("places", of.place_id)["name"] if said.goal and of.place_id else ""
    days = _days(of.covers) if said.goal and of.covers else ""
    return ", ".join(part for part in (_capital(of.label), place, days) if part)


def _days(covers: When) -> str:
    """A period in words, in which an end that we inferred is said to be so."""
    end = "start" if covers.inferred_first else "end"
    end = "day" if covers.first == covers.last else end
    inferred = day_words(covers).replace("both inferred", "both ends inferred by us")
    return inferred.replace(INFERRED, f" ({end} inferred by us)")


def own_figure(claim: Claim) -> str:
    """The figure in quotation marks where the claim's own words hold it, else in standard words.

    A claim without a figure is its whole words.
    """
    if claim.quantity.hedge in WITHOUT_FIGURE:
        return in_words(claim)
    text = str(claim.quantity)
    at = claim.phrase.lower().find(text.lower())
    return f"“{claim.phrase[at : at + len(text)]}”" if at >= 0 else text


def claimed_by(timeline: Timeline, goal: Claim) -> str:
    """Who claimed it, in which document, and when."""
    publisher = timeline.row("sources", goal.source_id)["publisher"]
    name = who(timeline, goal)
    printed = "" if publisher in name else f", as printed by {publisher}"
    return f"{name}{printed}, {day_words(goal.said_on) if goal.said_on else 'day not given'}"


def claimed(timeline: Timeline, said: Documented) -> str:
    """The claim as a sentence; empty without one."""
    goal = said.goal
    if goal is None:
        return ""
    return f"Claimed: {own_figure(goal)} {goal.label}, {claimed_by(timeline, goal)}."


def counted_in(timeline: Timeline, said: Documented) -> str:
    """Whose counts they are, and in how many documents."""
    documents = many(len({claim.source_id for claim in said.counts}), noun(timeline, said))
    name = who(timeline, said.counts[0])
    return f"{name}, {many(len(said.counts), 'count')} in {documents}, by day"


def bounds(quantity: Quantity) -> str:
    """What a hedge leaves open, in words; empty for a bare figure.

    >>> from analysis.claims.quantity import entailed
    >>> bounds(entailed(Hedge.NEARLY, 100))
    'under 100; how far under is not said'
    """
    stated = "" if quantity.stated is None else in_digits(quantity.stated)
    low, high = quantity.ends
    return {
        Hedge.NEARLY: f"under {stated}; how far under is not said",
        Hedge.FEWER_THAN: f"under {stated}; how far under is not said",
        Hedge.UP_TO: f"{stated} at most; how far under is not said",
        Hedge.MORE_THAN: f"over {stated}; how far over is not said",
        Hedge.AT_LEAST: f"{stated} or over; how far over is not said",
        Hedge.ABOUT: f"around {stated}; how far from it is not said",
        Hedge.BETWEEN: f"from {low} to {high}",
        Hedge.ESTIMATE: f"from {low} to {high}" if low and high else "",
    }.get(quantity.hedge, "")


def what_the_sum_is(said: Documented) -> str:
    """Whose sum it is, of how many counts, and why it is a floor, as the searches have it."""
    number = len(said.counts)
    own = "A single count." if number == 1 else f"Our own sum of {many(number, 'count')}."
    missing = "a day is missing" if len(said.open) == 1 else "days are missing"
    reasons = [*([missing] if said.open else []), *([why_a_floor(said)] if said.partly else [])]
    return f"{own} It is a floor: {', and '.join(reasons)}." if reasons else own


def why_a_floor(said: Documented) -> str:
    """What was found only in part, in the words of the search about the fewest days."""
    narrowest = min(said.partly, key=lambda row: len(days_of(when(row["covers"]))))
    return f"{narrowest['looked_for']} could be found only in part"


def without_count(timeline: Timeline, said: Documented) -> str:
    """The days without a count, and whether a document was looked for; empty where none is."""
    name = noun(timeline, said)
    searched = [day for day in said.uncounted if day in said.searched]
    other = [day for day in said.uncounted if day not in said.searched]
    parts = [f"no {name} was found for {in_days(searched)}"] if searched else []
    parts += [f"no count {is_where(said)} for {in_days(other)}"] if other else []
    boxes = "box with “?” is" if len(runs(said.uncounted)) == 1 else "boxes with “?” are"
    unknown = f"unknown, not zero; the {boxes} not to scale"
    return f"{_capital(listed(parts))}: {unknown}." if parts else ""


def is_where(said: Documented) -> str:
    """Where no count is: a selection may hide what is on record."""
    return "is in this selection" if said.narrowed else "is on record"


def from_elsewhere(timeline: Timeline, said: Documented) -> str:
    """The counted days whose own document was not found; empty where none is."""
    days = sorted(said.searched & said.counted)
    if not days:
        return ""
    name = noun(timeline, said)
    theirs = "its count stands" if len(days) == 1 else "their counts stand"
    return f"For {in_days(days)} no {name} was found either; {theirs} in another {name}."


def against_claim(said: Documented) -> str:
    """How the sum stands to the claim, as a sentence; empty without one."""
    return f"The sum {verdict(said)} the claim." if said.goal else ""


def verdict(said: Documented) -> str:
    """How the sum stands to the claim, as a verb; undecided where an end that matters is open.

    Empty without a claim.
    """
    if said.goal is None:
        return ""
    quantity, claimed = said.summed.quantity, said.goal.quantity
    ends = (quantity.low, quantity.high, claimed.low, claimed.high)
    meets = quantity.meets(claimed)
    if said.open or (meets is not False and None in ends):
        return "neither confirms nor refutes"
    if meets:
        return "agrees with"
    return "is below" if quantity.below(claimed) else "is above"


def runs(days: Collection[date]) -> list[Run]:
    """Days as runs of days that follow each other, in order."""
    joined: list[Run] = []
    for day in sorted(days):
        if joined and day - joined[-1][1] == timedelta(1):
            joined[-1] = joined[-1][0], day
        else:
            joined.append((day, day))
    return joined


def in_days(days: Collection[date]) -> str:
    """Days in a sentence, the month where it changes.

    >>> in_days([date(2031, 3, 2), date(2031, 3, 4), date(2031, 4, 1), date(2031, 4, 2)])
    '2 and 4 March and 1 to 2 April'
    """
    if len(runs(days)) > RUNS:
        return f"{many(len(days), 'day')} between {in_days({min(days)})} and {in_days({max(days)})}"
    months: dict[tuple[int, int], list[str]] = {}
    for first, last in runs(days):
        whole = first.month == last.month
        text = f"{first.day}" if whole else f"{first.day} {first:%B}"
        text += "" if first == last else f" to {last.day}"
        months.setdefault((last.year, last.month), []).append(text)
    return listed([f"{listed(texts)} {_month(*month)}" for month, texts in months.items()])


def _month(year: int, month: int) -> str:
    """The month in full, with its year where two are spoken of."""
    return f"{date(year, month, 1):%B}" + f" {year}" * with_year()


def noun(timeline: Timeline, said: Documented) -> str:
    """What kind of document holds the counts, in the singular; of several kinds, a document."""
    kinds = {timeline.row("sources", claim.source_id)["kind"] for claim in said.counts}
    (kind,) = kinds if len(kinds) == 1 else ("document",)
    return NOUNS.get(kind, kind)


def _capital(text: str) -> str:
    """The text with a capital, also after a quotation mark."""
    mark = "“" if text.startswith("“") else ""
    rest = text.removeprefix(mark)
    return mark + capitalized(rest)
