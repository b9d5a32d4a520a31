"""The report's typeface, cut down to the letters that a page uses."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from pathlib import Path

import font_source_sans_pro
import matplotlib as mpl
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Source Sans Pro"
FACES = {
    "Regular": (400, "normal"),
    "It": (400, "italic"),
    "Semibold": (600, "normal"),
    "Bold": (700, "normal"),
}


def folders() -> tuple[Path, ...]:
    """Where the typeface is, and the one that fills in what it lacks (Arabic among it)."""
    return (
        Path(font_source_sans_pro.font_directory),
        Path(mpl.get_data_path()) / "fonts" / "ttf",
    )


def faces(letters: Iterable[str]) -> str:
    """Style rules that hold the typeface as data, with no more than the given letters."""
    codes = sorted({ord(letter) for letter in letters})
    return "\n".join(
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-style:{style};'
        f"src:url(data:font/woff;base64,{_cut(name, codes)})format('woff')}}"
        for name, (weight, style) in FACES.items()
    )


def _cut(name: str, codes: list[int]) -> str:
    options = Options(layout_features=["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum"])
    options.hinting = False
    options.notdef_outline = True
    font = TTFont(folders()[0] / f"SourceSansPro-{name}.ttf", recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return base64.b64encode(out.getvalue()).decode("ascii")
