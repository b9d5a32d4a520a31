"""Charts pasted into a page with styles of its own: at the width of a phone and of a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart
from analysis.report.document import Figure
from analysis.report.snippet import credit, snippet

FULL = 183 / 25.4
HOST = """<!doctype html><html lang="en"><title>Story</title>
<style>:root{color-scheme:dark}body{background:#111;color:#eee;margin:8px}
figure{border:9px solid red}figcaption{text-transform:uppercase}svg{max-width:50px}</style>"""
INSIDE = """() => [...document.querySelectorAll('figure')].map(figure => {
  const style = getComputedStyle(figure);
  const caption = getComputedStyle(figure.querySelector('figcaption'));
  const seen = [...figure.querySelectorAll('svg')].filter(svg => svg.checkVisibility());
  const box = figure.getBoundingClientRect();
  return {ground: style.backgroundColor, border: style.borderTopWidth, width: box.width,
    caption: caption.textTransform, slim: seen.map(svg => svg.parentElement.className),
    drawing: seen.map(svg => svg.getBoundingClientRect().width)};
})"""


def drawn(chart: Chart, name: str) -> Figure:
    return Figure("days", name, chart.svg(), b"", chart.alt, "", chart.title, chart.narrow())


@pytest.fixture
def page(browser: Browser, ferry: Timeline) -> Page:
    days = drawn(charts.evidence_by_day(ferry, "Claims by day"), "days")
    people = drawn(charts.intervals(ferry.where(measure="people"), "People aboard"), "people")
    line = credit(ferry.package)
    body = "".join(snippet(figure, FULL, line, "https://example.org") for figure in (days, people))
    page = browser.new_page()
    page.set_content(f"{HOST}<p>Text.</p>{body}")
    return page


@pytest.mark.parametrize("width", [320, 760])
def test_each_fits_and_looks_as_it_should(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for figure in page.evaluate(INSIDE):
        assert figure["ground"] == "rgb(255, 255, 255)"
        assert figure["border"] == "0px"
        assert figure["caption"] == "none"
        (layout,), (drawing,) = figure["slim"], figure["drawing"]
        assert layout.endswith("-slim") == (width < 470)
        assert figure["width"] - 2 * 12 - 1 <= drawing <= figure["width"]
    page.close()


def test_a_page_with_two_has_no_name_twice(page: Page) -> None:
    ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(set(ids)) == len(ids) > 2
    page.close()
