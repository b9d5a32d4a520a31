"""Every form over every case: what is drawn is what the table says, where it says it."""

from __future__ import annotations

import io
import json
import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from inspect import unwrap
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from conftest import Case
from gallery import (
    CONVOY,
    FORMS,
    TITLE,
    Drawing,
    around,
    boxes,
    case,
    crowded,
    drawable,
    drawing,
    marked,
    written,
)
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.colors import same_color, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.path import Path as Path_
from matplotlib.text import Text

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.chart import EmptyChart
from analysis.claims.claim import Claim
from analysis.claims.dates import when
from analysis.claims.quantity import Hedge
from analysis.errors import Empty, Invalid, many
from analysis.notebooks.explorer import forms as explorer
from analysis.words import findings
from analysis.words.sentences import Sentence

COUNTING = {"claims_and_origins", "hedge_matrix", "locator"}
"""Forms with a mark for many claims."""
OF_RESULTS = {"alongside", "run_panels"}
"""Forms that draw the results of a batch; `test_growth` looks at them."""
OF_DATA_SETS = {"sums_by_period"}
"""Forms that add up rows of a data set; `test_sums_by_period` looks at them."""
COMPARING = {"dumbbell", "claimed_and_counted"}
"""Forms for counts of one or two kinds."""
STRIPS = {"waffle"}
"""Forms with marks and titles of their own; `test_waffle` looks at them."""
IN_WORDS = {"comparison_table", "claimed_and_counted"}
"""Forms whose marks are figures in cells or parts of a bar, not dots."""
BY_TOTAL = {"totals_and_wordings"}
"""Forms in which a claim may stand for others; `test_totals_and_wordings` looks at their marks."""
NUMBERS = {"intervals", "steps", "dumbbell"}
"""Forms on an axis of numbers, where none at all is a ring."""
WORDLESS = (Hedge.UNQUANTIFIED, Hedge.NONE)
ROOT = Path(__file__).resolve().parents[2]

Spot = tuple[list[float], list[float]]


@pytest.fixture
def drawn(request: pytest.FixtureRequest) -> Drawing:
    return drawing(*request.param)


def over(*forms: str) -> pytest.MarkDecorator:
    """The same test over these forms and every case that they suit."""
    texts = drawable(forms)
    return pytest.mark.parametrize("drawn", texts, indirect=True, ids=["-".join(t) for t in texts])


PLAIN = [form for form in FORMS if " by " not in form]
EVERY = over(*FORMS)
EACH = over(*(form for form in FORMS if form not in COUNTING | STRIPS))
DOTS = over(*(form for form in FORMS if form not in COUNTING | IN_WORDS | STRIPS | BY_TOTAL))


def place(artist: Artist) -> Spot:
    """Where an artist stands, as it says itself."""
    if isinstance(artist, Line2D):
        return np.ravel(artist.get_xdata()).tolist(), np.ravel(artist.get_ydata()).tolist()
    if isinstance(artist, Rectangle):
        left, middle = artist.get_x(), artist.get_y() + artist.get_height() / 2
        return [left, left + artist.get_width()], [middle, middle]
    assert isinstance(artist, Text)
    x, y = artist.get_position()
    return [float(x)], [float(y)]


def planned(row: Any) -> Spot:
    """Where the chart's table has the mark of a claim."""
    xs = row.x if isinstance(row.x, list) else [row.x]
    if isinstance(row.x, str):
        last = when(row.x).last
        assert last
        xs = [style.day_number(last)]
    return [float(x) for x in xs], [float(row.y)] * len(xs)


def claims(drawn: Drawing) -> Iterator[tuple[Claim, Artist]]:
    """The claims of a chart, each with its one mark."""
    marks = marked(drawn.chart.figure)
    for claim_id in drawn.table.index:
        if claim_id.startswith("derived-"):
            continue
        (artist,) = marks[claim_id]
        yield case(drawn.claims.package.name)[claim_id], artist


def retold(drawn: Drawing, claim: Claim) -> bool:
    """Does it repeat another claim, whether or not the chart draws that one?"""
    return any(bool(c.retells) for c in drawn.claims if c.claim_id == claim.claim_id)


def test_every_form_is_looked_at() -> None:
    assert {form.split()[0] for form in FORMS} | OF_RESULTS | OF_DATA_SETS == set(charts.FORMS)
    assert set(explorer.FORMS) <= set(charts.FORMS)


@EACH
def test_every_claim_of_the_table_has_a_single_mark_where_the_table_says(drawn: Drawing) -> None:
    marks = marked(drawn.chart.figure)
    table = drawn.table
    assert table.index.is_unique
    assert set(marks) == set(table.index)
    for row in table.itertuples():
        (artist,) = marks[str(row.Index)]
        (xs, ys), (planned_xs, planned_ys) = place(artist), planned(row)
        assert xs == pytest.approx(planned_xs), row.Index
        assert ys == pytest.approx(planned_ys), row.Index


@over("claims_and_origins")
def test_a_tally_stands_at_its_number_of_origins(drawn: Drawing) -> None:
    marks = marked(drawn.chart.figure)
    others = {c.claim_id: c for c in drawn.claims if not c.undecided}
    assert set(marks) == set(drawn.table.index)
    assert sorted(" ".join(drawn.table["of"]).split()) == sorted(others)
    skipped = len(drawn.claims) - len(others)
    assert skipped
    assert f"{many(skipped, 'claim')} that could be of several claimants" in around(drawn.chart)
    for row in drawn.table.itertuples():
        (artist,) = marks[str(row.Index)]
        of = str(row.of).split()
        origins = len({others[claim_id].origin for claim_id in of})
        assert place(artist) == ([origins], [row.y])
        assert (row.claims, row.origins) == (len(of), origins)


