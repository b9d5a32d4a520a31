"""Every form over both cases: what is drawn is what the table says, where it says it."""

from __future__ import annotations

import io
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from gallery import (
    CASES,
    CONVOY,
    FORMS,
    TITLE,
    Drawing,
    boxes,
    case,
    crowded,
    drawing,
    marked,
    written,
)
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.colors import same_color
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text

from analysis import charts, look
from analysis.claim import Claim
from analysis.drawing import draw
from analysis.errors import Nothing, Refused
from analysis.quantity import Hedge
from analysis.sentences import Sentence
from analysis.timeline import Timeline
from analysis.when import when

COUNTING = {"tally", "drift"}
"""Forms with a mark for many claims."""
IN_WORDS = {"parts", "cumulative"}
"""Forms whose marks are figures in cells, not dots."""
WORDLESS = (Hedge.UNQUANTIFIED, Hedge.NONE)
ROOT = Path(__file__).resolve().parent.parent

Spot = tuple[list[float], list[float]]


@pytest.fixture
def drawn(request: pytest.FixtureRequest) -> Drawing:
    return drawing(*request.param)


def over(*forms: str) -> pytest.MarkDecorator:
    """The same test over these forms and both cases."""
    told = [(name, form) for name in CASES for form in forms]
    return pytest.mark.parametrize("drawn", told, indirect=True, ids=["-".join(t) for t in told])


PLAIN = [form for form in FORMS if " by " not in form]
EVERY = over(*FORMS)
EACH = over(*(form for form in FORMS if form not in COUNTING))
DOTS = over(*(form for form in FORMS if form not in COUNTING | IN_WORDS))


def place(artist: Artist) -> Spot:
    """Where an artist stands, as it says itself."""
    if isinstance(artist, Line2D):
        return np.ravel(artist.get_xdata()).tolist(), np.ravel(artist.get_ydata()).tolist()
    assert isinstance(artist, Text)
    x, y = artist.get_position()
    return [float(x)], [float(y)]


def planned(row: Any, claim: Claim) -> Spot:
    """Where the chart's table has the mark of a claim; a claim without a number has its words."""
    xs = row.x if isinstance(row.x, list) else [row.x]
    if isinstance(row.x, str):
        last = when(row.x).last
        assert last
        xs = [look.day_number(last)]
    elif not isinstance(row.x, list) and pd.isna(row.x):
        bounds = [claim.drawn.low, claim.drawn.high]
        xs = bounds if claim.drawn.hedge is Hedge.BETWEEN else [claim.drawn.low or 0]
    return [float(x) for x in xs if x is not None], [float(row.y)] * len(xs)


def claims(drawn: Drawing) -> Iterator[tuple[Claim, Artist]]:
    """The claims of a chart, each with its one mark."""
    marks = marked(drawn.chart.figure)
    for claim_id in drawn.table.index:
        (artist,) = marks[claim_id]
        yield case(drawn.told.package.name).claim(claim_id), artist


def retold(drawn: Drawing, claim: Claim) -> bool:
    """Is it a retelling among the claims of this chart?"""
    return any(c.retelling for c in drawn.told.told() if c.claim_id == claim.claim_id)


def test_every_form_is_looked_at() -> None:
    assert {form.split()[0] for form in FORMS} == set(charts.__all__)


@EACH
def test_every_claim_of_the_table_has_one_mark_where_the_table_says(drawn: Drawing) -> None:
    marks = marked(drawn.chart.figure)
    table = drawn.table
    assert table.index.is_unique
    assert {gid for gid in marks if not gid.startswith("derived-")} == set(table.index)
    for (claim, artist), row in zip(claims(drawn), table.itertuples(), strict=True):
        (xs, ys), (planned_xs, planned_ys) = place(artist), planned(row, claim)
        assert xs == pytest.approx(planned_xs), claim.claim_id
        assert ys == pytest.approx(planned_ys), claim.claim_id


