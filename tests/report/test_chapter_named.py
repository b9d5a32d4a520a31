"""The notebook that a chart is taken from: a chapter of the case, or any of the suite's."""

from __future__ import annotations

import json
import re

import pytest
from conftest import Case
from reporting import PARAMETERS, code, notebook

from analysis.case.schema import CHAPTERS
from analysis.errors import Invalid
from analysis.paths import NOTEBOOKS
from analysis.report.one_chart import locate


@pytest.fixture
def listing(case: Case) -> Case:
    """The ferry case, with a chapter of its own that is called as a notebook of the suite is."""
    (case.folder / "mine").mkdir()
    notebook(case.folder / "mine" / "a.ipynb", [code("parameters", PARAMETERS), code("toll")])
    chapter = {"notebook": "mine/a.ipynb", "name": "casualties", "title": "A", "question": "A?"}
    return case.describe(lambda data: json.dumps(json.loads(data) | {CHAPTERS: [chapter]}).encode())


def test_a_chapter_goes_before_a_notebook_of_the_suite(listing: Case) -> None:
    chapter, cell = locate("casualties/toll", str(listing.folder))
    assert (chapter.notebook, cell) == (listing.folder / "mine" / "a.ipynb", "toll")
    chapter, _ = locate("convoy-2017/casualties/toll", str(listing.folder))
    assert chapter.notebook == NOTEBOOKS / "convoy-2017" / "casualties.ipynb"
    assert locate("casualties/toll")[0].notebook == chapter.notebook


def test_what_is_no_notebook_is_refused_with_the_chapters_of_the_case(listing: Case) -> None:
    with pytest.raises(Invalid, match=r"figure: 'casualty'; .*; did you mean casualties"):
        locate("casualty/toll", str(listing.folder))
    message = re.escape("figure: 'x'; a notebook and a cell, as casualties/toll; choose one of cas")
    with pytest.raises(Invalid, match=message):
        locate("x/toll", str(listing.folder))
