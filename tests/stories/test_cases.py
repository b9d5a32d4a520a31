"""Every invented case, whole: its report, what it told on earlier days, and each chart alone."""

from __future__ import annotations

import json
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest
from conftest import CASES
from words.test_plain_english import faults

from analysis.batch import store
from analysis.batch.local import local_executor
from analysis.batch.make import Batch, make
from analysis.case.chapters import chapters
from analysis.engine import Limits
from analysis.report.document import document
from analysis.sweep import read
from stories.later import Tables, leaks, text_of_file

FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
EACH = pytest.mark.parametrize(
    "folder",
    [
        pytest.param(path, id=path.name, marks=pytest.mark.xdist_group(path.name))
        for path in FOLDERS
    ],
)
READ = (".html", ".csv", ".ipynb")
"""Kinds of files of a run that somebody reads."""
MOST_DAYS = 3
"""Days on which a report of a case is looked at, beside that of all days."""
WHOLE = "whole"
"""The run without a day."""


def days(folder: Path) -> list[str]:
    """Some days on which a document came out, spread over the case, and never the last."""
    published = sorted(set(filter(None, Tables(folder).published.values())))[:-1]
    step = -(-len(published) // MOST_DAYS)
    return published[::step]


@cache
def batch(folder: Path, out: Path) -> Batch:
    """Reports of a case: as known on some days, and by all days."""
    runs = {WHOLE: {}, **{day: {"as_of": day} for day in days(folder)}}
    sweep = {
        "title": "A case, day by day",
        "formats": ["html", "pdf"],
        "parameters": {"case": str(folder)},
        "sets": [{"name": name, **parameters} for name, parameters in runs.items()],
    }
    file = out / f"{folder.name}.yaml"
    file.write_text(json.dumps(sweep), encoding="utf-8")
    with local_executor(None, Limits()) as executor:
        return make(read(file), out / folder.name, lambda: nullcontext(executor), lambda _: None)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cases")


@EACH
def test_every_run_is_whole_and_its_index_leads_to_it(folder: Path, out: Path) -> None:
    done = batch(folder, out)
    assert done.failures == ()
    index = (done.folder / store.INDEX).read_text(encoding="utf-8")
    for run in (WHOLE, *days(folder)):
        for page in ("report.html", "report.pdf"):
            assert (done.folder / "runs" / run / page).stat().st_size > 10_000
        assert f'href="runs/{run}/' in index


@EACH
def test_every_sentence_reads_as_a_newspaper_would_print_it(folder: Path, out: Path) -> None:
    listed = chapters(folder)
    wrong: dict[str, list[str]] = {}
    for run in (WHOLE, *days(folder)):
        executed = batch(folder, out).folder / "runs" / run / "notebooks"
        whole = document([executed / chapter.file for chapter in listed], listed)
        sentences = [item for section in whole.sections for item in section.sentences]
        assert sentences
        wrong |= {f"{run}: {item}": faulty for item in sentences if (faulty := faults(str(item)))}
    assert wrong == {}


@EACH
def test_no_report_of_a_day_tells_what_became_known_later(folder: Path, out: Path) -> None:
    early: dict[str, list[str]] = {}
    for day in days(folder):
        later = Tables(folder).later(day)
        run = batch(folder, out).folder / "runs" / day
        for page in (path for path in sorted(run.rglob("*")) if path.suffix in READ):
            early[f"{day}/{page.relative_to(run)}"] = leaks(text_of_file(page), later)
    assert early
    assert {where: words for where, words in early.items() if words} == {}