@over("tally")
def test_a_tally_stands_at_its_number_of_origins(drawn: Drawing) -> None:
    marks = marked(drawn.chart.figure)
    told = {claim.claim_id: claim for claim in drawn.told.told()}
    assert set(marks) == set(drawn.table.index)
    for row in drawn.table.itertuples():
        (artist,) = marks[str(row.Index)]
        of = str(row.of).split()
        origins = len({told[claim_id].origin for claim_id in of})
        assert place(artist) == ([origins], [row.y])
        assert (row.claims, row.origins) == (len(of), origins)


@over("drift")
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
            claim = drawn.told.claim(claim_id)
            assert (claim.origin_quantity.hedge, claim.quantity.hedge) == (
                row.said,
                row.carried_on,
            )
    every = " ".join(table["of"]).split()
    numbered = [
        c.claim_id
        for c in drawn.told.told()
        if c.retells and not {c.quantity.hedge, c.origin_quantity.hedge} & set(WORDLESS)
    ]
    assert sorted(every) == sorted(numbered)


@DOTS
def test_retellings_are_faint_and_what_is_undecided_is_hollow(drawn: Drawing) -> None:
    for claim, artist in claims(drawn):
        faint = (artist.get_alpha() or 1) < 1
        assert faint == retold(drawn, claim), claim.claim_id
        if isinstance(artist, Line2D) and artist.get_marker() != "|":
            nothing = drawn.form.split()[0] in ("ladder", "climb") and not claim.drawn.stated
            hollow = same_color(artist.get_markerfacecolor(), look.PAPER)
            assert hollow == (claim.undecided or nothing), claim.claim_id


@over("parts")
def test_a_cell_is_pale_where_it_is_carried_on_and_red_where_it_changed(drawn: Drawing) -> None:
    for claim, artist in claims(drawn):
        assert isinstance(artist, Text)
        changed = claim.quantity != claim.origin_quantity
        ink = look.SOFT if retold(drawn, claim) else look.INK
        assert same_color(artist.get_color(), look.WRONG if changed else ink), claim.claim_id


@over("parts", "ladder", "ladder by measure", "ladder by covers")
def test_a_claim_without_a_number_is_its_words(drawn: Drawing) -> None:
    found = [(c, a) for c, a in claims(drawn) if c.quantity.hedge in WORDLESS]
    assert found or drawn.form == "parts"
    for claim, artist in found:
        assert isinstance(artist, Text)
        told = " ".join(artist.get_text().split()).strip("“”… ")
        assert told
        assert (claim.gloss or claim.phrase).startswith(told)
        assert artist.get_fontstyle() == "italic"


@over("ladder")
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
            t.get_text()
            for t in drawn.chart.figure.axes[0].texts
            if t.get_position()[1] == row["y"]
        ]
        assert any(text.endswith("hedge lost") for text in tags)


@over("ladder")
def test_every_bound_that_the_words_state_is_drawn(drawn: Drawing) -> None:
    for claim, artist in claims(drawn):
        if claim.drawn.hedge not in WORDLESS:
            ((_, *_), (y, *_)) = place(artist)
            assert bounds_at(drawn, y) == _bounds(claim), claim.claim_id


def _bounds(claim: Claim) -> set[tuple[str, float, float]]:
    """The bar, arrow or halo that belongs to a claim; a bar of no width is behind its dot."""
    told = claim.drawn
    if told.low is not None and told.high is not None:
        return {("bar", told.low, told.high)}
    if told.hedge is Hedge.ABOUT:
        return {("halo", told.stated or 0, told.stated or 0)}
    start = told.high if told.high is not None else told.low
    assert start is not None
    return {("arrow", start, math.copysign(1, -1 if told.high is not None else 1))}


