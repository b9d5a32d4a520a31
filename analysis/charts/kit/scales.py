"""The axis of numbers: even, or by powers of ten where the figures are far apart, and said so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from math import ceil, floor, log10
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from analysis.charts.kit import style
from analysis.claims.quantity import Hedge, Quantity

APART = 100
"""By how many times the largest figure is above the smallest where steps are no longer even."""
BELOW, ABOVE, OVER = 0.02, 0.12, 0.18
"""Parts of an axis left free before nothing, after the highest, and over the highest upwards."""
TENFOLD = "The axis is logarithmic: an equal distance always multiplies a figure by an equal number"
NOTHING = "; from 0 to the next number it is even"


@dataclass(frozen=True)
class Scale:
    """How figures stand along an axis.

    numbers: all that are drawn; none of them below nothing. reach: the least that an even axis
    reaches to, so that its ticks are whole numbers.
    """

    numbers: tuple[float, ...]
    reach: float = 1

    @cached_property
    def tenfold(self) -> bool:
        """Whether the axis is logarithmic: even steps would put the smallest figures on nothing."""
        positive = [number for number in self.numbers if number > 0]
        return bool(positive) and max(positive) > APART * min(positive)

    @cached_property
    def highest(self) -> float:
        """Up to where the axis reaches: the largest figure, or further."""
        return max([*self.numbers, 0 if self.tenfold else self.reach])

    @cached_property
    def least(self) -> float:
        """The power of ten up to the smallest figure, from which on the axis is logarithmic."""
        return float(10 ** floor(log10(min(number for number in self.numbers if number > 0))))

    def note(self) -> str:
        """A sentence that says of a logarithmic axis that it is; empty for one of even steps."""
        if not self.tenfold:
            return ""
        return f"{TENFOLD}{NOTHING if 0 in self.numbers else ''}."

    def draw(self, axes: Axes) -> None:
        """Make these the numbers of the x of axes, with room for an arrow beyond the highest."""
        if not self.tenfold:
            style.number_axis(axes, self.highest)
            return
        axes.set_xscale("function", functions=self._functions)
        axes.set_xlim(*self._limits(BELOW, ABOVE))
        number = self._room(axes)
        axes.set_xticks(self._ticks(number), self._texts(number))
        style.grid(axes, "x")

    def draw_upright(self, axes: Axes) -> None:
        """Make these the numbers of the y of axes, with room for a label over the highest."""
        if not self.tenfold:
            style.upright_number_axis(axes, (1 + OVER) * self.highest)
            return
        axes.set_yscale("function", functions=self._functions)
        axes.set_ylim(*self._limits(0, OVER))
        axes.set_yticks(self._ticks(6), self._texts(6))
        style.grid(axes, "y")

    @property
    def _functions(self) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
        """From a figure to its place, and back: even up to the least power, powers of ten above."""
        return self._forward, self._back

    def _forward(self, x: Any) -> Any:
        x = np.asarray(x, dtype=float)
        above = np.log10(np.maximum(x, self.least)) - log10(self.least)
        return np.where(x < self.least, x / self.least - 1, above)

    def _back(self, place: Any) -> Any:
        place = np.asarray(place, dtype=float)
        above = self.least * 10 ** np.maximum(place, 0)
        return np.where(place < 0, (place + 1) * self.least, above)

    def _limits(self, below: float, above: float) -> tuple[float, float]:
        low = -1.0 if 0 in self.numbers else 0.0
        high = float(self._forward(self.highest))
        ends = low - below * (high - low), high + above * (high - low)
        return float(self._back(ends[0])), float(self._back(ends[1]))

    def _room(self, axes: Axes) -> float:
        """How many numbers have room below axes: some six at full width, fewer of long ones."""
        most = 6 * style.share()
        widest = max(map(style.tick_width, self._ticks(most)))
        # A number stands in the middle of its tick, so that the outer two reach over the ends.
        return min(most, axes.get_position().width * style.width() / widest - 1)

    def _ticks(self, number: float) -> list[float]:
        """Nothing, where it is drawn, and powers of ten: about so many."""
        powers = floor(log10(1.6 * self.highest / self.least))
        step = max(1, ceil(powers / max(1, number)))
        ticks = [self.least * 10**n for n in range(0, powers + 1, step)]
        return [0.0] * (0 in self.numbers) + ticks

    def _texts(self, number: float) -> list[str]:
        ticks = self._ticks(number)
        return [style.large_number(t) if t >= 1 or not t else f"{t:g}" for t in ticks]


def scale(numbers: Iterable[float | None], reach: float = 1) -> Scale:
    """The scale for these figures; None is skipped. reach: see `Scale`."""
    return Scale(tuple(number for number in numbers if number is not None), reach)


def of_quantities(quantities: Iterable[Quantity], reach: float = 1) -> Scale:
    """The scale for quantities with their bounds; those without a number stand at nothing."""
    ends = [(q.stated, q.low, q.high) if _numbered(q) else (0,) for q in quantities]
    return scale((end for each in ends for end in each), reach)


def _numbered(quantity: Quantity) -> bool:
    return quantity.known and quantity.hedge is not Hedge.UNQUANTIFIED


def places(axis: Any) -> tuple[Callable[[float], float], Callable[[float], float]]:
    """From a number of an axis to its place, even on paper whatever its scale, and back."""
    there = axis.get_transform()
    back = there.inverted()
    return partial(_one_way, there), partial(_one_way, back)


def _one_way(transform: Any, number: float) -> float:
    return float(transform.transform(np.array([number], dtype=float))[0])
