"""What lies on the shelf: each notebook with its title and its question, for the start page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from analysis.paths import NOTEBOOKS

START = "README"
QUESTION = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@dataclass(frozen=True)
class Book:
    """A notebook: its file's name, its title, and what it asks."""

    name: str
    title: str
    question: str


@dataclass(frozen=True)
class Shelf:
    """Notebooks in the order of their files; shown as a table that leads to them."""

    books: tuple[Book, ...]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        plain = [f"{book.name}: {book.question}" for book in self.books]
        rows = [
            f"| [{book.title}]({book.name}) | `{book.name}` | {book.question} |"
            for book in self.books
        ]
        table = ["| notebook | file | what it asks |", "|:--|:--|:--|", *rows]
        return {"text/markdown": "\n".join(table), "text/plain": "\n".join(plain)}


def shelf(folder: Path = NOTEBOOKS) -> Shelf:
    """The notebooks of a folder but for the start page, also those that say no question yet."""
    paths = sorted(folder.glob("*.ipynb"))
    return Shelf(tuple(_book(path) for path in paths if path.stem != START))


def _book(path: Path) -> Book:
    """A notebook by its first cell, a heading and a question in bold."""
    try:
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
    except (OSError, ValueError, LookupError, TypeError):
        return Book(path.name, path.stem, "(cannot be read as a notebook)")
    title, question = re.match(r"# (.+)", first), QUESTION.search(first)
    return Book(
        path.name,
        title[1].strip() if title else path.stem,
        " ".join(question[1].split()) if question else "(asks nothing yet)",
    )
