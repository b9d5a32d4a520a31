"""The controls of the explorer: what each offers of a case, and the widgets that hold a view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import ipywidgets as w

from analysis.case.scope import KNOWN_BY, ids
from analysis.case.timeline import Timeline
from analysis.claims.cells import spaced
from analysis.claims.claim import day_of, last
from analysis.notebooks.explorer.forms import FORMS
from analysis.notebooks.explorer.rows import ORDERS
from analysis.notebooks.explorer.view import View
from analysis.words.names_and_days import dated, document, in_words, short_day, who

ALL_DAYS = "all"
ROWS = 4
"""Rows of a list that are seen at once."""
DAY = {"placeholder": "year-month-day", "continuous_update": False}
Choices = list[tuple[str, str]]
"""The entries of a list: the label of each, and the value that it stands for."""


def days(timeline: Timeline, by: str, chosen: str = "") -> Choices:
    """The days on which something was published or said, in order, and all days last.

    by: `published` or `said`. chosen: a day to offer too, though nothing came out on it.
    """
    dated = day_of(by)
    known = {day for claim in timeline if (day := last(dated(claim)))}
    names = {str(day): f"{day.day} {day:%b} {day.year}" for day in sorted(known)}
    offered = {**names, chosen: names.get(chosen, chosen)} if chosen else names
    return [(offered[day], day) for day in sorted(offered)] + [(ALL_DAYS, "")]


def claimants(timeline: Timeline) -> Choices:
    """Who makes a claim, with how many; the most first."""
    counts = Counter(actor for claim in timeline for actor in claim.claimants)
    names = {row["actor_id"]: row["name"] for row in timeline.rows["actors"]}
    return _counted(((names[actor], actor) for actor, _ in counts.most_common()), counts)


def measures(timeline: Timeline) -> Choices:
    """What is counted, with how many claims, in order of the table of measures."""
    counts = Counter(claim.measure for claim in timeline)
    names = dict.fromkeys(measure for measure, _ in timeline.measures if counts[measure])
    return _counted(((spaced(name), name) for name in names), counts)


def sources(timeline: Timeline) -> Choices:
    """The documents that hold a claim, by publisher and day, with how many."""
    counts = Counter(claim.source_id for claim in timeline)
    names = sorted((document(timeline, source).casefold(), source) for source in counts)
    return _counted(((document(timeline, source), source) for _, source in names), counts)


def hedges(timeline: Timeline) -> Choices:
    """The hedges with which claims are drawn, with how many; the most first."""
    counts = Counter(str(claim.drawn.hedge) for claim in timeline)
    names = ((spaced(hedge), hedge) for hedge, _ in counts.most_common())
    return _counted(names, counts)


@dated
def claims(timeline: Timeline) -> list[str]:
    """A line for each claim, with its id, day, claimant and words, to type any part of."""
    return [
        f"{c.claim_id} · {short_day(c.said_on)} · {who(timeline, c)} · {in_words(c)}"
        for c in timeline
    ]


def claim_of(line: str) -> str:
    """The id that such a line begins with, or that was typed alone."""
    return line.partition(" ")[0]


def matching(choices: Choices, typed: str, chosen: Iterable[str]) -> Choices:
    """The choices whose label has every word that was typed, and those already chosen.

    choices: all that are offered. typed: the words, with blanks between them. chosen: the values.
    """
    selected, words = set(chosen), typed.casefold().split()
    return [
        (name, value)
        for name, value in choices
        if value in selected or all(word in name.casefold() for word in words)
    ]


def _counted(names: Iterable[tuple[str, str]], counts: Mapping[str, int]) -> Choices:
    return [(f"{name} ({counts[value]})", value) for name, value in names]


class Picker:
    """A list from which several can be chosen, with a field to search it.

    name: of the list, above it. offered: the choices. css: a class of the list. none: what it means
    that none is chosen, in a word.
    """

    def __init__(self, name: str, offered: Choices, css: str, none: str = "all") -> None:
        self._name, self._offered, self._none = name, offered, none
        self.list = field(w.SelectMultiple, name, css, options=offered, rows=ROWS)
        self.search = field(w.Text, "", "search", placeholder=f"search {name.lower()}")
        self.box = boxed(w.VBox, [self.list, self.search], "picker")
        self.search.observe(self._narrow, "value")
        self.list.observe(self._count, "value")
        self._count()

    @property
    def value(self) -> str:
        """The ids chosen, with commas between them."""
        return ",".join(self.list.value)

    @value.setter
    def value(self, text: str) -> None:
        self.list.options = self._offered
        known = {value for _, value in self._offered}
        self.list.value = tuple(i for i in ids(text) if i in known)

    def _narrow(self, *_: object) -> None:
        """Offer what was typed. New options clear a list's value, so that it is set again."""
        chosen = self.list.value
        self.list.options = matching(self._offered, self.search.value, chosen)
        self.list.value = chosen

    def _count(self, *_: object) -> None:
        chosen = len(self.list.value)
        count = f"{chosen} of {len(self._offered)}" if chosen else self._none
        self.list.description = f"{self._name}: {count}"


