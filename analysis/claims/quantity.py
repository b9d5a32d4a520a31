"""Hedged quantities: the bounds that words state, and arithmetic in which open ends stay open.

The list of hedges is the project's own: words are read as the bounds that they entail, never as a
margin of error. Which words state which hedge stands in `hedge_words`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from operator import add


class Hedge(StrEnum):
    """The kind of bound that the words of a figure state."""

    BARE = "bare"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    FEWER_THAN = "fewer_than"
    NEARLY = "nearly"
    UP_TO = "up_to"
    ABOUT = "about"
    BETWEEN = "between"
    UNQUANTIFIED = "unquantified"
    NONE = "none"


class Scale(StrEnum):
    """The kind of number a measure has: whole things, a length of time, or none (a statement)."""

    COUNT = "count"
    DURATION = "duration"
    NONE = "none"


WITHOUT_NUMBER = frozenset({Hedge.BETWEEN, Hedge.UNQUANTIFIED, Hedge.NONE})
"""Hedges whose `stated` is empty: there is no single printed number."""
WITHOUT_FIGURE = frozenset({Hedge.UNQUANTIFIED, Hedge.NONE})
"""Hedges of a claim that prints no number at all."""


@dataclass(frozen=True)
class Quantity:
    """A number as printed, and the bounds that its words entail.

    stated: the printed number. low, high: inclusive bounds; None is unknown, never 0.
    open_low, open_high: the bound itself is excluded (only durations: more than 10 days).

    >>> struck = entailed(Hedge.MORE_THAN, 20) + entailed(Hedge.BARE, 6)
    >>> str(struck), struck.low, struck.high
    ('at least 27', 27, None)
    >>> left = entailed(Hedge.BARE, 17) - entailed(Hedge.BARE, 6)
    >>> str(left), left.low, left.high
    ('11', 11, 11)
    """

    hedge: Hedge
    stated: int | None = None
    low: int | None = None
    high: int | None = None
    open_low: bool = False
    open_high: bool = False

    def __add__(self, other: Quantity) -> Quantity:
        """The sum, in which an end is known only where both are."""
        return _derived(
            _both(self, other, 1),
            _plus(self.low, other.low),
            _plus(self.high, other.high),
            self.open_low or other.open_low,
            self.open_high or other.open_high,
        )

    def __sub__(self, other: Quantity) -> Quantity:
        """The rest when `other`, a part of this, is taken away: never below 0."""
        stated = _both(self, other, -1)
        low = _plus(self.low, _negative(other.high))
        high = _plus(self.high, _negative(other.low))
        return _derived(
            None if stated is not None and stated[1] < 0 else stated,
            None if low is None else max(low, 0),
            None if high is None else max(high, 0),
            (self.open_low or other.open_high) and low is not None and low >= 0,
            (self.open_high or other.open_low) and high is not None and high > 0,
        )

    @property
    def numbers(self) -> tuple[int, ...]:
        """Those of its stated number and its bounds that are known."""
        return tuple(n for n in (self.stated, self.low, self.high) if n is not None)

    @property
    def known(self) -> bool:
        """Whether it says anything about size."""
        return bool(self.numbers)

    @property
    def ends(self) -> tuple[str, str]:
        """The lowest and the highest number in words; empty for an open end."""
        low = "" if self.low is None else f"{'above ' * self.open_low}{self.low:,}"
        high = "" if self.high is None else f"{'below ' * self.open_high}{self.high:,}"
        return low, high

    def meets(self, other: Quantity) -> bool | None:
        """Whether the bounds of the two overlap; None where no bound is stated.

        >>> entailed(Hedge.MORE_THAN, 20).meets(entailed(Hedge.NEARLY, 20))
        False
        >>> print(entailed(Hedge.ABOUT, 50).meets(entailed(Hedge.BARE, 40)))
        None
        """
        if _apart(self, other) or _apart(other, self):
            return False
        return None if Hedge.ABOUT in (self.hedge, other.hedge) else True

    def __str__(self) -> str:
        return words(self)


def entailed(
    hedge: Hedge,
    stated: int | None = None,
    low: int | None = None,
    high: int | None = None,
    *,
    scale: Scale = Scale.COUNT,
    affirmed: bool = True,
) -> Quantity:
    """The quantity that a hedge and its numbers state.

    stated: the printed number; low, high: the ends of `between`, which has no other. scale: of what
    is counted; only counts have a next whole number, so that "more than 20" is at least 21.
    affirmed: False where the claimant denies that there were any, so that "several" has no lower
    bound of 1.

    >>> quantity = entailed(Hedge.MORE_THAN, 20)
    >>> quantity.low, quantity.high
    (21, None)
    >>> hours = entailed(Hedge.MORE_THAN, 70, scale=Scale.DURATION)
    >>> hours.low, hours.open_low
    (70, True)
    """
    if hedge is Hedge.BETWEEN:
        return Quantity(hedge, None, low, high)
    if hedge is Hedge.UNQUANTIFIED:
        return Quantity(hedge, None, 1 if affirmed else None, None)
    if stated is None:
        return Quantity(hedge)
    return _bounded(hedge, stated, scale is Scale.DURATION)


def _bounded(hedge: Hedge, stated: int, continuous: bool) -> Quantity:
    """A printed number with its bounds; of what is continuous, "more than" excludes the number."""
    step = 0 if continuous else 1
    lows = {Hedge.BARE: stated, Hedge.MORE_THAN: stated + step, Hedge.AT_LEAST: stated}
    highs = {
        Hedge.BARE: stated,
        Hedge.FEWER_THAN: stated - step,
        Hedge.NEARLY: stated - step,
        Hedge.UP_TO: stated,
    }
    return Quantity(
        hedge,
        stated,
        lows.get(hedge),
        highs.get(hedge),
        open_low=continuous and hedge is Hedge.MORE_THAN,
        open_high=continuous and hedge in (Hedge.FEWER_THAN, Hedge.NEARLY),
    )


WORDS = {
    Hedge.BARE: "{}",
    Hedge.MORE_THAN: "more than {}",
    Hedge.AT_LEAST: "at least {}",
    Hedge.FEWER_THAN: "fewer than {}",
    Hedge.NEARLY: "nearly {}",
    Hedge.UP_TO: "up to {}",
    Hedge.ABOUT: "about {}",
}
"""The standard words of the hedges that have a single printed number."""


def words(quantity: Quantity) -> str:
    """The quantity in standard words, which need not be those of its source.

    >>> words(entailed(Hedge.BETWEEN, low=200, high=1_230))
    'between 200 and 1,230'
    >>> words(entailed(Hedge.UNQUANTIFIED))
    'some, no number given'
    """
    if quantity.hedge is Hedge.BETWEEN:
        return f"between {quantity.low:,} and {quantity.high:,}"
    if quantity.hedge is Hedge.UNQUANTIFIED:
        return "some, no number given"
    if quantity.stated is None:
        return "no figure"
    return WORDS[quantity.hedge].format(f"{quantity.stated:,}")


def added_up(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of one or more quantities, in which an end is known only where all are.

    >>> str(added_up([entailed(Hedge.BARE, 2), entailed(Hedge.UP_TO, 3), entailed(Hedge.BARE, 1)]))
    'up to 6'
    """
    return reduce(add, quantities)


