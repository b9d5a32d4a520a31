"""Problems gathered from several readers, so that all of them are told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf
from typing import TypeVar

from analysis.errors import Invalid, Problem

T = TypeVar("T")


class Gathered:
    """Problems, in the order in which they were met, each once."""

    def __init__(self) -> None:
        self._met: dict[Problem, None] = {}

    def add(self, problems: Iterable[Problem]) -> None:
        """Remember these too."""
        self._met.update(dict.fromkeys(problems))

    def tried(self, make: Callable[[], T], otherwise: T) -> T:
        """What `make` returns; where it raises Invalid, its problems are kept and the other."""
        try:
            return make()
        except Invalid as refused:
            self.add(refused.problems)
            return otherwise

    @property
    def any(self) -> bool:
        """Is anything wrong so far?"""
        return bool(self._met)

    def refuse(self, file: str = "") -> None:
        """Raise Invalid with everything that is wrong, if anything is: in order of that file."""
        if self._met:
            raise Invalid(sorted(self._met, key=lambda problem: _line(problem, file)))


def _line(problem: Problem, file: str) -> float:
    """The line of a problem in a file; those elsewhere come last."""
    return problem.line if problem.file == file and problem.line else inf
