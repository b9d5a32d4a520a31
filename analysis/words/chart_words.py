"""The words around a chart: what is counted, by whom and when; what was left out; the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis.case.timeline import AS_OF, Timeline
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim
from analysis.claims.dates import when
from analysis.errors import many
from analysis.words.names_and_days import actor_name, day_words, days_said, listed, long_day
from analysis.words.wording import the, verb

SUBJECT = 52
"""Letters of a list of labels, beyond which the rest are only counted."""
NAMED = 3
"""Claimants and publishers that a chart names; of more it gives the number."""
KNOWN = {"published": "as published by", "said": "as said by"}
"""What is said of an as-of day, by the day of a claim that it goes by."""
RETELLINGS = "Reports that only repeat another are left out."


def counted(claims: Sequence[Claim]) -> str:
    """The labels of what the claims count, the most frequent first; of many the rest as a number.

    >>> counted([])
    'Nothing'
    """
    every = [label for label, _ in Counter(claim.label for claim in claims).most_common()]
    labels = [label for label in every if not any(label in o for o in every if o != label)]
    numbers = [n for n in range(1, len(labels) + 1) if len(", ".join(labels[:n])) <= SUBJECT]
    number = max(numbers, default=1)
    rest = [f"{len(labels) - number} more"] if number < len(labels) else []
    name = listed([*labels[:number], *rest]) or "nothing"
    return capitalized(name)


def subtitle(timeline: Timeline, claims: Sequence[Claim], what: str = "") -> str:
    """The line under the title of a chart: what is counted, according to whom, said when.

    claims: those that the chart draws, of that timeline. what: what is counted, by default the
    labels of the claims.

    >>> import analysis as an
    >>> timeline = an.load("convoy-2017").where(claim_id="c001")
    >>> subtitle(timeline, timeline.claims)
    'Buses in government-held areas, according to Hezbollah; said 2 September 2017'
    """
    filters = dict(timeline.filters)
    known = [
        f"{KNOWN[by]} {long_day(when(filters[name]).last)}"
        for by, name in AS_OF.items()
        if name in filters
    ]
    said = [f"said {span}"] if (span := days(claims)) else []
    return "; ".join([f"{what or counted(claims)}{_according(timeline, claims)}", *said, *known])


def days(claims: Sequence[Claim]) -> str:
    """The first and the last day on which any of the claims can have been said, in words."""
    said = days_said(claims)
    if not said:
        return ""
    first, last = said
    return day_words(when(f"{first}" if first == last else f"{first}/{last}"))


def _according(timeline: Timeline, claims: Sequence[Claim]) -> str:
    names = [claimants[0] for claimants in {c.claimants: 0 for c in claims} if len(claimants) == 1]
    if not names:
        return ""
    if len(names) > NAMED:
        return f", according to {len(names)} claimants"
    return f", according to {listed([the(actor_name(timeline, name)) for name in names])}"


def source(timeline: Timeline, claims: Sequence[Claim]) -> str:
    """The line that says where the figures of a chart come from: documents, and the case.

    >>> import analysis as an
    >>> timeline = an.load("convoy-2017").where(claim_id="c001")
    >>> source(timeline, timeline.claims).split(".")[0]
    'Source: Rudaw'
    """
    documents = list(dict.fromkeys(claim.source_id for claim in claims))
    counts = Counter(timeline.row("sources", name)["publisher"] for name in documents)
    publishers = [name for name, _ in counts.most_common()]
    package = timeline.package
    case = f"{package.title or package.name}, version {package.version}"
    if not publishers:
        return f"Source: {case}."
    few = len(publishers) <= NAMED
    names = listed(publishers if few else [*publishers[:NAMED], "others"])
    number = (
        "" if few and len(documents) == len(publishers) else f"{len(documents)} documents, from "
    )
    return f"Source: {number}{names}. {case}."


def limits(timeline: Timeline) -> list[str]:
    """Sentences that say which claims a chart leaves out: by days, place and repetition."""
    filters = dict(timeline.filters)
    sentences = []
    if "retellings" in filters:
        sentences.append(RETELLINGS)
    if "during" in filters:
        sentences.append(f"Only figures for {day_words(when(filters['during']))}.")
    if "said" in filters:
        sentences.append(f"Only what was said {day_words(when(filters['said']))}.")
    if "within" in filters:
        place = timeline.row("places", filters["within"])["name"]
        sentences.append(f"Area: {place}.")
    return [*sentences, *map(_left_out, timeline.notes)]


def _left_out(note: str) -> str:
    """`3 with no day said` as a sentence."""
    count, _, why = note.partition(" ")
    number = int(count.replace(",", ""))
    return f"{many(number, 'claim')} {why} {verb(number, 'is', 'are')} left out."
