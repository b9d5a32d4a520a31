"""The index of a batch: whatever is in names and results, it is text there and no markup."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analysis.batch import index, results_table
from analysis.batch.store import RESULTS, THUMBNAIL, run_folder
from analysis.batch.task import Task

NASTY = 'it\'s <b>"bold"</b> & {{ title }} {% raw %} ≥ 5'
COUNT = 3


@dataclass
class Read(HTMLParser):
    """What a browser takes from a page: its cells, links, and what it shows under the pointer."""

    cells: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    in_cell: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th"):
            self.cells.append("")
            self.in_cell = True
        named = dict(attrs)
        self.links += [named["href"] or ""] if "href" in named else []
        self.titles += [named["title"] or ""] if "title" in named else []

    def handle_endtag(self, tag: str) -> None:
        self.in_cell &= tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.cells[-1] += data


def task(name: str, formats: tuple[str, ...] = ()) -> Task:
    parameters = {"words": NASTY, "flag": True, "nothing": None}
    return Task(name, (Path("4_tolls.ipynb"),), parameters, formats, "", {})


def page(folder: Path, tasks: list[Task], failures: list[tuple[Task, str]]) -> Read:
    varied = ("words", "flag", "nothing")
    rows = list(results_table.rows(folder, tasks, varied))
    read = Read()
    read.feed("".join(index.page(NASTY, folder, tasks, failures, rows, varied)))
    return read


@pytest.fixture
def tasks(tmp_path: Path) -> list[Task]:
    """Runs with more results than the page has columns for, one of them with a chart."""
    tasks = [task("n0", ("html", "pdf")), task("n1", ("pdf",)), task("n2")]
    result = {"notebook": "4_tolls", "shown": NASTY, "claims": "c1 & c2"}
    for each in tasks:
        folder = run_folder(tmp_path, each)
        folder.mkdir(parents=True)
        results = [{**result, "name": f"r{n}"} for n in range(index.COLUMNS + COUNT)]
        (folder / RESULTS).write_text(json.dumps(results), encoding="utf-8")
    (run_folder(tmp_path, tasks[0]) / THUMBNAIL).write_bytes(b"a picture")
    return tasks


def test_texts_stay_texts(tasks: list[Task], tmp_path: Path) -> None:
    read = page(tmp_path, tasks, [(task("bad"), NASTY)])
    expected = COUNT * (index.COLUMNS + 1) + 1  # results and a parameter of each run, and an error
    assert read.cells.count(NASTY) == expected
    assert set(read.titles) == {"c1 & c2"}
    assert read.cells.count("yes") == read.cells.count(index.DASH) == COUNT


def test_a_run_leads_to_the_page_that_is_opened_first(tasks: list[Task], tmp_path: Path) -> None:
    read = page(tmp_path, tasks, [(task("bad one"), "wrong")])
    assert read.links[0] == "failed/bad%20one/"
    fronts = [f"runs/{name}" for name in ("n0/report.html", "n1/report.pdf")]
    fronts += ["runs/n2/notebooks/4_tolls.ipynb"]
    assert read.links[1:4] == fronts


def test_results_beyond_the_columns_are_counted(tasks: list[Task], tmp_path: Path) -> None:
    text = "".join(
        index.page("", tmp_path, tasks, [], list(results_table.rows(tmp_path, tasks, ())), ())
    )
    assert f"in the order of the sweep; {COUNT} further results in results.csv" in text
    assert text.count("nothing to draw") == COUNT - 1


def test_without_runs_there_is_no_table(tmp_path: Path) -> None:
    read = page(tmp_path, [], [(task("bad"), "wrong")])
    assert read.cells[:4] == ["run", "what went wrong", "bad", "wrong"]
    assert len(read.cells) == 4


def test_the_command_does_without_what_only_the_index_needs() -> None:
    code = (
        "import sys, analysis.batch.local; print(sorted({'jinja2', 'pandas'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
