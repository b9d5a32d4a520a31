"""How much of a large case a chart can show so that somebody can read it, and what is said of more.

Forms with a row or a label for each claim refuse above `ROWS`; forms with a mark for each, above
`MARKS`. What is drawn instead is a form that adds claims up, such as `sums_by_period`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from analysis.errors import Empty, Problem, many

ROWS = 300
"""Rows or labels, a few pages of them: of more, a reader takes in no more than of a table."""
MARKS = 2_000
"""Marks without a label of their own: more of them cover each other."""
T = TypeVar("T")


def few(drawn: Sequence[T], form: str, *, most: int = ROWS, what: str = "figure") -> Sequence[T]:
    """What a form draws, as it is; raises Empty where it is more than anybody can read.

    drawn: claims, or whatever has a row, a label or a mark. form: its name. most: `ROWS` or
    `MARKS`. what: a noun in the singular for what is drawn.

    >>> few(range(3), "intervals")
    range(0, 3)
    """
    if len(drawn) > most:
        reason = f"{many(len(drawn), what)} are too many for one chart of this kind"
        cure = "narrow them to fewer days, or see their sums by period"
        fix = "set start and end, choose a place or a claimant, or draw sums_by_period"
        raise Empty([Problem(form, f"{reason}; {cure}", f"at most {most:,}", fix)])
    return drawn
