"""The explorer: controls, and what they show, kept together."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ipywidgets as w

from analysis.chart import Chart
from analysis.explore import choices
from analysis.explore.controls import Controls, boxed, field, styled
from analysis.explore.later import Later
from analysis.explore.markup import style
from analysis.explore.page import HEAD, Page, picked, printed
from analysis.explore.view import View
from analysis.listing import Listing
from analysis.sentences import Sentence
from analysis.timeline import Timeline

PARTS = ("status", "chart", "claims", "cards", "code", "parameters", "card", "compared")
CHOOSERS = ("pick", "one", "two")


class Explorer:
    """Controls over a whole case, with what they show.

    In a notebook it shows itself with widgets, and where none run as a picture and its text.
    Raises Refused where the view asks for what the case does not have.
    """

    def __init__(self, timeline: Timeline, view: View) -> None:
        view.narrow(timeline)
        self._timeline = timeline
        self._first = view
        self.controls = Controls(timeline, view)
        self.parts = {name: styled(w.HTML(), name) for name in PARTS}
        self.pick, self.one, self.two = map(self._chooser, ("Card of", "Compare", "with"), CHOOSERS)
        self.box = self._box()
        self._page = Page(timeline, view)
        self._soon = Later(self.refresh)
        self._observe()
        self.refresh()

    @property
    def shown(self) -> Timeline:
        """The claims shown now; Refused where the controls hold what is wrong."""
        return self._page.shown

    @property
    def sentence(self) -> Sentence:
        """What is shown now, in words."""
        return self._page.count + self._page.sentence

    @property
    def rows(self) -> Listing:
        """The first rows of the table as it is now."""
        return Listing(f"{self._page.count}", self._page.table.head(HEAD))

    def refresh(self, *_: object) -> None:
        """Show what the controls ask for."""
        view = self.controls.view
        if view != self._page.view:
            self._page = Page(self._timeline, view)
        chosen = [choices.claim_of(one.value) for one in (self.pick, self.one, self.two)]
        card, compared = picked(self._page, *chosen)
        told = {**asdict(printed(self._page)), "card": card, "compared": compared}
        for name, html in told.items():
            self.parts[name].value = html

    def _observe(self) -> None:
        self.controls.observe(self._soon)
        self.controls.known_by.observe(self._other_days, "value")
        for chooser in (self.pick, self.one, self.two):
            chooser.observe(self._soon, "value")
        self.controls.reset.on_click(self._reset)

    def _other_days(self, *_: object) -> None:
        self.controls.offer_days(self.controls.day.value)

    def _reset(self, *_: object) -> None:
        self.controls.view = self._first
        for chooser in (self.pick, self.one, self.two):
            chooser.value = ""

    def _chooser(self, name: str, css: str) -> Any:
        """A field for a claim: its id, or any part of its line in the list that opens."""
        offered = {"options": choices.claims(self._timeline), "placeholder": "c… or a word"}
        return field(w.Combobox, name, css, continuous_update=False, **offered)

    def _box(self) -> w.Widget:
        made, parts = self.controls, self.parts
        over = boxed(w.Box, [made.form, made.words, made.order, self.pick], "line", "over")
        left = boxed(w.VBox, [parts["chart"], parts["claims"]], "left")
        side = boxed(w.VBox, [parts["card"], parts["cards"]], "side")
        main = boxed(w.Box, [left, side], "main")
        choosers = boxed(w.Box, [self.one, self.two], "line")
        pair = boxed(w.VBox, [choosers, parts["compared"]], "compare")
        lines = boxed(w.Box, [parts["code"], parts["parameters"]], "lists")
        sheet = w.HTML(style(choices.letters(self._timeline)))
        rows = [sheet, made.box(), parts["status"], over, main, pair, lines]
        return boxed(w.VBox, rows, "explore")

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widgets, and for where none run the chart as a picture and all of it as text."""
        widgets, chart = self.box._repr_mimebundle_() or {}, self._page.chart
        plain: dict[str, Any] = {"text/plain": self._page.plain()}
        if isinstance(chart, Chart):
            plain["image/png"] = chart.png()
        return {**widgets, **plain}, {"image/png": {"alt": getattr(chart, "alt", "")}}
