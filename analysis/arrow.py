"""Small arrays and single values for Arrow, made of their bytes.

Asked to convert a list or a value of Python's, pyarrow first looks whether it is one of pandas',
and imports that for it (`pandas-shim.pxi`), which takes a fifth of a second: half of a check.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa


def texts(values: Iterable[str]) -> Any:
    """A StringArray of texts."""
    encoded = [value.encode() for value in values]
    ends = array("i", accumulate(map(len, encoded), initial=0))
    return pa.StringArray.from_buffers(
        len(encoded), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    )


def text(value: str) -> Any:
    """A single text."""
    return texts([value])[0]


def number(value: float) -> Any:
    """A single number, as a float64."""
    held = pa.py_buffer(array("d", [value]))
    return pa.Array.from_buffers(pa.float64(), 1, [None, held])[0]


def flags(values: Iterable[bool]) -> Any:
    """A BooleanArray."""
    listed = np.fromiter(values, bool)
    held = pa.py_buffer(np.packbits(listed, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(listed), [None, held])
