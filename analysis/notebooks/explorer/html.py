"""HTML for the explorer: elements around text that is always escaped, and one style sheet."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import printable

from analysis.charts.kit import raster

ASSETS = Path(__file__).parent / "assets"
STYLE, SCRIPT = ASSETS / "explore.css", ASSETS / "explore.js"


def element(name: str, inside: str, **attributes: str) -> str:
    """An element around HTML; `class_` and `data_card` are written as in HTML, empty ones not."""
    words = "".join(
        f' {key.strip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value
    )
    return f"<{name}{words}>{inside}</{name}>"


def text(words: str) -> str:
    """Words as HTML, kept apart from the direction of what stands beside them."""
    return element("bdi", escape(words))


def link(words: str, address: str) -> str:
    """A link that opens beside the notebook; the words alone where there is no address."""
    if not address:
        return escape(words)
    return element("a", escape(words), href=address, target="_blank", rel="noopener noreferrer")


def copyable(name: str, words: str) -> str:
    """Lines to copy: a click selects all of them, a button puts them on the clipboard."""
    copy = "navigator.clipboard.writeText(this.closest('section').querySelector('pre').textContent)"
    done = f"{copy}.then(()=>this.textContent='Copied')"
    press = element("button", "Copy", type="button", onclick=done)
    lines = element("pre", escape(words), tabindex="0", aria_label=name)
    head = element("header", element("b", escape(name)) + press)
    return element("section", head + lines, class_="contested-lines")


def style(letters: Iterable[str]) -> str:
    """The style sheet with the charts' typeface, cut to these letters, as an element."""
    sheet = STYLE.read_text(encoding="utf-8")
    return element("style", f"{raster.embedded({*printable, *letters})}\n{sheet}")


def pointable(inside: str) -> str:
    """Marks or rows that show their card under the pointer or the focus, and are picked by a click.

    The handlers stand in attributes, since a widget runs no script element.
    """
    script = SCRIPT.read_text(encoding="utf-8")
    return element("div", inside, onmouseover=script, onkeyup=script, onclick=script)