@over("claims_and_origins")
def test_the_title_counts_the_claims_that_the_chart_draws(drawn: Drawing) -> None:
    title = findings.title_of_origins(drawn.claims)
    gaps = drawn.table.claims - drawn.table.origins
    rows = [row for row in drawn.table.itertuples() if row.claims - row.origins == gaps.max()]
    numbers = [
        f"{many(row.claims, 'claim')} go back to {many(row.origins, 'statement')}" for row in rows
    ]
    assert title == "" if len(rows) > 1 else title.endswith(numbers[0])


@over("hedge_matrix")
def test_a_grid_of_hedges_counts_each_retelling_once(drawn: Drawing) -> None:
    marks = marked(drawn.chart.figure)
    table = drawn.table
    pairs = [f"{row.said}-{row.carried_on}" for row in table.itertuples()]
    assert set(marks) == set(pairs)
    assert len(set(pairs)) == len(pairs)
    for pair, row in zip(pairs, table.itertuples(), strict=True):
        (artist,) = marks[pair]
        assert isinstance(artist, Text)
        assert artist.get_text() == str(int(row[3]))
        for claim_id in str(row.of).split():
            claim = drawn.claims[claim_id]
            assert (claim.origin_quantity.hedge, claim.quantity.hedge) == (
                row.said,
                row.carried_on,
            )
    every = " ".join(table["of"]).split()
    numbered = [
        c.claim_id
        for c in drawn.claims
        if c.retells and not {c.quantity.hedge, c.origin_quantity.hedge} & set(WORDLESS)
    ]
    assert sorted(every) == sorted(numbered)


def is_faint(artist: Any) -> bool:
    """Whether a mark is that of a retelling: its face or its outline is less than opaque."""
    if isinstance(artist, Text):
        return same_color(artist.get_color(), style.SOFT)
    face, edge = artist.get_markerfacecolor(), artist.get_markeredgecolor()
    opacity = [artist.get_alpha() or 1, *(to_rgba(colour)[3] for colour in (face, edge))]
    return min(opacity) < 1


@DOTS
def test_retellings_are_faint_and_what_is_undecided_is_hollow(drawn: Drawing) -> None:
    for claim, artist in claims(drawn):
        faint = is_faint(artist)
        assert faint == retold(drawn, claim), claim.claim_id
        if isinstance(artist, Line2D) and artist.get_marker() != "|":
            nothing = drawn.form.split()[0] in NUMBERS and not claim.drawn.stated
            hollow = same_color(artist.get_markerfacecolor(), style.PAPER)
            assert hollow == (claim.undecided or nothing), claim.claim_id


@over("comparison_table")
def test_a_cell_is_pale_where_it_is_carried_on_and_red_where_it_changed(drawn: Drawing) -> None:
    for claim, artist in claims(drawn):
        assert isinstance(artist, Text)
        changed = claim.quantity != claim.origin_quantity
        ink = style.SOFT if retold(drawn, claim) else style.INK
        assert same_color(artist.get_color(), style.WRONG if changed else ink), claim.claim_id


@over("comparison_table", "intervals", "intervals by measure", "intervals by covers")
def test_a_claim_without_a_number_is_its_words(drawn: Drawing) -> None:
    others = [(c, a) for c, a in claims(drawn) if c.quantity.hedge in WORDLESS]
    assert others or drawn.form == "comparison_table"
    for claim, artist in others:
        assert isinstance(artist, Text)
        text = " ".join(artist.get_text().split()).strip("“”[]… ")
        assert text
        assert (claim.gloss or claim.phrase).startswith(text)
        assert artist.get_fontstyle() == "italic"


@over("intervals")
def test_a_lost_hedge_is_drawn_with_the_bounds_of_its_origin(drawn: Drawing) -> None:
    lost = [claim for claim, _ in claims(drawn) if claim.hedge_lost]
    assert lost
    for claim in lost:
        row = drawn.table.loc[claim.claim_id]
        assert "hedge lost" in row["mark"]
        if claim.origin_quantity.stated == claim.quantity.stated:
            bounds = (claim.origin_quantity.low, claim.origin_quantity.high)
            assert tuple(None if pd.isna(row[n]) else row[n] for n in ("low", "high")) == bounds
            assert bounds_at(drawn, float(row["y"])) == _bounds(claim), claim.claim_id
        tags = [
            " ".join(t.get_text().split())
            for t in drawn.chart.figure.axes[0].texts
            if t.get_position()[1] == row["y"]
        ]
        assert any(text.startswith("without the hedge") for text in tags)


@over("intervals")
def test_every_bound_that_the_words_state_is_drawn(drawn: Drawing) -> None:
    for claim, artist in claims(drawn):
        if claim.drawn.hedge not in WORDLESS:
            ((_, *_), (y, *_)) = place(artist)
            assert bounds_at(drawn, y) == _bounds(claim), claim.claim_id


def _bounds(claim: Claim) -> set[tuple[str, float, float]]:
    """The bar, arrow or halo that belongs to a claim; a bar of no width is behind its dot."""
    quantity = claim.drawn
    if quantity.low is not None and quantity.high is not None:
        return {("bar", quantity.low, quantity.high)}
    if quantity.hedge is Hedge.ABOUT:
        return {("halo", quantity.stated or 0, quantity.stated or 0)}
    start = quantity.high if quantity.high is not None else quantity.low
    assert start is not None
    return {("arrow", start, math.copysign(1, -1 if quantity.high is not None else 1))}


