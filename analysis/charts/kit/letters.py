"""The sizes of lines of text, each measured once in a process.

A renderer of matplotlib's measures every text anew, letter by letter from the file of its typeface
(`backend_bases.RendererBase.get_text_width_height_descent`, `text.Text._get_layout`). What a line
measures depends on its letters and its typeface alone, and is proportional to the size of the type.
So sizes are cached, and a forked process inherits the cache.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import LoadFlags

POINTS = 72
"""Dots an inch of an SVG."""
SIZE = 100.0
"""Points: the size at which texts are measured; hinting, which depends on it, is off."""
SPACING = (
    ("OS/2", "sTypoLineGap", "sTypoAscender", "sTypoDescender"),
    ("hhea", "lineGap", "ascent", "descent"),
)
"""The tables of a typeface with the distances of lines, in the order in which matplotlib reads."""


class Face(NamedTuple):
    """A typeface without its size."""

    family: tuple[str, ...]
    style: str
    variant: str
    weight: Any
    stretch: Any

    @classmethod
    def of(cls, prop: FontProperties) -> Face:
        """The typeface of matplotlib's properties of a text."""
        family = tuple(prop.get_family())
        return cls(
            family, prop.get_style(), prop.get_variant(), prop.get_weight(), prop.get_stretch()
        )


def measured(text: str, prop: FontProperties) -> tuple[float, float, float]:
    """Width, height, and depth below the baseline of a line of text, in points."""
    scale = prop.get_size_in_points() / SIZE
    wide, high, deep = _measured(text, Face.of(prop))
    return wide * scale, high * scale, deep * scale


def spacing(prop: FontProperties) -> tuple[float | None, float | None, float | None]:
    """Ascent, descent and gap of a typeface's lines, in points; None where it has none."""
    lines = _spacing(Face.of(prop))
    if lines is None:
        return None, None, None
    units, up, down, gap = lines
    # in matplotlib's order of multiplication: the last bit of a number shows in an SVG
    scale = 1 / units * prop.get_size_in_points() * POINTS / 72
    return up * scale, -down * scale, gap * scale


def learn(letters: Iterable[str], weights: Iterable[str] = ("normal", "bold")) -> None:
    """Measure letters of the typeface in use ahead of time, so that forked processes need not."""
    family = tuple(mpl.rcParams["font.family"])
    faces = [Face(family, "normal", "normal", weight, "normal") for weight in weights]
    for letter in letters:
        for face in (*faces, Face(family, "italic", "normal", "normal", "normal")):
            _measured(letter, face)


# Many enough for the texts of a batch of reports; a text and its three numbers take some 300 bytes.
@lru_cache(1 << 14)
def _measured(text: str, face: Face) -> tuple[float, float, float]:
    font = _font(face)
    # without hinting a letter of twice the size is twice as wide, so that one measure serves all
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    wide, high = font.get_width_height()
    # FreeType counts in 64ths of a dot, as `RendererBase.get_text_width_height_descent` knows
    return wide / 64.0, high / 64.0, font.get_descent() / 64.0


@lru_cache(64)
def _spacing(face: Face) -> tuple[float, float, float, float] | None:
    font = _font(face)
    for name, gap, up, down in SPACING:
        if table := font.get_sfnt_table(name):
            units = font.get_sfnt_table("head")["unitsPerEm"]
            return units, table[up], table[down], table[gap]
    return None


def _font(face: Face) -> Any:
    """A typeface for this thread, as `font_manager.get_font` has one for each.

    FreeType's objects hold the text that was set last, and so cannot be shared between threads.
    """
    return _opened(face, threading.get_ident())


@lru_cache(64)
def _opened(face: Face, thread: int) -> Any:
    """A typeface in memory: of one in a file FreeType reads each letter anew, by way of Python."""
    more: dict[str, Any] = {**face._asdict(), "family": list(face.family)}
    # As `font_manager.get_font`, which takes paths alone; both names are private to matplotlib.
    manager: Any = font_manager
    paths = manager.fontManager._find_fonts_by_props(FontProperties(**more, size=SIZE))
    font = manager._get_font(
        tuple((io.BytesIO(_bytes(path.path)), path.face_index) for path in paths),
        _kerning_factor=mpl.rcParams["text.kerning_factor"],
        thread_id=thread,
        enable_last_resort=mpl.rcParams["font.enable_last_resort"],
    )
    font.set_size(SIZE, POINTS)
    return font


@lru_cache(16)
def _bytes(path: str) -> bytes:
    return Path(path).read_bytes()


if hasattr(os, "register_at_fork"):  # as matplotlib does: FreeType's objects are a process's own
    os.register_at_fork(after_in_child=_opened.cache_clear)
