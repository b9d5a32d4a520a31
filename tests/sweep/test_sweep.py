"""A sweep file: read into a checked plan, or refused with everything that is wrong with it."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import FERRY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reporting import PARAMETERS, code, markdown, notebook

from analysis import sweep
from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.errors import Invalid
from analysis.paths import notebook_files
from analysis.report.printers import FORMATS

CASE = f'case: str = "{FERRY}"\n'


class Desk:
    """A folder with a notebook of the suite and one of somebody else, to write sweeps for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        own = PARAMETERS.replace('case: str = ""\n', CASE)
        foreign = 'days: int = 3\nplaces: list[str] = []\nrate: "float | None" = None\nname = "x"'
        for name, cell in (("one", own), ("two", own), ("foreign", foreign)):
            cells = [markdown("# A"), code("parameters", cell, "parameters"), code("drawn")]
            notebook(folder / f"{name}.ipynb", cells)

    def read(self, text: str, **options: Any) -> sweep.Sweep:
        path = self.folder / "x.yaml"
        path.write_text(text, encoding="utf-8")
        return sweep.read(path, **options)

    def refused(self, text: str) -> list[str]:
        with pytest.raises(Invalid) as refused:
            self.read(text)
        return [str(problem) for problem in refused.value.problems]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose folder is also the home of whoever sits at it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return Desk(tmp_path)


ONE = "notebooks: one.ipynb\n"


def told(desk: Desk, text: str, **options: Any) -> list[dict[str, object]]:
    return [dict(run.parameters) for run in desk.read(ONE + text, **options).runs]


def test_everything_that_a_sweep_can_say(desk: Desk) -> None:
    (desk.folder / "deeper").mkdir()
    read = desk.read(
        "title: A title\n"
        "notebooks: [one.ipynb, ./two.ipynb]\n"
        "formats: [pdf, html, pdf]\n"
        "parameters: {include_retellings: true, lead_source: {same: sources}}\n"
        "grid:\n"
        "  as_of: {days: 2031-03-04/2031-03-07, step: 2}\n"
        "  include_retellings: [true, false]\n"
        "sets:\n"
        "  - {name: wire, sources: wire-2031-03-05}\n"
        "  - {name: post, sources: post-2031-03-05}\n"
        'name: "{name}-{as_of}-{include_retellings}"\n'
        "thumbnail: two/drawn\n"
        "timeout: 600\n"
        "memory: 1.5 GB\n"
    )
    assert (read.name, read.title, read.size) == ("x", "A title", 8)
    assert [path.name for path in read.notebooks] == ["one.ipynb", "two.ipynb"]
    assert (read.formats, read.thumbnail) == (("pdf", "html"), "two/drawn")
    assert (read.timeout, read.memory) == (600.0, 1_500_000_000)
    assert (read.case, read.scoped) == (str(FERRY), True)
    runs = list(read.runs)
    assert runs[0].name == "wire-2031-03-04-true"
    assert runs[-1].name == "post-2031-03-06-false"
    assert dict(runs[-1].parameters) == {
        "include_retellings": False,
        "lead_source": "post-2031-03-05",
        "sources": "post-2031-03-05",
        "as_of": "2031-03-06",
    }


def test_what_is_left_out_has_a_sensible_value(desk: Desk) -> None:
    read = desk.read("parameters: {case: convoy-2017}")
    assert read.notebooks == notebook_files()
    assert (read.title, read.formats, read.thumbnail) == ("x", (), "")
    assert (read.timeout, read.memory, read.size) == (None, None, 1)
    assert [run.name for run in read.runs] == ["default"]


