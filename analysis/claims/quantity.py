"""Hedged quantities: the bounds that words state, and arithmetic in which open ends stay open.

The list of hedges is the project's own: words are read as the bounds that they entail, never as a
margin of error. Which words state which hedge stands in `hedge_words`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
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
    ESTIMATE = "estimate"
    UNQUANTIFIED = "unquantified"
    NONE = "none"


class Scale(StrEnum):
    """The kind of number that a measure has; none for a statement without a figure.

    share: in per cent. factor: how many times another figure. rate: in a day or other time,
    or on a square metre or other area.
    """

    COUNT = "count"
    DURATION = "duration"
    SHARE = "share"
    MONEY = "money"
    AREA = "area"
    LENGTH = "length"
    WEIGHT = "weight"
    RATE = "rate"
    FACTOR = "factor"
    NONE = "none"


WITHOUT_NUMBER = frozenset({Hedge.BETWEEN, Hedge.UNQUANTIFIED, Hedge.NONE})
"""Hedges whose `stated` is empty: there is no single printed number."""
WITHOUT_FIGURE = frozenset({Hedge.UNQUANTIFIED, Hedge.NONE})
"""Hedges of a claim that prints no number at all."""


TYPED_BOUNDS = frozenset({Hedge.BETWEEN, Hedge.ESTIMATE})
"""Hedges whose bounds are printed, and so are typed; those of others follow from their number."""


def amount(number: str | Decimal) -> float:
    """A number as an int where it is whole, and as the nearest float where it is not.

    number: in digits, with a point before decimals. Raises ValueError where a text is no number.

    >>> amount("17.0"), amount("4.70"), amount(Decimal("2.5E+3"))
    (17, 4.7, 2500)
    """
    try:
        exact = Decimal(number)
    except ArithmeticError:
        raise ValueError(f"{number!r} is not a number in digits") from None
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def in_digits(number: float) -> str:
    """A number with commas for thousands, and never with an exponent.

    >>> in_digits(16_566), in_digits(4.5), in_digits(0.00001)
    ('16,566', '4.5', '0.00001')
    """
    return f"{Decimal(repr(number)):,f}"


@dataclass(frozen=True)
class Quantity:
    """A number as printed, and the bounds that its words entail.

    stated: the printed number, or the best of an estimate. low, high: inclusive bounds; None is
    unknown, never 0. All are ints where they are whole, else floats. open_low, open_high: the bound
    itself is excluded, where there is no next number: more than 10 days.

    >>> struck = entailed(Hedge.MORE_THAN, 20) + entailed(Hedge.BARE, 6)
    >>> str(struck), struck.low, struck.high
    ('at least 27', 27, None)
    >>> left = entailed(Hedge.BARE, 17) - entailed(Hedge.BARE, 6)
    >>> str(left), left.low, left.high
    ('11', 11, 11)
    """

    hedge: Hedge
    stated: float | None = None
    low: float | None = None
    high: float | None = None
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
    def numbers(self) -> tuple[float, ...]:
        """Those of its stated number and its bounds that are known."""
        return tuple(n for n in (self.stated, self.low, self.high) if n is not None)

    @property
    def known(self) -> bool:
        """Whether it says anything about size."""
        return bool(self.numbers)

    @property
    def ends(self) -> tuple[str, str]:
        """The lowest and the highest number in words; empty for an open end."""
        low = "" if self.low is None else f"{'above ' * self.open_low}{in_digits(self.low)}"
        high = "" if self.high is None else f"{'below ' * self.open_high}{in_digits(self.high)}"
        return low, high

    @property
    def reach(self) -> tuple[float | None, float | None]:
        """Its lowest and highest number: of an estimate that breaks its own order, of all three.

        >>> entailed(Hedge.ESTIMATE, 12, 4, 9).reach
        (4, 12)
        """
        if self.hedge is Hedge.ESTIMATE and self.numbers:
            return min(self.numbers), max(self.numbers)
        return self.low, self.high

    @property
    def floor(self) -> Quantity:
        """The same where more may be missing: its lower bound alone, or its number after "about".

        >>> str(entailed(Hedge.BARE, 31).floor), str(entailed(Hedge.UP_TO, 31).floor)
        ('at least 31', 'no figure')
        """
        about = self.hedge is Hedge.ABOUT
        return self if about else _derived(None, self.low, None, self.open_low, False)

    def meets(self, other: Quantity) -> bool | None:
        """Whether the bounds of the two overlap; None where no bound is stated.

        >>> entailed(Hedge.MORE_THAN, 20).meets(entailed(Hedge.NEARLY, 20))
        False
        >>> print(entailed(Hedge.ABOUT, 50).meets(entailed(Hedge.BARE, 40)))
        None
        """
        if self.below(other) or other.below(self):
            return False
        return None if Hedge.ABOUT in (self.hedge, other.hedge) else True

    def below(self, other: Quantity) -> bool:
        """Whether all that it allows is less than all that another allows.

        >>> entailed(Hedge.NEARLY, 20).below(entailed(Hedge.AT_LEAST, 20))
        True
        """
        return _apart(self, other)

    def __str__(self) -> str:
        return words(self)


def entailed(
    hedge: Hedge,
    stated: float | None = None,
    low: float | None = None,
    high: float | None = None,
    *,
    step: float | None = 1,
    affirmed: bool = True,
) -> Quantity:
    """The quantity that a hedge and its numbers state.

    stated: the printed number; low, high: the ends of `between`, which has no other, and the bounds
    of an `estimate`. step: from one number to the next, so that "more than 20" of whole things is
    at least 21; None where there is no next number. affirmed: False where the claimant denies that
    there were any, so that "several" has no lower bound of 1.

    >>> quantity = entailed(Hedge.MORE_THAN, 20)
    >>> quantity.low, quantity.high
    (21, None)
    >>> hours = entailed(Hedge.MORE_THAN, 70, step=None)
    >>> hours.low, hours.open_low
    (70, True)
    """
    if hedge is Hedge.BETWEEN:
        return Quantity(hedge, None, low, high)
    if hedge is Hedge.UNQUANTIFIED:
        return Quantity(hedge, None, 1 if affirmed else None, None)
    if stated is None:
        return Quantity(hedge)
    if hedge is Hedge.ESTIMATE:
        return Quantity(hedge, stated, low, high)
    return _bounded(hedge, stated, step)


def _bounded(hedge: Hedge, stated: float, step: float | None) -> Quantity:
    """A printed number with its bounds; without a next number, "more than" excludes the number."""
    above, below = (_sum(stated, step or 0), _sum(stated, -(step or 0)))
    lows = {Hedge.BARE: stated, Hedge.MORE_THAN: above, Hedge.AT_LEAST: stated}
    highs = {
        Hedge.BARE: stated,
        Hedge.FEWER_THAN: below,
        Hedge.NEARLY: below,
        Hedge.UP_TO: stated,
    }
    return Quantity(
        hedge,
        stated,
        lows.get(hedge),
        highs.get(hedge),
        open_low=step is None and hedge is Hedge.MORE_THAN,
        open_high=step is None and hedge in (Hedge.FEWER_THAN, Hedge.NEARLY),
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
    >>> words(entailed(Hedge.ESTIMATE, 68, 50, 90))
    '68, between 50 and 90'
    >>> words(entailed(Hedge.UNQUANTIFIED))
    'some, no number given'
    """
    low, high = quantity.ends
    if quantity.hedge is Hedge.BETWEEN:
        return f"between {low} and {high}"
    if quantity.hedge is Hedge.UNQUANTIFIED:
        return "some, no number given"
    if quantity.stated is None:
        return "no figure"
    stated = in_digits(quantity.stated)
    if quantity.hedge is Hedge.ESTIMATE:
        return _estimated(quantity, stated, low, high)
    return WORDS[quantity.hedge].format(stated)


