"""A report as PDF on A4, by pandoc and typst."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis import paths
from analysis.charts.kit import raster
from analysis.charts.kit.printable import printable, unprintable
from analysis.claims.cells import CLAIM_ID
from analysis.errors import Invalid, Problem
from analysis.report import first_page, markup
from analysis.report.edition import Edition
from analysis.report.figures import file_name
from analysis.report.notes import Note, first_of, notes
from analysis.report.printers import pandoc
from analysis.report.printers.pandoc import ASSETS

CITED = re.compile(rf'#cited\("({CLAIM_ID})"\)')


def render(edition: Edition, markdown: str, folder: Path) -> bytes:
    """The report, accessible (PDF/UA-1), the same bytes on every run.

    markdown: as `pages` gives it. folder: where the files of its figures are, as `figures/...`.
    Raises Invalid, in typst's own words, for what it cannot set.
    """
    body = pandoc.convert(markdown, "typst", f"--template={ASSETS / 'report.typ'}").decode("utf-8")
    written = notes(edition, CITED.findall(body))
    source = printable(f"{footnotes(written)}\n{footnoted(body, written)}")
    with TemporaryDirectory() as temporary:
        return _compiled(edition, source, _figures(edition, folder, Path(temporary)))


def _figures(edition: Edition, folder: Path, temporary: Path) -> Path:
    """The folder with the figures as paper can print them: a copy where letters are lacking.

    folder: of the report, whose own figures keep all their letters: a browser has typefaces.
    """
    drawn = (*edition.document.figures, edition.legend)
    if not any(unprintable(figure.svg, drawing=True) for figure in drawn):
        return folder
    for figure in drawn:
        picture = printable(figure.svg, drawing=True)
        paths.write(temporary / f"{file_name(figure)}.svg", picture)
    return temporary


def _compiled(edition: Edition, source: str, root: Path) -> bytes:
    """The document that a source of typst gives; root: the folder of its figures."""
    import typst

    try:
        data: bytes = typst.compile(  # type: ignore[call-overload]  # its stub wants one type
            source.encode("utf-8"),
            root=str(root),
            font_paths=[str(path) for path in raster.folders()],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={n: printable(v) for n, v in first_page.margins(edition).items()},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except (typst.TypstError, RuntimeError) as error:
        fix = "report it with the notebooks that show it; the other formats are not affected"
        raise Invalid([Problem("report.pdf", str(error), "a document", fix)]) from error
    return data


def footnotes(written: Mapping[str, Note]) -> str:
    """The claims, the citation and the address of each footnote, as a dictionary named `notes`.

    written: the footnotes, each by the claim that it goes by.
    """
    lines = [
        f"  {first}: (({', '.join(map(markup.string, note.claims))},), "
        f"{markup.string(f'{note.document}.')}, {markup.string(note.address)}),"
        for first, note in written.items()
    ]
    return "\n".join(["#let notes = (", *lines, ")"]) if lines else "#let notes = (:)"


def footnoted(source: str, written: Mapping[str, Note]) -> str:
    """Source of typst in which the first citation of each document is marked as its footnote."""
    first_of_claim, seen = first_of(written), set[str]()

    def mark(match: re.Match[str]) -> str:
        name = first_of_claim[match[1]]
        first = name not in seen
        seen.add(name)
        return f'#cited("{name}"{", first: true" if first else ""})'

    return CITED.sub(mark, source)
