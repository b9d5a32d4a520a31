"""Reports of cases that lack something: claims, links, disputes, places, an article to start from.

Whatever `contested check` calls well gets a report.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import Case

from analysis.case.load import examine
from analysis.case.properties import LEAD_SOURCE, STATEMENTS
from analysis.case.schema import package
from analysis.errors import Invalid
from analysis.report import make

FORMATS = ("html", "pdf")


def without_rows(case: Case, *tables: str) -> Case:
    """The case with nothing in these tables but their first lines."""
    for table in tables:
        case.remake(table, lambda raw: raw.split(b"\n")[0] + b"\n")
    return case


def head(case: Case, **properties: Any) -> Case:
    """The case without the sentences of its own, and with these properties; None deletes one."""

    def described(raw: bytes) -> bytes:
        before: Mapping[str, Any] = {**json.loads(raw), **properties}
        gone = {*STATEMENTS, *(name for name, value in properties.items() if value is None)}
        return json.dumps({k: v for k, v in before.items() if k not in gone}).encode()

    return case.describe(described)


def empty(case: Case) -> Case:
    tables = package(case.folder).tables
    return head(without_rows(case, *tables), **{LEAD_SOURCE: ""})


def without_claims(case: Case) -> Case:
    return head(without_rows(case, "claims", "links", "disputes"))


def only(case: Case, *claims: str) -> Case:
    """The case with these claims alone, the documents that they are in, and no more."""
    sources = {row["source_id"] for row in case.rows("claims") if row["claim_id"] in claims}
    for row in case.rows("claims"):
        if row["claim_id"] not in claims:
            case.drop("claims", row["claim_id"])
    for row in case.rows("sources"):
        if row["source_id"] not in sources:
            case.drop("sources", row["source_id"])
    without_rows(case, "links", "disputes", "events", "searches")
    return head(case, **{LEAD_SOURCE: None})


def without_places(case: Case) -> Case:
    for table in ("claims", "events"):
        for row in case.rows(table):
            case.change(table, next(iter(row.values())), place_id="")
    return head(without_rows(case, "places", "routes"))


CASES: Mapping[str, Callable[[Case], Case]] = {
    "no rows at all": empty,
    "no claims": without_claims,
    "no article to start from": lambda case: head(case, **{LEAD_SOURCE: ""}),
    "no property for it": lambda case: head(case, **{LEAD_SOURCE: None}),
    "no links": lambda case: head(without_rows(case, "links", "disputes")),
    "no disputes": lambda case: head(without_rows(case, "disputes")),
    "no searches": lambda case: head(without_rows(case, "searches")),
    "no places": without_places,
    "one claim": lambda case: only(case, "c001"),
    "one claim without a day": lambda case: only(case, "c021"),
    "one document": lambda case: only(case, "c011", "c012", "c013", "c014"),
}


def text(page: Path) -> str:
    """The words of a page of HTML, on one line."""
    html = page.read_text(encoding="utf-8")
    bare = re.sub(r"<(style|svg).*?</\1>|<[^>]*>", " ", html, flags=re.S)
    return " ".join(unescape(bare).split())


@pytest.mark.parametrize("lacking", CASES.values(), ids=CASES)
def test_what_is_well_gets_a_report(
    case: Case, tmp_path: Path, lacking: Callable[[Case], Case]
) -> None:
    lacking(case)
    assert examine(case.folder).problems == []
    out = tmp_path / "report"
    word = ["docx"] if not case.rows("claims") else []  # it takes longest
    printed = make.fill(out, {"case": str(case.folder)}, [], [*FORMATS, *word])
    assert (printed.problems, printed.failures) == ((), {})
    page = text(out / "report.html")
    claims = case.rows("claims")
    assert ("No claims yet." in page) == (not claims)
    assert "0 claims" not in page
    assert "0 documents" not in page
    with (out / "claims.csv").open(encoding="utf-8", newline="") as file:
        assert [row["claim_id"] for row in csv.DictReader(file)] == [
            row["claim_id"] for row in claims
        ]
    assert all((out / f"report.{form}").stat().st_size for form in FORMATS)


def test_without_claims_the_documents_and_the_searches_still_stand(
    case: Case, tmp_path: Path
) -> None:
    without_claims(case)
    make.fill(tmp_path / "report", {"case": str(case.folder)}, [], ["html"])
    page = text(tmp_path / "report" / "report.html")
    assert all(row["title"] in page for row in case.rows("sources"))
    assert all(row["looked_for"] in page for row in case.rows("searches"))


def test_without_claims_nothing_is_out_before_the_first_document(
    case: Case, tmp_path: Path
) -> None:
    without_claims(case)
    scope = {"case": str(case.folder), "as_of": "2031-03-01"}
    make.fill(tmp_path / "report", scope, [], ["html"])
    page = text(tmp_path / "report" / "report.html")
    assert "none of the documents on record had been published" in page
    assert not any(row["title"] in page for row in case.rows("sources"))


def test_a_choice_that_leaves_no_claim_is_refused_where_there_are_some(
    case: Case, tmp_path: Path
) -> None:
    with pytest.raises(Invalid, match="no claim is left"):
        make.fill(tmp_path, {"case": str(case.folder), "start": "2040-01-01"}, [], ["html"])
    without_claims(case)
    make.fill(tmp_path, {"case": str(case.folder), "start": "2040-01-01"}, [], ["html"])
