"""The shelf of notebooks, as the start page shows it."""

from __future__ import annotations

from pathlib import Path

from reporting import code, markdown, notebook

from analysis.notebooks.lab import Book, shelf
from analysis.paths import NOTEBOOKS, all_notebooks


def test_each_notebook_has_its_title_and_its_question(tmp_path: Path) -> None:
    notebook(tmp_path / "2_b.ipynb", [markdown("# Trips\n\n**How many\ntrips?** By whom?")])
    notebook(tmp_path / "1_a.ipynb", [markdown("# People\n\n**How many?**"), code("a")])
    notebook(tmp_path / "README.ipynb", [markdown("Start here.")])
    matches = shelf(tmp_path)
    assert matches.books == (
        Book("1_a.ipynb", "People", "How many?"),
        Book("2_b.ipynb", "Trips", "How many trips?"),
    )
    row = matches._repr_mimebundle_()
    assert "| [Trips](2_b.ipynb) | `2_b.ipynb` | How many trips? |" in row["text/markdown"]
    assert row["text/plain"].splitlines() == [
        "1_a.ipynb: How many?",
        "2_b.ipynb: How many trips?",
    ]


def test_notebooks_of_somebody_else_are_listed_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "1_a.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "2_b.ipynb").write_text('{"cells": []}', encoding="utf-8")
    notebook(tmp_path / "Untitled.ipynb", [code("a")])
    notebook(tmp_path / "mine.ipynb", [markdown("# Title, no question")])
    assert shelf(tmp_path).books == (
        Book("1_a.ipynb", "1_a", "(cannot be read as a notebook)"),
        Book("2_b.ipynb", "2_b", "(cannot be read as a notebook)"),
        Book("Untitled.ipynb", "Untitled", "(asks nothing yet)"),
        Book("mine.ipynb", "Title, no question", "(asks nothing yet)"),
    )


def test_the_project_has_them_all() -> None:
    names = [path.relative_to(NOTEBOOKS).as_posix() for path in all_notebooks()]
    assert [book.name for book in shelf().books] == [n for n in names if n != "README.ipynb"]


def test_notebooks_in_folders_come_after_the_others_and_links_lead_to_them(tmp_path: Path) -> None:
    for folder in ("a-case", ".ipynb_checkpoints"):
        (tmp_path / folder).mkdir()
        notebook(tmp_path / folder / "b.ipynb", [markdown("# People\n\n**How many?**")])
    notebook(tmp_path / "z.ipynb", [markdown("# Trips\n\n**How many trips?**")])
    assert [book.name for book in shelf(tmp_path).books] == ["z.ipynb", "a-case/b.ipynb"]
    table = shelf(tmp_path)._repr_mimebundle_()["text/markdown"]
    assert "| [People](a-case/b.ipynb) | `a-case/b.ipynb` | How many? |" in table
