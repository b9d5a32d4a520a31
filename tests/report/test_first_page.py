"""The first page: the case's own words, the article, the first charts, questions and selection."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, FERRY, Case
from reporting import code, exporting, markdown, notebook, output_of

import analysis as an
from analysis.case.chapters import Chapter
from analysis.case.load import load
from analysis.case.scope import Scope
from analysis.case.timeline import Timeline
from analysis.report import first_page, lede, questions, selection
from analysis.report.document import Document, Figure, Prose, Section, document
from analysis.report.edition import Edition
from analysis.report.pages import pages
from analysis.report.printers import html
from analysis.words.sentences import Sentence, say
from report.test_printers import Page

KEY = Figure("opening", "key", "<svg viewBox='0 0 9 9'/>", b"", "key", "", "Key")


def edition(whole: Timeline, content: Document | None = None, **parameters: Any) -> Edition:
    """A report of a case with these parameters, without charts but those of the content."""
    scope = Scope(case=str(FERRY), **parameters)
    return Edition(scope, whole, scope.narrow(whole), content or Document(()), KEY, {})


def text(report: Edition) -> str:
    return Page(html.page(report, pages(report))).text


def charted(folder: Path, timeline: Timeline, hero: str) -> Document:
    """A chapter of two charts, `first` and `second`, in a document of the case."""
    people, sorties = timeline.where(measure="people"), timeline.where(measure="sorties")
    cells = [
        markdown("# Crew\n\n**Who was there?**\n\nA note."),
        code("answer", "", "answer", outputs=[output_of(say(timeline, "c001"))]),
        markdown("## People, aboard"),
        code("first", outputs=[output_of(an.charts.intervals(people, "People aboard"))]),
        code("second", outputs=[output_of(an.charts.intervals(sorties, "Sorties"))]),
    ]
    path = notebook(folder / "crew.ipynb", cells)
    chapter = Chapter(path, "crew", "The people", "How many were there?", hero=hero)
    return document([path], [chapter])


def test_the_case_speaks_first_then_the_article_it_starts_from(ferry: Timeline) -> None:
    whole = text(edition(ferry))
    assert whole.index("A ferry ran onto a reef") < whole.index("This report starts from")
    assert "“Ferry still on the reef”, published by Harbour Post on 5 March 2031." in whole
    assert "It is the first article that counts both" in whole
    assert whole.index("Every figure of every document") > whole.index("What is missing")


def test_before_the_article_is_out_nothing_is_said_of_it(ferry: Timeline) -> None:
    whole = text(edition(ferry, as_of="2031-03-04"))
    assert "By the end of 4 March 2031, 1 document with figures had been published." in whole
    assert "The latest was “First notice” (Alba Line on 4 March 2031)." in whole
    for later in ("Ferry still on the reef", "the first article", "floated again", "Harbour Post"):
        assert later not in whole


def test_the_reason_is_of_the_case_s_own_article_alone(ferry: Timeline) -> None:
    words = lede.article(edition(ferry, lead_source="post-2031-03-06"))
    assert "More brought ashore" in words
    assert "first article" not in words


def test_a_case_without_a_summary_or_an_article_starts_with_its_description(
    ferry: Timeline,
) -> None:
    bare = replace(ferry.package.text, value={})
    whole = replace(ferry, package=replace(ferry.package, text=bare, lead_source=""))
    report = edition(whole)
    assert lede.summary(report).startswith("An invented case")
    assert (lede.article(report), lede.selection(report), lede.rests(report)) == ("", "", "")


@pytest.mark.parametrize(("hero", "expected"), [("second", "second"), ("gone", "first")])
def test_a_chapter_stands_on_the_first_page_with_its_chart(
    hero: str, expected: str, tmp_path: Path, ferry: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporting(monkeypatch)
    content = charted(tmp_path, ferry, hero)
    (section,) = content.sections
    assert section.hero_figure is not None
    assert section.hero_figure.name == expected
    page = Page(html.page(report := edition(ferry, content), pages(report)))
    number = content.figures.index(section.hero_figure) + 1
    ids = page.all("id")
    assert ids.index(f"hero-{number}") < ids.index("part-disputed") < ids.index("figure-1")
    assert "More in The people." in page.text
    assert "Key figures" not in page.text


def test_a_title_is_printed_once_and_a_chapter_s_goes_before_a_notebook_s(
    tmp_path: Path, ferry: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporting(monkeypatch)
    people = ferry.where(measure="people")
    cells = [
        markdown("# Crew\n\n**Who was there?**\n\nA note."),
        markdown("## People aboard!\n\nBy day."),
        code("first", outputs=[output_of(an.charts.intervals(people, "People aboard"))]),
        markdown("## Another"),
    ]
    path = notebook(tmp_path / "crew.ipynb", cells)
    chapter = Chapter(path, "crew", "The people", "How many were there?")
    (section,) = document([path], [chapter]).sections
    texts = [block.markdown for block in section.blocks if isinstance(block, Prose)]
    assert section.title == "The people"
    assert texts == ["**How many were there?**", "A note.", "By day.", "## Another"]
    (plain,) = document([path]).sections
    assert plain.title == "Crew"
    assert plain.blocks[0] == Prose("**Who was there?**\n\nA note.")


@pytest.mark.parametrize(
    ("title", "raised_by", "claims", "expected"),
    [
        ("How many?", "conflict", ["c001", "c010"], "How many? 212 or more than 220"),
        ("How many?", "conflict", ["c001", "c004"], "How many?"),  # both have 212
        ("How many?", "conflict", ["c005", "c001", "c010"], "How many? 80, 212 or more than 220"),
        ("How many?", "conflict", ["c007", "c001"], "How many?"),  # several is no number
        ("How many?", "sum", ["c001", "c010"], "How many?"),
        ("How many: two or three?", "conflict", ["c001", "c010"], "How many: two or three?"),
        ("The count of 212", "conflict", ["c001", "c010"], "The count of 212"),
    ],
)
def test_a_question_is_answered_by_the_figures_of_its_claims(
    title: str, raised_by: str, claims: list[str], expected: str, ferry: Timeline
) -> None:
    row = {"title": title, "raised_by": raised_by}
    assert questions.question(row, [ferry[name] for name in claims]) == expected


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["open"], "The one dispute on record is open."),
        (["explained"] * 2, "Of the 2 disputes on record, 2 are explained."),
        (
            ["open", "open", "unresolvable"],
            "Of the 3 disputes on record, 2 are open and 1 cannot be resolved.",
        ),
    ],
)
def test_disputes_are_counted_in_a_whole_sentence(
    states: list[str], expected: str, ferry: Timeline
) -> None:
    rows = tuple(
        {**row, "state": state} for row, state in zip(ferry.rows["disputes"], states, strict=False)
    )
    whole = replace(ferry, rows={**ferry.rows, "disputes": rows})
    assert questions.states(edition(whole)).text == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"extent": "full"}, "Every document was read whole."),
        ({"extent": "excerpt"}, "Every document was read only in part. What an excerpt"),
        ({"extent": "not_seen"}, "Every document was known only through others."),
        ({}, "3 of the 8 documents were read only in part."),
        ({"archive_url": "https://web.archive.org/1"}, "A stored copy of every document is"),
    ],
)
def test_how_documents_were_read_is_said_in_whole_sentences(
    changes: dict[str, str], expected: str, ferry: Timeline
) -> None:
    rows = tuple({**row, **changes} for row in ferry.rows["sources"])
    whole = replace(ferry, rows={**ferry.rows, "sources": rows})
    sentences = [sentence.text for sentence in selection.record(edition(whole))]
    assert any(sentence.startswith(expected) for sentence in sentences), sentences


def test_one_archived_document_is_counted(case: Case) -> None:
    case.change("sources", "post-2031-03-05", archive_url="https://web.archive.org/1")
    sentences = [sentence.text for sentence in selection.record(edition(load(case.folder)))]
    assert "A stored copy is linked for 1 of the 8 documents." in sentences


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ((), "No claim has been checked by a second person yet."),
        (("c001",), "1 of the 27 claims has been checked by a second person."),
        (("c001", "c007"), "2 of the 27 claims have been checked by a second person."),
    ],
)
def test_what_a_second_person_checked_is_counted(
    ids: tuple[str, ...], expected: str, case: Case
) -> None:
    for claim_id in ids:
        case.change("claims", claim_id, state="checked", checked_by="editor")
    checked = selection.record(edition(load(case.folder)))[-1]
    assert checked.text == expected
    assert checked.numbers[0].claims == ids


def test_a_section_without_a_hero_has_no_chart_on_the_first_page() -> None:
    assert Section("a", "A", (), ()).hero_figure is None


def test_what_a_case_lacks_is_no_key_figure(ferry: Timeline, tmp_path: Path) -> None:
    """An answer with a figure is one, under its title."""
    lacking = Sentence("This record holds no road along which claims could be placed.")
    answers = {"way": lacking, "crew": say(ferry, "c001")}
    paths = [
        notebook(
            tmp_path / f"{name}.ipynb",
            [markdown(f"# The {name}"), code("a", "", "answer", outputs=[output_of(answer)])],
        )
        for name, answer in answers.items()
    ]
    figures = first_page.key_figures(edition(ferry, document(paths)))
    assert "The crew" in figures
    assert "The way" not in figures
    assert "road" not in figures


def test_a_question_names_bounds_in_brackets_and_units_that_are_no_things() -> None:
    crowd = load(CASES / "crowd-2033")
    ask = {"title": "How many stood there?", "raised_by": "conflict"}
    estimate, exact = crowd["c014"], crowd["c006"]
    low, high = (f"{number:,}" for number in (estimate.quantity.low, estimate.quantity.high))
    assert questions.question(ask, [exact, estimate]) == (
        f"How many stood there? {estimate.quantity.stated:,} (between {low} and {high})"
        f" or {exact.quantity.stated:,}"
    )
    shares = crowd.where(measure="filled").claims
    numbers = " or ".join(f"{share:g}" for share in sorted(c.quantity.stated or 0 for c in shares))
    unit = crowd.measures["filled", "share"].unit
    assert questions.question(ask, shares) == f"How many stood there? {numbers} {unit}"
    denied = crowd["c030"]
    assert denied.stance == "denies"
    assert questions.question(ask, [exact, denied, estimate]).endswith(f"{exact.quantity.stated:,}")
