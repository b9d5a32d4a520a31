"""What a case had by a day."""

from datetime import date

import pytest
from conftest import Case
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.disputes_on_record import disputes_on_record
from analysis.case.hindsight import event_known
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.errors import Invalid


def ids(timeline: Timeline, table: str, key: str) -> list[str]:
    return [row[key] for row in timeline.rows[table]]


EVENTS = [
    ("2031-03-04", ["2031-03-04-aground"]),
    ("2031-03-05", ["2031-03-04-aground", "2031-03-05-landing"]),
    ("2031-03-06", ["2031-03-04-aground", "2031-03-05-landing", "2031-03-06-tug"]),
]


@pytest.mark.parametrize(("day", "known"), EVENTS)
def test_an_event_is_known_once_it_is_published(
    ferry: Timeline, day: str, known: list[str]
) -> None:
    assert ids(ferry.as_of(day), "events", "event_id") == known


PUBLISHED = {"early": "2031-03-05", "late": "2031-03-07", "undated": ""}
# what the row says, the first day in March on which it is known; 0 for never
KNOWN = [
    ({"sources": "early"}, 5),
    ({"sources": "early|late"}, 7),
    ({"sources": "undated"}, 0),
    ({"sources": "early|undated"}, 0),
    ({"sources": "early|undated", "known": "2031-03-05"}, 5),
    ({"sources": "early|late", "known": "2031-03-06"}, 6),
    ({"sources": "early", "when": "2031-03-09"}, 9),
    ({"sources": "early", "when": "/2031-03-04"}, 5),
    ({"sources": "early", "when": "[2031-03-04,2031-03-06]"}, 5),
]


@pytest.mark.parametrize(("cells", "first"), KNOWN)
def test_an_event_waits_for_all_that_it_says(cells: dict[str, str], first: int) -> None:
    row = {"when": "2031-03-04", "known": "", **cells}
    days = [day for day in range(1, 32) if event_known(row, PUBLISHED, date(2031, 3, day))]
    assert days == (list(range(first, 32)) if first else [])


def test_a_gap_is_none_before_it_is_due(ferry: Timeline) -> None:
    assert ferry.as_of("2031-03-05").rows["searches"] == ()
    assert ferry.as_of("2031-03-06").rows["searches"] == ferry.rows["searches"]


def test_a_gap_without_a_day_is_known_on_none(case: Case) -> None:
    case.change("searches", "s001", due="")
    assert load(case.folder).as_of("2031-12-31").rows["searches"] == ()


def test_no_table_names_a_claim_that_came_later(ferry: Timeline) -> None:
    cut = ferry.as_of("2031-03-05")
    out = {claim.claim_id for claim in cut}
    assert ids(cut, "claims", "claim_id") == [claim.claim_id for claim in cut]
    assert out > {row[end] for row in cut.rows["links"] for end in ("claim_id", "other_id")}
    assert out >= {name for row in cut.rows["disputes"] for name in row["claims"].split("|")}
    assert out >= {claim.origin for claim in cut} | {claim.retells for claim in cut} - {""}


def test_a_dispute_stands_as_open_until_all_of_its_claims_are_out(case: Case) -> None:
    whole = load(case.folder)
    (row,) = (row for row in whole.rows["disputes"] if row["dispute_id"] == "d001")
    days = {name: whole[name].published for name in row["claims"].split("|")}
    last = max(str(day) for day in days.values())
    later = next(name for name, day in days.items() if str(day) == last)
    known = {
        day: [r for r, _ in disputes_on_record(whole.as_of(day)) if r["dispute_id"] == "d001"]
        for day in ("2031-03-05", last)
    }
    assert known[last] == [row]
    for before in known["2031-03-05"]:
        assert (before["state"], before["reason"]) == ("open", "")
        assert before["title"] != row["title"]
        assert later not in before["claims"]


DAYS = st.dates(date(2017, 8, 27), date(2017, 9, 20))
COLUMNS = {
    "claimant": ["coalition", "hezbollah", "iranian_mfa", "russian_mod"],
    "measure": ["buses", "strikes", "civilians_killed", "arrivals"],
    "hedge": ["bare", "about", "more_than"],
    "source_id": ["rudaw-2017-09-02", "dod-2017-08-30", "reuters-2017-09-13"],
}
CHOICES = st.sampled_from([(name, value) for name, them in COLUMNS.items() for value in them])


@given(DAYS, CHOICES, st.sampled_from(["published", "said"]))
def test_the_order_of_the_verbs_makes_no_difference(
    day: date, choice: tuple[str, str], by: str
) -> None:
    whole, (name, value) = load("convoy-2017"), choice
    cut_first = whole.as_of(day, by).where(**{name: value})
    cut_last = whole.where(**{name: value}).as_of(day, by)
    assert cut_first.claims == cut_last.claims
    assert cut_first.rows == cut_last.rows


@given(DAYS)
def test_what_goes_back_to_one_utterance_stays_together(day: date) -> None:
    whole = load("convoy-2017")
    cut = {claim.claim_id: claim for claim in whole.as_of(day)}
    families: dict[str, set[str]] = {}
    for claim in whole:
        if claim.claim_id in cut:
            families.setdefault(claim.origin, set()).add(claim.claim_id)
    for origin, family in families.items():
        (now,) = {cut[claim_id].origin for claim_id in family}
        assert now == origin if origin in cut else now in family
        assert [c for c in family if not cut[c].retelling] == [now]


@given(DAYS, DAYS)
def test_the_earlier_of_two_days_counts(day: date, other: date) -> None:
    whole = load("convoy-2017")
    twice, once = whole.as_of(day).as_of(other), whole.as_of(min(day, other))
    assert [c.claim_id for c in twice] == [c.claim_id for c in once]
    assert twice.rows == once.rows


@given(DAYS)
def test_a_date_of_python_is_the_day_as_typed(day: date) -> None:
    whole = load("convoy-2017")
    assert whole.as_of(day) == whole.as_of(day.isoformat())
    assert whole.during(day, day) == whole.during(day.isoformat(), day.isoformat())
    assert whole.where(said_on=date(2017, 9, 2)) == whole.where(said_on="2017-09-02")


def test_a_day_before_the_first_claim_is_refused_whoever_is_looked_at(ferry: Timeline) -> None:
    for claimant in ("line", "ministry"):
        with pytest.raises(Invalid, match="the day of the first claim"):
            ferry.where(claimant=claimant).as_of("2031-03-01")


def test_a_road_has_the_places_that_were_named_by_then(ferry: Timeline) -> None:
    """Where a story went is known from its claims and events; a river is there anyhow."""
    whole = ferry.rows["routes"]
    for day in ("2031-03-04", "2031-03-05", "2031-03-09"):
        early = ferry.as_of(day)
        named = {row["place_id"] for table in ("claims", "events") for row in early.rows[table]}
        parents = {row["place_id"]: row["within"].split("|") for row in ferry.rows["places"]}
        for _ in parents:
            named |= {above for place in named for above in parents.get(place, ())}
        expected = [row for row in whole if row["kind"] == "river" or row["place_id"] in named]
        assert list(early.rows["routes"]) == expected
