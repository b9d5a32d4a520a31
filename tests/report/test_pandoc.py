"""pandoc as the printers call it."""

from __future__ import annotations

import pytest

from analysis.errors import Invalid
from analysis.report.printers import pandoc


def test_text_is_read_as_it_stands() -> None:
    text = pandoc.convert("It cost $5 -- or $6... 'so' <b>x</b> @me H~2~O", "plain").decode()
    assert text.strip() == "It cost $5 -- or $6... 'so' <b>x</b> @me H~2~O"


def test_what_pandoc_cannot_do_is_said_in_its_own_words() -> None:
    with pytest.raises(Invalid) as refused:
        pandoc.convert("x", "nothing")
    (problem,) = refused.value.problems
    assert problem.where == "pandoc"
    assert "Unknown output format nothing" in problem.value


def test_its_own_files_are_handed_out() -> None:
    assert pandoc.default("reference.docx").startswith(b"PK")
