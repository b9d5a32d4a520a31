"""What a case had by a day."""

from datetime import date

import pytest

from analysis.case.timeline import Timeline, known_by

EVENTS = [
    ("2031-03-03", []),
    ("2031-03-04", ["2031-03-04-aground"]),
    ("2031-03-05", ["2031-03-04-aground", "2031-03-05-landing"]),
    ("2031-03-06", ["2031-03-04-aground", "2031-03-05-landing", "2031-03-06-tug"]),
]


@pytest.mark.parametrize(("day", "known"), EVENTS)
def test_an_event_is_known_once_it_is_published(
    ferry: Timeline, day: str, known: list[str]
) -> None:
    rows = known_by(ferry.rows, date.fromisoformat(day))
    assert [row["event_id"] for row in rows["events"]] == known


def test_an_event_of_an_earlier_day_waits_for_its_document(ferry: Timeline) -> None:
    moved = {**ferry.rows["events"][0], "sources": "ministry-2031-03-07"}
    rows = {**ferry.rows, "events": (moved,)}
    assert known_by(rows, date(2031, 3, 6))["events"] == ()
    assert known_by(rows, date(2031, 3, 7))["events"] == (moved,)


def test_an_event_on_documents_without_a_date_counts_from_its_day(ferry: Timeline) -> None:
    moved = {**ferry.rows["events"][0], "sources": "radio-2031-03"}
    rows = {**ferry.rows, "events": (moved,)}
    assert known_by(rows, date(2031, 3, 4))["events"] == (moved,)


def test_a_gap_is_none_before_its_day(ferry: Timeline) -> None:
    assert known_by(ferry.rows, date(2031, 3, 4))["searches"] == ()
    assert known_by(ferry.rows, date(2031, 3, 5))["searches"] == ferry.rows["searches"]
    dateless = ({**ferry.rows["searches"][0], "covers": ""},)
    rows = {**ferry.rows, "searches": dateless}
    assert known_by(rows, date(2031, 3, 1))["searches"] == dateless


def test_nothing_else_is_cut(ferry: Timeline) -> None:
    cut = known_by(ferry.rows, date(2031, 3, 4))
    same = set(ferry.rows) - {"events", "searches"}
    assert {name: cut[name] for name in same} == {name: ferry.rows[name] for name in same}
