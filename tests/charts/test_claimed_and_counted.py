"""A claim above its counts: each length, box and word read back against the claims themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from inspect import unwrap
from itertools import pairwise

import numpy as np
import pytest
from gallery import CONVOY, boxes, case, crowded, drawing, marked, written
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.chart import Chart, EmptyChart

START = date(2031, 3, 1)


def day(number: int) -> str:
    """The text of a day of an invented month; the first is 1."""
    return str(START + timedelta(number - 1))


def days(first: int, last: int) -> str:
    return f"{day(first)}/{day(last)}"


@dataclass(frozen=True)
class Invented:
    """Counts by day under a claim, in the ferry case."""

    goal: dict[str, str]
    counts: dict[int, int]
    searches: tuple[tuple[str, str], ...] = ()

    def chart(self, ferry: Timeline, against: Sequence[str] = ("c006",)) -> Chart:
        timeline = self.timeline(ferry)
        return charts.claimed_and_counted(timeline, against=timeline.where(claim_id=against))

    def timeline(self, ferry: Timeline) -> Timeline:
        said, counted = ferry.row("claims", "c006"), ferry.row("claims", "c011")
        rows = [{**said, "counts": "new", **self.goal}]
        rows += [
            {**counted, "claim_id": f"c{100 + n}", "covers": day(n), "stated": str(number)}
            for n, number in self.counts.items()
        ]
        row = {**ferry.rows["searches"][0], "looked_for": "the log"}
        searched = tuple({**row, "covers": c, "result": r} for c, r in self.searches)
        tables = {**ferry.rows, "claims": tuple(rows), "searches": searched, "links": ()}
        return replace(ferry, rows=tables, chosen=tuple(rows))


def claim(
    hedge: str, stated: int | None, phrase: str, last: int = 3, **more: str
) -> dict[str, str]:
    number = "" if stated is None else str(stated)
    return {"hedge": hedge, "stated": number, "phrase": phrase, "covers": days(1, last), **more}


NEARLY = claim("nearly", 30, "nearly 30 sorties")


def xs(line: Line2D) -> list[float]:
    return [float(x) for x in np.ravel(line.get_xdata()).tolist()]


def ys(line: Line2D) -> list[float]:
    return [float(y) for y in np.ravel(line.get_ydata()).tolist()]


def text_of(chart: Chart) -> str:
    """All the words of a chart, as if on one line."""
    return " ".join(" ".join(written(chart.figure)).split())


def segments(figure: Figure) -> dict[str, Rectangle]:
    """The part of the bar of each count, by claim."""
    firsts = ((gid, artists[0]) for gid, artists in marked(figure).items())
    return {gid: artist for gid, artist in firsts if isinstance(artist, Rectangle)}


def question_boxes(figure: Figure) -> list[Rectangle]:
    """The boxes of days without a count, from left to right."""
    patches = [p for p in figure.axes[0].patches if isinstance(p, Rectangle) and p.get_hatch()]
    return sorted(patches, key=lambda patch: patch.get_x())


def outline(figure: Figure) -> list[tuple[float, float]]:
    """The ends of the level strokes along the top of the claim's bar, from left to right."""
    lines = figure.axes[0].lines
    top = min(min(ys(line)) for line in lines)
    spans = [(min(xs(line)), max(xs(line))) for line in lines if top in ys(line)]
    return sorted(span for span in spans if span[0] < span[1])


def right_edge(figure: Figure) -> float | None:
    """Where the bar of the claim is closed on the right; None where it is not."""
    upright = [line for line in figure.axes[0].lines if len(xs(line)) == 2 and xs(line)[0] > 0]
    closed = [
        xs(line)[0]
        for line in upright
        if xs(line)[0] == xs(line)[1]
        if not any(same_color(line.get_color(), ink) for ink in (style.PAPER, style.SOFT))
    ]
    return closed[0] if closed else None


