"""The commands `contested new` and `contested tidy --examples`, as a person calls them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.case.chapters import ANY_CASE, chapters
from analysis.case.load import examine
from analysis.paths import NOTEBOOKS


def contested(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The program itself, in a process of its own."""
    command = [sys.executable, "-c", "from analysis.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_case_is_begun_in_data_of_the_folder_with_the_notebook_of_a_toll(tmp_path: Path) -> None:
    done = contested("new", "mill-2031", "--title", "The mill", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == (
        "data/mill-2031: 10 tables with an example; notebooks: toll"
    )
    folder = tmp_path / "data" / "mill-2031"
    assert not examine(folder).problems
    assert [chapter.name for chapter in chapters(folder)] == ["toll", *ANY_CASE]
    assert [path.name for path in (folder / "notebooks").iterdir()] == ["toll.ipynb"]
    assert oct(folder.stat().st_mode & 0o777) == "0o755"


def test_every_command_that_it_prints_for_the_example_runs(tmp_path: Path) -> None:
    done = contested("new", "mill", "--title", "The mill", "--at", "my cases", folder=tmp_path)
    printed = [line.strip() for line in done.stdout.splitlines() if line.startswith("  ")]
    assert [line.split()[1] for line in printed] == ["check", "report", "tidy", "add"]
    assert all("'my cases/mill'" in line for line in printed)
    check = contested("check", "my cases/mill", folder=tmp_path)
    assert check.stdout.endswith("rows in 10 tables, all well\n")
    tidy = contested("tidy", "my cases/mill", "--examples", folder=tmp_path)
    assert "claims.csv: took out 10 example rows" in tidy.stdout
    again = contested("tidy", "my cases/mill", "--examples", folder=tmp_path)
    assert again.stdout == "Nothing to tidy.\n"


def test_templates_are_chapters_in_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    templates = "whole, toll,counts,toll"
    done = contested(
        "new", "mill", "--title", "M", "--template", templates, "--at", ".", folder=tmp_path
    )
    assert done.returncode == 0
    listed = chapters(tmp_path / "mill")
    assert [chapter.name for chapter in listed] == ["whole", "toll", "counts", *ANY_CASE]
    assert [chapter.hero for chapter in listed][:3] == ["squares", "toll", "claimed"]
    for chapter in listed[:3]:
        first = json.loads(chapter.notebook.read_text(encoding="utf-8"))["cells"][0]
        title, question, *_ = "".join(first["source"]).split("\n\n")
        assert (title, question) == (f"# {chapter.title}", f"**{chapter.question}**")
    for chapter in listed[3:]:
        assert chapter.notebook.parent == NOTEBOOKS


def test_a_notebook_says_where_its_case_is_from_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contested("new", "mill", "--title", "M", "--at", str(tmp_path), folder=tmp_path)
    notebook = tmp_path / "mill" / "notebooks" / "toll.ipynb"
    assert 'case: str = \\"..\\"' in notebook.read_text(encoding="utf-8")
    from analysis.paths import case_folder

    monkeypatch.chdir(notebook.parent)
    assert case_folder("..") == (tmp_path / "mill").resolve()


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    arguments = ("new", "My Mill", "--title", " ", "--template", "tol,whole", "--at", "file/x")
    done = contested(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    fields = [line.partition(":")[0] for line in done.stderr.splitlines()]
    assert fields == ["name", "title", "at", "template"]
    assert "did you mean toll?" in done.stderr
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("template", ["", " , "])
def test_no_template_at_all_is_refused(tmp_path: Path, template: str) -> None:
    done = contested("new", "mill", "--title", "M", "--template", template, folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "template: ''; a template; choose one of counts, toll, whole\n"
    assert os.listdir(tmp_path) == []


def test_a_case_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "mill"
    folder.mkdir(parents=True)
    done = contested("new", "mill", "--title", "M", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("name: data/mill: it exists; a folder that does not exist yet;")
    assert list(folder.iterdir()) == []


def test_what_was_tidied_is_said_where_examples_cannot_be_taken_out(tmp_path: Path) -> None:
    contested("new", "mill", "--title", "The mill", "--at", ".", folder=tmp_path)
    claims = tmp_path / "mill" / "claims.csv"
    text = claims.read_text(encoding="utf-8").replace("e001,", "e001 ,", 1)
    claims.write_text(text.replace("four people", "five people", 1), encoding="utf-8")
    done = contested("tidy", "./mill", "--examples", folder=tmp_path)
    assert done.returncode == 1
    tidied = "claims.csv" in done.stdout
    assert tidied is (claims.read_text(encoding="utf-8") != text)
    assert ("Nothing was changed." in done.stderr) is not tidied
