"""Notebooks of one's own, from anywhere: run as papermill would, refused in words that help."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from batching import command, run_batch
from reporting import Cell, code, notebook

from analysis.batch import store
from analysis.batch.anew import needed
from analysis.errors import Invalid
from analysis.sweep import read

PARAMETERS = code("parameters", 'n = 0\nwords = ""', "parameters")


def own(folder: Path, cells: Mapping[str, str], **more: Any) -> Path:
    """A sweep over notebooks of one cell each, by name, with one run unless it says otherwise."""
    for name, source in cells.items():
        notebook(folder / f"{name}.ipynb", [PARAMETERS, code("own", source)])
    books = [f"./{name}.ipynb" for name in cells]
    plan = {"notebooks": books, "sets": [{"name": "a", "n": 1}], **more}
    (folder / "own.yaml").write_text(yaml.safe_dump(plan), encoding="utf-8")
    return folder / "own.yaml"


def outputs(path: Path) -> list[Cell]:
    book = json.loads(path.read_text(encoding="utf-8"))
    return [output for cell in book["cells"] for output in cell.get("outputs", ())]


def printed(path: Path) -> str:
    return "".join("".join(o["text"]) for o in outputs(path) if o["output_type"] == "stream")


def batch_command(*words: str) -> subprocess.CompletedProcess[str]:
    """The command itself, run to its end."""
    return subprocess.run(command(*words), capture_output=True, text=True, check=False)


PLAIN = """\
import matplotlib.pyplot as plt
import pandas as pd
import {module}
plt.plot([1, 2])
print({module}.WHOSE)
"""


@pytest.mark.parametrize("module", ["analysis", "click", "yaml"])
def test_an_own_notebook_is_run_as_papermill_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    """Figures without a magic, folded frames, and modules of the user's own of any name."""
    (tmp_path / f"{module}.py").write_text("WHOSE = 'mine'\n", encoding="utf-8")
    frame = code("frame", "pd.DataFrame([range(30)])")
    cells = [code("parameters", "n = 0", "parameters"), code("own", PLAIN.format(module=module))]
    notebook(tmp_path / "own.ipynb", [*cells, frame])
    plan = {"notebooks": ["./own.ipynb"], "sets": [{"name": "a", "n": 1}]}
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(plan), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    batch, _ = run_batch(tmp_path / "own.yaml", tmp_path / "out")
    assert batch.failures == ()
    book = json.loads((tmp_path / "out/runs/a/notebooks/own.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in book["cells"] for output in cell.get("outputs", ())]
    assert [o["text"] for o in outputs if o["output_type"] == "stream"] == [["mine\n"]]
    data = [output["data"] for output in outputs if "data" in output]
    assert any("image/png" in item for item in data)
    (wide,) = [item["text/html"] for item in data if "text/html" in item]
    assert "30 columns" in "".join(wide)
    assert "<th>15</th>" not in "".join(wide)


@pytest.mark.parametrize(
    ("usual", "values", "seen"),
    [("'low'", ["high", "low"], "high"), ("3", [1, 2], "1"), ("None", [None, 1], "None")],
)
def test_a_parameter_called_case_may_be_anything(
    tmp_path: Path, usual: str, values: list[object], seen: str
) -> None:
    """In a notebook that looks at no case of the suite's."""
    cells = [code("parameters", f"case = {usual}", "parameters"), code("own", "print(case)")]
    notebook(tmp_path / "own.ipynb", cells)
    plan = {"notebooks": ["./own.ipynb"], "sets": [{"name": "a", "case": values[0]}]}
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(plan), encoding="utf-8")
    batch, _ = run_batch(tmp_path / "own.yaml", tmp_path / "out")
    assert batch.failures == ()
    assert printed(tmp_path / "out/runs/a/notebooks/own.ipynb") == f"{seen}\n"
    both = {"notebooks": ["./own.ipynb"], "grid": {"case": values}}
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(both), encoding="utf-8")
    assert read(tmp_path / "own.yaml").size == len(values)