def bounds_at(drawn: Drawing, y: float) -> set[tuple[str, float, float]]:
    """What stands around the dots of a row."""
    axes = drawn.chart.figure.axes[0]
    found: set[tuple[str, float, float]] = set()
    for line in axes.lines:
        xs, ys = place(line)
        if line.get_gid() is None and set(ys) == {y}:
            if line.get_linewidth() == 4:
                found.add(("bar", xs[0], xs[1]))
            elif line.get_markersize() == 16:
                found.add(("halo", xs[0], xs[0]))
    for fading in axes.collections:
        assert isinstance(fading, LineCollection)
        (x, at), (towards, _) = fading.get_segments()[0]
        if at == y:
            found.add(("arrow", float(x), math.copysign(1, towards - x)))
    return found


@over("ladder")
def test_sums_of_our_own_are_hollow_and_say_so(drawn: Drawing) -> None:
    marks = marked(drawn.chart.figure)
    (gid,) = [gid for gid in marks if gid.startswith("derived-")]
    (mark,) = marks[gid]
    assert isinstance(mark, Line2D)
    assert same_color(mark.get_markerfacecolor(), look.PAPER)
    texts = [t.strip() for t in written(drawn.chart.figure)]
    assert {"our own sum", "our own"} <= set(texts)
    assert "derived, " in drawn.chart.alt or "more in the table" in drawn.chart.alt


@over("squares")
def test_a_strip_has_as_many_squares_as_the_whole(drawn: Drawing) -> None:
    axes = drawn.chart.figure.axes[0]
    for row in drawn.table.itertuples():
        middle = row.y
        rest = [
            box.get_x() + box.get_width() / 2
            for box in axes.patches
            if isinstance(box, Rectangle)
            and box.get_y() + box.get_height() / 2 == pytest.approx(middle)
        ]
        assert sorted([*row.x, *rest]) == pytest.approx(list(range(row.of)))
    assert all(box.get_hatch() for box in axes.patches)


@over("squares")
def test_two_parts_of_one_frame_never_overlap(drawn: Drawing) -> None:
    table = drawn.table
    said = {claim.claim_id: claim for claim in drawn.told.told()}
    for one, two in combinations(table.index, 2):
        a, b = said[one].measure, said[two].measure
        if a and b and a.whole and a.whole == b.whole and a.frame == b.frame and a != b:
            small = len(table.x[one]) + len(table.x[two]) <= table.of[one]
            assert not small or not set(table.x[one]) & set(table.x[two]), (one, two)


@over("days")
def test_origins_stand_above_the_line_and_retellings_below(drawn: Drawing) -> None:
    above = {claim.claim_id for claim, artist in claims(drawn) if place(artist)[1][0] > 0}
    assert above == {c.claim_id for c in drawn.told.told() if not c.retelling and c.published}


@over("cumulative")
def test_steps_end_at_the_sum_of_what_is_drawn(drawn: Drawing) -> None:
    upper = drawn.chart.figure.axes[1]
    goal = drawn.table.index[-1]
    whole = case(drawn.told.package.name)
    counts = [whole.claim(i).quantity.stated or 0 for i in drawn.table.index if i != goal]
    bars = [p for p in upper.patches if isinstance(p, Rectangle) and not p.get_hatch()]
    assert sum(bar.get_height() for bar in bars) == sum(counts)
    assert max(bar.get_y() + bar.get_height() for bar in bars) == sum(counts)
    assert any(text.startswith(f"{sum(counts)} added up") for text in written(drawn.chart.figure))


def hatched(chart: Drawing, axis: int = 0) -> set[date]:
    """The days that are hatched on an axis of days."""
    found = set()
    for patch in chart.chart.figure.axes[axis].patches:
        if isinstance(patch, Patch) and patch.get_hatch():
            box = patch.get_path().transformed(patch.get_patch_transform()).get_extents()
            assert box.width == pytest.approx(1)
            found.add(day((box.x0 + box.x1) / 2))
    return found


def day(number: float) -> date:
    return date(1970, 1, 1) + pd.Timedelta(days=round(number)).to_pytimedelta()


