"""The column for which one chart is printed: its width, the form of the file, and where it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Problem, Refused, nearest

UNITS = {"mm": 1 / 25.4, "cm": 1 / 2.54, "in": 1.0, "pt": 1 / 72, "px": 1 / 96}
"""Inches in each unit; 96 px are an inch, as on the web."""
NARROWEST, WIDEST = 20 / 25.4, 400 / 25.4
"""Inches: less holds no chart, and no page of a newspaper is wider."""
FORMS = ("svg", "pdf", "png")
COARSEST, FINEST = 72, 1200
LENGTH = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)", re.IGNORECASE)
EXAMPLE = "write it as 89mm, 8.9cm, 3.5in, 252pt or 336px"


@dataclass(frozen=True)
class Column:
    """inches: how wide. form: of the file. dots: of a PNG, to the inch. out: the file."""

    inches: float
    form: str
    dots: int
    out: Path


def column(name: str, width: str, form: str, dots: int, out: Path | None) -> Column:
    """What is asked for; the form is by default that of the file, the file named after the chart.

    name: the notebook and the cell.

    Raises Refused with everything that is wrong with it.
    """
    inches, problems = _inches(width)
    chosen = form or (out.suffix.removeprefix(".").lower() if out else "") or FORMS[0]
    if chosen not in FORMS:
        problems.append(Problem("format", repr(chosen), " or ".join(FORMS), nearest(chosen, FORMS)))
    ending = out.suffix.removeprefix(".").lower() if out else ""
    if form and ending in FORMS and ending != form:
        do = f"leave out --format, or name the file {out and out.stem}.{form}"
        problems.append(
            Problem("format", f"{form}, but the file ends in .{ending}", "one form", do)
        )
    if out and out.is_dir():
        problems.append(Problem("out", f"{out} is a folder", "a file", "name a file in it"))
    if not COARSEST <= dots <= FINEST:
        allowed = f"{COARSEST} to {FINEST}"
        problems.append(Problem("dpi", str(dots), allowed, "300 suits most printers"))
    if problems:
        raise Refused(problems)
    return Column(inches, chosen, dots, out or _named(name, width, chosen))


def millimetres(inches: float) -> str:
    """A length as a reader thinks of it."""
    return f"{inches * 25.4:.0f}mm"


def _named(name: str, width: str, form: str) -> Path:
    """A file in the working folder, after notebook, cell and width."""
    notebook, _, cell = name.rpartition("/")
    return Path(f"{Path(notebook).stem}-{cell}-{''.join(width.split())}.{form}")


def _inches(text: str) -> tuple[float, list[Problem]]:
    found = LENGTH.fullmatch(text.strip())
    if not found or found[2].lower() not in UNITS:
        units = ", ".join(UNITS)
        return 0.0, [Problem("width", repr(text), f"a number and one of {units}", EXAMPLE)]
    inches = float(found[1]) * UNITS[found[2].lower()]
    if NARROWEST <= inches <= WIDEST:
        return inches, []
    allowed = f"{millimetres(NARROWEST)} to {millimetres(WIDEST)}"
    return inches, [Problem("width", repr(text), allowed, EXAMPLE)]
