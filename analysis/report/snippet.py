"""One chart as a piece of HTML for the page of a newsroom: all in it, and nothing fetched.

It is pasted into a page whose styles and colours nobody here knows, next to others of its kind. So
every name in it is its own, its rules hold inside it alone, and it stands on paper of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from analysis.case.schema import Package
from analysis.charts.kit import raster, style, svg
from analysis.errors import Problem
from analysis.report.document import Figure
from analysis.report.exports.record import record
from analysis.words.templates import templates

PIXELS = 96
"""Pixels of a page in an inch."""
PADDING = 12
TURN = 470
"""Pixels: the layout for a phone is drawn up to this width (see `Chart.narrow`)."""
LEAST = 560
"""Pixels below which a chart without such a layout scrolls sideways, since its type would be too
small to read."""
WORDS = "How these figures were collected"
FAMILIES = (raster.FAMILY, raster.OTHER)
TEMPLATES = templates(Path(__file__).parent / "assets")


def snippet(figure: Figure, inches: float, credit: str, link: str = "") -> str:
    """The chart as a `figure` element of HTML, the same text for the same chart.

    figure: the chart, with a layout for a phone if it has one. inches: the width that it has at
    most. credit: a line about its data, as `credit` gives it. link: the address of a page about
    it; empty for none.
    """
    name = _name(figure, inches)
    letters = {*figure.svg, *figure.narrow, *credit, *WORDS}
    return TEMPLATES.get_template("snippet.html").render(
        name=name,
        title=figure.title,
        faces=_own_family(raster.embedded(letters), name),
        family=", ".join([*(f"'{_family(family, name)}'" for family in FAMILIES), "sans-serif"]),
        width=round(inches * PIXELS) + 2 * PADDING,
        ink=style.INK,
        soft=style.SOFT,
        link_ink=style.PALETTE[0],
        turn=TURN,
        least=LEAST,
        drawing=_drawing(figure.svg, name, figure.alt),
        narrow=_drawing(figure.narrow, f"{name}-slim", figure.alt, name),
        credit=credit,
        link=link,
        words=WORDS,
    )


def credit(package: Package) -> str:
    """The line about the data of a chart: its case, version and licence. package: of the case."""
    about = record(package)
    version = f", version {about.version}" if about.version else ""
    licence = f" ({about.licence})" if about.licence else ""
    return f"Data: {about.title}{version}{licence}."


def wrong_link(link: str, form: str) -> Iterable[Problem]:
    """A problem where an address is none of the web, or the file cannot hold one.

    link: as typed; empty for none. form: of the file.
    """
    if not link:
        return
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield Problem("link", repr(link), "an address of the web", "write https://example.org/page")
    if form != "html":
        fix = "add --format html, or leave out --link"
        yield Problem("link", f"a link in {form}", "html, which alone holds links", fix)


def _name(figure: Figure, inches: float) -> str:
    """A name that no other chart has: it begins every id and class."""
    content = f"{figure.notebook}\0{figure.name}\0{inches!r}\0{figure.svg}"
    return f"cc-{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def _drawing(picture: str, prefix: str, alt: str, name: str = "") -> str:
    """A drawing as SVG inside HTML, in the families of the snippet; empty where there is none."""
    if not picture:
        return ""
    return _own_family(svg.inline(picture, prefix, alt, {}), name or prefix)


def _own_family(text: str, name: str) -> str:
    """The text with names of typefaces that are those of this snippet.

    Each snippet embeds the letters that it needs alone: two typefaces of one name on a page would
    lack each other's letters.
    """
    for family in FAMILIES:
        text = text.replace(family, _family(family, name))
    return text


def _family(family: str, name: str) -> str:
    return f"{family} {name}"
