"""Notebook files: read, cleaned of their run, cut, and refused where they are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reporting import code, markdown, notebook

from analysis.errors import Invalid
from analysis.notebooks import ipynb

# what is in the file, what is said of it
UNFIT: list[tuple[bytes, str]] = [
    (b"{\n1}", "a.ipynb:2: not JSON: Expecting property name enclosed in double quotes"),
    (b"\xff", "a.ipynb: a byte that is not UTF-8"),
    (b"[" * 100_000, "a.ipynb: JSON nested too deeply"),
    (b"null", "a.ipynb: JSON that is no notebook"),
    (b'{"nbformat": 4}', "a.ipynb: JSON that is no notebook"),
    (b'{"cells": []}', "a.ipynb: JSON that is no notebook"),
    (b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "a.ipynb: JSON that is no notebook"),
    (b'{"nbformat": 4, "cells": [{"source": ""}]}', "a.ipynb: JSON that is no notebook"),
    (b'{"nbformat": 3, "worksheets": []}', "a.ipynb: format 3; a notebook of format 4"),
]


@pytest.mark.parametrize(("data", "message"), UNFIT, ids=[message for _, message in UNFIT])
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a.ipynb").write_bytes(data)
    with pytest.raises(Invalid) as refused:
        ipynb.read(tmp_path / "a.ipynb")
    (problem,) = refused.value.problems
    assert str(problem).startswith(message)
    assert "a notebook" in problem.allowed
    assert problem.fix


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path, message in ((tmp_path / "b", "No such file or directory"), (tmp_path, "Is a dire")):
        with pytest.raises(Invalid, match=rf"^{path.name}: {message}"):
            ipynb.read(path)


def test_the_parts_of_a_cell(tmp_path: Path) -> None:
    path = notebook(tmp_path / "a.ipynb", [markdown("# A\n\nB"), code("c", "1\n2", "x")])
    first, second = ipynb.cells(path)
    assert ipynb.source(first) == "# A\n\nB"
    assert ipynb.source({**first, "source": ["# A\n", "B"]}) == "# A\nB"
    assert [sorted(ipynb.tags(cell)) for cell in (first, second)] == [[], ["x"]]
    assert not ipynb.tags({"metadata": None})
    assert not ipynb.tags({})
    assert list(ipynb.outputs(first)) == list(ipynb.outputs(second)) == []


def executed(**run: Any) -> dict[str, Any]:
    """A notebook as papermill leaves it: with notes of the run, and cells under ids of its own."""
    cells = [
        {**code(run["id"], "a = 2", ipynb.INJECTED), "execution_count": 1},
        {**code("end", "b"), "execution_count": 2},
        {**markdown("failed"), "id": f"{run['id']}-2", "metadata": {"tags": [ipynb.ERROR]}},
    ]
    cells[1]["metadata"] = {"execution": run, "tags": ["y"], "papermill": run}
    metadata = {"papermill": run, "kernelspec": {"name": "python3"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def test_two_runs_of_a_notebook_are_the_same_once_cleaned(tmp_path: Path) -> None:
    runs = [executed(id="x1", when="08:00", folder="/a"), executed(id="x2", when="09:00")]
    first, second = (ipynb.cleaned(json.dumps(run).encode(), "a.ipynb") for run in runs)
    assert first == second
    data = json.loads(first)
    assert [cell["id"] for cell in data["cells"]] == [ipynb.INJECTED, "end", "error-2"]
    assert data["cells"][1]["metadata"] == {"tags": ["y"]}
    assert data["metadata"] == {"kernelspec": {"name": "python3"}}
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(runs[0]))
    assert ipynb.clean(path).read_text(encoding="utf-8") == first


def test_a_notebook_is_cut_after_a_cell_and_another_is_put_before_that(tmp_path: Path) -> None:
    cells = [code("a", "1"), code("b", "2"), code("c", "3")]
    book = ipynb.read(notebook(tmp_path / "a.ipynb", cells))
    part = ipynb.cut(book, "b", code("new", "0"))
    assert [cell["id"] for cell in part["cells"]] == ["a", "new", "b"]
    assert part["metadata"] == book["metadata"]
    assert len(book["cells"]) == 3
    with pytest.raises(ValueError, match="'d' is not in list"):
        ipynb.cut(book, "d", code("new", "0"))


def test_outputs_can_be_left_behind(tmp_path: Path) -> None:
    cells = [markdown("# A"), code("a", "1", outputs=[{"output_type": "stream", "text": "long"}])]
    path = notebook(tmp_path / "a.ipynb", cells)
    bare = json.loads(ipynb.without_outputs(path))["cells"]
    assert [ipynb.source(cell) for cell in bare] == ["# A", "1"]
    assert "outputs" not in bare[0]
    assert bare[1]["outputs"] == []