SHOWING = "from IPython.display import display; display({data!r}, raw=True)"


@pytest.mark.parametrize(
    "data",
    [
        {"image/png": "notbase64!!", "text/plain": "p"},
        {"image/png": base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()},
        {"image/png": base64.b64encode(b"text").decode()},
    ],
)
def test_a_picture_that_cannot_be_read_is_no_fault_of_the_run(
    tmp_path: Path, data: dict[str, Any]
) -> None:
    batch, _ = run_batch(own(tmp_path, {"shows": SHOWING.format(data=data)}), tmp_path / "out")
    assert batch.failures == ()
    assert not (tmp_path / "out/runs/a" / store.THUMBNAIL).exists()


TWICE = "import analysis as an; [display(an.record(x=n)) for n in (1, 2)]"
OTHERS = SHOWING.format(data={"application/vnd.contested.results+json": {"bad": 1}})


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (TWICE, "told: result 'x' recorded twice; one result a name; give each a name of its own"),
        (OTHERS, "told: {'bad': 1}; a recorded result; let an.record make them"),
    ],
)
def test_what_is_wrong_with_results_is_said_of_the_notebook(
    tmp_path: Path, source: str, says: str
) -> None:
    batch, _ = run_batch(own(tmp_path, {"told": source}), tmp_path / "out")
    assert [result.error for result in batch.failures] == [says]


def test_a_magic_that_fails_says_why(tmp_path: Path) -> None:
    plan = own(tmp_path, {"magic": "print('so far')\n%nosuch 3"})
    (failure,) = run_batch(plan, tmp_path / "out")[0].failures
    assert failure.error.startswith("cell 3: CellExecutionError: UsageError: Line magic function")


def test_an_error_moves_no_cursor_and_changes_no_colour(tmp_path: Path) -> None:
    plan = own(tmp_path, {"red": r"raise ValueError('\x1b[31mred\x07')"})
    (failure,) = run_batch(plan, tmp_path / "out")[0].failures
    assert failure.error == r"cell 3: ValueError: \x1b[31mred\x07"


def test_notebooks_whose_names_are_those_of_parts_of_others_run_side_by_side(
    tmp_path: Path,
) -> None:
    names = ("n.failed", "n.part", "n")
    plan = own(tmp_path, {**dict.fromkeys(names, "print(n)"), "last": "1 / 0"})
    (failure,) = run_batch(plan, tmp_path / "out")[0].failures
    assert failure.error.startswith("cell 3: ZeroDivisionError")
    there = sorted(path.name for path in (tmp_path / "out" / store.FAILED / "a").iterdir())
    assert there == sorted(["error.txt", "last.ipynb", *(f"{name}.ipynb" for name in names)])
    own(tmp_path, dict.fromkeys(names, "print(n)"))
    assert run_batch(plan, tmp_path / "out")[0].failures == ()
    for name in names:
        assert printed(tmp_path / "out/runs/a/notebooks" / f"{name}.ipynb") == "1\n"


HELPED = "import helper, os; print(helper.VALUE, os.path.basename(os.getcwd()))"


