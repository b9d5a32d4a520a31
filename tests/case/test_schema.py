"""The description of a case: read in one place, refused where it is not one."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from conftest import FERRY, Case

from analysis.case.schema import OPTIONAL, TABLES, package
from analysis.errors import Invalid


def test_the_ferry_case_is_described() -> None:
    data = package(FERRY)
    assert (data.name, data.version, data.lead_source) == ("ferry-2031", "1.0.0", "post-2031-03-05")
    assert data.title == "The evacuation of the ferry Alba"
    assert data.description.startswith("An invented case")
    assert sorted(data.tables) == sorted((*TABLES, *OPTIONAL))
    assert data.folder == FERRY


def test_a_table_has_its_columns_in_order_and_its_key() -> None:
    tables = package(FERRY).tables
    assert tables["links"].columns == ("claim_id", "relation", "other_id", "certainty", "reason")
    assert tables["links"].key == ("claim_id", "relation", "other_id")
    assert tables["links"].path == "links.csv"
    assert [name for name, table in tables.items() if table.as_written] == ["measures"]
    assert {name for name, table in tables.items() if not table.may_be_empty} == {
        *("sources", "actors", "measures", "claims"),
    }


@pytest.mark.parametrize(
    ("table", "field", "refers", "separator"),
    [
        ("claims", "source_id", "sources.source_id", ""),
        ("claims", "claimant", "actors.actor_id", ""),
        ("claims", "via", "actors.actor_id", "|"),
        ("places", "within", "places.place_id", "|"),
        ("links", "other_id", "claims.claim_id", ""),
        ("claims", "phrase", "", ""),
    ],
)
def test_a_field_says_what_it_refers_to(
    table: str, field: str, refers: str, separator: str
) -> None:
    data = package(FERRY).tables[table].field(field)
    assert (data.refers, data.separator) == (refers, separator)


def test_a_field_says_what_may_stand_in_it() -> None:
    claims = package(FERRY).tables["claims"]
    assert claims.field("covers").format == "edtf"
    assert claims.field("stated").type == "integer"
    assert claims.field("stated").constraints == {"minimum": 0}
    assert not claims.field("stated").required
    assert claims.field("hedge").required
    with pytest.raises(KeyError, match="hedges"):
        claims.field("hedges")


def test_every_field_is_described_and_gives_an_example() -> None:
    for table in package(FERRY).tables.values():
        assert table.description
        for field in table.fields:
            assert field.description, f"{table.name}.{field.name}"
            assert field.example, f"{table.name}.{field.name}"


def test_a_description_cannot_be_changed() -> None:
    data = package(FERRY)
    with pytest.raises(TypeError):
        data.tables["claims"] = data.tables["links"]  # type: ignore[index]
    with pytest.raises(TypeError):
        data.tables["claims"].field("hedge").constraints["enum"] = []  # type: ignore[index]


def _without(*keys: str) -> Callable[[bytes], bytes]:
    def make(raw: bytes) -> bytes:
        data = json.loads(raw)
        inside = data
        for key in keys[:-1]:
            inside = inside[int(key) if key.isdigit() else key]
        del inside[int(keys[-1]) if keys[-1].isdigit() else keys[-1]]
        return json.dumps(data).encode()

    return make


DO = "a Data Package, in UTF-8 JSON; compare it with the datapackage.json of a case that loads"
OTHER = f"datapackage.json: a value of another kind than a description has; {DO}"

# id, how it is broken, what is printed
BROKEN: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("empty", lambda _: b"", f"datapackage.json:1: not JSON: Expecting value; {DO}"),
    (
        "a comma too many",
        lambda raw: raw.replace(b'"ferry-2031",', b'"ferry-2031",,', 1),
        "datapackage.json:3: not JSON: Expecting property name enclosed in double quotes; " + DO,
    ),
    (
        "Latin-1",
        lambda raw: b'{"name": "\xe9"' + raw,
        f"datapackage.json: a byte that is not UTF-8 at 10; {DO}",
    ),
    ("a list", lambda _: b"[]", OTHER),
    ("a number", lambda _: b"1", OTHER),
    ("texts for tables", lambda _: b'{"name": "x", "resources": ["claims.csv"]}', OTHER),
    ("no name", _without("name"), f"datapackage.json: a description without 'name'; {DO}"),
    (
        "no tables",
        _without("resources"),
        f"datapackage.json: a description without 'resources'; {DO}",
    ),
    (
        "no key",
        _without("resources", "0", "schema", "primaryKey"),
        f"datapackage.json: a description without 'primaryKey'; {DO}",
    ),
    (
        "no type",
        _without("resources", "0", "schema", "fields", "0", "type"),
        f"datapackage.json: a description without 'type'; {DO}",
    ),
    (
        "a table left out",
        _without("resources", "7"),
        f"datapackage.json: no description of links; {DO}",
    ),
]


@pytest.mark.parametrize(
    ("breaking", "printed"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_what_describes_no_case_is_refused(
    case: Case, breaking: Callable[[bytes], bytes], printed: str
) -> None:
    case.describe(breaking)
    with pytest.raises(Invalid) as refused:
        package(case.folder)
    assert str(refused.value) == printed


def test_a_title_may_be_left_out(case: Case) -> None:
    case.describe(_without("title")).describe(_without("version"))
    data = package(case.folder)
    assert (data.title, data.version) == ("ferry-2031", "")
