"""Every invented case, whole: its report, what it told on earlier days, and each chart alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from conftest import CASES
from words.test_plain_english import faults

from analysis.case.chapters import chapters
from analysis.report import make
from analysis.report.document import document
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
def reports(folder: Path, out: Path) -> Path:
    """A folder of reports of a case: as known on some days, and by all days."""
    for day in (WHOLE, *days(folder)):
        parameters = {"case": str(folder), **({} if day == WHOLE else {"as_of": day})}
        make.make(parameters, formats=("html", "pdf"), out=out / folder.name / day)
    return out / folder.name


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cases")


@EACH
def test_every_report_is_whole(folder: Path, out: Path) -> None:
    for run in (WHOLE, *days(folder)):
        for page in ("report.html", "report.pdf"):
            assert (reports(folder, out) / run / page).stat().st_size > 10_000


@EACH
def test_every_sentence_reads_as_a_newspaper_would_print_it(folder: Path, out: Path) -> None:
    listed = chapters(folder)
    wrong: dict[str, list[str]] = {}
    for run in (WHOLE, *days(folder)):
        executed = reports(folder, out) / run / "notebooks"
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
        run = reports(folder, out) / day
        for page in (path for path in sorted(run.rglob("*")) if path.suffix in READ):
            early[f"{day}/{page.relative_to(run)}"] = leaks(text_of_file(page), later)
    assert early
    assert {where: words for where, words in early.items() if words} == {}
