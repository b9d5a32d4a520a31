"""Every form of chart over both cases, and how to read a figure back: for the tests of charts.

Where texts stand is worked out here a second time, by other means than in `kit.overlap`, which is
what charts are laid out with: a fault of the one is not hidden by the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import hypot
from typing import Any

import pytest
from conftest import FERRY
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from analysis import charts
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.style import styled
from analysis.words.findings import sum_of

CONVOY = "convoy-2017"
CASES = ("ferry-2031", CONVOY)
TITLE = "A title"
HAIR = 2.0
"""Pixels that the boxes of two texts may share: a line's own air above and below its letters."""

Box = list[tuple[float, float]]
"""The corners of a box in pixels, one after the other round it."""
UPRIGHT = ((1.0, 0.0), (0.0, 1.0))
"""Directions along which upright boxes are compared."""


@dataclass(frozen=True)
class Drawing:
    """A chart with the claims it was drawn from."""

    form: str
    claims: Timeline
    chart: Chart

    @property
    def table(self) -> Any:
        """The chart's table; its cells are of whatever type the form gives them."""
        return self.chart.table


@dataclass(frozen=True)
class Form:
    """What a chart draws: which claims of the ferry case and of the convoy, and how."""

    ferry: dict[str, Any]
    convoy: dict[str, Any]
    draw: Callable[[Timeline, Timeline], Chart]

    def claims(self, whole: Timeline) -> Timeline:
        """The claims that the form is tried on."""
        return whole.where(**(self.convoy if whole.package.name == CONVOY else self.ferry))


@cache
def case(name: str) -> Timeline:
    return load(name if name == CONVOY else FERRY)


def _of(whole: Timeline, ferry: str, convoy: str) -> Timeline:
    return whole.where(claim_id=convoy if whole.package.name == CONVOY else ferry)


def _intervals(by: str) -> Callable[[Timeline, Timeline], Chart]:
    def drawn(timeline: Timeline, whole: Timeline) -> Chart:
        measure = "vehicles_struck" if whole.package.name == CONVOY else "sorties"
        ours = sum_of(whole.where(measure=measure, counts="new"), "our own")
        return charts.intervals(timeline, TITLE, by=by, derived=ours)

    return drawn


def _dumbbell(timeline: Timeline, whole: Timeline) -> Chart:
    first, second = ("strikes", "engagements") if whole.package.name == CONVOY else PAIR
    return charts.dumbbell(timeline, TITLE, first=first, second=second)


PAIR = ("sorties", "trips")
HEDGED = {"measure": ["aboard", "civilians_killed", "civilians_harmed", "vehicles_struck"]}
PLACED = {"measure": ["buses", "convoy_vehicles", "days_stranded", "aboard"]}
LISTED = {"measure": "hardware_destroyed", "said_on": "2017-09-02"}
FORMS = {
    "steps": Form(
        {"measure": ["injured", "dead"]},
        {"measure": "fighters_killed"},
        lambda claims, _: charts.steps(claims, TITLE),
    ),
    "claimed_and_counted": Form(
        {"measure": "sorties"},
        {"measure": "strikes"},
        lambda claims, whole: charts.claimed_and_counted(
            claims, TITLE, against=_of(whole, "c006", "c007")
        ),
    ),
    "evidence_by_day": Form({}, {}, lambda claims, _: charts.evidence_by_day(claims, TITLE)),
    "hedge_matrix": Form({}, {}, lambda claims, _: charts.hedge_matrix(claims, TITLE)),
    "intervals": Form({}, HEDGED, _intervals("")),
    "intervals by covers": Form({}, HEDGED, _intervals("covers")),
    "intervals by event_id": Form({}, LISTED, _intervals("event_id")),
    "intervals by origin": Form({}, HEDGED, _intervals("origin")),
    "intervals by measure": Form({}, HEDGED, _intervals("measure")),
    "swimlanes": Form({}, {}, lambda claims, _: charts.swimlanes(claims, TITLE)),
    "totals_and_wordings": Form(
        {"measure": ["injured", "dead"]},
        {"measure": ["fighters_killed", "fighters_hit"]},
        lambda claims, _: charts.totals_and_wordings(claims, TITLE),
    ),
    "tree": Form({}, {}, lambda claims, _: charts.tree(claims, TITLE, min_claims=2)),
    "locator": Form({}, PLACED, lambda claims, _: charts.locator(claims, TITLE)),
    "dumbbell": Form({}, {}, _dumbbell),
    "comparison_table": Form({}, LISTED, lambda claims, _: charts.comparison_table(claims, TITLE)),
    "strip": Form({}, PLACED, lambda claims, _: charts.strip(claims, TITLE)),
    "said_and_about": Form({}, {}, lambda claims, _: charts.said_and_about(claims, TITLE)),
    "waffle": Form(
        {"measure": "people"}, {"measure": "buses"}, lambda claims, _: charts.waffle(claims, TITLE)
    ),
    "claims_and_origins": Form(
        {}, {}, lambda claims, _: charts.claims_and_origins(claims, TITLE, min_claims=1)
    ),
}