@pytest.mark.parametrize("name", ["ferry-2031", CONVOY])
def test_each_count_is_as_long_as_its_number_on_the_scale_of_the_claim(name: str) -> None:
    drawn = drawing(name, "claimed_and_counted")
    whole = case(name)
    parts = segments(drawn.chart.figure)
    goal = str(drawn.table.index[-1])
    (dot,) = marked(drawn.chart.figure)[goal]
    assert isinstance(dot, Line2D)
    assert xs(dot) == [whole[goal].quantity.stated]
    axes = drawn.chart.figure.axes[0]
    assert all(artist.axes is axes for artist in (dot, *parts.values()))
    for claim_id, part in parts.items():
        assert part.get_width() == pytest.approx(whole[claim_id].quantity.stated)
    assert axes.get_xlim()[0] == 0
    assert min(part.get_x() for part in parts.values()) == 0 or question_boxes(drawn.chart.figure)


@pytest.mark.parametrize("name", ["ferry-2031", CONVOY])
def test_the_days_stand_in_order_and_nothing_between_them(name: str) -> None:
    drawn = drawing(name, "claimed_and_counted")
    whole = case(name)
    figure = drawn.chart.figure
    parts = sorted(segments(figure).items(), key=lambda item: item[1].get_x())
    firsts = [str(whole[claim_id].covers) for claim_id, _ in parts]
    assert firsts == sorted(firsts)
    unknown = question_boxes(figure)
    for (_, part), (_, other) in pairwise(parts):
        end = part.get_x() + part.get_width()
        between = [b for b in unknown if end <= b.get_x() < other.get_x()]
        assert bool(between) == (other.get_x() > end + 1e-9)
    assert len({round(box.get_width(), 9) for box in unknown}) == 1


def test_the_days_without_a_release_are_boxes_in_their_place() -> None:
    figure = drawing(CONVOY, "claimed_and_counted").chart.figure
    whole, parts = case(CONVOY), segments(figure)
    goal = whole["c007"].covers
    assert goal
    assert goal.first
    assert goal.days
    counted = {str(whole[claim_id].covers) for claim_id in parts}
    every = [str(goal.first + timedelta(n)) for n in range(goal.days)]
    gaps = [text for text in every if text not in counted]
    assert len(question_boxes(figure)) == len(gaps)
    for gap, box in zip(gaps, question_boxes(figure), strict=True):
        before = [p for i, p in parts.items() if str(whole[i].covers) < gap]
        after = [p for i, p in parts.items() if str(whole[i].covers) > gap]
        assert all(p.get_x() < box.get_x() for p in before)
        assert all(p.get_x() > box.get_x() for p in after)
    assert written(figure).count("?") == len(gaps)
    assert "0" not in written(figure)


# the hedge of a claim of 30: where the outline ends solid, where it ends dashed, its right edge
OUTLINES = [
    (NEARLY, 18, 30, None),
    (claim("fewer_than", 30, "fewer than 30"), 18, 30, None),
    (claim("up_to", 30, "up to 30"), 18, 30, 30),
    (claim("at_least", 30, "at least 30"), 30, 37.5, None),
    (claim("more_than", 30, "more than 30"), 30, 37.5, None),
    (claim("about", 30, "about 30"), 24, 36, None),
    (claim("bare", 30, "30 sorties"), 30, 30, 30),
    (claim("between", None, "20 to 30", low="20", high="30"), 20, 30, None),
    (claim("estimate", 25, "25", low="20", high="30"), 20, 30, None),
]


