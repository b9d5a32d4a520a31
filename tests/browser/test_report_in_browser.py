"""A report in a real browser: it asks for nothing, its marks speak and lead on, it fits a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, Route, expect

import analysis as an
from analysis.case.timeline import Timeline
from analysis.words.card import card

WIDTHS = {"desktop": (1280, 900), "tablet": (768, 1024), "phone": (390, 844), "small": (320, 640)}
AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
GRAVE = ("serious", "critical")
CHECKED = """options => axe.run(document, {resultTypes: ['violations'], ...options})"""
NO_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}
"""For a long page: the colours are those of the short one, and take the most time."""
CONTRASTS = """() => {
  const light = colour => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(part => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const sheet = light(getComputedStyle(document.querySelector('.sheet')).backgroundColor);
  return [...document.querySelectorAll('.sheet text')].map(text => {
    const fill = getComputedStyle(text).fill, ink = light(fill);
    return [fill, (Math.max(ink, sheet) + 0.05) / (Math.min(ink, sheet) + 0.05)];
  });
}"""
ENTRIES = "() => [...document.querySelectorAll('.ledger td [id]')].map(entry => entry.id)"
MARKS = """() => [...document.querySelectorAll('.sheet a')].map(
  mark => [mark.getAttribute('href').slice(1), mark.getAttribute('aria-label')])"""


@pytest.fixture(scope="module")
def convoy() -> Timeline:
    return an.load("convoy-2017")


@pytest.fixture(scope="module")
def desktop(browser: Browser, convoy_page: Path) -> Iterator[Page]:
    """The report of the first case, on a screen."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(convoy_page.as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_it_asks_for_nothing_and_fits_the_screen(
    width: str, browser: Browser, convoy_page: Path
) -> None:
    wide, high = WIDTHS[width]
    page = browser.new_page(viewport={"width": wide, "height": high})
    queries: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: queries.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(convoy_page.as_uri(), wait_until="networkidle")
    assert queries == [convoy_page.as_uri()]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    page.close()


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(
    width: str, scheme: Any, browser: Browser, ferry_page: Path
) -> None:
    assert grave(browser, ferry_page, WIDTHS[width], scheme, {}) == []


def test_axe_finds_nothing_grave_in_a_long_report(browser: Browser, convoy_page: Path) -> None:
    assert grave(browser, convoy_page, WIDTHS["phone"], "light", NO_COLOURS) == []


