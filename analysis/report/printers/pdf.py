"""A report as PDF on A4, by pandoc and typst."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.charts.kit import raster
from analysis.claims.cells import CLAIM_ID
from analysis.errors import Invalid, Problem
from analysis.report import first_page, markup
from analysis.report.edition import Edition
from analysis.report.printers import pandoc
from analysis.report.printers.pandoc import ASSETS

CITED = re.compile(rf'#cited\("({CLAIM_ID})"\)')


def render(edition: Edition, markdown: str, folder: Path) -> bytes:
    """The report, accessible (PDF/UA-1), the same bytes on every run.

    markdown: as `pages` gives it. folder: where the files of its figures are, as `figures/...`.
    Raises Invalid, in typst's own words, for what it cannot set.
    """
    import typst

    body = pandoc.convert(markdown, "typst", f"--template={ASSETS / 'report.typ'}")
    source = f"{footnotes(edition)}\n{footnoted(body.decode('utf-8'))}"
    try:
        data: bytes = typst.compile(  # type: ignore[call-overload]  # its stub wants one type
            source.encode("utf-8"),
            root=str(folder),
            font_paths=[str(path) for path in raster.folders()],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=first_page.margins(edition),
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except (typst.TypstError, RuntimeError) as error:
        fix = "report it with the notebooks that show it; the HTML report is not affected"
        raise Invalid([Problem("report.pdf", str(error), "a document", fix)]) from error
    return data


def footnotes(edition: Edition) -> str:
    """The citation and the address of each claim, as a dictionary of typst named `notes`."""
    lines = [
        f"  {claim_id}: ({markup.string(cited.text)}, {markup.string(cited.address)}),"
        for claim_id, cited in edition.citations.items()
    ]
    return "\n".join(["#let notes = (", *lines, ")"])


def footnoted(source: str) -> str:
    """Source of typst in which the first citation of each claim is marked as its footnote."""
    seen: set[str] = set()

    def note(match: re.Match[str]) -> str:
        first = match[1] not in seen
        seen.add(match[1])
        return f'#cited("{match[1]}", first: true)' if first else match[0]

    return CITED.sub(note, source)
