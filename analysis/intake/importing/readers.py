"""The readers that a mapping may name: from the cells of a figure to what they say.

A reader is pure, so that cells which are equal are read once. Those of one data set are there for
what its publisher says of its columns, and no general rule would guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from analysis.claims.hedge_words import readings
from analysis.claims.quantity import Hedge, amount
from analysis.intake.importing.figures import (
    ALONE,
    BLANK,
    BLANKS,
    CONVENTION,
    DISORDER,
    MOST_WORDS,
    NO_COUNT,
    NO_FIGURE,
    NOT_KNOWN,
    NOT_READ,
    NOT_WHOLE,
    NUMBER,
    OTHER_CODE,
    OTHER_WORDS,
    SHARE,
    TWO_SIZES,
    UNKNOWN,
    Figure,
    Reading,
    between,
    numbers,
    of_number,
)

MONTHLY = 20
"""Strikes from which a row of the Bureau's tables is an official total, not an attack."""


@dataclass(frozen=True)
class Cells:
    """The cells of a figure in a row.

    own: of its columns, in the order of the mapping. context: of the others that its reader needs.
    pick, unknown: as in the mapping.
    """

    own: tuple[str, ...]
    context: tuple[str, ...] = ()
    pick: str = ""
    unknown: bool = False


@dataclass(frozen=True)
class Reader:
    """read: gives what the cells say. part: the part of a cell that the figure is in.

    picks: whether cells are texts, of which the figure is a part.
    """

    read: Callable[[Cells], Reading]
    part: Callable[[str, str], str] = lambda cell, _: cell
    picks: bool = False


def _number(cells: Cells) -> Reading:
    return of_number(cells.own[0], cells.unknown)


def _estimate(cells: Cells) -> Reading:
    """A best figure with its low and high."""
    ends = [cell.strip() for cell in cells.own]
    if all(cell.casefold() in BLANKS for cell in ends):
        return Reading(None, BLANK)
    if not all(NUMBER.fullmatch(cell) for cell in ends):
        return _best_alone(*ends)
    low, best, high = (numbers(cell)[0] for cell in ends)
    return Reading(Figure(Hedge.ESTIMATE, best, low, high), flag=_disorder(low, best, high))


def _best_alone(low: str, best: str, high: str) -> Reading:
    """An estimate of which an end is missing, or no number: its best figure without the other."""
    if not NUMBER.fullmatch(best):
        return Reading(None, NOT_READ, f"{NO_FIGURE}: {low}, {best}, {high}")
    printed = f"low “{low}”, high “{high}”"
    figure = Figure(Hedge.BARE, numbers(best)[0], note=f"without a range; printed: {printed}")
    return Reading(figure, ALONE, f"{ALONE}: {printed}")


def _disorder(low: str, best: str, high: str) -> str:
    if amount(low) <= amount(best) <= amount(high):
        return ""
    return f"{DISORDER}: best {best}, low {low}, high {high}"


def _range(cells: Cells) -> Reading:
    """A minimum and a maximum; of which one alone bounds on one side only."""
    low, high = (cell.strip() for cell in cells.own)
    if not (NUMBER.fullmatch(low) and NUMBER.fullmatch(high)):
        return _half(low, high)
    return between(low, high)


def _half(low: str, high: str) -> Reading:
    """A range of which an end is missing, or no number."""
    for end, other, hedge in ((low, high, Hedge.AT_LEAST), (high, low, Hedge.UP_TO)):
        if NUMBER.fullmatch(end) and other.casefold() in BLANKS | UNKNOWN:
            return Reading(Figure(hedge, numbers(end)[0], note="the other end is not given"))
    if {low.casefold(), high.casefold()} <= BLANKS:
        return Reading(None, BLANK)
    if {low.casefold(), high.casefold()} <= BLANKS | UNKNOWN:
        return Reading(None, NOT_KNOWN)
    if low == high:
        return of_number(low)
    return Reading(None, NOT_READ, f"{NO_FIGURE}: {low}, {high}")


def _outside_totals(cells: Cells) -> Reading:
    """A range of the Bureau of Investigative Journalism.

    A row of a month's official total has very many strikes, and 0 to 0 where nobody counted.
    """
    reading = _range(cells)
    strikes = [amount(number) for cell in cells.context for number in numbers(cell)]
    nothing = reading.figure is not None and set(cells.own) == {"0"}
    if nothing and strikes and max(strikes) >= MONTHLY:
        return Reading(None, NO_COUNT)
    return reading


CODED = re.compile(
    r"\bcod(?:ed|ing)\b(?:[^.;\]]{0,40}?\b(?:as|at|to))? (\d+)\b|\brecorded as (\d+)\b",
    re.IGNORECASE,
)
SEVERAL = re.compile(
    r"\b(?:across|between|among|over) (?:the )?[\w-]+ (?:\w+ )?"
    r"(?:events?|locations?|places?|sites?|towns?|villages?|districts?|days?)\b",
    re.IGNORECASE,
)
"""Words that say that a number is that of several events."""
SPLIT = re.compile(
    r"\b(?:split|divided|distributed) (?:between|among|across|over|into)\b[^.;\]]{0,40}",
    re.IGNORECASE,
)