@over("cumulative")
def test_a_day_whose_release_was_not_found_is_hatched_and_never_nought(drawn: Drawing) -> None:
    whole = case(drawn.told.package.name)
    goal = whole.claim(str(drawn.table.index[-1]))
    missing = {
        lost.first
        for row in whole.rows["searches"]
        if (row["measure"], row["result"]) == (goal.topic, "not_found")
        if (lost := when(row["covers"])).overlaps(goal.covers or lost)
    }
    assert missing
    assert hatched(drawn, 0) == hatched(drawn, 1) == missing
    texts = written(drawn.chart.figure)
    assert sum(text == "release not found" for text in texts) == len(missing)
    assert not {"+0", "0 added up,\nour own sum"} & set(texts)
    assert not any(
        place(a)[0][0] and isinstance(a, Text) and a.get_text() == "0" for _, a in claims(drawn)
    )


def test_a_day_on_which_a_search_found_nothing_is_hatched() -> None:
    drawn = drawing(CONVOY, "days")
    rows = drawn.told.rows["searches"]
    empty = {
        when(row["covers"]).first
        for row in rows
        if row["result"] == "not_found" and not row["measure"]
    }
    first, last = date(2017, 8, 27), date(2017, 9, 14)
    assert hatched(drawn) == {one for one in empty if one and first <= one <= last}
    assert hatched(drawn)


@EVERY
def test_no_two_texts_overlap_and_none_leaves_the_figure(drawn: Drawing) -> None:
    figure = drawn.chart.figure
    width, height = figure.bbox.size
    found = boxes(figure)
    assert len(found) > 5
    for text, box in found:
        assert (box >= -1).all(), text
        assert (box <= [width + 1, height + 1]).all(), text
    assert crowded(found) == []


@EVERY
def test_the_words_around_a_chart(drawn: Drawing) -> None:
    title, subtitle, footer = (text.get_text() for text in drawn.chart.figure.texts)
    assert title == TITLE
    assert re.search(r"\d+ claims? from \d+ origins? in \d+ sources?$", subtitle)
    package = drawn.told.package
    assert footer.startswith(f"{package.name} {package.version}")


@EVERY
def test_alt_text_says_what_the_table_holds(drawn: Drawing) -> None:
    alt, table = drawn.chart.alt, drawn.table
    number = len(" ".join(table["of"]).split()) if drawn.form == "drift" else len(table)
    if drawn.form == "tally":
        number = len(drawn.told.told())
    assert alt.startswith(f"{TITLE}: {number} marks. ")
    for words in _foretold(drawn):
        assert words in alt


def _foretold(drawn: Drawing) -> list[str]:
    """Words of the table that have to be in the alt text."""
    table = drawn.table
    first = table.iloc[0]
    if drawn.form == "tally":
        return [
            f"{row.claims} claims from {row.origins} origins" for row in table.head(3).itertuples()
        ]
    if drawn.form == "drift":
        most = table.sort_values("count", ascending=False).iloc[0]
        return [f"{most['said']} carried on as {most['carried_on']}: {most['count']}"]
    if drawn.form == "days":
        day_ = table[table.x == table.x.min()]
        return [f"{(day_.y > 0).sum()} first said, {(day_.y < 0).sum()} carried on"]
    if drawn.form == "lanes":
        return [f"{(table.said_on == table.said_on.min()).sum()} claim"]
    if drawn.form == "spans":
        return [str(first["claimant"])]
    if drawn.form == "cumulative":
        return [str(table.iloc[-1]["figure"])]
    if drawn.form == "climb":
        return list(table[~table["mark"].str.contains("faint")]["figure"].head(2))
    return [str(first["figure"])]


@over(*PLAIN)
def test_a_notebook_gets_the_picture_its_words_and_its_table(drawn: Drawing) -> None:
    data, metadata = drawn.chart._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert data["image/png"].startswith(b"\x89PNG\r\n")
    assert metadata == {"image/png": {"alt": drawn.chart.alt}}
    told = data["text/plain"]
    assert told.startswith(drawn.chart.alt)
    for row in drawn.table.itertuples():
        assert str(row.Index) in told
    assert "..." not in told.removeprefix(drawn.chart.alt)


