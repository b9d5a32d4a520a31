"""The sweeps of the suite, every day of each: no file is missing, and none tells what came later.

They are in one file, which one process reads: each is run once. Of the runs that have one claimant
or one document, some are made: what differs from one to the next is a filter.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from batching import run_batch

from analysis.batch import store
from analysis.batch.make import Batch
from analysis.paths import DATA
from analysis.sweep import SWEEPS, Sweep, read
from analysis.sweep.axes import Days
from analysis.sweep.runs import Run
from stories.later import Tables, leaks, leaks_in, text_of

CONVOY = DATA / "convoy-2017"
DAY = "2017-09-02"
"""A day in the middle of the first case."""
EVERY = 4
"""Of the claimants and the documents that have a run each, every fourth is looked at."""
SHIPPED = sorted(path.stem for path in SWEEPS.glob("*.yaml"))


@dataclass(frozen=True)
class Swept:
    """A sweep and its batch."""

    sweep: Sweep
    batch: Batch

    @property
    def rows(self) -> list[dict[str, str]]:
        text = (self.batch.folder / store.TABLE).read_text(encoding="utf-8")
        return list(csv.DictReader(text.splitlines()))

    def values(self, run: str, notebook: str) -> Mapping[str, tuple[str, str]]:
        """What a notebook of a run recorded: by name, in words and by its claims."""
        return {
            row["name"]: (row["shown"], row["claims"])
            for row in self.rows
            if (row["run"], row["notebook"]) == (run, notebook)
        }


def some(sweep: Sweep) -> Sweep:
    """A sweep with all its days and sets, and some of the ids that have a run each."""
    grid = {n: ids if isinstance(ids, Days) else ids[::EVERY] for n, ids in sweep.runs.grid.items()}
    return replace(sweep, runs=replace(sweep.runs, grid=grid))


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Swept]:
    """Every sweep, run one after the other."""
    out = tmp_path_factory.mktemp("sweeps")
    swept = {name: some(read(Path(name))) for name in SHIPPED}
    return {name: Swept(item, run_batch(item, out / name)[0]) for name, item in swept.items()}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_run_is_there_and_leads_to_its_files(sweeps: Mapping[str, Swept], name: str) -> None:
    item = sweeps[name]
    runs = [run.name for run in item.sweep.runs]
    assert item.batch.failures == ()
    assert list(dict.fromkeys(row["run"] for row in item.rows)) == runs
    index = (item.batch.folder / store.INDEX).read_text(encoding="utf-8")
    for run in runs:
        assert f'href="runs/{run}/' in index
    for link in re.findall(r'href="(runs/[^"]+)"', index):
        assert (item.batch.folder / link).is_file()


def test_what_is_known_by_a_day_does_not_depend_on_how_it_is_run(
    sweeps: Mapping[str, Swept],
) -> None:
    """From one notebook, or from whole reports."""
    alone, whole = sweeps["toll-by-day"], sweeps["as-known"]
    days = [run.name for run in alone.sweep.runs]
    assert days == [run.name for run in whole.sweep.runs]
    texts = [alone.values(day, "casualties") for day in days]
    assert texts == [whole.values(day, "casualties") for day in days]
    assert texts[0] != texts[-1]


def of_a_day(swept: Swept) -> Iterator[tuple[Run, Path]]:
    """The runs of a sweep that are as published by a day, each with its folder."""
    for run in swept.sweep.runs:
        if run.parameters.get("as_of") and run.parameters.get("known_by", "published") != "said":
            yield run, swept.batch.folder / "runs" / run.name


@pytest.mark.parametrize("name", SHIPPED)
def test_no_report_of_a_day_tells_what_became_known_later(
    sweeps: Mapping[str, Swept], name: str
) -> None:
    early: dict[str, list[str]] = {}
    for run, folder in of_a_day(sweeps[name]):
        later = Tables(DATA / str(run.parameters["case"])).later(str(run.parameters["as_of"]))
        early |= leaks_in(folder, later)
    assert {where: words for where, words in early.items() if words} == {}


def test_every_day_of_the_first_case_is_looked_at(sweeps: Mapping[str, Swept]) -> None:
    days = {run.parameters["as_of"] for run, _ in of_a_day(sweeps["as-known"])}
    assert days == {f"2017-08-{n:02}" for n in range(27, 32)} | {
        f"2017-09-{n:02}" for n in range(1, 15)
    }
    assert [name for name in SHIPPED if list(of_a_day(sweeps[name]))] == [
        *("as-known", "sensitivity", "toll-by-day"),
    ]


def test_a_report_of_all_days_would_be_caught(sweeps: Mapping[str, Swept]) -> None:
    """The search has to find each kind of fact where a report prints it."""
    whole = sweeps["as-known"].batch.folder / "runs" / "2017-09-14" / "report.html"
    later = Tables(CONVOY).later(DAY)
    kinds = {what.split()[0] for what in leaks(text_of(whole.read_text(encoding="utf-8")), later)}
    assert kinds >= {"id", "address", "title", "publisher", "phrase", "label", "what", "the"}