def bounds_at(drawn: Drawing, y: float) -> set[tuple[str, float, float]]:
    """What stands around the dots of a row."""
    axes = drawn.chart.figure.axes[0]
    values: set[tuple[str, float, float]] = set()
    for line in axes.lines:
        xs, ys = place(line)
        if line.get_gid() is None and set(ys) == {y}:
            if line.get_linewidth() in (2, 4) and line.get_linestyle() == "-":
                values.add(("bar", xs[0], xs[1]))
            elif isinstance(line.get_marker(), Path_):
                values.add(("halo", xs[0], xs[0]))
    for fading in axes.collections:
        assert isinstance(fading, LineCollection)
        (x, at), (towards, _) = fading.get_segments()[0]
        if at == y:
            values.add(("arrow", float(x), math.copysign(1, towards - x)))
    return values


@over("intervals")
def test_sums_of_our_own_are_hollow_and_say_so(drawn: Drawing) -> None:
    marks = marked(drawn.chart.figure)
    (gid,) = [gid for gid in marks if gid.startswith("derived-")]
    (mark,) = marks[gid]
    assert isinstance(mark, Line2D)
    assert same_color(mark.get_markerfacecolor(), style.PAPER)
    row = drawn.table.loc[gid]
    assert (row["mark"], row["x"]) == ("hollow", place(mark)[0][0])
    texts = [" ".join(t.split()) for t in written(drawn.chart.figure)]
    how = str(row["phrase"])
    assert {how, "our own sum", f"{row['figure']} our own"} <= set(texts)
    assert f"Our own sum, {how}: {row['figure']} our own." in drawn.chart.alt


@over("evidence_by_day")
def test_origins_stand_above_the_line_and_retellings_below(drawn: Drawing) -> None:
    above = {claim.claim_id for claim, artist in claims(drawn) if place(artist)[1][0] > 0}
    assert above == {c.claim_id for c in drawn.claims if not c.retells and c.published}


LOST = style.HATCH
"""The edge of what is hatched because it was not found."""


def _edges(patch: Patch, colour: str) -> tuple[Any, str]:
    return patch.get_edgecolor(), colour


def altered(timeline: Timeline, changed: dict[str, dict[str, str]]) -> Timeline:
    """The same claims but for these fields of these rows."""
    rows = tuple({**row, **changed.get(row["claim_id"], {})} for row in timeline.rows["claims"])
    texts = {row["claim_id"] for row in timeline.chosen}
    chosen = tuple(row for row in rows if row["claim_id"] in texts)
    return replace(timeline, rows={**timeline.rows, "claims": rows}, chosen=chosen)


def hatched(chart: Drawing, axis: int = 0) -> set[date]:
    """The days that are hatched on an axis of days."""
    matches = set()
    for patch in chart.chart.figure.axes[axis].patches:
        if isinstance(patch, Patch) and same_color(*_edges(patch, LOST)):
            box = patch.get_path().transformed(patch.get_patch_transform()).get_extents()
            assert box.width == pytest.approx(1)
            matches.add(day((box.x0 + box.x1) / 2))
    return matches


def day(number: float) -> date:
    return date(1970, 1, 1) + pd.Timedelta(days=round(number)).to_pytimedelta()


def test_a_day_on_which_a_search_gave_nothing_is_hatched() -> None:
    drawn = drawing(CONVOY, "evidence_by_day")
    rows = drawn.claims.rows["searches"]
    empty = {
        when(row["covers"]).first
        for row in rows
        if row["result"] == "not_found" and not row["measure"]
    }
    first, last = date(2017, 8, 27), date(2017, 9, 14)
    spoken = {c.published.last for c in drawn.claims if c.published}
    empty_days = {item for item in empty if item and first <= item <= last}
    assert hatched(drawn) == empty_days - spoken, "a day that has a claim is never hatched"
    assert hatched(drawn)


@pytest.mark.parametrize(
    ("covers", "days"),
    [
        ("2031-03-05", [5]),
        ("2031-03-04/2031-03-06", [4, 5, 6]),
        ("[2031-03-04,2031-03-06]", [4, 6]),
        ("2031-03-05/..", [5]),
        ("../2031-03-05", [5]),
        ("2031-03-05/2031-03-20", [5, 6, 7]),
        ("", []),
    ],
)
def test_every_day_that_a_search_covers_is_hatched(
    ferry: Timeline, covers: str, days: list[int]
) -> None:
    row = {**ferry.rows["searches"][0], "covers": covers, "measure": ""}
    timeline = replace(ferry, rows={**ferry.rows, "searches": (row,)})
    chart = FORMS["evidence_by_day"].draw(timeline, timeline)
    spoken = {claim.published.last for claim in timeline if claim.published}
    expected = {date(2031, 3, day) for day in days} - spoken
    assert hatched(Drawing("evidence_by_day", timeline, chart)) == expected


@EVERY
def test_no_two_texts_overlap_and_none_leaves_the_figure(drawn: Drawing) -> None:
    figure = drawn.chart.figure
    width, height = figure.bbox.size
    texts = boxes(figure)
    assert len(texts) > 5
    for text, box in texts:
        assert all(-1 <= x <= width + 1 and -1 <= y <= height + 1 for x, y in box), text
    assert crowded(texts) == []


@EVERY
def test_the_words_around_a_chart(drawn: Drawing) -> None:
    title, subtitle, *_, source = (text.get_text() for text in drawn.chart.figure.texts)
    words = " ".join([subtitle, *_, source])
    assert title == TITLE
    assert re.match(r"[A-Z].*; said \d", " ".join(subtitle.split()))
    package = drawn.claims.package
    assert source.startswith("Source: ")
    assert f"{package.title}, version {package.version}." in " ".join(source.split())
    assert not re.search(r"\bc\d{3}\b|[a-z]_[a-z]| · ", words), "no ids and no names of fields"


