"""Every invented case, whole: its reports as known on some days, a batch, exports, and charts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml
from batching import run_batch
from conftest import CASES
from typer.testing import CliRunner
from words.test_plain_english import faults

from analysis.batch import store
from analysis.case.chapters import chapters
from analysis.cli import app
from analysis.report import make
from analysis.report.document import document
from analysis.report.exports import EXPORTS, FORMATS
from stories.later import Tables, leaks_in

FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
EACH = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
PRINTED = ("html", "pdf")
MOST_DAYS = 2
"""Days on which a report of a case is looked at, beside that of all days."""
WHOLE = "whole"
"""The run without a day."""
OWN = ("manifest.json", "log.json", store.RESULTS, store.THUMBNAIL)
"""Files that a report and a run of a batch do not have in common."""


def days(folder: Path) -> list[str]:
    """Some days on which a document came out, spread over the case, and never the last."""
    published = sorted(set(filter(None, Tables(folder).published.values())))[:-1]
    step = max(1, -(-len(published) // MOST_DAYS))
    return published[::step]


@cache
def reports(folder: Path, out: Path) -> Path:
    """A folder of reports of a case: as known on some days, and by all days."""
    place = out / folder.name
    place.mkdir()
    plan = {
        "parameters": {"case": str(folder)},
        "formats": list(PRINTED),
        "sets": [{"name": WHOLE}, *({"name": day, "as_of": day} for day in days(folder))],
    }
    (place / "days.yaml").write_text(yaml.safe_dump(plan), encoding="utf-8")
    batch, _ = run_batch(place / "days.yaml", place / "days")
    assert batch.failures == ()
    return place / "days" / store.RUNS


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
        early |= leaks_in(reports(folder, out) / day, later)
    assert early or not days(folder)
    assert {where: words for where, words in early.items() if words} == {}


def files(folder: Path) -> dict[str, bytes]:
    """The files of a report or run, by their paths, but those that only one of the two has."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {str(path.relative_to(folder)): path.read_bytes() for path in paths}
    return {name: data for name, data in named.items() if name not in OWN}


@EACH
def test_a_run_of_a_batch_is_the_report(folder: Path, out: Path, tmp_path: Path) -> None:
    make.make({"case": str(folder)}, formats=PRINTED, out=tmp_path / "report")
    printed, wanted = files(reports(folder, out) / WHOLE), files(tmp_path / "report")
    assert printed.keys() == wanted.keys()
    assert [name for name in wanted if printed[name] != wanted[name]] == []


def contested(*arguments: str) -> None:
    """The command, which must end well."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, (result.output, result.exception)


@EACH
def test_every_export_has_a_file(folder: Path, tmp_path: Path) -> None:
    contested("export", str(folder), "--to", ",".join(FORMATS), "--out", str(tmp_path / "x"))
    written = {path.name for path in (tmp_path / "x").iterdir() if path.stat().st_size}
    assert written == {folder.name + export.ending for export in EXPORTS.values()}


@EACH
def test_charts_are_printed_alone(folder: Path, out: Path, tmp_path: Path) -> None:
    """One as a picture of a column, one as a piece of a page; the report draws them all."""
    listed = chapters(folder)
    executed = reports(folder, out) / WHOLE / "notebooks"
    sections = document([executed / chapter.file for chapter in listed], listed).sections
    firsts = [section.figures[0] for section in sections if section.figures]
    for figure, form, start in zip(firsts, ("svg", "html"), (b"<?xml", b"<figure"), strict=False):
        path, name = tmp_path / f"one.{form}", f"{figure.notebook}/{figure.name}"
        contested("figure", name, f"case={folder}", "--width", "89mm", "--out", str(path))
        assert path.read_bytes().lstrip().startswith(start), name
    assert (tmp_path / "one.html").is_file()
