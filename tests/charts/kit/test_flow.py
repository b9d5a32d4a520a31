"""Paragraphs under each other: nothing is left out, none stands on the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.charts.kit import flow, wrapping
from analysis.charts.kit.flow import Paragraph
from analysis.charts.kit.style import styled

WORDS = st.lists(st.text("abc é", min_size=1, max_size=30), min_size=1, max_size=12)
WIDTHS = st.floats(0.3, 4)


@given(words=WORDS, width=WIDTHS)
def test_a_paragraph_keeps_every_letter_within_its_width(words: list[str], width: float) -> None:
    with styled():
        paragraph = Paragraph(" ".join(words))
        lines = paragraph.lines(width).split("\n")
        assert "".join("".join(lines).split()) == "".join("".join(words).split())
        assert all(wrapping.breadth(line, paragraph.size) <= width for line in lines)


@given(words=WORDS, width=WIDTHS)
def test_paragraphs_are_as_high_as_their_lines(words: list[str], width: float) -> None:
    with styled():
        single = wrapping.height(1, Paragraph("").size)
        paragraphs = [Paragraph(word, after=0.1) for word in words]
        count = sum(len(paragraph.lines(width).split("\n")) for paragraph in paragraphs)
        expected = count * single + 0.1 * len(words)
        assert abs(flow.height(paragraphs, width) - expected) < 1e-9


@given(items=st.lists(st.integers(), max_size=50), count=st.integers(1, 6))
def test_columns_keep_the_order_and_are_of_nearly_one_length(items: list[int], count: int) -> None:
    columns = flow.columns(items, count)
    assert [item for column in columns for item in column] == items
    assert len(columns) <= count
    lengths = [len(column) for column in columns]
    assert lengths[:-1] == lengths[:1] * (len(lengths) - 1)


@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=4), more=st.integers(0, 4))
def test_further_columns_go_where_the_lists_are_longest(sizes: list[int], more: int) -> None:
    shares = flow.shares(sizes, len(sizes) + more)
    assert sum(shares) == len(sizes) + more
    assert min(shares) >= 1
    longest = max(size / share for size, share in zip(sizes, shares, strict=True))
    fewer = flow.shares(sizes, len(sizes))
    assert longest <= max(size / share for size, share in zip(sizes, fewer, strict=True))