def _acled(cells: Cells) -> Reading:
    """The fatalities of ACLED, of which its notes say what they are."""
    reading, notes = of_number(cells.own[0]), " ".join(cells.context)
    figure = reading.figure
    if figure is None:
        return reading
    coded = {match[1] or match[2] for match in CODED.finditer(notes)}
    if figure.stated in coded:
        note = f"the table has {figure.stated}, by ACLED's convention for vague words"
        return Reading(Figure(Hedge.UNQUANTIFIED, note=note), CONVENTION)
    split = SPLIT.search(notes)
    if coded and (split or SEVERAL.search(notes)):
        note = f"the table has {figure.stated}, a share of a number by ACLED's convention"
        return Reading(Figure(Hedge.UNQUANTIFIED, note=note), CONVENTION, SHARE)
    if split:
        note = "a share of one toll, which ACLED divides among several events"
        return Reading(replace(figure, note=note), flag=SHARE)
    if coded and not reading.flag:
        return replace(reading, flag=f"{OTHER_CODE}: {figure.stated}, {', '.join(sorted(coded))}")
    return reading


DOTTED = re.compile(r"\d\.\d{3}", re.ASCII)
"""A number of which nothing says whether its dot groups thousands."""
CROWD = re.compile(r"(?:\[|\bcrowd )size ?= ?([^\];]*)", re.IGNORECASE)


def _crowd_part(cell: str, _: str) -> str:
    match = CROWD.search(cell)
    return match[1].strip() if match else ""


def _crowd(cells: Cells) -> Reading:
    """The size of a crowd as ACLED's notes and tags have it: “[size=at least 20]”."""
    parts = [part for cell in (*cells.own, *cells.context) if (part := _crowd_part(cell, ""))]
    part = next(iter(parts), "")
    if DOTTED.search(part):
        return Reading(None, NOT_READ, f"{NO_FIGURE}: {part}")
    if len(set(parts)) > 1:
        return replace(of_number(part), flag=f"{TWO_SIZES}: {', '.join(parts)}")
    if part.casefold() in ("no report", "not reported", "no reports"):
        return Reading(None, NOT_KNOWN)
    return of_number(part)


PART = re.compile(r"([\d,]+(?:\s*[-–]\s*[\d,]+)?)\s*([a-z_]+(?:\s[a-z_]+)*)", re.IGNORECASE)


def kinds(cell: str) -> Mapping[str, str]:
    """The figures of a cell such as “(4-20 children7-8 women)”, by what they count."""
    return {kind.strip().casefold(): number for number, kind in PART.findall(cell)}


def _kind_part(cell: str, pick: str) -> str:
    return kinds(cell).get(pick, "")


def _kind(cells: Cells) -> Reading:
    """One of several figures in a cell, by the word behind it."""
    return of_number(_kind_part(cells.own[0], cells.pick), cells.unknown)


def _if_reported(cells: Cells) -> Reading:
    """A figure of Airwars: “Unknown” affirms harm only where harm is said to be reported."""
    reported = any(cell.strip().casefold() in ("yes", "true", "1") for cell in cells.context)
    return of_number(cells.own[0], cells.unknown and reported)


STRIKES = re.compile(r"Near ([^,.]{1,40}),?\s((?:[\w-]+\s){1,2}?(?:air)?strikes?)\b", re.IGNORECASE)
"""A place and a number of strikes, as a line of a release begins."""


def _release(cells: Cells) -> Reading:
    """The strikes of a line of a release, with its own words where they state the same number."""
    reading = of_number(cells.own[0])
    if reading.figure is None or not cells.context:
        return reading
    figure, flag = reading.figure, ""
    for words in _words_of(cells.context[0]):
        stated = _stated(words)
        if figure.stated in stated:
            return Reading(replace(figure, words=words))
        flag = flag or (f"{OTHER_WORDS}: {figure.stated}, {words}" if stated else "")
    return replace(reading, flag=flag)


def _words_of(line: str) -> Iterator[str]:
    """The words of a release for how many strikes there were, with the place before them."""
    for match in STRIKES.finditer(line):
        words = " ".join(match[0].split())
        yield words if len(words.split()) <= MOST_WORDS else " ".join(match[2].split())


def _stated(words: str) -> list[str]:
    """The numbers that words state without a hedge."""
    read = readings(words, "en").readings
    return [str(r.quantity.stated) for r in read if r.quantity.hedge == Hedge.BARE]


READERS: Mapping[str, Reader] = {
    "number": Reader(_number),
    "range": Reader(_range),
    "estimate": Reader(_estimate),
    "acled_fatalities": Reader(_acled),
    "acled_crowd": Reader(_crowd, _crowd_part, picks=True),
    "airwars_figure": Reader(_if_reported),
    "kind_in_list": Reader(_kind, _kind_part, picks=True),
    "bureau_range": Reader(_outside_totals),
    "release_line": Reader(_release),
}
"""The readers by the name that a mapping gives them."""


def whole(reader: Reader) -> Reader:
    """A reader of what is counted in whole things: a number with decimals is no figure of these."""

    def read(cells: Cells) -> Reading:
        reading = reader.read(cells)
        figure = reading.figure
        if figure and "." in f"{figure.stated}{figure.low}{figure.high}":
            return Reading(None, NOT_WHOLE, f"{NO_FIGURE}: {', '.join(cells.own)}")
        return reading

    return replace(reader, read=read)
