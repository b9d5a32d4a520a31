"""As known on a day, a report says nothing that became known later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from analysis.paths import DATA
from analysis.sweep.runs import Run
from stories.conftest import SHIPPED, Swept
from stories.later import Tables, forms, leaks, text_of, text_of_file

pytestmark = pytest.mark.xdist_group("sweeps")

CONVOY = DATA / "convoy-2017"
DAY = "2017-09-02"
"""A day in the middle of the first case."""
READ = (".html", ".csv", ".ipynb")
"""Kinds of files of a run that somebody reads."""


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
        pages = [path for path in sorted(folder.rglob("*")) if path.suffix in READ]
        assert pages
        for page in pages:
            where = f"{run.name}/{page.relative_to(folder)}"
            early[where] = leaks(text_of_file(page), later)
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


# words of a page on 2 September, whether they tell what came later
WORDS = [
    ("said on 3 September 2017", True),
    ("Sun 3 Sep", True),
    ("<td>2017-09-03</td>", True),
    ("September 3", True),
    ("from 28 August to 2 September 2017", False),
    ("13 September and 30 September", True),
    ("3 Septemberish, 23 claims, 2 Sep", False),
    ('<a href="https://example.org/c174">', True),
    ("#c174", True),
    ("c1741", False),
    ("c002 and c007", False),
    ("Six buses go back&#32;west", True),
    ("data:image/png;base64,c174", False),
]


@pytest.mark.parametrize(("page", "later"), WORDS)
def test_what_came_later_is_caught_in_whatever_form(page: str, later: bool) -> None:
    assert bool(leaks(text_of(page), Tables(CONVOY).later(DAY))) == later


def test_a_day_has_its_forms() -> None:
    assert forms(date(2017, 9, 3)) == (
        *("2017-09-03", "3 September", "3 Sep", "September 3", "Sep 3"),
    )
