"""Text as the typefaces of the suite can print it: a letter that they lack never stops a report.

A browser takes such a letter from another typeface. On paper there are two alone, and PDF/UA
refuses a text of which a letter has no glyph, or a mark no letter to stand on.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from analysis.charts.kit.raster import FOLDER, folders

MISSING = "\u25a1"
"""What stands for a letter that no typeface has."""
STEERING = frozenset("\u200e\u200f\u2066\u2067\u2068\u2069\u00ad")
"""Letters that are not seen, and that printing needs: they set the direction of others."""
MARKS = ("Mn", "Me")
"""Classes of Unicode of marks on the letter before them."""
UNSEEN = ("Cc", "Cf")
"""Classes of Unicode that have no shape."""


def printable(text: str, *, drawing: bool = False) -> str:
    """The text with a box for each letter that cannot be printed, and without such marks.

    drawing: it is of an SVG, in which marks that do not melt into their letter cannot be printed
    either.

    >>> printable("17 \U0001f68c"), printable("e\u0301")
    ('17 □', 'é')
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    table = {ord(letter): _instead(letter, drawing) for letter in set(composed)}
    return composed.translate(table)


def unprintable(text: str, *, drawing: bool = False) -> str:
    """The letters and marks of a text that `printable` replaces or leaves out, each once."""
    if text.isascii():
        return ""
    letters = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(letter for letter in letters if _instead(letter, drawing) != letter)


@lru_cache(1 << 12)
def _instead(letter: str, drawing: bool) -> str:
    """What is printed for a letter: itself, a box, or nothing."""
    kind = unicodedata.category(letter)
    if letter in STEERING or letter in "\n\t" or (letter.isascii() and kind != "Cc"):
        return letter
    if kind in UNSEEN or (kind in MARKS and (drawing or kind == "Me")):
        return ""
    if kind[0] in "CZ" and kind not in ("Zs", "Zl", "Zp"):
        return MISSING
    return letter if ord(letter) in _letters() else "" if kind in MARKS else MISSING


@cache
def _letters() -> frozenset[int]:
    """The letters of both typefaces."""
    from fontTools.ttLib import TTFont  # a tenth of a second, and seldom wanted

    codes: set[int] = set()
    for path in (FOLDER / "SourceSansPro-Regular.ttf", folders()[1] / "DejaVuSans.ttf"):
        with TTFont(path, lazy=True) as font:
            codes |= set(font.getBestCmap())
    return frozenset(codes)
