"""The questions that contradictions ask, where nobody has put them yet."""

from __future__ import annotations

import pytest
from conftest import CASES

from analysis.case.load import examine
from analysis.claims.disputes import Dispute, RaisedBy
from analysis.words.proposals import named, question


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (("c002", "c004"), "How many people at the rally?"),
        (("c015", "c016"), "What is the figure for density of the crowd?"),
        (("c009", "c020"), "What is the figure for share of the square that was filled?"),
    ],
)
def test_how_many_is_asked_of_whole_things_alone(claims: tuple[str, ...], expected: str) -> None:
    names = named(examine(CASES / "crowd-2033"))
    assert question(names, Dispute(RaisedBy.CONFLICT, claims)) == expected