def test_a_notebook_of_somebody_else_is_checked_by_its_own_cell_alone(desk: Desk) -> None:
    read = desk.read(
        "notebooks: foreign.ipynb\n"
        "grid: {days: [1, 2], places: [[a, b], []], rate: [null, 1, 1.5]}\n"
        "parameters: {name: any}"
    )
    assert (read.case, read.scoped, read.size) == ("", False, 12)
    assert next(iter(read.runs)).parameters["places"] == ["a", "b"]
    wrong = "notebooks: foreign.ipynb\ngrid: {days: ['1'], places: [[1]], rat: [1]}"
    assert sorted(desk.refused(wrong)) == [
        "x.yaml:2:grid.days[1]: '1'; a whole number; write 12",
        "x.yaml:2:grid.places[1]: [1]; list[str]; write [a, b]",
        "x.yaml:2:grid.rat: no such parameter in foreign.ipynb; a parameter of every notebook; "
        "did you mean rate?",
    ]


def used(timeline: Timeline, column: str) -> list[str]:
    table, key = {"claimant": ("actors", "actor_id"), "source_id": ("sources", "source_id")}[column]
    values = {
        value
        for claim in timeline
        for value in (claim.claimants if column == "claimant" else (claim.source_id,))
    }
    return [row[key] for row in timeline.rows[table] if row[key] in values]


def test_every_claimant_and_source_of_the_case_that_has_a_claim(
    desk: Desk, ferry: Timeline
) -> None:
    assert [run["claimants"] for run in told(desk, "grid: {claimants: {each: claimants}}")] == used(
        ferry, "claimant"
    )
    assert [run["sources"] for run in told(desk, "grid: {sources: {each: sources}}")] == used(
        ferry, "source_id"
    )
    lead = told(
        desk, "grid: {lead_source: {each: sources, where: {publisher: North Wire, tier: [A, A]}}}"
    )
    rows = {row["source_id"]: row for row in ferry.rows["sources"]}
    assert lead
    assert {rows[str(run["lead_source"])]["tier"] for run in lead} == {"A"}


def test_those_with_a_claim_of_some_kind(desk: Desk, ferry: Timeline) -> None:
    query = "grid: {claimants: {each: claimants, having: {hedge: [about, nearly]}}}"
    timeline = ferry.where(hedge=["about", "nearly"])
    assert [run["claimants"] for run in told(desk, query)] == used(timeline, "claimant")
    assert len(used(timeline, "claimant")) < len(used(ferry, "claimant"))


def test_a_filter_as_a_value_is_all_ids_with_commas(desk: Desk, ferry: Timeline) -> None:
    tiers = {row["source_id"]: row["tier"] for row in ferry.rows["sources"]}
    wanted = ",".join(i for i in used(ferry, "source_id") if tiers[i] == "A")
    for text in (
        "sets: [{sources: {where: {tier: A}}}]",
        "parameters: {sources: {where: {tier: A}}}",
        "grid: {sources: [{where: {tier: A}}]}",
    ):
        assert [run["sources"] for run in told(desk, text)] == [wanted]


def test_rows_come_from_a_table(desk: Desk) -> None:
    rows = "name,as_of,include_retellings\nfirst,2031-03-05,false\nlast,,true\n"
    (desk.folder / "days.csv").write_text("\ufeff" + rows, encoding="utf-8")
    read = desk.read(ONE + "rows: days.csv\n")
    assert [(run.name, dict(run.parameters)) for run in read.runs] == [
        ("first", {"as_of": "2031-03-05", "include_retellings": False}),
        ("last", {"as_of": "", "include_retellings": True}),
    ]


def test_days_need_no_quotation_marks_and_yaml_may_repeat_itself(desk: Desk) -> None:
    text = (
        "parameters: &p {start: 2031-03-04}\n"
        "sets: [{<<: *p, end: 2031-03-05}, {<<: *p, end: 2031-03}]"
    )
    assert told(desk, text) == [
        {"start": "2031-03-04", "end": "2031-03-05"},
        {"start": "2031-03-04", "end": "2031-03"},
    ]


