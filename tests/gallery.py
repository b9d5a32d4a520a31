"""Every form of chart over both cases: what the tests of the upper half look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

from conftest import FERRY
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis import charts
from analysis.chart import Chart
from analysis.claim import Claim
from analysis.findings import added_up
from analysis.loading import load
from analysis.look import styled
from analysis.timeline import Timeline

CONVOY = "convoy-2017"
TITLE = "A title"


@dataclass(frozen=True)
class Drawing:
    """A chart with what it was drawn from."""

    form: str
    told: Timeline
    chart: Chart

    def claim(self, claim_id: str) -> Claim:
        return self.told.claim(claim_id)


def _whole(told: Timeline) -> Timeline:
    """What the strips of squares are as long as."""
    if told.package.name == CONVOY:
        return told.where(source_id="rudaw-2017-09-02", measure="buses", category="total")
    return told.where(claim_id="c014")


def _parts(told: Timeline) -> Timeline:
    if told.package.name == CONVOY:
        return told.where(measure="buses")
    return told.where(measure=["sorties", "dead"])


def _goal(told: Timeline) -> Timeline:
    return told.where(claim_id="c007" if told.package.name == CONVOY else "c006")


def _climbing(told: Timeline) -> Timeline:
    return told.where(
        measure="fighters_killed" if told.package.name == CONVOY else ["injured", "dead"]
    )


def _second(told: Timeline) -> str:
    return "engagements" if told.package.name == CONVOY else "trips"


def _bounded(told: Timeline) -> Timeline:
    """Claims with every kind of hedge."""
    convoy = ["aboard", "civilians_killed", "civilians_harmed", "vehicles_struck"]
    return told.where(measure=convoy) if told.package.name == CONVOY else told


def _one_list(told: Timeline) -> Timeline:
    if told.package.name != CONVOY:
        return told
    return told.where(measure="hardware_destroyed", said_on="2017-09-02")


def _lead(told: Timeline) -> Timeline:
    if told.package.name != CONVOY:
        return told
    return told.where(source_id=told.package.lead_source)


def _ladder(told: Timeline, by: str) -> Chart:
    counted = told.where(
        measure="vehicles_struck" if told.package.name == CONVOY else "sorties", counts="new"
    )
    return charts.ladder(_bounded(told), TITLE, by=by, derived=added_up(counted, "a sum"))


FORMS: dict[str, tuple[Callable[[Timeline], Timeline], Callable[[Timeline], Chart]]] = {
    "climb": (_climbing, lambda t: charts.climb(_climbing(t), TITLE)),
    "cumulative": (
        lambda t: t.where(measure="strikes" if t.package.name == CONVOY else "sorties"),
        lambda t: charts.cumulative(t, TITLE, _goal(t)),
    ),
    "days": (lambda t: t, lambda t: charts.days(t, TITLE)),
    "drift": (lambda t: t, lambda t: charts.drift(t, TITLE)),
    "ladder": (_bounded, lambda t: _ladder(t, "")),
    "ladder by measure": (_bounded, lambda t: _ladder(t, "measure")),
    "ladder by covers": (_bounded, lambda t: _ladder(t, "covers")),
    "lanes": (lambda t: t, lambda t: charts.lanes(t, TITLE)),
    "lineage": (
        lambda t: t,
        lambda t: charts.lineage(t, TITLE, smallest=3 if t.package.name == CONVOY else 2),
    ),
    "pairs": (lambda t: t, lambda t: charts.pairs(t, TITLE, "sorties", _second(t))),
    "parts": (_one_list, lambda t: charts.parts(_one_list(t), TITLE)),
    "spans": (_lead, lambda t: charts.spans(_lead(t), TITLE)),
    "squares": (_parts, lambda t: charts.squares(_parts(t), TITLE, _whole(t))),
    "tally": (lambda t: t, lambda t: charts.tally(t, TITLE, least=1)),
}