@EVERY
def test_alt_text_is_sentences_with_the_main_finding(drawn: Drawing) -> None:
    alt = drawn.chart.alt
    assert alt.startswith(f"{TITLE}. ")
    assert alt.endswith(".")
    assert len(alt) < 1500
    assert not re.search(r"\bc\d{3}\b|[a-z]_[a-z]|no verb|None", alt), "no ids, no names of fields"
    assert not re.search(r"\b1 (claim|figure|report|day|square|place|origin)s\b", alt)
    for words in _foretold(drawn):
        assert words in alt


def _foretold(drawn: Drawing) -> list[str]:
    """Words of the table that have to be in the alt text."""
    table = drawn.table
    if drawn.form == "locator":
        most = table.sort_values("claims").iloc[-1]
        return [str(most["name"]), many(most["claims"], "claim")]
    if drawn.form == "claims_and_origins":
        widest = (table.claims - table.origins).max()
        rows = [row for row in table.itertuples() if row.claims - row.origins == widest]
        return [
            f"{many(row.claims, 'claim')} from {many(row.origins, 'statement')}" for row in rows[:1]
        ]
    if drawn.form == "hedge_matrix":
        return [
            f"{table['count'].sum()} repeated",
            f"{table['count'][table.said == table.carried_on].sum()} ha",
        ]
    if drawn.form in ("evidence_by_day", "swimlanes"):
        return ["Most "] if drawn.form == "swimlanes" else [f"{_peak(table)} first said"]
    return _of_claims(drawn, table)


def _peak(table: Any) -> int:
    """How many were first said on the day on which most was published."""
    days = table.x.map(lambda text: when(text).last)
    most = days.value_counts()
    peak = max(most.index, key=lambda day: (most[day], day))
    return int((table.y[days == peak] > 0).sum())


def _of_claims(drawn: Drawing, table: Any) -> list[str]:
    whole = {c.claim_id: c for c in drawn.claims}
    if drawn.form == "said_and_about":
        return [many(len(table), "figure")]
    if drawn.form == "claimed_and_counted":
        return [str(table.iloc[-1]["figure"]), str(table.iloc[-2]["figure"])]
    if drawn.form == "strip":
        return [str(table[~table.index.str.startswith("derived-")].iloc[-1]["place"])]
    if drawn.form == "comparison_table":
        changed = [
            c
            for c in whole.values()
            if c.claim_id in table.index and c.quantity != c.origin_quantity
        ]
        return [many(len(table), "figure"), *(str(c.quantity) for c in changed[:5])]
    if drawn.form == "steps":
        return list(table[~table["mark"].str.contains("faint")]["figure"].head(2))
    if drawn.form.startswith("intervals"):
        return _highest(table, whole)
    if drawn.form == "tree":
        return [str(table.iloc[0]["figure"])]
    return [str(table.iloc[0]["figure"])]


def _highest(table: Any, whole: dict[str, Claim]) -> list[str]:
    """The largest figure of the thing counted most often."""
    those = [whole[i] for i in table.index if i in whole]
    labels = [claim.label for claim in those]
    often = max(labels, key=labels.count)
    numbers = [c for c in those if c.label == often and c.quantity.stated is not None]
    return [str(max(numbers, key=_reach).drawn)]


def _reach(claim: Claim) -> tuple[float, float]:
    """Its number, and what the words leave open: "more than 400" is above "about 400"."""
    return claim.quantity.stated or 0, claim.drawn.low or 0


@over(*PLAIN)
def test_a_notebook_gets_the_picture_its_words_and_its_table(drawn: Drawing) -> None:
    data, metadata = drawn.chart._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert data["image/png"].startswith(b"\x89PNG\r\n")
    assert metadata == {"image/png": {"alt": drawn.chart.alt}}
    value = data["text/plain"]
    assert value.startswith(drawn.chart.alt)
    for row in drawn.table.itertuples():
        assert str(row.Index) in value
    assert "..." not in value.removeprefix(drawn.chart.alt)


@over(*PLAIN)
def test_the_same_chart_twice_has_the_same_bytes(drawn: Drawing) -> None:
    name = drawn.claims.package.name
    again = FORMS[drawn.form].draw(FORMS[drawn.form].claims(case(name)), case(name))
    assert again.svg() == drawn.chart.svg()
    pd.testing.assert_frame_equal(again.table, drawn.table)
    assert again.alt == drawn.chart.alt


ELSEWHERE = """
import hashlib, json, sys
sys.path.insert(0, "tests")
from gallery import FORMS, drawing
svgs = {form: drawing("ferry-2031", form).chart.svg() for form in FORMS}
png = drawing("ferry-2031", "intervals").chart.png()
print(json.dumps({
    "hashes": {form: hashlib.sha256(svg.encode()).hexdigest() for form, svg in svgs.items()},
    "pyplot": "matplotlib.pyplot" in sys.modules,
}))
"""


def test_another_process_draws_the_same_bytes_and_never_pyplot() -> None:
    import hashlib

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ELSEWHERE],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "MPLBACKEND": "svg", "HOME": str(Path.home()), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    data = json.loads(done.stdout)
    row = {form: drawing("ferry-2031", form).chart.svg() for form in FORMS}
    assert data["hashes"] == {f: hashlib.sha256(s.encode()).hexdigest() for f, s in row.items()}
    assert not data["pyplot"]
    assert done.stderr == ""


def test_drawing_changes_nothing_of_matplotlib(ferry: Timeline) -> None:
    names = [name for name in mpl.rcParams if name != "backend"]  # to ask for it sets it
    before = {name: mpl.rcParams[name] for name in names}
    chart = charts.intervals(ferry, TITLE)
    chart.png()
    chart.svg()
    with pytest.raises(Empty):
        unwrap(charts.intervals)(ferry.where(measure="statement"), TITLE)
    assert {name: mpl.rcParams[name] for name in names} == before


