"""What is wrong, where, and what to do about it: the one shape of every message to a person."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

MOST = 20
"""Problems of one kind reported for one field before the rest is only counted."""


@dataclass(frozen=True)
class Place:
    """Where something stands: a field, and the file and line (from 1; 0 for none) that hold it.

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
        """Something that is wrong here."""
        return Problem(self.field, value, allowed, fix, self.file, self.line)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    field: what it is about: a column, a key, a parameter, an option. value: what is there.
    allowed: what may be there. fix: what to do. file, line: where the field stands, if in a file;
    lines count from 1. more: how many rows further down have the same and are not listed.
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
        """The same problem, told of another place."""
        return replace(self, field=place.field, file=place.file, line=place.line)

    def __str__(self) -> str:
        return f"{self.where}: {self.value}; {self.allowed}; {self.fix}"


class Invalid(Exception):  # noqa: N818  (it reads as a sentence: "load ... raises Invalid")
    """Input that cannot be accepted, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[Invalid], tuple[tuple[Problem, ...]]]:
        return Invalid, (self.problems,)

    def _render_traceback_(self) -> list[str]:
        """Shown by IPython in place of a traceback: a reader needs the message alone."""
        return [f"Invalid: {problem}" for problem in self.problems]


class Empty(Invalid):
    """There is no claim to draw or to speak of: a scope that is right, but too narrow."""

    def __reduce__(self) -> tuple[type[Empty], tuple[tuple[Problem, ...]]]:
        return Empty, (self.problems,)


def repeated(
    make: Callable[[int], Problem], rows: Iterable[int], most: int = MOST
) -> Iterator[Problem]:
    """A problem per row, the rest counted in the last once there are more than `most`."""
    listed = list(rows)
    for row in listed[:most]:
        yield make(row)
    if len(listed) > most:
        last = make(listed[most])
        more = len(listed) - most
        yield replace(last, value=f"{last.value}, and {more:,} rows like it", more=more)


def nearest(name: str, known: Iterable[str]) -> str:
    """What to do about an unknown name: a suggestion where one is close, else the choices."""
    names = sorted(set(known))
    if not names:
        return "there is none to choose from"
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]}?"
    return "choose one of " + shorten(names)


def shorten(names: Iterable[str], most: int = 12) -> str:
    """Names joined by commas, cut after `most` with the number left out."""
    listed = list(names)
    rest = len(listed) - most
    return ", ".join(listed[:most]) + (f" and {rest} more" if rest > 0 else "")
