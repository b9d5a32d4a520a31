"""A drawing in SVG as PNG or PDF, by the typesetter that prints the report.

It draws text several times as fast as matplotlib's own renderer, and text is most of a chart.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, cast

from analysis.fonts import folders

if TYPE_CHECKING:
    import typst


def png(svg: str, width: float, height: float, dpi: int) -> bytes:
    """The picture, `width` by `height` inches at `dpi` dots each; the same bytes on every run."""
    page = f"#set page(width: {width}in, height: {height}in, margin: 0pt, fill: white)"
    image = f'#image(bytes({_string(svg)}), format: "svg", width: 100%)'
    made = printer().compile(f"{page}\n{image}".encode(), format="png", ppi=dpi)
    return cast(bytes, made)


def pdf(svg: str, width: float, height: float, title: str, alt: str) -> bytes:
    """The drawing as a page of its own size in inches, described (PDF/UA-1), its typeface inside.

    The same bytes on every run.
    """
    page = f"#set page(width: {width}in, height: {height}in, margin: 0pt, fill: white)"
    head = f'#set document(title: {_string(title)})\n#set text(lang: "en")'
    image = f'#image(bytes({_string(svg)}), format: "svg", width: 100%, alt: {_string(alt)})'
    source = f"{page}\n{head}\n{image}".encode()
    made = printer().compile(source, format="pdf", pdf_standards=["ua-1"], timestamp=0)
    return cast(bytes, made)


@cache
def printer() -> typst.Compiler:
    """Knows the typefaces; to read them takes longer than to draw."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders())
    )
    return typst.Compiler(font_paths=fonts)


def _string(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
