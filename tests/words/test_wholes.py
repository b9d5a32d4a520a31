"""Sentences on the parts of a whole, with each number of units, and what `breakdown` selects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from conftest import CASES
from hypothesis import given
from hypothesis import strategies as some

from analysis import findings
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.errors import Empty, Invalid
from analysis.words import wholes
from analysis.words.breakdown import breakdown, by_number

LEAD = "rudaw-2017-09-02"
LEAD_OF_QUAKE = "tribune-2034-10-01"
INVENTED = ("quake-2034", "dead"), ("crowd-2033", "crowd")
"""Measures of the invented cases that are divided into parts."""


@pytest.fixture(scope="module")
def buses() -> Timeline:
    return load("convoy-2017").where(measure="buses")


def altered(timeline: Timeline, changed: Mapping[str, Mapping[str, str]]) -> Timeline:
    """The same claims but for these fields of these rows."""
    rows = tuple({**row, **changed.get(row["claim_id"], {})} for row in timeline.rows["claims"])
    ids = {row["claim_id"] for row in timeline.chosen}
    chosen = tuple(row for row in rows if row["claim_id"] in ids)
    return replace(timeline, rows={**timeline.rows, "claims": rows}, chosen=chosen)


def test_the_document_to_begin_with_comes_first_and_is_in_no_frame(buses: Timeline) -> None:
    content = breakdown(buses)
    (start,) = content.start
    assert start.lead.source_id == LEAD
    assert content.whole
    assert content.whole.source_id == LEAD
    others = [claim.claim_id for account in content.accounts[1:] for claim in account.parts]
    assert start.lead.claim_id not in others
    assert len(others) == len(set(others))


def test_each_claim_is_drawn_counted_or_named_as_left_out(buses: Timeline) -> None:
    content = breakdown(buses)
    drawn = {claim.claim_id for claim in content.claims}
    again = {c.claim_id for _, group in content.totals for c in group}
    left = {claim.claim_id for claim in (*content.repeated, *content.others)}
    assert drawn | again | left == {claim.claim_id for claim in buses}
    assert not drawn & left
    assert all(claim.retelling for claim in content.repeated)


def test_where_the_article_is_not_out_the_first_said_is_the_whole(buses: Timeline) -> None:
    early = buses.as_of("2017-08-31")
    content = breakdown(early, early.where(source_id=LEAD))
    assert content.start == ()
    assert content.rest is None
    assert content.whole == min(
        (c for c in early if not c.retelling), key=lambda c: str(c.said_on and c.said_on.last)
    )


def test_parts_are_parts_of_the_number_of_their_own_document(buses: Timeline) -> None:
    own = breakdown(buses.where(claimant="coalition"))
    assert own.whole
    release = own.accounts[0]
    assert own.whole.source_id == release.lead.source_id
    assert wholes.consequence(release, own.whole, None) == f"6 + 11 = {own.whole.quantity}"


def test_of_how_many_is_said_only_where_the_document_says_so(buses: Timeline) -> None:
    content = breakdown(buses)
    lines = dict(zip(content.accounts, wholes.sentences(buses, content), strict=True))
    for account, line in lines.items():
        own = [c for c in buses if c.source_id == account.lead.source_id]
        printed = any(c.categories == ("total",) for c in own)
        assert (" of 17 buses " in line.split("(“")[0]) == printed, line
    alone = breakdown(buses.where(source_id=["arabnews-2017-09-04", "telegraph-2017-08-31"]))
    title = wholes.headline(buses, alone)
    assert title == "Free Syrian Army source: five buses “stranded”; the rest is not placed"


def test_with_a_hedged_whole_nothing_is_too_many_or_missing(buses: Timeline) -> None:
    ids = ["c022", "c036", "c037"]
    hedged = breakdown(buses.where(claim_id=ids))
    assert hedged.whole
    assert str(hedged.whole.quantity) == "about 16"
    assert wholes.consequence(hedged.accounts[0], hedged.whole, None) == "6 + 11 = 17"
    title = wholes.headline(buses, hedged)
    assert "too many" not in title


def test_claims_of_several_measures_have_no_whole_in_common() -> None:
    with pytest.raises(Invalid, match="2 measures"):
        breakdown(load("convoy-2017").where(measure=["buses", "convoy_vehicles"]))


@pytest.mark.parametrize("columns", [{"measure": "strikes"}, {"claim_id": "c261"}])
def test_without_a_whole_or_a_part_there_is_nothing(columns: dict[str, str]) -> None:
    with pytest.raises(Empty):
        breakdown(load("convoy-2017").where(**columns))


def test_a_title_says_whose_count_it_is_and_what_is_ours(buses: Timeline) -> None:
    content = breakdown(buses)
    assert content.whole
    part = content.start[0].lead
    rest = (content.whole.quantity.stated or 0) - (part.quantity.stated or 0)
    title = wholes.headline(buses, content)
    assert title.startswith("Hezbollah: ")
    assert f"of {content.whole.quantity} buses “{part.verb}”" in title
    assert title.endswith(f"the other {rest} are our subtraction")
    assert "from 17 to" not in title


TITLES = [
    ({"c001": {"stated": "16"}}, "16 of 17 buses “remain”; the other one is our subtraction"),
    ({"c001": {"stated": "17"}}, "17 of 17 buses “remain”"),
    ({"c001": {"stated": "18"}}, "18 of 17 buses “remain”; that is one too many"),
    ({"c001": {"verb": ""}}, "six of 17 buses in government-held areas; the other 11 are our subt"),
    ({"c001": {"verb": "are still"}}, "six of 17 buses in government-held areas; the other 11"),
    ({"c001": {"said_on": "2017-09-01"}}, "six of 17 buses “remain”; the rest is not placed"),
    ({"c001": {"hedge": "about"}}, "about 6 of 17 buses “remain”; the other about 11 are our"),
    ({"c001": {"stated": "0"}}, "none of 17 buses “remain”; the other 17 are our subtraction"),
]


@pytest.mark.parametrize(("changed", "expected"), TITLES)
def test_a_title_is_right_with_one_and_with_many(
    buses: Timeline, changed: dict[str, dict[str, str]], expected: str
) -> None:
    timeline = altered(buses, changed)
    assert wholes.headline(timeline, breakdown(timeline)).startswith(f"Hezbollah: {expected}")


def test_a_title_of_several_parts_puts_the_words_before_the_numbers(buses: Timeline) -> None:
    release = buses.where(source_id="oir-2017-09-04")
    title = wholes.headline(release, breakdown(release))
    assert (
        title == "US-led Coalition divides the 17 buses: gone back west 6 and left in the desert 11"
    )


def test_a_title_says_that_parts_add_up_to_more_than_their_whole(buses: Timeline) -> None:
    release = buses.where(source_id="oir-2017-09-04")
    right = wholes.headline(release, breakdown(release))
    first, other = breakdown(release).accounts[0].parts
    more = altered(release, {first.claim_id: {"stated": "20"}})
    total = 20 + int(other.quantity.stated or 0)
    assert "add up" not in right
    assert wholes.headline(more, breakdown(more)).endswith(f"; the parts add up to more, {total}")


def test_what_is_taken_for_granted_is_said(buses: Timeline) -> None:
    plain = {"c002": {"claimant": "hezbollah", "covers": "2017-09-02"}}
    expected = {
        "": buses,
        " if none was lost on the way": altered(buses, {"c002": {"claimant": "hezbollah"}}),
        " if both figures are Hezbollah’s": altered(buses, {"c002": {"covers": "2017-09-02"}}),
    }
    for words, timeline in expected.items():
        rest = breakdown(timeline).rest
        assert rest
        both = " if none was lost on the way and both figures are Hezbollah’s"
        assert wholes.computed(timeline, rest) == f"17 − 6,{words or both}"
    timeline = altered(buses, plain)
    rest = breakdown(timeline).rest
    assert rest
    assert wholes.computed(timeline, rest) == "17 − 6"


def test_whether_two_mean_the_same_is_not_known_and_said_so(buses: Timeline) -> None:
    words = wholes.doubt(buses, breakdown(buses))
    assert words.startswith(
        "Nothing read for this record says whether Hezbollah and the US-led Coalition"
    )
    few = buses.where(claim_id=["c001", "c002", "c036", "c037"])
    assert wholes.doubt(few, breakdown(few)) == words
    apart = altered(few, {"c036": {"stated": "7"}, "c037": {"stated": "10"}})
    assert wholes.doubt(apart, breakdown(apart)) == ""
    release = buses.where(source_id="oir-2017-09-04")
    assert wholes.doubt(release, breakdown(release)) == ""


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, ""),
        (1, "1 repetition of these counts is not drawn."),
        (2, "2 repetitions of these counts are not drawn."),
    ],
)
def test_notes_are_right_with_one_and_with_many(buses: Timeline, count: int, expected: str) -> None:
    claims = buses.where(source_id="oir-2017-09-04").claims[:count]
    assert wholes.repetitions(claims) == expected
    assert bool(wholes.left_out(claims)) == bool(count)
    assert (" is not" in wholes.left_out(claims)) == (count == 1)


def test_the_shared_words_of_labels_are_said_once(buses: Timeline) -> None:
    parts = [m for m in buses.measures.values() if (m.measure, m.frame) == ("buses", "split")]
    assert list(wholes.tails(parts).values()) == ["gone back west", "left in the desert"]
    assert list(wholes.tails(parts[:1]).values()) == [parts[0].label]


@given(some.floats(0, 1e6, allow_nan=False) | some.integers(0, 10**9))
def test_a_number_in_a_sentence_is_a_word_up_to_ten(number: float) -> None:
    words = wholes.in_letters(number)
    assert words.isalpha() == (number == int(number) and number <= 10)
    if not words.isalpha():
        assert float(words.replace(",", "")) == number


def test_numbers_come_highest_first_and_keep_their_order(buses: Timeline) -> None:
    totals = buses.where(category="total").claims
    groups = by_number(totals)
    numbers = [number for number, _ in groups]
    assert numbers == sorted(set(numbers), reverse=True)
    assert [c for _, group in groups for c in group] == sorted(
        totals, key=lambda c: -(c.quantity.stated or 0)
    )


def test_how_many_is_asked_with_every_number_on_record(buses: Timeline) -> None:
    totals = buses.where(category="total")
    assert re.fullmatch(r"How many buses: 14, 16 or 17", wholes.how_many(totals.claims))
    assert wholes.how_many(totals.where(stated=17).claims) == "17 buses in all"
    assert wholes.how_many(totals.where(hedge="about").claims) == "About 16 buses in all"


def test_a_finding_says_each_account_and_cites_its_claims(buses: Timeline) -> None:
    sentence = findings.parts_of_whole(buses)
    content = breakdown(buses)
    assert set(sentence.cited) == {claim.claim_id for claim in content.claims}
    rest = next(number for number in sentence.numbers if number.kind == "derived")
    assert content.rest
    assert rest.claims == content.rest.derived.claims
    nothing = findings.parts_of_whole(buses.where(claim_id="c261"))
    assert nothing.text.endswith(".")
    assert not nothing.numbers


@pytest.mark.parametrize(("case", "measure"), INVENTED)
def test_parts_are_parts_of_the_number_in_their_own_document(case: str, measure: str) -> None:
    timeline = load(CASES / case).where(measure=measure)
    content = breakdown(timeline)
    assert content.accounts
    for account in content.accounts:
        inside = timeline.where(source_id=account.lead.source_id, claimant=account.lead.claimants)
        own = [claim for claim in inside.where(category="total") if claim.quantity.known]
        whole = content.whole_for(account)
        assert whole in own if own else whole == content.whole


def test_who_counts_all_and_every_part_leaves_nobody_out() -> None:
    timeline = load(CASES / "quake-2034").where(measure="dead")
    (account,) = breakdown(timeline).accounts
    (own,) = timeline.where(source_id=account.lead.source_id, category="total")
    assert account.total == own.quantity.stated
    said = str(findings.parts_of_whole(timeline, timeline.where(source_id=LEAD_OF_QUAKE)))
    assert "unaccounted" not in said
