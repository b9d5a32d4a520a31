"""The typeface of the suite embedded in pages, and SVG converted to PNG or PDF.

Typst converts the drawings, which also prints the report: it draws text several times as fast as
matplotlib's own renderer, and text is most of a chart.
"""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import font_source_sans_pro

if TYPE_CHECKING:
    import typst

FOLDER = Path(font_source_sans_pro.font_directory)
FAMILY = "Source Sans Pro"
HAIR = 0.02
"""Dots by which a drawing is smaller than its dots, so that it is not rounded up to one more."""
HEAD = re.compile(r"<svg [^>]*>")
SIZE = re.compile(r' (?:width|height|preserveAspectRatio)="[^"]*"')
OTHER = "DejaVu Sans"
"""The typeface for letters that the first lacks, Arabic among them."""
FEATURES = [
    *("kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum"),
    *("init", "medi", "fina", "isol", "rlig", "calt"),
]
"""The OpenType features that stay in an embedded typeface: among them how Arabic letters join."""
FACES = {
    "Regular": (400, "normal"),
    "It": (400, "italic"),
    "Semibold": (600, "normal"),
    "Bold": (700, "normal"),
}


def folders() -> tuple[Path, ...]:
    """The folders of the typeface, and of the one for letters that it lacks (Arabic among them)."""
    import matplotlib as mpl  # an eighth of a second, and seldom wanted

    return FOLDER, Path(mpl.get_data_path()) / "fonts" / "ttf"


def faces(letters: Iterable[str], names: Iterable[str] = FACES) -> str:
    """CSS rules that embed the typeface, reduced to some letters.

    letters: those that the page has. names: the faces that it uses, of `FACES`.
    """
    codes = tuple(sorted({ord(letter) for letter in letters}))
    return "\n".join(
        _face(FAMILY, *FACES[name], _cut(FOLDER / f"SourceSansPro-{name}.ttf", codes))
        for name in names
    )


def embedded(letters: Iterable[str]) -> str:
    """CSS rules that embed all faces, and from the other typeface the letters that they lack."""
    from fontTools.ttLib import TTFont

    printable = {letter for letter in letters if letter.isprintable()}
    with TTFont(FOLDER / "SourceSansPro-Regular.ttf", lazy=True) as font:
        own = font.getBestCmap()
    lacking = tuple(sorted(ord(letter) for letter in printable if ord(letter) not in own))
    more = _cut(folders()[1] / "DejaVuSans.ttf", lacking) if lacking else ""
    return "\n".join([faces(printable), *([_face(OTHER, 400, "normal", more)] if more else [])])


def _face(family: str, weight: int, style: str, data: str) -> str:
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f"src:url(data:font/woff;base64,{data})format('woff')}}"
    )


@lru_cache(maxsize=16)  # a sixth of a second each, and most figures and pages have the same letters
def _cut(path: Path, codes: tuple[int, ...]) -> str:
    from fontTools.subset import Options, Subsetter  # a tenth of a second, and seldom wanted
    from fontTools.ttLib import TTFont

    options = Options(layout_features=FEATURES)
    options.hinting = False
    options.drop_tables += ["FFTM"]
    options.notdef_outline = True
    font = TTFont(path, recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return base64.b64encode(out.getvalue()).decode("ascii")


def png(svg: str, width: float, height: float, dpi: int) -> bytes:
    """The picture, `width` by `height` inches at `dpi` dots each; the same bytes on every run.

    It is stretched to whole dots, by less than one. Typst draws an SVG in whole dots of its own
    (`typst-render`, `image.rs`), rounded up, and copies them dot by dot: of one row too many it
    would leave out that in the middle, which cuts through letters. So the drawing is a hair smaller
    than its dots, and the place for it a hair smaller than the drawing.
    """
    columns, lines = (max(1, round(inches * dpi)) for inches in (width, height))
    wide, high = columns / dpi, lines / dpi
    page = f"#set page(width: {wide}in, height: {high}in, margin: 0pt, fill: white)"
    size = f"width: {(columns - HAIR / 10) / dpi}in, height: {(lines - 2 * HAIR) / dpi}in"
    drawing = HEAD.sub(lambda head: _sized(head[0], columns, lines - HAIR), svg, count=1)
    image = f'#image(bytes({_string(drawing)}), format: "svg", {size}, fit: "stretch")'
    body = printer().compile(f"{page}\n{image}".encode(), format="png", ppi=dpi)
    return cast(bytes, body)


def _sized(head: str, wide: float, high: float) -> str:
    """The first tag of a drawing, with a size that it is stretched to."""
    size = f' width="{wide}" height="{high}" preserveAspectRatio="none">'
    return f"{SIZE.sub('', head).removesuffix('>')}{size}"


def pdf(svg: str, width: float, height: float, title: str, alt: str) -> bytes:
    """The drawing as a page of its own size in inches, described (PDF/UA-1), its typeface inside.

    The same bytes on every run.
    """
    page = f"#set page(width: {width}in, height: {height}in, margin: 0pt, fill: white)"
    head = f'#set document(title: {_string(title)})\n#set text(lang: "en")'
    image = f'#image(bytes({_string(svg)}), format: "svg", width: 100%, alt: {_string(alt)})'
    source = f"{page}\n{head}\n{image}".encode()
    body = printer().compile(source, format="pdf", pdf_standards=["ua-1"], timestamp=0)
    return cast(bytes, body)


@cache
def printer() -> typst.Compiler:
    """Typst with the typefaces loaded, once in a process: that takes longer than to draw."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders())
    )
    return typst.Compiler(font_paths=fonts)


def _string(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
