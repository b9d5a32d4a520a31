"""The legend: every mark once beside its meaning, and the sides that speak."""

from __future__ import annotations

from matplotlib.colors import to_hex

from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.legend import MEANINGS, legend
from analysis.charts.kit.overlap import Troubles, troubles


def texts(timeline: Timeline) -> list[str]:
    return [text.get_text() for axes in legend(timeline).figure.axes for text in axes.texts]


def test_every_meaning_stands_in_the_drawing_the_table_and_the_words(ferry: Timeline) -> None:
    chart = legend(ferry)
    meanings = [entry.words for entry in MEANINGS]
    assert [word for word in texts(ferry) if word in meanings] == meanings
    assert [word for word in chart.table["meaning"] if word in meanings] == meanings
    assert all(words in chart.alt for words in meanings)


def test_sides_have_their_names_beside_their_own_colour_and_shape(ferry: Timeline) -> None:
    colours, shapes = style.colours(ferry), style.shapes(ferry)
    drawn = {
        (to_hex(line.get_markeredgecolor()), line.get_marker())
        for axes in legend(ferry).figure.axes
        for line in axes.lines
    }
    spoken = {group for claim in ferry for group in claim.groups}
    assert {(colours[group], shapes[group]) for group in spoken} <= drawn
    assert {style.group_name(ferry, group) for group in spoken} <= set(texts(ferry))


def test_only_those_who_speak_are_named(ferry: Timeline) -> None:
    words = texts(ferry.where(claimant="coastguard"))
    assert style.group_name(ferry, "rescue") in words
    assert style.group_name(ferry, "passengers") not in words


def test_no_word_reaches_another_or_the_edge(ferry: Timeline) -> None:
    assert troubles(legend(ferry).figure) == Troubles(0, 0, 0)
