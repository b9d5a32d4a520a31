"""Small arrays and single values for Arrow, put together from their bytes.

Asked to convert a list or a value of Python's, pyarrow first looks whether it is one of pandas',
and imports that for it (`pandas-shim.pxi`), which takes a fifth of a second: half of a check.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa


def texts(values: Iterable[str | None]) -> Any:
    """A StringArray of texts; None is unknown."""
    listed = list(values)
    encoded = [(value or "").encode() for value in listed]
    ends = array("i", accumulate(map(len, encoded), initial=0))
    buffers = pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    return pa.StringArray.from_buffers(len(listed), *buffers, _known(listed))


def text(value: str) -> Any:
    """A single text."""
    return texts([value])[0]


def number(value: float) -> Any:
    """A single number, as a float64."""
    return numbers([value], whole=False)[0]


def numbers(values: Iterable[float | None], whole: bool) -> Any:
    """An array of numbers; None is unknown.

    whole: whether all are whole, for an array of int64; else it is one of float64. Raises
    OverflowError for an integer that has no place in 64 bits.
    """
    listed = list(values)
    numbers = array("q" if whole else "d", [0 if value is None else value for value in listed])
    kind = pa.int64() if whole else pa.float64()
    return pa.Array.from_buffers(kind, len(listed), [_known(listed), pa.py_buffer(numbers)])


def flags(values: Iterable[bool]) -> Any:
    """A BooleanArray."""
    listed = np.fromiter(values, bool)
    return pa.Array.from_buffers(pa.bool_(), len(listed), [None, _bits(listed)])


def _known(values: Sequence[object]) -> Any:
    """Which of the values are not unknown; None where all are known."""
    return _bits([value is not None for value in values]) if None in values else None


def _bits(flags: Any) -> Any:
    """Truth values in the layout of Arrow, a bit each."""
    return pa.py_buffer(np.packbits(flags, bitorder="little"))
