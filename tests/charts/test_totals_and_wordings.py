"""Totals and the words in which they are printed: what is drawn, where, in which shape."""

from __future__ import annotations

from dataclasses import replace
from inspect import unwrap

import numpy as np
import pytest
from gallery import CONVOY, boxes, case, crowded, marked, written
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from matplotlib.text import Text

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.charts.kit.style import laid_out

JOURNAL = 89 / 25.4
"""Inches: one column of a journal."""
MANY = 40
SAID = {"claimant": "coastguard", "measure": "injured", "category": "total"}
TOTAL = {**SAID, "counts": "running_total", "covers": "2031-03-04?/2031-03-05", "verb": "injured"}


def draw(timeline: Timeline, inches: float = style.WIDTH, others: Timeline | None = None) -> Chart:
    with laid_out(inches):
        chart = unwrap(charts.totals_and_wordings)(timeline, others=others)
    assert isinstance(chart, Chart)
    return chart


def rows(timeline: Timeline, *changes: dict[str, str], links: str = "") -> Timeline:
    """As many claims of the ferry case, all alike but for these cells.

    links: as `c002>c001 sure`, with commas between: the first repeats the second.
    """
    like = next(row for row in timeline.rows["claims"] if row["claim_id"] == "c008")
    claims = tuple(
        {**like, **TOTAL, "claim_id": f"c{n:03}", **cells} for n, cells in enumerate(changes, 1)
    )
    linked = tuple(
        {
            "claim_id": pair.split(">")[0],
            "relation": "repeats",
            "other_id": pair.split(">")[1].split()[0],
            "factor": "",
            "certainty": pair.split()[1],
            "reason": "",
        }
        for pair in links.split(",")
        if pair
    )
    tables = {**timeline.rows, "claims": claims, "links": linked}
    return replace(timeline, rows=tables, chosen=claims, lookup=None)


def figure(stated: str, hedge: str = "bare", **cells: str) -> dict[str, str]:
    before = {"bare": "", "about": "about ", "at_least": "at least "}[hedge]
    phrase = f"{before}{stated} people"
    return {"stated": stated, "hedge": hedge, "phrase": phrase, "speech": "paraphrased", **cells}


FIRST = figure("10", "about", speech="quoted", said_on="2031-03-04")
LATER = figure("14", speech="quoted", said_on="2031-03-06")


def arrows(chart: Chart) -> list[float]:
    """The ends of the arrows, in inches from the top."""
    lines = chart.figure.axes[0].lines
    return [float(spot(line)[1]) for line in lines if line.get_marker() == "v"]


def spot(line: Line2D) -> list[float]:
    return [float(number) for number in np.asarray(line.get_xydata())[0]]


def words(chart: Chart) -> str:
    """All that a reader sees, on one line."""
    return " ".join(" ".join(written(chart.figure)).replace("\u00a0", " ").split())


def halos(chart: Chart) -> list[tuple[float, float]]:
    circles = [p for p in chart.figure.axes[0].patches if isinstance(p, Circle)]
    return [tuple(circle.center) for circle in circles if not circle.get_fill()]


@pytest.mark.parametrize("inches", [style.WIDTH, JOURNAL])
@pytest.mark.parametrize("name", ["ferry-2031", CONVOY])
def test_each_mark_stands_where_the_table_has_it_and_nothing_is_cut(
    name: str, inches: float
) -> None:
    killed = {"measure": ["fighters_killed", "fighters_hit"]} if name == CONVOY else {}
    others = case(name).where(measure="civilians_harmed") if name == CONVOY else None
    chart = draw(case(name).where(**killed), inches, others)
    marks = marked(chart.figure)
    for claim_id, row in chart.table.iterrows():
        (mark,) = marks[str(claim_id)]
        if isinstance(mark, Text):
            assert row["shape"] == "words"
            assert mark.get_position() == pytest.approx((row["x"], row["y"]))
        else:
            assert isinstance(mark, Line2D)
            assert spot(mark) == pytest.approx([row["x"], row["y"]])
            shape = {"square": "s"}.get(row["shape"], "o")
            assert mark.get_marker() == shape
    assert not crowded(boxes(chart.figure))
    wide, high = chart.figure.get_size_inches() * chart.figure.dpi
    for text, box in boxes(chart.figure):
        assert all(0 <= x <= wide and 0 <= y <= high for x, y in box), text
    assert not any("…" in text for text in written(chart.figure))


def test_every_claim_is_drawn_once_under_one_total(ferry: Timeline) -> None:
    table = draw(ferry).table
    assert sorted(table.index) == sorted(claim.claim_id for claim in ferry)
    assert set(table["total"]) == set(table.index[table["column"] == "first said"])


