"""What values a notebook takes: its parameters cell, read and never run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import FERRY
from reporting import code, markdown, notebook

from analysis.case.chapters import chapters
from analysis.case.scope import defaults
from analysis.errors import Invalid, Place
from analysis.notebooks import kernels, parameters
from analysis.notebooks.parameters import UNKNOWN, Notebook, read, suite


def notebook_with(folder: Path, source: str) -> Notebook:
    cells = [markdown("# A"), code("parameters", source, "parameters"), code("end", "1 / 0")]
    return read(notebook(folder / "a.ipynb", cells))


def test_the_suites_own_notebooks_have_the_common_parameters() -> None:
    for chapter in chapters("convoy-2017"):
        data = {name: p.default for name, p in read(chapter.notebook).parameters.items()}
        assert data.items() >= defaults().items(), chapter.name


CELL = """\
# a comment
%matplotlib inline
import sys
a: str = "x"  # text
b = 3
c = None
d: "int | None" = None
e = open("/no/such/file")
f = g = 1.5
h = []  # type: list[int]
sys.path.append(1 / 0)
"""


def test_names_types_and_defaults_are_read_and_nothing_is_run(tmp_path: Path) -> None:
    data = notebook_with(tmp_path, CELL)
    assert {name: p.default for name, p in data.parameters.items()} == {
        "a": "x",
        "b": 3,
        "c": None,
        "d": None,
        "e": UNKNOWN,
        "f": 1.5,
        "g": 1.5,
        "h": [],
    }
    assert data.cells == ("prose-0", "parameters", "end")
    fits = {name: p.fits for name, p in data.parameters.items()}
    assert fits["a"]("y")
    assert not fits["a"](1)
    assert not fits["b"](True)
    assert fits["c"]({"x": 1})
    assert fits["d"](None)
    assert not fits["d"]("1")
    assert fits["e"]("anything")
    assert not fits["h"](["1"])


# a type, values that fit, values that do not
KINDS: list[tuple[str, list[Any], list[Any]]] = [
    ("str", ["", "x"], [1, True, None, [], 1.5]),
    ("int", [1, 0], [True, "1", 1.0, None]),
    ("float", [1.5, 1], [True, "1", None]),
    ("bool", [True, False], [0, 1, "true", None]),
    ("list", [[], [1]], ["", {}, None]),
    ("dict", [{}], [[], None]),
    ("None", [None], ["", 0]),
    ("str | None", ["", None], [1]),
    ("Optional[int]", [1, None], ["1", True]),
    ("typing.Optional[int]", [1, None], ["1"]),
    ("Union[int, str]", [1, "1"], [None, 1.5]),
    ("list[str]", [[], ["a"]], [[1], "a"]),
    ("List[int]", [[1]], [["1"]]),
    ("list[list[int]]", [[[1]]], [[1]]),
    ("dict[str, int]", [{"a": 1}], [{"a": "1"}, []]),
    ("Sequence", [[1]], ["a"]),
    ('Literal["a", "b", 1]', ["a", 1], ["c", True, "1"]),
    ("'int | None'", [1, None], ["1"]),
    ("Any", [None, 1, "a", []], []),
    ("datetime.date", ["2017-09-02", 1], []),
    ("not a type", [1, "a", None], []),
]


@pytest.mark.parametrize(("kind", "fitting", "others"), KINDS, ids=[kind for kind, _, _ in KINDS])
def test_a_value_fits_a_type_or_not(kind: str, fitting: list[Any], others: list[Any]) -> None:
    data = parameters.parsed(kind)
    assert [v for v in fitting if not parameters.fits(v, data)] == []
    assert [v for v in others if parameters.fits(v, data)] == []


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("str", "2017", "2017"),
        ("str", "", ""),
        ("int", "2017", 2017),
        ("bool", "false", False),
        ("bool", "no", "no"),
        ("Optional[float]", "", None),
        ("Any", "3", 3),
        ("Any", "true", True),
        ("Any", "three", "three"),
        ("int | str", "3", 3),
        ("str | None", "3", "3"),
    ],
)
def test_a_cell_of_a_table_is_text_where_the_notebook_wants_it(
    tmp_path: Path, kind: str, text: str, value: object
) -> None:
    data = notebook_with(tmp_path, f"a: {kind} = b").parameters["a"].of_text(text)
    assert (data, type(data)) == (value, type(value))


PYTHON = {"kernelspec": {"name": "python3", "language": "python"}}
CELLS = [code("p", "a = 1", "parameters")]

# what is in the file, what is said of it
UNFIT: list[tuple[str | bytes, str]] = [
    ("{", r"a\.ipynb:1: not JSON: .*; a notebook; "),
    (b"\xff", r"a\.ipynb: a byte that is not UTF-8; "),
    ("[" * 100_000, r"a\.ipynb: JSON nested too deeply; "),
    ("3", r"a\.ipynb: JSON that is no notebook; "),
    ('{"cells": [3]}', r"a\.ipynb: JSON that is no notebook; "),
    (json.dumps({"cells": CELLS}), r"a\.ipynb: JSON that is no notebook; "),
    (
        json.dumps({"nbformat": 3, "worksheets": []}),
        r"a\.ipynb: format 3; a notebook of format 4; ",
    ),
    (json.dumps({"nbformat": 5, "cells": CELLS}), r"a\.ipynb: format 5; a notebook of format 4; "),
    (
        json.dumps({"nbformat": 4, "metadata": PYTHON, "cells": [code("p", "a = 1")]}),
        r"a\.ipynb: no cell tagged `parameters`; ",
    ),
    (
        json.dumps(
            {"nbformat": 4, "metadata": PYTHON, "cells": [code("p", "a = 1\nb = (", "parameters")]}
        ),
        r"a\.ipynb:parameters:2: not Python: .*; assignments of defaults; ",
    ),
]


@pytest.mark.parametrize(("text", "says"), UNFIT, ids=[says[:40] for _, says in UNFIT])
def test_a_notebook_that_takes_no_parameters_is_refused(
    tmp_path: Path, text: str | bytes, says: str
) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    with pytest.raises(Invalid, match=f"^{says}"):
        read(path)


@pytest.mark.parametrize(
    ("metadata", "kernel"),
    [
        ({}, ""),
        ({"kernelspec": None}, ""),
        ({"kernelspec": {"language": "python"}}, ""),
        ({"kernelspec": {"name": "python3"}}, "python3"),
        ({"kernelspec": {"name": "ir", "language": "R"}}, "ir"),
    ],
)
def test_the_kernel_of_a_notebook_is_that_which_it_names(
    tmp_path: Path, metadata: Any, kernel: str
) -> None:
    body = {"nbformat": 4, "metadata": metadata, "cells": CELLS}
    (tmp_path / "a.ipynb").write_text(json.dumps(body))
    assert read(tmp_path / "a.ipynb").kernel == kernel


@pytest.fixture
def kernels_of_r(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel of another language, and one that does not say of which it is."""
    for name, language in (("ir", "R"), ("odd", "")):
        spec = {"argv": ["R"], "display_name": name, "language": language}
        (tmp_path / "kernels" / name).mkdir(parents=True)
        (tmp_path / "kernels" / name / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))


