"""A report for Word: tables, footnotes, captions and fields as Word has them."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis import inlines, pandoc, paths, prose
from analysis.edition import Edition
from analysis.opening import reach_words
from analysis.reference import ASSETS, reference

AUTHOR = "Contested Counts"
KICKER = "Numbers that are claimed, not counted"
EPOCH = "315532800"
"""The first second of 1980, the earliest that a zip file can name: the same on every run."""
BLOCK = re.compile(r"^(`{3,}) \{=word\}\n(.*?)\n\1$", re.M | re.S)
INLINE = re.compile(r"`([^`]*)`\{=word\}")


def docx(edition: Edition, markdown: str, folder: Path) -> bytes:
    """The report as a file of Word on A4, the same bytes on every run.

    folder: where the files of its figures are, as `figures/...`.
    """
    package = edition.whole.package
    version = f"{package.name} {package.version}"
    told = {"title": package.title, "version": version, "reach": reach_words(edition)}
    with TemporaryDirectory() as aside:
        looks = Path(aside) / "reference.docx"
        paths.write(looks, reference(told))
        return pandoc.printed(
            inlines.footnoted(unwrapped(markdown), _notes(edition)),
            "docx",
            "--output=-",
            f"--reference-doc={looks}",
            f"--lua-filter={ASSETS / 'word.lua'}",
            f"--resource-path={folder}",
            f"--metadata=title:{package.title}",
            f"--metadata=subtitle:{KICKER}",
            f"--metadata=author:{AUTHOR}",
            f"--metadata=description:{package.description}",
            f"--metadata=keywords:{version}",
            "--metadata=lang:en",
            environment={"SOURCE_DATE_EPOCH": EPOCH},
        )


def unwrapped(markdown: str) -> str:
    """Markdown with what is meant for Word alone read as markdown."""
    return INLINE.sub(lambda m: m[1], BLOCK.sub(lambda m: m[2], markdown))


def _notes(edition: Edition) -> dict[str, str]:
    """What the footnote of each claim says, as markdown."""
    return {
        claim.claim_id: f"{prose.entry(claim.claim_id)}: "
        + inlines.foreign(edition.citations[claim.claim_id], "")
        + (f" {inlines.link('Source.', address)}" if (address := edition.address(claim)) else "")
        for claim in edition.claims
    }
