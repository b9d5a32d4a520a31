"""Names, days and addresses in words, the same in every chart, sentence and document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.claims.dates import When

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
    """`On 2 September 2017, `, or that the day is not given."""
    if day is None:
        return "On a day not given, "
    if day.first is None:
        return f"By {day_words(day).removesuffix(' or before')}, "
    throughout = day.bounded and day.first != day.last and not day.choices
    joint = "Between" if throughout else "On"
    return f"{joint} {day_words(day).replace(' to ', ' and ')}, "


def about(claim: Claim) -> str:
    """`, covering 26 August to 2 September 2017`, where that is not the day it was said."""
    if claim.covers is None or claim.covers.text == getattr(claim.said_on, "text", ""):
        return ""
    return f", covering {day_words(claim.covers)}"


def day_words(day: When) -> str:
    """Dates in words, the coder's own ends marked: `29 August (inferred) to 2 September 2017`."""
    if day.choices:
        return " or ".join(map(day_words, day.choices))
    guess_1, guess_2 = (
        " (inferred)" if end else "" for end in (day.inferred_first, day.inferred_last)
    )
    first, last = (long_day(end) for end in (day.first, day.last))
    if first == last:
        return f"{first}{guess_1 or guess_2}"
    if day.first is None or day.last is None:
        return f"{last}{guess_2} or before" if day.first is None else f"{first}{guess_1} or after"
    if day.first.year == day.last.year:
        first = first.removesuffix(f" {day.first.year}")
    return f"{first}{guess_1} to {last}{guess_2}"


def short_day(day: When | None) -> str:
    """`2 Sep`, for a label; a tilde where the coder inferred it, a dash where it is not known."""
    if day is None:
        return "no date"
    mark = "~" if day.inferred_first or day.inferred_last else ""
    first, last = (f"{end.day} {end:%b}" if end else "" for end in (day.first, day.last))
    if not (first and last):
        return f"{mark}by {last}" if last else f"{mark}from {first}"
    if day.first == day.last:
        return mark + last
    if day.first and day.last and day.first.year == day.last.year:
        first = first.removesuffix(last[-4:])
    return f"{mark}{first}–{last}"


def listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    texts = list(names)
    return (
        texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}" if texts else ""
    )


def escaped(text: str) -> str:
    """Text that markdown shows as it stands; claim ids in brackets stay as they are."""
    return "".join(f"\\{letter}" if letter in MARKS else letter for letter in text)


def _name(timeline: Timeline, actor_id: str) -> str:
    return timeline.row("actors", actor_id)["name"]


def long_day(day: date | None) -> str:
    """`2 September 2017`; empty for no day."""
    return f"{day.day} {day:%B} {day.year}" if day else ""


def many(number: int, noun: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
