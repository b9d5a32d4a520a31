"""Which claim a claim retells."""

from __future__ import annotations

import pytest

from analysis.claims.claim import retellings


def _link(other: str, certainty: str, relation: str = "repeats") -> dict[str, str]:
    return {"claim_id": "x", "relation": relation, "other_id": other, "certainty": certainty}


# the links of one claim, what it retells
ALTERNATIVES = [
    ([_link("a", "likely"), _link("b", "sure")], {"x": "b"}),
    ([_link("a", "sure"), _link("b", "sure")], {"x": "a"}),
    ([_link("a", "possible")], {}),
    ([_link("a", "sure", "corrects"), _link("b", "likely", "garbles")], {"x": "b"}),
    ([], {}),
]


@pytest.mark.parametrize(("links", "expected"), ALTERNATIVES)
def test_of_alternatives_the_surer_counts_then_the_first(
    links: list[dict[str, str]], expected: dict[str, str]
) -> None:
    assert {name: row["other_id"] for name, row in retellings(links).items()} == expected
