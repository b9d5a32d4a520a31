"""An id under another name: everywhere in a case, with nothing else changed, and back again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import FERRY, Case
from reporting import code, markdown, notebook

from analysis import cli, paths
from analysis.case.load import examine, load
from analysis.case.properties import CHAPTERS
from analysis.claims.measure import EVENT_DATE, STATEMENT
from analysis.errors import Invalid
from analysis.intake.renaming import KEYS, renamed


def ids() -> list[tuple[str, str]]:
    """Every id of the ferry, after its table."""
    timeline = load(FERRY)
    held = [
        (table, name)
        for table, key in KEYS.items()
        if table in timeline.rows
        for name in dict.fromkeys(row[key] for row in timeline.rows[table])
        if name not in (STATEMENT, EVENT_DATE)
    ]
    return [*held, *(("groups", group) for group in timeline.package.groups)]


def other(table: str) -> str:
    """An id that the ferry does not have."""
    return {"claims": "c777", "disputes": "d777", "searches": "s777"}.get(table, "an-other_id")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("table", "old"), ids())
def test_any_id_is_renamed_everywhere_and_back(case: Case, table: str, old: str) -> None:
    before, new = contents(case.folder), other(table)
    result = renamed(case.folder, old, new, table)
    assert contents(case.folder) == before
    paths.write_all(result.files)
    assert case.problems() == []
    assert examine(case.folder).proposed == []
    after = contents(case.folder)
    assert {name for name in after if after[name] != before[name]} == {
        path.name for path in result.files
    }
    paths.write_all(renamed(case.folder, new, old, table).files)
    assert contents(case.folder) == before


def test_a_set_of_candidates_a_list_and_the_head_have_the_new_id(case: Case) -> None:
    (row,) = (row for row in case.rows("claims") if row["claimant"].startswith("["))
    first = row["claimant"][1:-1].split(",")[0]
    paths.write_all(renamed(case.folder, first, "an-other").files)
    changed = {row["claim_id"]: row["claimant"] for row in case.rows("claims")}
    assert changed[row["claim_id"]] == row["claimant"].replace(first, "an-other")
    paths.write_all(renamed(case.folder, "post-2031-03-05", "post-1").files)
    head = json.loads((case.folder / "datapackage.json").read_text(encoding="utf-8"))
    assert head["contested:leadSource"] == "post-1"
    assert "post-1" in head["contested:leadReason"][0]["rests_on"]


def with_notebooks(case: Case) -> Case:
    """The ferry with a chapter of the suite, and one of its own with ids in its cells."""
    cells = [
        markdown("# How many?\n\nThe line says 212 [c001], and people wait."),
        code("parameters", 'lead_source: str = "post-2031-03-05"\nmeasures = "people, cars"\n'),
        code("chart", "an.charts.steps(told.where(measure='people'), title=\"How many people\")"),
        code("said", 'an.say(told, "c001")  # c001 goes first'),
    ]
    notebook(case.folder / "notebooks" / "toll.ipynb", cells)
    suite = {"notebook": "sources", "name": "repeats", "title": "Who", "question": "Who?"}
    own = {"notebook": "notebooks/toll.ipynb", "name": "people", "title": "x", "question": "Who?"}
    parameters = {"lead_source": "post-2031-03-05", "sources": "post-2031-03-05,wire-2031-03-05"}
    listed: list[Mapping[str, Any]] = [{**suite, "parameters": parameters}, own]
    return case.describe(lambda data: json.dumps({**json.loads(data), CHAPTERS: listed}).encode())


def sources(case: Case) -> list[str]:
    cells = json.loads((case.folder / "notebooks" / "toll.ipynb").read_text("utf-8"))["cells"]
    return [cell["source"] for cell in cells]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (
            "post-2031-03-05",
            "post-1",
            {1: 'lead_source: str = "post-1"\nmeasures = "people, cars"\n'},
        ),
        (
            "people",
            "souls",
            {
                1: 'lead_source: str = "post-2031-03-05"\nmeasures = "souls, cars"\n',
                2: "an.charts.steps(told.where(measure='souls'), title=\"How many people\")",
            },
        ),
        (
            "c001",
            "c900",
            {
                0: "# How many?\n\nThe line says 212 [c900], and people wait.",
                3: 'an.say(told, "c900")  # c001 goes first',
            },
        ),
    ],
)
def test_notebooks_of_the_case_have_the_new_id_where_an_id_stands(
    case: Case, old: str, new: str, changed: Mapping[int, str]
) -> None:
    before = sources(with_notebooks(case))
    suite = contents(paths.NOTEBOOKS)
    result = renamed(case.folder, old, new)
    paths.write_all(result.files)
    assert sources(case) == [changed.get(n, source) for n, source in enumerate(before)]
    assert result.changes["notebooks/toll.ipynb"] == len(changed)
    assert contents(paths.NOTEBOOKS) == suite
    assert case.problems() == []


def test_the_parameters_of_chapters_have_the_new_id_and_their_names_stay(case: Case) -> None:
    with_notebooks(case)
    paths.write_all(renamed(case.folder, "post-2031-03-05", "post-1").files)
    paths.write_all(renamed(case.folder, "people", "souls").files)
    head = json.loads((case.folder / "datapackage.json").read_text(encoding="utf-8"))
    repeats, own = head[CHAPTERS]
    assert repeats["parameters"] == {"lead_source": "post-1", "sources": "post-1,wire-2031-03-05"}
    assert own["name"] == "people"


@pytest.mark.parametrize(
    ("old", "new", "table", "message"),
    [
        ("poeple", "souls", "", "old: 'poeple'; an id of the case; did you mean people?"),
        ("people", "cars", "", "new: 'cars', which measures has already"),
        ("people", "people", "", "new: 'people', which measures has already"),
        ("people", "Souls aboard", "", "new: 'Souls aboard'; an id of measures"),
        ("people", "", "", "new: ''; an id of measures"),
        ("c001", "c1", "", "new: 'c1'; an id of claims"),
        ("event_date", "day", "", "old: 'event_date', by which checks and charts go"),
        ("people", "souls", "actors", "old: 'people'; an id of actors"),
        ("people", "souls", "acters", "table: 'acters'; a table with ids; did you mean actors?"),
        ("ferry-2031", "alba", "", "old: 'ferry-2031', the case itself; an id in it; rename its"),
    ],
)
def test_a_name_that_will_not_do_is_refused(
    case: Case, old: str, new: str, table: str, message: str
) -> None:
    with pytest.raises(Invalid) as refused:
        renamed(case.folder, old, new, table)
    assert message in str(refused.value)


def test_an_id_of_two_things_asks_for_the_table(case: Case) -> None:
    paths.write_all(renamed(case.folder, "north_bay", "cars").files)
    with pytest.raises(Invalid, match="add --table places or --table measures"):
        renamed(case.folder, "cars", "vans")
    paths.write_all(renamed(case.folder, "cars", "vans", "measures").files)
    assert "cars" in {row["place_id"] for row in case.rows("places")}
    assert "vans" in {row["measure"] for row in case.rows("measures")}
    assert case.problems() == []


def test_a_copy_of_a_case_has_no_part_of_the_notebooks_of_the_suite(tmp_path: Path) -> None:
    for name in paths.cases():
        copy = tmp_path / name
        shutil.copytree(paths.DATA / name, copy)
        measure = next(
            row["measure"]
            for row in load(copy).rows["measures"]
            if row["measure"] not in (STATEMENT, EVENT_DATE)
        )
        result = renamed(copy, measure, "something-else")
        assert {path.parent for path in result.files} == {copy}


def test_a_case_that_is_not_well_is_left_alone(case: Case) -> None:
    case.change("claims", "c001", measure="peopel")
    before = contents(case.folder)
    with pytest.raises(Invalid, match="peopel"):
        renamed(case.folder, "cars", "vans")
    assert contents(case.folder) == before


def test_where_the_id_stands_among_words_is_said(case: Case) -> None:
    case.change("claims", "c002", note="as c001 has it")
    result = renamed(case.folder, "c001", "c900")
    assert result.mentions == (f"claims.csv:{case.line('claims', 'c002')}:note",)


def test_the_command_says_what_it_changed(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    cli.app(["rename", "c001", "c900", "--case", str(case.folder)], standalone_mode=False)
    lines = capsys.readouterr().out.splitlines()
    assert "claims.csv: 1 place" in lines
    assert any(line.startswith("disputes.csv: ") for line in lines)
    assert case.problems() == []


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b"[]", b"{}", b'{"cells": [1]}', b'{"cells": 3}']
)
def test_a_notebook_that_is_none_is_named_and_nothing_changes(case: Case, body: bytes) -> None:
    path = case.folder / "notebooks" / "broken.ipynb"
    path.parent.mkdir()
    path.write_bytes(body)
    before = contents(case.folder)
    with pytest.raises(Invalid) as raised:
        renamed(case.folder, "c001", "c777")
    assert [problem.file for problem in raised.value.problems] == [path.name]
    assert contents(case.folder) == before
