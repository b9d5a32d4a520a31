"""What each control offers: days, claimants, measures, documents, hedges and claims of a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from analysis.dating import day_of, last
from analysis.timeline import Timeline
from analysis.wording import short_day, who

ALL_DAYS = "all"
Choices = list[tuple[str, str]]
"""What is read, and what it stands for."""


def days(timeline: Timeline, by: str, chosen: str = "") -> Choices:
    """The days on which something was published, or said, and all; also the one chosen."""
    dated = day_of(by)
    told = {day for claim in timeline.told() if (day := last(dated(claim)))}
    known = {str(day): f"{day.day} {day:%b} {day.year}" for day in sorted(told)}
    offered = {**known, chosen: known.get(chosen, chosen)} if chosen else known
    return [(offered[day], day) for day in sorted(offered)] + [(ALL_DAYS, "")]


def claimants(timeline: Timeline) -> Choices:
    """Who makes a claim, with how many; the most first."""
    counts = Counter(actor for claim in timeline.told() for actor in claim.claimants)
    names = {row["actor_id"]: row["name"] for row in timeline.rows["actors"]}
    return _counted(((names[actor], actor) for actor, _ in counts.most_common()), counts)


def measures(timeline: Timeline) -> Choices:
    """What is counted, with how many claims, in order of the table of measures."""
    counts = Counter(claim.topic for claim in timeline.told())
    topics = dict.fromkeys(topic for topic, _ in timeline.measures if counts[topic])
    return _counted(((topic.replace("_", " "), topic) for topic in topics), counts)


def sources(timeline: Timeline) -> Choices:
    """The documents that hold a claim, by id, with how many."""
    counts = Counter(claim.source_id for claim in timeline.told())
    return _counted(((source, source) for source in sorted(counts)), counts)


def hedges(timeline: Timeline) -> Choices:
    """The hedges with which claims are drawn, with how many; the most first."""
    counts = Counter(str(claim.drawn.hedge) for claim in timeline.told())
    told = ((hedge.replace("_", " "), hedge) for hedge, _ in counts.most_common())
    return _counted(told, counts)


def claims(timeline: Timeline) -> list[str]:
    """Each claim by its id, with day, claimant and words, to type a part of."""
    return [
        f"{c.claim_id} · {short_day(c.said_on)} · {who(timeline, c)} · “{c.gloss or c.phrase}”"
        for c in timeline.told()
    ]


def claim_of(choice: str) -> str:
    """The id that such a line begins with, or that was typed alone."""
    return choice.partition(" ")[0]


def matching(choices: Choices, typed: str, kept: Iterable[str]) -> Choices:
    """The choices that hold what was typed, and those already chosen."""
    held = set(kept)
    return [(name, value) for name, value in choices if value in held or _holds(name, typed)]


def _holds(name: str, typed: str) -> bool:
    return all(word in name.casefold() for word in typed.casefold().split())


def _counted(told: Iterable[tuple[str, str]], counts: Mapping[str, int]) -> Choices:
    return [(f"{name} ({counts[value]})", value) for name, value in told]


def letters(timeline: Timeline) -> set[str]:
    """Every letter of the case, and those that charts and sentences add."""
    cells = (cell for rows in timeline.rows.values() for row in rows for cell in row.values())
    return set("“”‘’–−…·≠✓→").union(*cells)
