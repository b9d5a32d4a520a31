"""The report for Word: real tables, notes, captions and descriptions; the same bytes always."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest
from conftest import Case
from reporting import exporting

from analysis.case.timeline import Timeline
from analysis.report import inlines
from analysis.report import tables as report_tables
from analysis.report.edition import Edition
from analysis.report.figures import WIDE
from analysis.report.pages import pages
from analysis.report.printers.word import EPOCH, reference, render, unwrapped
from analysis.report.printers.word import PARTS as OURS
from report.test_printers import NASTY, PARTS, PHRASE, TURNED, example

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EMU = 36_000
"""Of Word's units in a millimetre."""


@pytest.fixture(scope="module")
def edition(ferry: Timeline, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    with pytest.MonkeyPatch.context() as patch:
        exporting(patch)
        return example(tmp_path_factory.mktemp("edition"), ferry, ferry)


@pytest.fixture(scope="module")
def folder(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("printed")
    report_tables.figures(edition, where)
    return where


@pytest.fixture(scope="module")
def word(edition: Edition, folder: Path) -> bytes:
    return render(edition, pages(edition), folder)


@pytest.fixture(scope="module")
def body(word: bytes) -> Element:
    return part(word, "word/document.xml")


def part(word: bytes, name: str) -> Element:
    with ZipFile(io.BytesIO(word)) as archive:
        return ElementTree.fromstring(archive.read(name))


def words(element: Element) -> str:
    """What a reader sees of it."""
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def styles(body: Element) -> dict[str, list[str]]:
    """The paragraphs by their style."""
    values: dict[str, list[str]] = {}
    for paragraph in body.iter(f"{W}p"):
        values.setdefault(style(paragraph), []).append(words(paragraph))
    return values


def style(paragraph: Element) -> str:
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if named is None else named.get(f"{W}val", "")


def test_it_is_the_same_bytes_on_every_run(edition: Edition, folder: Path, word: bytes) -> None:
    assert render(edition, pages(edition), folder) == word
    assert int(EPOCH) == 315_532_800


def test_it_has_the_parts_of_the_report_in_order(body: Element) -> None:
    texts = styles(body)
    heads = [words(p) for p in body.iter(f"{W}p") if style(p) in ("Heading1", "Heading2")]
    assert [text for text in heads if text in PARTS] == list(PARTS)
    assert texts["TOC1"] == texts["Heading1"]


def test_its_contents_are_a_field_with_links(body: Element) -> None:
    codes = [code.text or "" for code in body.iter(f"{W}instrText")]
    assert any(code.split()[0] == "TOC" for code in codes)
    marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    anchors = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} - {None}
    assert anchors
    assert anchors <= marks
    kinds = [mark.get(f"{W}fldCharType") for mark in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]


def test_its_tables_are_tables_with_a_header_and_a_caption(body: Element, ferry: Timeline) -> None:
    tables = list(body.iter(f"{W}tbl"))
    measures = {claim.measure for claim in ferry}
    assert len(tables) == 2 + len(measures)
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows[:2]] == [True, False]
    assert words(tables[0].findall(f"{W}tr")[1]) == "c001a|b `c` <i> $y$"
    assert styles(body)["TableCaption"] == ["Rows", "How each hedge is read, for whole things"]
    assert "TableText" in styles(tables[0])


def test_each_picture_is_described_and_fits_the_page(body: Element, edition: Edition) -> None:
    texts = [element.get("descr") for element in body.iter(f"{DRAWN}docPr")]
    assert texts == [*(figure.alt for figure in edition.document.figures), edition.legend.alt]
    wide = [int(element.get("cx", "0")) / EMU for element in body.iter(f"{DRAWN}extent")]
    assert all(WIDE / 2 < width <= WIDE + 0.5 for width in wide)


def test_captions_are_counted_by_word(body: Element, edition: Edition) -> None:
    captions = [text for text in styles(body)["Caption"] if text]
    figures = range(1, len(edition.document.figures) + 1)
    assert captions == [f"Figure {number}" for number in figures]
    codes = [field.get(f"{W}instr", "").split()[0] for field in body.iter(f"{W}fldSimple")]
    assert codes.count("SEQ") == len(captions)


