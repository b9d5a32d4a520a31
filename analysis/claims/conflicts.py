"""Every conflict among the claims of a case: what `compare.verdict` says of each two, in groups.

To try every two takes hours for the rows of a country. Here rows that are about the same thing are
brought together by keys: periods that meet through the halves of the calendar that one fills and
the other begins in, places through those that contain them, and later totals through the halves of
an order. Within a key two sides remain, each row of which can be compared with each of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.claims.claim import DENIES
from analysis.claims.columns import Ints, combined
from analysis.claims.compare import ASSERTED, HAPPENED, LEVEL, STANDING, TOTAL, mode
from analysis.claims.joining import Intervals, Side, Union, join
from analysis.claims.statements import OPEN_END, UNKNOWN, Statements


@dataclass(frozen=True)
class Conflicts:
    """Groups of rows, each of which is in conflict with another of its group.

    claimed: figures of the same thing, or days of one event. later_totals: running totals of one
    start, a later of which is below an earlier.
    """

    claimed: list[list[int]]
    later_totals: list[list[int]]


@dataclass(frozen=True)
class Keyed:
    """Rows under a key; a row may stand under several."""

    rows: Ints
    keys: Ints

    def where(self, flags: Ints) -> Keyed:
        """Those with a flag; flags: for every row of the case."""
        chosen = flags[self.rows] > 0
        return Keyed(self.rows[chosen], self.keys[chosen])

    def under(self, *codes: Ints) -> Keyed:
        """The same rows, parted by further codes; codes: for every row of the case."""
        return Keyed(self.rows, combined(self.keys, *(code[self.rows] for code in codes)))

    def at(self, entries: Sequence[int] | Ints, nodes: Ints, width: int) -> Keyed:
        """Entries of these, by their positions, each at a node; width: above every node."""
        return Keyed(self.rows[entries], self.keys[entries] * width + nodes)


Sides = tuple[Keyed, Keyed]


def conflicts(of: Statements) -> Conflicts:
    """Every conflict among the claims of a case, in time that grows as the claims do."""
    claimed, later = Union(), Union()
    alone = of.decided.copy()
    alone[list(of.folded)] = 0
    stands = Keyed(np.arange(len(alone)), of.topic).where(alone)
    denies = of.claims["stance"].each(lambda text: text == DENIES)
    held = stands.under(of.modes).where(1 - denies)
    bounded = (of.intervals.low > 0) | (of.intervals.high < OPEN_END)
    figures = held.where(1 - of.dates).where(bounded.astype(np.int64))
    for sides in _of_one_thing(of, figures, of.intervals):
        _join(*sides, of.intervals, of.intervals, claimed)
    for sides in _of_one_event(of, held.where(of.dates)):
        _join(*sides, of.days, of.days, claimed)
    denied, against = _denied(of, stands.where(1 - of.dates), denies)
    for sides in _of_one_thing(of, denied, against):
        _join(*sides, against, against, claimed)
    # An earlier total may be exceeded, so that it has no upper end here, and a later no lower.
    earlier = replace(of.intervals, high=np.full(len(alone), OPEN_END))
    after = replace(of.intervals, low=np.zeros(len(alone), dtype=np.int64))
    for sides in _of_one_start(of, figures):
        _join(*sides, earlier, after, later)
    return Conflicts(claimed.groups(), later.groups())


def _of_one_event(of: Statements, dates: Keyed) -> Iterator[Sides]:
    """Sides that date the same event."""
    for name in ("identity", "event_id"):
        named = dates.where(of.filled(name)).under(of.code(name))
        yield named, named


def _denied(of: Statements, stands: Keyed, denies: Ints) -> tuple[Keyed, Intervals]:
    """Denials of a figure and what asserts that very figure, and bounds by which they conflict."""
    denials = denies * of.filled("stated")
    asserted = of.claims["stance"].each(lambda text: mode(text) == ASSERTED)
    figures = np.zeros(int(of.figure.max(initial=0)) + 1, dtype=np.int64)
    figures[of.figure[denials > 0]] = 1
    chosen = stands.where((denials | asserted) * figures[of.figure]).under(of.figure)
    nothing = np.full(len(denials), UNKNOWN)
    against = Intervals(denials, denials, nothing, np.zeros_like(denials), of.settled)
    return chosen, against


def _of_one_thing(of: Statements, claims: Keyed, stated: Intervals) -> Iterator[Sides]:
    """Sides that are about the same thing, each row of one comparable with each of the other."""
    counts = of.claims["counts"]
    happened, standing = counts.each(HAPPENED.__contains__), counts.each(STANDING.__contains__)
    levels = counts.each(LEVEL.__eq__)
    for name in ("identity", "event_id"):
        named = _narrowed(claims.where(of.filled(name)).under(of.code(name)), stated)
        for sides in _of_one_time(of, named.where(happened)):
            yield from [sides] if name == "identity" else _of_one_place(of, *sides)
        dated = named.where(of.one_period)
        for same in (dated.under(of.first, of.last), dated.where(levels).under(of.last)):
            narrow = _narrowed(same, stated)
            yield from [(narrow, narrow)] if name == "identity" else _of_one_place(of, narrow)
    dated = claims.where(standing).where(of.one_period)
    for same in (dated.under(of.first, of.last), dated.where(levels).under(of.last)):
        yield from _of_one_place(of, _narrowed(same, stated))


def _of_one_start(of: Statements, figures: Keyed) -> Iterator[Sides]:
    """Sides of running totals since one day, the second of which run on for longer."""
    totals = figures.where(of.claims["counts"].each(TOTAL.__eq__)).where(of.one_period)
    totals = totals.where((of.first != UNKNOWN).astype(np.int64)).under(of.first)
    for name in ("identity", ""):
        named = totals.where(of.filled(name)).under(of.code(name)) if name else totals
        named = _narrowed(named, of.intervals)
        order = np.unique(of.last[named.rows], return_inverse=True)[1].reshape(-1)
        width = len(named.rows) + 1
        for bit in reversed(range(int(order.max(initial=0)).bit_length())):
            half = (order >> bit) & 1
            earlier, later = np.flatnonzero(half == 0), np.flatnonzero(half)
            nodes = order >> (bit + 1)
            sides = (named.at(earlier, nodes[earlier], width), named.at(later, nodes[later], width))
            yield from [sides] if name else _of_one_place(of, *sides)


def _of_one_place(of: Statements, first: Keyed, second: Keyed | None = None) -> Iterator[Sides]:
    """The sides parted so that of two places one is, or contains, the other, or is not known."""
    yield _at_place(of, first, above=False), _at_place(of, second or first, above=True)
    if second is not None:
        yield _at_place(of, first, above=True), _at_place(of, second, above=False)


def _at_place(of: Statements, side: Keyed, *, above: bool) -> Keyed:
    """The rows at their places, or at these and at all that contain them."""
    lists = [places if above else places[:1] for places in of.containers]
    lengths = np.array([len(places) for places in lists], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    flat = np.array([place for places in lists for place in places], dtype=np.int64)
    codes = of.code("place_id")[side.rows]
    entries = np.repeat(np.arange(len(codes)), lengths[codes])
    offsets = np.arange(len(entries)) - np.repeat(
        np.cumsum(lengths[codes]) - lengths[codes], lengths[codes]
    )
    nodes = flat[starts[codes][entries] + offsets]
    width = max((place for places in of.containers for place in places), default=0) + 1
    return side.at(entries, nodes, width)


def _of_one_time(of: Statements, claims: Keyed) -> Iterator[Sides]:
    """Sides of which each period meets each of the other side.

    Two periods meet where one begins within the other. The days are the leaves of a tree of halves:
    a period fills some of its nodes, and begins below some.
    """
    first, last = of.first[claims.rows], of.last[claims.rows]
    days = np.unique(np.concatenate((first, last)))
    depth = max(len(days) - 1, 1).bit_length()
    size = 1 << depth
    begins = np.where(first == UNKNOWN, 0, np.searchsorted(days, first))
    ends = np.where(last == UNKNOWN, size - 1, np.searchsorted(days, last))
    begun = _gathered(claims, [((begins + size) >> level) for level in range(depth + 1)], size)
    filled = _filled(claims, begins + size, ends + size + 1, size)
    yield filled, begun


def _gathered(claims: Keyed, nodes: Sequence[Ints], size: int) -> Keyed:
    entries = np.tile(np.arange(len(claims.rows)), len(nodes))
    return claims.at(entries, np.concatenate(nodes), 2 * size)


def _filled(claims: Keyed, start: Ints, stop: Ints, size: int) -> Keyed:
    """The rows at the fewest nodes that make up their periods; stop: the leaf after the last."""
    entries, nodes = [], []
    while (going := start < stop).any():
        left = going & (start & 1 > 0)
        entries.append(np.flatnonzero(left))
        nodes.append(start[left])
        start = start + left
        right = going & (stop & 1 > 0)
        stop = stop - right
        entries.append(np.flatnonzero(right))
        nodes.append(stop[right])
        start, stop = start >> 1, stop >> 1
    none = np.zeros(0, dtype=np.int64)
    return claims.at(np.concatenate([none, *entries]), np.concatenate([none, *nodes]), 2 * size)


def _narrowed(claims: Keyed, stated: Intervals) -> Keyed:
    """Those that are apart from another of their key, so that the others need not be parted."""
    return _apart(claims, claims, stated, stated)


def _apart(side: Keyed, other: Keyed, of_side: Intervals, of_other: Intervals) -> Keyed:
    """The rows of a side that are apart from one of the other side."""
    known = np.unique(other.keys)
    if not len(known):
        return Keyed(side.rows[:0], side.keys[:0])
    place = np.searchsorted(known, other.keys)
    least = np.full(len(known), OPEN_END)
    most = np.zeros(len(known), dtype=np.int64)
    np.minimum.at(least, place, of_other.high[other.rows])
    np.maximum.at(most, place, of_other.low[other.rows])
    at = np.minimum(np.searchsorted(known, side.keys), len(known) - 1)
    above, below = of_side.low[side.rows] > least[at], of_side.high[side.rows] < most[at]
    keep = (known[at] == side.keys) & (above | below)
    return Keyed(side.rows[keep], side.keys[keep])


def _join(first: Keyed, second: Keyed, of: Intervals, after: Intervals, union: Union) -> None:
    """Merge what is in conflict between two sides, key by key.

    of, after: the bounds of the first side and of the second.
    """
    left, right = _apart(first, second, of, after), _apart(second, first, after, of)
    others = dict(_by_key(right))
    for key, rows in _by_key(left):
        across = others.get(key, [])
        if not union.together((*rows, *across)):
            join(Side(rows, of), Side(across, after), union)


def _by_key(side: Keyed) -> Iterator[tuple[int, list[int]]]:
    """Each key with its rows."""
    order = np.argsort(side.keys, kind="stable")
    keys, starts = np.unique(side.keys[order], return_index=True)
    rows = side.rows[order].tolist()
    stops = [*starts.tolist(), len(rows)][1:]
    for key, start, stop in zip(keys.tolist(), starts.tolist(), stops, strict=True):
        yield key, rows[start:stop]
