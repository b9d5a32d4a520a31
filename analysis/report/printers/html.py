"""A report as one HTML page that holds everything it needs: no script, no request to anywhere."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.charts.kit import raster
from analysis.report import figures
from analysis.report.edition import Edition
from analysis.report.printers import pandoc
from analysis.report.printers.pandoc import ASSETS

STYLE = "/*style*/"
SCOPELESS = re.compile(r"<th(?=[ >])(?![^>]* scope=)")
"""A head of a table's column, as pandoc writes it."""


def render(edition: Edition, markdown: str, folder: Path) -> bytes:  # noqa: ARG001
    """The page, in UTF-8.

    markdown: as `pages` gives it. folder: not read, since the page holds its figures. Raises
    Invalid where pandoc fails.
    """
    return page(edition, markdown).encode("utf-8")


def page(edition: Edition, markdown: str) -> str:
    """The page as text. markdown: as `pages` gives it."""
    package = edition.whole.package
    text = pandoc.convert(
        markdown,
        "html5",
        f"--template={ASSETS / 'report.html'}",
        "--toc",
        "--toc-depth=2",
        "--shift-heading-level-by=1",
        "--section-divs",
        f"--metadata=title:{package.title}",
        f"--metadata=version:{package.version}",
    ).decode("utf-8")
    # pandoc gives the heads of columns no scope, which screen readers need in a table with two.
    text = SCOPELESS.sub('<th scope="col"', text)
    style = (ASSETS / "report.css").read_text(encoding="utf-8")
    rules = figures.reveal(edition.cards)
    # Not a variable of the template: which letters the faces must have is known from the page.
    return text.replace(STYLE, f"{raster.faces(set(text))}\n{style}\n{rules}", 1)
