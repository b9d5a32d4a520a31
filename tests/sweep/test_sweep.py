"""A sweep file: read into a checked plan, or refused with everything that is wrong with it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import FERRY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import sweep
from analysis.case.chapters import chapters
from analysis.case.load import load
from analysis.errors import Invalid
from analysis.report.printers import FORMATS
from sweep.conftest import BOOK, Folder


def test_everything_that_a_sweep_can_say(folder: Folder) -> None:
    (folder.path / "deeper").mkdir()
    read = folder.read(
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
    assert read.case == str(FERRY)
    runs = list(read.runs)
    assert runs[0].name == "wire-2031-03-04-true"
    assert runs[-1].name == "post-2031-03-06-false"
    assert dict(runs[-1].parameters) == {
        "include_retellings": False,
        "lead_source": "post-2031-03-05",
        "sources": "post-2031-03-05",
        "as_of": "2031-03-06",
    }


def test_what_is_left_out_has_a_sensible_value(folder: Folder) -> None:
    read = folder.read("parameters: {case: convoy-2017}")
    assert read.notebooks == tuple(chapter.notebook for chapter in chapters("convoy-2017"))
    assert (read.title, read.formats, read.thumbnail) == ("x", (), "")
    assert (read.timeout, read.memory, read.size) == (None, None, 1)
    assert [run.name for run in read.runs] == ["default"]


def test_a_notebook_of_somebody_else_is_checked_by_its_own_cell_alone(folder: Folder) -> None:
    read = folder.read(
        "notebooks: foreign.ipynb\n"
        "grid: {days: [1, 2], places: [[a, b], []], rate: [null, 1, 1.5]}\n"
        "parameters: {name: any}"
    )
    assert (read.case, read.size) == ("", 12)
    assert next(iter(read.runs)).parameters["places"] == ["a", "b"]
    wrong = "notebooks: foreign.ipynb\ngrid: {days: ['1'], places: [[1]], rat: [1]}"
    assert sorted(folder.refused(wrong)) == [
        "x.yaml:2:grid.days[1]: '1'; a whole number; write 12",
        "x.yaml:2:grid.places[1]: [1]; list[str]; write [a, b]",
        "x.yaml:2:grid.rat: no such parameter in foreign.ipynb; a parameter of every notebook; "
        "did you mean rate?",
    ]


def test_too_many_runs_are_counted_and_refused(folder: Folder) -> None:
    text = "grid: {as_of: {days: 2031-03-04/2058-07-19}}"
    assert len(folder.parameters(text)) == sweep.MOST
    more = "grid:\n as_of: {days: 0001-01-01/9999-12-31}\n start: {days: 0001-01-01/9999-12-31}"
    runs = ((date.max - date.min).days + 1) ** 2
    assert folder.refused(BOOK + more) == [
        f"x.yaml:2:grid: {runs:,} runs; at most 10,000 without being asked; narrow it, or add --yes"
    ]
    assert folder.read(BOOK + text.replace("19", "20"), allow_many=True).size == sweep.MOST + 1


def test_a_problem_next_to_too_many_runs_is_reported_too(folder: Folder) -> None:
    problems = folder.refused(
        BOOK + "parameters: {end: soon}\nformats: htm\ngrid: {as_of: {days: 1000-01-01/2000-01-01}}"
    )
    assert [problem.split(": ")[0] for problem in problems] == [
        "x.yaml:2:parameters.end",
        "x.yaml:3:formats",
        "x.yaml:4:grid",
    ]


# what stands below `notebooks: one.ipynb`, and how each problem begins
WRONG: list[tuple[str, list[str]]] = [
    (
        "titel: a\n2: b",
        ["2:titel: no such key; a key of a sweep; did you mean title?", "3:2: no such"],
    ),
    ("timeout:", ["2:timeout: nothing is written after it; a value; write one, or delete"]),
    ("sets:\ngrid: ~", ["2:sets: nothing is written", "3:grid: nothing is written"]),
]


@pytest.mark.parametrize(("text", "problems"), WRONG, ids=[text[:48] for text, _ in WRONG])
def test_a_wrong_key_is_reported_at_its_line(
    folder: Folder, text: str, problems: list[str]
) -> None:
    folder.check(text, problems)


# what the file holds, and how its problem begins
NO_SWEEP: list[tuple[str, str]] = [
    ("", "x.yaml:1: an empty file; "),
    ("# x\n", "x.yaml:1: an empty file; "),
    ("- a\n", "x.yaml:1: no mapping at the top; "),
    ("just text", "x.yaml:1: no mapping at the top; "),
    ("a: [", "x.yaml:2: not YAML: "),
    ("a: 1\na: 2", "x.yaml:2:a: a second time; "),
    (
        "notebooks: [one.ipynb, foreign.ipynb]\nparameters: {days: 3}",
        "x.yaml:2:parameters.days: no such parameter in one.ipynb; ",
    ),
]


@pytest.mark.parametrize(("text", "beginning"), NO_SWEEP, ids=[text[:40] for text, _ in NO_SWEEP])
def test_a_file_that_is_no_sweep_is_reported_in_a_line(
    folder: Folder, text: str, beginning: str
) -> None:
    (problem,) = folder.refused(text)
    assert problem.startswith(beginning)


def test_problems_come_in_order_of_the_file(folder: Folder) -> None:
    text = "name: '{x}'\ngrid:\n  start: [soon]\nparameters: {end: 1}\nformats: doc\n"
    lines = [int(problem.split(":")[1]) for problem in folder.refused(BOOK + text)]
    assert lines == sorted(lines) == [2, 4, 5, 6]


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
def test_whatever_a_file_says_it_is_read_or_refused(folder: Folder, said: dict[str, Any]) -> None:
    text = yaml.safe_dump({**said, "notebooks": "one.ipynb"}, allow_unicode=True)
    with suppress(Invalid):
        read = folder.read(text)
        assert len({run.name for run in read.runs}) == read.size


@pytest.mark.parametrize("name", ["as-knwon", "notebooks/as-known.yaml", ""])
def test_a_file_that_is_not_there_is_reported_with_the_nearest(name: str) -> None:
    with pytest.raises(Invalid, match="no such file; a sweep, in YAML; "):
        sweep.read(Path(name))


def test_the_formats_are_those_of_a_report(folder: Folder) -> None:
    for form in FORMATS:
        assert folder.read(f"notebooks: one.ipynb\nformats: [{form}]\n").formats == (form,)


SHIPPED = sorted(path.stem for path in sweep.SWEEPS.glob("*.yaml"))


def test_four_sweeps_come_with_the_project() -> None:
    assert {"as-known", "by-claimant", "by-source", "sensitivity"} <= set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_sweep_of_the_project_is_right_and_short(name: str) -> None:
    read = sweep.read(Path(name))
    assert read.size == len({run.name for run in read.runs}) > 1
    assert read.case
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
