"""From a folder to a timeline, or to every reason why not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import pytest
from conftest import FERRY, Case

from analysis import paths
from analysis.case.check import checked
from analysis.case.load import examine, load
from analysis.case.timeline import Timeline
from analysis.errors import Invalid, Problem

CASES = [FERRY, *(paths.DATA / name for name in paths.cases())]
NAMES = [folder.name for folder in CASES]


@pytest.mark.parametrize("folder", CASES, ids=NAMES)
def test_every_case_loads_and_drops_no_row(folder: Path) -> None:
    timeline = load(folder)
    assert timeline.package.name == folder.name
    for name, schema in timeline.package.tables.items():
        lines = (folder / schema.path).read_text(encoding="utf-8").splitlines()
        assert len(timeline.rows[name]) == len(lines) - 1
    assert timeline.chosen == timeline.rows["claims"]


@pytest.mark.parametrize("folder", CASES, ids=NAMES)
def test_frictionless_accepts_every_case(folder: Path) -> None:
    # The schema lies outside the folder of the case, where frictionless goes only when told so.
    with frictionless.system.use_context(trusted=True):
        report = frictionless.Package(str(folder / paths.PACKAGE)).validate()
    assert report.flatten(["title", "message"]) == []
    assert report.stats["tasks"] == len(load(folder).package.tables)


def test_a_case_is_loaded_by_name_and_by_path() -> None:
    assert paths.cases(), "the project comes with a case"
    for name in paths.cases():
        assert load(name).rows == load(paths.DATA / name).rows
    assert load(str(FERRY)).rows == load(FERRY).rows


def _broken(case: Case) -> Case:
    case.remake("sources", lambda raw: b"\xef\xbb\xbf" + raw)
    case.change("sources", "wire-2031-03-05", tier="D", url="ftp://example.org")
    case.edit("places", "7,15,", "7,15")
    case.change("actors", "wire", kind="outlets")
    case.change("claims", "c021", stated="1,000")
    case.change("claims", "c009", said_on="9/2/2017", source_id="wire")
    case.change("claims", "c001", phrase="213 people")
    case.add("links", "c004", certainty="sure")
    case.remake("searches", lambda _: b"")
    return case


def test_all_problems_of_all_files_come_at_once_by_file_line_and_column(case: Case) -> None:
    _broken(case)
    before = case.hash()
    assert [problem.split(";")[0] for problem in case.problems()] == [
        "sources.csv:1: a byte-order mark",
        "sources.csv:9:url: 'ftp://example.org'",
        "sources.csv:9:tier: 'D'",
        "actors.csv:8:kind: 'outlets'",
        "places.csv:5: 9 values",
        "claims.csv:2:phrase: '213 people', which reads 213",
        "claims.csv:10:source_id: 'wire'",
        "claims.csv:10:said_on: '9/2/2017'",
        "claims.csv:22:stated: '1,000'",
        "links.csv:3:claim_id: 'c004, repeats, c001'",
        "searches.csv:1: an empty file",
    ]
    assert case.hash() == before


def test_load_refuses_with_what_examine_finds(case: Case) -> None:
    _broken(case)
    with pytest.raises(Invalid) as refused:
        case.load()
    assert list(refused.value.problems) == examine(case.folder).problems
    assert str(refused.value).splitlines() == case.problems()


def test_a_description_that_cannot_be_read_is_refused(case: Case) -> None:
    case.describe(lambda raw: raw[:-30])
    with pytest.raises(Invalid, match=r"^datapackage.json:\d+: not JSON"):
        examine(case.folder)


def test_loading_reads_and_writes_nothing(case: Case) -> None:
    before = case.hash()
    case.load()
    assert case.hash() == before


DATA = [
    "<script>alert(1)</script>",
    "=cmd()",
    "=cmd|' /C calc'!A0",
    "+1",
    "@x",
    "$x$",
    "`rm`",
    "a\u202eb",
    "| a | b |",
    "{now}",
    "%s",
    "\\n",
    "NULL",
    "NaN",
    "#REF!",
    "تدمر",
]


@pytest.mark.parametrize("text", DATA)
def test_text_is_data(case: Case, text: str) -> None:
    timeline = case.change("claims", "c022", phrase=text, note=text, speaker=text).load()
    row = next(row for row in timeline.chosen if row["claim_id"] == "c022")
    assert (row["phrase"], row["note"], row["speaker"]) == (text, text, text)
    frame = timeline.frame()
    assert frame.loc["c022", "phrase"] == text
    assert timeline["c022"].phrase == text


def test_a_message_shows_what_cannot_be_seen(case: Case) -> None:
    (problem,) = case.change("claims", "c003", speech="\u202equoted").problems()
    assert "\u202e" not in problem
    assert "'\\u202equoted'" in problem


def test_a_timeline_and_its_refusal_say_who_they_are(case: Case) -> None:
    assert isinstance(case.load(), Timeline)
    case.change("claims", "c003", speech="")
    with pytest.raises(Invalid) as refused:
        case.load()
    expected = Problem("speech", "empty", "a value", "give its speech", "claims.csv", 4)
    assert refused.value.problems == (expected,)


def test_a_case_is_read_once_for_the_same_bytes(case: Case) -> None:
    first = load(case.folder)
    assert load(str(case.folder)) is first
    before = (case.folder / "claims.csv").read_bytes()
    case.change("claims", "c001", speech="quoted")
    changed = load(case.folder)
    assert changed.rows["claims"] != first.rows["claims"]
    (case.folder / "claims.csv").write_bytes(before)
    assert load(case.folder).rows["claims"] == first.rows["claims"]


def test_a_case_that_breaks_a_rule_is_refused_each_time(case: Case) -> None:
    load(case.folder)
    case.change("claims", "c001", hedge="abuot")
    for _ in range(2):
        with pytest.raises(Invalid, match=r"claims\.csv"):
            load(case.folder)


def test_a_case_that_is_written_while_it_is_read_is_not_remembered(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the old bytes would stand for the new claims, once they are put back."""
    before = (case.folder / "claims.csv").read_bytes()
    reading = checked

    def meanwhile(description: Any) -> Any:
        case.change("claims", "c001", speech="quoted")
        return reading(description)

    with monkeypatch.context() as patched:
        patched.setattr("analysis.case.load.checked", meanwhile)
        changed = load(case.folder)
    (case.folder / "claims.csv").write_bytes(before)
    assert load(case.folder).rows["claims"][0] != changed.rows["claims"][0]


def test_a_large_case_is_not_remembered(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.case.load.MOST", 3)
    assert load(case.folder) is not load(case.folder)


def test_what_is_remembered_cannot_be_written() -> None:
    timeline: Any = load(FERRY)
    with pytest.raises(TypeError):
        timeline.rows["claims"][0]["hedge"] = "about"
    with pytest.raises(TypeError):
        timeline.rows["claims"] = ()


def test_a_timeline_of_other_rows_looks_its_claims_up_anew(ferry: Timeline) -> None:
    renamed = tuple({**row, "group": "other"} for row in ferry.rows["actors"])
    other = replace(ferry, rows={**ferry.rows, "actors": renamed})
    assert {claim.group for claim in other} == {"other"}
    assert {claim.group for claim in ferry} != {"other"}
