"""The explorer in a real JupyterLab: its controls are moved, and what they show follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import analysis as an
from analysis.case.timeline import Timeline
from analysis.notebooks.explorer import controls, table
from analysis.words.card import card
from browser.driver import LONG, Server, opened


@pytest.fixture(scope="module")
def convoy() -> Timeline:
    return an.load("convoy-2017")


@pytest.fixture(scope="module")
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The notebook, run, its explorer in view."""
    result = browser.new_page(viewport={"width": 1500, "height": 1400})
    result.set_default_timeout(LONG)
    book = opened(result, server, "explore.ipynb").run()
    yield result
    book.end()


@pytest.fixture
def explorer(page: Page, convoy: Timeline) -> Locator:
    """The explorer as it is at first."""
    locator = page.locator(".contested-explore")
    locator.scroll_into_view_if_needed()
    locator.get_by_role("button", name="Reset").click()
    shows(locator, convoy, convoy)
    return locator


def shows(explorer: Locator, timeline: Timeline, whole: Timeline) -> None:
    """The count, the rows and the code are those of these claims; the chart draws no others."""
    ids = {claim.claim_id for claim in timeline}
    are = "is" if len(ids) == 1 else "are"
    count = f"{len(ids)} of {len(whole)} claims {are} shown."
    expect(explorer.locator(".contested-count")).to_have_text(count)
    expect(explorer.locator(".contested-row")).to_have_count(len(ids))
    marks = explorer.locator(".contested-chart a").all()
    assert {(mark.get_attribute("href") or "")[1:] for mark in marks} <= ids
    data = copied(explorer)
    assert {claim.claim_id for claim in data["selection"]} == ids
    assert list(data["table"]["claim"]) == rows(explorer)


def rows(explorer: Locator) -> list[str]:
    """The claims of the table, in its order."""
    values: list[str] = explorer.locator(".contested-row").evaluate_all(
        "rows => rows.map(row => row.dataset.row)"
    )
    return values


def copied(explorer: Locator) -> dict[str, Any]:
    """What the lines to copy give, when they are run."""
    names: dict[str, Any] = {}
    exec(explorer.get_by_label("Copy as code", exact=True).inner_text(), names)
    return names


def test_at_first_it_shows_every_claim_with_a_chart(explorer: Locator, convoy: Timeline) -> None:
    assert copied(explorer)["table"].equals(table(convoy, "claim"))
    expect(explorer.locator(".contested-chart svg a").first).to_be_visible()


def test_a_claimant_narrows_it(explorer: Locator, convoy: Timeline) -> None:
    chosen = explorer.locator(".contested-claimants select")
    label = chosen.locator("option", has_text="US-led Coalition").first.inner_text()
    chosen.select_option(label=label)
    shows(explorer, convoy.where(claimant="coalition"), convoy)


def test_the_day_it_is_known_on_goes_back(explorer: Locator, convoy: Timeline) -> None:
    _, first = controls.days(convoy, "published", "")[0]
    explorer.get_by_role("slider").focus()
    explorer.page.keyboard.press("Home")
    shows(explorer, convoy.as_of(first), convoy)


def test_retellings_can_be_left_out_but_for_those_of_the_article(
    explorer: Locator, convoy: Timeline
) -> None:
    explorer.get_by_label("Retellings too").uncheck()
    own = {claim.claim_id for claim in convoy if claim.source_id == convoy.package.lead_source}
    firsts = {claim.claim_id for claim in convoy.first_utterances()}
    shows(explorer, convoy.keep(own | firsts, "retellings", "out"), convoy)


def test_another_chart_of_a_measure_is_drawn(explorer: Locator, convoy: Timeline) -> None:
    measures = explorer.locator(".contested-measures select")
    label = measures.locator("option", has_text="fighters killed").first.inner_text()
    measures.select_option(label=label)
    shows(explorer, convoy.where(measure="fighters_killed"), convoy)
    before = explorer.locator(".contested-chart svg").get_attribute("aria-label")
    explorer.locator(".contested-form select").select_option(index=1)
    expect(explorer.locator(".contested-chart svg")).not_to_have_attribute(
        "aria-label", before or ""
    )


def test_pointing_shows_the_card_and_a_click_keeps_it(explorer: Locator, convoy: Timeline) -> None:
    data = card(convoy, "c003")
    visible = explorer.locator('[data-card="c003"]')
    expect(visible).to_be_hidden()
    explorer.locator('[data-row="c003"]').hover()
    for words in (data.phrase, data.name, data.said, data.source):
        expect(visible).to_contain_text(words)
    expect(visible).to_be_visible()
    explorer.locator('[data-row="c003"]').click()
    explorer.locator(".contested-count").hover()
    locator = explorer.locator(".contested-card")
    expect(locator).to_contain_text(data.phrase)
    expect(locator).to_be_visible()


def test_a_mark_shows_the_same_card_under_the_keyboard(explorer: Locator) -> None:
    mark = explorer.locator(".contested-chart svg a").first
    claim = (mark.get_attribute("href") or "").removeprefix("#")
    mark.focus()
    explorer.page.keyboard.press("Shift+Tab")
    explorer.page.keyboard.press("Tab")
    expect(explorer.locator(f'[data-card="{claim}"]')).to_be_visible()


def test_two_claims_are_compared_in_any_of_five_words(explorer: Locator, convoy: Timeline) -> None:
    verdict = an.verdict(convoy["c001"], convoy["c132"])
    for name, claim in (("first", "c001"), ("second", "c132")):
        field = explorer.locator(f".contested-{name} input")
        field.fill(claim)
        field.press("Enter")
    expect(explorer.locator(".contested-compared")).to_contain_text(verdict.word)


def test_a_day_that_is_none_is_refused_in_words(explorer: Locator) -> None:
    field = explorer.get_by_label("For days from")
    field.fill("yesterday")
    field.press("Enter")
    expect(explorer).to_contain_text("'yesterday'")
    expect(explorer).not_to_contain_text("Traceback")
