"""A report made from beginning to end, with real kernels, on the invented case."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import asdict
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import FERRY
from reporting import PARAMETERS, SCOPE, Cell, code, markdown, notebook

from analysis.case import layout
from analysis.case.chapters import Chapter, of_notebooks
from analysis.case.scope import Scope, read_parameters
from analysis.case.timeline import Timeline
from analysis.errors import Invalid
from analysis.notebooks import provenance
from analysis.report import make
from analysis.report.naming import command, folder_name, parameters

PEOPLE = [
    code("answer", 'an.say(told, "c001")', "answer"),
    code("aboard", 'an.charts.intervals(told.where(measure="people"), "People aboard")'),
    code("said", 'an.say(told, "c009")'),
    code(
        "rows", 'an.Listing("Claims", told.frame().reset_index()[["claim_id", "phrase", "stated"]])'
    ),
    code("work", "7"),
]
DAYS = [code("days", 'an.charts.evidence_by_day(told, "Claims by day")')]
FAILING = [code("wrong", 'an.total([told["c001"], told["c002"]])')]


def small(folder: Path, name: str, cells: list[Cell]) -> Path:
    begin = [
        markdown(f"# About {name}\n\nA question."),
        code("parameters", PARAMETERS, "parameters"),
        code("load", SCOPE, "remove"),
    ]
    return notebook(folder / f"{name}.ipynb", [*begin, *cells])


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("notebooks")
    return [small(folder, "crew", PEOPLE), small(folder, "days", DAYS)]


@pytest.fixture(scope="module")
def steps() -> list[tuple[int, int, str]]:
    return []


@pytest.fixture(scope="module")
def report(
    tmp_path_factory: pytest.TempPathFactory,
    notebooks: list[Path],
    steps: list[tuple[int, int, str]],
) -> Path:
    out = tmp_path_factory.mktemp("reports") / "ferry"
    return make.make(
        {"case": str(FERRY)},
        out=out,
        notebooks=notebooks,
        notify=lambda *step: steps.append(step),
    )


def files(folder: Path) -> dict[str, str]:
    """Every file with the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_is_there(report: Path) -> None:
    assert sorted(files(report)) == [
        "claims.csv",
        "figures/crew/aboard.png",
        "figures/crew/aboard.svg",
        "figures/days/days.png",
        "figures/days/days.svg",
        "figures/opening/key.png",
        "figures/opening/key.svg",
        "log.json",
        "manifest.json",
        "notebooks/crew.ipynb",
        "notebooks/days.ipynb",
        "numbers.csv",
        "report.html",
        "report.pdf",
        "tables/crew/aboard.csv",
        "tables/crew/rows.csv",
        "tables/days/days.csv",
        "tables/opening/key.csv",
    ]
    assert [path.name for path in report.parent.iterdir()] == ["ferry"]


def test_steps_are_reported_as_they_end(report: Path, steps: list[tuple[int, int, str]]) -> None:
    assert report.is_dir()
    assert [step[:2] for step in steps] == [(1, 3), (2, 3), (3, 3)]
    assert {step[2] for step in steps} == {"crew", "days", "the pages"}


def test_a_second_report_has_the_same_bytes(
    report: Path, notebooks: list[Path], tmp_path: Path
) -> None:
    again = make.make({"case": str(FERRY)}, out=tmp_path / "again", notebooks=notebooks)
    first, second = files(report), files(again)
    del first["log.json"], second["log.json"]
    assert first == second


def test_numbers_are_those_of_the_record(report: Path, ferry: Timeline) -> None:
    rows = table(report / "numbers.csv")
    data = [row for row in rows if row["notebook"] == "crew"]
    assert [(row["name"], row["shown"], row["claims"]) for row in data] == [
        (claim_id, str(ferry[claim_id].quantity), claim_id) for claim_id in ("c001", "c009")
    ]
    appendix = {row["claims"]: row for row in rows if row["notebook"] == "appendix"}
    assert set(appendix) == {claim.claim_id for claim in ferry}
    for claim in ferry:
        ends = (claim.quantity.low, claim.quantity.stated, claim.quantity.high)
        row = appendix[claim.claim_id]
        assert (row["low"], row["value"], row["high"]) == tuple(
            "" if end is None else str(end) for end in ends
        )
    opening = {row["name"]: row for row in rows if row["notebook"] == "opening"}
    assert opening["claims"]["value"] == str(len(ferry))
    assert opening["undated"]["claims"] == "c021"


