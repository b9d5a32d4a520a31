"""Names are those of the field: words that had come to mean everything are kept out of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("analysis", "tests", "benchmarks", "tools")
BANNED = frozenset(
    ("told", "found", "made", "kept", "asked", "given", "shown", "afar", "here", "beside")
)
"""Words that no name holds, not even as a part."""
ALONE = frozenset(("one",))
"""Names that say nothing of what they hold."""
FIELDS = frozenset(("do",))
"""What no field of a class is called."""
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def _assigned(node: ast.AST) -> Iterator[str]:
    """The names that a node brings in."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name if not name.startswith("test_") else ""
        case ast.ClassDef(name=name) | ast.alias(asname=str(name)):
            yield name
        case ast.Attribute(attr=name, ctx=ast.Store()):
            yield name


def _words(name: str) -> set[str]:
    """The words of a name, in small letters, whether parted by `_` or by capitals."""
    parted = "".join(f"_{sign}" if sign.isupper() else sign for sign in name)
    return set((f"{name}_{parted}").lower().split("_"))


def _fields(tree: ast.AST) -> Iterator[str]:
    """The annotated fields of every class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                    yield item.target.id


def banned(source: str) -> list[str]:
    """The names in a source that hold a banned word, or are one."""
    tree = ast.parse(source)
    names = [name for node in ast.walk(tree) for name in _assigned(node)]
    wrong = {name for name in names if _words(name) & BANNED or name in ALONE}
    return sorted(wrong | (FIELDS & set(_fields(tree))))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_name_holds_a_word_that_means_everything(path: Path) -> None:
    assert banned(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("told = 1", ["told"]),
        ("def f(_found): ...", ["_found"]),
        ("def made_from(): ...", ["made_from"]),
        ("class Kept: ...", ["Kept"]),
        ("class StillShown: ...", ["StillShown"]),
        ("MOST_SHOWN = 1", ["MOST_SHOWN"]),
        ("shown = 1", ["shown"]),
        ("self.asked = 1", ["asked"]),
        ("for one in (): ...", ["one"]),
        ("[one for one in ()]", ["one"]),
        ("import a as here", ["here"]),
        ("class C:\n    do: str", ["do"]),
        ("do = 1", []),
        ("adhere = one_of = foundation = x.found", []),
        ("def test_a_file_is_found(): ...", []),
    ],
)
def test_what_counts_as_such_a_name(source: str, names: list[str]) -> None:
    assert banned(source) == names