def _derived(
    stated: tuple[Hedge, int] | None,
    low: int | None,
    high: int | None,
    open_low: bool,
    open_high: bool,
) -> Quantity:
    """A computed quantity, in the hedge that its own bounds support."""
    bounds = Quantity(
        Hedge.NONE, None, low, high, open_low and low is not None, open_high and high is not None
    )
    if stated is not None:
        return replace(bounds, hedge=stated[0], stated=stated[1])
    if low is not None and high is not None:
        return replace(bounds, hedge=Hedge.BETWEEN)
    if low is not None:
        hedge = Hedge.MORE_THAN if bounds.open_low else Hedge.AT_LEAST
        return replace(bounds, hedge=hedge, stated=low)
    if high is not None:
        hedge = Hedge.FEWER_THAN if bounds.open_high else Hedge.UP_TO
        return replace(bounds, hedge=hedge, stated=high)
    return bounds


def _both(quantity: Quantity, other: Quantity, sign: int) -> tuple[Hedge, int] | None:
    """Hedge and number of the sum (`sign` 1) or difference (-1) of two printed numbers.

    None where either is a bound: only numbers that are none may be combined.
    """
    bounds = {quantity.hedge, other.hedge} - {Hedge.BARE, Hedge.ABOUT}
    if bounds or quantity.stated is None or other.stated is None:
        return None
    both_bare = quantity.hedge is other.hedge is Hedge.BARE
    return (Hedge.BARE if both_bare else Hedge.ABOUT, quantity.stated + sign * other.stated)


def _apart(lower: Quantity, upper: Quantity) -> bool:
    """Whether `lower` ends before `upper` begins."""
    if lower.high is None or upper.low is None:
        return False
    touching = lower.high == upper.low and (lower.open_high or upper.open_low)
    return lower.high < upper.low or touching


def _plus(number: int | None, other: int | None) -> int | None:
    return None if number is None or other is None else number + other


def _negative(number: int | None) -> int | None:
    return None if number is None else -number