def test_the_manifest_tells_what_went_in(report: Path, ferry: Timeline) -> None:
    data = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    assert data["parameters"] == asdict(Scope(case=str(FERRY)))
    assert data["data_sha256"] == provenance.data_hash(ferry.package)
    assert data["case"] == {"name": "ferry-2031", "version": "1.0.0"}
    assert set(data["notebooks_sha256"]) == {"crew.ipynb", "days.ipynb"}
    assert "papermill" in data["environment"]
    log = json.loads((report / "log.json").read_text(encoding="utf-8"))
    assert set(log["notebooks"]) == {"crew.ipynb", "days.ipynb"}


def test_executed_notebooks_hold_no_time_and_no_place(report: Path) -> None:
    text = (report / "notebooks" / "crew.ipynb").read_text(encoding="utf-8")
    assert str(report.parent) not in text
    assert "start_time" not in text
    assert "iopub" not in text
    assert "People aboard" in text


def test_tables_of_charts_and_listings(report: Path, ferry: Timeline) -> None:
    assert [row["claim_id"] for row in table(report / "tables" / "crew" / "rows.csv")] == [
        claim.claim_id for claim in ferry
    ]
    people = ferry.where(measure="people")
    drawn = {row["claim_id"] for row in table(report / "tables" / "crew" / "aboard.csv")}
    assert drawn == {claim.claim_id for claim in people}


def test_pictures_are_sharp_enough_for_print(report: Path) -> None:
    head = (report / "figures" / "crew" / "aboard.png").read_bytes()[16:20]
    assert int.from_bytes(head, "big") == round(6.5 * 200)


@pytest.mark.parametrize(
    ("parameters", "more", "messages"),
    [
        ({"case": "fery"}, {}, ["case: 'fery'; a case or a folder"]),
        (
            {"case": str(FERRY), "as_off": "2031", "start": "2031-02-30", "end": 7},
            {},
            ["as_off: no such parameter", "start: '2031-02-30'", "end: 7; text"],
        ),
        ({"case": str(FERRY), "as_of": "2030-01-01"}, {}, ["as_of: '2030-01-01'; 2031-03-04"]),
        (
            {"case": str(FERRY), "start": "2040-01-01"},
            {},
            ["scope: no claim is left; at least one claim"],
        ),
        (
            {"case": str(FERRY)},
            {"formats": ["pdff"]},
            ["formats: 'pdff'; html or pdf or docx; did you mean pdf?"],
        ),
    ],
    ids=["case", "parameters", "as_of", "nothing left", "formats"],
)
def test_what_is_wrong_is_refused_before_anything_runs(
    tmp_path: Path,
    notebooks: list[Path],
    parameters: Mapping[str, Any],
    more: Mapping[str, Any],
    messages: list[str],
) -> None:
    with pytest.raises(Invalid) as refused:
        make.make(parameters, out=tmp_path / "out", notebooks=notebooks, **more)
    assert all(message in str(refused.value) for message in messages)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_report_is_never_replaced(
    tmp_path: Path, notebooks: list[Path]
) -> None:
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(Invalid, match="is not a report; a new folder, or that of a report"):
        make.make({"case": str(FERRY)}, out=tmp_path, notebooks=notebooks)
    assert (tmp_path / "letters.txt").read_text() == "dear"


def words(page: Path) -> str:
    """The text of a page of HTML, on one line."""
    html = page.read_text(encoding="utf-8")
    return " ".join(unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", html, flags=re.S)).split())


UNTITLED = [markdown("No title."), code("parameters", PARAMETERS, "parameters")]


@pytest.fixture(scope="module")
def incomplete(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, make.Incomplete]:
    """A report of three formats with a notebook that runs, and three that fail in other ways."""
    folder = tmp_path_factory.mktemp("incomplete")
    bad, days = small(folder / "in", "failing", FAILING), small(folder / "in", "days", DAYS)
    untitled, broken = notebook(folder / "in/untitled.ipynb", UNTITLED), folder / "in/broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    listed: list[Path | Chapter] = [
        Chapter(bad, "failing", "Sums", "How many sums?"),
        days,
        untitled,
        broken,
    ]
    with pytest.raises(make.Incomplete) as refused:
        make.make(
            {"case": str(FERRY)},
            out=folder / "ferry",
            notebooks=listed,
            formats=["html", "pdf", "docx"],
        )
    return folder / "ferry", refused.value