def test_each_cited_claim_has_a_footnote_with_its_document(word: bytes, body: Element) -> None:
    notes = part(word, "word/footnotes.xml").findall(f"{W}footnote")
    row = {note.get(f"{W}id"): words(note).strip() for note in notes}
    used = [element.get(f"{W}id") for element in body.iter(f"{W}footnoteReference")]
    assert len(used) == len(set(used)) > 2
    first = next(row[number] for number in used if row[number].startswith("c001"))
    assert first == "c001: Alba Line, First notice, 4 March 2031, paragraph 1. Source."
    again = [f.get(f"{W}instr", "") for f in body.iter(f"{W}fldSimple")]
    assert any("NOTEREF note_c001" in code for code in again)


def test_links_lead_to_the_words_in_the_document(word: bytes) -> None:
    rels = part(word, "word/_rels/document.xml.rels")
    outside = {rel.get("Target") for rel in rels if rel.get("TargetMode") == "External"}
    assert "https://example.org/post/1#:~:text=80%20are%20ashore" in outside
    assert all((target or "").startswith("https://example.org/") for target in outside)


def test_it_says_what_it_is(word: bytes, ferry: Timeline) -> None:
    core = part(word, "docProps/core.xml")
    texts = {element.tag.rpartition("}")[2]: element.text for element in core}
    assert texts["title"] == ferry.package.title
    assert texts["creator"] == "Contested Counts"
    assert texts["language"] == "en"
    header, footer = (words(part(word, f"word/{name}1.xml")) for name in ("header", "footer"))
    assert header.startswith(ferry.package.title)
    assert footer.startswith("ferry-2031 1.0.0")


def test_its_typeface_and_page_are_ours(word: bytes, body: Element) -> None:
    fonts = part(word, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert fonts is not None
    assert fonts.get(f"{W}ascii") == "Source Sans Pro"
    sizes = [size.get(f"{W}w") for size in body.iter(f"{W}pgSz")]
    assert sizes == ["11906"]


def test_languages_and_directions_are_marked(body: Element) -> None:
    languages = {lang.get(f"{W}val") for lang in body.iter(f"{W}lang")}
    assert "fr" in languages


def test_text_of_the_ledger_is_never_markup(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporting(monkeypatch)
    case.change("claims", "c001", phrase=PHRASE)
    case.change("claims", "c003", phrase="no injuries " + TURNED)
    case.change("sources", "line-2031-03-04", title=NASTY, publisher="=cmd()|x")
    case.change("actors", "line", name="Alba [x](y)`z`{=word} \\ <b>")
    case.change("disputes", "d001", reason="](#c001) `#panic()` ميناء")
    whole = case.load()
    edition = example(tmp_path / "made", whole, whole)
    report_tables.figures(edition, tmp_path)
    body = part(render(edition, pages(edition), tmp_path), "word/document.xml")
    data = words(body)
    for text in (NASTY, f"“{PHRASE}”", "=cmd()|x", "Alba [x](y)`z`{=word} \\ <b>"):
        assert text in data
    assert "](#c001) `#panic()` ميناء" in data
    assert "no injuries \\u202eelpoep" in data
    leftwards = [run for run in body.iter(f"{W}r") if run.find(f"{W}rPr/{W}rtl") is not None]
    assert {words(run).strip(inlines.RIGHT_MARK) for run in leftwards} == {"ميناء"}


def test_only_what_is_for_word_is_unwrapped() -> None:
    text = "`<b>`{=html}`#x`{=typst}`[x]{.y}`{=word} `a`\n\n```` {=word}\n::: b\n```c```\n:::\n````"
    assert unwrapped(text) == "`<b>`{=html}`#x`{=typst}[x]{.y} `a`\n\n::: b\n```c```\n:::"


def test_the_reference_document_is_the_same_each_time() -> None:
    row = {"title": "A <title> & more", "version": "v", "reach": "r"}
    assert reference(row) == reference(row)
    with ZipFile(io.BytesIO(reference(row))) as archive:
        assert set(OURS) <= set(archive.namelist())
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    assert words(part(reference(row), "word/header1.xml")).startswith("A <title> & more")
