"""How fast the suite is: each figure beside its limit, measured on this machine, now.

Run by `make bench`; no test depends on it. Times are the best of several runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import frictionless
import nbformat
import pandas as pd
from nbclient import NotebookClient
from synthetic import package_of

import analysis as an
from analysis import check, tables
from analysis.paths import ROOT, notebook_files
from analysis.schema import package

BIN = Path(sys.executable).parent
MANY, FEW = 1_000_000, 100_000


def best(times: int, action: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    return min(timed(action) for _ in range(times))


def timed(action: Callable[[], object]) -> float:
    """One run, in seconds."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def show(what: str, seconds: float, limit: float | None = None) -> None:
    """One line of the table."""
    allowed = f"{limit:8.2f}" if limit else "       -"
    verdict = "" if limit is None else "ok" if seconds <= limit else "TOO SLOW"
    print(f"{what:<58}{seconds:8.3f}{allowed}  {verdict}")


def command(*words: str) -> Callable[[], object]:
    """A command of the suite, its output thrown away."""
    return lambda: subprocess.run(
        [BIN / words[0], *words[1:]], check=True, capture_output=True, cwd=ROOT
    )


def commands() -> None:
    show("contested --help", best(5, command("contested", "--help")), 0.3)
    show("contested check convoy-2017", best(5, command("contested", "check", "convoy-2017")), 1.0)


def charts() -> None:
    timeline = an.load("convoy-2017")
    lead = timeline.where(source_id=timeline.package.lead_source, measure="buses")
    whole, released = (
        lead.where(category="total"),
        timeline.where(measure=["strikes", "engagements"]),
    )
    forms: dict[str, Callable[[], an.Chart]] = {
        "climb": lambda: an.charts.climb(timeline.where(measure="fighters_killed"), "toll"),
        "cumulative": lambda: an.charts.cumulative(
            timeline.where(measure="strikes").within("middle_euphrates"),
            "valley",
            timeline.where(source_id=timeline.package.lead_source, measure="strikes"),
        ),
        "days": lambda: an.charts.days(timeline, "evidence"),
        "drift": lambda: an.charts.drift(timeline, "hedges"),
        "ladder": lambda: an.charts.ladder(
            timeline.where(measure="vehicles_struck", category="total"), "vehicles"
        ),
        "lanes": lambda: an.charts.lanes(timeline, "who said"),
        "lineage": lambda: an.charts.lineage(timeline, "lineage", smallest=6),
        "pairs": lambda: an.charts.pairs(released, "releases", "strikes", "engagements"),
        "parts": lambda: an.charts.parts(
            timeline.where(measure="hardware_destroyed", said_on="2017-09-02"), "list"
        ),
        "spans": lambda: an.charts.spans(lead, "spans"),
        "squares": lambda: an.charts.squares(
            timeline.where(measure="buses").once(), "where", whole
        ),
        "tally": lambda: an.charts.tally(timeline, "tally"),
    }
    for name, form in forms.items():
        marks = len(form().table)
        show(f"chart {name}, {marks} marks, built and as PNG", best(5, written(form)), 0.08)


def written(form: Callable[[], an.Chart]) -> Callable[[], object]:
    """Building a chart and writing it."""
    return lambda: form().png()


def notebooks() -> None:
    """The cells alone, imports included, in a kernel that is already running."""
    for path in notebook_files():
        show(f"{path.stem}, in a running kernel", min(in_kernel(path) for _ in range(2)), 2.0)


def in_kernel(path: Path) -> float:
    """Seconds for all the cells of a notebook, without the start of their kernel."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook)
    with client.setup_kernel():
        return timed(
            lambda: [
                client.execute_cell(cell, number)
                for number, cell in enumerate(client.nb.cells)
                if cell.cell_type == "code"
            ]
        )


def reports() -> None:
    with TemporaryDirectory() as folder:
        out = str(Path(folder) / "report")
        show(
            "contested report, HTML and PDF",
            best(2, command("contested", "report", "--out", out)),
            20,
        )


def million() -> None:
    with TemporaryDirectory() as folder:
        many = package_of(Path(folder) / "many", MANY)
        few = package_of(Path(folder) / "few", FEW)
        bare = best(3, lambda: pd.read_csv(many / "claims.csv"))
        checked = best(3, lambda: examined(many))
        show(f"pandas.read_csv of {MANY:,} claims", bare)
        show(f"read and every check of the schema, {MANY:,} claims", checked, min(2.0, 10 * bare))
        print(f"{'':<10}that is {checked / bare:.1f} times the bare read (limit 10)")
        show(f"read and check, {FEW:,} claims", best(3, lambda: examined(few)))
        slow = timed(lambda: frictionless.validate(str(few / "datapackage.json")))
        show(f"frictionless validate, {FEW:,} claims", slow)


def examined(folder: Path) -> None:
    """What `load` does before the rules."""
    found, problems = tables.read(package(folder))
    problems += check.problems(found)
    if problems:
        raise SystemExit("\n".join(map(str, problems[:5])))


if __name__ == "__main__":
    print(f"{os.cpu_count()} cores; seconds, best of several\n{'':<58}{'took':>8}{'limit':>8}")
    for part in (commands, charts, notebooks, million, reports):
        part()
