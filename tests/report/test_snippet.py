"""A chart as a piece of somebody else's page: whole, described, and in nobody's way."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart
from analysis.errors import Invalid
from analysis.report.document import Figure
from analysis.report.one_chart import settings
from analysis.report.snippet import credit, snippet

FULL = 183 / 25.4
LINK = 'https://example.org/how?a=1&b="2"'
ARABIC = "ميناء"


class Parsed(HTMLParser):
    """The elements of a page with their attributes, its text, and its style rules."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text, self.styles = "", ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.styles += data
        else:
            self.text += data

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def figure(chart: Chart, name: str) -> Figure:
    return Figure("days", name, chart.svg(), b"", chart.alt, "", chart.title, chart.narrow())


@pytest.fixture(scope="module")
def figures(ferry: Timeline) -> list[Figure]:
    days = charts.evidence_by_day(ferry, f"Days & <nights> of {ARABIC}")
    people = charts.intervals(ferry.where(measure="people"), "People aboard")
    return [figure(days, "days"), figure(people, "people")]


@pytest.fixture(scope="module")
def pages(figures: list[Figure], ferry: Timeline) -> list[Parsed]:
    line = credit(ferry.package)
    return [Parsed(snippet(each, FULL, line, LINK)) for each in figures]


def test_it_is_described(pages: list[Parsed], figures: list[Figure], ferry: Timeline) -> None:
    for page, drawn in zip(pages, figures, strict=True):
        assert page.open == []
        (outer,) = page.named("figure")
        assert outer["aria-label"] == drawn.title
        pictures = page.named("svg")
        assert len(pictures) == 1 + bool(drawn.narrow)
        assert {(svg["role"], svg["aria-label"]) for svg in pictures} == {("img", drawn.alt)}
        head = ferry.package.text.value
        assert f"{head['title']}, version {head['version']} ({head['licenses'][0]['name']})" in (
            page.text
        )
        assert [link["href"] for link in page.named("a")] == [LINK]


def test_it_asks_nobody_and_runs_nothing(pages: list[Parsed]) -> None:
    for page in pages:
        tags = {tag for tag, _ in page.elements}
        assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "base", "meta"})
        assert not re.findall(r"@import|url\((?!data:|#)", page.styles)
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on")]
            for name in ("href", "src"):
                assert tag == "a" or attributes.get(name, "#").startswith("#")


def test_two_on_a_page_share_no_name(pages: list[Parsed], figures: list[Figure]) -> None:
    ids = Counter(attributes["id"] for page in pages for _, attributes in page.elements
                  if "id" in attributes)  # fmt: skip
    assert ids
    assert max(ids.values()) == 1
    families = [set(re.findall(r'@font-face\{font-family:"([^"]+)"', p.styles)) for p in pages]
    assert families[0].isdisjoint(families[1])
    wide, slim = (Parsed(snippet(figures[0], inches, "")) for inches in (FULL, 5.0))
    assert wide.named("figure")[0]["id"] != slim.named("figure")[0]["id"]


def test_its_rules_hold_inside_it_alone(pages: list[Parsed]) -> None:
    for page in pages:
        name = page.named("figure")[0]["id"]
        plain = re.sub(r"@font-face\{[^}]*\}", "", page.styles)
        selectors = [s.strip() for s in re.findall(r"([^{}]+)\{", plain)]
        assert selectors
        assert [s for s in selectors if not s.startswith((f"#{name}", "@container"))] == []


def test_every_name_that_is_used_is_there(pages: list[Parsed]) -> None:
    for page in pages:
        ids = {attributes.get("id") for _, attributes in page.elements}
        values = [value for _, attributes in page.elements for value in attributes.values()]
        used = {name for value in values for name in re.findall(r"url\(#([^)]+)\)", value)}
        used |= {a["href"][1:] for tag, a in page.elements if tag == "use"}
        assert used <= ids


def test_a_chart_without_a_layout_for_a_phone_scrolls(figures: list[Figure]) -> None:
    from dataclasses import replace

    page = Parsed(snippet(replace(figures[0], narrow=""), FULL, "Data."))
    assert len(page.named("svg")) == 1
    assert [div["tabindex"] for div in page.named("div")] == ["0"]
    assert "overflow-x:auto" in page.styles
    assert page.named("a") == []


def test_the_same_text_on_every_run(figures: list[Figure]) -> None:
    first = snippet(figures[0], FULL, "Data.", LINK)
    assert snippet(figures[0], FULL, "Data.", LINK) == first


@pytest.mark.parametrize(
    ("link", "form", "parts"),
    [
        ("javascript:alert(1)", "html", ["an address of the web"]),
        ("example.org", "html", ["an address of the web"]),
        ("https://", "html", ["an address of the web"]),
        ("https://example.org", "svg", ["html, which alone holds links"]),
        ("data:x", "pdf", ["an address of the web", "html, which alone holds links"]),
        ("https://example.org/a", "html", []),
        ("", "svg", []),
    ],
)
def test_a_link_is_an_address_of_the_web(link: str, form: str, parts: list[str]) -> None:
    if not parts:
        assert settings("a/b", "89mm", form, 300, None, link).link == link
        return
    with pytest.raises(Invalid) as caught:
        settings("a/b", "89mm", form, 300, None, link)
    assert [problem.allowed for problem in caught.value.problems] == parts