NASTY = (r"$x$", "<script>x()</script>", "`rm`", "a\u202eb", "$\\frac{1}{0}$", "%s{0}")


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize(
    "form",
    [
        "intervals",
        "said_and_about",
        "tree",
        "claimed_and_counted",
        "comparison_table",
        "waffle",
        "steps",
        "strip",
    ],
)
def test_text_stays_text(ferry: Timeline, form: str, text: str) -> None:
    rows = tuple({**row, "phrase": f"12 {text}", "gloss": "", "verb": text} for row in ferry.chosen)
    turned = replace(ferry, rows={**ferry.rows, "claims": rows}, chosen=rows)
    chart = FORMS[form].draw(FORMS[form].claims(turned), turned)
    chart.figure.savefig(io.BytesIO(), format="svg")
    label = text.replace("\u202e", "\\u202e")
    texts = written(chart.figure)
    assert not any("\u202e" in words for words in texts)
    if form not in ("steps", "claimed_and_counted"):  # which show no phrase
        assert any(label[:3] in " ".join(words.split()) for words in texts)
    assert "\u202e" not in chart.svg()
    if "script" in text:
        assert "<script" not in chart.svg()


@pytest.mark.parametrize("form", FORMS)
def test_a_scope_without_a_claim_gives_a_line_and_no_error(ferry: Timeline, form: str) -> None:
    chart = FORMS[form].draw(ferry.where(claim_id="c001").where(claim_id="c002"), ferry)
    assert isinstance(chart, EmptyChart)
    why = {"waffle": "no count of a whole or its parts"}
    assert chart.alt == f"{TITLE}: {why.get(form, 'nothing in this selection to draw')}."
    assert chart._repr_mimebundle_() == (Sentence(chart.alt)._repr_mimebundle_(), {})


def test_parts_whose_whole_is_not_there_are_drawn_all_the_same(ferry: Timeline) -> None:
    """As before the article is out that gives the whole."""
    none, people = ferry.where(claim_id="c022"), ferry.where(measure="people")
    chart = charts.waffle(people, TITLE, whole=none)
    assert set(chart.table["of"]) == {212}


def test_a_tree_of_small_families_draws_the_largest(ferry: Timeline) -> None:
    families = Counter(claim.origin for claim in ferry)
    largest = {origin for origin, size in families.items() if size == max(families.values())}
    drawn = set(charts.tree(ferry, TITLE, min_claims=99).table.index)
    assert drawn == {claim.claim_id for claim in ferry if claim.origin in largest}
    alone = ferry.where(claim_id=["c001", "c002"])
    assert isinstance(charts.tree(alone, TITLE, min_claims=1), EmptyChart)


def test_more_groups_than_colours_are_refused(ferry: Timeline) -> None:
    kinds = tuple({**row, "group": f"g{n}"} for n, row in enumerate(ferry.rows["actors"]))
    crowded = replace(ferry, rows={**ferry.rows, "actors": kinds})
    with pytest.raises(Invalid) as refused:
        charts.intervals(crowded, TITLE)
    (problem,) = refused.value.problems
    assert problem.where == "actors.csv:1:group"
    assert problem.allowed == f"at most {len(style.PALETTE)} groups besides outlets"


def test_more_documents_than_columns_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        charts.comparison_table(case(CONVOY), TITLE)
    (problem,) = refused.value.problems
    assert problem.where == "comparison_table"
    assert re.fullmatch(r"\d+ documents", problem.value)


def test_two_figures_of_a_cell_stand_under_each_other() -> None:
    table = drawing("ferry-2031", "comparison_table").table
    same = table.loc[["c011", "c012", "c014"]]
    assert same.x.nunique() == 1
    assert list(same.y - same.y.min()) == [0, 1, 2]


@pytest.mark.parametrize("form", ["swimlanes", "steps", "said_and_about", "evidence_by_day"])
def test_an_uncertain_day_is_a_line_over_its_days(ferry: Timeline, form: str) -> None:
    about, sources = "[2031-03-04,2031-03-05]", ferry.rows["sources"]
    timeline = altered(
        ferry, {"c019": {"said_on": about}, "c001": {"said_on": "2031-03-03?/2031-03-05"}}
    )
    papers = {timeline[i].source_id for i in ("c001", "c019")}
    dated = tuple(
        {**row, "published": about} if row["source_id"] in papers else row for row in sources
    )
    timeline = replace(timeline, rows={**timeline.rows, "sources": dated})
    timeline = timeline.where(measure=["injured", "people"])
    chart = getattr(charts, form)(timeline)
    for claim_id in ("c001", "c019"):
        claim = timeline[claim_id]
        axes = marked(chart.figure)[claim_id][0].axes
        assert axes
        day_ = claim.published if form == "evidence_by_day" else claim.said_on
        assert day_
        assert day_.first
        (x,), (y,) = place(marked(chart.figure)[claim_id][0])
        flat = form != "swimlanes"
        lines = [
            (xs, ys, line)
            for line in axes.lines
            if line.get_gid() is None and line.get_linewidth() == 1
            for xs, ys in [place(line)]
            if len(xs) == 2 and (ys == [y, y] if flat else xs == [x, x])
        ]
        assert lines, claim_id
        if flat:
            (xs, _, line), *_ = lines
            assert xs[0] == style.day_number(day_.first)
            assert xs[0] < x <= xs[1]
            assert line.is_dashed() == day_.inferred_first
            low, high = axes.get_xlim()
            assert low < xs[0] < xs[1] < high
        else:
            assert any(ys[0] < ys[1] == y for _, ys, _ in lines)


