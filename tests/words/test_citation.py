"""Citations: read back by another program, with the same title and the same day."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Case

from analysis.case.schema import package
from analysis.case.timeline import Timeline
from analysis.errors import Invalid
from analysis.report.printers import pandoc
from analysis.words.citation import FORMS, TYPES, bibtex, citation, csl
from analysis.words.sentences import cite, say

NASTY = "50% & more_x #1 {b} ~a ^b \\c $d – “é”"
COMMON = ("id", "title", "container-title", "issued", "URL", "note", "accessed")


def read(entries: str, form: str = "bibtex") -> list[dict[str, Any]]:
    """What pandoc reads in a bibliography."""
    body = pandoc.run([f"--from={form}", "--to=csljson"], entries.encode())
    return list(json.loads(body))


def rendered(items: list[dict[str, Any]], folder: Path) -> str:
    """The bibliography as citeproc prints it."""
    path = folder / "items.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    options = ["--from=markdown", "--to=plain", "--wrap=none", "--citeproc"]
    text = "---\nnocite: '@*'\n---\n"
    return pandoc.run([*options, f"--bibliography={path}"], text.encode()).decode()


def every(timeline: Timeline) -> list[str]:
    return [claim.claim_id for claim in timeline]


def test_sentence_and_footnote_are_those_of_the_suite(ferry: Timeline) -> None:
    assert citation(ferry, ["c001", "c005"], "sentence").splitlines() == [
        say(ferry, claim).text for claim in ("c001", "c005")
    ]
    assert citation(ferry, ["c001"], "footnote") == str(cite(ferry, "c001"))


def test_all_forms_stand_under_each_other(ferry: Timeline) -> None:
    texts = [citation(ferry, ["c001"], form) for form in FORMS]
    assert citation(ferry, ["c001"]) == "\n\n".join(texts)


def test_a_document_is_cited_once_with_its_claims(ferry: Timeline) -> None:
    (item,) = csl(ferry, ["c001", "c003", "c001"])
    assert item["id"] == ferry["c001"].source_id == ferry["c003"].source_id
    assert item["note"] == "c001: paragraph 1; c003: paragraph 1"
    assert bibtex(ferry, ["c001", "c003"]).count("@") == 1


def test_a_carrier_and_a_missing_date_are_noted(ferry: Timeline) -> None:
    notes = {item["id"]: item.get("note", "") for item in csl(ferry, every(ferry))}
    for row in ferry.rows["sources"]:
        if row["source_id"] in notes:
            assert (f"republished by {row['host']}" in notes[row["source_id"]]) == bool(row["host"])
            undated = "no date on the copy" in notes[row["source_id"]]
            assert undated == (not row["published"])


def test_csl_is_rendered_by_citeproc(ferry: Timeline, tmp_path: Path) -> None:
    items = csl(ferry, every(ferry))
    text = " ".join(rendered(items, tmp_path).replace("*", "").split()).casefold()
    for item in items:
        title = re.sub(r"\W+", " ", item["title"]).strip().casefold()
        assert title in re.sub(r"\W+", " ", text)
        for year, *_ in item.get("issued", {}).get("date-parts", ()):
            assert str(year) in text


def test_bibtex_says_the_same_as_csl(ferry: Timeline) -> None:
    for form in ("bibtex", "biblatex"):
        back = {item["id"]: item for item in read(bibtex(ferry, every(ferry)), form)}
        for item in csl(ferry, every(ferry)):
            same = {name: item[name] for name in COMMON if name in item}
            assert {name: back[item["id"]].get(name) for name in same} == same


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_kind_of_document_has_a_type(case: Case, kind: str) -> None:
    case.change("sources", "line-2031-03-04", kind=kind)
    whole = case.load()
    (item,) = csl(whole, ["c001"])
    kinds = {"article": "article-newspaper", "release": "webpage", "transcript": "speech"}
    assert item["type"] == kinds.get(kind, kind)
    assert ("container-title" in item) == (kind == "article")
    (back,) = read(bibtex(whole, ["c001"]))
    assert back["title"] == item["title"]


def test_the_kinds_are_those_of_the_schema(ferry: Timeline) -> None:
    fields = package(ferry.package.folder).tables["sources"].fields
    (kind,) = (field for field in fields if field.name == "kind")
    assert set(kind.constraints["enum"]) == set(TYPES)


@pytest.mark.parametrize(
    ("published", "parts", "vague"),
    [
        ("2031-03-04", [[2031, 3, 4]], False),
        ("2031-03", [[2031, 3]], False),
        ("2031", [[2031]], False),
        ("2031-03-04?", [[2031, 3, 4]], True),
        ("2031-03-03/2031-03-04", [[2031, 3, 3], [2031, 3, 4]], False),
        ("[2031-03-04,2031-03-02]", [[2031, 3, 2], [2031, 3, 4]], True),
        ("../2031-03-04", [[2031, 3, 4]], True),
    ],
)
def test_dates_are_as_exact_as_the_record(
    case: Case, published: str, parts: list[list[int]], vague: bool
) -> None:
    case.change("sources", "line-2031-03-04", published=published, accessed="2031-04-01")
    whole = case.load()
    (item,) = csl(whole, ["c001"])
    assert item["issued"]["date-parts"] == parts
    assert item["issued"].get("circa", False) is vague
    (back,) = read(bibtex(whole, ["c001"]), "biblatex")
    assert back["issued"]["date-parts"] == parts
    assert back["accessed"]["date-parts"] == [[2031, 4, 1]] == item["accessed"]["date-parts"]


def test_text_of_the_ledger_is_never_a_command(case: Case) -> None:
    archive = "https://web.example.org/2031/x_y"
    case.change("sources", "line-2031-03-04", title=NASTY, archive_url=archive)
    whole = case.load()
    (item,), (back,) = csl(whole, ["c001"]), read(bibtex(whole, ["c001"]))
    assert back["title"] == item["title"] == NASTY
    assert back["note"].endswith(f"archived at {archive}")
    assert (item["archive"], item["archive_location"]) == ("web.example.org", archive)


def test_an_address_is_never_a_command(case: Case) -> None:
    case.change("sources", "line-2031-03-04", url="https://example.org/a{b}c?d=%20&e_f")
    assert "url = {https://example.org/a%7Bb%7Dc?d=%20&e_f}" in bibtex(case.load(), ["c001"])


def test_everything_unknown_is_said_at_once(ferry: Timeline) -> None:
    with pytest.raises(Invalid) as refused:
        citation(ferry, ["c01", "c001", "zzz"], "bibtx")
    where = [(problem.where, problem.value) for problem in refused.value.problems]
    assert where == [("claim", "'c01'"), ("claim", "'zzz'"), ("as", "'bibtx'")]
    assert refused.value.problems[2].fix == "did you mean bibtex?"
    assert refused.value.problems[0].fix.startswith("did you mean c")
