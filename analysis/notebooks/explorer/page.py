"""All that the explorer prints for one view, as text and HTML: no widget, no state."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape

import pandas as pd

from analysis.case.timeline import Timeline
from analysis.charts.kit import svg
from analysis.charts.kit.chart import Chart
from analysis.errors import Invalid
from analysis.notebooks.explorer import copy_as
from analysis.notebooks.explorer.cards import cards, chosen_card, comparison, problem
from analysis.notebooks.explorer.forms import drawn
from analysis.notebooks.explorer.html import copyable, element, pointable, text
from analysis.notebooks.explorer.rows import COLUMNS, table
from analysis.notebooks.explorer.view import View
from analysis.words import findings
from analysis.words.card import card
from analysis.words.names_and_days import listed
from analysis.words.sentences import Sentence, compose, counted, tally

HEAD = 10
"""Rows of the table that stand in for it where controls do not run."""


@dataclass(frozen=True)
class Page:
    """One view of a whole case. Raises Invalid, from `shown`, where the view is wrong."""

    whole: Timeline
    view: View

    @cached_property
    def shown(self) -> Timeline:
        """The claims of the view."""
        return self.view.narrow(self.whole)

    @cached_property
    def known(self) -> Timeline:
        """All claims that were known on the day of the view."""
        return self.view.known(self.whole)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The rows of the table, in their order."""
        return table(self.shown, self.view.order)

    @cached_property
    def chart(self) -> Chart | Sentence:
        """The chart, or why there is none."""
        return drawn(self.shown, self.view.form)

    @cached_property
    def count(self) -> Sentence:
        """How many of the case's claims are shown."""
        claims = self.shown.claims
        number = tally("shown", len(claims), claims)
        whole = counted("claims", len(self.whole), "claim")
        return compose("{shown} of {whole} shown.", shown=number, whole=whole)

    @cached_property
    def sentence(self) -> Sentence:
        """What is shown, in words; of one measure also how its figures agree."""
        claims = self.shown.claims
        if not claims:
            return Sentence(f"No claim is left: {self._narrowed()}.")
        single = len({claim.measure for claim in claims}) == 1
        more = findings.agreement(self.shown) if single else findings.busiest_day(self.shown)
        return findings.coverage(self.shown) + more

    def _narrowed(self) -> str:
        """What narrows the view, so that a reader can widen it."""
        data = {**self.view.common(), **self.view.own()}
        words = [f"{name} {value}" for name, value in data.items() if name not in ("form", "order")]
        return f"clear or widen {listed(words)}" if words else "the case has none"

    def plain(self) -> str:
        """The sentence, the first rows and what the chart draws, for where controls do not run."""
        rows = self.table.head(HEAD).to_string(index=False, max_colwidth=48)
        picture = self.chart.listing() if isinstance(self.chart, Chart) else self.chart.text
        parts = [f"{self.count} {self.sentence}", rows if len(self.table) else "", picture]
        return "\n\n".join(filter(None, parts))


@dataclass(frozen=True)
class Printed:
    """The HTML of one page, part by part."""

    status: str
    chart: str
    claims: str
    cards: str
    code: str
    parameters: str


def printed(page: Page) -> Printed:
    """What each part of the explorer shows; where the view is wrong, what is wrong with it."""
    try:
        texts = [claim.claim_id for claim in page.shown]
        return Printed(
            status=_status(page),
            chart=_picture(page),
            claims=_listing(page),
            cards=cards(page.known, texts),
            code=copyable("Copy as code", copy_as.code(page.view)),
            parameters=copyable("Copy as papermill parameters", copy_as.parameters(page.view)),
        )
    except Invalid as refused:
        return Printed(problem(refused), "", "", "", "", "")


def picked(page: Page, claim_id: str, name: str, two: str) -> tuple[str, str]:
    """The card of a chosen claim, and that of two beside each other, as known on the day.

    Empty where the view is wrong.
    """
    try:
        return chosen_card(page.known, claim_id), comparison(page.known, name, two)
    except Invalid:
        return "", ""


def _status(page: Page) -> str:
    count = element("b", escape(str(page.count)), class_="contested-count")
    return element("p", f"{count} {text(str(page.sentence))}", role="status")


def _picture(page: Page) -> str:
    if isinstance(page.chart, Sentence):
        return element("p", text(page.chart.text), class_="contested-hint")
    tips = {c.claim_id: card(page.known, c.claim_id).text for c in page.shown}
    return pointable(svg.inline(page.chart.svg(), "explore", page.chart.alt, tips))


def _listing(page: Page) -> str:
    """The table: a row leads to its card, by pointer, click and keyboard."""
    if page.table.empty:
        return ""
    head = "".join(element("th", name, scope="col") for name in COLUMNS)
    body = "".join(_row(row) for row in page.table.itertuples(index=False, name=None))
    caption = element("caption", escape(f"{page.count}"), class_="contested-unseen")
    output = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    box = {"class_": "contested-scroll", "tabindex": "0", "role": "group"}
    return element("div", pointable(element("table", output)), aria_label="Claims shown", **box)


def _row(row: tuple[str, ...]) -> str:
    claim_id, *rest = row
    name = element("a", escape(claim_id), href=f"#{claim_id}")
    cells = element("th", name, scope="row") + "".join(element("td", text(cell)) for cell in rest)
    return element("tr", cells, class_="contested-row", data_row=claim_id, tabindex="-1")