@pytest.mark.parametrize("form", ["said_and_about", "evidence_by_day", "steps"])
def test_a_day_whose_start_is_not_known_is_an_open_end(ferry: Timeline, form: str) -> None:
    timeline = altered(ferry, {"c019": {"said_on": "/2031-03-06"}})
    paper = timeline["c019"].source_id
    dated = tuple(
        {**row, "published": "/2031-03-06"} if row["source_id"] == paper else row
        for row in timeline.rows["sources"]
    )
    timeline = replace(timeline, rows={**timeline.rows, "sources": dated}).where(
        claim_id=["c019", "c003"]
    )
    chart = getattr(charts, form)(timeline)
    (x,), (y,) = place(marked(chart.figure)["c019"][0])
    starts = [
        fading.get_segments()[0]
        for fading in chart.figure.axes[0].collections
        if isinstance(fading, LineCollection)
    ]
    assert any((a[0], a[1]) == (x, y) and b[0] < x for a, b in starts)


def test_an_uncertain_day_of_the_record_is_a_line() -> None:
    drawn = drawing(CONVOY, "swimlanes")
    interval = {c.claim_id for c, _ in claims(drawn) if c.said_on and c.said_on.days != 1}
    at = {i: place(a[0]) for i, a in marked(drawn.chart.figure).items() if i in interval}
    lines = [place(line) for line in drawn.chart.figure.axes[0].lines if line.get_gid() is None]
    ends = {(xs[0], ys[-1]) for xs, ys in lines if len(xs) == 2 and xs[0] == xs[1]}
    bounded = [i for i in interval if drawn.claims[i].said_on.first]  # type: ignore[union-attr]
    assert bounded
    assert {(at[i][0][0], at[i][1][0]) for i in bounded} <= ends


def test_an_end_that_the_coder_inferred_is_dashed(ferry: Timeline) -> None:
    drawn = drawing("ferry-2031", "said_and_about")
    chart = drawn.chart
    for claim_id, dashed in (("c006", 1), ("c001", 0), ("c021", None), ("c019", 1)):
        if dashed is None:
            assert claim_id not in drawn.table.index
            continue
        y = drawn.table.y[claim_id]
        bars = [
            line
            for line in chart.figure.axes[0].lines
            if line.get_linewidth() == 6 and place(line)[1][0] == y
        ]
        assert sum(line.is_dashed() for line in bars) == dashed
        covers = ferry[claim_id].covers
        assert covers
        left = min(min(place(line)[0]) for line in bars)
        right = max(max(place(line)[0]) for line in bars)
        assert covers.first
        assert covers.last
        assert left == pytest.approx(style.day_number(covers.first) - 0.45)
        assert right == pytest.approx(style.day_number(covers.last) + 0.45)


@over("tree")
def test_a_tree_labels_what_changed_and_nothing_else(drawn: Drawing) -> None:
    others = {claim.claim_id: claim for claim in drawn.claims}
    red = [
        text
        for text in drawn.chart.figure.axes[0].texts
        if same_color(text.get_color(), style.WRONG)
    ]
    changed = drawn.table["changed"]
    assert len(red) == (changed != "").sum() > 0
    for claim_id, words in changed.items():
        claim, before = others[claim_id], others.get(others[claim_id].retells)
        expected = {
            "quantity": before and claim.quantity != before.quantity,
            "noun": before
            and (claim.measure, claim.categories) != (before.measure, before.categories),
            "verb": before and claim.verb and before.verb and claim.verb != before.verb,
            "claimant": before and not set(claim.claimants) & set(before.claimants),
        }
        assert len(list(filter(None, words.split("; ")))) == sum(map(bool, expected.values()))
        if expected["quantity"] and before:
            assert f"{before.quantity} → {claim.quantity}" in words


def test_a_sum_that_fails_is_red_and_a_sum_that_closes_is_not() -> None:
    drawn = drawing(CONVOY, "dumbbell")
    texts = {t.get_text().strip(): t for t in drawn.chart.figure.axes[0].texts}
    failing = {text: t for text, t in texts.items() if "≠" in text}
    assert failing
    for text, artist in failing.items():
        parts, whole = text.split("≠")
        assert sum(map(int, parts.split("+"))) != int(whole.split()[0])
        assert same_color(artist.get_color(), style.WRONG)


def test_a_running_total_is_joined_by_steps_for_each_claimant() -> None:
    drawn = drawing(CONVOY, "steps")
    steps = [x for x in drawn.chart.figure.axes[0].lines if x.get_drawstyle() == "steps-post"]
    firsts = [claim for claim in drawn.claims if not claim.retelling]
    assert len(steps) == len({claim.claimants for claim in firsts if claim.said_on})
    highest = max(claim.quantity.stated or 0 for claim in firsts if claim.said_on)
    assert max(place(steps[0])[1]) == highest


def test_the_claimants_of_one_side_have_marks_and_names_of_their_own(ferry: Timeline) -> None:
    actors = tuple({**row, "group": "government"} for row in ferry.rows["actors"])
    timeline = replace(ferry, rows={**ferry.rows, "actors": actors}).where(measure="injured")
    chart = charts.steps(timeline)
    firsts = [c for c in timeline if c.claim_id in chart.table.index and not c.retelling]
    shapes = {c.claimants: marked(chart.figure)[c.claim_id][0].get_marker() for c in firsts}  # type: ignore[attr-defined]
    assert len(shapes) > 1
    assert len(set(shapes.values())) == len(shapes)
    texts = " ".join(written(chart.figure)).replace("\n", " ")
    for claim in firsts:
        name = timeline.row("actors", claim.claimants[0])["name"]
        assert f"{name}: {claim.quantity}" in texts
        assert texts.replace(f"{name}: ", "").count(name) >= 1, "the end of its line is not named"


