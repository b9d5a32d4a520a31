"""The shelf of notebooks, as the start page shows it."""

from __future__ import annotations

from pathlib import Path

from reporting import code, markdown, notebook

from analysis.notebooks.lab import Book, shelf
from analysis.paths import NOTEBOOKS, all_notebooks


def test_each_notebook_has_its_title_and_its_question(tmp_path: Path) -> None:
    notebook(tmp_path / "b.ipynb", [markdown("# Trips\n\n**How many\ntrips?** By whom?")])
    notebook(tmp_path / "a.ipynb", [markdown("# People\n\n**How many?**"), code("a")])
    notebook(tmp_path / "README.ipynb", [markdown("Start here.")])
    matches = shelf(tmp_path)
    assert matches.books == (
        Book("a.ipynb", "People", "How many?"),
        Book("b.ipynb", "Trips", "How many trips?"),
    )
    row = matches._repr_mimebundle_()
    assert "| [Trips](b.ipynb) | `b.ipynb` | How many trips? |" in row["text/markdown"]
    assert row["text/plain"].splitlines() == [
        "a.ipynb: How many?",
        "b.ipynb: How many trips?",
    ]


def test_notebooks_of_somebody_else_are_listed_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "A.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "B.ipynb").write_text('{"cells": []}', encoding="utf-8")
    notebook(tmp_path / "Untitled.ipynb", [code("a")])
    notebook(tmp_path / "mine.ipynb", [markdown("# Title, no question")])
    assert shelf(tmp_path).books == (
        Book("A.ipynb", "A", "(cannot be read as a notebook)"),
        Book("B.ipynb", "B", "(cannot be read as a notebook)"),
        Book("Untitled.ipynb", "Untitled", "(asks nothing yet)"),
        Book("mine.ipynb", "Title, no question", "(asks nothing yet)"),
    )


def test_the_project_has_them_all() -> None:
    names = [path.relative_to(NOTEBOOKS).as_posix() for path in all_notebooks()]
    books = [book.name for book in shelf().books]
    assert sorted(books) == sorted(name for name in names if name != "README.ipynb")


def test_those_of_a_case_come_in_the_order_of_its_chapters(tmp_path: Path) -> None:
    convoy = ["strikes", "buses", "casualties"]
    own = [Path(b.name).stem for b in shelf().books if b.name.startswith("convoy-2017/")]
    assert own == convoy
    folder = tmp_path / "convoy-2017"
    folder.mkdir()
    for name in ("a", *sorted(convoy)):
        notebook(folder / f"{name}.ipynb", [code("a")])
    books = [Path(book.name).stem for book in shelf(tmp_path).books]
    assert books == [*convoy, "a"]


def test_notebooks_in_folders_come_after_the_others_and_links_lead_to_them(tmp_path: Path) -> None:
    for folder in ("a-case", ".ipynb_checkpoints"):
        (tmp_path / folder).mkdir()
        notebook(tmp_path / folder / "b.ipynb", [markdown("# People\n\n**How many?**")])
    notebook(tmp_path / "z.ipynb", [markdown("# Trips\n\n**How many trips?**")])
    assert [book.name for book in shelf(tmp_path).books] == ["z.ipynb", "a-case/b.ipynb"]
    table = shelf(tmp_path)._repr_mimebundle_()["text/markdown"]
    assert "| [People](a-case/b.ipynb) | `a-case/b.ipynb` | How many? |" in table
