"""The index of a batch: one page that needs no other file, with charts and results of every run.

The page is a template, `assets/batch.html`; this file gathers its values. It imports Jinja2, which
the command does without until an index is written.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from string import printable
from typing import Any
from urllib.parse import quote

from analysis.batch.results_table import varied_values
from analysis.batch.store import FAILED, RUNS, THUMBNAIL, run_folder
from analysis.batch.task import Task
from analysis.charts.kit import raster
from analysis.claims.cells import spaced
from analysis.errors import many
from analysis.notebooks import provenance
from analysis.notebooks.kernels import NOTEBOOKS
from analysis.words.templates import templates

ASSETS = Path(__file__).parent / "assets"
DASH = "–"
FACES = ("Regular", "Semibold")
"""Faces of the typeface that the page uses."""
COLUMNS = 8
"""Results that have a column of their own."""


def page(
    title: str,
    out: Path,
    tasks: Sequence[Task],
    failures: Sequence[tuple[Task, str]],
    rows: Iterable[Mapping[str, Any]],
    varied: Sequence[str],
) -> Iterator[str]:
    """The page, piece by piece: the charts of a thousand runs are never all in memory.

    title: of the sweep. out: the folder of the batch. tasks: the runs that are there. failures:
    the others, each with its error. rows: the results, as `results_table.rows` gives them. varied:
    the names of the parameters that tell runs apart.
    """
    template = templates(ASSETS).get_template("batch.html")
    context = {
        "title": title,
        "reach": _reach(len(tasks), len(failures)),
        "failures": [_failure(task, error) for task, error in failures],
        "provenance": _provenance(tasks),
        **_table(tasks, list(rows), varied),
    }
    # The typeface is cut down to the letters of this page, so the page without charts is made
    # first, to see which they are. Letters that any language may use are always there.
    bare = template.render(context, faces="", style="", has_charts=False)
    yield from template.generate(
        context,
        faces=raster.faces(bare + printable, FACES),
        style=(ASSETS / "batch.css").read_text(encoding="utf-8"),
        has_charts=any((run_folder(out, task) / THUMBNAIL).is_file() for task in tasks),
        charts=_charts(out, tasks),
    )


def _reach(ready: int, failed: int) -> str:
    if not failed:
        return f"{many(ready, 'run')}, each with parameters and axes of its own."
    return f"{ready:,} of {many(ready + failed, 'run')}; the others failed."


def _provenance(tasks: Sequence[Task]) -> str:
    """The data and the code of the first run, in words; each run has its own in its manifest."""
    origin = tasks[0].origin if tasks else {}
    case = origin.get("case") or {}
    sentences = [f"Case {case['name']} {case['version']}."] if case else []
    sentences += [f"Made with version {provenance.version()} of the suite."]
    return " ".join([*sentences, "What went into a run stands in its manifest.json."])


def _failure(task: Task, error: str) -> Mapping[str, str]:
    return {"run": task.name, "address": f"{FAILED}/{quote(task.name)}/", "error": error}


def _charts(out: Path, tasks: Iterable[Task]) -> Iterator[Mapping[str, str]]:
    """The chart of each run in base64, read when the page comes to it; empty where it has none."""
    for task in tasks:
        path = run_folder(out, task) / THUMBNAIL
        png = base64.b64encode(path.read_bytes()).decode("ascii") if path.is_file() else ""
        yield {"run": task.name, "address": _first_address(task), "png": png}


def _table(
    tasks: Sequence[Task], rows: Sequence[Mapping[str, Any]], varied: Sequence[str]
) -> Mapping[str, object]:
    """The template's table: a line for each run with its parameters, its results and its files.

    varied: the parameters that are printed, those that are not the same in every run.
    """
    names, others = _columns(rows)
    records = {(row["run"], row["notebook"], row["name"]): row for row in rows}
    several = len({notebook for notebook, _ in names}) > 1
    columns = [{"words": name, "notebook": ""} for name in ("run", *varied)]
    columns += [
        {"words": spaced(name), "notebook": notebook if several else ""} for notebook, name in names
    ]
    beyond = f"; {many(others, 'further result')} in results.csv" if others else ""
    lines = [
        {
            "run": task.name,
            "address": _first_address(task),
            "parameters": [_display(value) for value in varied_values(task, varied).values()],
            "results": [records.get((task.name, *name)) for name in names],
            "files": _files(task),
        }
        for task in tasks
    ]
    caption = f"Every run, in the order of the sweep{beyond}"
    return {"caption": caption, "columns": columns, "lines": lines}


def _columns(rows: Iterable[Mapping[str, Any]]) -> tuple[list[tuple[str, str]], int]:
    """The results that most runs have, each by notebook and name, and how many others there are."""
    counts = Counter((row["notebook"], row["name"]) for row in rows if row["name"])
    most = {name for name, _ in counts.most_common(COLUMNS)}
    return [name for name in counts if name in most], len(counts) - len(most)


def _display(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return DASH if value in ("", None) else str(value)


def _files(task: Task) -> list[Mapping[str, str]]:
    """The pages and the notebooks of a run, each with its address."""
    pages = [(f"report.{form}", form.upper()) for form in task.formats]
    books = [(f"{NOTEBOOKS}/{path.name}", path.stem) for path in task.notebooks]
    return [{"address": _address(task, name), "words": words} for name, words in [*pages, *books]]


def _first_address(task: Task) -> str:
    """The address of the file of a run that a reader opens first."""
    if "html" in task.formats:
        return _address(task, "report.html")
    if task.formats:
        return _address(task, f"report.{task.formats[0]}")
    return _address(task, f"{NOTEBOOKS}/{task.notebooks[0].name}")


def _address(task: Task, name: str) -> str:
    return quote(f"{RUNS}/{task.name}/{name}")