def _totals(ferry: Timeline, *totals: tuple[str, str, str]) -> Timeline:
    """Totals of one claimant: the day each was said, its number, and its hedge."""
    first = next(row for row in ferry.chosen if row["claim_id"] == "c016")
    claims_ = tuple(
        {
            **first,
            "claim_id": f"c{number}",
            "counts": "running_total",
            "said_on": day,
            "covers": f"2031-03-04/{day}",
            "stated": stated,
            "hedge": hedge,
            "phrase": f"{stated} injured",
            "gloss": "",
        }
        for number, (day, stated, hedge) in enumerate(totals, 101)
    )
    return replace(ferry, rows={**ferry.rows, "claims": claims_, "links": ()}, chosen=claims_)


@pytest.mark.parametrize(
    ("totals", "falls"),
    [
        ([("2031-03-05", "220", "bare"), ("2031-03-06", "190", "bare")], True),
        ([("2031-03-05", "190", "bare"), ("2031-03-06", "220", "bare")], False),
        ([("2031-03-05", "220", "bare"), ("2031-03-06", "190", "at_least")], False),
        ([("2031-03-05", "220", "about"), ("2031-03-06", "190", "bare")], False),
        ([("2031-03-05", "220", "bare"), ("2031-03-05", "190", "bare")], False),
    ],
)
def test_a_total_that_surely_falls_is_said_to(
    ferry: Timeline, totals: list[tuple[str, str, str]], falls: bool
) -> None:
    chart = charts.steps(_totals(ferry, *totals))
    assert ("A later total is lower: 190" in around(chart)) == falls
    assert ("A later total is lower: 190" in chart.alt) == falls
    (line,) = [x for x in chart.figure.axes[0].lines if x.get_drawstyle() == "steps-post"]
    assert set(place(line)[1]) == {190, 220}


def test_a_total_below_that_of_another_claimant_is_said_to_be_another_s(ferry: Timeline) -> None:
    timeline = _totals(ferry, ("2031-03-05", "220", "bare"), ("2031-03-06", "190", "bare"))
    first, second = timeline.rows["claims"]
    claims_ = (first, {**second, "claimant": "ministry"})
    both = replace(timeline, rows={**timeline.rows, "claims": claims_}, chosen=claims_)
    assert "The later total of another claimant is lower: 190" in around(charts.steps(both))


@pytest.mark.parametrize("form", ["steps", "intervals"])
@pytest.mark.parametrize("highest", ["900", "90000"])
def test_figures_far_apart_stand_on_a_logarithmic_axis_that_says_so(
    ferry: Timeline, form: str, highest: str
) -> None:
    days_ = ("2031-03-04", "2031-03-05", "2031-03-06")
    rows_ = zip(days_, ("0", "10", highest), ("bare", "more_than", "up_to"), strict=True)
    chart = getattr(charts, form)(_totals(ferry, *rows_))
    axes = chart.figure.axes[0]
    spots = [place(marked(chart.figure)[claim_id][0]) for claim_id in chart.table.index]
    pixels = [axes.transData.transform((xs[0], ys[0])) for xs, ys in spots]
    none, ten, high = (float(at[int(form == "steps")]) for at in pixels)
    far = int(highest) > 1000
    assert ("logarithmic" in around(chart)) == far
    assert none < ten < high
    assert ((ten - none) / (high - none) > 0.1) == far
    inside = axes.bbox.height if form == "steps" else axes.bbox.width
    assert high - none < inside


def test_an_open_end_has_one_length_on_every_axis(ferry: Timeline) -> None:
    """An arrow is as long on paper at ten as at ten thousand."""
    open_ = [("2031-03-04", "10", "more_than"), ("2031-03-05", "1000", "more_than")]
    chart = charts.intervals(_totals(ferry, *open_, ("2031-03-06", "20000", "bare")))
    axes = chart.figure.axes[0]
    lengths = []
    for fading in axes.collections:
        assert isinstance(fading, LineCollection)
        segments = fading.get_segments()
        ends = axes.transData.transform([segments[0][0], segments[-1][1]])
        lengths.append(ends[1][0] - ends[0][0])
    assert len(lengths) == 2
    assert lengths[0] == pytest.approx(lengths[1])


def test_each_measure_has_an_axis_of_its_own(ferry: Timeline) -> None:
    chart = charts.intervals(ferry, by="measure")
    marks = marked(chart.figure)
    axes_of: dict[str, set[int]] = {}
    for claim in ferry:
        axes_of.setdefault(claim.label, set()).add(id(marks[claim.claim_id][0].axes))
    assert all(len(axes) == 1 for axes in axes_of.values())
    assert len({next(iter(axes)) for axes in axes_of.values()}) == len(axes_of)
    assert "Each thing counted has an axis of its own." in around(chart)


def test_a_pair_has_its_hedges(ferry: Timeline) -> None:
    """At least 6 is drawn with an arrow, and is never printed as 6."""
    timeline = altered(ferry, {"c011": {"hedge": "at_least"}})
    chart = charts.dumbbell(timeline, "", first="sorties", second="trips")
    assert chart.table.loc["c011", "figure"] == "at least 6"
    ends = [
        segments.get_segments()[0][0]
        for segments in chart.figure.axes[0].collections
        if isinstance(segments, LineCollection)
    ]
    row = chart.table.loc["c011"]
    assert [row.x, row.y] in [list(end) for end in ends]
    assert any("at least 6 and" in text for text in written(chart.figure))


def test_a_sum_that_cannot_be_decided_says_so(ferry: Timeline) -> None:
    timeline = altered(ferry, {"c011": {"hedge": "at_least"}, "c013": {"place_id": "strait"}})
    chart = charts.dumbbell(timeline, "", first="sorties", second="trips")
    (sums,) = [t for t in chart.figure.axes[0].texts if " + " in t.get_text()]
    assert "?" in sums.get_text()
    assert "None" not in sums.get_text()
    assert "at least 6" in sums.get_text()
    assert same_color(sums.get_color(), style.SOFT)
    assert "A question mark: the words leave open" in around(chart)


