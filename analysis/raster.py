"""A drawing in SVG as PNG, by the typesetter that prints the report.

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
    image = f'#image(bytes({json.dumps(svg, ensure_ascii=False)}), format: "svg", width: 100%)'
    made = _printer().compile(f"{page}\n{image}".encode(), format="png", ppi=dpi)
    return cast(bytes, made)


@cache
def _printer() -> typst.Compiler:
    """Knows the typefaces; to read them takes longer than to draw."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders())
    )
    return typst.Compiler(font_paths=fonts)
