"""How wide charts are laid out: as a report's column, or narrower, with fewer letters and ticks.

The forms place things in inches of the whole width; in a narrower column all of that shrinks
across, while type, marks and rows keep their size.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

WIDTH = 7.2
"""Inches: a report's column, for which the forms are made."""
FEWEST = 8
_WIDTH = ContextVar("width", default=WIDTH)


@contextmanager
def laid_out(inches: float) -> Iterator[None]:
    """Charts built inside are that wide; at most as wide as a report's column."""
    token = _WIDTH.set(min(inches, WIDTH))
    try:
        yield
    finally:
        _WIDTH.reset(token)


def width() -> float:
    """The width for which charts are laid out now, in inches."""
    return _WIDTH.get()


def share() -> float:
    """How much of the whole width that is, at most 1."""
    return width() / WIDTH


def letters(most: int) -> int:
    """How many letters there is room for, of so many in the whole width."""
    return most if share() == 1 else max(FEWEST, int(most * share()))