def test_a_notebook_that_fails_leaves_the_rest(
    incomplete: tuple[Path, make.Incomplete],
) -> None:
    out, error = incomplete
    assert error.folder == out
    assert [path.name for path in sorted(out.parent.iterdir())] == ["ferry", "in"]
    assert {f"report.{form}" for form in ("html", "pdf", "docx")} <= set(files(out))
    assert "figures/days/days.svg" in files(out)
    broken, failing, untitled = error.problems
    assert [p.where for p in error.problems] == [
        "broken.ipynb",
        "failing.ipynb",
        "untitled.ipynb",
    ]
    assert failing.value.startswith("cell 4: Invalid: c001 + c002: ")
    assert failing.fix == "look at the error in ferry/notebooks/failing.ipynb"
    assert "c001 + c002" in (out / "notebooks/failing.ipynb").read_text(encoding="utf-8")
    assert "no title" in untitled.value
    assert broken.fix == "mend the notebook or the parameters"


def test_why_stands_in_the_place_of_a_chapter_and_on_the_first_page(
    incomplete: tuple[Path, make.Incomplete],
) -> None:
    out, error = incomplete
    text = words(out / "report.html")
    first, _, rest = text.rpartition("What is disputed")
    assert "3 of the 4 chapters of this report could not be made." in first
    assert all(title in first for title in ("Sums", "untitled", "broken"))
    assert "How many sums?" in rest
    assert "c001 + c002" in rest.partition("How many sums?")[2][:400]
    assert rest.count("This chapter could not be made") == len(error.problems)


def test_the_manifest_names_the_notebooks_that_failed(
    incomplete: tuple[Path, make.Incomplete], report: Path
) -> None:
    out, error = incomplete
    assert json.loads((report / "manifest.json").read_text(encoding="utf-8"))["failed"] == {}
    data = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert data["failed"] == {problem.where: problem.value for problem in error.problems}
    assert set(data["notebooks_sha256"]) == {"failing.ipynb", "days.ipynb", "untitled.ipynb"}


def test_all_notebooks_may_fail_and_the_next_report_replaces_it(tmp_path: Path) -> None:
    out, bad = tmp_path / "ferry", small(tmp_path / "in", "failing", FAILING)
    with pytest.raises(make.Incomplete):
        make.make({"case": str(FERRY)}, out=out, notebooks=[bad], formats=["html"])
    text = (out / "report.html").read_text(encoding="utf-8")
    assert "About failing" in text
    assert "Every claim" in text
    days = small(tmp_path / "in", "days", DAYS)
    make.make({"case": str(FERRY)}, out=out, notebooks=[days], formats=["html"])
    assert "could not be made" not in (out / "report.html").read_text(encoding="utf-8")
    assert not (out / "notebooks" / "failing.ipynb").exists()


def test_a_single_format_over_an_older_report(tmp_path: Path) -> None:
    out = tmp_path / "ferry"
    out.mkdir()
    (out / "manifest.json").write_text("{}")
    (out / "report.pdf").write_text("old")
    days = small(tmp_path / "in", "days", DAYS)
    narrow = {"case": str(FERRY), "as_of": "2031-03-05"}
    assert make.make(narrow, out=out, notebooks=[days], formats=["html"], workers=1) == out
    assert (out / "report.html").is_file()
    assert not (out / "report.pdf").exists()
    assert json.loads((out / "manifest.json").read_text())["parameters"]["as_of"] == "2031-03-05"


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("=cmd()", "'=cmd()"),
        ("+1 to all", "'+1 to all"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("-3.5", "-3.5"),
        ("12 buses", "12 buses"),
        ("", ""),
        (None, ""),
        (7, "7"),
    ],
)
def test_no_cell_is_a_formula(cell: object, printed: str) -> None:
    assert layout.guarded(cell) == printed


@pytest.mark.parametrize(
    ("scope", "folder"),
    [
        (Scope(), "case"),
        (Scope(case="elsewhere"), "case"),
        (
            Scope(as_of="2017-09-02", sources="rudaw-2017-09-02"),
            "case--as_of=2017-09-02,sources=rudaw-2017-09-02",
        ),
        (Scope(include_retellings=False), "case--include_retellings=false"),
    ],
)
def test_the_folder_tells_the_parameters(scope: Scope, folder: str) -> None:
    assert folder_name("case", scope) == folder


