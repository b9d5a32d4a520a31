"""A share of the runs of a sweep, for machines that have no scheduler between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from analysis.errors import Invalid, Problem

WRITTEN = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
Item = TypeVar("Item")


@dataclass(frozen=True)
class Part:
    """Part `number` of `count`: each `count`-th run of a sweep, from the `number`-th on.

    Neighbours in a sweep take about as long as each other, so that parts dealt out like cards take
    about as long too, which blocks of neighbours would not.

    >>> [str(part) + " " + "".join(part.of("abcde")) for part in (Part(1, 2), Part(2, 2))]
    ['1/2 ace', '2/2 bd']
    """

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    @classmethod
    def parse(cls, text: str) -> Part:
        """A part as it is written on the command line, `2/8` for the second of eight.

        Raises Invalid for anything else, and for a number below 1 or above the count.
        """
        match = WRITTEN.fullmatch(text)
        number, count = map(int, match.groups()) if match else (0, 0)
        if not 1 <= number <= count:
            allowed, fix = "k/n, k from 1 to n", "write 2/8 for the second of eight parts"
            raise Invalid([Problem("part", repr(text), allowed, fix)])
        return cls(number, count)

    def of(self, runs: Iterable[Item]) -> Iterator[Item]:
        """The runs of this part, in the order of the sweep: each run is in one part of a count."""
        return islice(runs, self.number - 1, None, self.count)
