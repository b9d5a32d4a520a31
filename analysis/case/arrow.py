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
import pyarrow.compute as pc


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


def repeated(value: str, count: int) -> Any:
    """A dictionary-encoded array of one text, many times."""
    zeros = pa.Array.from_buffers(pa.int32(), count, [None, pa.py_buffer(bytes(4 * count))])
    return pa.DictionaryArray.from_arrays(zeros, texts([value]))


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


def whole_numbers(values: Any) -> Any:
    """The values of an array of integers without nulls as an array of NumPy."""
    kind = np.dtype(f"i{values.type.bit_width // 8}")
    if not len(values):
        return np.empty(0, kind)
    return np.frombuffer(values.buffers()[1], kind)[values.offset : values.offset + len(values)]


def at(values: Any, places: Any) -> Any:
    """The values of an array at some places, which count from 0."""
    packed = pa.py_buffer(np.ascontiguousarray(places, np.int64))
    return pc.take(values, pa.Array.from_buffers(pa.int64(), len(places), [None, packed]))


def combined(columns: Sequence[Any]) -> tuple[Any, int]:
    """A number for each row, equal where the rows have the same values, and how many there are.

    columns: one or more dictionary-encoded arrays of one length.
    """
    numbers, count = whole_numbers(columns[0].indices), len(columns[0].dictionary)
    for column in columns[1:]:
        pairs = numbers.astype(np.int64) * max(len(column.dictionary), 1)
        pairs += whole_numbers(column.indices)
        packed = pa.Array.from_buffers(pa.int64(), len(pairs), [None, pa.py_buffer(pairs)])
        encoded = pc.dictionary_encode(packed)
        numbers, count = whole_numbers(encoded.indices), len(encoded.dictionary)
    return numbers, count


def _validity(values: Sequence[object]) -> Any:
    """The bitmap of the values that are not null; None where none is null."""
    return _bits([value is not None for value in values]) if None in values else None


def _bits(flags: Any) -> Any:
    """A buffer of booleans in the layout of Arrow: one bit each, the lowest first."""
    return pa.py_buffer(np.packbits(flags, bitorder="little"))
