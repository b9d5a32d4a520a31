"""How much of each page of a PDF is printed on, measured on the pages as pictures."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdf
import typst
from PIL import Image

TOP, BOTTOM = 22 / 297, 1 - 18 / 297
"""Where the text of a page begins and ends, in parts of its height: between head and foot."""
PPI = 30.0
WHITE = 250


def largest_gaps(pdf: Path) -> list[float]:
    """For each page, the highest band without a mark, in parts of the height of the text."""
    count = len(pypdf.PdfReader(pdf).pages)
    images = "\n".join(
        f'#page(width: 210mm, height: 297mm, margin: 0pt, image("{pdf.name}", page: {n}))'
        for n in range(1, count + 1)
    )
    pages: list[bytes] | bytes = typst.compile(  # type: ignore[call-overload]  # as in printers
        images.encode(), root=str(pdf.parent), format="png", ppi=PPI
    )
    return [_largest_gap(page) for page in ([pages] if isinstance(pages, bytes) else pages)]


def _largest_gap(png: bytes) -> float:
    with Image.open(io.BytesIO(png)) as picture:
        dots = np.asarray(picture.convert("L"))
    high = dots.shape[0]
    text = dots[round(high * TOP) : round(high * BOTTOM)]
    marked = np.flatnonzero((text < WHITE).any(axis=1))
    edges = np.concatenate([[-1], marked, [len(text)]])
    return float(np.diff(edges).max() - 1) / len(text)