class Controls:
    """Every control of the explorer.

    timeline: the whole case, from which the choices are read. view: what the controls stand at,
    when they are built and whenever it is set.
    """

    def __init__(self, timeline: Timeline, view: View) -> None:
        self._timeline = timeline
        self._scope = view.scope
        self.day = field(w.SelectionSlider, "As known by the end of", "as-of", options=["all"])
        self.known_by = field(w.Dropdown, "Known when", "known-by", options=KNOWN_BY)
        self.start = field(w.Text, "For days from", "start", **DAY)
        self.end = field(w.Text, "to", "end", **DAY)
        self.said_from = field(w.Text, "Said from", "said-from", **DAY)
        self.said_to = field(w.Text, "to", "said-to", **DAY)
        self.retellings = field(w.Checkbox, "Retellings too", "retellings", indent=False)
        self.claimants = Picker("Claimants", claimants(timeline), "claimants")
        self.measures = Picker("Measures", measures(timeline), "measures")
        self.sources = Picker("Documents", sources(timeline), "sources")
        self.hedges = Picker("Hedges left out", hedges(timeline), "hedges", none="none")
        forms = [(form.label, name) for name, form in FORMS.items()]
        self.form = field(w.Dropdown, "Chart", "form", options=forms)
        self.words = field(w.Text, "Rows with the words", "words", placeholder="any column")
        self.order = field(w.Dropdown, "In order of", "order", options=list(ORDERS))
        self.reset = field(w.Button, "Reset", "reset")
        self.view = view

    @property
    def view(self) -> View:
        """The view that the controls stand at."""
        scope = replace(
            self._scope,
            as_of=self.day.value,
            known_by=self.known_by.value,
            start=self.start.value.strip(),
            end=self.end.value.strip(),
            said_from=self.said_from.value.strip(),
            said_to=self.said_to.value.strip(),
            include_retellings=self.retellings.value,
            claimants=self.claimants.value,
            sources=self.sources.value,
            leave_out=self.hedges.value,
        )
        words = self.words.value.strip()
        return View(scope, self.measures.value, words, self.order.value, self.form.value)

    @view.setter
    def view(self, view: View) -> None:
        scope = view.scope
        self.known_by.value = scope.known_by
        self.offer_days(scope.as_of)
        self.start.value, self.end.value = scope.start, scope.end
        self.said_from.value, self.said_to.value = scope.said_from, scope.said_to
        self.retellings.value = scope.include_retellings
        self.claimants.value, self.sources.value = scope.claimants, scope.sources
        self.hedges.value, self.measures.value = scope.leave_out, view.measures
        self.words.value, self.order.value, self.form.value = view.words, view.order, view.form

    def offer_days(self, chosen: str) -> None:
        """Put the days of the chosen kind on the slider, and choose one of them.

        chosen: that day, as `2017-09-02`; empty for all days.
        """
        self.day.options = days(self._timeline, self.known_by.value, chosen)
        self.day.value = chosen

    def observe(self, call: Callable[..., None]) -> None:
        """Have a function called with what has changed, whenever any of the controls does."""
        days = (self.day, self.start, self.end, self.said_from, self.said_to)
        single = (self.known_by, self.retellings, self.form, self.words, self.order)
        lists = (p.list for p in (self.claimants, self.measures, self.sources, self.hedges))
        for widget in (*days, *single, *lists):
            widget.observe(call, "value")

    def box(self) -> w.Widget:
        """The controls that choose claims, in a grid that adapts to the width of the page."""
        first = [self.day, self.known_by, self.retellings, self.reset]
        days = [self.start, self.end, self.said_from, self.said_to]
        lists = [p.box for p in (self.claimants, self.measures, self.sources, self.hedges)]
        lines = [
            boxed(w.Box, first, "line"),
            boxed(w.Box, days, "line", "days"),
            boxed(w.Box, lists, "lists"),
        ]
        return boxed(w.VBox, lines, "controls")


def field(kind: Any, name: str, css: str, **options: Any) -> Any:
    """A widget with a label above it, as wide as its place.

    kind: the class of the widget. name: the label. css: a class for its element. options: what the
    widget takes.
    """
    layout = w.Layout(width="auto", height="auto", margin="0", min_width="0")
    return styled(kind(description=name, layout=layout, **options), css)


def boxed(kind: Any, widgets: Iterable[w.Widget], *css: str) -> w.Widget:
    """Widgets in a box. kind: the class of the box. css: classes, as `styled` has them."""
    return styled(kind(list(widgets)), *css)


def styled(widget: Any, *css: str) -> Any:
    """The widget, with classes on its element. css: their names, without `contested-`."""
    for name in css:
        widget.add_class(f"contested-{name}")
    return widget