def test_too_many_runs_are_counted_and_asked_about(desk: Desk) -> None:
    text = "grid: {as_of: {days: 2031-03-04/2058-07-19}}"
    assert len(told(desk, text)) == sweep.MOST
    more = "grid:\n as_of: {days: 0001-01-01/9999-12-31}\n start: {days: 0001-01-01/9999-12-31}"
    runs = ((date.max - date.min).days + 1) ** 2
    assert desk.refused(ONE + more) == [
        f"x.yaml:2:grid: {runs:,} runs; at most 10,000 without being asked; narrow it, or add --yes"
    ]
    assert desk.read(ONE + text.replace("19", "20"), allow_many=True).size == sweep.MOST + 1


def test_a_problem_beside_too_many_runs_is_told_too(desk: Desk) -> None:
    problems = desk.refused(
        ONE + "parameters: {end: soon}\nformats: htm\ngrid: {as_of: {days: 1000-01-01/2000-01-01}}"
    )
    assert [problem.split(": ")[0] for problem in problems] == [
        "x.yaml:2:parameters.end",
        "x.yaml:3:formats",
        "x.yaml:4:grid",
    ]


# what stands below `notebooks: one.ipynb`, what is said of it (the beginning of each problem)
WRONG: list[tuple[str, list[str]]] = [
    (
        "titel: a\n2: b",
        ["2:titel: no such key; a key of a sweep; did you mean title?", "3:2: no such"],
    ),
    ("title: 5", ["2:title: 5; text; put it in quotation marks"]),
    ("title: [a]", ["2:title: ['a']; text; write one text, without brackets"]),
    ("rows: [a]", ["2:rows: ['a']; text; write one text, without brackets"]),
    ("grid: {start: {range: 5}}", ["2:grid.start: {'range': 5}; a list, "]),
    ("formats: [htm, 7]", ["2:formats[2]: 7; text"]),
    ("formats: [htm]", ["2:formats[1]: 'htm'; html or pdf or docx; did you mean html?"]),
    ("thumbnail: one/drawm", ["2:thumbnail: 'one/drawm'; a cell of one; did you mean drawn?"]),
    (
        "thumbnail: on/drawn",
        ["2:thumbnail: 'on/drawn'; a notebook of the sweep; did you mean one?"],
    ),
    ("timeout: 0", ["2:timeout: 0; seconds, more than 0"]),
    ("timeout: true", ["2:timeout: true; seconds"]),
    ("timeout:", ["2:timeout: nothing is written after it; a value; write one, or delete"]),
    ("sets:\ngrid: ~", ["2:sets: nothing is written", "3:grid: nothing is written"]),
    ("kernel: 3", ["2:kernel: 3; text; put it in quotation marks"]),
    ("kernel: pyhton3", ["2:kernel: 'pyhton3': no such kernel; a kernel that this machine has"]),
    ("cwd: ./nowhere", ["2:cwd: './nowhere': no such folder; a folder that is there; correct"]),
    ("cwd: one.ipynb", ["2:cwd: 'one.ipynb': no such folder"]),
    ('cwd: "a\\0b"', ["2:cwd: 'a\\x00b': no such folder"]),
    ("cwd: [a]", ["2:cwd: ['a']; text"]),
    ("files: [a.csv, ~]", ["2:files[2]: nothing; text; write it, or delete the line"]),
    ("timeout: soon", ["2:timeout: 'soon'; seconds"]),
    (
        "timeout: 10m",
        ["2:timeout: '10m'; seconds, more than 0 and at most those of a year; write 600"],
    ),
    (
        "timeout: 1h",
        ["2:timeout: '1h'; seconds, more than 0 and at most those of a year; write 3600"],
    ),
    ("timeout: 1e10", ["2:timeout: 10000000000.0; seconds, more than 0 and at most"]),
    ("memory: 100000000000000T", ["2:memory: '100000000000000T'; an amount of memory"]),
    ("files: [.]", ["2:files[1]: '.': a folder; a file, by its path"]),
    (
        "parameters: {start: 1e-400}",
        ["2:parameters.start: 1e-400: nearer to 0 than any number"],
    ),
    ("memory: 0MB", ["2:memory: '0MB'; an amount of memory, at least 64MB"]),
    ("memory: 1", ["2:memory: '1'; an amount of memory, at least 64MB; write 2GB or 512MB"]),
    ("memory: [2]", ["2:memory: '[2]'; an amount of memory"]),
    ("parameters: [a]", ["2:parameters: no mapping; parameters with values"]),
    (
        "parameters: {strat: 2031}",
        [
            "2:parameters.strat: no such parameter in one.ipynb; a parameter of every notebook; "
            "did you mean start?"
        ],
    ),
    ("parameters: {start: 2031}", ["2:parameters.start: 2031; text; put it in quotation marks"]),
    (
        "parameters: {start: null}",
        ['2:parameters.start: nothing; text; write "" for an empty text'],
    ),
    (
        "parameters: {include_retellings: 'no'}",
        ["2:parameters.include_retellings: 'no'; true or false"],
    ),
    (
        "parameters: {include_retellings: no}",
        ["2:parameters.include_retellings: 'no'; true or false"],
    ),
    ("parameters: {start: 2031-02-30}", ["2:parameters.start: '2031-02-30'; a day that exists"]),
    ("parameters: {case: no-such}", ["2:parameters.case: 'no-such'; a case or a folder"]),
    (
        "grid: {claimants: [line, lnie]}",
        ["2:grid.claimants[2]: 'lnie'; one that the case has; did you mean line?"],
    ),
    (
        "grid:\n  sources:\n  - post-2031-03-0",
        ["4:grid.sources[1]: 'post-2031-03-0'; one that the case has"],
    ),
    (
        "parameters: {lead_source: post-2031-03-0}",
        ["2:parameters.lead_source: 'post-2031-03-0'; a document of the case"],
    ),
    (
        "parameters: {leave_out: abuot, known_by: sad}",
        [
            "2:parameters.leave_out: 'abuot'; a hedge",
            "2:parameters.known_by: 'sad'; published or said",
        ],
    ),
    (
        "grid: {start: [2031-03-05], end: [2031-03-04, 2031-03-06]}",
        ["2:grid.end[1]: '2031-03-04', before '2031-03-05'"],
    ),
    (
        "grid: {as_of: [2031-03-01, 2031-03-05]}",
        ["2:grid.as_of[1]: '2031-03-01'; 2031-03-04 or later, the day of the first claim"],
    ),
    (
        "grid: {as_of: 2031-03-05}",
        ["2:grid.as_of: '2031-03-05'; a list, {days: first/last} or {each: claimants}"],
    ),
    ("grid: {as_of: {}}", ["2:grid.as_of: {}; a list"]),
    ("grid: {as_of: []}", ["2:grid.as_of: no values; at least one"]),
    (
        "grid: {as_of: {days: 2031-03-05/..}}",
        ["2:grid.as_of.days: '2031-03-05/..'; days with both ends known"],
    ),
    (
        "grid: {as_of: {days: 2031-03-05/2031-03-04}}",
        ["2:grid.as_of.days: '2031-03-05/2031-03-04'; an interval whose first"],
    ),
    (
        "grid: {as_of: {days: 2031-03-05, step: 0, stop: 1}}",
        ["2:grid.as_of.stop: no such key; only days, step; did you mean step?"],
    ),
    (
        "grid: {as_of: {days: 2031-03-05, step: 0}}",
        ["2:grid.as_of.step: 0; a whole number of days"],
    ),
    (
        "grid: {claimants: {each: claimnats}}",
        ["2:grid.claimants.each: 'claimnats'; claimants or sources; did you mean claimants?"],
    ),
    (
        "grid: {sources: {each: sources, where: {tire: A, tier: D}}}",
        [
            "2:grid.sources.where.tire: no such column; a column of sources.csv; did you "
            "mean tier?",
            "2:grid.sources.where.tier: 'D'; one that the case has",
        ],
    ),
    (
        "grid: {sources: {each: sources, having: {hedge: abuot}}}",
        ["2:grid.sources.having: hedge 'abuot'; one that the case has"],
    ),
    (
        "grid: {sources: {each: sources, where: A}}",
        ["2:grid.sources.where: 'A'; columns with values"],
    ),
    (
        "sets: [{sources: {were: {tier: A}}}]",
        ["2:sets[1].sources.were: no such key; only where, having; did you mean where?"],
    ),
    (
        "grid: {case: [a, b], claimants: {each: claimants}}",
        [
            "2:grid.case: several cases",
            "2:grid.case[1]: 'a'; a case",
            "2:grid.case[2]: 'b'; a case",
        ],
    ),
    ("grid: {sources: {each: {a: b}}}", ["2:grid.sources.each: {'a': 'b'}; claimants or sources"]),
    (
        f"parameters: {{case: {'a' * 300}}}",
        [f"2:parameters.case: '{'a' * 300}'; a case or a folder"],
    ),
    ("parameters: {case: ~/gone}", ["2:parameters.case: '~/gone'; a case or a folder"]),
    ('rows: "a\\0b"', ["2:rows: 'a\\x00b': it cannot be read; a CSV file"]),
    ("sets: {a: b}", ["2:sets: no list"]),
    ("sets: []", ["2:sets: an empty list; a list of at least one set"]),
    ("sets: [a, {name: 5}]", ["2:sets[1]: 'a'; parameters", "2:sets[2].name: 5; text"]),
    ("sets: [{strat: x}, {strat: y}]", ["2:sets[1].strat: no such parameter in one.ipynb"]),
    (
        "sets: [{start: 2031}]\ngrid: {start: [2032]}",
        [
            "2:sets[1].start: in sets and in the grid",
            "2:sets[1].start: 2031; text",
            "3:grid.start[1]: 2032; text",
        ],
    ),
    ("sets: [{name: a}]\nrows: b.csv", ["3:rows: rows beside sets"]),
    ("rows: no.csv", ["2:rows: 'no.csv': no such file or directory; a CSV file"]),
    (
        "sets: [{name: a}, {name: A}]",
        ["2:sets: 'a' and 'A' for run 1 and run 2; a name for each run"],
    ),
    (
        "grid: {start: [2031, 2031-03]}\nname: x",
        [
            "2:grid.start[1]: 2031; text",
            "3:name: 'x' for run 1 (start 2031) and run 2 (start '2031-03')",
        ],
    ),
    (
        "sets: [{name: ../../etc}]",
        ["2:sets: '..-..-etc': a dot at its beginning", "2:sets[1].name: '/' in '../../etc'"],
    ),
    ("sets: [{name: aux}]", ["2:sets: 'aux': a name that Windows keeps"]),
    ("sets: [{name: a}, {}]\nname: '{name}'", ["3:name: {name}; a parameter that every run has"]),
    ("sets: [{name: ''}]\nname: '{name}'", ["3:name: '': an empty name"]),
    (
        "sets: [{name: 🦉}]\nname: '{name}'",
        ["3:name: '-': only hyphens, which stand for signs that are not safe in a name"],
    ),
    ("grid: {start: ['']}\nname: '{start}'", ["3:name: '': an empty name"]),
    ("name: /tmp/x", ["2:name: '/' in '/tmp/x'; a name that can be a folder"]),
    ("name: [a]", ["2:name: ['a']; text, as '{as_of}'"]),
    (
        "parameters: {lead_source: {same: sorces}, sources: wire-2031-03-05}",
        [
            "2:parameters.lead_source: 'sorces'; a parameter that every run has; did you "
            "mean sources?"
        ],
    ),
    (
        "parameters: {lead_source: {same: lead_source}}",
        ["2:parameters.lead_source: 'lead_source'; a parameter that every run has"],
    ),
    (
        "parameters: {lead_source: {same: sources}}\n"
        "grid: {sources: ['wire-2031-03-05,post-2031-03-05']}",
        ["2:parameters.lead_source: 'wire-2031-03-05,post-2031-03-05'; the id of one document"],
    ),
]


