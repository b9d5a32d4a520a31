"""The legend: every mark once beside its meaning, and the colours of those who speak."""

from __future__ import annotations

from matplotlib.colors import to_hex

from analysis.case.timeline import Timeline
from analysis.charts.kit import style
from analysis.charts.kit.legend import MEANINGS, legend


def texts(timeline: Timeline) -> list[str]:
    return [text.get_text() for axes in legend(timeline).figure.axes for text in axes.texts]


def test_every_meaning_stands_in_the_drawing_the_table_and_the_words(ferry: Timeline) -> None:
    chart = legend(ferry)
    meanings = [words for words, _ in MEANINGS]
    assert [word for word in texts(ferry) if word in meanings] == meanings
    assert list(chart.table["meaning"])[: len(meanings)] == meanings
    assert all(words in chart.alt for words in meanings)


def test_groups_have_their_names_in_their_own_colour(ferry: Timeline) -> None:
    colours = style.colours(ferry)
    drawn = {
        to_hex(str(line.get_markeredgecolor()))
        for axes in legend(ferry).figure.axes
        for line in axes.lines
        if (line.get_gid() or "").startswith("key-")
    }
    assert set(colours.values()) - {colours[""]} <= drawn
    named = [style.group_name(ferry, group) for group in colours if group]
    assert set(named) <= set(texts(ferry))


def test_only_those_who_speak_are_named(ferry: Timeline) -> None:
    words = texts(ferry.where(claimant="coastguard"))
    assert style.group_name(ferry, "rescue") in words
    assert style.group_name(ferry, "passengers") not in words


def test_no_word_reaches_into_the_next_column_or_beyond_the_edge(ferry: Timeline) -> None:
    figure = legend(ferry).figure
    with style.styled():
        figure.draw_without_rendering()
        middle, edge = figure.bbox.width / 2, figure.bbox.width
        for axes, limit in zip(figure.axes, (middle, edge), strict=True):
            assert max(text.get_window_extent().x1 for text in axes.texts) <= limit