def test_none_at_all_is_called_a_ring_where_it_is_drawn_so(ferry: Timeline) -> None:
    for form, words in (("intervals", "ring"), ("steps", "ring"), ("swimlanes", "solid")):
        table = getattr(charts, form)(ferry.where(measure="injured")).table
        assert table["mark"]["c003"] == words
    assert charts.intervals(ferry).table["mark"]["c007"] == "words"


def test_marks_of_a_day_stay_in_its_column(ferry: Timeline) -> None:
    same = {
        "measure": "injured",
        "category": "total",
        "stated": "7",
        "hedge": "bare",
        "said_on": "2031-03-06",
    }
    timeline = altered(ferry, {row["claim_id"]: same for row in ferry.chosen if row["stated"]})
    table = charts.steps(timeline).table
    assert len(table) > 8
    middle = style.day_number(date(2031, 3, 6))
    assert (table.x >= middle).all()
    assert (table.x < middle + 0.9).all()
    assert table.x.is_unique


def test_steps_name_what_has_no_number_and_what_changed(ferry: Timeline, case: Case) -> None:
    chart = charts.steps(ferry.where(measure=["injured", "dead"]))
    assert "1 claim without a day is not drawn." in around(chart)
    assert "2 claims without a number are not drawn." in around(chart)
    other = case.change("claims", "c018", phrase="11 people", stated="11").load()
    claims_ = {claim.claim_id: claim for claim in other.where(measure=["injured", "dead"])}
    changed = charts.steps(other.where(measure=["injured", "dead"]))
    assert changed.table.loc["c018", "changed"] == "more than 10 → 11"
    for claim_id, words in changed.table["changed"].items():
        claim = claims_[str(claim_id)]
        assert bool(words) == (claim.quantity != claim.origin_quantity)
    publisher = other.row("sources", claims_["c018"].source_id)["publisher"]
    assert f"{publisher}: 11" in set(written(changed.figure))


def test_a_chart_without_a_title_is_named_by_what_it_draws(ferry: Timeline) -> None:
    chart = charts.intervals(ferry.where(measure="injured"))
    label = ferry.measures["injured", "total"].label
    assert chart.figure.texts[0].get_text() == label[0].upper() + label[1:]
    assert chart.alt.startswith(chart.figure.texts[0].get_text() + ". ")
    for form in set(charts.FORMS) - OF_RESULTS - OF_DATA_SETS - STRIPS - BY_TOTAL:
        timeline = ferry.where(measure=["sorties", "trips"]) if form in COMPARING else ferry
        timeline = case(CONVOY) if form == "tree" else timeline
        title = getattr(charts, form)(timeline).figure.texts[0].get_text()
        assert 0 < len(title) <= 70
    assert re.search(r" and \d+ more$", charts.swimlanes(ferry).figure.texts[0].get_text())


def test_an_unknown_heading_is_refused_and_the_nearest_named(ferry: Timeline) -> None:
    with pytest.raises(Invalid) as refused:
        charts.intervals(ferry, by="mesure")
    (problem,) = refused.value.problems
    assert (problem.where, problem.value) == ("by", "'mesure'")
    assert problem.fix == "did you mean measure?"


def test_a_heading_keeps_the_tilde_of_a_day_that_every_claim_infers(ferry: Timeline) -> None:
    inferred = written(charts.intervals(ferry.where(claim_id="c006"), by="covers").figure)
    assert any(text.startswith("For ~3") for text in inferred)
    mixed = altered(ferry, {"c007": {"covers": "2031-03-03/2031-03-05"}})
    texts = written(charts.intervals(mixed.where(claim_id=["c006", "c007"]), by="covers").figure)
    assert any(text.startswith("For 3") for text in texts)
    assert not any(text.startswith("For ~") for text in texts)


def test_an_open_claimant_is_no_claimant_of_a_day(ferry: Timeline) -> None:
    chart = charts.swimlanes(ferry.where(claim_id=["c004", "c005"]))
    assert "2 claims by 1 claimant" in chart.alt


def test_what_a_claim_lacks_is_named_where_it_is_not_drawn(ferry: Timeline) -> None:
    timeline = altered(ferry, {"c001": {"covers": ""}})
    assert "1 claim without a period is not drawn." in around(charts.said_and_about(timeline))


def test_a_repetition_stays_faint_where_the_first_report_is_not_drawn(ferry: Timeline) -> None:
    alone = next(claim for claim in ferry if claim.retells and claim.quantity.stated is not None)
    chart = charts.intervals(ferry.where(claim_id=alone.claim_id), TITLE)
    assert "faint" in str(chart.table.loc[alone.claim_id, "mark"])


def test_a_denial_is_headed_by_what_is_denied() -> None:
    timeline = case("quake-2034").where(measure="dead")
    denials = [claim.denied for claim in timeline if claim.denied]
    texts = written(charts.intervals(timeline, by="origin").figure)
    assert denials
    assert all(f"{denied}, denied" in texts for denied in denials)
    assert "No figure" not in texts


def test_a_sum_beside_a_whole_names_what_is_counted_and_no_measure() -> None:
    whole = case(CONVOY)
    measures = tuple(
        {**row, "label": "raids by day"} if row["measure"] == "strikes" else row
        for row in whole.rows["measures"]
    )
    timeline = replace(whole, rows={**whole.rows, "measures": measures})
    chart = charts.dumbbell(timeline, TITLE, first="strikes", second="engagements")
    sums = [text for text in written(chart.figure) if "≠" in text and "+" in text]
    assert any(text.endswith("raids by day") for text in sums)
    assert "strikes" not in " ".join([*sums, chart.alt])