@pytest.mark.parametrize(
    ("goal", "solid", "end", "edge"), OUTLINES, ids=[o[0]["hedge"] for o in OUTLINES]
)
def test_the_outline_ends_as_the_hedge_says(
    ferry: Timeline, goal: dict[str, str], solid: float, end: float, edge: float | None
) -> None:
    figure = Invented(goal, {1: 3, 2: 5, 3: 2}).chart(ferry).figure
    first, *dashes = outline(figure)
    assert first == pytest.approx((0, solid))
    assert bool(dashes) == (end > solid)
    lengths = [right - left for left, right in dashes]
    assert all(longer >= shorter - 1e-9 for longer, shorter in pairwise(lengths))
    assert all(solid < left and right <= end for left, right in dashes)
    assert right_edge(figure) == (edge if edge is None else pytest.approx(edge))
    # what is open is said in strokes of full colour, which can be seen
    assert all(line.get_alpha() in (None, 1) for line in figure.axes[0].lines if line.get_gid())


# searches on sorties, and how the sum of 3 + 5 + 2 is then printed
FLOORS = [
    ({1: 3, 2: 5, 3: 2}, (), "10"),
    ({1: 3, 2: 5, 3: 2}, ((days(1, 3), "found"),), "10"),
    ({1: 3, 2: 5, 3: 2}, ((day(2), "part_found"),), "at least 10"),
    ({1: 3, 2: 5, 3: 2}, ((day(9), "part_found"),), "10"),
    ({1: 3, 2: 5, 3: 2}, ((day(2), "not_found"),), "at least 10"),
    ({1: 3, 3: 7}, (), "at least 10"),
]


@pytest.mark.parametrize(("counts", "searches", "text"), FLOORS)
def test_a_sum_of_which_part_may_be_missing_is_a_floor(
    ferry: Timeline, counts: dict[int, int], searches: tuple[tuple[str, str], ...], text: str
) -> None:
    chart = Invented(NEARLY, counts, searches).chart(ferry)
    (row,) = [row for row in chart.table.itertuples() if str(row.Index).startswith("derived-")]
    (mark,) = marked(chart.figure)[str(row.Index)]
    assert isinstance(mark, Text)
    assert mark.get_text() == row.figure == text
    assert chart.title.endswith(f" {text}")
    arrows = [a for a in chart.figure.axes[0].lines if a.get_marker() == ">"]
    assert bool(arrows) == text.startswith("at least")
    said = text_of(chart)
    assert ("It is a floor" in said) == text.startswith("at least")


# days counted, days searched for in vain, how many boxes, and what is said of them
UNKNOWN = [
    ({1: 3, 2: 5, 3: 2}, [], 0, ""),
    ({1: 3, 2: 5}, [day(3)], 1, "No release was found for 3 March: unknown, not zero"),
    ({1: 3, 2: 5}, [], 1, "No count is on record for 3 March: unknown, not zero"),
    ({1: 3}, [day(3)], 1, "No release was found for 3 March and no count is on record for 2 March"),
    ({2: 3}, [day(1), day(3)], 2, "No release was found for 1 and 3 March"),
    ({2: 3}, [days(1, 3)], 2, "For 2 March no release was found either"),
]


@pytest.mark.parametrize(("counts", "covers", "number", "text"), UNKNOWN)
def test_days_without_a_count_are_said_to_be_unknown(
    ferry: Timeline, counts: dict[int, int], covers: list[str], number: int, text: str
) -> None:
    searches = tuple((day_, "not_found") for day_ in covers)
    chart = Invented(NEARLY, counts, searches).chart(ferry)
    assert len(question_boxes(chart.figure)) == number
    assert text in text_of(chart)
    assert text in chart.alt
    assert ("unknown" in chart.alt) == bool(number)


MANY = {n: 1 + n % 4 for n in range(1, 41) if n not in (5, 6, 7, 20)}
CROWDS = {
    "one": Invented(claim("more_than", 30, "over 30", last=1), {1: 3}),
    "forty days": Invented(claim("nearly", 100, "nearly 100", last=40), MANY),
    "every fourth day": Invented(
        claim("nearly", 60, "nearly 60", last=60), dict.fromkeys(range(1, 60, 4), 2)
    ),
    "a claim below its counts": Invented(claim("bare", 10, "10"), {1: 15, 2: 7, 3: 10}),
    "a claim far above": Invented(claim("up_to", 12_000, "up to 12,000"), {1: 3, 3: 4}),
    "words": Invented(claim("unquantified", None, "dozens of sorties"), {1: 3, 3: 4}),
    "none on a day": Invented(NEARLY, {1: 0, 2: 4}),
}