@pytest.mark.parametrize(("text", "says"), WRONG, ids=[text[:48] for text, _ in WRONG])
def test_what_is_wrong_is_told_at_its_line(desk: Desk, text: str, says: list[str]) -> None:
    problems = desk.refused(ONE + text)
    assert len(problems) == len(says), problems
    for problem, beginning in zip(sorted(problems), sorted(says), strict=True):
        assert problem.startswith(f"x.yaml:{beginning}")


# what the file holds, what is said of it
NO_SWEEP: list[tuple[str, str]] = [
    ("", "x.yaml:1: an empty file; "),
    ("# x\n", "x.yaml:1: an empty file; "),
    ("- a\n", "x.yaml:1: no mapping at the top; "),
    ("just text", "x.yaml:1: no mapping at the top; "),
    ("a: [", "x.yaml:2: not YAML: "),
    ("a: 1\na: 2", "x.yaml:2:a: a second time; "),
    ("notebooks: []", "x.yaml:1:notebooks: an empty list; "),
    (f"notebooks: {'a' * 300}", f"x.yaml:1:notebooks: '{'a' * 300}': no such file; "),
    (
        "notebooks: foreign",
        "x.yaml:1:notebooks: 'foreign': no such file; a notebook of the suite, or a path from "
        "this file; write foreign.ipynb",
    ),
    ("notebooks: ../", "x.yaml:1:notebooks: '../': a folder; "),
    ("notebooks:", "x.yaml:1:notebooks: nothing is written after it; "),
    ("notebooks: [no.ipynb]", "x.yaml:1:notebooks[1]: 'no.ipynb': no such file; "),
    (
        "notebooks: [./foriegn.ipynb]",
        "x.yaml:1:notebooks[1]: './foriegn.ipynb': no such file; a notebook of the suite, or "
        "a path from this file; did you mean ./foreign.ipynb?",
    ),
    (
        "notebooks: 4_casualtes",
        "x.yaml:1:notebooks: '4_casualtes': no such file; a notebook of the suite, or "
        "a path from this file; did you mean 4_casualties?",
    ),
    (
        "notebooks: [one.ipynb, ./one.ipynb]",
        "x.yaml:1:notebooks[2]: 'one': a second notebook of that name; ",
    ),
    (
        "notebooks: [one.ipynb, foreign.ipynb]\nparameters: {days: 3}",
        "x.yaml:2:parameters.days: no such parameter in one.ipynb; ",
    ),
    (
        "notebooks: [one.ipynb, foreign.ipynb]\nformats: html",
        "x.yaml:2:formats: foreign.ipynb has no parameter case, ",
    ),
]


