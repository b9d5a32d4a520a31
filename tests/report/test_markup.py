"""Text that may hold anything shows as it stands."""

from __future__ import annotations

import subprocess
from html.parser import HTMLParser

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.report import markup
from analysis.report.document import Table
from analysis.report.printers.pandoc import READER
from analysis.words.sentences import Citation

PRINTABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1
)
LINK = '<a class="ref" href="#c001" title="Post, &quot;One&quot; &lt;b&gt;, 2 May.">c001</a>'
CITATIONS = {"c001": Citation('Post, "One" <b>, 2 May', "")}


class Texts(HTMLParser):
    """The text of each list item."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.items: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag == "li":
            self.items.append("")

    def handle_data(self, data: str) -> None:
        if self.items:
            self.items[-1] += data


def html(markdown: str) -> str:
    command = [pypandoc.get_pandoc_path(), f"--from={READER}", "--to=html5", "--wrap=none"]
    done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=True)
    return done.stdout.decode()


@settings(max_examples=15)
@given(st.lists(st.lists(PRINTABLE, min_size=1, max_size=3), min_size=1, max_size=30))
def test_any_text_reads_back(texts: list[list[str]]) -> None:
    lines = [" ".join(words) for words in texts]
    data = [f"- {make(line)}" for make in (markup.text, markup.foreign) for line in lines]
    assert [item.strip() for item in Texts(html("\n".join(data))).items] == lines * 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "plain [c001].",
            f"plain {LINK}.",
        ),
        ("unknown [c002].", "unknown [c002]."),
        ("no claim [see].", "no claim [see]."),
        ("said “a `b` [c001]”.", "said “<bdi>a `b` [c001]</bdi>”."),
        ("an open “quote", "an open “quote"),
        ("1. *a* | <b> $x$ --- ...", "1. *a* | &lt;b&gt; $x$ --- ..."),
    ],
)
def test_a_sentence_cites_what_is_known_and_is_text_otherwise(words: str, expected: str) -> None:
    page = html(markup.sentence(words, CITATIONS)).strip()
    plain = page.removeprefix("<p>").removesuffix("</p>")
    assert plain.replace("&#96;", "`") == expected


def test_markdown_of_a_notebook_stays_markdown() -> None:
    page = html(markup.noted("*See* [c001], [c001](#c001) and [c002].", CITATIONS))
    assert page.count('class="ref"') == 1
    assert "<em>See</em>" in page
    assert "[c002]" in page


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a?b=1&c=2#:~:text=x", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_become_links(address: str, linked: bool) -> None:
    page = html(markup.link("words", address))
    assert ("<a " in page) == linked
    assert "words" in page


@pytest.mark.parametrize(
    ("address", "linked"), [("https://example.org/a?b=1", True), ("ftp://x", False), ("", False)]
)
def test_paper_prints_an_address_that_the_page_hides_behind_words(
    address: str, linked: bool
) -> None:
    text = markup.address("open | it", address)
    page = html(text).strip()
    if not linked:
        assert page == "<p>open | it</p>"
        return
    assert page == f'<p><a href="{address}" rel="noreferrer">open &#124; it</a></p>'
    assert f"`#text(size: 0.8em, link({markup.string(address)}))`{{=typst}}" in text


@pytest.mark.parametrize(
    ("words", "isolated"),
    [
        ("several buses", False),
        ("ميناء سيلا", True),
        ("a\u202eb", True),
        ("déjà vu 12", False),
    ],
)
def test_only_text_that_can_turn_its_surroundings_is_isolated(words: str, isolated: bool) -> None:
    assert (markup.isolated(words) != words) == isolated


def test_a_table_holds_any_text_in_its_cells() -> None:
    listed = Table("A | caption", ("a", "b|c"), (("1|2", "`x`"), ("", "*y*"), ("$z$", "<i>")))
    page = html(markup.table(listed))
    assert page.count("<tr>") == 4
    assert page.count("<th>") == 2
    cells = ["1|2", "`x`", "*y*", "$z$", "&lt;i&gt;", "b|c"]
    assert [f">{cell}<" in page for cell in cells] == [True] * len(cells)


@pytest.mark.parametrize(
    ("words", "string"),
    [
        ("plain", '"plain"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("a|b `c`\nd", '"a\\u{7c}b \\u{60}c\\u{60}\\nd"'),
    ],
)
def test_strings_of_typst(words: str, string: str) -> None:
    assert markup.string(words) == string


def test_raw_blocks_hold_any_number_of_backticks() -> None:
    page = html(markup.raw_block(markup.HTML, "<pre>\n```\n````\n</pre>"))
    assert page.strip() == "<pre>\n```\n````\n</pre>"