@pytest.mark.parametrize("wide", [style.WIDTH, 3.5])
@pytest.mark.parametrize("name", CROWDS)
def test_no_words_overlap_leave_the_chart_or_are_cut(
    ferry: Timeline, name: str, wide: float
) -> None:
    with style.laid_out(wide):
        figure = CROWDS[name].chart(ferry).figure
    texts = [text for text in boxes(figure) if text[0] not in {t.get_text() for t in figure.texts}]
    width, height = figure.bbox.size
    for text, box in texts:
        assert all(-1 <= x <= width + 1 and -1 <= y <= height + 1 for x, y in box), text
        assert "…" not in text
    assert crowded(texts) == []


def test_a_narrow_day_has_its_number_at_a_leader(ferry: Timeline) -> None:
    texts = written(
        Invented(claim("nearly", 300, "nearly 300"), {1: 1, 2: 60, 3: 50}).chart(ferry).figure
    )
    assert "1 Mar: 1" in texts
    assert {"60", "50", "2", "3"} <= set(texts)


def test_numbers_that_find_no_room_are_said_to_be_in_the_table(ferry: Timeline) -> None:
    said = text_of(CROWDS["forty days"].chart(ferry))
    assert "The numbers of days too narrow for them are in the table." in said


def test_a_claim_without_a_number_is_its_words_and_no_bar(ferry: Timeline) -> None:
    chart = CROWDS["words"].chart(ferry)
    (mark,) = marked(chart.figure)["c006"]
    assert isinstance(mark, Text)
    assert mark.get_text() == "“dozens of sorties”"
    assert chart.title.startswith("Lifeboat sorties: “dozens of sorties” claimed")
    assert right_edge(chart.figure) is None


def test_of_several_claims_the_first_with_a_number_is_drawn_and_the_others_are_counted(
    ferry: Timeline,
) -> None:
    chart = Invented(NEARLY, {1: 3, 2: 4}).chart(ferry, against=("c006", "c101"))
    assert chart.table.index[-1] == "c006"
    assert "1 claim of a total is not drawn." in text_of(chart)


def test_without_a_claim_the_counts_stand_alone(ferry: Timeline) -> None:
    timeline = Invented(NEARLY, {1: 3, 3: 4}, ((day(2), "not_found"),)).timeline(ferry)
    counts = timeline.where(claim_id=["c101", "c103"])
    chart = charts.claimed_and_counted(
        counts, against=timeline.where(claim_id="c006", measure="trips")
    )
    assert list(chart.table.index[:-1]) == ["c101", "c103"]
    assert chart.title == "Lifeboat sorties: the release in this selection lists at least 7"
    assert len(question_boxes(chart.figure)) == 1
    assert "laim" not in text_of(chart)


def test_without_a_count_there_is_nothing_to_draw(ferry: Timeline) -> None:
    assert isinstance(Invented(NEARLY, {}).chart(ferry), EmptyChart)


def test_counts_that_would_count_twice_are_left_out_and_said_to_be(ferry: Timeline) -> None:
    timeline = Invented(NEARLY, {1: 3, 2: 4, 3: 1}).timeline(ferry)
    again = {**timeline.chosen[1], "claim_id": "c200"}
    rows = (*timeline.chosen, again)
    timeline = replace(timeline, rows={**timeline.rows, "claims": rows}, chosen=rows)
    chart = unwrap(charts.claimed_and_counted)(timeline, against=timeline.where(claim_id="c006"))
    assert "c200" not in chart.table.index
    assert "1 more could not be added without counting twice." in chart.alt
