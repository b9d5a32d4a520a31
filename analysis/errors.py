"""What is wrong, where, and what to do about it: the shape of every message to a person.

Whatever reads input gathers all its problems and raises them at once, as one `Invalid`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import TypeVar

T = TypeVar("T")

MOST = 20
"""Problems of one kind reported for one field before the rest is only counted."""
WIDEN = "widen as_of, start, end, sources or claimants"
"""What to do where a scope leaves no claim: the parameters that narrow it."""


@dataclass(frozen=True)
class Place:
    """Where something stands.

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
        """A problem at this place, with the other fields of `Problem` by their names."""
        return Problem(self.field, value, allowed, fix, self.file, self.line)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    field: what it is about: a column, a key, a parameter, an option. value: what is there, in
    words or as `repr` writes it. allowed: what may be there. fix: what to do. file, line: where
    the field stands, if in a file; lines count from 1. more: how many rows further down have the
    same and are not listed.

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
        """The same problem at another place."""
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
        return Invalid, (self.problems,)

    def _render_traceback_(self) -> list[str]:
        """The lines that IPython prints in place of a traceback.

        A wrong name or value needs its message; the stack below it is this package's own. IPython
        asks every exception for a method of this name.
        """
        return [f"Invalid: {problem}" for problem in self.problems]


class Empty(Invalid):
    """There is no claim to draw or to speak of, though nothing that was typed is wrong.

    Charts and findings catch it and say so in a sentence; other Invalid input stops them.
    """

    def __reduce__(self) -> tuple[type[Empty], tuple[tuple[Problem, ...]]]:
        return Empty, (self.problems,)


class Gathered:
    """Problems from several readers, to be raised together.

    Each counts once, in the order in which it was added.

    >>> met = Gathered()
    >>> met.add([Problem("start", "'soon'", "a day", "write 2017-09-02")])
    >>> met.refuse()
    Traceback (most recent call last):
    analysis.errors.Invalid: start: 'soon'; a day; write 2017-09-02
    """

    def __init__(self) -> None:
        self._met: dict[Problem, None] = {}

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems to those gathered so far."""
        self._met.update(dict.fromkeys(problems))

    def tried(self, make: Callable[[], T], otherwise: T) -> T:
        """What `make` returns; where it raises Invalid, `otherwise`, and its problems are added."""
        try:
            return make()
        except Invalid as refused:
            self.add(refused.problems)
            return otherwise

    def refuse(self, file: str = "") -> None:
        """Raise Invalid with everything that is wrong, if anything is.

        file: the problems of that file come first, in order of their lines.
        """
        if self._met:
            raise Invalid(sorted(self._met, key=lambda problem: _line(problem, file)))


def _line(problem: Problem, file: str) -> float:
    """The line of a problem in a file; those elsewhere come last."""
    return problem.line if problem.file == file and problem.line else inf


def repeated(make: Callable[[int], Problem], rows: Iterable[int]) -> Iterator[Problem]:
    """A problem for each row, at most `MOST` and one more, which counts the rest.

    make: the problem of a row. rows: the numbers of the rows, as `make` takes them.
    """
    listed = list(rows)
    for row in listed[:MOST]:
        yield make(row)
    if len(listed) > MOST:
        last = make(listed[MOST])
        more = len(listed) - MOST
        yield replace(last, value=f"{last.value}, and {more:,} rows like it", more=more)


def nearest(name: str, known: Iterable[str]) -> str:
    """What to do about an unknown name: the known name nearest to it, else all that are known.

    >>> nearest("coaltion", ["coalition", "russia"])
    'did you mean coalition?'
    >>> nearest("iran", ["coalition", "russia"])
    'choose one of coalition, russia'
    """
    names = sorted(set(known))
    if not names:
        return "there is none to choose from"
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]}?"
    return "choose one of " + shorten(names)


def shorten(names: Iterable[str], most: int = 12) -> str:
    """Names joined by commas, at most `most` of them, with the number of the others.

    >>> shorten(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    listed = list(names)
    rest = len(listed) - most
    return ", ".join(listed[:most]) + (f" and {rest} more" if rest > 0 else "")
