"""Parameters that papermill put into a notebook: those that it does not have are refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from papermill.translators import PythonTranslator

from analysis.case.injected import check_parameters
from analysis.case.scope import Scope, defaults
from analysis.engine import Job, Step, engine
from analysis.errors import Invalid
from analysis.notebooks import ipynb, parameters
from analysis.paths import all_notebooks

CELL = 'case: str = "x"\nas_of: str = ""\nclaimants: str = ""'
NEAREST = "; a parameter of this notebook; "
SHARED = [path for path in all_notebooks() if path.name != "README.ipynb"]


def ran(*cells: str) -> dict[str, Any]:
    """The variables of a notebook whose cells have run."""
    variables: dict[str, Any] = {"In": ["", *cells, "scope"]}
    for cell in cells:
        exec(cell, variables)
    return variables


def injected(**values: object) -> str:
    """The cell that papermill puts in for these values."""
    return str(PythonTranslator.codify(values, comment="Parameters")).rstrip("\n")


# what papermill puts in, what is said
UNKNOWN: list[tuple[dict[str, object], str]] = [
    ({"date": "2031-03-04"}, "date: no such parameter" + NEAREST),
    ({"until": "x", "as_of": "2031"}, "until: no such parameter" + NEAREST),
    ({"AS_OF": "2031"}, f"AS_OF: no such parameter{NEAREST}did you mean as_of?"),
    ({"As_Of": "2031"}, f"As_Of: no such parameter{NEAREST}did you mean as_of?"),
    ({"claimant": "a"}, f"claimant: no such parameter{NEAREST}did you mean claimants?"),
    (
        {"date": 1, "As_Of": [1, {"a": None}], "q": None},
        "date, As_Of, q: no such parameters; parameters of this notebook; "
        "As_Of: did you mean as_of?, date, q: choose one of case, as_of, claimants",
    ),
]


@pytest.mark.parametrize(("values", "says"), UNKNOWN)
def test_what_the_notebook_does_not_have_is_refused_in_one_line(
    values: dict[str, object], says: str
) -> None:
    variables = ran(CELL, injected(**values))
    for refuse in (check_parameters, Scope.from_notebook):
        with pytest.raises(Invalid) as refused:
            refuse(variables)
        line = str(refused.value).splitlines()[-1]
        assert line.startswith(says)
        assert str(refused.value).count("no such parameter") == 1


@pytest.mark.parametrize(
    "cells",
    [
        (CELL,),
        (CELL, injected(as_of="2031-03-04", case="y")),
        # a parameter of a notebook's own
        (CELL + "\nmeasures = ''", injected(measures="killed")),
        # no papermill: the notebook's own cell begins with the same comment
        ("# Parameters\ncase = 'x'\nthreshold = 3",),
        ("# Parameters\ncase = 'x'\nthreshold = 3", injected(threshold=4)),
        # somebody runs cells again by hand
        (CELL, injected(as_of=""), "until = 1", injected(as_of=""), "until = 2"),
        ("not Python at all (", CELL, injected(as_of="2031")),
        ("%time a = 1", CELL, injected(as_of="2031")),
    ],
)
def test_what_the_notebook_has_passes(cells: tuple[str, ...]) -> None:
    check_parameters({"In": ["", *cells]})


@pytest.mark.parametrize("history", [None, [], [""], "text", [None, 3]])
def test_where_no_cells_are_known_nothing_is_refused(history: object) -> None:
    check_parameters({"In": history})
    check_parameters({})


def test_a_column_s_name_is_no_misspelling_of_a_parameter() -> None:
    assert Scope.from_notebook({"said_on": "2031-03-04", "told": 3}) == Scope()


def test_each_notebook_of_the_suite_refuses_what_it_does_not_have(tmp_path: Path) -> None:
    """By the engine of the suite, whose errors are those of papermill."""
    jobs = [
        Job(path.stem, (Step(path, tmp_path / path.name, {"until": "2017-09-02"}),), {})
        for path in SHARED
    ]
    with engine(None) as kernels:
        errors = {result.job.name: result.error for result in kernels.run(jobs)}
    assert set(errors) == {path.stem for path in SHARED}
    for path in SHARED:
        assert "Invalid: until: no such parameter; " in errors[path.stem]
        assert "\n" not in errors[path.stem]


@pytest.mark.parametrize("options", [(), ("--engine", "contested")])
def test_papermill_ends_with_the_line(options: tuple[str, ...], tmp_path: Path) -> None:
    notebook = next(path for path in SHARED if path.stem == "chronology")
    known = set(parameters.read(notebook).parameters)
    assert known == set(defaults())
    wrong = ["-p", "date", "2017-09-03", "-p", "by", "said", "-p", "As_Of", "2017"]
    out = tmp_path / "out.ipynb"
    done = subprocess.run(
        [sys.executable, "-m", "papermill", *options, str(notebook), str(out), *wrong],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("Invalid: date, by, As_Of: no such parameters; ")
    assert "As_Of: did you mean as_of?" in last
    assert not any(
        "image/png" in output.get("data", {})
        for cell in json.loads(out.read_text(encoding="utf-8"))["cells"]
        for output in ipynb.outputs(cell)
    )
