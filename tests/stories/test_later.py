"""What became known later is caught in whatever form a page prints it."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.paths import DATA
from stories.later import Tables, forms, leaks, text_of

CONVOY = DATA / "convoy-2017"
DAY = "2017-09-02"
"""A day in the middle of the first case."""

# words of a page on 2 September, whether they tell what came later
WORDS = [
    ("said on 3 September 2017", True),
    ("Sun 3 Sep", True),
    ("<td>2017-09-03</td>", True),
    ("September 3", True),
    ("from 28 August to 2 September 2017", False),
    ("13 September and 30 September", True),
    ("3 Septemberish, 23 claims, 2 Sep", False),
    ('<a href="https://example.org/c174">', True),
    ("#c174", True),
    ("c1741", False),
    ("c002 and c007", False),
    ("Six buses go back&#32;west", True),
    ("data:image/png;base64,c174", False),
]


@pytest.mark.parametrize(("page", "later"), WORDS)
def test_what_came_later_is_caught_in_whatever_form(page: str, later: bool) -> None:
    assert bool(leaks(text_of(page), Tables(CONVOY).later(DAY))) == later


def test_a_day_has_its_forms() -> None:
    assert forms(date(2017, 9, 3)) == (
        *("2017-09-03", "3 September", "3 Sep", "September 3", "Sep 3"),
    )
