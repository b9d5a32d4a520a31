"""The report as HTML and PDF: one order, one content, nothing from outside, text as text."""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pypdf
import pytest
from conftest import FERRY, Case
from reporting import code, exporting, markdown, notebook, output_of

import analysis as an
from analysis.case.load import load
from analysis.case.scope import Scope
from analysis.case.timeline import Timeline
from analysis.errors import Invalid
from analysis.report import first_page, tables
from analysis.report.document import document
from analysis.report.edition import Edition
from analysis.report.make import legend_figure
from analysis.report.notes import notes
from analysis.report.pages import pages
from analysis.report.printers import html as html_printer
from analysis.report.printers import pdf as pdf_printer
from analysis.words.card import card
from analysis.words.listing import Listing
from analysis.words.sentences import compose, derived, say

NASTY = "<script>x</script>"
PHRASE = "212 people `a` $x$ *b*"
TURNED = "\u202eelpoep"
PROVENANCE = {"case": "ferry-2031 1.0.0", "to repeat it": "make report"}


class Page(HTMLParser):
    """What a page holds: its tags with their attributes, the text, and its headings in order."""

    VOID = frozenset({"meta", "br", "col", "hr", "img", "input", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.astray: list[str] = []
        self.said: list[str] = []
        self.headings: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.astray.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open[-1:]:
            self.said.append(data)
        if re.fullmatch("h[1-6]", self.open[-1] if self.open else ""):
            self.headings.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]


def example(folder: Path, whole: Timeline, timeline: Timeline) -> Edition:
    """A report of two notebooks, as it is before it is printed."""
    people = timeline.where(measure="people")
    total = an.total([timeline["c011"], timeline["c012"]])
    answer = compose("In two places: {n} [c011] [c012], our own sum.", n=derived("two", total))
    rows = Listing("Rows", pd.DataFrame({"claim_id": ["c001"], "note": ["a|b `c` <i> $y$"]}))
    records = [
        markdown("# How many people?\n\nWho says so? See [c001], [c999], a [link](#c001)."),
        code("answer", "", "answer", outputs=[output_of(say(timeline, "c001"))]),
        markdown("## The counts\n\n- one\n- two"),
        code("aboard", outputs=[output_of(an.charts.intervals(people, "People aboard"))]),
        code("said", outputs=[output_of(say(timeline, "c005"))]),
        code("rows", outputs=[output_of(rows)]),
    ]
    two = [
        markdown("# How many sorties?\n\nMany."),
        code("answer", "", "answer", outputs=[output_of(answer)]),
        code("spans", outputs=[output_of(an.charts.said_and_about(timeline, "Said and about"))]),
        code("said", outputs=[output_of(say(timeline, "c021"))]),
    ]
    files = [notebook(folder / "crew.ipynb", records), notebook(folder / "trips.ipynb", two)]
    return Edition(
        Scope(case="ferry-2031"),
        whole,
        timeline,
        document(files),
        legend_figure(timeline),
        PROVENANCE,
    )


@pytest.fixture(scope="module")
def edition(ferry: Timeline, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    with pytest.MonkeyPatch.context() as patch:
        exporting(patch)
        return example(tmp_path_factory.mktemp("edition"), ferry, ferry)


@pytest.fixture(scope="module")
def html(edition: Edition) -> str:
    return html_printer.page(edition, pages(edition))


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


@pytest.fixture(scope="module")
def folder(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("printed")
    tables.figures(edition, where)
    return where


@pytest.fixture(scope="module")
def pdf(edition: Edition, folder: Path) -> bytes:
    return pdf_printer.render(edition, pages(edition), folder)


@pytest.fixture(scope="module")
def paper(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def flat(outline: Sequence[Any]) -> Iterator[Any]:
    for item in outline:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item


def words(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())


FONTS = {"SourceSansPro", "DejaVuSans", "DejaVuSansMono"}
PARTS = (
    "Key figures",
    "What is disputed",
    "What is missing",
    "How the claims were chosen",
    "How many people?",
    "The counts",
    "How many sorties?",
    "Every claim",
    "Disputes and gaps",
    "The documents",
    "Method",
    "How to read the marks",
    "What the first page rests on",
    "How this report was made",
)


def test_html_is_well_formed_with_unique_ids(page: Page) -> None:
    assert (page.astray, page.open) == ([], [])
    assert [name for name, count in Counter(page.all("id")).items() if count > 1] == []


def test_html_asks_nothing_of_anybody(page: Page, html: str) -> None:
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "iframe", "object", "embed", "form", "img"}
    assert not [key for _, attrs in page.tags for key in attrs if key.startswith("on")]
    assert page.all("src") == []
    assert {url.partition(":")[0] for url in re.findall(r"url\(([^#)][^)]*)\)", html)} == {"data"}
    policy = next(a["content"] for _, a in page.tags if a.get("http-equiv"))
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
    )


def test_every_inner_link_leads_somewhere(page: Page) -> None:
    inner = {link for link in page.all("href") if link.startswith("#")}
    assert {link[1:] for link in inner} <= set(page.all("id"))


def test_every_outer_link_goes_to_a_source_of_the_case(page: Page, ferry: Timeline) -> None:
    known = {row["url"] for row in ferry.rows["sources"]}
    known |= {row["definition_url"] for row in ferry.rows["measures"]}
    outer = {link.partition("#")[0] for link in page.all("href") if not link.startswith("#")}
    assert outer <= known | {"claims.csv"}
    assert "https://example.org/line/1" in outer


def test_headings_never_skip_a_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in itertools.pairwise(levels))


def test_html_and_paper_have_the_same_parts_in_the_same_order(
    page: Page, paper: pypdf.PdfReader
) -> None:
    outline = [str(item.title) for item in flat(paper.outline)]
    assert [title for title in outline if title in PARTS] == list(PARTS)
    assert [title for title in page.headings if title in PARTS] == list(PARTS)


def test_every_claim_has_an_entry_with_its_words_and_its_link(
    page: Page, edition: Edition, ferry: Timeline
) -> None:
    names = page.all("id")
    for claim in ferry:
        assert claim.claim_id in names
        assert f"“{claim.phrase}”" in page.text
    assert "https://example.org/post/1#:~:text=80%20are%20ashore" in page.all("href")
    assert "#figure-1-c005" in page.all("href")
    assert page.text.casefold().count("drawn in figure") == len(edition.drawn_in)


def test_marks_link_to_entries_under_their_words(page: Page, ferry: Timeline) -> None:
    marks = [a for tag, a in page.tags if tag == "a" and a.get("aria-label")]
    assert {a["aria-label"] for a in marks if a["href"] == "#c005"} == {card(ferry, "c005").text}


def test_figures_are_described_and_numbered_in_order(page: Page, edition: Edition) -> None:
    alts = [a["aria-label"] for tag, a in page.tags if tag == "svg"]
    described = [*(figure.alt for figure in edition.document.figures), edition.legend.alt]
    assert list(dict.fromkeys(alts)) == described, "that of a phone has the same words"
    assert [i for i in page.all("id") if re.fullmatch(r"figure-\d+", i)] == ["figure-1", "figure-2"]


def test_prose_cites_known_claims_only(page: Page, html: str) -> None:
    assert "See c001 , [c999], a link." in page.text.replace("c001,", "c001 ,")
    assert "#c999" not in html


def test_the_opening_tells_what_is_disputed_and_what_is_missing(page: Page) -> None:
    first_page = page.text.rpartition("What is disputed")[2].partition("How many people?")[0]
    assert "This report holds 27 claims from 8 documents. 3 of them repeat" in first_page
    assert "This is open. Three counts" in first_page
    assert "The difference is explained." not in first_page
    assert "1 is open, 1 cannot be resolved and 1 is explained." in first_page
    assert "Not found: with notes the release on sorties of 5 March" in first_page
    assert "1 claim has no day on which it was said." in first_page
    assert "3 of the 8 documents were read only in part." in first_page
    assert "Nothing is archived: " in first_page
    assert "No claim has been checked by a second person yet." in first_page


def test_the_appendix_lists_every_dispute_and_search(page: Page) -> None:
    whole = page.text.rpartition("Disputes and gaps")[2]
    assert whole.index("open. Three counts") < whole.index("from the record. One sortie")
    assert whole.index("from the record. One") < whole.index("is explained. The wire counts")
    assert "Not found in the office's page on 1 April 2031: the release on sorties" in whole


def test_a_derived_number_is_said_to_be_ours(page: Page) -> None:
    assert "In two places: 10 c011 c012, our own sum." in page.text


def test_languages_are_named(html: str) -> None:
    assert '<html lang="en">' in html
    assert '<bdi lang="fr">deux morts</bdi>' in html


def test_paper_is_accessible_and_has_its_own_typeface(pdf: bytes, paper: pypdf.PdfReader) -> None:
    assert b"pdfuaid:part" in pdf
    catalog: Any = paper.trailer["/Root"]
    assert catalog["/Lang"] == "en"
    assert catalog["/MarkInfo"]["/Marked"]
    assert paper.metadata is not None
    assert paper.metadata.title == "The evacuation of the ferry Alba"
    fonts = {str(f).partition("+")[2] for sheet in paper.pages for f in basefonts(sheet)}
    assert {re.split("[-_]", font)[0] for font in fonts} <= FONTS


def basefonts(sheet: pypdf.PageObject) -> list[object]:
    resources: Any = sheet["/Resources"]
    data = resources.get("/Font", {})
    return [data[name]["/BaseFont"] for name in data]


def test_paper_is_a4_with_numbered_pages_and_a_running_head(paper: pypdf.PdfReader) -> None:
    count = len(paper.pages)
    for number, sheet in enumerate(paper.pages, 1):
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (595, 842)
        text = sheet.extract_text()
        assert f"{number} / {count}" in text
        assert "The evacuation of the ferry Alba" in " ".join(text.split())


def test_a_document_has_a_single_footnote_however_often_it_is_cited(edition: Edition) -> None:
    source = '#cited("c004") #cited("c001") #cited("c005") #cited("c004")'
    written = notes(edition, ["c004", "c001", "c005", "c004"])  # c004 and c005 are of one article
    assert pdf_printer.footnoted(source, written) == (
        '#cited("c004", first: true) #cited("c001", first: true) #cited("c004") #cited("c004")'
    )
    shared, single = written.values()
    assert shared.claims == ("c004", "c005")
    assert shared.document == "Harbour Post, Ferry still on the reef, 5 March 2031"
    assert shared.address == "https://example.org/post/1"
    assert single.document == "Alba Line, First notice, 4 March 2031, paragraph 1"
    assert single.address == "https://example.org/line/1#:~:text=212%20people"


def test_footnotes_on_paper_name_the_document(paper: pypdf.PdfReader) -> None:
    text = words(paper)
    numbers = re.findall(
        r"c001, p\. (\d+): Alba Line, First notice, 4 March 2031, paragraph 1\.", text
    )
    assert len(numbers) == 1
    assert "“212 people”" in paper.pages[int(numbers[0]) - 1].extract_text()


def test_paper_is_the_same_bytes_on_every_run(edition: Edition, folder: Path, pdf: bytes) -> None:
    assert pdf_printer.render(edition, pages(edition), folder) == pdf


def test_html_is_the_same_text_on_every_run(edition: Edition, html: str) -> None:
    assert html_printer.page(edition, pages(edition)) == html


def test_text_of_the_ledger_is_never_markup(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporting(monkeypatch)
    case.change("claims", "c001", phrase=PHRASE)
    case.change("claims", "c003", phrase="no injuries " + TURNED)
    case.change("sources", "line-2031-03-04", title=NASTY, publisher="=cmd()|x")
    case.change("actors", "line", name="Alba #emph[x] \\ <b>")
    case.change("disputes", "d001", reason="](#c001) `#panic()` $x$")
    whole = case.load()
    edition = example(tmp_path / "made", whole, whole)
    markdown_text = pages(edition)
    data = Page(html_printer.page(edition, markdown_text))
    tables.figures(edition, tmp_path)
    paper = words(pypdf.PdfReader(io.BytesIO(pdf_printer.render(edition, markdown_text, tmp_path))))
    assert not [tag for tag, _ in data.tags if tag in ("script", "b")]
    for text in (NASTY, "“212 people `a` $x$ *b*”", "=cmd()|x", "Alba #emph[x] \\ <b>"):
        assert text in data.text
        assert text in paper
    assert "](#c001) `#panic()` $x$" in data.text
    assert f"<bdi>no injuries {TURNED}</bdi>" in html_printer.page(edition, markdown_text).replace(
        ' lang="en"', ""
    )


def test_a_narrower_report_holds_fewer_claims_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporting(monkeypatch)
    whole = load(FERRY)
    scope = Scope(case=str(FERRY), as_of="2031-03-05", include_retellings=False)
    timeline = scope.narrow(whole)
    cells = [
        markdown("# One"),
        code("a", outputs=[output_of(say(timeline, "c001")), output_of(say(whole, "c023"))]),
    ]
    read = document([notebook(tmp_path / "single.ipynb", cells)])
    edition = Edition(scope, whole, timeline, read, legend_figure(timeline), PROVENANCE)
    page = Page(html_printer.page(edition, pages(edition)))
    assert (
        "As published by the end of 5 March 2031. Figures that only repeat another are left out, "
        "but for the article we start from." in page.text
    )
    entries = {name for name in page.all("id") if re.fullmatch(r"c\d{3}", name)}
    beyond = {"c023"}
    assert entries == {claim.claim_id for claim in timeline} | beyond
    assert page.text.count("Outside the choice of this report") == len(beyond)


def test_parameters_stand_in_words(ferry: Timeline, edition: Edition) -> None:
    scope = Scope(
        case="ferry-2031",
        start="2031-03-04",
        sources="line-2031-03-04, post-2031-03-05",
        claimants="line",
        include_retellings=False,
        lead_source="post-2031-03-06",
    )
    narrowed = replace(edition, scope=scope, timeline=scope.narrow(ferry))
    assert [answer.text for answer in first_page.scope_sentences(narrowed)] == [
        "Only figures for 4 March 2031 or after.",
        "Only from Alba Line, First notice and Harbour Post, Ferry still on the reef.",
        "Only figures of Alba Line.",
        "Figures that only repeat another are left out, but for the article we start from.",
    ]
    left_out = [data.text for data in first_page.missing_sentences(narrowed)[1:]]
    assert left_out == [f"Left out: {note}." for note in narrowed.timeline.notes]


def test_a_document_that_typst_cannot_set_is_refused(edition: Edition, folder: Path) -> None:
    broken = pages(edition) + '\n`#panic("no")`{=typst}\n'
    with pytest.raises(Invalid, match=r"report\.pdf: .*no"):
        pdf_printer.render(edition, broken, folder)
