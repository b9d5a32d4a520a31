"""From a folder to a Timeline, or to every reason why not."""

from __future__ import annotations

import os

from analysis import canonical, check, rules, tables
from analysis.errors import Problem, Refused
from analysis.paths import case_folder
from analysis.schema import package
from analysis.timeline import Timeline


def load(case: str | os.PathLike[str]) -> Timeline:
    """Load a case by name or path; raises Refused with every problem where it breaks a rule."""
    described = package(case_folder(case))
    found, problems = examine(case)
    if problems:
        raise Refused(problems)
    rows = {name: table.rows() for name, table in found.items()}
    return Timeline(described, rows, rows["claims"])


def examine(case: str | os.PathLike[str]) -> tuple[dict[str, tables.Table], list[Problem]]:
    """The tables of a case and everything that is wrong with them, in order of file and line.

    Raises Refused only where there is no description to check against.
    """
    found, problems = tables.read(package(case_folder(case)))
    problems += check.problems(found)
    problems += rules.problems(found, problems)
    if not problems:
        problems = [problem for table in found.values() for problem in canonical.layout(table)]
    return found, problems
