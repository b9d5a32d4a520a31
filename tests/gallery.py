"""Every form of chart over both cases, and how to read a figure back: for the tests of charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from conftest import FERRY
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis import charts
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.overlap import HAIR, Points, corners, shared, shown
from analysis.charts.kit.style import styled
from analysis.words.findings import sum_of

CONVOY = "convoy-2017"
CASES = ("ferry-2031", CONVOY)
TITLE = "A title"


@dataclass(frozen=True)
class Drawing:
    """A chart with the claims it was drawn from."""

    form: str
    told: Timeline
    chart: Chart

    @property
    def table(self) -> Any:
        """The chart's table; its cells are of whatever type the form gives them."""
        return self.chart.table


@dataclass(frozen=True)
class Form:
    """What a chart is asked for: in the ferry case, in the convoy case, and how it is drawn."""

    ferry: dict[str, Any]
    convoy: dict[str, Any]
    draw: Callable[[Timeline, Timeline], Chart]

    def told(self, whole: Timeline) -> Timeline:
        return whole.where(**(self.convoy if whole.package.name == CONVOY else self.ferry))


@cache
def case(name: str) -> Timeline:
    return load(name if name == CONVOY else FERRY)


def _of(whole: Timeline, ferry: str, convoy: str) -> Timeline:
    return whole.where(claim_id=convoy if whole.package.name == CONVOY else ferry)


def _ladder(by: str) -> Callable[[Timeline, Timeline], Chart]:
    def drawn(timeline: Timeline, whole: Timeline) -> Chart:
        topic = "vehicles_struck" if whole.package.name == CONVOY else "sorties"
        ours = sum_of(whole.where(measure=topic, counts="new"), "our own")
        return charts.intervals(timeline, TITLE, by=by, derived=ours)

    return drawn


def _pairs(timeline: Timeline, whole: Timeline) -> Chart:
    convoy = whole.package.name == CONVOY
    return charts.dumbbell(timeline, TITLE, *(("strikes", "engagements") if convoy else PAIR))


PAIR = ("sorties", "trips")
HEDGED = {"measure": ["aboard", "civilians_killed", "civilians_harmed", "vehicles_struck"]}
PLACED = {"measure": ["buses", "convoy_vehicles", "days_stranded", "aboard"]}
LISTED = {"measure": "hardware_destroyed", "said_on": "2017-09-02"}
FORMS = {
    "steps": Form(
        {"measure": ["injured", "dead"]},
        {"measure": "fighters_killed"},
        lambda told, _: charts.steps(told, TITLE),
    ),
    "cumulative": Form(
        {"measure": "sorties"},
        {"measure": "strikes"},
        lambda told, whole: charts.cumulative(told, TITLE, _of(whole, "c006", "c007")),
    ),
    "evidence_by_day": Form({}, {}, lambda told, _: charts.evidence_by_day(told, TITLE)),
    "hedge_matrix": Form({}, {}, lambda told, _: charts.hedge_matrix(told, TITLE)),
    "intervals": Form({}, HEDGED, _ladder("")),
    "intervals by covers": Form({}, HEDGED, _ladder("covers")),
    "intervals by event_id": Form({}, LISTED, _ladder("event_id")),
    "intervals by measure": Form({}, HEDGED, _ladder("measure")),
    "swimlanes": Form({}, {}, lambda told, _: charts.swimlanes(told, TITLE)),
    "tree": Form({}, {}, lambda told, _: charts.tree(told, TITLE, smallest=2)),
    "locator": Form({}, PLACED, lambda told, _: charts.locator(told, TITLE)),
    "dumbbell": Form({}, {}, _pairs),
    "comparison_table": Form({}, LISTED, lambda told, _: charts.comparison_table(told, TITLE)),
    "strip": Form({}, PLACED, lambda told, _: charts.strip(told, TITLE)),
    "said_and_about": Form({}, {}, lambda told, _: charts.said_and_about(told, TITLE)),
    "waffle": Form(
        {"measure": ["sorties", "dead"]},
        {"measure": "buses"},
        lambda told, whole: charts.waffle(told, TITLE, _of(whole, "c014", "c002")),
    ),
    "claims_and_origins": Form(
        {}, {}, lambda told, _: charts.claims_and_origins(told, TITLE, least=1)
    ),
}


@cache
def drawing(name: str, form: str) -> Drawing:
    """One chart, drawn once for all tests of a process."""
    timeline = FORMS[form].told(case(name))
    return Drawing(form, timeline, FORMS[form].draw(timeline, case(name)))


def marked(figure: Figure) -> dict[str, list[Artist]]:
    """Every artist that has an id, by that id."""
    artists: dict[str, list[Artist]] = {}
    for artist in figure.findobj(lambda item: item.get_gid() is not None):
        artists.setdefault(artist.get_gid() or "", []).append(artist)
    return artists


def written(figure: Figure) -> list[str]:
    """The texts that a reader sees."""
    return [text.get_text() for text in shown(figure)]


def boxes(figure: Figure) -> list[tuple[str, Points]]:
    """Each text that a reader sees, with the four corners of its (turned) box in pixels."""
    with styled():
        renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
        return [(text.get_text(), corners(text, renderer)) for text in shown(figure)]


def crowded(values: Sequence[tuple[str, Points]]) -> list[tuple[str, str]]:
    """The texts that stand on each other, two by two."""
    low = np.array([box.min(axis=0) for _, box in values])
    high = np.array([box.max(axis=0) for _, box in values])
    apart = (low[:, None] >= high[None]) | (high[:, None] <= low[None])
    near = np.argwhere(np.triu(~apart.any(axis=2), 1))  # upright boxes first: most are far apart
    return [
        (values[a][0], values[b][0]) for a, b in near if shared(values[a][1], values[b][1]) > HAIR
    ]