@pytest.mark.parametrize(("text", "says"), NO_SWEEP, ids=[text[:40] for text, _ in NO_SWEEP])
def test_a_file_that_is_no_sweep_is_told_in_a_line(desk: Desk, text: str, says: str) -> None:
    (problem,) = desk.refused(text)
    assert problem.startswith(says)


# the table, what is said of it
TABLES: list[tuple[bytes, list[str]]] = [
    (
        b"as_of;start\n2031;2031\n",
        ["days.csv:1:as_of;start: no such parameter; a parameter of every notebook, or name; save"],
    ),
    (b"", ["days.csv:1: no header; "]),
    (b"as_of\n", ["days.csv:1: no rows; "]),
    (
        b"as_of,as_of,strat\n,,\n",
        [
            "days.csv:1:as_of: a second time; ",
            "days.csv:1:strat: no such parameter; a parameter of every notebook, or "
            "name; did you mean start?",
        ],
    ),
    (
        b"as_of,start\n\n2031,2031,2031\n2031\n",
        [
            "days.csv:2: a blank line; ",
            "days.csv:3: 3 values; 2 values in a row; ",
            "days.csv:4: 1 value; ",
        ],
    ),
    (b"as_of\n2031\n\xff\n", ["days.csv:3: a byte that is not UTF-8; "]),
    (b'as_of\n"2031', ["days.csv:2: unexpected end of data; a table in CSV; "]),
    (
        b"name,as_of\na,2031-02-30\nb,2031-03-05\n",
        ["days.csv:2:as_of: '2031-02-30'; a day that exists; "],
    ),
    (
        b"name,include_retellings\na,yes\nb,\n",
        [
            "days.csv:2:include_retellings: 'yes'; true or false; ",
            "days.csv:3:include_retellings: nothing; true or false; ",
        ],
    ),
    (b"claimants\nline\nlnie\n", ["days.csv:3:claimants: 'lnie'; one that the case has; "]),
]