def test_a_total_in_its_own_words_stands_for_a_paraphrase_that_came_before(
    ferry: Timeline,
) -> None:
    timeline = rows(
        ferry,
        figure("14", "about", said_on="2031-03-05"),
        {**LATER, "said_on": "2031-03-06"},
        links="c002>c001 likely",
    )
    assert draw(timeline).table["total"].tolist() == ["c002", "c002"]
    nobody = rows(ferry, figure("14", "about", said_on="2031-03-05"), figure("14"))
    assert set(draw(nobody).table["total"]) == {"c001"}


def test_papers_that_print_one_number_of_one_claimant_share_a_total_without_a_link(
    ferry: Timeline,
) -> None:
    same = draw(rows(ferry, FIRST, figure("10"))).table
    assert same["column"].to_dict() == {"c001": "first said", "c002": "the number alone"}
    other = draw(rows(ferry, FIRST, figure("10", claimant="ministry"))).table
    assert other["column"].tolist() == ["first said", "first said"]
    unlike = draw(rows(ferry, FIRST, figure("10", measure="dead"))).table
    assert set(unlike["column"]) == {"first said", "the number alone"}, (
        "the dead are of the injured"
    )
    people = draw(rows(ferry, FIRST, figure("10", measure="people"))).table
    assert people["column"].tolist() == ["first said", "first said"]


COLUMNS = [
    (figure("10", "about"), "the same words"),
    (figure("10"), "the number alone"),
    (figure("10", "at_least"), "another word"),
    (figure("11"), "another word"),
]


@pytest.mark.parametrize(("cells", "column"), COLUMNS)
def test_an_outlet_stands_under_the_words_that_it_used(
    ferry: Timeline, cells: dict[str, str], column: str
) -> None:
    chart = draw(rows(ferry, FIRST, cells, links="c002>c001 sure"))
    assert chart.table["column"]["c002"] == column
    number = " or number" if cells["stated"] != FIRST["stated"] else ""
    assert f"{column}{number}".capitalize() in written(chart.figure)


LINKS = [
    ("sure", "quoted", True),
    ("likely", "quoted", False),
    ("possible", "quoted", False),
    ("sure", "paraphrased", False),
]


@pytest.mark.parametrize(("certainty", "speech", "lost"), LINKS)
def test_a_hedge_is_lost_only_by_a_sure_link_to_own_words(
    ferry: Timeline, certainty: str, speech: str, lost: bool
) -> None:
    first = {**FIRST, "speech": speech, "source_id": "post-2031-03-05"}
    chart = draw(rows(ferry, first, figure("10"), links=f"c002>c001 {certainty}"))
    assert ("hedge lost" in chart.table["mark"]["c002"]) is lost
    assert ("hedge lost" in words(chart)) is lost
    assert ("people”; perhaps a statement of its own" in words(chart)) is (certainty == "possible")


def test_only_an_about_has_a_halo_and_it_is_around_its_dot(ferry: Timeline) -> None:
    chart = draw(rows(ferry, FIRST, LATER))
    spots = chart.table.loc[["c001"], ["x", "y"]].to_numpy().tolist()
    assert halos(chart) == [pytest.approx(spot) for spot in spots]


def test_a_later_total_replaces_the_one_before_it_and_an_arrow_says_so(ferry: Timeline) -> None:
    chart = draw(rows(ferry, FIRST, LATER))
    (tip,) = arrows(chart)
    assert chart.table["y"]["c001"] < tip < chart.table["y"]["c002"]
    assert "replaces it, not added" in written(chart.figure)
    lower = draw(rows(ferry, FIRST, {**LATER, "stated": "6", "phrase": "6 people"}))
    assert "a lower figure that replaces it" in words(lower)


@pytest.mark.parametrize("counts", ["new", "unclear"])
def test_without_a_common_start_nothing_is_said_to_replace_anything(
    ferry: Timeline, counts: str
) -> None:
    chart = draw(rows(ferry, FIRST, {**LATER, "counts": counts}))
    texts = words(chart)
    assert "replaces" not in texts
    assert bool(arrows(chart)) is (counts == "unclear")
    assert ("a later figure, not added" in texts) is (counts == "unclear")


def test_figures_of_one_day_have_no_order_and_no_arrow(ferry: Timeline) -> None:
    same_day = {**LATER, "said_on": FIRST["said_on"]}
    chart = draw(rows(ferry, FIRST, same_day))
    assert not arrows(chart)
    assert "not added" not in words(chart)