# the kernel of the notebook, the one that it is to be run in, what is said
KERNELS = [
    ("python3", "", []),
    ("Python3", "", []),
    ("ir", "python3", []),
    ("", "python3", []),
    ("", "", ["a.ipynb: no kernel is named; a kernel of Python; choose a Python kernel in "]),
    ("pyhton3", "", ["a.ipynb: 'pyhton3': no such kernel; a kernel that this machine has; did"]),
    ("ir", "", ["a.ipynb: 'ir': a kernel of R; a kernel of Python; choose"]),
    ("odd", "", ["a.ipynb: 'odd': a kernel of an unknown language; "]),
    ("python3", "ir", ["x.yaml:2:kernel: 'ir': a kernel of R; "]),
    ("ir", "julia", ["x.yaml:2:kernel: 'julia': no such kernel; "]),
]


@pytest.mark.usefixtures("kernels_of_r")
@pytest.mark.parametrize(("own", "instead", "says"), KERNELS)
def test_a_kernel_that_cannot_be_used_is_named(own: str, instead: str, says: list[str]) -> None:
    book = Notebook(Path("a.ipynb"), {}, (), own)
    problems = list(map(str, kernels.misfits([book], instead, Place("kernel", "x.yaml", 2))))
    assert [text[: len(start)] for text, start in zip(problems, says, strict=True)] == says


def test_a_suite_shares_what_every_notebook_has(tmp_path: Path) -> None:
    item = notebook_with(tmp_path, 'case = "x"\na = 1\nb = 2')
    two = notebook_with(tmp_path, "b = 3\ncase = 4\nc = 5")
    shared = suite([item, two])
    assert list(shared.parameters) == ["case", "b"]
    assert (shared.usual["case"], shared.usual["as_of"]) == ("x", "")
    assert not suite([]).own


@pytest.mark.parametrize(
    ("cell", "looks"),
    [
        ('case = "convoy-2017"', True),
        (f"case: str = {str(FERRY)!r}", True),
        ('case = "low"', False),
        ('case = ""', False),
        ("case = None", False),
        ("case = 3", False),
        ("other = 1", False),
    ],
)
def test_a_notebook_looks_at_a_case_if_its_default_is_a_case(
    tmp_path: Path, cell: str, looks: bool
) -> None:
    """Elsewhere `case` may mean anything."""
    book = notebook_with(tmp_path, cell)
    assert (book.looks_at_case, suite([book]).own) == (looks, looks)
