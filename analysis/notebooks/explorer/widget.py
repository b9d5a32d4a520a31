"""The door to the explorer, which needs a library that the rest of the suite does not."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from dataclasses import asdict
from importlib.util import find_spec
from typing import Any

import ipywidgets as w

from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart
from analysis.errors import Invalid, Problem
from analysis.notebooks.explorer import controls
from analysis.notebooks.explorer.controls import Controls, boxed, field, styled
from analysis.notebooks.explorer.html import style
from analysis.notebooks.explorer.page import HEAD, Page, picked, printed
from analysis.notebooks.explorer.view import View
from analysis.words.listing import Listing
from analysis.words.sentences import Sentence

WAIT = 0.03
"""Seconds: shorter than can be noticed, longer than the pause between two steps of a slider."""


class Later:
    """Calls a function soon; while a call is waiting, further ones are the same call.

    Without a running event loop, as in a plain script, it calls at once.
    """

    def __init__(self, call: Callable[[], None], wait: float = WAIT) -> None:
        self._call = call
        self._wait = wait
        self._waiting = False

    def __call__(self, *_: object) -> None:
        """Call soon; whatever is passed is what has changed, and is not needed."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._call()
            return
        if not self._waiting:
            self._waiting = True
            loop.call_later(self._wait, self._now)

    def _now(self) -> None:
        self._waiting = False
        self._call()


PARTS = ("status", "chart", "claims", "cards", "code", "parameters", "card", "compared")
CHOOSERS = ("pick", "one", "two")


class Explorer:
    """Controls over a whole case, with what they show.

    In a notebook it shows itself with widgets, and where none run as a picture and its text.
    Raises Invalid where the view asks for what the case does not have.
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
        """The claims shown now; Invalid where the controls hold what is wrong."""
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
        chosen = [controls.claim_of(item.value) for item in (self.pick, self.one, self.two)]
        card, compared = picked(self._page, *chosen)
        data = {**asdict(printed(self._page)), "card": card, "compared": compared}
        for name, html in data.items():
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
        offered = {"options": controls.claims(self._timeline), "placeholder": "c… or a word"}
        return field(w.Combobox, name, css, continuous_update=False, **offered)

    def _box(self) -> w.Widget:
        result, parts = self.controls, self.parts
        over = boxed(w.Box, [result.form, result.words, result.order, self.pick], "line", "over")
        left = boxed(w.VBox, [parts["chart"], parts["claims"]], "left")
        side = boxed(w.VBox, [parts["card"], parts["cards"]], "side")
        main = boxed(w.Box, [left, side], "main")
        choosers = boxed(w.Box, [self.one, self.two], "line")
        pair = boxed(w.VBox, [choosers, parts["compared"]], "compare")
        lines = boxed(w.Box, [parts["code"], parts["parameters"]], "lists")
        sheet = w.HTML(style(controls.letters(self._timeline)))
        rows = [sheet, result.box(), parts["status"], over, main, pair, lines]
        return boxed(w.VBox, rows, "explore")

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widgets, and for where none run the chart as a picture and all of it as text."""
        widgets, chart = self.box._repr_mimebundle_() or {}, self._page.chart
        plain: dict[str, Any] = {"text/plain": self._page.plain()}
        if isinstance(chart, Chart):
            plain["image/png"] = chart.png()
        return {**widgets, **plain}, {"image/png": {"alt": getattr(chart, "alt", "")}}


def explorer(timeline: Timeline, view: View | None = None) -> Explorer:
    """Controls over a whole case, with what they show; they begin as the view is.

    Raises Invalid where the view asks for what the case does not have, or ipywidgets is missing.
    """
    if find_spec("ipywidgets") is None:
        fix = "run `pip install ipywidgets` and restart the kernel"
        raise Invalid([Problem("ipywidgets", "not installed", "the library of the controls", fix)])

    widget = Explorer(timeline, view or View())
    gc.collect()
    gc.freeze()  # else the collector walks all of matplotlib's modules between two charts
    return widget
