"""The HTML of the explorer: its parts, from `assets/parts.html`, and its style sheet."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import printable
from typing import Any

from analysis.case.timeline import Timeline
from analysis.charts.kit import raster
from analysis.words.templates import templates

ASSETS = Path(__file__).parent / "assets"
PARTS = "parts.html"
STYLE, SCRIPT = ASSETS / "explore.css", ASSETS / "explore.js"
ADDED = "“”‘’–−…·≠✓→"
"""Letters that charts and sentences add to those of a case."""


def part(name: str, /, **values: Any) -> str:
    """One part of the explorer as HTML, every value escaped.

    name: a macro of `assets/parts.html`. values: what the macro takes.
    """
    return str(getattr(_macros(), name)(**values))


def style(timeline: Timeline) -> str:
    """The style sheet as an element, with the charts' typeface cut to the letters of a case."""
    cells = (cell for rows in timeline.rows.values() for row in rows for cell in row.values())
    letters = {*printable, *ADDED}.union(*cells)
    return f"<style>{raster.embedded(letters)}\n{STYLE.read_text(encoding='utf-8')}</style>"


@cache
def _macros() -> Any:
    """The template's macros, compiled at the first use: a second use costs no more than a call."""
    environment = templates(ASSETS)
    environment.globals["script"] = SCRIPT.read_text(encoding="utf-8")
    return environment.get_template(PARTS).module
