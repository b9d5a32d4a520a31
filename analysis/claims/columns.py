"""Columns of a table as codes: each distinct text once, and for each row the number of its text.

What depends on a text alone is worked out once for each distinct one: a million rows hold few.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
"""An array of whole numbers."""


@dataclass(frozen=True)
class Column:
    """A column of a table. codes: for each row the position of its text. texts: each of them."""

    codes: Ints
    texts: Sequence[str]

    def each(self, make: Callable[[str], Any], kind: type = np.int64) -> npt.NDArray[Any]:
        """For each row what `make` gives for its text. kind: of the values of the array."""
        values: npt.NDArray[Any] = np.array([make(text) for text in self.texts], dtype=kind)
        return values[self.codes] if len(values) else np.zeros(0, dtype=kind)

    def used(self) -> Column:
        """The same without texts that no row has."""
        used = np.bincount(self.codes, minlength=len(self.texts)) > 0
        if used.all():
            return self
        texts = [text for text, is_used in zip(self.texts, used.tolist(), strict=True) if is_used]
        return Column((np.cumsum(used) - 1)[self.codes], texts)

    def at(self, row: int) -> str:
        """The text of a row."""
        return self.texts[int(self.codes[row])]


Columns = Mapping[str, Column]
"""The columns of a table, by name."""


def combined(*codes: Ints) -> Ints:
    """A code from 0 for each row that is the same where all of its codes are.

    >>> combined(np.array([0, 0, 1]), np.array([5, 5, 5])).tolist()
    [0, 0, 1]
    """
    whole = np.zeros_like(codes[0])
    for code in codes:
        above = code - code.min(initial=0)  # a code may stand for what is not known, below 0
        width = int(above.max(initial=0)) + 1
        whole = np.unique(whole * width + above, return_inverse=True)[1].reshape(-1)
    return whole
