"""Small Arrow arrays and scalars, built from their buffers.

To convert a Python list or value, pyarrow first tests whether it is one of pandas', and imports
pandas for the test (`pandas-shim.pxi`). That takes a fifth of a second: half of a check.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa


def texts(values: Iterable[str | None]) -> Any:
    """A StringArray of texts; None becomes null."""
    listed = list(values)
    encoded = [(value or "").encode() for value in listed]
    ends = array("i", accumulate(map(len, encoded), initial=0))
    buffers = pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    return pa.StringArray.from_buffers(len(listed), *buffers, _validity(listed))


def text(value: str) -> Any:
    """A StringScalar."""
    return texts([value])[0]


def number(value: float) -> Any:
    """A DoubleScalar."""
    return numbers([value], whole=False)[0]


def numbers(values: Iterable[float | None], whole: bool) -> Any:
    """An array of numbers; None becomes null.

    whole: True for an array of int64, False for one of float64. Raises OverflowError for an
    integer that does not fit into 64 bits.
    """
    listed = list(values)
    packed = array("q" if whole else "d", [0 if value is None else value for value in listed])
    kind = pa.int64() if whole else pa.float64()
    return pa.Array.from_buffers(kind, len(listed), [_validity(listed), pa.py_buffer(packed)])


def flags(values: Iterable[bool]) -> Any:
    """A BooleanArray."""
    bools = np.fromiter(values, bool)
    return pa.Array.from_buffers(pa.bool_(), len(bools), [None, _bits(bools)])


def _validity(values: Sequence[object]) -> Any:
    """The bitmap of the values that are not null; None where none is null."""
    return _bits([value is not None for value in values]) if None in values else None


def _bits(flags: Any) -> Any:
    """A buffer of booleans in the layout of Arrow: one bit each, the lowest first."""
    return pa.py_buffer(np.packbits(flags, bitorder="little"))
