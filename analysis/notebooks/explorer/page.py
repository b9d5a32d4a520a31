"""All that the explorer prints for one view, as text and as HTML: no widget, no state."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.case.timeline import Timeline
from analysis.charts.kit import svg
from analysis.charts.kit.chart import Chart
from analysis.errors import Invalid
from analysis.notebooks.explorer import copy_as, html
from analysis.notebooks.explorer.cards import cards, chosen_card, comparison, problems
from analysis.notebooks.explorer.forms import drawn
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
    """One view of a whole case; each part is worked out when it is first read, and once.

    whole: the timeline of the case, not narrowed. view: what to show of it. Whatever depends on
    `selection` raises Invalid where the view asks for what the case does not have.
    """

    whole: Timeline
    view: View

    @cached_property
    def selection(self) -> Timeline:
        """The claims of the view."""
        return self.view.narrow(self.whole)

    @cached_property
    def known(self) -> Timeline:
        """All claims that were known on the day of the view."""
        return self.view.known(self.whole)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The rows of the table, in their order."""
        return table(self.selection, self.view.order)

    @cached_property
    def chart(self) -> Chart | Sentence:
        """The chart, or why there is none."""
        return drawn(self.selection, self.view.form)

    @cached_property
    def count(self) -> Sentence:
        """How many of the case's claims are shown."""
        claims = self.selection.claims
        number = tally("shown", len(claims), claims)
        whole = counted("claims", len(self.whole), "claim")
        return compose("{shown} of {whole} shown.", shown=number, whole=whole)

    @cached_property
    def sentence(self) -> Sentence:
        """What is shown, in words; of one measure also how its figures agree."""
        claims = self.selection.claims
        if not claims:
            return Sentence(f"No claim is left: {self._filters()}.")
        single = len({claim.measure for claim in claims}) == 1
        more = findings.agreement if single else findings.busiest_day
        return findings.coverage(self.selection) + more(self.selection)

    def _filters(self) -> str:
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
        return Printed(
            status=html.part("status", count=str(page.count), sentence=str(page.sentence)),
            chart=_chart(page),
            claims=_table(page),
            cards=cards(page.known, [claim.claim_id for claim in page.selection]),
            code=_copyable("Copy as code", copy_as.code(page.view)),
            parameters=_copyable("Copy as papermill parameters", copy_as.parameters(page.view)),
        )
    except Invalid as invalid:
        return Printed(problems(invalid), "", "", "", "", "")


def picked(page: Page, chosen: str, first: str, second: str) -> tuple[str, str]:
    """The card of a claim and the comparison of two, as HTML, from what was known on the day.

    chosen, first, second: ids of claims, or empty. Both are empty where the view is wrong.
    """
    try:
        return chosen_card(page.known, chosen), comparison(page.known, first, second)
    except Invalid:
        return "", ""


def _chart(page: Page) -> str:
    """The chart, each mark with its card as words; or why there is none."""
    if isinstance(page.chart, Sentence):
        return html.part("no_chart", reason=page.chart.text)
    tips = {c.claim_id: card(page.known, c.claim_id).text for c in page.selection}
    inline = svg.inline(page.chart.svg(), "explore", page.chart.alt, tips)
    return html.part("chart", svg=inline)


def _table(page: Page) -> str:
    """The table: a row leads to its card, by pointer, click and keyboard."""
    if page.table.empty:
        return ""
    rows = page.table.itertuples(index=False, name=None)
    return html.part("table", caption=str(page.count), columns=COLUMNS, rows=rows)


def _copyable(heading: str, lines: str) -> str:
    return html.part("copyable", heading=heading, lines=lines)