@pytest.mark.parametrize(("table", "says"), TABLES, ids=[says[0][:50] for _, says in TABLES])
def test_a_wrong_table_is_told_by_line_and_column(
    desk: Desk, table: bytes, says: list[str]
) -> None:
    (desk.folder / "days.csv").write_bytes(table)
    problems = desk.refused(ONE + "rows: days.csv")
    assert len(problems) == len(says), problems
    for problem, beginning in zip(sorted(problems), sorted(says), strict=True):
        assert problem.startswith(beginning)


def test_a_notebook_that_cannot_be_given_parameters_is_named_with_all_else(desk: Desk) -> None:
    (desk.folder / "broken.ipynb").write_text("{")
    notebook(desk.folder / "bare.ipynb", [code("a", "b = 1")])
    data = {"nbformat": 4, "metadata": {"kernelspec": {"name": "ir"}}, "cells": []}
    (desk.folder / "r.ipynb").write_text(json.dumps(data))
    text = "notebooks: [broken.ipynb, bare.ipynb, r.ipynb, one.ipynb]\nparameters: {strat: x}\n"
    assert [problem.split("; ")[0] for problem in desk.refused(text)] == [
        "x.yaml:2:parameters.strat: no such parameter in one.ipynb",
        "broken.ipynb:1: not JSON: Expecting property name enclosed in double quotes",
        "bare.ipynb: no cell tagged `parameters`",
        "r.ipynb: no cell tagged `parameters`",
    ]


