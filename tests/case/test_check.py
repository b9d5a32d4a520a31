"""The check of a case: all that is wrong at once, the description as strictly as the rows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Case

from analysis.case.load import examine, load
from analysis.case.properties import MOST_GROUPS
from analysis.charts.kit import style
from analysis.errors import Invalid
from analysis.paths import PACKAGE


def heads(case: Case) -> list[str]:
    """Where each problem is, and what stands there."""
    return [problem.split(";")[0] for problem in case.problems()]


def test_a_wrong_cell_hides_nothing_elsewhere(case: Case) -> None:
    case.change("places", "port_sella", latitude="north").change("links", "c004", other_id="c004")
    case.change("claims", "c003", category="ashore").change("places", "strait", within="north_bay")
    case.edit("actors", "Coastguard", '"Coastguard"').path("searches").unlink()
    assert heads(case) == [
        "actors.csv:2: not in the canonical layout",
        "places.csv:2:within: 'north_bay', inside itself",
        "places.csv:3:latitude: 'north'",
        "places.csv:5:within: 'strait', inside itself",
        "claims.csv:4:category: 'ashore'",
        "links.csv:2:other_id: 'c004', itself",
        "searches.csv:1: no such file",
    ]


# how a row that others name is broken, the only problems
ONCE: list[tuple[str, Callable[[Case], object], list[str]]] = [
    (
        "a claim with another value too many",
        lambda case: case.edit("claims", "c001,line", "c001,,line"),
        ["claims.csv:2: 29 values"],
    ),
    (
        "an id with a blank behind",
        lambda case: case.edit("places", "\nstrait,", "\nstrait ,"),
        ["places.csv:5:place_id: 'strait '"],
    ),
    (
        "an id in capitals",
        lambda case: case.edit("actors", "\nwire,", "\nWire,"),
        ["actors.csv:8:actor_id: 'Wire'"],
    ),
    (
        "a claim in a dispute",
        lambda case: case.change("claims", "c010", speech="sung"),
        ["claims.csv:11:speech: 'sung'"],
    ),
    (
        "a source that came out on no day",
        lambda case: case.change("sources", "line-2031-03-04", published="March"),
        ["sources.csv:4:published: 'March'"],
    ),
]


@pytest.mark.parametrize(
    ("breaking", "expected"), [row[1:] for row in ONCE], ids=[row[0] for row in ONCE]
)
def test_what_only_follows_from_a_problem_is_not_said(
    case: Case, breaking: Callable[[Case], object], expected: list[str]
) -> None:
    breaking(case)
    assert heads(case) == expected


def test_a_name_typed_for_an_id_is_answered_with_the_id(case: Case) -> None:
    case.change("claims", "c003", claimant="Coastguard").change("claims", "c005", place_id="reef")
    assert [problem.split("; ", 2)[2] for problem in case.problems()] == [
        "'Coastguard': write coastguard",
        "'reef': did you mean south_reef?",
    ]


def test_an_unknown_column_hides_no_problem_of_the_others(case: Case) -> None:
    def widened(raw: bytes) -> bytes:
        head, *rows = raw.splitlines()
        return b"\n".join([head + b",mine", *(row + b",x" for row in rows), b""])

    case.change("places", "strait", where_precision="9").remake("places", widened)
    assert heads(case) == [
        "places.csv:1:mine: unknown column 'mine'",
        "places.csv:5:where_precision: '9'",
    ]


def _set(**properties: Any) -> Callable[[Case], Case]:
    """Other properties of the description; None takes one out."""

    def change(case: Case) -> Case:
        def make(raw: bytes) -> bytes:
            data = {**json.loads(raw), **properties}
            rest = {key: value for key, value in data.items() if value is not None}
            return json.dumps(rest, indent=1, ensure_ascii=False).encode()

        return case.describe(make)

    return change


LEAD, GROUPS = "contested:leadSource", "contested:groups"
SEVEN = {f"g{number}": f"Group {number}" for number in range(7)}
HEAD: list[tuple[str, dict[str, Any], list[str]]] = [
    ("lead, near", {LEAD: "post-2031-03"}, ["contested:leadSource: 'post-2031-03'"]),
    ("lead, none", {LEAD: None}, []),
    ("lead, empty", {LEAD: ""}, []),
    ("lead, no text", {LEAD: 3}, ["contested:leadSource: 3"]),
    ("name", {"name": "ferry"}, ["name: 'ferry'"]),
    ("title", {"title": " "}, ["title: ' '"]),
    ("version", {"version": "first"}, ["version: 'first'"]),
    ("version, no text", {"version": 1.0}, ["version: 1.0"]),
    ("groups, a list", {GROUPS: ["a"]}, ["contested:groups: ['a']"]),
    ("unknown", {"contested:leadsource": "x"}, ["contested:leadsource: no such property"]),
    ("no prefix", {"leadSource": "x", LEAD: None}, [
        "leadSource: no such property",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("properties", "expected"), [row[1:] for row in HEAD], ids=[row[0] for row in HEAD]
)
def test_a_wrong_property_is_a_problem(
    case: Case, properties: dict[str, Any], expected: list[str]
) -> None:
    _set(**properties)(case)
    wrong = [problem for problem in examine(case.folder).problems if problem.file == PACKAGE]
    assert [f"{problem.field}: {problem.value}" for problem in wrong] == expected


def test_the_problem_of_a_property_names_the_line_of_its_key(case: Case) -> None:
    _set(**{LEAD: "post"})(case)
    lines = (case.folder / "datapackage.json").read_text(encoding="utf-8").splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if LEAD in line]
    assert case.problems() == [
        f"datapackage.json:{number}:{LEAD}: 'post'; a source_id of sources.csv; "
        "choose one of post-2031-03-05, post-2031-03-06"
    ]


def test_a_name_that_two_groups_have_is_a_problem(case: Case) -> None:
    groups = {"a": "Side", "b": "side"}
    for row in case.rows("actors"):
        case.change("actors", row["actor_id"], group="a")
    _set(**{GROUPS: groups})(case)
    (problem,) = case.problems()
    assert ":contested:groups.b: 'side', the name of a too; " in problem


def test_an_actor_of_no_group_is_a_problem_of_its_row(case: Case) -> None:
    group = case.rows("actors")[0]["group"]
    case.change("actors", case.rows("actors")[0]["actor_id"], group=f"{group}x")
    (problem,) = case.problems()
    assert problem == (
        f"actors.csv:2:group: '{group}x'; a group of contested:groups in datapackage.json; "
        f"did you mean {group}?"
    )


def test_more_groups_than_colours_are_a_problem(case: Case) -> None:
    data = json.loads((case.folder / "datapackage.json").read_text(encoding="utf-8"))
    _set(**{GROUPS: {**data[GROUPS], **SEVEN}})(case)
    (problem,) = case.problems()
    assert f"; at most {MOST_GROUPS} besides those of outlets" in problem
    assert len(style.PALETTE) == MOST_GROUPS


def test_a_key_that_stands_twice_is_a_problem(case: Case) -> None:
    case.describe(lambda raw: raw.replace(b'"version"', b'"title": "Another", "version"', 1))
    (problem,) = case.problems()
    assert problem.endswith(":title: a second value; each key once; delete one")


@pytest.mark.parametrize("path", ["../claims.csv", "/etc/passwd", "sub/claims.csv", "claims.txt"])
def test_a_table_lies_in_the_folder_of_its_case(case: Case, path: str) -> None:
    case.describe(lambda raw: raw.replace(b'"claims.csv"', json.dumps(path).encode(), 1))
    with pytest.raises(Invalid):
        load(case.folder)


def test_a_schema_of_another_version_is_a_problem_and_the_shared_one_is_used(case: Case) -> None:
    def own(raw: bytes) -> bytes:
        data = json.loads(raw)
        for resource in data["resources"]:
            if resource["name"] == "links":
                resource["schema"] = {
                    "fields": [{"name": "claim_id", "type": "string"}],
                    "primaryKey": ["claim_id"],
                }
        return json.dumps(data).encode()

    (problem,) = case.describe(own).problems()
    assert problem.startswith("datapackage.json:1:links.schema: no column relation, other_id,")


def test_a_folder_of_another_name_is_a_problem_of_the_check_alone(case: Case) -> None:
    other = Case(case.folder.rename(case.folder.parent / "ferry"))
    (problem,) = other.problems()
    assert problem == (
        "datapackage.json:3:name: 'ferry-2031'; the name of its folder, ferry; "
        "write ferry, or rename the folder"
    )
    assert other.load().package.name == "ferry-2031"


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Path.mkdir, "places.csv:1: it is not a file"),
        (os.mkfifo, "places.csv:1: it is not a file"),
        (_endless, "places.csv:1: it is not a file"),
    ],
)
def test_what_is_no_file_is_a_problem(
    case: Case, make: Callable[[Path], object], said: str
) -> None:
    case.path("places").unlink()
    make(case.path("places"))
    assert heads(case) == [said]


def test_tables_that_would_fill_the_memory_are_not_read(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = sum(case.path(name).stat().st_size for name in ("sources", "actors", "places"))
    monkeypatch.setattr("analysis.case.tables.MOST_BYTES", sizes)
    first, *_ = case.problems()
    assert first.startswith("routes.csv:1: it holds ")
    assert first.endswith(" bytes in all tables of a case; make two cases of it")


# what datapackage.json holds, what is said of it
NO_CASE = [
    (b"[" * 100_000, "brackets nested too deeply"),
    (b'{"name": ' + b"9" * 5_000 + b"}", "a number too long to be one"),
    (b'{"name": "\\ud800"}', "half of a character, as \\ud800"),
    (b"\xff\xfe", "a byte that is not UTF-8 at 0"),
    (b"null", "a value of another kind than a description has"),
    (b" " * ((1 << 24) + 1), "it holds 16,777,217 bytes, more than can be read"),
]


@pytest.mark.parametrize(("raw", "said"), NO_CASE, ids=[row[1] for row in NO_CASE])
def test_a_description_of_any_bytes_is_refused_in_a_sentence(
    case: Case, raw: bytes, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        case.describe(lambda _: raw).problems()
    assert refused.value.problems[0].value == said
