"""The stamp of a run: as small as that, and its colours still tell the sides apart."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from analysis.batch.finish import ACROSS, thumbnail_of

BLUE, ORANGE = (0, 114, 178), (213, 94, 0)
DOT = 6
"""Dots of a picture from the middle of a dot of a chart to its edge."""


def chart() -> Image.Image:
    """A few coloured dots among many shades of grey, as letters and lines have at their edges."""
    picture = Image.linear_gradient("L").resize((4 * ACROSS, ACROSS)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for number, colour in enumerate((BLUE, ORANGE) * 2):
        x, y = 200 + 400 * number, 250
        draw.ellipse((x - 4 * DOT, y - 4 * DOT, x + 4 * DOT, y + 4 * DOT), colour)
    return picture


@pytest.mark.parametrize(("number", "colour"), list(enumerate((BLUE, ORANGE) * 2)))
def test_the_dots_of_a_chart_keep_their_colour(number: int, colour: tuple[int, int, int]) -> None:
    written = io.BytesIO()
    chart().save(written, "png")
    stamp = Image.open(io.BytesIO(thumbnail_of(written.getvalue()))).convert("RGB")
    assert stamp.width == ACROSS
    value = stamp.getpixel(((200 + 400 * number) // 4, 250 // 4))
    assert isinstance(value, tuple)
    assert max(abs(count - other) for count, other in zip(value, colour, strict=True)) <= 40


@pytest.mark.parametrize("size", [(1, 20_000), (20_000, 1), (50, 15_000), (1, 1), (3, 4)])
def test_a_picture_of_any_shape_is_a_small_stamp(size: tuple[int, int]) -> None:
    written = io.BytesIO()
    Image.new("RGB", size, "white").save(written, "png")
    stamp = Image.open(io.BytesIO(thumbnail_of(written.getvalue())))
    assert stamp.width <= ACROSS
    assert stamp.height <= 2 * ACROSS


def test_a_picture_of_too_many_dots_is_not_opened() -> None:
    written = io.BytesIO()
    Image.new("1", (20_000, 6_000)).save(written, "png")
    with pytest.raises(Image.DecompressionBombWarning):
        thumbnail_of(written.getvalue())
