"""The errors of the suite: a `Problem` says what is wrong, where, and what to do about it.

Whatever reads input gathers all its problems and raises them at once, as one `Invalid`.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import inf
from typing import TypeVar

T = TypeVar("T")

MOST = 20
"""Problems of one kind reported for one field before the rest is only counted."""
MANY = 2_000
"""Names with which an unknown one is compared, at most."""
LONGEST = 80
"""Letters of a typed text that are compared with names."""
WIDEN = (
    "widen as_of, start, end, said_from, said_to, sources or claimants, where one of them narrows "
    "the claims"
)
"""What to do where a scope leaves no claim: the parameters that narrow it."""


@dataclass(frozen=True)
class Place:
    """The place in the input that a problem is about.

    field: a column, a key, a parameter or an option; may be empty. file, line: the file that
    holds it, and the line, counted from 1; empty and 0 where there is none.

    >>> str(Place("hedge", "claims.csv", 12)), str(Place("as_of"))
    ('claims.csv:12:hedge', 'as_of')
    """

    field: str = ""
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        parts = (self.file, str(self.line or ""), self.field)
        return ":".join(part for part in parts if part)

    def problem(self, value: str, allowed: str, fix: str) -> Problem:
        """A problem at this place; value, allowed and fix are those of `Problem`."""
        return Problem(self.field, value, allowed, fix, self.file, self.line)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    field: what it is about: a column, a key, a parameter, an option. value: what is there, in
    words or as `repr` writes it. allowed: what may be there. fix: what to do. file, line: where
    the field stands, if in a file; lines count from 1. more: how many rows further down have
    the same problem and are not listed.

    >>> print(Problem("as_of", "'2017-09-31'", "a day that exists", "write year-month-day"))
    as_of: '2017-09-31'; a day that exists; write year-month-day
    """

    field: str
    value: str
    allowed: str
    fix: str
    file: str = ""
    line: int = 0
    more: int = 0

    @property
    def where(self) -> str:
        """The place in one word, as `claims.csv:12:hedge`."""
        return str(Place(self.field, self.file, self.line))

    def at(self, place: Place) -> Problem:
        """The same problem at another place: its field, file and line."""
        return replace(self, field=place.field, file=place.file, line=place.line)

    def __str__(self) -> str:
        return f"{self.where}: {self.value}; {self.allowed}; {self.fix}"


class Invalid(Exception):  # noqa: N818  (it reads as a sentence: "load ... raises Invalid")
    """Input that cannot be accepted.

    problems: everything that is wrong with it, in the order in which it is printed.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[Invalid], tuple[tuple[Problem, ...]]]:
        # Else pickle would pass the message to __init__: exceptions are rebuilt from their `args`.
        return type(self), (self.problems,)

    def _render_traceback_(self) -> list[str]:
        """The lines that IPython prints in place of a traceback.

        A wrong name or value needs its message; the stack below it is this package's own. IPython
        asks every exception for a method of this name.
        """
        return [f"Invalid: {problem}" for problem in self.problems]


class Empty(Invalid):
    """Valid input that leaves no claim to draw or to report.

    Charts and findings catch it and say so in a sentence; any other `Invalid` stops them.
    """


class Gathered:
    """Problems from several readers, to be raised together.

    A problem that is added twice counts once; the order is that in which they were added.

    >>> gathered = Gathered()
    >>> gathered.add([Problem("start", "'soon'", "a day", "write 2017-09-02")])
    >>> gathered.refuse()
    Traceback (most recent call last):
    analysis.errors.Invalid: start: 'soon'; a day; write 2017-09-02
    """

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}  # an ordered set

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems to those gathered so far."""
        self._problems.update(dict.fromkeys(problems))

    def tried(self, make: Callable[[], T], otherwise: T) -> T:
        """The result of `make`; where that raises Invalid, its problems are added.

        otherwise: what to return in that case.
        """
        try:
            return make()
        except Invalid as invalid:
            self.add(invalid.problems)
            return otherwise

    def refuse(self, file: str = "") -> None:
        """Raise Invalid with all the problems that were added, if there are any.

        file: the problems of that file come first, in order of their lines.
        """
        if self._problems:
            raise Invalid(sorted(self._problems, key=lambda problem: _line(problem, file)))


def _line(problem: Problem, file: str) -> float:
    """The line of a problem in a file; those elsewhere come last."""
    return problem.line if problem.file == file and problem.line else inf


def repeated(make: Callable[[int], Problem], rows: Iterable[int]) -> Iterator[Problem]:
    """A problem for each of the first `MOST` rows, and one more that counts the rest.

    make: gives the problem of a row. rows: the numbers of the rows, as `make` takes them.
    """
    numbers = list(rows)
    for number in numbers[:MOST]:
        yield make(number)
    if len(numbers) > MOST:
        last, more = make(numbers[MOST]), len(numbers) - MOST - 1
        like = f", and {many(more, 'row')} like it" if more else ""
        yield replace(last, value=f"{last.value}{like}", more=more)


