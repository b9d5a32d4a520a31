"""The page "Your first case in 30 minutes", typed step by step in an empty folder."""

from __future__ import annotations

import csv
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis.case.load import load
from analysis.paths import ROOT

PAGE = ROOT / "docs" / "first-case.md"
BLOCK = re.compile(r"```(console|csv|json)\n(.*?)```", re.DOTALL)
CASE = Path("stories") / "cannery-2031"


@dataclass(frozen=True)
class Step:
    """What a reader types: a command with what it prints, or lines of a file with its name."""

    kind: str
    text: str
    prints: str = ""


def steps(page: str) -> Iterator[Step]:
    """The steps of a page, in order."""
    for block in BLOCK.finditer(page):
        kind, text = block[1], block[2]
        if kind != "console":
            named = re.findall(r"`([\w.]+)`", page[: block.start()])
            yield Step(named[-1], text)
            continue
        for command in text.removeprefix("$ ").split("\n$ "):
            typed, *rest = command.replace("\\\n", "").splitlines()
            yield Step("command", typed, "\n".join(rest))


def typed(step: Step, folder: Path) -> str:
    """What a command prints, run as a reader would; it must end well."""
    program, *arguments = shlex.split(step.text)
    assert program == "contested"
    command = [sys.executable, "-c", "from analysis.cli import main; main()", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (step.text, done.stdout, done.stderr)
    return done.stdout.strip()


def edited(step: Step, folder: Path) -> None:
    """Lines put into a file of the case as the page says."""
    path = folder / CASE / step.kind
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        header, _, rest = text.partition("\n")
        path.write_text(f"{header}\n{step.text}{rest}", encoding="utf-8")
        return
    key = step.text.partition(":")[0] + ":" + step.text.split(":")[1]
    now, count = re.subn(rf"{re.escape(key)}: \"[^\"]*\"", step.text.strip(), text)
    assert count == 1, key
    path.write_text(now, encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every step of the page was taken, and printed what the page says."""
    folder = tmp_path_factory.mktemp("first")
    for step in steps(PAGE.read_text(encoding="utf-8")):
        if step.kind != "command":
            edited(step, folder)
            continue
        printed = typed(step, folder)
        assert printed == step.prints, step.text
    return folder


def test_the_page_has_every_step() -> None:
    listed = list(steps(PAGE.read_text(encoding="utf-8")))
    verbs = [shlex.split(step.text)[1] for step in listed if step.kind == "command"]
    assert set(verbs) == {"new", "tidy", "check", "add", "dispute", "report", "figure"}
    assert [step.kind for step in listed if step.kind != "command"] == [
        *("links.csv", "datapackage.json"),
    ]


def test_the_case_holds_what_was_typed(folder: Path) -> None:
    timeline = load(folder / CASE)
    claims = {c.claim_id: (c.phrase, str(c.quantity)) for c in timeline}
    assert claims == {
        "c001": ("at least three workers have died", "at least 3"),
        "c002": ("three dead", "3"),
        "c003": ("nine people have died", "9"),
        "c004": ("eight people died", "8"),
    }
    assert timeline["c002"].origin == "c001"
    assert timeline.package.lead_source == timeline["c002"].source_id


def test_the_report_shows_the_words_and_the_contradiction(folder: Path) -> None:
    page = (folder / "report" / "report.html").read_text(encoding="utf-8")
    for words in ("at least three workers have died", "eight people died", "The Lorne Echo"):
        assert words in page
    assert "How many people were killed?" in page
    assert "the later total of one claimant is below the earlier one of another" in page
    assert "Example Post" not in page


def test_every_number_of_the_report_leads_to_a_claim_of_the_case(folder: Path) -> None:
    text = (folder / "report" / "numbers.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    named = {claim for row in rows for claim in row["claims"].split()}
    assert named == {"c001", "c002", "c003", "c004"}


def test_a_batch_tells_of_each_day_what_was_known_then(folder: Path) -> None:
    """Of the case's own notebook, which names the case as the folder above its own."""
    days = ("2031-05-05", "2031-05-08")
    text = f"notebooks: [{CASE}/notebooks/toll.ipynb]\ngrid: {{as_of: [{', '.join(days)}]}}\n"
    (folder / "days.yaml").write_text(text, encoding="utf-8")
    typed(Step("command", "contested batch days.yaml --out days"), folder)
    table = (folder / "days" / "results.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(table)))
    timeline = load(folder / CASE)
    cited = [{c for r in rows if r["as_of"] == day for c in r["claims"].split()} for day in days]
    for day, claims in zip(days, cited, strict=True):
        published = [timeline[claim].published for claim in claims]
        assert published
        assert all(when and str(when.last) <= day for when in published)
    assert cited[0] != cited[1]


def test_one_chart_is_a_picture(folder: Path) -> None:
    assert (folder / "toll.svg").read_bytes().startswith(b"<?xml")
