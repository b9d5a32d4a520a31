"""What is reported to have happened."""

from __future__ import annotations

from dataclasses import replace

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


def test_rows_of_a_data_set_are_of_one_measure_the_one_with_most(ferry: Timeline) -> None:
    kinds = {"c901": ("cars", "a"), "c902": ("cars", "b"), "c903": ("people", "c"),
             "c904": ("people", ""), "c905": ("people", "")}  # fmt: skip
    first = ferry.chosen[0]
    claims = tuple(
        {**first, "claim_id": claim_id, "measure": measure, "identity": identity}
        for claim_id, (measure, identity) in kinds.items()
    )
    timeline = replace(ferry, rows={**ferry.rows, "claims": claims, "links": ()}, chosen=claims)
    chosen = findings.rows_of_data_set(timeline)
    assert [claim.claim_id for claim in chosen] == ["c901", "c902"]


def test_a_case_without_a_data_set_has_no_such_rows(ferry: Timeline) -> None:
    assert not findings.rows_of_data_set(ferry)
