"""Whether the values and names of runs are right: kinds, the case of each run, folders."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from conftest import FERRY

from analysis.errors import Place
from analysis.sweep import validate
from analysis.sweep.runs import Run
from sweep.conftest import BOOK, Folder

# what stands below `notebooks: one.ipynb`, and how each problem begins
WRONG: list[tuple[str, list[str]]] = [
    ("parameters: {start: 1e-400}", ["2:parameters.start: 1e-400: nearer to 0 than any number"]),
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
        "grid: {said_from: [2031-03-05], said_to: [2031-03-04, 2031-03]}",
        ["2:grid.said_to[1]: '2031-03-04', before '2031-03-05'; said_from or later"],
    ),
    (
        "grid: {as_of: [2031-03-01, 2031-03-05]}",
        ["2:grid.as_of[1]: '2031-03-01'; 2031-03-04 or later, the day of the first claim"],
    ),
    (
        f"parameters: {{case: {'a' * 300}}}",
        [f"2:parameters.case: '{'a' * 300}'; a case or a folder"],
    ),
    ("parameters: {case: ~/gone}", ["2:parameters.case: '~/gone'; a case or a folder"]),
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
    (
        "parameters: {lead_source: {same: sources}}\n"
        "grid: {sources: ['wire-2031-03-05,post-2031-03-05']}",
        ["2:parameters.lead_source: 'wire-2031-03-05,post-2031-03-05'; the id of one document"],
    ),
]


@pytest.mark.parametrize(("text", "problems"), WRONG, ids=[text[:48] for text, _ in WRONG])
def test_a_wrong_value_or_name_is_reported_at_its_line(
    folder: Folder, text: str, problems: list[str]
) -> None:
    folder.check(text, problems)


def test_a_thousand_wrong_values_are_not_reported_each(folder: Folder) -> None:
    days = ", ".join(f"2031-13-{n:04}" for n in range(1000))
    problems = folder.refused(BOOK + f"grid: {{start: [{days}]}}")
    assert len(problems) == 21
    assert "979 rows like it" in problems[-1]


def test_values_are_looked_at_in_the_case_of_their_run(folder: Folder) -> None:
    text = (
        f"sets:\n- {{name: a, case: '{FERRY}', claimants: %s}}\n"
        "- {name: b, case: convoy-2017, claimants: hezbollah}\n"
    )
    assert len(folder.parameters(text % "line")) == 2
    (problem,) = folder.refused(BOOK + text % "coalition")
    assert problem.startswith("x.yaml:3:sets[1].claimants: 'coalition'; one that the case has")


def test_a_case_that_breaks_its_rules_is_reported_with_its_own_problems(
    folder: Folder, case: Any
) -> None:
    case.change("claims", "c001", hedge="abuot")
    problems = folder.refused(BOOK + f"parameters: {{case: '{case.folder}', end: soon}}")
    assert any(problem.startswith("claims.csv:") for problem in problems)
    assert problems[0].startswith("x.yaml:2:parameters.end: 'soon'")


def test_a_case_may_lie_in_the_home_of_whoever_runs_it(folder: Folder) -> None:
    shutil.copytree(FERRY, folder.path / "mine")
    assert folder.read(BOOK + "parameters: {case: ~/mine}").size == 1


@pytest.mark.parametrize("value", ["9" * 5000, "x" * 5000, "[" + "1, " * 3000 + "2]"])
def test_a_value_of_any_length_makes_a_short_message(folder: Folder, value: str) -> None:
    texts = folder.refused(f"notebooks: foreign.ipynb\nsets: [{{name: a, days: {value}}}]\n")
    assert texts
    assert max(map(len, texts)) < 500


@pytest.mark.parametrize(
    ("first", "second"), [("a", "a"), ("a", "A"), ("straße", "STRASSE"), ("e\u0301", "\u00e9")]
)
def test_two_runs_of_the_same_name_are_both_named(first: str, second: str) -> None:
    result = [Run(first, {"a": 1, "b": 1}), Run("other", {"a": 2}), Run(second, {"a": 3, "b": 1})]
    (problem,) = validate.names(result, Place("name", "x.yaml", 3))
    assert problem.where == "x.yaml:3:name"
    assert "run 1 (a 1) and run 3 (a 3)" in problem.value


def test_many_runs_of_the_same_name_are_counted() -> None:
    result = [Run("same", {"a": number}) for number in range(1000)]
    problems = list(validate.names(result, Place("x")))
    assert len(problems) == 21
    assert "978 rows like it" in problems[-1].value
