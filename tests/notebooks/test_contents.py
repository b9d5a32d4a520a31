"""A notebook is read and stored such that nothing changes by being looked at."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from ipykernel.ipkernel import IPythonKernel
from reporting import markdown, notebook

from analysis.notebooks.contents import NotebookFiles

STORED = {"name": "python"}


@pytest.fixture
def files(tmp_path: Path) -> NotebookFiles:
    return NotebookFiles(root_dir=str(tmp_path))


def language(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))["metadata"].get("language_info")


def written(folder: Path, info: dict[str, str] | None) -> Path:
    path = folder / "a.ipynb"
    notebook(path, [markdown("# Boats")])
    data = json.loads(path.read_text(encoding="utf-8"))
    data["metadata"] = {} if info is None else {"language_info": info}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize("info", [STORED, {"name": "python", "version": "3.4.1"}])
def test_a_notebook_comes_with_the_language_of_this_kernel(
    info: dict[str, str], files: NotebookFiles, tmp_path: Path
) -> None:
    path = written(tmp_path, info)
    model = asyncio.run(files.get("a.ipynb"))
    assert model["content"]["metadata"]["language_info"] == IPythonKernel.language_info
    assert sys.version.startswith(model["content"]["metadata"]["language_info"]["version"])
    assert language(path) == info


def test_what_is_saved_is_the_same_under_every_python(files: NotebookFiles, tmp_path: Path) -> None:
    path = written(tmp_path, STORED)
    model = asyncio.run(files.get("a.ipynb"))
    asyncio.run(files.save(model, "a.ipynb"))
    assert language(path) == STORED


@pytest.mark.parametrize("info", [None, {"name": "R", "version": "4.1"}])
def test_another_language_is_left_alone(
    info: dict[str, str] | None, files: NotebookFiles, tmp_path: Path
) -> None:
    path = written(tmp_path, info)
    model = asyncio.run(files.get("a.ipynb"))
    assert model["content"]["metadata"].get("language_info") == info
    asyncio.run(files.save(model, "a.ipynb"))
    assert language(path) == info


def test_files_and_folders_are_given_as_they_are(files: NotebookFiles, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("boats", encoding="utf-8")
    assert asyncio.run(files.get("a.txt"))["content"] == "boats"
    assert [entry["name"] for entry in asyncio.run(files.get(""))["content"]] == ["a.txt"]
    assert asyncio.run(files.get("a.txt", content=False))["content"] is None