def test_folders_of_long_or_odd_parameters_stay_apart() -> None:
    name, two = (folder_name("case", Scope(sources=text)) for text in ("a/../b", "a/.. b"))
    long = folder_name("case", Scope(sources=",".join(["a-long-source"] * 30)))
    assert name != two
    assert "/" not in name
    assert len(long) < 120


@pytest.mark.parametrize(
    ("scope", "text"),
    [
        (Scope(), ""),
        (Scope(case="ferry"), "case=ferry"),
        (
            Scope(as_of="2031-03-05", include_retellings=False),
            "as_of=2031-03-05 include_retellings=false",
        ),
        (Scope(sources="a, b"), "'sources=a, b'"),
    ],
)
def test_a_report_tells_how_to_repeat_it(scope: Scope, text: str) -> None:
    assert parameters(scope) == text
    assert command(scope) == (f'make report PARAMS="{text}"' if text else "make report")
    assert Scope(**{"case": scope.case} | read_parameters(shlex.split(text))) == scope


OWN = """\
case: str = "elsewhere"
as_of: str = "2031-03-05"
measures: str = "people"
days: int = 3
"""


def test_a_job_gets_what_goes_over_the_notebook_s_own_cell_and_no_more(tmp_path: Path) -> None:
    path = notebook(tmp_path / "a.ipynb", [code("parameters", OWN, "parameters")])
    (job,) = make.plan(Scope(case="ferry"), of_notebooks([path]), tmp_path / "out", {})
    (step,) = job.steps
    assert step.parameters == {"case": "ferry"}
    assert (step.notebook, step.output) == (path, tmp_path / "out" / "a.ipynb")
    assert job.environment["CONTESTED_EXPORT"]


def test_the_day_of_a_report_means_the_same_in_every_chapter(tmp_path: Path) -> None:
    """Else a chapter that goes by the day said would print what was published later."""
    cell = 'as_of: str = ""\nknown_by: str = "said"'
    path = notebook(tmp_path / "a.ipynb", [code("parameters", cell, "parameters")])
    chapter, typed = Chapter(path, "a"), {"as_of": "2031-03-05"}
    dated = make.values(Scope(as_of="2031-03-05"), chapter, typed)
    assert dated == {**typed, "known_by": "published"}
    assert make.values(Scope(), chapter, {}) == {}


def test_a_parameter_goes_to_the_notebooks_that_have_it(tmp_path: Path) -> None:
    listed = [
        notebook(tmp_path / f"{name}.ipynb", [code("parameters", source, "parameters")])
        for name, source in (("a", OWN), ("b", 'case: str = ""\nwhole: str = ""'))
    ]
    typed = {"case": str(FERRY), "measures": "people"}
    jobs = make.plan(Scope(case=str(FERRY)), of_notebooks(listed), tmp_path / "out", typed)
    assert [set(job.steps[0].parameters) for job in jobs] == [{"case", "measures"}, {"case"}]
    with pytest.raises(Invalid) as refused:
        make.make({"case": str(FERRY), "measure": "x", "wohle": "y"}, notebooks=listed)
    assert str(refused.value).splitlines() == [
        "measure: no such parameter; a parameter of the notebooks; did you mean measures?",
        "wohle: no such parameter; a parameter of the notebooks; did you mean whole?",
    ]


def test_what_only_some_notebooks_have_is_in_the_name_and_in_the_command() -> None:
    extra = {"measures": "killed,missing", "days": 3}
    assert folder_name("case", Scope(), extra=extra) != folder_name("case", Scope())
    assert parameters(Scope(as_of="2031"), extra) == "as_of=2031 measures=killed,missing days=3"
    assert command(Scope(), "", extra) == 'make report PARAMS="measures=killed,missing days=3"'


def test_what_is_typed_goes_before_a_chapter_and_that_before_the_notebook(tmp_path: Path) -> None:
    path = notebook(tmp_path / "a.ipynb", [code("parameters", OWN, "parameters")])
    chapter = Chapter(path, "people", parameters={"as_of": "2031", "measures": "aboard"})
    typed = {"measures": "sorties", "days": "4", "claimants": "post"}
    (job,) = make.plan(Scope(claimants="post"), [chapter], tmp_path, typed)
    (step,) = job.steps
    expected = {"case": Scope().case, "as_of": "2031", "measures": "sorties", "days": 4}
    assert step.output == tmp_path / "people.ipynb"
    assert step.parameters == expected
