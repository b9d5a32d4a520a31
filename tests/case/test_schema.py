"""The description of a case: read in one place, refused where it is not one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import FERRY, Case

from analysis.case import digest
from analysis.case.schema import TABLES, package
from analysis.errors import Invalid
from analysis.paths import DATA, SCHEMA, cases


def test_the_ferry_case_is_described() -> None:
    data = package(FERRY)
    assert (data.name, data.version, data.lead_source) == ("ferry-2031", "1.0.0", "post-2031-03-05")
    assert data.title == "The evacuation of the ferry Alba"
    assert data.description.startswith("An invented case")
    assert sorted(data.tables) == sorted((*TABLES, "routes"))
    assert data.folder == FERRY


def test_a_table_has_its_columns_in_order_and_its_key() -> None:
    tables = package(FERRY).tables
    assert tables["links"].columns == (
        *("claim_id", "relation", "other_id", "factor", "certainty", "reason"),
    )
    assert tables["links"].key == ("claim_id", "relation", "other_id")
    assert tables["links"].path == "links.csv"
    assert [name for name, table in tables.items() if table.as_written] == ["measures"]
    filled = {name for name, table in tables.items() if not table.may_be_empty}
    assert filled == {"sources", "actors", "claims"}


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
    assert claims.field("stated").type == "number"
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


LIKE = "a Table Schema, in UTF-8 JSON; compare it with those in data/schema"
ADVICE = "a Data Package, in UTF-8 JSON; compare it with the datapackage.json of a case that loads"
OTHER = f"datapackage.json: a value of another kind than a description has; {ADVICE}"

# id, how it is broken, what is printed
BROKEN: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("empty", lambda _: b"", f"datapackage.json:1: not JSON: Expecting value; {ADVICE}"),
    (
        "a comma too many",
        lambda raw: raw.replace(b'"ferry-2031",', b'"ferry-2031",,', 1),
        "datapackage.json:3: not JSON: Expecting property name enclosed in double quotes; "
        + ADVICE,
    ),
    (
        "Latin-1",
        lambda raw: b'{"name": "\xe9"' + raw,
        f"datapackage.json: a byte that is not UTF-8 at 10; {ADVICE}",
    ),
    ("a list", lambda _: b"[]", OTHER),
    ("a number", lambda _: b"1", OTHER),
    (
        "texts for tables",
        lambda raw: json.dumps({**json.loads(raw), "resources": ["claims.csv"]}).encode(),
        OTHER,
    ),
    ("no name", _without("name"), f"datapackage.json: a description without 'name'; {ADVICE}"),
    (
        "no tables",
        _without("resources"),
        f"datapackage.json: a description without 'resources'; {ADVICE}",
    ),
    (
        "no schema",
        _without("resources", "0", "schema"),
        f"datapackage.json: a description without 'schema'; {ADVICE}",
    ),
    (
        "no path",
        _without("resources", "0", "path"),
        f"schema/sources.json: a description without 'path'; {LIKE}",
    ),
    (
        "a table left out",
        _without("resources", "7"),
        f"datapackage.json: no description of links; {ADVICE}",
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


def _with_schema(name: str, schema: Any) -> Callable[[bytes], bytes]:
    """Another schema for one table of a description."""

    def make(raw: bytes) -> bytes:
        data = json.loads(raw)
        (resource,) = (table for table in data["resources"] if table["name"] == name)
        resource["schema"] = schema
        return json.dumps(data).encode()

    return make


def test_every_case_of_the_project_names_the_same_schema() -> None:
    for folder in (FERRY, *(DATA / name for name in cases())):
        described = package(folder)
        assert {name: path.resolve() for name, path in described.schemas.items()} == {
            name: SCHEMA / f"{name}.json" for name in described.tables
        }
    assert {path.stem for path in SCHEMA.glob("*.json")} == {*TABLES, "routes"}


def test_a_case_may_lie_anywhere_and_may_have_a_schema_of_its_own(case: Case) -> None:
    assert package(case.folder).schemas["claims"] == SCHEMA / "claims.json"
    own = case.folder.parent / "schema" / "claims.json"
    own.parent.mkdir()
    own.write_bytes((SCHEMA / "claims.json").read_bytes())
    case.describe(_with_schema("claims", "../schema/claims.json"))
    assert package(case.folder).schemas["claims"].samefile(own)
    assert case.problems() == []


def test_a_schema_may_be_written_out(case: Case) -> None:
    before = package(case.folder).tables
    schema = json.loads((SCHEMA / "measures.json").read_text(encoding="utf-8"))
    case.describe(_with_schema("measures", schema))
    data = package(case.folder)
    assert dict(data.tables) == dict(before)
    assert "measures" not in data.schemas
    assert case.problems() == []


def test_what_a_description_says_of_its_table_counts_over_the_schema(case: Case) -> None:
    case.describe(lambda raw: raw.replace(b'"name": "events"', b'"name": "events", "title": "X"'))
    assert package(case.folder).tables["events"].title == "X"


def test_schemas_that_are_not_there_are_refused_all_at_once(case: Case) -> None:
    case.describe(_with_schema("claims", "../schema/claim.json"))
    case.describe(_with_schema("links", "https://example.org/schema/linksx"))
    with pytest.raises(Invalid) as refused:
        package(case.folder)
    allowed = "a file with a Table Schema, or the schema itself"
    assert str(refused.value).splitlines() == [
        f"datapackage.json:1:claims.schema: '../schema/claim.json'; {allowed}; "
        "did you mean claims.json?",
        f"datapackage.json:1:links.schema: 'https://example.org/schema/linksx'; {allowed}; "
        "did you mean links.json?",
    ]


# what a schema file holds, what is printed
WRONG = [
    (b"{", "schemas/links.json:1: not JSON: Expecting property name enclosed in double quotes"),
    (b"[]", "schemas/links.json: a value of another kind than a description has"),
    (b"{}", "schemas/links.json: a description without 'fields'"),
    (b'{"fields": []}', "schemas/links.json: a description without 'primaryKey'"),
    (b'{"fields": [{"name": "x"}]}', "schemas/links.json: a description without 'type'"),
    (b"\xff", "schemas/links.json: a byte that is not UTF-8 at 0"),
]


@pytest.mark.parametrize(("raw", "printed"), WRONG)
def test_a_schema_that_is_none_is_refused(case: Case, raw: bytes, printed: str) -> None:
    (case.folder / "schemas").mkdir()
    (case.folder / "schemas" / "links.json").write_bytes(raw)
    case.describe(_with_schema("links", "schemas/links.json"))
    with pytest.raises(Invalid) as refused:
        package(case.folder)
    assert str(refused.value) == f"{printed}; {LIKE}"


def test_the_hash_of_a_case_covers_its_schema(case: Case) -> None:
    own = case.folder / "links.json"
    own.write_bytes((SCHEMA / "links.json").read_bytes())
    case.describe(_with_schema("links", "links.json"))
    before = digest.of_case(package(case.folder))
    own.write_bytes(own.read_bytes().replace(b'"title": "Links"', b'"title": "Ties"'))
    assert package(case.folder).tables["links"].title == "Ties"
    assert digest.of_case(package(case.folder)) != before


def test_the_files_of_a_case_are_its_description_its_tables_and_their_schemas(case: Case) -> None:
    files = package(case.folder).files
    assert files["datapackage.json"] == case.folder / "datapackage.json"
    assert files["claims.csv"] == case.path("claims")
    assert files["schema/claims.json"] == SCHEMA / "claims.json"
    assert len(files) == 1 + 2 * len(package(case.folder).tables)
    assert all(path.is_file() for path in files.values())


def test_a_copy_of_a_case_has_the_same_hash(case: Case) -> None:
    assert digest.of_case(package(case.folder)) == digest.of_case(package(FERRY))


def test_a_title_may_be_left_out(case: Case) -> None:
    case.describe(_without("title")).describe(_without("version"))
    data = package(case.folder)
    assert (data.title, data.version) == ("ferry-2031", "")