@over(*PLAIN)
def test_the_same_chart_twice_has_the_same_bytes(drawn: Drawing) -> None:
    name = drawn.told.package.name
    again = FORMS[drawn.form].draw(FORMS[drawn.form].told(case(name)), case(name))
    assert again.svg() == drawn.chart.svg()
    pd.testing.assert_frame_equal(again.table, drawn.table)
    assert again.alt == drawn.chart.alt


ELSEWHERE = """
import hashlib, json, sys
sys.path.insert(0, "tests")
from gallery import FORMS, drawing
svgs = {form: drawing("ferry-2031", form).chart.svg() for form in FORMS}
png = drawing("ferry-2031", "ladder").chart.png()
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
    told = json.loads(done.stdout)
    here = {form: drawing("ferry-2031", form).chart.svg() for form in FORMS}
    assert told["hashes"] == {f: hashlib.sha256(s.encode()).hexdigest() for f, s in here.items()}
    assert not told["pyplot"]
    assert done.stderr == ""


def test_drawing_changes_nothing_of_matplotlib(ferry: Timeline) -> None:
    names = [name for name in mpl.rcParams if name != "backend"]  # to ask for it sets it
    before = {name: mpl.rcParams[name] for name in names}
    chart = charts.ladder(ferry, TITLE)
    chart.png()
    chart.svg()
    with pytest.raises(Nothing):
        charts.ladder(ferry.where(measure="statement"), TITLE)
    assert {name: mpl.rcParams[name] for name in names} == before


NASTY = (r"$x$", "<script>x()</script>", "`rm`", "a\u202eb", "$\\frac{1}{0}$", "%s{0}")


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize(
    "form", ["ladder", "spans", "lineage", "cumulative", "parts", "squares", "climb"]
)
def test_text_is_shown_as_text(ferry: Timeline, form: str, text: str) -> None:
    rows = tuple({**row, "phrase": f"12 {text}", "gloss": "", "verb": text} for row in ferry.chosen)
    turned = replace(ferry, rows={**ferry.rows, "claims": rows}, chosen=rows)
    chart = FORMS[form].draw(FORMS[form].told(turned), turned)
    chart.figure.savefig(io.BytesIO(), format="svg")
    shown = text.replace("\u202e", "\\u202e")
    texts = written(chart.figure)
    assert not any("\u202e" in told for told in texts)
    if form not in ("climb", "parts"):  # the one shows no phrase, the other cuts it short
        assert any(shown[:3] in " ".join(told.split()) for told in texts)
    assert "\u202e" not in chart.svg()
    if "script" in text:
        assert "<script" not in chart.svg()


@pytest.mark.parametrize("form", FORMS)
def test_a_scope_without_a_claim_gives_a_line_and_no_error(ferry: Timeline, form: str) -> None:
    def one(told: Timeline, _title: str) -> Any:
        return FORMS[form].draw(told, ferry)

    told = draw(one, ferry.where(claim_id="c001").where(claim_id="c002"), TITLE)
    assert isinstance(told, Sentence)
    assert told.text == f"{TITLE}: nothing in this scope to draw."
    assert told.numbers == ()


@pytest.mark.parametrize("form", ["cumulative", "squares"])
def test_a_scope_without_what_is_compared_against_gives_a_line_too(
    ferry: Timeline, form: str
) -> None:
    none = ferry.where(claim_id="c022")
    told = draw(getattr(charts, form), ferry, TITLE, none)
    assert isinstance(told, Sentence)


def test_more_groups_than_colours_are_refused(ferry: Timeline) -> None:
    kinds = tuple({**row, "group": f"g{n}"} for n, row in enumerate(ferry.rows["actors"]))
    crowded = replace(ferry, rows={**ferry.rows, "actors": kinds})
    with pytest.raises(Refused) as refused:
        charts.ladder(crowded, TITLE)
    (problem,) = refused.value.problems
    assert problem.where == "actors.csv:1:group"
    assert problem.allowed == f"at most {len(look.PALETTE)} groups besides outlets"


def test_more_documents_than_columns_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        charts.parts(case(CONVOY), TITLE)
    (problem,) = refused.value.problems
    assert problem.where == "parts"
    assert re.fullmatch(r"\d+ documents", problem.found)


def test_two_figures_of_one_cell_stand_under_each_other() -> None:
    table = drawing("ferry-2031", "parts").table
    same = table.loc[["c011", "c012", "c014"]]
    assert same.x.nunique() == 1
    assert list(same.y - same.y.min()) == [0, 1, 2]


def test_an_uncertain_day_is_a_line_over_its_days() -> None:
    drawn = drawing(CONVOY, "lanes")
    interval = {c.claim_id for c, _ in claims(drawn) if c.said_on and c.said_on.days != 1}
    at = {i: place(a[0]) for i, a in marked(drawn.chart.figure).items() if i in interval}
    lines = [place(line) for line in drawn.chart.figure.axes[0].lines if line.get_gid() is None]
    ends = {(xs[0], ys[-1]) for xs, ys in lines if len(xs) == 2 and xs[0] == xs[1]}
    bounded = [i for i in interval if drawn.told.claim(i).said_on.first]  # type: ignore[union-attr]
    assert bounded
    assert {(at[i][0][0], at[i][1][0]) for i in bounded} <= ends


def test_an_end_that_the_coder_inferred_is_dashed(ferry: Timeline) -> None:
    drawn = drawing("ferry-2031", "spans")
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
        covers = ferry.claim(claim_id).covers
        assert covers
        left = min(min(place(line)[0]) for line in bars)
        right = max(max(place(line)[0]) for line in bars)
        assert covers.first
        assert covers.last
        assert left == pytest.approx(look.day_number(covers.first) - 0.45)
        assert right == pytest.approx(look.day_number(covers.last) + 0.45)


@over("lineage")
def test_a_tree_labels_what_changed_and_nothing_else(drawn: Drawing) -> None:
    told = {claim.claim_id: claim for claim in drawn.told.told()}
    red = [
        text
        for text in drawn.chart.figure.axes[0].texts
        if same_color(text.get_color(), look.WRONG)
    ]
    changed = drawn.table["changed"]
    assert len(red) == (changed != "").sum() > 0
    for claim_id, words in changed.items():
        claim, before = told[claim_id], told.get(told[claim_id].retells)
        expected = {
            "quantity": before and claim.quantity != before.quantity,
            "noun": before and (claim.topic, claim.categories) != (before.topic, before.categories),
            "verb": before and claim.verb and before.verb and claim.verb != before.verb,
            "claimant": before and not set(claim.claimants) & set(before.claimants),
        }
        assert len(list(filter(None, words.split("; ")))) == sum(map(bool, expected.values()))
        if expected["quantity"] and before:
            assert f"{before.quantity} → {claim.quantity}" in words


def test_a_sum_that_fails_is_red_and_one_that_closes_is_not() -> None:
    drawn = drawing(CONVOY, "pairs")
    told = {t.get_text().strip(): t for t in drawn.chart.figure.axes[0].texts}
    failing = {text: t for text, t in told.items() if "≠" in text}
    assert failing
    for text, artist in failing.items():
        parts, whole = text.split("≠")
        assert sum(map(int, parts.split("+"))) != int(whole.split()[0])
        assert same_color(artist.get_color(), look.WRONG)


def test_a_running_total_is_joined_by_steps_for_each_claimant() -> None:
    drawn = drawing(CONVOY, "climb")
    steps = [x for x in drawn.chart.figure.axes[0].lines if x.get_drawstyle() == "steps-post"]
    firsts = [claim for claim in drawn.told.told() if not claim.retelling]
    assert len(steps) == len({claim.claimants for claim in firsts if claim.said_on})
    highest = max(claim.quantity.stated or 0 for claim in firsts if claim.said_on)
    assert max(place(steps[0])[1]) == highest