def test_a_thousand_wrong_values_are_not_told_one_by_one(desk: Desk) -> None:
    days = ", ".join(f"2031-13-{n:04}" for n in range(1000))
    problems = desk.refused(ONE + f"grid: {{start: [{days}]}}")
    assert len(problems) == 21
    assert "980 rows like it" in problems[-1]


def test_problems_come_in_order_of_the_file(desk: Desk) -> None:
    text = "name: '{x}'\ngrid:\n  start: [soon]\nparameters: {end: 1}\nformats: doc\n"
    lines = [int(problem.split(":")[1]) for problem in desk.refused(ONE + text)]
    assert lines == sorted(lines) == [2, 4, 5, 6]


def test_values_are_looked_at_in_the_case_of_their_run(desk: Desk) -> None:
    text = (
        f"sets:\n- {{name: a, case: '{FERRY}', claimants: %s}}\n"
        "- {name: b, case: convoy-2017, claimants: hezbollah}\n"
    )
    assert len(told(desk, text % "line")) == 2
    (problem,) = desk.refused(ONE + text % "coalition")
    assert problem.startswith("x.yaml:3:sets[1].claimants: 'coalition'; one that the case has")


def test_a_case_that_breaks_its_rules_is_told_with_its_own_problems(desk: Desk, case: Any) -> None:
    case.change("claims", "c001", hedge="abuot")
    problems = desk.refused(ONE + f"parameters: {{case: '{case.folder}', end: soon}}")
    assert any(problem.startswith("claims.csv:") for problem in problems)
    assert problems[0].startswith("x.yaml:2:parameters.end: 'soon'")


