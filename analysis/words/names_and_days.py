"""Names, days and addresses in words, the same in every chart, sentence and document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from textwrap import shorten
from typing import ParamSpec, TypeVar
from urllib.parse import quote

from analysis.case.timeline import Timeline
from analysis.claims.cells import Row
from analysis.claims.claim import Claim
from analysis.claims.dates import When, known_ends, when

INFERRED = " (inferred)"
"""Follows a day that the coder inferred."""
LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
}
"""Names of languages by their code of ISO 639; of another its code is printed."""
MARKS = "\\`*_{}[]<>()#+-.!|~$^&:@=\"'%"
"""Letters that markdown, of Jupyter or of pandoc, could read as markup."""
P = ParamSpec("P")
R = TypeVar("R")
_WITH_YEAR = ContextVar("with_year", default=False)
"""Whether short days have their year. A context variable, so that it holds for the chart or the
sentence that is put together now, and in no other thread."""


def deep_link(url: str, phrase: str) -> str:
    """The address that opens a document with the words highlighted.

    A text fragment, as https://wicg.github.io/scroll-to-text-fragment/ has it, in which a bare
    dash would part words from their context. A phrase in parentheses is the coder's, not printed.

    >>> deep_link("https://example.org/1", "17-bus convoy")
    'https://example.org/1#:~:text=17%2Dbus%20convoy'
    """
    if not (url and phrase) or phrase.startswith("("):
        return url
    words = quote(phrase, safe="").replace("-", "%2D")
    return f"{url}#:~:text={words}"


def in_words(claim: Claim, most: int = 0) -> str:
    """The words of a claim for a reader of English.

    The phrase in quotation marks, as printed; of a phrase in another language the coder's English
    in square brackets, since nobody printed it; of a row of a data set, which has no words, the
    figure. most: letters to which the words are cut; 0 for all.

    >>> import analysis as an
    >>> in_words(an.load("convoy-2017")["c003"])
    '“more than 20 ISIS vehicles”'
    """
    text = claim.gloss or claim.phrase
    if not text:
        return str(claim.quantity)
    if most:
        text = shorten(text, most, placeholder=" …")
    return f"[{text}]" if claim.gloss else f"“{text}”"


def who(timeline: Timeline, claim: Claim) -> str:
    """The claimant, or the candidates joined by "or", and the actors who passed the claim on."""
    names = " or ".join(actor_name(timeline, actor) for actor in claim.claimants)
    via = ", ".join(actor_name(timeline, actor) for actor in claim.via)
    return f"{names}{' via ' + via if via else ''}"


def on(day: When | None) -> str:
    """The day to begin a sentence: `On 2 September 2017, `, or `On a day not given, `."""
    if day is None:
        return "On a day not given, "
    first, last = _ends(day)
    if not first:
        return f"By {last}, "
    if day.bounded and first != last and not day.choices:
        return f"Between {first} and {last}, "
    return f"On {day_words(day)}, "


def said_on(day: When | None) -> str:
    """The day within a sentence: `on 2 September 2017`, or `on a day not given`."""
    words = on(day).removesuffix(", ")
    return f"{words[:1].lower()}{words[1:]}"


def days_said(claims: Iterable[Claim]) -> tuple[date, date] | None:
    """The first and the last day on which any claim can have been said; None if unknown."""
    days = known_ends(claim.said_on for claim in claims)
    return (min(days), max(days)) if days else None


def about(claim: Claim) -> str:
    """The period of a claim, as `, for 26 August to 2 September 2017`.

    Empty where it has none, or where that is the day on which it was said.
    """
    if claim.covers is None or claim.covers.text == getattr(claim.said_on, "text", ""):
        return ""
    return f", for {day_words(claim.covers)}"


def day_words(day: When) -> str:
    """A day or period in words; ends that the coder inferred are marked.

    >>> from analysis.claims.dates import when
    >>> day_words(when("2017-08-29?/2017-09-02"))
    '29 August (inferred) to 2 September 2017'
    >>> day_words(when("2017-08-29?/2017-09-02?"))
    '29 August to 2 September 2017 (both inferred)'
    >>> day_words(when("[2017-08-29..2017-09-02]")), day_words(when("2017-09-02T23:30Z"))
    ('a day between 29 August and 2 September 2017', '2 September 2017, 23:30 UTC')
    """
    if day.choices:
        return _alternatives(day.choices)
    first, last = _ends(day)
    if not (first and last):
        return f"{first} or after" if first else f"{last} or before"
    if first != last and day.inferred_first and day.inferred_last:
        first, last = first.removesuffix(INFERRED), last.replace(INFERRED, " (both inferred)")
    if day.between:
        return f"a day between {first} and {last}"
    return f"{first}{_hour(day)}" if first == last else f"{first} to {last}"


def _alternatives(choices: Sequence[When]) -> str:
    """Days of which one is meant, as `28, 29 or 30 August 2017`."""
    days = [day.first for day in choices if day.days == 1 and not day.inferred_first]
    if len(days) < len(choices) or len({day.year for day in days if day}) > 1:
        return " or ".join(map(day_words, choices))
    *others, last = [day for day in days if day]
    of_month = all(day.month == last.month for day in others)
    names = [str(day.day) if of_month else f"{day.day} {day:%B}" for day in others]
    return f"{', '.join(names)} or {long_day(last)}"


def _hour(day: When) -> str:
    """The hour of a day and its zone, as `, 23:30 UTC+03:00`; empty where none is printed."""
    if not day.time:
        return ""
    hour, zone = (day.time[:-1], "") if day.time.endswith("Z") else (day.time[:-6], day.time[-6:])
    return f", {hour} UTC{zone}"


def short_day(day: When | None) -> str:
    """A day or period for a label, as `2 Sep`; with a tilde where the coder inferred it.

    `no date` for None.
    """
    if day is None:
        return "no date"
    mark = "~" if day.inferred_first or day.inferred_last else ""
    first, last = (short(end) if end else "" for end in (day.first, day.last))
    if not (day.first and day.last):
        return f"{mark}by {last}" if last else f"{mark}from {first}"
    if day.first == day.last:
        return mark + last
    if day.first.year == day.last.year:
        same_month = day.first.month == day.last.month
        first = f"{day.first.day}" if same_month else f"{day.first.day} {day.first:%b}"
    return f"{mark}{first}–{last}"


def short(day: date) -> str:
    """A day for a label: `2 Sep`, and `2 Sep 2017` inside `years_where_needed`."""
    return f"{day.day} {short_month(day)}"


def short_month(day: date) -> str:
    """The month of a day for a label: `Sep`, and `Sep 2017` inside `years_where_needed`."""
    return f"{day:%b %Y}" if with_year() else f"{day:%b}"


def with_year() -> bool:
    """Whether what is put together now holds days of two years, so that each needs its own."""
    return _WITH_YEAR.get()


@contextmanager
def years_where_needed(days: Iterable[When | None]) -> Iterator[None]:
    """A context in which short days have their year, if these days are of more than one.

    >>> from analysis.claims.dates import when
    >>> days = [when("2020-08-10"), when("2021-08-03")]
    >>> with years_where_needed(days):
    ...     [short_day(day) for day in days]
    ['10 Aug 2020', '3 Aug 2021']
    """
    several = len({day.year for day in known_ends(days)}) > 1
    token = _WITH_YEAR.set(with_year() or several)
    try:
        yield
    finally:
        _WITH_YEAR.reset(token)


def dated(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate what puts words together from timelines: years stand where their claims have two."""

    @wraps(function)
    def with_years(*args: P.args, **kwargs: P.kwargs) -> R:
        every = (*args, *kwargs.values())
        timelines = [value for value in every if isinstance(value, Timeline)]
        with years_where_needed(day for each in timelines for day in _days_of(each)):
            return function(*args, **kwargs)

    return with_years


