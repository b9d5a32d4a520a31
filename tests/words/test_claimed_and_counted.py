"""The words of a claim and its counts: each phrase, with no, one and many of what it counts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from conftest import Case
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.documented import documented
from analysis.case.load import load
from analysis.claims.quantity import Hedge, entailed
from analysis.paths import DATA
from analysis.words.claimed_and_counted import bounds, in_days, own_figure, runs, subject

MARCH = date(2031, 3, 1)


@given(st.sets(st.integers(0, 80), max_size=40))
def test_runs_hold_every_day_once_and_touch_no_other(numbers: set[int]) -> None:
    days = {MARCH + timedelta(n) for n in numbers}
    parts = runs(days)
    every = [first + timedelta(n) for first, last in parts for n in range((last - first).days + 1)]
    assert every == sorted(days)
    for (_, last), (first, _) in pairwise(parts):
        assert first - last > timedelta(1)


LISTED = [
    ([1], "1 March"),
    ([1, 2], "1 to 2 March"),
    ([1, 3], "1 and 3 March"),
    ([1, 2, 5, 8], "1 to 2, 5 and 8 March"),
    ([31, 33], "31 March and 2 April"),
    ([30, 31, 32], "30 March to 1 April"),
    ([1, 3, 5, 7, 9, 11], "6 days between 1 March and 11 March"),
]


@pytest.mark.parametrize(("numbers", "text"), LISTED)
def test_days_in_a_sentence(numbers: list[int], text: str) -> None:
    assert in_days([MARCH + timedelta(n - 1) for n in numbers]) == text


@pytest.mark.parametrize("hedge", [h for h in Hedge if h not in (Hedge.NONE, Hedge.UNQUANTIFIED)])
def test_every_hedge_but_a_bare_figure_says_what_it_leaves_open(hedge: Hedge) -> None:
    stated = None if hedge is Hedge.BETWEEN else 30
    text = bounds(entailed(hedge, stated, 20, 40))
    assert bool(text) == (hedge is not Hedge.BARE)
    assert not text or ("20" in text and "40" in text) or "30" in text


def test_a_figure_is_quoted_only_where_the_words_hold_it() -> None:
    timeline = load(DATA / "convoy-2017")
    for claim in timeline:
        text = own_figure(claim)
        if text.startswith("“"):
            assert text.strip("“”").rstrip(" …") in claim.phrase
        elif not text.startswith("["):
            assert str(claim.quantity) not in claim.phrase.lower()


INFERRED = [
    ("2031-03-03?/2031-03-05", "3 March (start inferred by us) to 5 March 2031"),
    ("2031-03-03/2031-03-05?", "3 March to 5 March 2031 (end inferred by us)"),
    ("2031-03-03?/2031-03-05?", "3 March to 5 March 2031 (both ends inferred by us)"),
    ("2031-03-04?", "4 March 2031 (day inferred by us)"),
    ("2031-03-03/2031-03-05", "3 March to 5 March 2031"),
]


@pytest.mark.parametrize(("covers", "days"), INFERRED)
def test_the_subject_says_which_end_we_inferred(case: Case, covers: str, days: str) -> None:
    ferry = case.change("claims", "c006", covers=covers, window="").load()
    said = documented(ferry, ferry["c006"])
    assert said.counts
    assert subject(ferry, said) == f"Lifeboat sorties, Sella Strait, {days}"
