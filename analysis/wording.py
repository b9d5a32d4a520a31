"""Names, days and addresses in words, the same in every chart, sentence and document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from analysis.claim import Claim
from analysis.timeline import Timeline
from analysis.when import When

MARKS = "\\`*_{}[]<>()#+-.!|~$^&:@=\"'%"


def deep_link(url: str, phrase: str) -> str:
    """The address that opens a document with the words highlighted (a text fragment)."""
    if not url or phrase.startswith("("):
        return url
    words = quote(phrase, safe="").replace("-", "%2D")
    return f"{url}#:~:text={words}"


def who(timeline: Timeline, claim: Claim) -> str:
    """The claimant, or the candidates, with those who passed it on."""
    names = " or ".join(_name(timeline, actor) for actor in claim.claimants)
    via = ", ".join(_name(timeline, actor) for actor in claim.via)
    return f"{names}{' via ' + via if via else ''}"


def on(day: When | None) -> str:
    """`On 2 September 2017 `, or nothing where the day is not known."""
    if day is None:
        return "On a day not given, "
    joint = "On" if day.days == 1 else "Between" if day.bounded else "By"
    return f"{joint} {day_words(day).replace(' to ', ' and ')}, "


def about(claim: Claim) -> str:
    """`, about 26 August to 2 September 2017`, where that is not the day it was said."""
    if claim.covers is None or claim.covers.text == getattr(claim.said_on, "text", ""):
        return ""
    return f", about {day_words(claim.covers)}"


def day_words(day: When) -> str:
    """Dates in words, the coder's own ends marked: `29 (inferred) August to 2 September 2017`."""
    if day.one_of:
        return f"one of {day.text.strip('[]').replace(',', ' or ')}"
    first, last = (long_day(end) for end in (day.first, day.last))
    guessed = [" (inferred)" if end else "" for end in (day.inferred_first, day.inferred_last)]
    if first == last:
        return f"{first}{guessed[0]}"
    if day.first is None or day.last is None:
        return f"{last} or before" if day.first is None else f"{first} or after"
    if day.first.year == day.last.year:
        first = first.removesuffix(f" {day.first.year}")
    return f"{first}{guessed[0]} to {last}{guessed[1]}"


def short_day(day: When | None) -> str:
    """`2 Sep`, for a label; a tilde where the coder inferred it, a dash where it is not known."""
    if day is None or day.last is None:
        return "no date"
    last = f"{day.last.day} {day.last:%b}"
    mark = "~" if day.inferred_last else ""
    if day.first is None:
        return f"by {last}"
    if day.first == day.last:
        return mark + last
    first = (
        str(day.first.day)
        if day.first.month == day.last.month
        else (f"{day.first.day} {day.first:%b}")
    )
    return f"{mark}{first}–{last}"


def listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    told = list(names)
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}" if told else ""


def escaped(text: str) -> str:
    """Text that markdown shows as it stands; claim ids in brackets stay as they are."""
    return "".join(f"\\{letter}" if letter in MARKS else letter for letter in text)


def _name(timeline: Timeline, actor_id: str) -> str:
    return timeline.named("actors", actor_id)["name"]


def long_day(day: date | None) -> str:
    """`2 September 2017`; empty for no day."""
    return f"{day.day} {day:%B} {day.year}" if day else ""


def many(number: int, noun: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
