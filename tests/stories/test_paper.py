"""The report of the first case on paper, page by page."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from paper import largest_gaps

from analysis.case.chapters import chapters
from analysis.report import make
from analysis.report.document import document

HALF = 0.5
ROUNDING = 0.02
"""Of a page, about a line: what the measure can be out by."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("convoy") / "report"
    return make.make({}, formats=("pdf",), out=folder) / "report.pdf"


def chapter_pages(reader: pypdf.PdfReader) -> set[int]:
    """The pages, from 1, on which a chapter begins."""
    first = [item for item in reader.outline if not isinstance(item, list)]
    return {(reader.get_destination_page_number(item) or 0) + 1 for item in first}


def test_no_page_is_less_than_half_used_but_the_last_of_a_chapter(printed: Path) -> None:
    starts = chapter_pages(pypdf.PdfReader(printed))
    gaps = dict(enumerate(largest_gaps(printed), 1))
    wasted = {
        page: round(gap, 2)
        for page, gap in gaps.items()
        if gap > HALF + ROUNDING and page + 1 not in starts and page != len(gaps)
    }
    assert wasted == {}


def test_the_first_page_has_the_first_chart(printed: Path) -> None:
    listed = chapters("convoy-2017")
    executed = [printed.parent / "notebooks" / chapter.file for chapter in listed]
    sections = document(executed, listed).sections
    title = next(section.hero_figure.title for section in sections if section.hero_figure)
    first, *_ = pypdf.PdfReader(printed).pages
    words = "".join(first.extract_text().split())
    assert "Thisreportstartsfrom" in words
    assert "".join(title.split()) in words
