"""Named results: what a notebook hands to a batch."""

from __future__ import annotations

import pytest

from analysis import findings
from analysis.errors import Refused
from analysis.recording import MIME, record
from analysis.sentences import compose, reported
from analysis.sums import total
from analysis.timeline import Timeline


def test_a_claim_keeps_its_hedge_its_bounds_and_its_id(ferry: Timeline) -> None:
    claim = next(c for c in ferry.told() if c.quantity.low is not None and not c.quantity.high)
    (row,) = record(found=claim).rows
    told = claim.quantity
    assert (row.name, row.kind, row.claims) == ("found", "reported", (claim.claim_id,))
    assert (row.hedge, row.value, row.low, row.high) == (
        told.hedge,
        told.stated,
        told.low,
        told.high,
    )
    assert row.shown == str(told)


def test_what_is_computed_names_its_claims(ferry: Timeline) -> None:
    claim = next(c for c in ferry.told() if c.quantity.stated and not c.undecided)
    (row,) = record(sum=total([claim])).rows
    assert (row.kind, row.claims) == ("derived", (claim.claim_id,))


def test_what_is_not_known_is_blank_and_never_nought() -> None:
    (row,) = record(unknown=None).rows
    assert (row.value, row.low, row.high, row.shown, row.claims) == (None, None, None, "", ())


def test_nought_is_a_number() -> None:
    (row,) = record(none=0).rows
    assert (row.value, row.shown) == (0, "0")


def test_a_sentence_gives_its_numbers_and_names_their_own(ferry: Timeline) -> None:
    claim = next(c for c in ferry.told() if c.quantity.stated)
    told = compose("{n}", n=reported("spoken", claim))
    assert [row.name for row in record(told, {"other": 3}, third=claim).rows] == [
        "spoken",
        "other",
        "third",
    ]


def test_a_measured_number_keeps_its_fraction() -> None:
    (row,) = record(rate=2.5).rows
    assert (row.value, row.low, row.high, row.shown) == (2.5, 2.5, 2.5, "2.5")


@pytest.mark.parametrize("wrong", ["Oslo", [1], {"a": 1}])
def test_what_would_be_lost_is_refused(wrong: object) -> None:
    with pytest.raises(Refused, match=r"record:where: .*; a claim, a sum of claims, a number"):
        record(where=wrong)  # type: ignore[arg-type]


def test_two_of_one_name_are_refused() -> None:
    with pytest.raises(Refused, match="record: 'a' twice; one result a name"):
        record({"a": 1}, a=2)


def test_it_shows_a_table_and_hands_out_rows() -> None:
    told = record(a=1, b=None)._repr_mimebundle_()
    assert [row["name"] for row in told[MIME]] == ["a", "b"]
    assert "a" in told["text/plain"]
    assert "nan" not in told["text/plain"].lower()
    assert "None" not in told["text/plain"]
    assert record()._repr_mimebundle_()["text/plain"] == "no results"


def test_the_last_told_are_first_utterances_by_claimant(ferry: Timeline) -> None:
    found = findings.last_told(ferry)
    assert found
    for name, claim in found.items():
        assert claim.topic in name
        assert all(claimant in name for claimant in claim.claimants)
        assert claim.claim_id in {c.claim_id for c in ferry.once().told()}
        later = [
            c
            for c in ferry.once().told()
            if (c.claimants, c.topic, c.categories)
            == (claim.claimants, claim.topic, claim.categories)
            and c.said_on
            and c.said_on.last
            and claim.said_on
            and claim.said_on.last
            and c.said_on.last > claim.said_on.last
        ]
        assert not later
