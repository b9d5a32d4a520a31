"""Which case a command means where none is named."""

from __future__ import annotations

from pathlib import Path

import typer

from analysis.errors import Invalid, Problem, shorten
from analysis.paths import BEGIN, PACKAGE, USUAL_CASE, cases

HELP = "A name under data/, or a path; by default the case of the current folder."


def to_read(case: str) -> str:
    """The case that a command reads.

    case: as typed; where it is empty the case is that of the current folder, else the usual one.
    """
    return case or _current() or USUAL_CASE


def to_write(case: str) -> str:
    """The case that a command changes.

    case: as typed; where it is empty the case is that of the current folder, else the only one
    there is, which is printed. Raises Invalid where there are several, or none.
    """
    if case or (case := _current()):
        return case
    names = cases()
    if len(names) != 1:
        fix = f"add --case, with a path or one of {shorten(names)}" if names else BEGIN
        raise Invalid([Problem("case", "no case is named", "the case to change", fix)])
    typer.echo(f"No case is named: {names[0]} is taken.", err=True)
    return names[0]


def _current() -> str:
    """The current folder, where it is that of a case; otherwise empty."""
    return "." if Path(PACKAGE).is_file() else ""
