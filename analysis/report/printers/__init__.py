"""The printers of a report: a format is a file of this folder and a line in PRINTERS.

A file of a format has `render(edition, markdown, folder)`, which gives the bytes of the report.
It is imported when it is first used: the command line reads the names alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.report.edition import Edition

PRINTERS: Mapping[str, str] = {"html": "html", "pdf": "pdf", "docx": "word"}
"""For each format, which is also the ending of the file, the module that renders it."""
FORMATS = tuple(PRINTERS)
USUAL = ("html", "pdf")
"""The formats of a report by default."""


def render(form: str, edition: Edition, markdown: str, folder: Path) -> bytes:
    """The report in one of `FORMATS`; the same bytes for the same report.

    form: the format. edition: the content of the report. markdown: as `pages` gives it. folder:
    where the files of its figures are, as `figures/...`. Raises Invalid where pandoc or typst
    cannot read it.
    """
    data: bytes = import_module(f"{__name__}.{PRINTERS[form]}").render(edition, markdown, folder)
    return data
