"""Drawings as dots: none of a picture's rows is left out, whatever its size."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from analysis.charts.kit.raster import png

PERIOD = 8
"""Dots from stripe to stripe: a row left out makes that one fewer."""


def striped(wide: int, high: int) -> str:
    """A drawing with a black stripe, half as high, in every so many rows of dots."""
    stripes = "".join(
        f'<rect x="0" y="{y}" width="{wide}" height="{PERIOD / 2}"/>'
        for y in range(0, high, PERIOD)
    )
    size = f'viewBox="0 0 {wide} {high}" width="{wide}pt" height="{high}pt"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{stripes}</svg>'


@pytest.mark.parametrize("dpi", [100, 150, 200])
@pytest.mark.parametrize("size", [(6.5, 7.1733), (6.5, 4.8417), (3.5039, 12.0371), (5.017, 2.26)])
def test_no_row_of_dots_is_left_out(size: tuple[float, float], dpi: int) -> None:
    wide, high = (round(inches * dpi) for inches in size)
    with Image.open(io.BytesIO(png(striped(wide, high), *size, dpi))) as picture:
        assert picture.size == (wide, high)
        column = np.asarray(picture.convert("L"))[:, wide // 2] < 128
    starts = [y for y, (above, dark) in enumerate(pairwise(column), 1) if dark and not above]
    assert len(starts) >= high // PERIOD - 1
    assert {after - before for before, after in pairwise(starts)} == {PERIOD}