@cache
def drawing(name: str, form: str) -> Drawing:
    """One chart, drawn once for all tests of a process."""
    timeline = FORMS[form].claims(case(name))
    return Drawing(form, timeline, FORMS[form].draw(timeline, case(name)))


def around(chart: Chart) -> str:
    """The words around a chart, on one line."""
    return " ".join(" ".join(text.get_text() for text in chart.figure.texts).split())


def marked(figure: Figure) -> dict[str, list[Artist]]:
    """Every artist that has an id, by that id."""
    artists: dict[str, list[Artist]] = {}
    for artist in figure.findobj(lambda item: item.get_gid() is not None):
        artists.setdefault(artist.get_gid() or "", []).append(artist)
    return artists


def visible(figure: Figure) -> list[Text]:
    """The texts that matplotlib would draw and that have a letter."""
    drawn: list[Text] = []
    with styled(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "draw", lambda text, _renderer: drawn.append(text))
        figure.draw(FigureCanvasAgg(figure).get_renderer())  # type: ignore[no-untyped-call]
    return [text for text in drawn if text.get_visible() and text.get_text().strip()]


def written(figure: Figure) -> list[str]:
    """The texts that a reader sees."""
    return [text.get_text() for text in visible(figure)]


def boxes(figure: Figure) -> list[tuple[str, Box]]:
    """Each text that a reader sees, with the four corners of its (turned) box in pixels."""
    with styled():
        renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
        return [(text.get_text(), _box(text, renderer)) for text in visible(figure)]


def _box(text: Text, renderer: Any) -> Box:
    """The box of the level text, turned about the middle of what matplotlib says it covers."""
    covered, angle = text.get_window_extent(renderer), text.get_rotation()
    text.set_rotation(0)
    level = text.get_window_extent(renderer)
    text.set_rotation(angle)
    middle = (covered.x0 + covered.x1) / 2, (covered.y0 + covered.y1) / 2
    centred = level.translated(
        middle[0] - (level.x0 + level.x1) / 2, middle[1] - (level.y0 + level.y1) / 2
    )
    turned = Affine2D().rotate_deg_around(*middle, angle)
    return [(float(x), float(y)) for x, y in turned.transform(centred.corners()[[0, 1, 3, 2]])]


def crowded(texts: Sequence[tuple[str, Box]]) -> list[tuple[str, str]]:
    """The texts that stand on each other, two by two."""
    return [(a, b) for (a, box), (b, other) in combinations(texts, 2) if overlap(box, other) > HAIR]


def overlap(box: Box, other: Box) -> float:
    """How many pixels two convex boxes share at the least, of all directions across a side.

    Along each direction both throw a shadow; where two shadows do not meet, neither do the boxes.
    Not above 0 where they do not meet.
    """
    upright = min(_shared(box, other, way) for way in UPRIGHT)
    if upright <= 0:  # most boxes are far apart
        return upright
    return min(_shared(box, other, way) for way in (*_ways(box), *_ways(other)))


def _shared(box: Box, other: Box, way: tuple[float, float]) -> float:
    (low, high), (below, above) = _shadow(box, way), _shadow(other, way)
    return min(high, above) - max(low, below)


def _ways(box: Box) -> Iterator[tuple[float, float]]:
    """The direction across each side, of length 1."""
    for (x, y), (to_x, to_y) in zip(box, [*box[1:], box[0]], strict=True):
        length = hypot(to_x - x, to_y - y)
        yield (to_y - y) / length, (x - to_x) / length


def _shadow(box: Box, way: tuple[float, float]) -> tuple[float, float]:
    places = [x * way[0] + y * way[1] for x, y in box]
    return min(places), max(places)
