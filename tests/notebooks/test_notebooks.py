"""The committed notebooks: executed in order, thin, traceless, and wrong where the data is."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import papermill
import pytest
from gallery import CONVOY, case

from analysis.case import names
from analysis.case.chapters import chapters
from analysis.case.scope import Scope
from analysis.case.subject import Subject
from analysis.engine import Job, Step, engine
from analysis.errors import Invalid
from analysis.notebooks import ipynb
from analysis.notebooks.refresh import execute as rerun
from analysis.notebooks.refresh import pictures, stripped
from analysis.paths import DATA, NOTEBOOKS
from analysis.words import findings

FILES = [pytest.param(path, id=path.stem) for path in (c.notebook for c in chapters(CONVOY))]
EACH = pytest.mark.parametrize("path", FILES)
BUSES = NOTEBOOKS / CONVOY / "buses.ipynb"
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|work|tmp|usr|var|Users|private|mnt)/|[A-Z]:\\")
OF_DATA_SETS = "sums"
"""The cell that draws the rows of a data set, of which the case of the notebooks has none."""
CHART = re.compile(r"\bcharts\.\w+\(")
"""The call of a form."""
Cell = dict[str, Any]


@cache
def cells(path: Path) -> tuple[Cell, ...]:
    return tuple(json.loads(path.read_text(encoding="utf-8"))["cells"])


def code(path: Path) -> list[Cell]:
    return [cell for cell in cells(path) if cell["cell_type"] == "code"]


@EACH
def test_the_list_of_chapters_says_what_the_notebook_says(path: Path) -> None:
    (chapter,) = (chapter for chapter in chapters(CONVOY) if chapter.notebook == path)
    title, question, *_ = source(cells(path)[0]).split("\n\n")
    assert chapter.name == path.stem
    assert title == f"# {chapter.title}"
    assert question == f"**{chapter.question}**"


def prose(path: Path) -> list[str]:
    return ["".join(c["source"]) for c in cells(path) if c["cell_type"] == "markdown"]


def source(cell: Cell) -> str:
    return "".join(cell["source"])


def tagged(path: Path, tag: str) -> Cell:
    (cell,) = (c for c in cells(path) if tag in c["metadata"].get("tags", ()))
    return cell


def outputs(path: Path) -> list[dict[str, Any]]:
    return [output for cell in code(path) for output in cell["outputs"]]


def titled(path: Path) -> Iterator[str]:
    """The title of each chart that is typed: the second argument of its form."""
    for cell in code(path):
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, ast.Call) and CHART.match(ast.unparse(node.func) + "("):
                for title in node.args[1:2]:
                    if isinstance(title, ast.Constant):  # others are computed from the claims
                        yield str(title.value)


def test_there_are_notebooks() -> None:
    assert len(FILES) >= 5


@EACH
def test_it_was_executed_in_order(path: Path) -> None:
    counts = [cell["execution_count"] for cell in code(path)]
    assert counts == list(range(1, len(counts) + 1))


@EACH
def test_nothing_went_wrong_or_was_printed_by_the_way(path: Path) -> None:
    assert {output["output_type"] for output in outputs(path)} <= {"execute_result", "display_data"}


@EACH
def test_it_is_thin(path: Path) -> None:
    assert len(code(path)) <= 18
    for cell in code(path):
        is_long = len(source(cell).splitlines()) > 10
        assert not is_long or cell == tagged(path, "parameters"), cell["id"]
        kinds = {type(node) for node in ast.walk(ast.parse(source(cell)))}
        assert not kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda}


@EACH
def test_it_spells_no_path(path: Path) -> None:
    known = names.measures(case(CONVOY).rows)
    for cell in code(path):
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if node.value in known:  # a measure with its category, as buses/west
                    continue
                assert not re.search(r"[/\\]|\.(csv|ipynb|json)\b", node.value), node.value


@EACH
def test_no_figure_is_typed_into_prose_or_a_title(path: Path) -> None:
    for text in [*prose(path), *titled(path)]:
        assert not re.search(r"\d", text), text


@EACH
def test_it_begins_with_title_question_and_caveat(path: Path) -> None:
    first = cells(path)[0]
    assert first["cell_type"] == "markdown"
    title, question, *caveat = source(first).split("\n\n")
    assert re.fullmatch(r"# [A-Z].+", title)
    assert re.match(r"\*\*[A-Z][^*]+\?\*\*", question)
    assert caveat
    assert all(text.endswith((".", ".\n")) for text in caveat)


@EACH
def test_its_parameters_are_those_of_every_notebook(path: Path) -> None:
    cell = tagged(path, "parameters")
    assert code(path)[0] == cell
    lines = source(cell).splitlines()
    data = [ast.parse(line).body[0] for line in lines]
    values = [
        (ast.unparse(a.target), ast.unparse(a.annotation), ast.literal_eval(a.value))
        for a in data
        if isinstance(a, ast.AnnAssign) and a.value
    ]
    common, own = ([(f.name, f.type, f.default) for f in fields(c)] for c in (Scope, Subject))
    assert values[: len(common)] == common
    assert set(values[len(common) :]) <= set(own)
    assert all(re.search(r"  # \w.{10,}$", line) for line in lines)


@EACH
def test_papermill_can_say_what_each_parameter_is(path: Path) -> None:
    data = papermill.inspect_notebook(str(path))
    known = {field.name: field for field in (*fields(Scope), *fields(Subject))}
    assert set(data) >= {field.name for field in fields(Scope)}
    for field in (known[name] for name in data):
        assert data[field.name]["inferred_type_name"] == field.type
        assert ast.literal_eval(data[field.name]["default"]) == field.default
        assert len(data[field.name]["help"]) > 10


@EACH
def test_a_chart_is_a_picture_with_words_and_is_followed_by_its_text(path: Path) -> None:
    drawn = [cell for cell in code(path) if CHART.search(source(cell))]
    assert drawn
    for cell in drawn:
        if cell["id"] == OF_DATA_SETS:
            assert not cell["outputs"]
            continue
        (output,) = cell["outputs"]
        assert set(output["data"]) == {"image/png", "text/plain"}
        alt = output["metadata"]["image/png"]["alt"]
        for title in titled(path):
            assert repr(title)[1:-1] not in source(cell) or alt.startswith(title)
        assert len(alt) > 40
        assert "".join(output["data"]["text/plain"]).startswith(alt)


@EACH
def test_it_answers_its_question(path: Path) -> None:
    (output,) = tagged(path, "answer")["outputs"]
    assert re.search(r"\d", "".join(output["data"]["text/plain"]))


@EACH
def test_it_has_no_trace_of_a_run(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert stripped(ipynb.read(path)) == text
    pictureless = json.loads(text)
    for cell in pictureless["cells"]:
        for output in cell.get("outputs", ()):
            output["data"].pop("image/png", None)
    assert not MACHINE.search(json.dumps(pictureless, ensure_ascii=False))
    assert not re.search(r"at 0x[0-9a-f]{6}|papermill|\d\d:\d\d:\d\d", json.dumps(pictureless))


@EACH
def test_its_cells_have_names_of_their_own(path: Path) -> None:
    ids = [cell["id"] for cell in cells(path)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", cell_id) for cell_id in ids)


def test_stripping_takes_the_traces_and_nothing_else() -> None:
    data = json.loads(BUSES.read_text(encoding="utf-8"))
    data["metadata"]["papermill"] = {"duration": 3, "input_path": "x"}
    data["metadata"]["language_info"]["version"] = "3.99"
    data["cells"][1]["metadata"]["execution"] = {"iopub.execute_input": "2031-01-01T00:00:00Z"}
    injected = {**data["cells"][1], "id": "more", "metadata": {"tags": ["injected-parameters"]}}
    data["cells"].insert(2, injected)
    assert stripped(data) == BUSES.read_text(encoding="utf-8")


def test_pictures_are_taken_from_the_notebooks() -> None:
    assert all(data.startswith(b"\x89PNG") for data in pictures().values())


def run(folder: Path, **parameters: object) -> tuple[Path, str]:
    """Run one notebook with other parameters; where it is, and the error that stopped it."""
    step = Step(BUSES, folder / BUSES.name, parameters)
    with engine(1) as kernels:
        (done,) = kernels.run([Job(BUSES.name, (step,))])
    return (step.failed if done.error else step.output), done.error


@pytest.mark.parametrize(
    ("parameters", "stops", "says"),
    [
        (
            {"start": 2024, "claimants": 7},
            "check",
            [
                "start: 2024; text; put it in quotation marks; for papermill, pass it with "
                "-r start",
                "claimants: 7; text; put it in quotation marks; for papermill, pass it with "
                "-r claimants",
            ],
        ),
        (
            {"claimants": "coaliton"},
            "load",
            ["claimants: 'coaliton'; one that the case has; did you mean coalition?"],
        ),
        (
            {"case": "convoy-2018"},
            "load",
            ["case: 'convoy-2018'; a case or a folder; did you mean convoy-2017?"],
        ),
        (
            {"as_off": "2017-09-02"},
            "check",
            ["as_off: no such parameter; a parameter of this notebook; did you mean as_of?"],
        ),
    ],
    ids=["type", "claimant", "case", "name"],
)
def test_a_wrong_parameter_stops_at_once_and_says_so_in_a_line(
    tmp_path: Path, parameters: dict[str, object], stops: str, says: list[str]
) -> None:
    file, error = run(tmp_path, **parameters)
    assert "Invalid" in error
    data = json.loads(file.read_text(encoding="utf-8"))["cells"]
    stopped = [
        (cell["id"], output)
        for cell in data
        for output in cell.get("outputs", ())
        if output["output_type"] == "error"
    ]
    ((cell_id, output),) = stopped
    assert (cell_id, output["ename"]) == (stops, "Invalid")
    assert output["traceback"] == [f"Invalid: {line}" for line in says]
    assert output["evalue"] == "\n".join(says)
    later = [cell for cell in data if cell["cell_type"] == "code"]
    stop = [cell["id"] for cell in later].index(stops)
    assert not any(cell["outputs"] for cell in later[stop + 1 :])


def test_it_runs_from_another_folder_as_things_were_known_on_a_day(tmp_path: Path) -> None:
    file = tmp_path / "out.ipynb"
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(BUSES),
        file.name,
        "-p",
        "as_of",
        "2017-09-02",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    timeline = case(CONVOY).as_of("2017-09-02")
    loaded = next(cell for cell in cells(file) if cell["id"] == "load")
    plain = "".join(loaded["outputs"][0]["data"]["text/plain"])
    assert plain == str(findings.coverage(timeline))
    assert len(timeline) < len(case(CONVOY))
    assert {output["output_type"] for output in outputs(file)} <= {"execute_result", "display_data"}


def copied(folder: Path, old: str, new: str) -> Path:
    """A notebook that looks at a copy of the case, in which one row of claims.csv is another."""
    copy = Path(shutil.copytree(DATA / CONVOY, folder / CONVOY))
    ledger = copy / "claims.csv"
    text = ledger.read_bytes().decode("utf-8")
    assert text.count(old) == 1
    ledger.write_bytes(text.replace(old, new).encode("utf-8"))
    notebook = BUSES.read_text(encoding="utf-8")
    default = 'case: str = \\"convoy-2017\\"'
    assert notebook.count(default) == 1
    file = folder / BUSES.name
    file.write_text(notebook.replace(default, f"case: str = {str(copy)!r}"), encoding="utf-8")
    return file


SIX = "six buses remain in government-held areas,,bare,6,"
SEVEN = "seven buses remain in government-held areas,,bare,7,"


@pytest.mark.parametrize("now", [SIX, SEVEN], ids=["as it is", "one claim altered"])
def test_an_altered_claim_shows_against_the_committed_outputs(tmp_path: Path, now: str) -> None:
    notebook = copied(tmp_path, SIX, now)
    flags = [
        "--nbval",
        "--nbval-current-env",
        "-p",
        "no:cacheprovider",
        "-q",
        "--color=no",
        notebook.name,
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *flags], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == (0 if now == SIX else 1), done.stdout
    if now == SEVEN:
        assert re.search(r"\b7 (buses|of 17)\b", done.stdout)
        assert "Cell outputs differ" in done.stdout


def test_executing_a_notebook_again_changes_nothing(tmp_path: Path) -> None:
    again = Path(shutil.copy(BUSES, tmp_path))
    assert list(rerun((again,))) == [again]
    data, committed = (json.loads(p.read_text(encoding="utf-8")) for p in (again, BUSES))
    for notebook in (data, committed):  # a picture may differ between machines, its table not
        for cell in notebook["cells"]:
            for output in cell.get("outputs", ()):
                output["data"].pop("image/png", None)
    assert data == committed


def test_a_notebook_that_fails_is_not_written_back(tmp_path: Path) -> None:
    broken = tmp_path / BUSES.name
    text = BUSES.read_text(encoding="utf-8").replace("scope.load()", "scope.lode()")
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=r"buses\.ipynb: cell \d+: AttributeError"):
        list(rerun((broken,)))
    assert broken.read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == [BUSES.name]
