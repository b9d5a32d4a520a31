"""Loading of a case: `load` gives its `Timeline`, `examine` its tables with all their problems."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from analysis.case import chapters, digest, tables
from analysis.case.check import checked, in_order, named
from analysis.case.schema import Package, package
from analysis.case.timeline import Timeline
from analysis.claims.claim import Lookup
from analysis.errors import Invalid, Problem
from analysis.paths import case_folder

MOST = 50_000
"""Claims up to which a case is cached; a larger one would fill the memory of a kernel."""


class _Uncached(Exception):  # noqa: N818  (it carries a timeline, and is no error)
    """A timeline that must not be cached: its case is large, or was written to meanwhile.

    It is raised, not returned, because `lru_cache` stores all that a function returns.
    """

    def __init__(self, timeline: Timeline) -> None:
        super().__init__()
        self.timeline = timeline


def load(case: str | os.PathLike[str]) -> Timeline:
    """A case as a timeline of all its claims.

    case: the name of a folder under `data/`, or a path. Raises Invalid with every problem where
    the case breaks a rule. The case that was loaded last is cached under the hash of its files, so
    that they are not read and checked again; its rows are read-only for that reason.

    >>> load("convoy-2017").package.name
    'convoy-2017'
    """
    description = package(case_folder(case))
    try:
        return _cached(description.folder, digest.of_case(description))
    except _Uncached as uncached:
        return uncached.timeline
    except OSError:  # a file that is missing is a problem among others
        return _read(description)


@lru_cache(maxsize=1)
def _cached(folder: Path, files: str) -> Timeline:
    """The case in a folder.

    files: the hash of its files before they are read. Raises _Uncached where it is another
    afterwards: a timeline of half-written files would be cached under the wrong hash.
    """
    description = package(folder)
    timeline = _read(description)
    if len(timeline.chosen) > MOST or digest.of_case(description) != files:
        raise _Uncached(timeline)
    return timeline


def _read(description: Package) -> Timeline:
    by_name, problems = _examined(description)
    if problems:
        raise Invalid(problems)
    rows = {
        name: tuple(MappingProxyType(row) for row in table.rows())
        for name, table in by_name.items()
    }
    return Timeline(description, MappingProxyType(rows), rows["claims"], lookup=Lookup(rows))


def examine(case: str | os.PathLike[str]) -> tuple[dict[str, tables.Table], list[Problem]]:
    """The tables of a case, and everything that is wrong with it, in order of file and line.

    case: as for `load`, which does not mind what is said of chapters and of the name of the folder.
    A table that cannot be read is left out. Raises Invalid only where there is no description to
    check against.
    """
    description = package(case_folder(case))
    by_name, problems = _examined(description)
    problems += [*named(description), *chapters.problems(case)]
    return by_name, in_order(problems, description)


def _examined(description: Package) -> tuple[dict[str, tables.Table], list[Problem]]:
    return checked(description)