def many(number: int, noun: str) -> str:
    """A number with its noun; noun: in the singular, with a plural in "s".

    >>> many(1, "claim"), many(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counted(problems: Iterable[Problem]) -> int:
    """How many problems there are, with those that are counted and not listed.

    >>> counted([Problem("a", "", "", ""), Problem("b", "", "", "", more=3)])
    5
    """
    return sum(1 + problem.more for problem in problems)


def require(known: Mapping[str, T], name: str, field: str, allowed: str) -> T:
    """The entry of a mapping with that name.

    field, allowed: of the problem that Invalid reports, with the nearest name, where there is none.

    >>> require({"coalition": 1}, "coalition", "claimant", "a claimant of the case")
    1
    """
    if name not in known:
        raise Invalid([Problem(field, repr(name), allowed, nearest(name, known))])
    return known[name]


def nearest(name: str, known: Iterable[str]) -> str:
    """The fix for an unknown name: the known name that it resembles, else a choice of the known.

    name: as typed. known: the names that would have been accepted. Where several contain what was
    typed, these are the choice.

    >>> nearest("coaltion", ["coalition", "russia"])
    'did you mean coalition?'
    >>> nearest("iran", ["coalition", "russia"])
    'choose one of coalition, russia'
    >>> nearest("rudaw", ["anha-2017", "rudaw-2017-08", "rudaw-2017-09"])
    'choose one of rudaw-2017-08, rudaw-2017-09'
    >>> nearest("c3", ["c003", "c413"])
    'did you mean c003?'
    """
    names = sorted(set(known))
    if not names:
        return "there is none to choose from"
    return resembling(name, names) or "choose one of " + shorten(names)


def resembling(name: str, known: Iterable[str]) -> str:
    """The fix for an unknown name where known names resemble it; empty where none does.

    >>> resembling("Hezbollah", ["hezbollah", "russia"]), resembling("iran", ["russia"])
    ('did you mean hezbollah?', '')
    """
    names = sorted(set(known))
    similar = _equal(name, names) or _containing(name, names)
    similar = similar or _close(name, names) or _of_close_part(name, names)
    if len(similar) > 1:
        return "choose one of " + shorten(similar)
    return f"did you mean {similar[0]}?" if similar else ""


def neighbours(name: str, names: Sequence[str]) -> Sequence[str]:
    """Of very many names those that are worth comparing with one: near it in order, or around it.

    names: in alphabetical order, each once.
    """
    if len(names) <= MANY:
        return names
    middle = bisect_left(names, name)
    around = islice((other for other in names if name and name in other), MOST)
    return [*names[max(0, middle - MANY // 2) : middle + MANY // 2], *around]


def _equal(name: str, names: Sequence[str]) -> list[str]:
    """The names that differ from one in capitals, signs or leading zeros alone: at most one."""
    # Letters in common say nothing of numbered names: those of the same number go first.
    return [other for other in names if _unpadded(other) == _unpadded(name)][:1]


def _containing(name: str, names: Sequence[str]) -> list[str]:
    """The names of which what was typed is a part."""
    part = _plain(name)
    return [other for other in names if len(part) > 1 and part in _plain(other)]


def _close(name: str, names: Sequence[str]) -> list[str]:
    """The name that is spelt most alike, else the longest that is a part of what was typed."""
    # A long text is no name that was misspelt, and takes long to compare.
    typed = name[:LONGEST]
    inside = sorted((n for n in names if len(n) > 3 and _plain(n) in _plain(typed)), key=len)
    return difflib.get_close_matches(typed, names, n=1, cutoff=0.6) or inside[-1:]


def _of_close_part(name: str, names: Sequence[str]) -> list[str]:
    """The names that have the part that is spelt most alike: those of rudaw for "rudow"."""
    parts = {part for other in names for part in _plain(other).split("-") if len(part) > 3}
    close = difflib.get_close_matches(_plain(name)[:LONGEST], parts, n=1, cutoff=0.75)
    return [other for other in names if close and close[0] in _plain(other)]


def _plain(name: str) -> str:
    """A name in small letters, with a hyphen for every blank, hyphen and underscore."""
    return re.sub(r"[\s_-]+", "-", name.strip()).casefold()


def shorter(text: str, most: int = 100) -> str:
    """A text for a message, cut where it is long. most: letters of it that stay.

    >>> shorter("a long text", 6)
    'a long…'
    """
    return text if len(text) <= most else f"{text[:most]}…"


def few(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The first `MOST` problems of a kind, and one more that counts the rest."""
    return repeated(problems.__getitem__, range(len(problems)))


def _unpadded(name: str) -> str:
    """A name in plain letters, without the zeros that its numbers begin with."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", _plain(name))


def shorten(names: Iterable[str], most: int = 12) -> str:
    """Names joined by commas, at most `most` of them, with the number of the others.

    >>> shorten(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    every = list(names)
    rest = len(every) - most
    return ", ".join(every[:most]) + (f" and {rest} more" if rest > 0 else "")
