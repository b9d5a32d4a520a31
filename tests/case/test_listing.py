"""What a case has, listed and searched."""

from __future__ import annotations

import pytest
from conftest import FERRY, Case

from analysis.case.listing import KINDS, listing
from analysis.errors import Invalid


def ids(kind: str, *words: str) -> list[str]:
    return [str(row[0]) for row in listing(FERRY, kind, words).rows()]


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("places", (), ["north_bay", "port_sella", "south_reef", "strait"]),
        ("places", ("REEF",), ["south_reef"]),
        ("places", ("سيلا",), ["port_sella"]),
        ("sources", ("post",), ["post-2031-03-05", "post-2031-03-06"]),
        ("sources", ("post", "06"), ["post-2031-03-06"]),
        ("sources", ("post 06",), ["post-2031-03-06"]),
        ("claimants", ("coast",), ["coastguard"]),
        ("claims", ("212 people",), ["c001", "c004"]),
        ("claims", ("entre", "230"), ["c020"]),
        ("measures", ("no such thing",), []),
    ],
)
def test_every_word_is_looked_for_in_ids_names_and_phrases(
    kind: str, words: tuple[str, ...], expected: list[str]
) -> None:
    assert ids(kind, *words) == expected


def test_claims_are_found_by_the_names_of_their_claimants_and_measures(case: Case) -> None:
    case.change("actors", "coastguard", name="Harbour patrol").change(
        "measures", "dead", label="lost souls"
    )
    rows = case.rows("claims")
    by_claimant = [row["claim_id"] for row in rows if "coastguard" in row["claimant"]]
    by_measure = [row["claim_id"] for row in rows if row["measure"] == "dead"]
    assert by_claimant
    assert by_measure
    assert [row[0] for row in listing(case.folder, "claims", ["patrol"]).rows()] == by_claimant
    assert [row[0] for row in listing(case.folder, "claims", ["Souls"]).rows()] == by_measure


def test_claims_are_counted_under_each_that_may_be_meant(case: Case) -> None:
    claims = case.rows("claims")
    expected = {
        row["actor_id"]: sum(
            row["actor_id"] in claim["claimant"].strip("[]").split(",") for claim in claims
        )
        for row in case.rows("actors")
    }
    matches = listing(case.folder, "claimants")
    position = matches.heads.index("claims")
    assert {str(row[0]): row[position] for row in matches.rows()} == expected


def test_what_may_be_meant_is_said_where_nothing_is_there() -> None:
    assert listing(FERRY, "sources", ["psot-2031-03-05"]).near == "did you mean post-2031-03-05?"
    assert listing(FERRY, "sources", ["post"]).near == ""


def test_an_unknown_kind_is_refused_with_the_nearest() -> None:
    with pytest.raises(Invalid, match=r"^list: 'source'; what a case has; did you mean sources\?"):
        listing(FERRY, "source")


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_needs_no_check(case: Case, kind: str) -> None:
    case.change("claims", "c003", hedge="bear").path("searches").unlink()
    assert list(listing(case.folder, kind).rows())


def test_a_table_that_cannot_be_read_gives_its_problems(case: Case) -> None:
    case.edit("places", "7,15,", "7,15")
    with pytest.raises(Invalid, match=r"^places\.csv:5: 9 values"):
        listing(case.folder, "places")
    case.path("claims").unlink()
    with pytest.raises(Invalid, match=r"^claims\.csv:1: no such file"):
        listing(case.folder, "claims")
