"""A report for Word, with its tables, footnotes, captions and fields as Word has them.

pandoc takes styles, page and header from a reference document, which is put together here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from analysis import paths
from analysis.report import first_page, inlines, markup
from analysis.report.edition import Edition
from analysis.report.notes import Note, first_of, notes
from analysis.report.printers import pandoc
from analysis.report.printers.pandoc import ASSETS

AUTHOR = "Contested Counts"
KICKER = "Numbers that are claimed, not counted"
EPOCH = "315532800"
"""The first second of 1980, the earliest that a zip file can name: the same on every run."""
BLOCK = re.compile(r"^(`{3,}) \{=word\}\n(.*?)\n\1$", re.M | re.S)
INLINE = re.compile(r"`([^`]*)`\{=word\}")
PARTS = {
    "word/styles.xml": "word.styles.xml",
    "word/document.xml": "word.document.xml",
    "word/fontTable.xml": "word.fonts.xml",
    "word/header1.xml": "word.header.xml",
    "word/footer1.xml": "word.footer.xml",
}
"""Parts of the document that are ours, and the asset that holds each."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip file can name: of every part, so that the bytes are the same."""
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
JOINED = {
    "[Content_Types].xml": (
        "</Types>",
        "".join(
            f'<Override PartName="/word/{name}1.xml" ContentType="{KIND}.{name}+xml"/>'
            for name in ("header", "footer")
        ),
    ),
    "word/_rels/document.xml.rels": (
        "</Relationships>",
        f'<Relationship Type="{RELATION}/header" Id="rId91" Target="header1.xml"/>'
        f'<Relationship Type="{RELATION}/footer" Id="rId92" Target="footer1.xml"/>',
    ),
}
"""How the archive declares the new parts: by file, the tag to insert before, and what to insert."""


def render(edition: Edition, markdown: str, folder: Path) -> bytes:
    """The report as a file of Word on A4, the same bytes on every run.

    markdown: as `pages` gives it. folder: where the files of its figures are, as `figures/...`.
    Raises Invalid where pandoc fails.
    """
    package = edition.whole.package
    words = first_page.margins(edition)
    with TemporaryDirectory() as temporary:
        template = Path(temporary) / "reference.docx"
        paths.write(template, reference(words))
        return pandoc.convert(
            _footnoted(unwrapped(markdown), edition),
            "docx",
            "--output=-",
            f"--reference-doc={template}",
            f"--lua-filter={ASSETS / 'word.lua'}",
            f"--resource-path={folder}",
            f"--metadata=title:{package.title}",
            f"--metadata=subtitle:{KICKER}",
            f"--metadata=author:{AUTHOR}",
            f"--metadata=description:{package.description}",
            f"--metadata=keywords:{words['version']}",
            "--metadata=lang:en",
            environment={"SOURCE_DATE_EPOCH": EPOCH},
        )


def unwrapped(markdown: str) -> str:
    """Markdown in which the raw text for Word has become markdown itself."""
    return INLINE.sub(lambda m: m[1], BLOCK.sub(lambda m: m[2], markdown))


def reference(words: Mapping[str, str]) -> bytes:
    """The reference document, for `pandoc --reference-doc`; the same bytes for the same words.

    words: `title` and `reach` for the head of each page but the first, `version` for its foot.
    """
    escaped = {name: escape(value) for name, value in words.items()}
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, body in sorted((_of_pandoc() | _ours(escaped)).items()):
            info = ZipInfo(name, EARLIEST)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, body)
    return out.getvalue()


def _footnoted(markdown: str, edition: Edition) -> str:
    """Markdown with a footnote for each document at its first citation; then references to it."""
    written = notes(edition, [match[1] for match in inlines.CITED.finditer(markdown)])
    first = first_of(written)
    shared = inlines.CITED.sub(lambda match: inlines.cited(first[match[1]]), markdown)
    return inlines.footnoted(shared, {name: _note(note) for name, note in written.items()})


def _note(note: Note) -> str:
    """What a footnote says, as markdown."""
    claims = "; ".join(map(markup.entry, note.claims))
    link = f" {inlines.link('Source.', note.address)}" if note.address else ""
    return f"{claims}: {inlines.foreign(f'{note.document}.', '')}{link}"


def _of_pandoc() -> dict[str, str]:
    """The parts of pandoc's own document, by path; they declare ours as well."""
    with ZipFile(io.BytesIO(pandoc.default("reference.docx"))) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    joined = {name: parts[name].replace(end, new + end) for name, (end, new) in JOINED.items()}
    return parts | joined


def _ours(words: Mapping[str, str]) -> dict[str, str]:
    """Our parts of the document, by path, with the words in their places."""
    bodies = {part: (ASSETS / asset).read_text(encoding="utf-8") for part, asset in PARTS.items()}
    return {part: Template(body).substitute(words) for part, body in bodies.items()}
