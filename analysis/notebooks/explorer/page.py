"""Everything that the explorer displays for one view, as text and as HTML: no widget, no state."""

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
from analysis.notebooks.explorer.forms import FORMS, drawn, fitting
from analysis.notebooks.explorer.rows import COLUMNS, table
from analysis.notebooks.explorer.view import View
from analysis.words import findings
from analysis.words.card import card
from analysis.words.names_and_days import listed
from analysis.words.sentences import Sentence, compose, counted, tally
from analysis.words.wording import verb

HEAD = 10
"""Rows of the table that are printed where widgets do not run."""


@dataclass(frozen=True)
class Page:
    """One view of a whole case; each part is computed when it is first read, and once.

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
        """The claims of the view as rows, in the order that the view names."""
        return table(self.selection, self.view.order)

    @cached_property
    def chart(self) -> Chart | Sentence:
        """The chart, or why there is none."""
        return drawn(self.selection, self.view.form)

    @cached_property
    def count(self) -> Sentence:
        """How many of the case's claims are in the view."""
        claims = self.selection.claims
        number = tally("shown", len(claims), claims)
        whole = counted("claims", len(self.whole), "claim")
        are = verb(len(claims), "is", "are")
        return compose("{shown} of {whole} {are} shown.", shown=number, whole=whole, are=are)

    @cached_property
    def sentence(self) -> Sentence:
        """The view in words: what it covers, then, of a single measure, how its figures agree."""
        claims = self.selection.claims
        if not claims:
            return Sentence(f"No claim is left: {self._filters()}.")
        single = len({claim.measure for claim in claims}) == 1
        more = findings.agreement if single else findings.busiest_day
        return findings.coverage(self.selection) + more(self.selection)

    def _filters(self) -> str:
        """What narrows the view, so that a reader can widen it."""
        changed = {**self.view.common(), **self.view.own()}
        narrowing = {name: changed[name] for name in changed if name not in ("form", "order")}
        filters = [f"{name} {value}" for name, value in narrowing.items()]
        return f"clear or widen {listed(filters)}" if filters else "the case has none"

    def plain(self) -> str:
        """The sentence, the first rows and the chart's list, for where widgets do not run."""
        rows = self.table.head(HEAD).to_string(index=False, max_colwidth=48)
        drawing = self.chart.listing() if isinstance(self.chart, Chart) else self.chart.text
        parts = [f"{self.count} {self.sentence}", rows if len(self.table) else "", drawing]
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
    """Each part of the explorer as HTML; for a view that is wrong, its problems alone."""
    try:
        return Printed(
            status=html.part(
                "status", count=str(page.count), sentence=str(page.sentence), unfit=_unfit(page)
            ),
            chart=_chart(page),
            claims=_table(page),
            cards=cards(page.known, [claim.claim_id for claim in page.selection]),
            code=_copyable("Copy as code", copy_as.code(page.view)),
            parameters=_copyable("Copy as papermill parameters", copy_as.parameters(page.view)),
        )
    except Invalid as invalid:
        return Printed(problems(invalid), "", "", "", "", "")


def _unfit(page: Page) -> list[str]:
    """The labels of the forms in which the claims of a page cannot be drawn."""
    fit = fitting(page.selection)
    return [form.label for name, form in FORMS.items() if name not in fit]


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
