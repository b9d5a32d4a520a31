"""The beginning of a case: what is made, what is refused, and how the example goes again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import frictionless
import pytest
from conftest import Case

from analysis import paths
from analysis.case.chapters import chapters
from analysis.case.load import examine, load
from analysis.case.schema import TABLES, package
from analysis.case.tidy import tidied
from analysis.errors import Invalid
from analysis.intake.beginning import begin, problems, without_examples
from analysis.paths import SCHEMA, write_all

TITLE = "The fire at the mill"
CHAPTER = {
    "notebook": "notebooks/a.ipynb",
    "name": "a",
    "title": "A",
    "question": "Who?",
    "hero": "chart",
}


@pytest.fixture
def mill(tmp_path: Path) -> Case:
    """A case as it is begun."""
    return Case(begin("mill-2031", TITLE, tmp_path, [CHAPTER], {"notebooks/a.ipynb": "{}"}))


def taken_out(case: Case) -> list[str]:
    files = without_examples(package(case.folder))
    write_all({file.path: file.body for file in files})
    return [file.path.stem for file in files]


def test_a_new_case_has_every_table_with_an_example_and_passes_every_check(mill: Case) -> None:
    examined = examine(mill.folder)
    assert not [*examined.problems, *examined.proposed, *examined.flags]
    assert set(examined.tables) == {*TABLES, "routes"}
    assert all(len(table) for table in examined.tables.values())
    description = package(mill.folder)
    assert (description.name, description.title) == ("mill-2031", TITLE)
    assert description.description.startswith(f"{TITLE}: the figures that were published")
    assert [chapter.name for chapter in chapters(mill.folder)] == ["a"]
    assert tidied(description) == ()


def test_every_example_row_says_that_it_is_one(mill: Case) -> None:
    for table in ("sources", "actors", "places", "routes", "claims", "searches"):
        assert all(row["note"].startswith("Example") for row in mill.rows(table)), table
    assert all(row["definition"].startswith("Example") for row in mill.rows("measures"))
    assert all(row["reason"].startswith("example") for row in mill.rows("links"))
    assert all(row["label"].startswith("Example") for row in mill.rows("events"))
    assert all(row["title"].startswith("Example") for row in mill.rows("disputes"))


def test_other_tools_for_data_packages_read_it(mill: Case) -> None:
    # Its references lead to the project's schemas, so that a copy of these is put where they lead.
    (mill.folder.parent / "schema").symlink_to(SCHEMA)
    with frictionless.system.use_context(trusted=True):
        report = frictionless.Package(str(mill.folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])


NAMES = [
    ("", "write mill-2031"),
    ("Mill", "write mill"),
    ("a mill", "write a-mill"),
    ("a/mill", "write a-mill"),
    ("../mill", "write mill"),
    (".", "write mill-2031"),
    ("мельница", "write mill-2031"),
    ("-mill", "write mill"),
    ("m" * 61, "write " + "m" * 60),
    ("mill\n", "write mill"),
]


@pytest.mark.parametrize(("name", "fix"), NAMES)
def test_a_name_that_no_folder_should_have_is_refused(name: str, fix: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        begin(name, TITLE, tmp_path, [], {})
    (problem,) = refused.value.problems
    assert (problem.field, problem.value, problem.fix) == ("name", repr(name), fix)
    assert list(tmp_path.iterdir()) == []


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    wrong = list(problems("Mill", " ", file / "deep"))
    assert [problem.field for problem in wrong] == ["name", "title", "at"]
    assert wrong[2].value == f"{file}: no folder"


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")])
def test_what_is_there_is_never_touched(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "mill")
    with pytest.raises(Invalid, match="it exists"):
        begin("mill", TITLE, tmp_path, [], {})
    assert [path.name for path in tmp_path.iterdir()] == ["mill"]


def test_where_writing_fails_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(files: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(paths, "write_all", full)
    with pytest.raises(Invalid, match="No space left on device"):
        begin("mill", TITLE, tmp_path, [], {})
    assert list(tmp_path.iterdir()) == []


def test_a_title_is_written_as_it_is(tmp_path: Path) -> None:
    title = 'Der "Brand" \\ мельница'
    folder = begin("mill", title, tmp_path / "a" / "b", [CHAPTER], {"notebooks/a.ipynb": "{}"})
    assert package(folder).title == title
    assert examine(folder).problems == []


def test_the_example_goes_and_leaves_an_empty_case_that_is_well(mill: Case) -> None:
    assert sorted(taken_out(mill)) == sorted([*TABLES, "routes", "datapackage"])
    assert mill.problems() == []
    assert len(mill.load()) == 0
    assert package(mill.folder).lead_source == ""
    assert taken_out(mill) == []


OWN: dict[str, dict[str, str]] = {
    "sources": {"source_id": "gazette-2031-03-04", "publisher": "Gazette", "note": ""},
    "actors": {"actor_id": "gazette", "name": "Gazette", "note": ""},
    "measures": {"measure": "burnt", "label": "mills burnt", "definition": "All that burnt."},
    "claims": {
        "claim_id": "c001",
        "source_id": "gazette-2031-03-04",
        "claimant": "gazette",
        "measure": "burnt",
        "place_id": "",
        "event_id": "",
    },
}


def with_own(case: Case) -> Case:
    """A case with a row of one's own in four tables, none of which needs the example."""
    for table, cells in OWN.items():
        case.add(table, next(iter(case.rows(table)[0].values())), **cells)
    return case