def _days_of(timeline: Timeline) -> Iterator[When | None]:
    """Every day that a chart or a sentence can name of these claims."""
    for claim in timeline:
        yield from (claim.said_on, claim.covers, claim.published)


def document(timeline: Timeline, source_id: str) -> str:
    """A document by its publisher and day, with its title where a publisher has two of a day.

    >>> import analysis as an
    >>> document(an.load("convoy-2017"), "rudaw-2017-09-02")
    'Rudaw, 2 September 2017'
    """
    row = timeline.row("sources", source_id)
    day = day_words(when(row["published"])) if row["published"] else "no date"
    same = [other for other in timeline.rows["sources"] if _issue(other) == _issue(row)]
    name = f"{row['publisher']}, {day}"
    return name if len(same) == 1 else f"{name}: {row['title']}"


def _issue(source: Row) -> tuple[str, str]:
    return source["publisher"], source["published"]


def listed(names: Sequence[str]) -> str:
    """Names as a list in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last


def escaped(text: str) -> str:
    """Text with backslashes before all that Markdown could read as markup."""
    return "".join(f"\\{letter}" if letter in MARKS else letter for letter in text)


def long_day(day: date | None) -> str:
    """`2 September 2017`; empty for no day."""
    return f"{day.day} {day:%B} {day.year}" if day else ""


def _ends(day: When) -> tuple[str, str]:
    """The first and the last day in words, equal for a single day; empty where it is not known.

    Of two days in one year the first is without its year.
    """
    if day.first == day.last:
        words = long_day(day.first) + INFERRED * (day.inferred_first or day.inferred_last)
        return words, words
    same_year = day.first and day.last and day.first.year == day.last.year
    first = f"{day.first.day} {day.first:%B}" if day.first and same_year else long_day(day.first)
    return first + INFERRED * day.inferred_first, long_day(day.last) + INFERRED * day.inferred_last


def actor_name(timeline: Timeline, actor_id: str) -> str:
    """The name of an actor of the case."""
    return timeline.row("actors", actor_id)["name"]
