"""What the rows of claims.csv state, as arrays: of a million rows each distinct text is read once.

Also which retellings add nothing to what they retell, and so are folded into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.claims.cells import Row, is_choice, members
from analysis.claims.claim import (
    APART,
    SETTLING,
    ancestors,
    first_utterance,
    neighbours,
    quantity_of,
    retellings,
)
from analysis.claims.columns import Columns, Ints, combined
from analysis.claims.compare import mode
from analysis.claims.dates import when
from analysis.claims.joining import Intervals, Pairs
from analysis.claims.measure import EVENT_DATE, measures_of
from analysis.claims.quantity import Hedge, Quantity

OPEN_END = np.iinfo(np.int64).max
"""The rank of an upper end that is not known; a lower one has rank 0."""
UNKNOWN = -1
"""The number of a day that is not known."""
NAMES = (
    *(
        "claim_id",
        "source_id",
        "claimant",
        "said_on",
        "stance",
        "measure",
        "category",
        "hedge",
        "stated",
        "low",
        "high",
    ),
    *("counts", "covers", "place_id", "event_id", "identity"),
)
"""The columns of claims.csv that say what a claim is about and what it states."""


@dataclass(frozen=True)
class Statements:
    """The claims of a case as arrays, a value for each row.

    claims: their columns. links, places, measures: the rows of those tables.
    """

    claims: Columns
    links: Sequence[Row]
    places: Sequence[Row]
    measures: Sequence[Row]

    def code(self, name: str) -> Ints:
        """The code of each row's text in a column."""
        return self.claims[name].codes

    def filled(self, name: str) -> Ints:
        """Whether each row has a text in a column, as 0 or 1."""
        return self.claims[name].each(bool)

    def claim_id(self, row: int) -> str:
        """The id of the claim in a row."""
        return self.claims["claim_id"].at(row)

    def cells(self, row: int) -> Row:
        """The cells of a row, as far as they are looked at here."""
        return {name: column.at(row) for name, column in self.claims.items()}

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each claim, by its id."""
        column = self.claims["claim_id"]
        texts = [column.texts[code] for code in column.codes.tolist()]
        return dict(zip(texts, range(len(texts)), strict=True))

    @cached_property
    def topic(self) -> Ints:
        """What each row counts: a code for each measure and category."""
        return combined(self.code("measure"), self.code("category"))

    @cached_property
    def decided(self) -> Ints:
        """Whether the text says what each row counts, as 0 or 1."""
        return self.claims["category"].each(lambda text: not is_choice(text))

    @cached_property
    def modes(self) -> Ints:
        """How each row holds its figure, as a code for each `mode`; 0 where it asserts it."""
        codes = {"": 0}
        stances = self.claims["stance"]
        return stances.each(lambda text: codes.setdefault(mode(text), len(codes)))

    @cached_property
    def dates(self) -> Ints:
        """Whether each row is about the day of an event, as 0 or 1."""
        return self.claims["measure"].each(lambda text: text == EVENT_DATE)

    @cached_property
    def first(self) -> Ints:
        """The first day that each row is about, as a number."""
        return self.claims["covers"].each(lambda text: _ends(text)[0])

    @cached_property
    def last(self) -> Ints:
        """The last day that each row is about, as a number."""
        return self.claims["covers"].each(lambda text: _ends(text)[1])

    @cached_property
    def one_period(self) -> Ints:
        """Whether the last day is known, and is not one of several candidates, as 0 or 1."""
        column = self.claims["covers"]
        return column.each(lambda text: _ends(text)[1] != UNKNOWN and not is_choice(text))

    @cached_property
    def _figure(self) -> tuple[Ints, Sequence[Quantity]]:
        """The code of each row's quantity, and the quantities."""
        names = ("hedge", "stated", "low", "high", "measure", "category", "stance")
        codes = combined(*(self.code(name) for name in names))
        rows = np.unique(codes, return_index=True)[1].tolist()
        steps = {name: of.step for name, of in measures_of(self.measures).items()}
        known: dict[Quantity, int] = {}
        numbers = []
        for number in rows:
            row = {name: self.claims[name].at(number) for name in names}
            step = steps.get((row["measure"], members(row["category"])[0]), 1)
            numbers.append(known.setdefault(quantity_of(row, step), len(known)))
        return np.array(numbers, dtype=np.int64)[codes] if numbers else codes, list(known)

    @property
    def figure(self) -> Ints:
        """The code of the quantity that each row states, or denies."""
        return self._figure[0]

    def quantity(self, row: int) -> Quantity:
        """The quantity that a row states."""
        codes, quantities = self._figure
        return quantities[int(codes[row])]

    @cached_property
    def intervals(self) -> Intervals:
        """The bounds that each row states, as ranks."""
        codes, quantities = self._figure
        lows = [_low(quantity) for quantity in quantities]
        highs = [_high(quantity) for quantity in quantities]
        keys = sorted({key for key in (*lows, *highs) if key})
        rank = {key: number for number, key in enumerate(keys, 1)}
        stated = {quantity.stated: number for number, quantity in enumerate(quantities)}
        return Intervals(
            low=_taken([rank[key] if key else 0 for key in lows], codes),
            high=_taken([rank[key] if key else OPEN_END for key in highs], codes),
            stated=_taken([_number(quantity, stated) for quantity in quantities], codes),
            bare=_taken([quantity.hedge is Hedge.BARE for quantity in quantities], codes),
            settled=self.settled,
        )

    @cached_property
    def days(self) -> Intervals:
        """The days that each row is about, as ends of an interval."""
        nothing = np.full(len(self.first), UNKNOWN)
        low = np.where(self.first == UNKNOWN, 0, self.first)
        high = np.where(self.last == UNKNOWN, OPEN_END, self.last)
        return Intervals(low, high, nothing, np.zeros_like(low), self.settled)

    @cached_property
    def containers(self) -> list[tuple[int, ...]]:
        """For each text of `place_id` the codes of that place and of all that contain it.

        The last is that of the empty text: a place that is not known may be any.
        """
        within = {row["place_id"]: members(row["within"]) for row in self.places}
        codes: dict[str, int] = {}
        for text in self.claims["place_id"].texts:
            codes.setdefault(text, len(codes))
        return [
            tuple(
                codes.setdefault(name, len(codes))
                for name in dict.fromkeys((text, *ancestors(text, within), ""))
            )
            for text in self.claims["place_id"].texts
        ]

    @cached_property
    def folded(self) -> Mapping[int, int]:
        """For each row that retells another and adds nothing to it, that other row."""
        link_of = retellings(self.links)
        origins: dict[str, str] = {}
        folded: dict[int, int] = {}
        for claim_id, link in link_of.items():
            row = self.row_of[claim_id]
            for other in (link["other_id"], first_utterance(claim_id, link_of, origins)):
                if other != claim_id and self._adds_nothing(row, self.row_of[other]):
                    folded[row] = self.row_of[other]
                    break
        return folded

    @cached_property
    def _into(self) -> Mapping[int, int]:
        """For each folded row, the row into which it is folded in the end."""
        into: dict[int, int] = {}
        for row in self.folded:
            passed: dict[int, None] = {}
            while row in self.folded and row not in into and row not in passed:
                passed[row] = None
                row = self.folded[row]
            into.update(dict.fromkeys(passed, into.get(row, row)))
        return into

    def own(self, row: int) -> int:
        """The row into which a row is folded in the end; itself where it is not."""
        return self._into.get(row, row)

    @cached_property
    def settled(self) -> Pairs:
        """For each row, those that links keep from being in conflict with it."""
        tied = neighbours(self.links, APART | SETTLING)
        pairs: dict[int, set[int]] = {}
        for claim_id, others in tied.items():
            row = self.own(self.row_of[claim_id])
            pairs.setdefault(row, set()).update(self.own(self.row_of[other]) for other in others)
        return {row: frozenset(others) for row, others in pairs.items()}

    def _adds_nothing(self, row: int, other: int) -> bool:
        """Whether a row states what another states of the same thing."""
        codes = (self.topic, self.modes, self.figure, *map(self.code, ("counts", "event_id")))
        days = () if self._undated(row) else (self.first, self.last, self.one_period)
        every = (*codes, self.code("identity"), *days)
        return all(a[row] == a[other] for a in every) and self._in_one_chain(row, other)

    def _undated(self, row: int) -> bool:
        return not self.claims["covers"].at(row) and not self.dates[row]

    def _in_one_chain(self, row: int, other: int) -> bool:
        """Whether one of two places is, or contains, the other; or the first is not known."""
        a, b = int(self.code("place_id")[row]), int(self.code("place_id")[other])
        known = self.claims["place_id"].texts[b] or a == b
        return a in self.containers[b] or bool(known and b in self.containers[a])


def _ends(text: str) -> tuple[int, int]:
    """The first and last day of an EDTF text, as numbers."""
    period = when(text) if text else None
    first, last = (period.first, period.last) if period else (None, None)
    return first.toordinal() if first else UNKNOWN, last.toordinal() if last else UNKNOWN


def _taken(values: Iterable[int], codes: Ints) -> Ints:
    return np.array([*values, 0], dtype=np.int64)[codes]


def _low(quantity: Quantity) -> tuple[float, int] | None:
    low = quantity.reach[0]
    return None if low is None else (low, int(quantity.open_low))


def _high(quantity: Quantity) -> tuple[float, int] | None:
    high = quantity.reach[1]
    return None if high is None else (high, -int(quantity.open_high))


def _number(quantity: Quantity, codes: Mapping[float | None, int]) -> int:
    return UNKNOWN if quantity.stated is None else codes[quantity.stated]
