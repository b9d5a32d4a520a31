"""The examples in the docstrings, run: what they print is what they say that they print."""

from __future__ import annotations

import doctest
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import analysis

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PUBLIC = {
    "analysis.case.timeline": 15,
    "analysis.claims.cells": 2,
    "analysis.claims.dates": 5,
    "analysis.claims.hedge_words": 3,
    "analysis.claims.quantity": 8,
    "analysis.errors": 5,
}
"""Modules that a reader of the API opens first, each with the lines of examples that it has at
least: they are there to teach, and whoever deletes them has to say so here."""


def _modules() -> Iterator[str]:
    """The modules that have an example, without importing those that have none."""
    root = Path(analysis.__file__).parent
    for path in root.rglob("*.py"):
        if re.search(r"^ *>>> ", path.read_text(encoding="utf-8"), re.MULTILINE):
            parts = path.relative_to(root.parent).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__")


MODULES = sorted(_modules())


def _examples(module: ModuleType) -> list[doctest.DocTest]:
    """The docstrings of a module that hold examples."""
    return [test for test in doctest.DocTestFinder().find(module) if test.examples]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(name)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    for test in _examples(module):
        runner.run(test, out=report.append)
    assert runner.tries > 0, f"{name}: its examples stand where doctest does not look"
    assert runner.failures == 0, f"{name}:\n{''.join(report)}"


@pytest.mark.parametrize("name", PUBLIC)
def test_what_a_reader_opens_first_has_examples(name: str) -> None:
    examples = [e for test in _examples(importlib.import_module(name)) for e in test.examples]
    assert len(examples) >= PUBLIC[name]


def test_there_are_examples_to_run() -> None:
    assert set(PUBLIC) <= set(MODULES)


def test_an_example_that_is_wrong_fails() -> None:
    wrong = ModuleType("wrong")
    wrong.__doc__ = ">>> 1 + 1\n3\n"
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    for test in _examples(wrong):
        runner.run(test, out=lambda _: None)
    assert (runner.tries, runner.failures) == (1, 1)
