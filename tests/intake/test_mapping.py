"""A mapping is checked as strictly as a sweep, and `--guess` writes one that is sound."""

from __future__ import annotations

from pathlib import Path

import layouts
import pytest
from layouts import acled, bureau, ged, release, write

from analysis.case.load import examine
from analysis.errors import Invalid
from analysis.intake.importing.guess import guessed
from analysis.intake.importing.known import mappings
from analysis.intake.importing.make import Wanted, import_table
from analysis.intake.importing.mapping import read_mapping

SOUND = """\
name: harbour-tolls
title: Tolls of the harbour fire
publisher: Harbour Office
url: "https://example.org/"
citation: Harbour Office, tolls by day
terms: Free with attribution
may_be_shared: true
claimant: {id: harbour, name: Harbour Office, kind: state, group: Offices}
rows: {id: row, prefix: harbour-}
dates: {start: day, order: day-first}
place: {name: quay, within: [town]}
notes: {remark: remark}
counts:
  - measure: killed
    label: people killed
    unit: people
    definition: Bodies that the office has registered.
    column: dead
  - measure: injured
    label: people injured
    unit: people
    definition: People treated in a hospital.
    low: injured min
    high: injured max
"""
TABLE = (
    "row,day,quay,town,dead,injured min,injured max,remark\n"
    "a,03/04/2031,East,Sella,at least 20,4,9,first count\n"
    "b,04/04/2031,East,Sella,22,,,\n"
)


def mapping(folder: Path, text: str = SOUND) -> Path:
    path = folder / "m.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def table(folder: Path, text: str = TABLE) -> Path:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return path


def wrong(folder: Path, text: str) -> list[str]:
    with pytest.raises(Invalid) as raised:
        read_mapping(mapping(folder, text))
    return [str(problem) for problem in raised.value.problems]


def test_a_mapping_of_ones_own_makes_a_sound_case(tmp_path: Path) -> None:
    case = import_table(Wanted(table(tmp_path), mapping(tmp_path), "tolls", tmp_path))
    examined = examine(case.folder)
    assert list(examined.problems) == []
    claims = examined.tables["claims"].rows()
    assert [(row["measure"], row["hedge"], row["covers"]) for row in claims] == [
        ("killed", "at_least", "2031-04-03"),
        ("injured", "between", "2031-04-03"),
        ("killed", "bare", "2031-04-04"),
    ]
    assert claims[0]["phrase"] == "at least 20"
    assert claims[0]["note"] == "remark: first count"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  - measure: killed", "  - mesure: killed", "m.yaml:14:counts[1].mesure: no such key"),
        ("kind: state", "kind: staat", "m.yaml:8:claimant.kind: 'staat'"),
        ("kind: state", "kind: staat", "did you mean state?"),
        ("order: day-first", "order: dayfirst", "did you mean day-first?"),
        ("name: harbour-tolls", "name: Harbour Tolls", "m.yaml:1:name: 'Harbour Tolls'; an id"),
        ("may_be_shared: true", "may_be_shared: perhaps", "m.yaml:7:may_be_shared: 'perhaps'"),
        ("terms: Free with attribution\n", "", "no terms"),
        ("    column: dead\n", "    column: dead\n    low: dead\n", "m.yaml:14:counts[1]"),
        ("measure: injured", "measure: killed", "killed/total 2 times"),
        ("    column: dead\n", "    column: dead\n    read_as: magic\n", "read_as: 'magic'"),
        ("rows: {id: row", "rows: {id: [row]", "m.yaml:9:rows.id: ['row']; text"),
        ("counts:\n", "counts: 3\nother:\n", "m.yaml:13:counts: 3; a list"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert SOUND.count(old)
    assert any(message in problem for problem in wrong(tmp_path, SOUND.replace(old, new, 1)))


def test_all_that_is_wrong_with_a_mapping_is_said_at_once(tmp_path: Path) -> None:
    text = SOUND.replace("kind: state", "kind: x").replace("title:", "titel:")
    assert len(wrong(tmp_path, text.replace("order: day-first", "order: x"))) == 4


@pytest.mark.parametrize("text", ["", "- a\n", "a: [\n", "7\n", "\ufeff"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    assert all(problem.startswith("m.yaml:") for problem in wrong(tmp_path, text))


def test_columns_that_the_table_lacks_are_named_where_the_mapping_names_them(
    tmp_path: Path,
) -> None:
    text = SOUND.replace("column: dead", "column: daed").replace("start: day", "start: dya")
    wanted = Wanted(table(tmp_path), mapping(tmp_path, text), "tolls", tmp_path)
    with pytest.raises(Invalid) as raised:
        import_table(wanted)
    first, second = (str(problem) for problem in raised.value.problems)
    assert first.startswith("m.yaml:10:dates.start: 'dya': no such column; a column of t.csv")
    assert second.startswith("m.yaml:18:counts[1].column: 'daed'")
    assert second.endswith("did you mean dead?")
    assert not (tmp_path / "tolls").exists()


def test_a_decimal_of_what_is_counted_in_whole_things_is_flagged(tmp_path: Path) -> None:
    body = TABLE.replace("22", "22.5")
    case = import_table(Wanted(table(tmp_path, body), mapping(tmp_path), "tolls", tmp_path))
    assert list(case.tally.flags.values()) == [[3]]
    assert case.tally.claims == 2


def test_known_mappings_are_told_apart_by_their_columns() -> None:
    signs = [frozenset(known.recognise) for known in mappings()]
    assert not any(a < b for a in signs for b in signs)
    assert all(known.citation and known.terms for known in mappings())


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (layouts.UCDP, [ged(1), ged(2)]),
        (layouts.ACLED, [acled(1), acled(2)]),
        (layouts.BUREAU, [bureau(1), bureau(2)]),
        (layouts.COALITION, [release("Near Sella, four strikes hit.", "4")]),
        (["when", "how many"], [{"when": "2031-03-04", "how many": "at least 20"}]),
    ],
)
def test_a_guessed_mapping_is_sound_and_imports_its_table(
    tmp_path: Path, header: list[str], rows: list[layouts.Row]
) -> None:
    path = write(tmp_path / "t.csv", header, rows)
    text = guessed(path)
    case = import_table(Wanted(path, mapping(tmp_path, text), "guess", tmp_path))
    assert list(examine(case.folder).problems) == []


def test_a_guess_pairs_the_ends_of_a_range(tmp_path: Path) -> None:
    read = read_mapping(mapping(tmp_path, guessed(table(tmp_path))))
    assert [count.columns for count in read.counts] == [("injured min", "injured max"), ("dead",)]
    assert (read.row_id, read.dates.start, read.place.name) == ("", "day", "town")


def test_no_mapping_is_guessed_without_a_figure(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no column of figures"):
        guessed(table(tmp_path, "a,b\nx,y\n"))


def test_a_guess_names_the_columns_with_numbers_that_it_leaves_out(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("day,dead,injured\n2031-03-04,12–24,3\n2031-03-05,see notes,4\n", "utf-8")
    assert '# Not guessed, though it has numbers: "dead"; a cell is "see notes"' in guessed(table)
