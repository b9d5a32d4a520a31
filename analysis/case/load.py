"""Loading of a case: `load` gives its `Timeline`, `examine` all that its checks say."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from analysis.case import chapters, digest
from analysis.case.check import checked, in_order, named
from analysis.case.contradictions import Contradictions, Proposal, contradictions
from analysis.case.schema import Package, package
from analysis.case.tables import Table
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
    case = checked(description)
    if case.problems:
        raise Invalid(case.problems)
    return timeline_of(description, case.tables)


def timeline_of(description: Package, tables: Mapping[str, Table]) -> Timeline:
    """All claims of a case without problems, whose tables were read already."""
    rows = {
        name: tuple(MappingProxyType(row) for row in table.rows()) for name, table in tables.items()
    }
    return Timeline(description, MappingProxyType(rows), rows["claims"], lookup=Lookup(rows))


@dataclass(frozen=True)
class Examined:
    """A case with all that its checks say.

    tables: those that could be read, by name. problems: everything that is wrong, in order of file
    and line. flags: what is strange in rows of a data set, and not wrong. contradictions: those of
    its claims; None where its tables cannot be read.
    """

    tables: Mapping[str, Table]
    problems: Sequence[Problem]
    flags: Sequence[Problem]
    contradictions: Contradictions | None

    @property
    def proposed(self) -> Sequence[Proposal]:
        """The contradictions to be judged."""
        return self.contradictions.proposed if self.contradictions else ()


def examine(case: str | os.PathLike[str]) -> Examined:
    """A case with all that its checks say.

    case: as for `load`, which does not mind what is said of chapters and of the name of the folder,
    nor what is only proposed. Raises Invalid only where there is no description to check against.
    """
    description = package(case_folder(case))
    return examined(description, description)


def examined(description: Package, tables: Package) -> Examined:
    """A case with all that its checks say, whose tables may lie in another folder for a trial.

    description: of the case. tables: the same, but for its folder.
    """
    result = checked(tables)
    problems = [*result.problems, *named(description), *chapters.problems(description)]
    held = contradictions(result.judged) if result.judged else None
    return Examined(result.tables, in_order(problems, description), result.flags, held)