def test_rows_of_ones_own_stay_and_no_other(mill: Case) -> None:
    taken_out(with_own(mill))
    assert mill.problems() == []
    left = {table: [next(iter(row.values())) for row in mill.rows(table)] for table in TABLES}
    assert {table: ids for table, ids in left.items() if ids} == {
        table: [next(iter(cells.values()))] for table, cells in OWN.items()
    }


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("claims", "source_id", "example-post-2031-03-04"),
        ("claims", "claimant", "[gazette,example-police]"),
        ("claims", "measure", "example_dead"),
        ("claims", "place_id", "example-bridge"),
        ("claims", "event_id", "example-2031-03-03-fall"),
        ("measures", "subset_of", "example_dead/total"),
    ],
)
def test_a_row_that_needs_the_example_is_named_and_nothing_changes(
    mill: Case, table: str, column: str, value: str
) -> None:
    key = next(iter(OWN[table].values()))
    with_own(mill).change(table, key, **{column: value})
    before = mill.hash()
    with pytest.raises(Invalid) as refused:
        taken_out(mill)
    (problem,) = refused.value.problems
    assert problem.where == f"{table}.csv:{mill.line(table, key)}:{column}"
    assert problem.value.endswith("of an example")
    assert mill.hash() == before


def test_an_example_that_somebody_changed_is_not_thrown_away(mill: Case) -> None:
    mill.change("claims", "e003", phrase="eight people have died", stated="8")
    with pytest.raises(Invalid) as refused:
        taken_out(mill)
    (problem,) = refused.value.problems
    assert problem.where == f"claims.csv:{mill.line('claims', 'e003')}:claim_id"
    assert problem.value == "'e003': an example that was changed"


def test_a_lead_source_of_ones_own_stays(mill: Case) -> None:
    named = b'"contested:leadSource": "example-post-2031-03-04"'
    other = b'"contested:leadSource": "gazette-2031-03-04"'
    with_own(mill).describe(lambda text: text.replace(named, other))
    taken_out(mill)
    assert package(mill.folder).lead_source == "gazette-2031-03-04"
    assert mill.problems() == []


def test_the_example_has_something_for_every_template(mill: Case) -> None:
    """A total that is printed in other words, a claimed total with counts, a whole with a part."""
    rows = {row["claim_id"]: row for row in mill.rows("claims")}
    assert {row["counts"] for row in rows.values()} == {"running_total", "level", "new"}
    assert {row["relation"] for row in mill.rows("links")} == {"garbles", "repeats"}
    assert {row["whole"] for row in mill.rows("measures")} == {"", "total"}


def test_the_tables_are_those_of_the_schema(mill: Case) -> None:
    for table in (*TABLES, "routes"):
        header = next(csv.reader(io.StringIO(mill.path(table).read_text(encoding="utf-8"))))
        described = json.loads((SCHEMA / f"{table}.json").read_text(encoding="utf-8"))
        assert header == [field["name"] for field in described["fields"]]


def test_a_case_begun_has_claims_to_load(mill: Case) -> None:
    assert len(load(mill.folder)) == len(mill.rows("claims"))
