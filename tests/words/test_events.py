"""What is reported to have happened."""

from __future__ import annotations

from conftest import Case

from analysis.case.timeline import Timeline
from analysis.words import findings


def test_every_event_stands_in_order_with_who_reported_it(ferry: Timeline) -> None:
    frame = findings.events(ferry).frame
    assert list(frame["what is reported"]) == [
        row["label"]
        for row in sorted(ferry.rows["events"], key=lambda row: (row["when"], row["label"]))
    ]
    assert all(frame["published by"])


def test_a_publisher_of_two_documents_is_named_once(case: Case) -> None:
    first = case.load().rows["events"][0]
    several = case.change(
        "events", first["event_id"], sources="post-2031-03-05|post-2031-03-06"
    ).load()
    frame = findings.events(several).frame
    (row,) = frame[frame["what is reported"] == first["label"]].itertuples(index=False)
    assert row[2] == "Harbour Post"


def test_what_was_not_known_yet_is_no_event(ferry: Timeline) -> None:
    early = ferry.as_of("2031-03-04")
    assert len(findings.events(early).frame) < len(findings.events(ferry).frame)
