"""Named results: what a notebook hands to a batch."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.case.timeline import Timeline
from analysis.claims.sums import total
from analysis.errors import Invalid
from analysis.notebooks.results import MIME, read, record
from analysis.words import findings
from analysis.words.sentences import compose, reported


def test_a_claim_keeps_its_hedge_its_bounds_and_its_id(ferry: Timeline) -> None:
    claim = next(c for c in ferry if c.quantity.low is not None and not c.quantity.high)
    (row,) = record(found=claim).rows
    quantity = claim.quantity
    assert (row.name, row.kind, row.claims) == ("found", "reported", (claim.claim_id,))
    assert (row.hedge, row.value, row.low, row.high) == (
        quantity.hedge,
        quantity.stated,
        quantity.low,
        quantity.high,
    )
    assert row.text == str(quantity)


def test_what_is_computed_names_its_claims(ferry: Timeline) -> None:
    claim = next(c for c in ferry if c.quantity.stated and not c.undecided)
    (row,) = record(sum=total([claim])).rows
    assert (row.kind, row.claims) == ("derived", (claim.claim_id,))


def test_what_is_not_known_is_blank_and_never_nought() -> None:
    (row,) = record(unknown=None).rows
    assert (row.value, row.low, row.high, row.text, row.claims) == (None, None, None, "", ())


def test_nought_is_a_number() -> None:
    (row,) = record(none=0).rows
    assert (row.value, row.text) == (0, "0")


def test_a_sentence_gives_its_numbers_and_names_their_own(ferry: Timeline) -> None:
    claim = next(c for c in ferry if c.quantity.stated)
    sentence = compose("{n}", n=reported("spoken", claim))
    assert [row.name for row in record(sentence, {"other": 3}, third=claim).rows] == [
        "spoken",
        "other",
        "third",
    ]


def test_a_measured_number_keeps_its_fraction() -> None:
    (row,) = record(rate=2.5).rows
    assert (row.value, row.low, row.high, row.text) == (2.5, 2.5, 2.5, "2.5")


@pytest.mark.parametrize("wrong", ["Oslo", [1], {"a": 1}])
def test_what_would_be_lost_is_refused(wrong: object) -> None:
    with pytest.raises(Invalid, match=r"record:where: .*; a claim, a sum of claims, a number"):
        record(where=wrong)  # type: ignore[arg-type]


def test_two_of_the_same_name_are_refused() -> None:
    with pytest.raises(Invalid, match="record: 'a' twice; one result a name"):
        record({"a": 1}, a=2)


def test_it_shows_a_table_and_hands_out_rows() -> None:
    data = record(a=1, b=None)._repr_mimebundle_()
    assert [row["name"] for row in data[MIME]] == ["a", "b"]
    assert "a" in data["text/plain"]
    assert "nan" not in data["text/plain"].lower()
    assert "None" not in data["text/plain"]
    assert record()._repr_mimebundle_()["text/plain"] == "no results"


def test_the_latest_are_first_utterances_by_claimant(ferry: Timeline) -> None:
    claims = findings.latest_by_claimant(ferry)
    assert claims
    for name, claim in claims.items():
        assert claim.measure in name
        assert all(claimant in name for claimant in claim.claimants)
        assert claim.claim_id in {c.claim_id for c in ferry.first_utterances()}
        later = [
            c
            for c in ferry.first_utterances()
            if (c.claimants, c.measure, c.categories)
            == (claim.claimants, claim.measure, claim.categories)
            and c.said_on
            and c.said_on.last
            and claim.said_on
            and claim.said_on.last
            and c.said_on.last > claim.said_on.last
        ]
        assert not later


EXACT = 2**53


@pytest.mark.parametrize(
    ("value", "recorded"),
    [
        (True, 1),
        (False, 0),
        (np.int64(3), 3),
        (np.uint8(200), 200),
        (np.bool(True), 1),
        (np.float32(0.5), 0.5),
        (np.float64(1 / 3), 1 / 3),
        (np.array(7), 7),
        (pd.Series([1, 2]).sum(), 3),
        (Decimal("12"), 12),
        (Decimal("0.1"), 0.1),
        (Decimal("NaN"), None),
        (float("nan"), None),
        (np.nan, None),
        (EXACT, EXACT),
        (-EXACT, -EXACT),
        (5e-324, 5e-324),
        (1.7976931348623157e308, 1.7976931348623157e308),
    ],
    ids=repr,
)
def test_a_number_of_any_library_is_the_number_that_it_is(
    value: Any, recorded: float | None
) -> None:
    (row,) = record(r=value).rows
    assert (row.value, type(row.value)) == (recorded, type(recorded))


class Rude:
    """Somebody else's, of which nothing can be asked."""

    @property
    def shape(self) -> tuple[int, ...]:
        raise RuntimeError("no")

    def __repr__(self) -> str:
        raise ValueError("no")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (float("inf"), "a finite number; record None for what is not known"),
        (-np.inf, "a finite number; record None for what is not known"),
        (Decimal("Infinity"), "a finite number; record None for what is not known"),
        (EXACT + 1, "a whole number of at most 9,007,199,254,740,992; record it in thousands"),
        (10**30, "a whole number of at most 9,007,199,254,740,992; record it in thousands"),
        (np.uint64(2**63), "a whole number of at most 9,007,199,254,740,992; record it in thou"),
        (Decimal("0.1234567890123456789"), "a number of at most 15 digits or so; round it first"),
        (Fraction(1, 3), "a claim, a sum of claims, a number, or None; say it in a sentence"),
        (1j, "a claim, a sum of claims, a number, or None; say it in a sentence"),
        (np.array([1, 2]), "a claim, a sum of claims, a number, or None; say it in a sentence"),
        (date(2017, 9, 2), "a claim, a sum of claims, a number, or None; say it in a sentence"),
        (Rude(), "a claim, a sum of claims, a number, or None; say it in a sentence"),
        (10**5000, "a whole number of at most 9,007,199,254,740,992; record it in thousands"),
        (Decimal("1e999999999"), "a whole number of at most 9,007,199,254,740,992; record it"),
        (Decimal("1e-999999999"), "a number of at most 15 digits or so; round it first"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_table_cannot_hold_is_refused_by_name(value: Any, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        record(toll=value)
    (problem,) = refused.value.problems
    assert problem.where == "record:toll"
    assert str(problem).partition("; ")[2].startswith(says)


def test_results_of_another_program_are_read_only_if_they_are_results() -> None:
    good = [row.row() for row in record(toll=3, unknown=None).rows]
    assert read(good, "toll") == good
    for wrong in ({"name": "x"}, {**good[0], "value": "inf"}, {**good[0], "value": 10**30}, "text"):
        with pytest.raises(Invalid, match=r"^toll: .*; a recorded result; let an\.record make"):
            read([*good, wrong], "toll")


@pytest.mark.parametrize(
    "value",
    [
        *(pd.NA, pd.NaT, np.nan, Decimal("sNaN")),
        *(np.ma.masked, np.ma.array(5, mask=True), np.ma.array([1.0], mask=True).mean()),
    ],
    ids=repr,
)
def test_what_is_not_known_is_never_nought(value: Any) -> None:
    (row,) = record(mean=value).rows
    assert (row.value, row.low, row.high) == (None, None, None)


@pytest.mark.parametrize("name", ["", " ", "a ", "a\0b", "two\nlines", 1, None])
def test_a_name_that_no_table_can_show_is_refused(name: Any) -> None:
    with pytest.raises(Invalid, match=r"record: the name .*; a name of letters"):
        record({name: 1})


def test_a_result_without_a_name_is_refused() -> None:
    nameless: Any = 5
    with pytest.raises(Invalid, match=r"record: 5; results by name, or a sentence; give it a name"):
        record(nameless)


@pytest.mark.skipif(np.finfo(np.longdouble).nmant <= 52, reason="numpy has no wider number here")
def test_a_number_that_python_would_round_is_refused() -> None:
    wide: Any = np.longdouble(2) ** 63 + 1
    with pytest.raises(Invalid):
        record(wide=wide)
