"""The claims of a report as rows: what a row says, and claims.csv as a program reads it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from conftest import FERRY, Case

from analysis.case.load import load
from analysis.case.scope import Scope
from analysis.case.timeline import Timeline
from analysis.report import ledger
from analysis.report.document import Document, Figure
from analysis.report.edition import Edition
from analysis.report.printers import pandoc
from analysis.words.flat_table import COLUMNS

KEY = Figure("opening", "key", "", b"", "", "", "")


def edition(whole: Timeline, as_of: str = "") -> Edition:
    scope = Scope(case=str(FERRY), as_of=as_of)
    return Edition(scope, whole, scope.narrow(whole), Document(()), KEY, {})


def row_of(report: Edition, claim_id: str) -> str:
    """The text of the row of a claim in the page."""
    page = pandoc.convert(ledger.tables(report), "html5").decode("utf-8")
    rows = re.findall(r"<tr.*?</tr>", page, re.S)
    (matching,) = [row for row in rows if f'id="{claim_id}"' in row]
    return " ".join(re.sub(r"<[^>]+>", "", matching.replace("<br>", " ")).split())


def flat(report: Edition) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ledger.flat(report).decode("utf-8"))))


@pytest.mark.parametrize(
    ("claim_id", "changes", "parts"),
    [
        ("c006", {}, ["5 March 2031", "Coastguard", "Harbour Post", "“nearly 30 sorties”"]),
        ("c006", {}, ["nearly 30 (29 or fewer)", "3 March (inferred) to 5 March", "since Monday"]),
        ("c006", {}, ["verb: flew"]),
        ("c005", {"speaker": "Captain Roe"}, ["Captain Roe, for Alba Line via North Wire"]),
        ("c005", {"note": "by radio."}, ["By radio."]),
        ("c005", {"stance": "expects"}, ["80; expects; verb: are"]),
        ("c004", {}, ["Alba Line or Harbour Post"]),
        ("c001", {}, ["Disputed with c010 and c023."]),
    ],
)
def test_a_row_says_what_a_reader_needs_to_judge_a_figure(
    claim_id: str, changes: dict[str, str], parts: list[str], case: Case
) -> None:
    if parts == ["verb: flew"]:
        changes = {"verb": "flew"}
    case.change("claims", claim_id, **changes)
    row = row_of(edition(load(case.folder)), claim_id)
    assert [part for part in parts if part not in row] == [], row


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [("sure", "Repeats"), ("likely", "Probably repeats"), ("possible", "Possibly repeats")],
)
def test_how_sure_a_link_is_stands_in_the_row_with_its_reason(
    certainty: str, expected: str, case: Case
) -> None:
    link = next(row for row in case.rows("links") if row["relation"] == "repeats")
    case.change("links", link["claim_id"], certainty=certainty, reason="the same words")
    row = row_of(edition(load(case.folder)), link["claim_id"])
    assert f"{expected} {link['other_id']}: the same words." in row


def test_every_claim_is_a_row_of_the_file_without_codes_for_days(ferry: Timeline) -> None:
    rows = flat(edition(ferry))
    assert [row["claim_id"] for row in rows] == [claim.claim_id for claim in ferry]
    assert list(rows[0])[: len(COLUMNS)] == [column.name for column in COLUMNS]
    days = [row[name] for row in rows for name in row if name.endswith(("_first", "_last"))]
    assert [day for day in days if day and not re.fullmatch(r"\d{4}-\d\d-\d\d", day)] == []
    numbers = [row[name] for row in rows for name in ("low", "stated", "high") if row[name]]
    assert [number for number in numbers if not re.fullmatch(r"\d+", number)] == []


def test_the_bounds_of_the_file_are_those_that_charts_draw(ferry: Timeline) -> None:
    rows = {row["claim_id"]: row for row in flat(edition(ferry))}
    assert (rows["c002"]["hedge_drawn"], rows["c002"]["low"], rows["c002"]["high"]) == (
        "about",
        "",
        "",
    )
    for claim in ferry:
        row = rows[claim.claim_id]
        ends = (claim.drawn.low, claim.drawn.high)
        assert [float(end) if end else None for end in (row["low"], row["high"])] == list(ends)


def test_nothing_later_is_named(ferry: Timeline) -> None:
    report = edition(ferry, as_of="2031-03-05")
    known = {claim.claim_id for claim in report.claims}
    text = ledger.tables(report) + ledger.flat(report).decode("utf-8")
    assert set(re.findall(r"\bc0\d\d\b", text)) == known


@pytest.mark.parametrize(
    ("labels", "heading"),
    [
        (["people mended"], "People mended"),
        (["roofs mended", "walls mended"], "Roofs mended and walls mended"),
        (["roofs", "walls", "doors", "floors"], "Roofs, walls and 2 more"),
    ],
)
def test_a_measure_that_has_no_total_is_headed_by_what_it_counts(
    ferry: Timeline, labels: list[str], heading: str
) -> None:
    total = ferry.rows["measures"][0]
    claim = {**ferry.rows["claims"][0], "measure": "mended", "category": "part0"}
    named = [
        {**total, "measure": "mended", "category": f"part{n}", "label": label}
        for n, label in enumerate(labels)
    ]
    rows = {**ferry.rows, "measures": (*ferry.rows["measures"], *named), "claims": (claim,)}
    changed = replace(ferry, rows={**rows, "links": (), "disputes": ()}, chosen=(claim,))
    page = pandoc.convert(ledger.tables(edition(changed)), "html5").decode("utf-8")
    (title,) = re.findall(r"<h\d[^>]*>(.*?)</h\d>", page, re.S)
    assert " ".join(title.split()) == heading
