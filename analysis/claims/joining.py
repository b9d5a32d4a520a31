"""Groups of intervals in which each is apart from another, without trying every two.

`Side` holds those that a search has not reached, by their ends: what is apart from an interval
comes first in one of two orders, so that the search looks at nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.claims.columns import Ints

Pairs = Mapping[int, frozenset[int]]
"""For a row, those with which it is in no conflict, by a judgement."""


@dataclass(frozen=True)
class Intervals:
    """What rows state, as arrays. low, high: ranks of their ends. stated: the code of the number.

    bare: whether that is printed without a hedge, so that the same number with one is no conflict.
    settled: pairs of rows that never conflict.
    """

    low: Ints
    high: Ints
    stated: Ints
    bare: Ints
    settled: Pairs


class Union:
    """Sets of rows, merged pair by pair."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def find(self, row: int) -> int:
        """The row that stands for the set of a row."""
        root = row
        while (above := self._parent.get(root, root)) != root:
            root = above
        while row != root:
            self._parent[row], row = root, self._parent[row]
        return root

    def merge(self, row: int, other: int) -> None:
        """Make the sets of two rows one."""
        first, second = self.find(row), self.find(other)
        self._parent.setdefault(first, first)
        self._parent[second] = first

    def together(self, rows: Iterable[int]) -> bool:
        """Whether all rows are in one set."""
        every = iter(rows)
        first = self.find(next(every))
        return all(self.find(row) == first for row in every)

    def groups(self) -> list[list[int]]:
        """The sets of two rows or more, each in order."""
        members: dict[int, list[int]] = {}
        for row in sorted(self._parent):
            members.setdefault(self.find(row), []).append(row)
        return list(members.values())


Kind = tuple[int, int, int, int]
"""What rows that state the same have in common: high, low, number, and whether it is bare."""


class _Order:
    """The kinds of a side in an order, from which those without rows are dropped for good."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self.kinds = kinds
        self._next = [0] * len(kinds)

    def first(self, start: int, rows: Mapping[Kind, set[int]]) -> int:
        """The position, from a start on, of the first kind that has rows left."""
        passed, at = [], start
        while at < len(self.kinds) and not rows[self.kinds[at]]:
            passed.append(at)
            at = max(self._next[at], at + 1)
        for position in passed:
            self._next[position] = at
        return at


class Side:
    """Rows of one side of a comparison that have not been reached yet."""

    def __init__(self, rows: Iterable[int], stated: Intervals) -> None:
        self._stated = stated
        self.rows: dict[Kind, set[int]] = {}
        for row in rows:
            self.rows.setdefault(self.kind(row), set()).add(row)
        self._by_high = _Order(sorted(self.rows))
        self._by_low = _Order(sorted(self.rows, key=lambda kind: -kind[1]))

    def kind(self, row: int) -> Kind:
        """What the row states."""
        of = self._stated
        return int(of.high[row]), int(of.low[row]), int(of.stated[row]), int(of.bare[row])

    def take(self, row: int) -> bool:
        """Whether a row was still here; afterwards it is not."""
        rows = self.rows[self.kind(row)]
        if row not in rows:
            return False
        rows.discard(row)
        return True

    def apart_from(self, row: int, kind_of_row: Kind) -> Iterator[int]:
        """Take out all rows that are in conflict with a row of the other side, of that kind."""
        high, low, stated, bare = kind_of_row
        for order, below in ((self._by_high, True), (self._by_low, False)):
            at = order.first(0, self.rows)
            while at < len(order.kinds):
                kind = order.kinds[at]
                if not (kind[0] < low if below else kind[1] > high):
                    break
                if stated < 0 or kind[2] != stated or not (bare or kind[3]):
                    yield from self._taken(row, kind)
                at = order.first(at + 1, self.rows)

    def _taken(self, row: int, kind: Kind) -> list[int]:
        rows = self.rows[kind]
        left = rows & self._stated.settled.get(row, frozenset())
        self.rows[kind] = left
        return list(rows - left)


def join(first: Side, second: Side, union: Union) -> None:
    """Merge the rows of two sides that are in conflict, directly or through others.

    first, second: the sides; a row may stand in both.
    """
    sides = (first, second)
    for row in [row for rows in first.rows.values() for row in rows]:
        if first.take(row):
            _search(row, sides, union)


def _search(row: int, sides: tuple[Side, Side], union: Union) -> None:
    """Merge a row of the first side with all that it is tied to through conflicts."""
    pending = [(row, 0)]
    while pending:
        current, side = pending.pop()
        for other in sides[1 - side].apart_from(current, sides[side].kind(current)):
            union.merge(current, other)
            pending.append((other, 1 - side))
