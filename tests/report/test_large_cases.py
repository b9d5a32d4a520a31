"""Reports of cases with so many claims that no page can hold them all."""

from __future__ import annotations

import csv
import re
from html import unescape
from pathlib import Path

import pytest
from conftest import Case
from reporting import code, exporting, markdown, notebook, output_of

from analysis import charts
from analysis.case.timeline import Timeline
from analysis.report import edition, figures, make
from analysis.words.sentences import say

SENTENCE, DRAWN = "c009", ("c001", "c004", "c010", "c020", "c023")
DISPUTED = ("c001", "c010", "c023", "c011", "c012", "c014", "c025", "c026")


def executed(folder: Path, timeline: Timeline) -> Path:
    """A notebook with one sentence about a claim, and a chart of five."""
    people = timeline.where(measure="people", category="total").keep(set(DRAWN), "", "")
    chart = output_of(charts.intervals(people, "People aboard"))
    cells = [
        markdown("# About people"),
        code("ashore", outputs=[output_of(say(timeline, SENTENCE))]),
        code("aboard", outputs=[chart]),
    ]
    return notebook(folder / "people.ipynb", cells)


@pytest.fixture
def large(case: Case) -> Case:
    """The ferry with a claim more for each of two thousand others, which repeat one figure."""
    (like,) = (row for row in case.rows("claims") if row["claim_id"] == "c016")
    others = [",".join({**like, "claim_id": f"x{n:05}"}.values()) for n in range(edition.MOST)]
    assert not any('"' in value or "," in value for value in like.values())
    return case.remake("claims", lambda raw: raw + "\n".join([*others, ""]).encode())


@pytest.fixture
def report(large: Case, ferry: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    exporting(monkeypatch)
    page = executed(tmp_path, ferry)
    make.fill(tmp_path / "report", {"case": str(large.folder)}, [page], ["html", "pdf"])
    return tmp_path / "report"


def test_the_pages_hold_the_claims_that_the_report_names(report: Path, large: Case) -> None:
    html = (report / "report.html").read_text(encoding="utf-8")
    entries = set(re.findall(r'<span id="([a-z]\d+)">', html))
    assert entries == {SENTENCE, *DRAWN, *DISPUTED} | grounds(large)
    total = len(large.rows("claims"))
    assert f"{total:,} are rows of claims.csv" in words(html)
    assert f"the {len(entries)} claims that" in words(html)


def test_the_file_of_claims_holds_all_of_them(report: Path, large: Case) -> None:
    with (report / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["claim_id"] for row in rows} == {row["claim_id"] for row in large.rows("claims")}
    addresses = {row["claim_id"]: row["address"] for row in rows}
    assert addresses["x00001"] == addresses["c016"] != ""


def test_every_link_within_the_page_leads_somewhere(report: Path) -> None:
    html = (report / "report.html").read_text(encoding="utf-8")
    targets = set(re.findall(r'(?<![-\w])id="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= targets


def test_a_chart_of_too_many_claims_has_its_table_in_a_file(
    ferry: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporting(monkeypatch)
    monkeypatch.setattr(figures, "LONGEST", len(DRAWN) - 1)
    monkeypatch.setattr(edition, "MOST", len(DRAWN) - 1)
    scope = {"case": str(ferry.package.folder)}
    make.fill(tmp_path / "report", scope, [executed(tmp_path, ferry)], ["html"])
    html = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert f"What is plotted, {len(DRAWN)} rows, is in tables/people/aboard.csv." in words(html)
    entries = set(re.findall(r'<span id="([a-z]\d+)">', html))
    assert "c020" not in entries  # in the chart alone
    assert SENTENCE in entries


def grounds(case: Case) -> set[str]:
    """The claims that the sentences of the case's own rest on."""
    text = (case.folder / "datapackage.json").read_text(encoding="utf-8")
    lists = re.findall(r'"rests_on": \[(.*?)\]', text)
    return {claim for listed in lists for claim in re.findall(r'"(c\d{3})"', listed)}


def words(html: str) -> str:
    """The words of a page, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
