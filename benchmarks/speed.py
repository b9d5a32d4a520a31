"""How fast the suite is: each figure beside its limit, measured on this machine, now.

Run by `make bench`; no test depends on it. Times are those of the best of several runs.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import frictionless
import nbformat
import pandas as pd
from measuring import Record, Taken, best, recording, taken
from nbclient import NotebookClient
from synthetic import package_of

import analysis as an
from analysis.case import constraints, tables
from analysis.case.chapters import chapters
from analysis.case.schema import package
from analysis.paths import ROOT

BIN = Path(sys.executable).parent
MANY, FEW = 1_000_000, 100_000
SLOW_FORMS = {"swimlanes": 0.09, "tree": 0.09, "strip": 0.15, "locator": 0.15}
"""Forms with many marks, or with a map, and the seconds of CPU that they may take."""


def command(*words: str) -> Callable[[], object]:
    """A command of the suite, its output thrown away."""
    return lambda: subprocess.run(
        [BIN / words[0], *words[1:]], check=True, capture_output=True, cwd=ROOT
    )


def commands(record: Record) -> None:
    record.show("contested --help", best(5, command("contested", "--help")), 0.2)
    checked = best(5, command("contested", "check", "convoy-2017"))
    record.show("contested check convoy-2017", checked, 0.4)


Form = Callable[[str], an.Chart]


def forms() -> dict[str, Form]:
    """Each form over the convoy, to be given a title."""
    whole = an.load("convoy-2017")
    lead = whole.where(source_id=whole.package.lead_source, measure="buses")
    valley = whole.where(measure="strikes").within("middle_euphrates")
    against = whole.where(source_id=whole.package.lead_source, measure="strikes")
    released = whole.where(measure=["strikes", "engagements"])
    vehicles = whole.where(measure="vehicles_struck", category="total")
    listed = whole.where(measure="hardware_destroyed", said_on="2017-09-02")
    placed = whole.where(measure=["buses", "convoy_vehicles", "days_stranded"])
    return {
        "steps": lambda title: an.charts.steps(whole.where(measure="fighters_killed"), title),
        "claimed_and_counted": lambda title: an.charts.claimed_and_counted(
            valley, title, against=against
        ),
        "evidence_by_day": lambda title: an.charts.evidence_by_day(whole, title),
        "hedge_matrix": lambda title: an.charts.hedge_matrix(whole, title),
        "intervals": lambda title: an.charts.intervals(vehicles, title),
        "swimlanes": lambda title: an.charts.swimlanes(whole, title),
        "tree": lambda title: an.charts.tree(whole, title, min_claims=6),
        "locator": lambda title: an.charts.locator(placed, title),
        "dumbbell": lambda title: an.charts.dumbbell(
            released, title, first="strikes", second="engagements"
        ),
        "comparison_table": lambda title: an.charts.comparison_table(listed, title),
        "strip": lambda title: an.charts.strip(placed, title),
        "said_and_about": lambda title: an.charts.said_and_about(lead, title),
        "waffle": lambda title: an.charts.waffle(whole.where(measure="buses"), title, whole=lead),
        "claims_and_origins": lambda title: an.charts.claims_and_origins(whole, title),
    }


def charts(record: Record) -> None:
    for name, form in forms().items():
        titles = (f"{name} {number}" for number in count())
        marks = len(form("first").table)
        drawn = best(5, written(form, titles))
        what = f"chart {name}, {marks} marks, built and as PNG"
        record.show(what, drawn, SLOW_FORMS.get(name, 0.06), of="cpu")


def written(form: Form, titles: Iterator[str]) -> Callable[[], object]:
    """Building a chart and printing it, each time another: typst remembers what it has printed."""
    return lambda: form(next(titles)).png()


def notebooks(record: Record) -> None:
    """The cells alone, imports included, in a kernel that is already running."""
    for path in (chapter.notebook for chapter in chapters("convoy-2017")):
        took = min((in_kernel(path) for _ in range(2)), key=lambda item: item.wall)
        record.show(f"{path.stem}, in a running kernel", took, 0.8)


def in_kernel(path: Path) -> Taken:
    """All the cells of a notebook, without the start of their kernel; CPU is of this process."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(notebook)
    with client.setup_kernel():
        return taken(
            lambda: [
                client.execute_cell(cell, number)
                for number, cell in enumerate(client.nb.cells)
                if cell.cell_type == "code"
            ]
        )


def reports(record: Record) -> None:
    with TemporaryDirectory() as folder:
        out = str(Path(folder) / "report")
        result = best(2, command("contested", "report", "--out", out))
    record.show("contested report, HTML and PDF", result, 8)


def million(record: Record) -> None:
    with TemporaryDirectory() as folder:
        many = package_of(Path(folder) / "many", MANY)
        few = package_of(Path(folder) / "few", FEW)
        bare = best(3, lambda: pd.read_csv(many / "claims.csv"))
        checked = best(3, lambda: examined(many))
        record.show(f"pandas.read_csv of {MANY:,} claims", bare)
        limit = min(2.0, 10 * bare.wall)
        record.show(f"read and every check of the schema, {MANY:,} claims", checked, limit)
        print(f"{'':<10}that is {checked.wall / bare.wall:.1f} times the bare read (limit 10)")
        record.show(f"read and check, {FEW:,} claims", best(3, lambda: examined(few)))
        with frictionless.system.use_context(trusted=True):  # its schema lies beside the case
            slow = taken(lambda: frictionless.validate(str(few / "datapackage.json")))
        record.show(f"frictionless validate, {FEW:,} claims", slow)


def examined(folder: Path) -> None:
    """What `load` does before the rules."""
    matches, problems = tables.read(package(folder))
    problems += [p for fault in constraints.faults(matches) for p in fault.problems()]
    if problems:
        raise SystemExit("\n".join(map(str, problems[:5])))


if __name__ == "__main__":
    with recording("speed") as record:
        for part in (commands, charts, notebooks, million, reports):
            part(record)
