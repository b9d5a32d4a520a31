"""No id of a story in what all cases share: the code, and the notebooks for any case."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import paths
from analysis.case.load import load
from analysis.claims.measure import EVENT_DATE, STATEMENT

KEYS = {
    "sources": "source_id",
    "actors": "actor_id",
    "places": "place_id",
    "measures": "measure",
    "events": "event_id",
    "claims": "claim_id",
}
ROOT = Path(__file__).parent.parent
CODE = sorted((ROOT / "analysis").rglob("*.py"))
NOTEBOOKS = sorted((*paths.NOTEBOOKS.glob("*.ipynb"), *paths.NOTEBOOKS.glob("templates/*.ipynb")))
INDEX = "README.ipynb"
"""The list of the notebooks, which introduces them with the case that comes with the project."""
OF_ALL = {STATEMENT, EVENT_DATE}
"""Measures by which the rules of every case go."""


@pytest.fixture(scope="module")
def ids() -> frozenset[str]:
    """The ids of every case that comes with the project; a plain word may mean something else."""
    rows = ((load(case).rows, table, key) for case in paths.cases() for table, key in KEYS.items())
    held = {row[key] for tables, table, key in rows for row in tables[table]}
    return frozenset(name for name in held - OF_ALL if not name.isalpha())


def strings(source: str) -> Iterator[str]:
    """The ids in the strings of some Python but for docstrings, in which examples may stand."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts:
            yield from re.split(r"[\s,|]+", node.value)


def test_the_code_names_none(ids: frozenset[str]) -> None:
    naming = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in CODE
        for word in strings(path.read_text(encoding="utf-8"))
        if word in ids
    }
    assert naming == set()


def test_notebooks_for_any_case_name_none(ids: frozenset[str]) -> None:
    naming = set()
    for path in (path for path in NOTEBOOKS if path.name != INDEX):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            words = re.findall(r"[\w-]+", "".join(cell["source"]))
            naming |= {f"{path.name}: {word}" for word in words if word in ids}
    assert naming == set()


def test_an_id_is_seen() -> None:
    assert "c003" in set(strings('"""c001"""\ncited = "c003, c004"'))
    assert "c001" not in set(strings('"""c001"""\ncited = "c003, c004"'))
