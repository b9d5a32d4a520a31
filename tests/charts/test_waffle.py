"""A waffle chart read back: its squares are those of its table, and of the claims themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from gallery import CONVOY, boxes, case, crowded, marked, written
from matplotlib.artist import Artist
from matplotlib.colors import same_color, to_rgb, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.chart import Chart, EmptyChart
from analysis.charts.kit.strips import PALER
from analysis.errors import Invalid

LEAD = "rudaw-2017-09-02"
FULL, NARROW = style.WIDTH, 89 / 25.4
WIDTHS = pytest.mark.parametrize("inches", [FULL, NARROW], ids=["full", "89 mm"])


def buses() -> Timeline:
    return case(CONVOY).where(measure="buses")


def altered(timeline: Timeline, changed: Mapping[str, Mapping[str, str]]) -> Timeline:
    """The same claims but for these fields of these rows."""
    rows = tuple({**row, **changed.get(row["claim_id"], {})} for row in timeline.rows["claims"])
    ids = {row["claim_id"] for row in timeline.chosen}
    chosen = tuple(row for row in rows if row["claim_id"] in ids)
    return replace(timeline, rows={**timeline.rows, "claims": rows}, chosen=chosen)


def drawn(timeline: Timeline, inches: float = FULL) -> Chart:
    with style.laid_out(inches):
        return charts.waffle(timeline)


def mark(chart: Chart, gid: str) -> Artist:
    (artist,) = marked(chart.figure)[gid]
    return artist


def hatched(chart: Chart, y: float) -> list[float]:
    """The middles of the hatched squares of the strip at that height."""
    middles = [
        box.get_x() + box.get_width() / 2
        for box in chart.figure.axes[0].patches
        if isinstance(box, Rectangle)
        and box.get_hatch()
        and box.get_y() + box.get_height() / 2 == pytest.approx(y)
    ]
    return sorted(round(x, 6) for x in middles)


def runs(chart: Chart) -> Iterator[tuple[str, Line2D]]:
    """The marks made of squares, by their ids."""
    for gid, artists in marked(chart.figure).items():
        (artist,) = artists if gid else [None]
        if isinstance(artist, Line2D) and artist.get_marker() == "s":
            yield gid, artist


@WIDTHS
def test_each_mark_stands_where_the_table_says(inches: float) -> None:
    chart = drawn(buses(), inches)
    marks = {gid: artists for gid, artists in marked(chart.figure).items() if gid}
    assert set(marks) == set(chart.table.index)
    for gid, row in chart.table.iterrows():
        (artist,) = marks[str(gid)]
        if isinstance(artist, Text):
            assert artist.get_position() == pytest.approx((row["x"], row["y"]))
        else:
            assert isinstance(artist, Line2D)
            assert np.ravel(artist.get_xdata()).tolist() == pytest.approx(row["x"])
            assert set(np.ravel(artist.get_ydata()).tolist()) == {row["y"]}


@WIDTHS
def test_a_claim_has_as_many_squares_as_it_prints_and_a_strip_as_many_as_the_whole(
    inches: float,
) -> None:
    chart = drawn(buses(), inches)
    strips: dict[float, list[float]] = {}
    for gid, line in runs(chart):
        squares = [float(x) for x in np.ravel(line.get_xdata())]
        strips.setdefault(chart.table["y"][gid], []).extend(squares)
        if not gid.startswith("derived-"):
            assert len(squares) == buses()[gid].quantity.stated
    for y, squares in strips.items():
        every = sorted([*squares, *hatched(chart, y)])
        assert every == pytest.approx([n + 0.5 for n in range(17)])


def test_what_a_claimant_says_in_a_document_is_a_single_row() -> None:
    table = drawn(buses()).table
    assert table["y"]["c036"] == table["y"]["c037"]
    assert sorted([*table["x"]["c036"], *table["x"]["c037"]]) == [n + 0.5 for n in range(17)]


def test_a_frame_stands_apart_and_no_account_stands_in_two() -> None:
    chart, whole = drawn(buses()), buses()
    ys: dict[str, list[float]] = {}
    for gid, row in chart.table.iterrows():
        definition = None if str(gid).startswith("derived") else whole[str(gid)].definition
        if definition and definition.frame and whole[str(gid)].source_id != LEAD:
            ys.setdefault(definition.frame, []).append(row["y"])
    area, split = (sorted(ys[name]) for name in ("area", "split"))
    assert area[-1] < split[0]


def test_the_first_row_is_that_of_the_article_with_the_rest_as_our_subtraction() -> None:
    chart = drawn(buses())
    first = chart.table.iloc[:3]
    assert [buses()[i].source_id for i in first.index[:2]] == [LEAD, LEAD]
    part, rest = first.index[1], first.index[2]
    assert rest.startswith("derived-")
    whole, inside = (buses()[str(i)].quantity.stated or 0 for i in first.index[:2])
    assert len(chart.table["x"][rest]) == whole - inside
    assert same_color(mark(chart, rest).get_markerfacecolor(), style.PAPER)  # type: ignore[attr-defined]
    words = " ".join(" ".join(written(chart.figure)).split())
    assert f"{whole:g} − {inside:g}, if none was lost on the way and both figures are" in words
    assert chart.table["mark"][part] == "solid"


def test_nothing_but_our_subtraction_is_hollow() -> None:
    hollow = {
        gid
        for gid, line in runs(drawn(buses()))
        if same_color(line.get_markerfacecolor(), style.PAPER)
    }
    assert [gid.startswith("derived-") for gid in hollow] == [True]


def test_a_repetition_is_filled_and_paler_whatever_else_is_selected() -> None:
    for timeline in (buses(), buses().where(claimant="iraq_morning")):
        chart = drawn(timeline)
        face = mark(chart, "c209").get_markerfacecolor()  # type: ignore[attr-defined]
        assert face == to_rgba(style.GREY, PALER)
        assert chart.table["mark"]["c209"] == "faint"
        assert chart.table["mark"]["c208"] == "solid"


def test_of_documents_that_only_repeat_others_a_note_gives_the_number() -> None:
    chart, table = drawn(buses()), drawn(buses()).table
    parts = [c for c in buses() if c.definition and c.definition.frame]
    left = [c for c in parts if c.claim_id not in table.index]
    assert left
    assert all(c.retelling for c in left)
    assert f"{len(left)} repetitions of these counts are not drawn." in _text(chart)


@pytest.mark.parametrize("colour", [*style.PALETTE, style.GREY])
def test_a_repetition_stands_out_from_the_paper_and_from_what_is_said(colour: str) -> None:
    tone = [part * PALER + 1 - PALER for part in to_rgb(colour)]
    assert 3 <= contrast(tone) <= 0.65 * contrast(to_rgb(colour))


def contrast(rgb: Sequence[float]) -> float:
    """With white, as WCAG 2 has it."""
    red, green, blue = (n / 12.92 if n <= 0.03928 else ((n + 0.055) / 1.055) ** 2.4 for n in rgb)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@WIDTHS
def test_no_word_is_cut_and_none_meets_another(inches: float) -> None:
    chart = drawn(buses(), inches)
    assert "…" not in _text(chart)
    assert crowded(boxes(chart.figure)) == []
    width, height = chart.figure.bbox.size
    for text, box in boxes(chart.figure):
        assert all(-1 <= x <= width + 1 and -1 <= y <= height + 1 for x, y in box), text
    for gid, row in chart.table.iterrows():
        if len(_runs_of(row["x"])) > 1 and row["verb"]:
            assert f"“{row['verb']}”" in _text(chart), gid


def _runs_of(x: object) -> list[float]:
    return x if isinstance(x, list) else []


def _text(chart: Chart) -> str:
    return " ".join(" ".join(written(chart.figure)).split())


def test_nobody_is_left_out_who_says_first_how_many_there_are() -> None:
    words = _text(drawn(buses()))
    below = words[words.index("How many buses in all") :]
    firsts = [c for c in buses().first_utterances() if c.categories == ("total",)]
    assert len({c.quantity.stated for c in firsts}) > 2
    actors = buses().rows["actors"]
    for claim in firsts:
        name = " or ".join(r["name"] for i in claim.claimants for r in actors if r["actor_id"] == i)
        assert name in below
    hedged = [c for c in firsts if c.quantity.hedge != "bare"]
    assert hedged
    assert all(f"“{c.phrase}”" in below for c in hedged)


def test_vehicles_are_never_among_buses() -> None:
    both = case(CONVOY).where(measure=["buses", "convoy_vehicles"])
    with pytest.raises(Invalid) as refused:
        charts.waffle(both)
    (problem,) = refused.value.problems
    assert problem.value.startswith("2 measures, as ")


def test_on_a_day_before_the_article_nothing_of_it_is_drawn() -> None:
    early = case(CONVOY).as_of("2017-09-01")
    chart = charts.waffle(early.where(measure="buses"), whole=early.where(source_id=LEAD))
    assert not any(early[str(i)].source_id == LEAD for i in chart.table.index)
    assert "start from" not in _text(chart)
    assert set(chart.table["mark"]) == {"words"}
    assert "14" in chart.figure.texts[0].get_text()


def test_without_repetitions_the_article_still_has_its_six() -> None:
    first = buses().first_utterances()
    chart = charts.waffle(first, whole=case(CONVOY).where(source_id=LEAD))
    assert "c001" not in {claim.claim_id for claim in first}
    assert chart.table["mark"]["c001"] == "solid"


CHANGED = [
    ({"c202": {"stated": "0", "verb": "", "phrase": "no buses"}}, "c202", "words", "none"),
    ({"c202": {"hedge": "unquantified", "stated": "", "verb": ""}}, "c202", "words", "no number"),
    ({"c202": {"hedge": "about"}}, "c202", "solid, fading", "the rest is not placed"),
    ({"c036": {"stated": "9"}}, "c037", "solid", "9 + 11 = 20, three more than 17"),
    ({"c036": {"stated": "5"}}, "c037", "solid", "one of 17 buses unaccounted for"),
    ({"c202": {"stated": "19"}}, "c202", "solid", "two more than 17"),
    ({"c202": {"claimant": "[fsa_source,coalition]"}}, "c202", "solid", "the rest is not placed"),
]


@pytest.mark.parametrize(("changed", "gid", "kind", "after"), CHANGED)
def test_odd_counts_are_drawn_as_what_they_say(
    changed: dict[str, dict[str, str]], gid: str, kind: str, after: str
) -> None:
    chart = drawn(altered(buses(), changed))
    assert chart.table["mark"][gid] == kind
    assert after in _text(chart)
    assert after in chart.alt
    assert crowded(boxes(chart.figure)) == []


def test_who_is_undecided_is_grey_and_named_with_an_or() -> None:
    chart = drawn(altered(buses(), {"c202": {"claimant": "[fsa_source,coalition]"}}))
    face = mark(chart, "c202").get_markerfacecolor()  # type: ignore[attr-defined]
    assert same_color(face, style.GREY)
    assert "Free Syrian Army source or US-led Coalition" in _text(chart)


def test_which_part_is_undecided_is_not_drawn() -> None:
    chart = drawn(altered(buses(), {"c202": {"category": "[west,east]"}}))
    assert "c202" not in chart.table.index
    assert "are not drawn" in _text(chart)


def test_a_hedged_figure_fades_over_the_right_half_of_its_last_square() -> None:
    chart = drawn(altered(buses(), {"c202": {"hedge": "about", "phrase": "about five buses"}}))
    row = chart.table.loc["c202"]
    last = row["x"][-1]
    over = [
        box
        for box in chart.figure.axes[0].patches
        if isinstance(box, Rectangle)
        and not box.get_hatch()
        and box.get_y() + box.get_height() / 2 == pytest.approx(row["y"])
    ]
    assert min(box.get_x() for box in over) == pytest.approx(last)
    assert max(box.get_x() + box.get_width() for box in over) == pytest.approx(last + 0.5)
    assert all(same_color(box.get_facecolor()[:3], style.PAPER) for box in over)
    assert "“about five buses”" in _text(chart)


def test_a_whole_of_more_than_sixty_is_drawn_as_bars(ferry: Timeline) -> None:
    chart = charts.waffle(ferry.where(measure="people"))
    whole = ferry["c004"].quantity.stated or 0
    assert whole > 60
    assert chart.table["x"]["c005"] == [0, ferry["c005"].quantity.stated]
    box = mark(chart, "c005")
    assert isinstance(box, Rectangle)
    assert [box.get_x(), box.get_x() + box.get_width()] == chart.table["x"]["c005"]
    (rest,) = [gid for gid in chart.table.index if gid.startswith("derived-")]
    assert chart.table["x"][rest] == [ferry["c005"].quantity.stated, whole]
    sixty = altered(ferry, {"c004": {"stated": "60"}, "c001": {"stated": "60"}})
    few = charts.waffle(sixty.where(claim_id=["c004"]), whole=sixty.where(claim_id="c004"))
    assert not isinstance(few, EmptyChart)


@pytest.mark.parametrize("ids", [["c202"], ["c036", "c037"]])
def test_without_a_number_for_the_whole_nothing_is_hatched(ids: list[str]) -> None:
    chart = drawn(buses().where(claim_id=ids))
    assert set(chart.table.index) == set(ids)
    assert not [box for box in chart.figure.axes[0].patches if box.get_hatch()]
    assert "None of these claims says how many there were in all." in _text(chart)


@pytest.mark.parametrize("measure", ["strikes", "event_date"])
def test_a_measure_without_parts_gives_a_line(measure: str) -> None:
    assert isinstance(charts.waffle(case(CONVOY).where(measure=measure)), EmptyChart)


def test_the_words_of_a_picture_are_sentences() -> None:
    alt = drawn(buses()).alt
    assert "[" not in alt
    for sentence in alt.rstrip(".").split(". "):
        assert sentence[0].isupper() or sentence[0].isdigit(), sentence


def test_a_title_that_is_set_is_the_title(ferry: Timeline) -> None:
    chart = charts.waffle(ferry.where(measure="people"), "Who is ashore")
    assert chart.title == "Who is ashore"
    assert chart.alt.startswith("Who is ashore. ")


@WIDTHS
def test_words_of_two_long_parts_never_meet(inches: float) -> None:
    chart = drawn(case(CONVOY).where(measure="aboard"), inches)
    assert crowded(boxes(chart.figure)) == []


def test_a_part_of_the_place_is_not_how_many_there_are_in_all() -> None:
    timeline = case("quake-2034").where(measure="dead")
    parts = {row["claim_id"] for row in timeline.rows["links"] if row["relation"] == "part_of"}
    parts &= {claim.claim_id for claim in timeline if claim.categories == ("total",)}
    assert parts
    assert not parts & set(drawn(timeline).table.index)


def test_a_title_begins_with_a_capital() -> None:
    title = written(drawn(case(CONVOY).where(measure="aboard")).figure)[0]
    assert title[0].isupper()
