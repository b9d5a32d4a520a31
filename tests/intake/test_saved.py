"""The hash of a saved page stands beside its document, and another page is noticed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from conftest import Case

from analysis.case.schema import package
from analysis.errors import Invalid
from analysis.intake import adding
from analysis.intake.ledger import ledger
from analysis.intake.saved import entry_of, page, with_page

BODY = b"<p>at least 78 people</p>"
NOON = 1_930_000_000


def _page(tmp_path: Path, body: bytes = BODY) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(body)
    os.utime(path, (NOON, NOON))
    return path


def _noted(case: Case, path: Path, **typed: str) -> dict[str, str]:
    rows = ledger(package(case.folder))
    adding.written(with_page(rows, entry_of(page(path), typed)))
    assert case.problems() == []
    digest = hashlib.sha256(BODY).hexdigest()
    return next(row for row in case.rows("sources") if row["sha256"] == digest)


def test_hash_and_day_stand_beside_the_document(case: Case, tmp_path: Path) -> None:
    row = _noted(case, _page(tmp_path), source="post-2031-03-06")
    assert (row["source_id"], row["accessed"]) == ("post-2031-03-06", "2031-02-27")
    assert case.folder.joinpath("page.html").exists() is False


def test_a_typed_day_goes_before_that_of_the_file(case: Case, tmp_path: Path) -> None:
    row = _noted(case, _page(tmp_path), source="post-2031-03-06", accessed="2031-03-08")
    assert row["accessed"] == "2031-03-08"


def test_a_new_document_is_a_row(case: Case, tmp_path: Path) -> None:
    address = "https://coast.example/1"
    typed = {"source": address, "publisher": "Coast Daily", "published": "2031-03-09"}
    assert _noted(case, _page(tmp_path), **typed)["url"] == address


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"source": "post-2031-03-99"}, "source"),
        ({"source": "https://coast.example/1"}, "publisher"),
        ({"source": "post-2031-03-06", "accessed": "yesterday"}, "accessed"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    case: Case, tmp_path: Path, typed: dict[str, str], field: str
) -> None:
    before = case.hash()
    with pytest.raises(Invalid) as raised:
        _noted(case, _page(tmp_path), **typed)
    assert raised.value.problems[0].field == field
    assert case.hash() == before


def test_another_page_than_the_one_that_was_coded_is_refused(case: Case, tmp_path: Path) -> None:
    _noted(case, _page(tmp_path), source="post-2031-03-06")
    before = case.hash()
    with pytest.raises(Invalid, match="another page"):
        _noted(case, _page(tmp_path, b"changed"), source="post-2031-03-06")
    assert case.hash() == before


def test_the_same_page_again_changes_its_day_alone(case: Case, tmp_path: Path) -> None:
    _noted(case, _page(tmp_path), source="post-2031-03-06")
    row = _noted(case, _page(tmp_path), source="post-2031-03-06", accessed="2031-03-08")
    assert row["accessed"] == "2031-03-08"


def test_an_empty_file_and_a_folder_are_no_page(tmp_path: Path) -> None:
    for path in (_page(tmp_path, b""), tmp_path):
        with pytest.raises(Invalid, match="the file of a saved page"):
            page(path)
