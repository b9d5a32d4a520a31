"""Letters that the typefaces of paper lack: what stands for them, and that paper takes the rest."""

from __future__ import annotations

from html import escape

import pytest

from analysis.charts.kit import raster
from analysis.charts.kit.printable import MISSING, printable, unprintable

LETTERS: list[tuple[str, str, str, str]] = [
    # what, the text, the text as printed, the same in a drawing
    ("plain", "17 buses – “so”", "17 buses – “so”", "17 buses – “so”"),
    ("Arabic", "حزب الله", "حزب الله", "حزب الله"),
    ("vocalised Arabic", "حِزْب", "حِزْب", "حزب"),
    ("Hebrew", "שלום", "שלום", "שלום"),
    ("pointed Hebrew", "\u05e9\u05b8\u05dc", "\u05e9\u05b8\u05dc", "\u05e9\u05dc"),
    ("Devanagari", "नम", MISSING * 2, MISSING * 2),
    ("an emoji", "bus 🚌", f"bus {MISSING}", f"bus {MISSING}"),
    ("a flag", "🇱🇧", MISSING * 2, MISSING * 2),
    ("a joined emoji", "👨\u200d👩", MISSING * 2, MISSING * 2),
    ("a mark that melts in", "e\u0301", "é", "é"),
    ("Zalgo", "Z\u0338\u0321a\u20dd", "Z\u0338\u0321a", "Za"),
    ("a turning letter", "a\u202eb", "ab", "ab"),
    ("a byte-order mark", "\ufeffa", "a", "a"),
    ("isolates", "\u2068a\u2069", "\u2068a\u2069", "\u2068a\u2069"),
]
CASES = [pytest.param(*row[1:], id=row[0]) for row in LETTERS]


@pytest.mark.parametrize(("text", "page", "drawn"), CASES)
def test_what_cannot_be_printed_is_replaced(text: str, page: str, drawn: str) -> None:
    assert printable(text) == page
    assert printable(text, drawing=True) == drawn
    assert printable(page) == page
    assert bool(unprintable(text, drawing=True)) == (drawn not in (text, "é"))


@pytest.mark.parametrize(("text", "page", "drawn"), CASES)
def test_paper_takes_what_is_printed_of_a_drawing(text: str, page: str, drawn: str) -> None:
    style = "font-family: Source Sans Pro, DejaVu Sans; font-size: 10px"
    words = escape(printable(text, drawing=True))
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 20">'
        f'<text x="1" y="15" style="{style}">{words}</text></svg>'
    )
    assert raster.pdf(svg, 1, 0.2, "t", "a").startswith(b"%PDF")