words = st.sampled_from(
    [*sweep.KEYS, "each", "where", "having", "days", "step", "same", "as_of", "claimants", "case"]
)
leaves = words | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=9,
)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(said=st.dictionaries(st.sampled_from(sweep.KEYS), anything, max_size=5))
def test_whatever_a_file_says_it_is_read_or_refused(desk: Desk, said: dict[str, Any]) -> None:
    text = yaml.safe_dump({**said, "notebooks": "one.ipynb"}, allow_unicode=True)
    with suppress(Invalid):
        read = desk.read(text)
        assert len({run.name for run in read.runs}) == read.size


def test_a_case_may_lie_in_the_home_of_whoever_runs_it(desk: Desk) -> None:
    shutil.copytree(FERRY, desk.folder / "mine")
    assert desk.read(ONE + "parameters: {case: ~/mine}").size == 1


@pytest.mark.parametrize("name", ["as-knwon", "notebooks/as-known.yaml", ""])
def test_a_file_that_is_not_there_is_told_with_the_nearest(name: str) -> None:
    with pytest.raises(Invalid, match="no such file; a sweep, in YAML; "):
        sweep.read(Path(name))


@pytest.mark.parametrize(
    ("amount", "size"),
    [
        ("2GB", 2 * 10**9),
        ("512 MB", 512 * 10**6),
        ("1.5GiB", 3 * 2**29),
        ("100000000", 10**8),
        ("90000k", 90_000_000),
    ],
)
def test_an_amount_of_memory_is_read_as_bytes(amount: str, size: int) -> None:
    assert sweep.memory_of(amount) == size


def test_the_formats_are_those_of_a_report(desk: Desk) -> None:
    for form in FORMATS:
        assert desk.read(f"notebooks: one.ipynb\nformats: [{form}]\n").formats == (form,)


@pytest.mark.parametrize("value", ["9" * 5000, "x" * 5000, "[" + "1, " * 3000 + "2]"])
def test_a_value_of_any_length_makes_a_short_message(desk: Desk, value: str) -> None:
    texts = desk.refused(f"notebooks: foreign.ipynb\nsets: [{{name: a, days: {value}}}]\n")
    assert texts
    assert max(map(len, texts)) < 500


SHIPPED = sorted(path.stem for path in sweep.SWEEPS.glob("*.yaml"))


def test_four_sweeps_come_with_the_project() -> None:
    assert {"as-known", "by-claimant", "by-source", "sensitivity"} <= set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_sweep_of_the_project_is_right_and_short(name: str) -> None:
    read = sweep.read(Path(name))
    assert read.size == len({run.name for run in read.runs}) > 1
    assert read.scoped
    assert read.thumbnail
    text = (sweep.SWEEPS / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert len(text.splitlines()) <= 20


def test_the_days_of_as_known_are_those_on_which_something_was_published() -> None:
    days = {
        claim.published.last.isoformat()
        for claim in load("convoy-2017").claims
        if claim.published and claim.published.last
    }
    runs = [run.parameters["as_of"] for run in sweep.read(Path("as-known")).runs]
    assert (runs[0], runs[-1]) == (min(days), max(days))
    assert days <= set(map(str, runs))


def test_each_source_is_read_alone_and_examined() -> None:
    for run in sweep.read(Path("by-source")).runs:
        assert run.parameters["lead_source"] == run.parameters["sources"] == run.name


def test_the_rules_of_counting_leave_different_claims() -> None:
    from analysis.case.scope import Scope

    timeline = load("convoy-2017")
    left = [
        frozenset(c.claim_id for c in Scope(**run.parameters).narrow(timeline).claims)  # type: ignore[arg-type]
        for run in sweep.read(Path("sensitivity")).runs
    ]
    assert len(set(left)) == len(left)
