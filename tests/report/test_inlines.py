"""Text for Word: direction, language, links and notes, whatever the words."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.report import inlines
from analysis.report.printers import pandoc

ARABIC = "ميناء سيلا"
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cf")),
    min_size=1,
)


def read(markdown: str) -> list[Any]:
    """What pandoc reads in the first paragraph."""
    data = json.loads(pandoc.convert(markdown, "json"))["blocks"][0]
    assert data["t"] == "Para"
    return list(data["c"])


def plain(markdown: str) -> str:
    return pandoc.convert(markdown, "plain").decode("utf-8").strip()


@settings(max_examples=25)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_any_words_read_back(words: list[str]) -> None:
    line = " ".join(words)
    assert plain("x" + inlines.text(line)) == f"x{line}"
    assert (
        plain("x" + inlines.foreign(line, "fr")).translate(
            {ord(mark): None for mark in inlines.LEFT_MARK + inlines.RIGHT_MARK}
        )
        == f"x{line}"
    )


def test_no_markup_stands_in_the_way_of_raw_text() -> None:
    text = inlines.foreign("a `b` | [c](d) *e* <f>", "en")
    assert not set("`|<>*") & set(text)


def test_letters_that_turn_others_are_visible() -> None:
    assert plain(inlines.foreign("no\u202eon \u2066x", "")) == "no\\u202eon \\u2066x"


@pytest.mark.parametrize(
    ("words", "language", "markdown"),
    [
        ("several", "", "several"),
        ("deux", "fr", "[deux]{lang=fr}"),
        (ARABIC, "", f"[\u200f{ARABIC}\u200f]{{dir=rtl}}\u200e"),
        (f"12 {ARABIC}", "ar", f"[[\u200f12 {ARABIC}\u200f]{{dir=rtl}}\u200e]{{lang=ar}}"),
        (f"at {ARABIC} now", "", f"at [{ARABIC}]{{dir=rtl}}\u200e now"),
    ],
)
def test_words_that_run_to_the_left_are_runs_of_their_own(
    words: str, language: str, markdown: str
) -> None:
    assert inlines.foreign(words, language) == markdown


@pytest.mark.parametrize(
    "address", ["https://example.org/a(b)?c=d&e=%20#:~:text=x", "https://example.org/a b|c`<d>"]
)
def test_a_link_leads_to_its_address(address: str) -> None:
    (link,) = read(inlines.link("to [it]", address))
    assert link["t"] == "Link"
    assert link["c"][2][0] == re.sub("[ |`<>()]", lambda m: f"%{ord(m[0]):02X}", address)


def test_the_first_citation_is_a_note_and_later_ones_refer_to_it() -> None:
    name, two = inlines.cited("c001"), inlines.cited("c002")
    words = inlines.footnoted(f"a {two} b {name} c {two}", {"c001": "One", "c002": "Two"})
    native = json.loads(pandoc.convert(words, "json"))["blocks"]
    text = json.dumps(native)
    assert text.count('"Note"') == 2
    assert text.index("Two") < text.index("One")
    fields = re.findall(r"NOTEREF (\w+) .*?<w:t>(\d+)</w:t>", words)
    assert fields == [("note_c002", "1")]
    assert text.count('"note_c002"') == 1
