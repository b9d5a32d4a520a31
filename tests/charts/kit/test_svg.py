"""A chart's SVG inside a page: unique names, links, tooltips, and no mark forgotten."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import pytest

import analysis as an
from analysis.case.timeline import Timeline
from analysis.charts.kit import svg
from analysis.charts.kit.chart import Chart
from analysis.errors import Invalid

TINY = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="10pt" height="5pt" viewBox="0 0 10 5" version="1.1">
<metadata>made elsewhere</metadata>
<defs><style type="text/css">*{stroke-linecap: butt}</style><path id="m1" d="M 0 0"/></defs>
<g id="c001"><use xlink:href="#m1" fill="#d9dee2"/></g>
<g id="c001"><use xlink:href="#m1" style="fill: url(#m1)" clip-path="url(#m1)"/></g>
<text>&lt;b&gt; 1 &amp; 2</text>
</svg>"""


@pytest.fixture(scope="module")
def ladder(ferry: Timeline) -> Chart:
    return an.charts.intervals(ferry.where(measure="people"), "People")


def inlined(chart: Chart, prefix: str = "f1") -> str:
    tips = {str(claim): f"tip of {claim}" for claim in chart.table.index}
    return svg.inline(chart.svg(), prefix, chart.alt, tips, tuple(chart.table.index))


def ids(page: str) -> list[str]:
    return re.findall(r'\bid="([^"]*)"', page)


def test_every_claim_links_to_its_entry_under_its_words(ladder: Chart) -> None:
    root = ElementTree.fromstring(inlined(ladder))
    links = {a.get("href"): a for a in root.iter("a")}
    assert set(links) == {f"#{claim}" for claim in ladder.table.index}
    for claim in ladder.table.index:
        link = links[f"#{claim}"]
        assert link.get("aria-label") == f"tip of {claim}"
        assert link.find("g") is not None


def test_names_are_unique_over_a_page_of_two_equal_charts(ladder: Chart) -> None:
    values = ids(inlined(ladder, "f1") + inlined(ladder, "f2"))
    assert [name for name, count in Counter(values).items() if count > 1] == []


def test_every_reference_leads_to_something_in_the_same_chart(ladder: Chart) -> None:
    page = inlined(ladder)
    uses = set(re.findall(r'<use[^>]*href="#([^"]*)"', page)) | set(
        re.findall(r"url\(#([^)]*)\)", page)
    )
    assert uses
    assert uses <= set(ids(page))


def test_it_is_an_image_with_words_that_fills_its_column(ladder: Chart) -> None:
    root = ElementTree.fromstring(inlined(ladder))
    width, height = svg.size(ladder.svg())
    assert root.get("aria-label") == ladder.alt
    assert root.get("width") == "100%"
    assert root.get("height") is None
    assert root.get("viewBox") == f"0 0 {width:g} {height:g}"
    assert width == pytest.approx(72 * ladder.figure.get_figwidth())


def test_a_screen_reader_reaches_its_links(ladder: Chart) -> None:
    assert ElementTree.fromstring(inlined(ladder)).get("role") == "group"
    assert ElementTree.fromstring(svg.inline(ladder.svg(), "f1", "", {})).get("role") == "img"


def test_text_stays_text_in_the_typeface(ladder: Chart) -> None:
    root = ElementTree.fromstring(inlined(ladder))
    texts = list(root.iter("text"))
    assert "People" in [text.text for text in texts]
    assert all("Source Sans Pro" in (text.get("style") or "") for text in texts)


def test_colours_stay_and_references_move() -> None:
    page = svg.inline(TINY, "p", "", {})
    assert 'fill="#d9dee2"' in page
    assert 'href="#p-m1"' in page
    assert page.count("url(#p-m1)") == 2


def test_the_page_may_name_another_colour() -> None:
    inks = {"#d9dee2": "var(--pale, #d9dee2)", "#abcdef": "red"}
    painted = TINY.replace("fill: url(#m1)", "fill: #d9dee2; stroke: url(#abcdef); color: #d9dee2f")
    page = svg.inline(painted, "p", "", {}, inks=inks)
    assert 'fill="var(--pale, #d9dee2)"' in page
    assert "fill: var(--pale, #d9dee2); stroke: url(#p-abcdef); color: #d9dee2f" in page


def test_a_second_mark_of_a_claim_is_numbered_and_linked_too() -> None:
    page = svg.inline(TINY, "p", "", {"c001": "tip"}, ["c001"])
    assert ids(page) == ["p-m1", "p-c001", "p-c001-2"]
    assert page.count('href="#c001"') == 2


def test_what_would_hold_for_the_whole_page_is_left_out() -> None:
    page = svg.inline(TINY, "p", "", {})
    assert "<style" not in page
    assert "metadata" not in page
    assert "stroke-linecap: butt" in page


def test_text_from_the_record_is_never_markup() -> None:
    page = svg.inline(TINY, "p", '"><script>x</script>', {"c001": "<script>&\"'"})
    root = ElementTree.fromstring(page)
    assert [e for e in root.iter() if e.tag == "script"] == []
    assert root.get("aria-label") == '"><script>x</script>'
    assert next(root.iter("a")).get("aria-label") == "<script>&\"'"
    assert next(root.iter("text")).text == "<b> 1 & 2"


def test_claims_without_a_mark_are_refused_by_name() -> None:
    with pytest.raises(Invalid) as refused:
        svg.inline(TINY, "figure-7", "", {}, ["c009", "c001", "c002"])
    assert str(refused.value) == (
        "figure-7: no mark for c002, c009; a mark for every claim of the table; "
        "draw each with gid = claim_id, or leave it out of the chart's table"
    )


@pytest.mark.parametrize("broken", ["", "<svg", "not a picture"])
def test_what_is_not_svg_is_refused(broken: str) -> None:
    with pytest.raises(Invalid, match="not SVG"):
        svg.inline(broken, "p", "", {})
