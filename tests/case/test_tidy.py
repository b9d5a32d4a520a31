"""What spreadsheets, pandas and earlier versions did to files, undone; and what is refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pandas as pd
import pytest
from conftest import Case

from analysis.case.schema import package
from analysis.case.tidy import tidied
from analysis.errors import Invalid
from analysis.paths import SCHEMA, write


def changes(case: Case) -> dict[str, tuple[str, ...]]:
    """What is undone, by file."""
    return {file.path.name: file.changes for file in tidied(package(case.folder))}


def mended(case: Case) -> Case:
    for file in tidied(package(case.folder)):
        write(file.path, file.body)
    return case


def _last_first(raw: bytes) -> bytes:
    header, *lines = raw.splitlines(keepends=True)
    return b"".join([header, lines[-1], *lines[:-1]])


# what a spreadsheet does to a file and saying so undoes
USUAL = ("wrote quotation marks and line ends as usual",)
ORDER = "put the rows in order"
SAVED: list[tuple[str, Callable[[bytes], bytes], tuple[str, ...]]] = [
    ("semicolons", lambda raw: raw.replace(b",", b";"), ("commas in place of semicolons",)),
    ("tabs", lambda raw: raw.replace(b",", b"\t"), ("commas in place of tabs",)),
    ("a byte-order mark", lambda raw: b"\xef\xbb\xbf" + raw, ("took out a byte-order mark",)),
    ("CR LF", lambda raw: raw.replace(b"\n", b"\r\n"), USUAL),
    ("order", _last_first, (ORDER,)),
    ("quotes", lambda raw: raw.replace(b"Coastguard", b'"Coastguard"'), USUAL),
    ("blanks at the ends", lambda raw: raw.replace(b"Alba Line", b" Alba Line "), USUAL),
    ("a blank line", lambda raw: raw + b"\n", USUAL),
    ("blank rows", lambda raw: raw + b",,,,,\n , ,,,,\n", USUAL),
    ("no line end", lambda raw: raw[:-1], USUAL),
    (
        "all at once",
        lambda raw: b"\xef\xbb\xbf" + _last_first(raw).replace(b"\n", b"\r\n").replace(b",", b";"),
        ("took out a byte-order mark", "commas in place of semicolons", ORDER),
    ),
    ("CR alone", lambda raw: raw.replace(b"\n", b"\r"), USUAL),
    ("UTF-16", lambda raw: raw.decode().encode("utf-16"), ("UTF-8 in place of UTF-16",)),
    ("UTF-16 LE", lambda raw: raw.decode().encode("utf-16-le"), ("UTF-8 in place of UTF-16",)),
    ("UTF-16 BE", lambda raw: raw.decode().encode("utf-16-be"), ("UTF-8 in place of UTF-16",)),
    ("a line for Excel", lambda raw: b"sep=,\r\n" + raw, ("took out a line for Excel",)),
    ("columns turned", lambda raw: _columns_turned(raw), ("put the columns in order",)),
    (
        "empty columns behind",
        lambda raw: raw.replace(b"\n", b",,\n"),
        ("took out 2 empty columns",),
    ),
]


def _columns_turned(raw: bytes) -> bytes:
    frame = pd.read_csv(io.BytesIO(raw), dtype=str, keep_default_na=False)
    turned: bytes = frame[list(frame)[::-1]].to_csv(index=False, lineterminator="\n").encode()
    return turned


@pytest.mark.parametrize(("saving", "said"), [row[1:] for row in SAVED], ids=[r[0] for r in SAVED])
def test_what_a_spreadsheet_does_is_undone_to_the_byte(
    case: Case, saving: Callable[[bytes], bytes], said: tuple[str, ...]
) -> None:
    wanted = case.path("actors").read_bytes()
    case.remake("actors", saving)
    before = case.hash()
    (file,) = tidied(package(case.folder))
    assert (file.path, file.body, file.changes) == (case.path("actors"), wanted, said)
    assert case.hash() == before, "it says what to write, and writes nothing"


def test_what_is_undone_is_what_the_check_complains_of(case: Case) -> None:
    whole = case.path("actors").read_bytes()
    for name, saving, _ in SAVED:
        case.path("actors").write_bytes(saving(whole))
        assert case.problems() != [], name
        assert mended(case).problems() == [], name


def test_nothing_is_tidied_in_a_tidy_case(case: Case) -> None:
    assert tidied(package(case.folder)) == ()


def _through_pandas(case: Case, table: str, *, index: bool) -> None:
    path = case.path(table)
    pd.read_csv(path).to_csv(path, index=index)


def test_what_pandas_does_is_undone_to_the_byte(case: Case) -> None:
    before = case.hash()
    for table in ("claims", "measures", "links"):
        _through_pandas(case, table, index=True)
    _through_pandas(case, "places", index=False)
    assert case.hash() != before
    numbers = [row["stated"] for row in case.rows("claims") if row["stated"]]
    assert all(number.endswith(".0") for number in numbers)
    said = changes(case)
    assert said["claims.csv"][0] == "took out a column of row numbers"
    assert said["claims.csv"][1].startswith("took “.0” off the numbers in ")
    assert mended(case).hash() == before


def test_empty_cells_that_pandas_wrote_as_words_are_empty_again(case: Case) -> None:
    before = case.hash()
    path = case.path("sources")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame["published"] = frame["published"].replace("", "NaT")
    frame["accessed"] = frame["accessed"].replace("", "nan")
    frame.to_csv(path, index=False)
    case.change("places", "strait", uncertainty_km="NaN").change("places", "strait", note="NaN")
    mended(case)
    assert case.change("places", "strait", uncertainty_km="15", note="").hash() == before


def test_free_text_is_never_emptied(case: Case) -> None:
    case.change("claims", "c003", note="nan", speaker="None")
    assert tidied(package(case.folder)) == ()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("13/3/2031", "4/3/2031"), ("2031-03-13", "2031-03-04")),
        (("3/13/2031", "3/4/2031"), ("2031-03-13", "2031-03-04")),
        (("04.03.2031", "13.03.2031"), ("2031-03-04", "2031-03-13")),
        (("4/3/2031", "5/3/2031"), ("4/3/2031", "5/3/2031")),
        (("13/3/2031", "3/13/2031"), ("13/3/2031", "3/13/2031")),
        (("13/3/2031", "4.3.2031"), ("13/3/2031", "4.3.2031")),
        (("13/3/31", "4/3/31"), ("13/3/31", "4/3/31")),
        (("2031-03-04 00:00:00", "2031.0"), ("2031-03-04", "2031")),
        (("2031-03-04 12:00:00", "Mar-31"), ("2031-03-04 12:00:00", "Mar-31")),
    ],
)
def test_dates_are_put_back_only_where_their_order_is_certain(
    case: Case, cells: tuple[str, str], expected: tuple[str, str]
) -> None:
    case.change("claims", "c003", covers=cells[0]).change("claims", "c005", covers=cells[1])
    rows = {row["claim_id"]: row["covers"] for row in mended(case).rows("claims")}
    assert (rows["c003"], rows["c005"]) == expected


def test_a_comma_stands_before_decimals_where_semicolons_part_columns(case: Case) -> None:
    def saved(raw: bytes) -> bytes:
        return raw.replace(b",", b";").replace(b"10.45", b"10,45").replace(b"20.35", b"20,351")

    mended(case.remake("places", saved))
    (row,) = [row for row in case.rows("places") if row["place_id"] == "port_sella"]
    assert (row["latitude"], row["longitude"]) == ("10.45", "20,351"), "20,351 may be thousands"


def test_decimals_that_are_printed_stay(case: Case) -> None:
    case.change("places", "strait", latitude="11.0")
    assert tidied(package(case.folder)) == ()


def _older(case: Case) -> Case:
    """The case as version 0.2 had it: schemas written out, without the columns that are new."""
    lacking = {"claims": "identity", "measures": "step", "links": "factor", "disputes": "title"}
    data = json.loads((case.folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in data["resources"]:
        schema = json.loads((SCHEMA / f"{resource['name']}.json").read_text(encoding="utf-8"))
        new = lacking.get(resource["name"])
        schema["fields"] = [field for field in schema["fields"] if field["name"] != new]
        resource["schema"] = schema
    case.describe(lambda _: json.dumps(data).encode())
    for table, column in lacking.items():
        frame = pd.read_csv(case.path(table), dtype=str, keep_default_na=False)
        frame.drop(columns=column).to_csv(case.path(table), index=False)
    return case


def test_a_case_of_an_earlier_version_is_brought_up_to_date(case: Case) -> None:
    before = {table: case.rows(table) for table in ("claims", "measures", "links", "disputes")}
    assert {problem.split(":")[0] for problem in _older(case).problems()} == {
        *("datapackage.json", "claims.csv", "measures.csv", "links.csv", "disputes.csv"),
    }
    said = changes(case)
    assert said["claims.csv"] == ("added the column identity",)
    assert said["datapackage.json"] == (
        "named the schema that all cases share for measures, claims, links, disputes",
    )
    assert mended(case).problems() == []
    assert {table: case.rows(table) for table in ("claims", "measures", "links")} == {
        table: rows for table, rows in before.items() if table != "disputes"
    }
    assert all(row["title"].endswith("?") for row in case.rows("disputes"))
    assert tidied(package(case.folder)) == ()


def test_a_schema_with_columns_of_its_own_is_left_to_a_person(case: Case) -> None:
    def widened(raw: bytes) -> bytes:
        data = json.loads(raw)
        for resource in data["resources"]:
            if resource["name"] == "links":
                own = {"name": "mine", "type": "string"}
                schema = json.loads((SCHEMA / "links.json").read_text(encoding="utf-8"))
                fields = [field for field in schema["fields"] if field["name"] != "factor"]
                resource["schema"] = {**schema, "fields": [*fields, own]}
        return json.dumps(data).encode()

    case.describe(widened)
    with pytest.raises(Invalid, match=r"datapackage\.json:1:links\.schema: no column factor"):
        tidied(package(case.folder))


def test_what_cannot_be_tidied_is_refused_with_every_reason(case: Case) -> None:
    case.remake("actors", lambda raw: raw.replace(b"Alba", b"\xe9"))
    case.edit("places", "uncertainty_km,note", "note")
    case.edit("events", "Ferry aground in fog", "Ferry aground, in fog")
    case.path("searches").unlink()
    before = case.hash()
    with pytest.raises(Invalid) as refused:
        tidied(package(case.folder))
    texts = [(problem.where, problem.value) for problem in refused.value.problems]
    assert [where for where, _ in texts] == [
        *("actors.csv:3", "places.csv:1", "events.csv:2", "searches.csv:1"),
    ]
    assert texts[1][1] == "no column uncertainty_km"
    assert case.hash() == before


def test_a_column_that_is_there_twice_is_refused_and_nothing_is_lost(case: Case) -> None:
    head, *rows = case.path("places").read_text(encoding="utf-8").splitlines()
    twice = [f"{head},name", *(f"{row},another" for row in rows)]
    case.remake("places", lambda _: "\n".join([*twice, ""]).encode())
    with pytest.raises(Invalid, match=r"^places\.csv:1:name: column name twice"):
        tidied(package(case.folder))