def grave(
    browser: Browser, path: Path, size: tuple[int, int], scheme: Any, options: dict[str, Any]
) -> list[tuple[str, str]]:
    """Rules of axe that are broken, each with where; the page's own policy lets no script in."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, bypass_csp=True, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.evaluate(AXE.read_text(encoding="utf-8"))
    value = page.evaluate(CHECKED, options)["violations"]
    context.close()
    return [(item["id"], item["nodes"][0]["html"]) for item in value if item["impact"] in GRAVE]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_of_charts_stand_out(scheme: Any, browser: Browser, convoy_page: Path) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(convoy_page.as_uri())
    faint = {fill for fill, ratio in page.evaluate(CONTRASTS) if ratio < 3}
    # Words in the colour of the paper stand on a filled mark, which stands out from the paper.
    paper = page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
    assert faint - {paper} == set()
    page.close()


def test_every_mark_names_its_claim_and_leads_to_it(desktop: Page, convoy: Timeline) -> None:
    entries = set(desktop.evaluate(ENTRIES))
    marks = desktop.evaluate(MARKS)
    assert marks
    assert {claim for claim, _ in marks} <= entries
    assert [claim for claim, words in marks if words != card(convoy, claim).text] == []


def test_every_chart_with_claims_shows_the_card_of_a_mark(desktop: Page, convoy: Timeline) -> None:
    charts = desktop.locator(".chart:has(.sheet a)")
    assert charts.count() > 5
    for chart in charts.all():
        mark = chart.locator(".sheet a").first
        claim = (mark.get_attribute("href") or "").removeprefix("#")
        tip = chart.locator(f'[data-of="{claim}"]')
        expect(tip).to_be_hidden()
        mark.focus()
        desktop.keyboard.press("Shift+Tab")
        desktop.keyboard.press("Tab")
        expect(tip).to_be_visible()
        expect(tip).to_be_in_viewport()
        data = card(convoy, claim)
        for words in (data.phrase, data.name, data.said, data.source):
            expect(tip).to_contain_text(words)


def test_pointing_at_a_mark_shows_its_card_alone(desktop: Page) -> None:
    chart = desktop.locator(".chart:has(.sheet a)").nth(1)
    mark = chart.locator(".sheet a").nth(1)
    claim = (mark.get_attribute("href") or "").removeprefix("#")
    mark.hover()
    expect(chart.locator(f'[data-of="{claim}"]')).to_be_visible()
    desktop.evaluate("document.activeElement.blur()")
    expect(chart.locator(".tip:visible")).to_have_count(1)
    desktop.mouse.move(2, 2)
    expect(chart.locator(".tip:visible")).to_have_count(0)


def test_the_keyboard_goes_from_a_mark_to_its_claim(desktop: Page) -> None:
    mark = desktop.locator(".chart .sheet a").first
    target = mark.get_attribute("href") or ""
    mark.focus()
    desktop.keyboard.press("Enter")
    expect(desktop.locator(f"{target}:target")).to_be_in_viewport()
    desktop.keyboard.press("Tab")
    inside = desktop.evaluate("document.activeElement.closest('tr').querySelector('[id]').id")
    assert f"#{inside}" == target


def test_a_row_leads_back_to_the_mark_of_its_claim(desktop: Page) -> None:
    mark = desktop.locator(".chart .sheet a").first
    target = mark.get_attribute("href") or ""
    mark.focus()
    desktop.keyboard.press("Enter")
    row = desktop.locator(f"tr:has({target})")
    back = row.locator('[href^="#figure-"]').first
    back.click()
    drawn = desktop.locator(".sheet :target")
    expect(drawn).to_be_in_viewport()
    assert (back.get_attribute("href") or "").endswith(target.replace("#", "-"))


def test_claims_are_folded_until_one_is_wanted(browser: Browser, convoy_page: Path) -> None:
    page = browser.new_page()
    page.goto(convoy_page.as_uri())
    expect(page.locator("details.ledger[open]")).to_have_count(0)
    page.locator(".chart .sheet a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.ledger[open]")).to_have_count(1)
    page.close()


def test_the_first_data_chart_is_on_the_first_screen(browser: Browser, convoy_page: Path) -> None:
    wide, high = WIDTHS["desktop"]
    page = browser.new_page(viewport={"width": wide, "height": high})
    page.goto(convoy_page.as_uri())
    box = page.locator(".sheet svg").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= high
    page.close()


def test_the_marks_of_a_chart_can_be_passed_over(desktop: Page) -> None:
    chart = desktop.locator(".chart:has(.sheet a)").first
    over = chart.locator(".skip")
    over.focus()
    expect(over).to_be_in_viewport()
    desktop.keyboard.press("Enter")
    desktop.keyboard.press("Tab")
    expect(chart.locator("summary")).to_be_focused()


def test_the_first_key_leads_past_the_contents(browser: Browser, ferry_page: Path) -> None:
    page = browser.new_page()
    page.goto(ferry_page.as_uri())
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the report")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.close()


def test_a_link_to_a_source_shows_the_words_there(browser: Browser, convoy_page: Path) -> None:
    page = browser.new_page()
    page.goto(convoy_page.as_uri())
    page.goto(f"{convoy_page.as_uri()}#c003")
    link = page.locator("tr:has(#c003)").get_by_role("link", name="Open at the words")
    address, _, fragment = (link.get_attribute("href") or "").partition("#:~:text=")
    phrase = an.load("convoy-2017")["c003"].phrase
    assert unquote(fragment) == phrase

    def answer(route: Route) -> None:
        far = '<p style="height: 9000px"></p>'
        body = f"<!DOCTYPE html><title>Source</title>{far}<p>So {phrase}, it says.</p>{far}"
        route.fulfill(content_type="text/html", body=body)

    page.route(re.compile("^http"), answer)
    link.click()
    page.wait_for_url(re.compile(f"^{re.escape(address)}"))
    expect(page.get_by_text(phrase)).to_be_in_viewport()
    page.close()


def test_on_a_phone_no_chart_needs_to_be_moved(browser: Browser, convoy_page: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(convoy_page.as_uri())
    assert page.locator(".chart:has(.sheet a):not(:has(.slim))").count() == 0
    expect(page.get_by_role("link", name="Contents", exact=True)).to_be_in_viewport()
    page.close()


def test_on_a_phone_a_chart_is_the_one_drawn_for_it(browser: Browser, convoy_page: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(convoy_page.as_uri())
    charts = page.locator(".chart:has(.slim a)")
    assert charts.count() > 2
    for chart in charts.all():
        expect(chart.locator(".wide svg")).to_be_hidden()
        expect(chart.get_by_text("Swipe sideways")).to_be_hidden()
        box = chart.locator(".slim svg").bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= 390
    mark = charts.first.locator(".slim a").first
    target = mark.get_attribute("href") or ""
    mark.focus()
    page.keyboard.press("Enter")
    page.locator(f"tr:has({target})").locator("a.slim").first.click()
    expect(page.locator(".slim :target")).to_be_in_viewport()
    page.close()


def test_on_a_phone_what_happened_comes_before_the_contents(
    browser: Browser, convoy_page: Path
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(convoy_page.as_uri())
    lead, contents = page.locator(".lead").bounding_box(), page.locator("nav").bounding_box()
    assert lead is not None
    assert contents is not None
    assert lead["y"] < contents["y"]
    page.close()