def _estimated(quantity: Quantity, best: str, low: str, high: str) -> str:
    """A best figure with its bounds in words; alone where they say no more than it does."""
    if best == low == high:
        return best
    least, most = quantity.low or 0, quantity.high or 0
    in_order = least <= (quantity.stated or 0) <= most
    return f"{best}, between {low} and {high}" if in_order else f"{best} (low {low}, high {high})"


def added_up(quantities: Iterable[Quantity]) -> Quantity:
    """The sum of one or more quantities, in which an end is known only where all are.

    >>> str(added_up([entailed(Hedge.BARE, 2), entailed(Hedge.UP_TO, 3), entailed(Hedge.BARE, 1)]))
    'up to 6'
    """
    return reduce(add, quantities)


def _derived(
    stated: tuple[Hedge, float] | None,
    low: float | None,
    high: float | None,
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


def _both(quantity: Quantity, other: Quantity, sign: int) -> tuple[Hedge, float] | None:
    """Hedge and number of the sum (`sign` 1) or difference (-1) of two printed numbers.

    None where either is a bound: only numbers that are none may be combined.
    """
    bounds = {quantity.hedge, other.hedge} - {Hedge.BARE, Hedge.ABOUT}
    if bounds or quantity.stated is None or other.stated is None:
        return None
    both_bare = quantity.hedge is other.hedge is Hedge.BARE
    summed = _sum(quantity.stated, sign * other.stated)
    return (Hedge.BARE if both_bare else Hedge.ABOUT, summed)


def _apart(lower: Quantity, upper: Quantity) -> bool:
    """Whether `lower` ends before `upper` begins."""
    end, start = lower.reach[1], upper.reach[0]
    if end is None or start is None:
        return False
    return end < start or (end == start and (lower.open_high or upper.open_low))


def _plus(number: float | None, other: float | None) -> float | None:
    return None if number is None or other is None else _sum(number, other)


def _sum(number: float, other: float) -> float:
    """The sum without the noise of binary fractions: 0.1 and 0.2 make 0.3."""
    if isinstance(number, int) and isinstance(other, int):
        return number + other
    return amount(Decimal(repr(number)) + Decimal(repr(other)))


def _negative(number: float | None) -> float | None:
    return None if number is None else -number
