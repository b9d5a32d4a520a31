"""A figure in HTML: its marks speak without a script, and its table is beside it."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import pytest

import analysis as an
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.report import figures
from analysis.report.document import Figure
from analysis.words.card import Card, card


@pytest.fixture(scope="module")
def cards(ferry: Timeline) -> dict[str, Card]:
    return {claim.claim_id: card(ferry, claim.claim_id) for claim in ferry}


@pytest.fixture(scope="module")
def figure(ferry: Timeline) -> Figure:
    chart = an.charts.intervals(ferry.where(measure="people"), "People | aboard")
    table = chart.table.to_csv()
    return Figure("crew", "aboard", chart.svg(), b"", chart.alt, table, chart.title)


def read(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(html)


def test_a_chart_has_a_card_for_each_claim_that_it_draws(
    figure: Figure, cards: dict[str, Card]
) -> None:
    page = read(figures.panel(figure, "figure-1", "Figure 1. People", cards))
    row = {tip.get("data-of"): "".join(tip.itertext()) for tip in page.iterfind(".//p[@data-of]")}
    assert tuple(row) == figure.drawn
    assert all(cards[claim].phrase in words for claim, words in row.items() if claim)
    marks = {a.get("href"): a.get("aria-label") for a in page.iterfind(".//svg//a")}
    assert marks == {f"#{claim}": cards[claim].text for claim in figure.drawn}


def test_a_rule_shows_a_card_while_its_mark_is_pointed_at() -> None:
    assert figures.reveal(["c001", "c002"]).splitlines() == [
        '.chart:has([href="#c001"]:is(:hover,:focus-visible)) [data-of="c001"]{display:block}',
        '.chart:has([href="#c002"]:is(:hover,:focus-visible)) [data-of="c002"]{display:block}',
    ]


def test_a_keyboard_can_pass_over_the_marks(figure: Figure, cards: dict[str, Card]) -> None:
    page = read(figures.panel(figure, "figure-1", "Figure 1. People", cards))
    over = page[0]
    assert (over.tag, over.get("href")) == ("a", "#figure-1-end")
    assert over.text == f"Skip the marks of {len(figure.drawn)} claims"
    end = page.find("figcaption")
    assert end is not None
    assert (end.get("id"), end.get("tabindex")) == ("figure-1-end", "-1")


def test_a_chart_without_links_can_be_scrolled_by_keyboard(
    figure: Figure, cards: dict[str, Card]
) -> None:
    counted = replace(figure, table="day,n\n1,2\n")
    for html, name in (
        (figures.panel(counted, "figure-1", "Figure 1. <Days>", {}), "Figure 1. <Days>"),
        (figures.plain(figure, "figure-key", "How to read"), "How to read"),
    ):
        page = read(html)
        sheet = page.find("div[@class='sheet']")
        assert sheet is not None
        assert (sheet.get("tabindex"), sheet.get("aria-label")) == ("0", name)
        assert page.find("a") is None
    linked = read(figures.panel(figure, "figure-1", "Figure 1.", cards)).find("div[@class='sheet']")
    assert linked is not None
    assert linked.get("tabindex") is None


def test_the_plotted_table_has_heads_and_a_caption(figure: Figure, cards: dict[str, Card]) -> None:
    page = read(figures.panel(figure, "figure-1", "Figure 1. People", cards))
    table = page.find(".//table")
    assert table is not None
    assert table.findtext("caption") == "Plotted in Figure 1. People"
    heads = [th.text for th in table.iterfind("thead/tr/th[@scope='col']")]
    assert heads == [name.replace("_", " ") for name in figure.rows[0] if name not in ("x", "y")]
    firsts = ["".join(th.itertext()) for th in table.iterfind("tbody/tr/th[@scope='row']")]
    assert firsts == [row["claim_id"] for row in figure.rows]


def test_a_chart_without_a_table_has_none(figure: Figure) -> None:
    assert "<table" not in figures.panel(replace(figure, table=""), "f", "Figure", {})


def test_the_page_may_change_every_colour_of_the_look(figure: Figure) -> None:
    html = unescape(figures.plain(figure, "figure-key", "Key"))
    for colour in (style.INK, style.SOFT, style.PALE):
        assert f", {colour})" in html
        assert html.count(colour) == html.count(f", {colour})")
    assert {*style.PALETTE, style.GREY, style.PAPER} <= figures.INKS.keys()


def test_the_variant_for_a_phone_has_marks_and_names_of_its_own(
    figure: Figure, cards: dict[str, Card]
) -> None:
    both = replace(figure, narrow=figure.svg)
    page = read(figures.panel(both, "figure-1", "Figure 1", cards))
    names = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(names) == len(set(names))
    wide, slim = page.findall(".//svg")
    marks = [[a.get("href") for a in picture.iter("a")] for picture in (wide, slim)]
    assert marks[0] == marks[1] != []
    only = read(figures.panel(figure, "figure-1", "Figure 1", cards))
    assert len(only.findall(".//svg")) == 1


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("height", [40, 74, 120, 200, 900])
def test_a_chart_of_the_first_page_is_never_a_strip(
    height: int, first: bool, figure: Figure
) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 166 {height}"/>'
    page = figures.hero(replace(figure, svg=drawing), 1, first=first)
    share = float(page.split("max-width: ")[1].split("%")[0])
    assert share >= 100 * figures.SMALLEST
