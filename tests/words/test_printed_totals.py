"""Totals and their wordings, in sentences and in titles of charts."""

from __future__ import annotations

import pytest
from conftest import Case

from analysis import findings
from analysis.case.timeline import Timeline
from analysis.words.findings.printed_totals import headline, since
from analysis.words.printed_totals import Relation, attribution, relation, totals

HEADLINES = [
    (
        {"claimant": "coastguard"},
        "More than 10, then at least 14: one party’s count of people injured",
    ),
    ({"claimant": "ministry"}, "Up to 20: one party’s count of people injured"),
    ({"claimant": "passengers"}, "“several injured”: one party’s words on people injured"),
    (
        {"claimant": ["coastguard", "ministry"]},
        "Two parties’ counts of people injured: the Coastguard, more than 10, then at least 14; "
        "the Transport Ministry, up to 20",
    ),
]


@pytest.mark.parametrize(("filters", "text"), HEADLINES)
def test_a_headline_says_whose_counts_went_how(
    ferry: Timeline, filters: dict[str, str | list[str]], text: str
) -> None:
    timeline = ferry.where(measure="injured", **filters)
    assert headline(timeline, totals(timeline)) == text


def test_a_headline_says_that_outlets_printed_a_count_only_where_any_did(ferry: Timeline) -> None:
    both = ferry.where(claim_id=["c008", "c018"])
    assert headline(both, totals(both)).endswith(" and how outlets printed it")
    alone = ferry.where(claim_id="c008")
    assert "outlets" not in headline(alone, totals(alone))


def test_a_long_series_is_its_first_and_its_last_figure(case: Case) -> None:
    for number in range(5):
        stated = str(20 + number)
        case.add(
            "claims",
            "c019",
            claim_id=f"c10{number}",
            stated=stated,
            phrase=f"at least {stated}",
        )
    timeline = case.load().where(claimant="coastguard", measure="injured")
    start = headline(timeline, totals(timeline)).split(":")[0]
    assert start == "More than 10 to at least 24 in 7 steps"


def test_a_running_total_says_from_when_and_who_inferred_it(ferry: Timeline) -> None:
    injured = ferry.where(measure="injured", claimant="coastguard")
    assert since(totals(injured)) == "a running total since 4 March 2031 (start inferred by us)"
    ministry = ferry.where(measure="injured", claimant="ministry")
    assert since(totals(ministry)) == "a running total since 4 March 2031"
    assert since(totals(ferry.where(measure="cars"))) == ""


def test_where_only_some_figures_run_from_a_day_they_are_named(case: Case) -> None:
    case.change("claims", "c008", counts="unclear")
    injured = case.load().where(measure="injured", claimant="coastguard")
    start = "at least 14: a running total since 4 March 2031 (start inferred by us)"
    assert since(totals(injured)) == start


def test_a_link_that_corrects_says_that_one_replaces_the_other(case: Case) -> None:
    case.change("claims", "c008", counts="unclear")
    first, second = totals(case.load().where(measure="injured", claimant="coastguard"))
    assert relation(second, first) is Relation.REPLACES
    case.drop("links", "c019")
    first, second = totals(case.load().where(measure="injured", claimant="coastguard"))
    assert relation(second, first) is Relation.LATER


def test_the_latest_total_is_the_last_step_and_no_wording_of_it(case: Case) -> None:
    late = {"claim_id": "c100", "speech": "paraphrased", "stated": "30", "said_on": "2031-03-06"}
    case.add("claims", "c018", **late, claimant="coastguard", phrase="30 people")
    case.add("links", "c018", claim_id="c100", other_id="c008", certainty="possible")
    injured = case.load().where(measure="injured", claimant="coastguard")
    latest = findings.latest_totals(injured)
    assert {name: claim.claim_id for name, claim in latest.items()} == {
        "injured_said_by_coastguard": "c019"
    }


def test_a_part_of_a_total_is_not_replaced_by_it(ferry: Timeline) -> None:
    six, _, eleven = totals(ferry.where(claim_id=["c011", "c012", "c014"]))
    assert relation(eleven, six) is Relation.APART


ATTRIBUTIONS = [
    ("c001", "4 Mar, Alba Line"),
    ("c008", "5 Mar, Harbour Post, quoting the Coastguard"),
    ("c019", "6 Mar, Coastguard, in the words of the Harbour Post"),
    ("c021", "no date, Island Radio"),
    ("c027", "7 Mar, Transport Ministry"),
]


@pytest.mark.parametrize(("claim_id", "text"), ATTRIBUTIONS)
def test_who_gave_a_figure_and_whose_words_they_are(
    ferry: Timeline, claim_id: str, text: str
) -> None:
    assert attribution(ferry, ferry[claim_id]).replace("\u00a0", " ") == text


def test_totals_are_told_in_order_and_never_added(ferry: Timeline) -> None:
    sentence = findings.totals_by_claimant(ferry.where(measure="injured", claimant="coastguard"))
    assert sentence.text == (
        "People injured, by the count of the Coastguard: more than 10 on 5 March 2031 [c008], "
        "then at least 14 on 6 March 2031 [c019]. "
        "The second replaces the first; they are never added."
    )
    apart = findings.totals_by_claimant(ferry.where(measure="sorties", counts="new"))
    assert "added" not in apart.text


TITLES = [
    ({"measure": "cars"}, "Cars on deck: about 60 on 4 March 2031"),
    (
        {"measure": "people", "category": "ashore"},
        "People brought ashore: 80 on 5 March, about 150 on 6 March",
    ),
    (
        {"claim_id": ["c001", "c020", "c023"]},
        "People aboard: between 200 and 230 on 4 March 2031",
    ),
    ({"claim_id": ["c001", "c023"]}, "People aboard: from 212 to 218 on 4 March 2031"),
    ({"claim_id": ["c007", "c022"]}, ""),
]


@pytest.mark.parametrize(("filters", "text"), TITLES)
def test_a_title_has_the_range_of_the_first_and_of_the_last_period(
    ferry: Timeline, filters: dict[str, str | list[str]], text: str
) -> None:
    assert findings.title_by_period(ferry.where(**filters)) == text


def test_of_equal_numbers_the_one_with_the_lower_bound_is_the_lowest(case: Case) -> None:
    more = {"hedge": "more_than", "phrase": "more than 212 people", "said_on": "2031-03-04"}
    timeline = case.change("claims", "c023", stated="212", **more).load()
    both = timeline.where(claim_id=["c001", "c023"])
    assert (
        findings.title_by_period(both) == "People aboard: from 212 to more than 212 on 4 March 2031"
    )
