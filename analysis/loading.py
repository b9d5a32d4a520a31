"""From a folder to a Timeline, or to every reason why not."""

from __future__ import annotations

import os

from analysis import canonical, check, rules, tables
from analysis.errors import Problem, Refused
from analysis.paths import case_folder
from analysis.schema import Package, package
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
    described = package(case_folder(case))
    found, problems = tables.read(described)
    problems += check.problems(found)
    problems += rules.problems(found, problems)
    if not problems:
        problems = [problem for table in found.values() for problem in canonical.layout(table)]
    return found, _in_order(problems, described)


def _in_order(problems: list[Problem], described: Package) -> list[Problem]:
    """By file, line and column, in the order in which the case describes them."""
    files = {schema.path: schema.columns for schema in described.tables.values()}
    paths = list(files)

    def place(problem: Problem) -> tuple[int, int, int]:
        path, line, field = problem.where.split(":", 2)
        columns = files[path]
        return paths.index(path), int(line), columns.index(field) if field in columns else -1

    return sorted(problems, key=place)