@pytest.mark.parametrize("by", ["key", "option"])
def test_a_working_folder_is_where_modules_and_files_are_looked_for(
    tmp_path: Path, by: str
) -> None:
    """And what lies in it counts: a change of it makes the run again."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "helper.py").write_text("VALUE = 3\n", encoding="utf-8")
    plan = own(tmp_path / "in", {"helped": HELPED}, **({"cwd": "../home"} if by == "key" else {}))
    words = [str(plan), "--out", str(tmp_path / "out")]
    words += ["--cwd", str(tmp_path / "home")] if by == "option" else []
    for value in (3, 4):
        (tmp_path / "home" / "helper.py").write_text(f"VALUE = {value}\n", encoding="utf-8")
        assert batch_command(*words).stdout.startswith("1 made, 0 there already, 0 failed")
        assert printed(tmp_path / "out/runs/a/notebooks/helped.ipynb") == f"{value} home\n"
    assert batch_command(*words).stdout.startswith("0 made, 1 there already")


@pytest.mark.parametrize("by", ["key", "option"])
def test_another_kernel_than_the_notebook_names(tmp_path: Path, by: str) -> None:
    plan = own(tmp_path, {"foreign": "print(n)"}, **({"kernel": "python3"} if by == "key" else {}))
    path = tmp_path / "foreign.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    kernel = {"name": "no-such-kernel", "display_name": "None", "language": "R"}
    path.write_text(json.dumps({**book, "metadata": {"kernelspec": kernel}}), encoding="utf-8")
    words = ["-k", "python3"] if by == "option" else []
    ended = batch_command(str(plan), "--out", str(tmp_path / "out"), *words)
    assert ended.stdout.startswith("1 made, 0 there already, 0 failed"), ended.stderr
    assert printed(tmp_path / "out/runs/a/notebooks/foreign.ipynb") == "1\n"


def test_a_notebook_that_names_its_kernel_and_no_language_is_run(tmp_path: Path) -> None:
    plan = own(tmp_path, {"bare": "print(n)"})
    path = tmp_path / "bare.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    kernel = {"name": "python3", "display_name": "Python 3"}
    path.write_text(json.dumps({**book, "metadata": {"kernelspec": kernel}}), encoding="utf-8")
    assert run_batch(plan, tmp_path / "out")[0].failures == ()
    assert printed(tmp_path / "out/runs/a/notebooks/bare.ipynb") == "1\n"


@pytest.mark.parametrize("more", [[], ["--dry-run"]], ids=["run", "dry run"])
def test_a_kernel_that_is_missing_is_met_before_anything_starts(
    tmp_path: Path, more: list[str]
) -> None:
    plan = own(tmp_path, {"one": "1", "two": "2"}, kernel="no-such-kernel")
    ended = batch_command(str(plan), "--out", str(tmp_path / "out"), *more)
    assert (ended.returncode, ended.stdout) == (1, "")
    (line,) = ended.stderr.splitlines()
    assert "own.yaml:1:kernel: 'no-such-kernel': no such kernel" in line
    assert not (tmp_path / "out").exists()


# a value of a parameter, how it is listed
LISTED = [
    ("plain", "plain"),
    ("", ""),
    ("two words", '"two words"'),
    ("two\nlines", r'"two\nlines"'),
    ("a\0b\x1b[31m", r'"a\u0000b\u001b[31m"'),
    ("été", "été"),
    ("1", '"1"'),
    ("\u202egnirts", r'"\u202egnirts"'),
]


def test_a_dry_run_lists_each_run_on_a_line_of_its_own(tmp_path: Path) -> None:
    runs = [{"name": f"r{n}", "words": words} for n, (words, _) in enumerate(LISTED)]
    plan = own(tmp_path, {"one": "1"}, sets=runs)
    ended = batch_command(str(plan), "--out", str(tmp_path / "out"), "--dry-run")
    listed = [f"missing  r{n}  words={text}" for n, (_, text) in enumerate(LISTED)]
    assert ended.stdout.splitlines() == listed


WORKING = "import mine.deep, pandas as pd; print(pd.read_csv('data.csv').v[0], mine.deep.W)"


def test_what_lies_in_the_folder_of_the_command_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table, and a module in a folder without `__init__.py`, where links lead back."""
    (tmp_path / "mine" / "deeper").mkdir(parents=True)
    (tmp_path / "mine" / "back").symlink_to(tmp_path / "mine")
    (tmp_path / "mine" / "deeper" / "again").symlink_to(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    plan = own(tmp_path / "in", {"reads": WORKING})
    for value, word in ((1, "a"), (2, "a"), (2, "b")):
        (tmp_path / "data.csv").write_text(f"v\n{value}\n", encoding="utf-8")
        (tmp_path / "mine" / "deep.py").write_text(f"W = {word!r}\n", encoding="utf-8")
        assert run_batch(plan, tmp_path / "out")[0].completed == 1
        assert printed(tmp_path / "out/runs/a/notebooks/reads.ipynb") == f"{value} {word}\n"
    assert run_batch(plan, tmp_path / "out")[0].up_to_date == 1


def test_the_log_of_a_command_may_lie_next_to_the_notebook(tmp_path: Path) -> None:
    plan = own(tmp_path / "in", {"one": "1"})
    words = command(str(plan), "--out", str(tmp_path / "out"))
    with (tmp_path / "in" / "batch.log").open("w") as log:
        ended = subprocess.run(words, cwd=plan.parent, stdout=log, stderr=log, check=False)
    assert ended.returncode == 0, (tmp_path / "in" / "batch.log").read_text(encoding="utf-8")


def test_a_file_whose_name_cannot_be_written_down_is_named_at_once(tmp_path: Path) -> None:
    plan = own(tmp_path / "in", {"one": "1"})
    (tmp_path / "in" / "caf\udce9.csv").touch()
    with pytest.raises(Invalid, match=r"in: 'caf\\udce9\.csv': a name that is not UTF-8; .*rename"):
        run_batch(plan, tmp_path / "out")


# the source of a notebook, whether its kernel is started anew
STARTED = [
    ("import os\nos.path.join('a', 'b')", False),
    ("import pandas as pd\npd.DataFrame([1]).env if 0 else 1", False),
    ("x = 'the environment'", False),
    ("import os\nos.environ['A'] = '1'", True),
    ("from os import environ", True),
    ("import os as o\ngetattr(o, 'environb')", True),
    ("%env A=1", True),
    ("v = %env A", True),
    ("env A=1", True),
    ("set_env A 1", True),
    ("get_ipython().run_line_magic('env', 'A=1')", True),
    ("exec(open('conf.txt').read())", True),
    ("import runpy", True),
    ("import sys as s\ns.path.insert(0, 'lib')", True),
    ("import os, sys as s", True),
    ("import sys\nsys.path.append('lib')", True),
    ("%cd ..", True),
    ("%pushd x", True),
    ("from dotenv import load_dotenv", True),
]


@pytest.mark.parametrize(("source", "anew"), STARTED)
def test_a_notebook_that_sets_the_scene_for_its_imports_is_started_anew(
    tmp_path: Path, source: str, anew: bool
) -> None:
    path = notebook(tmp_path / "n.ipynb", [PARAMETERS, code("own", source)])
    assert needed(path, [], [tmp_path]) == anew
    helper = tmp_path / "helper.py"
    helper.write_text(source, encoding="utf-8")
    plain = notebook(tmp_path / "n.ipynb", [PARAMETERS, code("own", "import helper")])
    assert needed(plain, [helper], [tmp_path]) == anew


@pytest.mark.parametrize(
    ("name", "anew"),
    [
        ("helper.py", False),
        ("cycler.py", True),
        ("colorsys.py", True),
        ("click/__init__.py", True),
        ("click/other.py", False),  # an installed package goes before such a folder
        ("not-a-module.py", False),
    ],
)
def test_a_module_that_hides_an_installed_module_asks_for_a_kernel_anew(
    tmp_path: Path, name: str, anew: bool
) -> None:
    """What has imported that before the fork would go on with it."""
    path = notebook(tmp_path / "in" / "n.ipynb", [PARAMETERS])
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    assert needed(path, [], [tmp_path]) == anew


def test_a_file_of_settings_in_either_folder_asks_for_a_kernel_anew(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", [PARAMETERS])
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "matplotlibrc").touch()
    assert needed(path, [], [tmp_path, tmp_path / "there"])
    assert not needed(path, [], [tmp_path])