def test_two_claimants_have_a_row_of_totals_each(ferry: Timeline) -> None:
    theirs = {**LATER, "claimant": "ministry", "stated": "20", "phrase": "20 people"}
    chart = draw(rows(ferry, FIRST, theirs, LATER))
    assert chart.table.index.tolist() == ["c001", "c003", "c002"]
    (tip,) = arrows(chart)
    assert chart.table["y"]["c001"] < tip < chart.table["y"]["c003"] < chart.table["y"]["c002"]
    assert "Two parties’ counts" in chart.alt
    assert "those of the Coastguard and the Transport Ministry" in chart.alt


def test_words_without_a_number_are_words_and_no_step(ferry: Timeline) -> None:
    several = {"stated": "", "hedge": "unquantified", "phrase": "several people"}
    chart = draw(rows(ferry, FIRST, {**LATER, **several}, LATER))
    (mark,) = marked(chart.figure)["c002"]
    assert isinstance(mark, Text)
    assert mark.get_text() == "“several people”"
    assert chart.table.index.tolist() == ["c001", "c003", "c002"]
    assert len(arrows(chart)) == 1
    alone = draw(rows(ferry, several))
    assert alone.alt.startswith("“several people”: one party’s words on people injured.")


def test_what_counts_something_else_is_a_square(ferry: Timeline) -> None:
    chart = draw(rows(ferry, FIRST, FIRST, figure("10", measure="dead", verb="died")))
    (mark,) = marked(chart.figure)["c003"]
    assert isinstance(mark, Line2D)
    assert mark.get_marker() == "s"
    assert "“10 people”, died" in words(chart)


@pytest.mark.parametrize("inches", [style.WIDTH, JOURNAL])
def test_forty_outlets_take_more_rows_and_each_is_named(ferry: Timeline, inches: float) -> None:
    undated = {"said_on": "", "source_id": "radio-2031-03"}
    cells = [figure("10", "at_least", **undated) for _ in range(MANY)]
    chart = draw(rows(ferry, FIRST, *cells), inches)
    assert len(chart.table) == MANY + 1
    assert len(set(zip(chart.table["x"], chart.table["y"], strict=True))) == MANY + 1
    assert words(chart).count("Island Radio, no date") == MANY
    assert not crowded(boxes(chart.figure))


def test_other_measures_are_quotations_with_who_when_and_what_was_sought() -> None:
    whole = case(CONVOY)
    others = whole.where(measure=["civilians_killed", "civilians_harmed"])
    chart = draw(whole.where(measure="fighters_killed"), others=others)
    table = chart.table
    assert set(table.index[table["column"] == "quotation"]) == {c.claim_id for c in others}
    texts = words(chart)
    for claim in others:
        assert f"“{claim.phrase}”" in texts
    sought = [row for row in whole.rows["searches"] if row["measure"] == "civilians_killed"]
    assert sought
    for row in sought:
        assert row["looked_for"] in texts
    without = draw(whole.where(measure="fighters_killed"))
    assert not any(sought[0]["looked_for"] in text for text in written(without.figure))


def test_a_tilde_before_a_day_is_explained_where_there_is_one(ferry: Timeline) -> None:
    inferred = draw(rows(ferry, {**FIRST, "said_on": "2031-03-04?"}))
    assert "~4 Mar" in words(inferred)
    assert "~ marks a day inferred by us." in words(inferred)
    assert "~" not in words(draw(rows(ferry, FIRST)))


def test_a_scope_without_a_total_is_an_empty_chart(ferry: Timeline) -> None:
    chart = charts.totals_and_wordings(ferry.where(claim_id="c001").where(claim_id="c002"))
    assert isinstance(chart, EmptyChart)


def test_a_selection_says_that_it_is_one_and_shows_whose_count_it_is(ferry: Timeline) -> None:
    record, selection = ferry.where(measure="injured"), ferry.where(claimant="ministry")
    selection = selection.where(measure="injured")
    assert draw(record).alt.endswith("Transport Ministry.")
    assert "This record holds three parties’ counts" in draw(record).alt
    assert (
        "This selection holds one party’s count: the Transport Ministry’s." in draw(selection).alt
    )


def test_an_outlet_that_repeats_what_is_not_here_has_a_figure_and_no_count(
    ferry: Timeline,
) -> None:
    timeline = rows(ferry, FIRST, figure("12", claimant="post"), links="c002>c001 likely")
    chart = draw(timeline.where(claim_id="c002"))
    assert chart.alt.startswith("12: one outlet’s figure of people injured.")
