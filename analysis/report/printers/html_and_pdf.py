"""A report as HTML, as PDF and for Word: all from one markdown text, by pandoc."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.charts.kit import raster
from analysis.claims.cells import CLAIM_ID
from analysis.errors import Invalid, Problem
from analysis.report import figures
from analysis.report.edition import Edition
from analysis.report.first_page import reach_words
from analysis.report.pages import footnotes
from analysis.report.printers import pandoc

ASSETS = Path(__file__).parent.parent / "assets"
STYLE = "/*style*/"
SCOPELESS = re.compile(r"<th(?=[ >])(?![^>]* scope=)")
"""A head of a table's column, as pandoc writes it."""
CITED = re.compile(rf'#cited\("({CLAIM_ID})"\)')


def html(edition: Edition, markdown: str) -> str:
    """One page that holds everything it needs: no script, no request to anywhere."""
    package = edition.whole.package
    text = pandoc.printed(
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
    style = (ASSETS / "report.css").read_text(encoding="utf-8")
    label = figures.reveal(edition.cards)
    text = SCOPELESS.sub('<th scope="col"', text)
    return text.replace(STYLE, f"{raster.faces(set(text))}\n{style}\n{label}", 1)


def pdf(edition: Edition, markdown: str, folder: Path) -> bytes:
    """The report on A4, accessible (PDF/UA-1), the same bytes on every run.

    folder: where the files of its figures are, as `figures/...`.
    """
    import typst

    package = edition.whole.package
    body = pandoc.printed(markdown, "typst", f"--template={ASSETS / 'report.typ'}")
    source = f"{footnotes(edition)}\n{footnoted(body.decode('utf-8'))}"
    row = {
        "title": package.title,
        "version": f"{package.name} {package.version}",
        "reach": reach_words(edition),
    }
    try:
        data: bytes = typst.compile(  # type: ignore[call-overload]  # its stub wants one type
            source.encode("utf-8"),
            root=str(folder),
            font_paths=[str(path) for path in raster.folders()],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=row,
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except (typst.TypstError, RuntimeError) as error:
        fix = "report it with the notebooks that show it; the HTML report is not affected"
        raise Invalid([Problem("report.pdf", str(error), "a document", fix)]) from error
    return data


def footnoted(source: str) -> str:
    """Source of typst, the first citation of a claim its footnote, later ones referring to it."""
    seen: set[str] = set()

    def told(match: re.Match[str]) -> str:
        first = match[1] not in seen
        seen.add(match[1])
        return f'#cited("{match[1]}", first: true)' if first else match[0]

    return CITED.sub(told, source)
