"""The explorer as a widget: controls, and a page that is brought up to date when they change."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ipywidgets as w

from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart
from analysis.notebooks.explorer import controls, html
from analysis.notebooks.explorer.controls import Controls, boxed, field, styled
from analysis.notebooks.explorer.entry_form import EntryForm
from analysis.notebooks.explorer.later import Later
from analysis.notebooks.explorer.page import Page, picked, printed
from analysis.notebooks.explorer.view import View

BUSY = "contested-busy"
"""The class of the explorer while what it displays is older than its controls."""
PARTS = ("status", "chart", "claims", "cards", "code", "parameters", "card", "compared")


class Explorer:
    """Controls over a whole case, with what they show.

    timeline: the case. view: the first one. A notebook displays it as widgets, and where none run
    as a picture and its text. Raises Invalid where the view asks for what the case does not have.
    """

    def __init__(self, timeline: Timeline, view: View) -> None:
        view.narrow(timeline)
        self._timeline = timeline
        self._initial = view
        self.controls = Controls(timeline, view)
        self.parts = {name: styled(w.HTML(), name) for name in PARTS}
        self.pick = self._chooser("Card of", "pick")
        self.first = self._chooser("Compare", "first")
        self.second = self._chooser("with", "second")
        self.entry_form = EntryForm(timeline)
        self.box = self._box()
        self._page = Page(timeline, view)
        self._soon = Later(self.refresh)
        self._observe()
        self.refresh()

    @property
    def selection(self) -> Timeline:
        """The claims of the present view. Raises Invalid where a control holds a wrong value."""
        return self._page.selection

    def refresh(self) -> None:
        """Display the view that the controls stand at."""
        view = self.controls.view
        if view != self._page.view:
            self._page = Page(self._timeline, view)
        chosen = [controls.claim_of(chooser.value) for chooser in self._choosers()]
        card, compared = picked(self._page, *chosen)
        contents = {**asdict(printed(self._page)), "card": card, "compared": compared}
        for name, content in contents.items():
            self.parts[name].value = content
        self.box.remove_class(BUSY)

    def _choosers(self) -> tuple[Any, Any, Any]:
        return self.pick, self.first, self.second

    def _observe(self) -> None:
        self.controls.observe(self._changed)
        self.controls.known_by.observe(self._offer_days, "value")
        for chooser in self._choosers():
            chooser.observe(self._changed, "value")
        self.controls.reset.on_click(self._reset)

    def _changed(self, *_: object) -> None:
        """Say that what is displayed belongs to an earlier state, and bring it up to date soon."""
        self.box.add_class(BUSY)
        self._soon()

    def _offer_days(self, *_: object) -> None:
        self.controls.offer_days(self.controls.day.value)

    def _reset(self, *_: object) -> None:
        self.controls.view = self._initial
        for chooser in self._choosers():
            chooser.value = ""

    def _chooser(self, name: str, css: str) -> Any:
        """A field for a claim: its id, or any part of its line in the list that opens."""
        offered = {"options": controls.claims(self._timeline), "placeholder": "c… or a word"}
        return field(w.Combobox, name, css, continuous_update=False, **offered)

    def _box(self) -> w.Widget:
        """The controls, the chart with its cards, the comparison, the lines to copy, the form."""
        choice, parts = self.controls, self.parts
        above = boxed(w.Box, [choice.form, choice.words, choice.order, self.pick], "line", "over")
        left = boxed(w.VBox, [parts["chart"], parts["claims"]], "left")
        side = boxed(w.VBox, [parts["card"], parts["cards"]], "side")
        main = boxed(w.Box, [left, side], "main")
        choosers = boxed(w.Box, [self.first, self.second], "line")
        pair = boxed(w.VBox, [choosers, parts["compared"]], "compare")
        copyable = boxed(w.Box, [parts["code"], parts["parameters"]], "lists")
        stylesheet = w.HTML(html.style(self._timeline))
        rows = [stylesheet, choice.box(), parts["status"], above, main, pair, copyable]
        rows += [self.entry_form.box] if self.entry_form.writable else []
        return boxed(w.VBox, rows, "explore")

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widgets, and for where none run the chart as a picture and all of it as text."""
        widgets, chart = self.box._repr_mimebundle_() or {}, self._page.chart
        plain: dict[str, Any] = {"text/plain": self._page.plain()}
        if isinstance(chart, Chart):
            plain["image/png"] = chart.png()
        return {**widgets, **plain}, {"image/png": {"alt": getattr(chart, "alt", "")}}
