"""Loading a case: from its folder to a Timeline, or to every reason why not."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from analysis.case import constraints, digest, layout, rules, tables
from analysis.case.schema import Package, package
from analysis.case.timeline import Timeline
from analysis.claims.claim import Lookup
from analysis.errors import Invalid, Problem
from analysis.paths import case_folder

MOST = 50_000
"""Claims up to which a case is remembered; a larger one would fill the memory of a kernel."""


class _Fleeting(Exception):  # noqa: N818  (it carries a timeline, and is no error)
    """A timeline that is not to be remembered: its case is large, or was written meanwhile.

    `lru_cache` keeps whatever a function returns, and nothing of one that raises.
    """

    def __init__(self, timeline: Timeline) -> None:
        super().__init__()
        self.timeline = timeline


def load(case: str | os.PathLike[str]) -> Timeline:
    """A case as a timeline of all its claims.

    case: the name of a folder under `data/`, or a path. Raises Invalid with every problem where
    the case breaks a rule. The case that was loaded last is remembered by the bytes of its files:
    what held of these holds again. So its rows are read-only.

    >>> load("convoy-2017").package.name
    'convoy-2017'
    """
    described = package(case_folder(case))
    try:
        return _remembered(described.folder, digest.of_case(described))
    except _Fleeting as fleeting:
        return fleeting.timeline
    except OSError:  # a file that is missing is a problem among others
        return _loaded(described)


@lru_cache(maxsize=1)
def _remembered(folder: Path, files: str) -> Timeline:
    """The case in a folder whose files have that hash, before they are read and after."""
    described = package(folder)
    timeline = _loaded(described)
    if len(timeline.chosen) > MOST or digest.of_case(described) != files:
        raise _Fleeting(timeline)
    return timeline


def _loaded(described: Package) -> Timeline:
    by_name, problems = examine(described.folder)
    if problems:
        raise Invalid(problems)
    rows = {
        name: tuple(MappingProxyType(row) for row in table.rows())
        for name, table in by_name.items()
    }
    return Timeline(described, MappingProxyType(rows), rows["claims"], lookup=Lookup(rows))


def examine(case: str | os.PathLike[str]) -> tuple[dict[str, tables.Table], list[Problem]]:
    """The tables of a case, and everything that is wrong with them, in order of file and line.

    case: as for `load`. A table that cannot be read is left out. Raises Invalid only where there
    is no description to check against.
    """
    described = package(case_folder(case))
    by_name, problems = tables.read(described)
    problems += constraints.problems(by_name)
    problems += rules.problems(by_name, problems)
    if not problems:
        problems = [problem for table in by_name.values() for problem in layout.layout(table)]
    return by_name, _in_order(problems, described)


def _in_order(problems: list[Problem], described: Package) -> list[Problem]:
    """By file, line and column, in the order in which the case describes them."""
    files = {schema.path: schema.columns for schema in described.tables.values()}
    paths = list(files)

    def place(problem: Problem) -> tuple[int, int, int]:
        columns, field = files[problem.file], problem.field
        at = columns.index(field) if field in columns else -1
        return paths.index(problem.file), problem.line, at

    return sorted(problems, key=place)
