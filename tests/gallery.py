"""Every form of chart over every case, and how to read a figure back: for the tests of charts.

Where texts stand is worked out here a second time, by other means than in `kit.overlap`, which is
what charts are laid out with: a fault of the one is not hidden by the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import hypot
from typing import Any

import pytest
from conftest import CASES as FOLDER
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
CASES = (*sorted(path.name for path in FOLDER.iterdir()), CONVOY)
"""Every case of the tests, and the first of the suite."""
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


Filter = dict[str, Any]
"""What `Timeline.where` is called with."""


def busiest(timeline: Timeline) -> list[str]:
    """The measures of some claims, those with the most claims first."""
    claims = Counter(claim.measure for claim in timeline if claim.quantity.stated is not None)
    return [measure for measure, _ in claims.most_common()]


def every(_: Timeline) -> Filter:
    """All claims."""
    return {}


def most_claimed(whole: Timeline) -> Filter:
    """The claims of the measure that has the most."""
    return {"measure": busiest(whole)[0]}


def total_claimed(whole: Timeline) -> Filter:
    """Those of them that count all of it, and not a part."""
    parts = {row["claim_id"] for row in whole.rows["links"] if row["relation"] == "part_of"}
    claims = whole.where(**most_claimed(whole), category="total")
    return {"claim_id": [claim.claim_id for claim in claims if claim.claim_id not in parts]}


def most_counted(whole: Timeline) -> Filter:
    """The claims of the measure that is most often counted anew."""
    return {"measure": busiest(whole.where(counts="new"))[0]}


def of_few_documents(whole: Timeline) -> Filter:
    """The claims of as many documents as can stand side by side."""
    return {"source_id": list(dict.fromkeys(claim.source_id for claim in whole))[:8]}


@dataclass(frozen=True)
class Form:
    """What a chart draws: which claims of the ferry case, of the convoy and of others, and how.

    suits: whether a case has anything that the form can draw.
    """

    ferry: Filter
    convoy: Filter
    draw: Callable[[Timeline, Timeline], Chart]
    others: Callable[[Timeline], Filter] = every
    suits: Callable[[Timeline], bool] = bool

    def claims(self, whole: Timeline) -> Timeline:
        """The claims that the form is tried on."""
        known = {FERRY.name: self.ferry, CONVOY: self.convoy}
        name = whole.package.name
        return whole.where(**(known[name] if name in known else self.others(whole)))


@cache
def case(name: str) -> Timeline:
    return load(name if name == CONVOY else FOLDER / name)


def has_a_road(whole: Timeline) -> bool:
    return any(row["kind"] == "road" for row in whole.rows["routes"])


def has_positions(whole: Timeline) -> bool:
    return any(row["latitude"] for row in whole.rows["places"])


def has_counts_to_compare(whole: Timeline) -> bool:
    """Whether one document counts two things for one place and day."""
    new = Counter((c.source_id, c.place_id, str(c.covers)) for c in whole.where(counts="new"))
    return len(busiest(whole.where(counts="new"))) > 1 and max(new.values()) > 1


def has_a_count_and_a_total(whole: Timeline) -> bool:
    """Whether what is counted anew is also claimed as a total."""
    return bool(_against(whole))


def _against(whole: Timeline) -> Timeline:
    """The total that counts are held against: of other cases than two, the first."""
    name = whole.package.name
    if name in AGAINST:
        return whole.where(claim_id=AGAINST[name])
    counted = busiest(whole.where(counts="new"))[:1]
    totals = whole.where(measure=counted, counts="running_total")
    return totals.where(claim_id=[claim.claim_id for claim in totals][:1])


def _intervals(by: str) -> Callable[[Timeline, Timeline], Chart]:
    def drawn(timeline: Timeline, whole: Timeline) -> Chart:
        new = whole.where(counts="new")
        measure = ADDED.get(whole.package.name) or busiest(new)[0]
        ours = sum_of(new.where(measure=measure), "our own")
        return charts.intervals(timeline, TITLE, by=by, derived=ours)

    return drawn


def _dumbbell(timeline: Timeline, whole: Timeline) -> Chart:
    new = whole.where(counts="new")
    first, second = PAIRS.get(whole.package.name) or sorted(busiest(new)[:2])
    return charts.dumbbell(timeline, TITLE, first=first, second=second)


AGAINST = {FERRY.name: "c006", CONVOY: "c007"}
ADDED = {FERRY.name: "sorties", CONVOY: "vehicles_struck"}
PAIRS = {FERRY.name: ("sorties", "trips"), CONVOY: ("strikes", "engagements")}
HEDGED = {"measure": ["aboard", "civilians_killed", "civilians_harmed", "vehicles_struck"]}
PLACED = {"measure": ["buses", "convoy_vehicles", "days_stranded", "aboard"]}
LISTED = {"measure": "hardware_destroyed", "said_on": "2017-09-02"}
FORMS = {
    "steps": Form(
        {"measure": ["injured", "dead"]},
        {"measure": "fighters_killed"},
        lambda claims, _: charts.steps(claims, TITLE),
        total_claimed,
    ),
    "claimed_and_counted": Form(
        {"measure": "sorties"},
        {"measure": "strikes"},
        lambda claims, whole: charts.claimed_and_counted(claims, TITLE, against=_against(whole)),
        most_counted,
        has_a_count_and_a_total,
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
        most_claimed,
    ),
    "tree": Form({}, {}, lambda claims, _: charts.tree(claims, TITLE, min_claims=2)),
    "locator": Form(
        {}, PLACED, lambda claims, _: charts.locator(claims, TITLE), suits=has_positions
    ),
    "dumbbell": Form({}, {}, _dumbbell, suits=has_counts_to_compare),
    "comparison_table": Form(
        {}, LISTED, lambda claims, _: charts.comparison_table(claims, TITLE), of_few_documents
    ),
    "strip": Form({}, PLACED, lambda claims, _: charts.strip(claims, TITLE), suits=has_a_road),
    "said_and_about": Form({}, {}, lambda claims, _: charts.said_and_about(claims, TITLE)),
    "waffle": Form(
        {"measure": "people"},
        {"measure": "buses"},
        lambda claims, _: charts.waffle(claims, TITLE),
        most_claimed,
    ),
    "claims_and_origins": Form(
        {}, {}, lambda claims, _: charts.claims_and_origins(claims, TITLE, min_claims=1)
    ),
}


def drawable(forms: Iterable[str]) -> list[tuple[str, str]]:
    """Each case with each of some forms in which it has something to draw."""
    return [(name, form) for name in CASES for form in forms if FORMS[form].suits(case(name))]


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
