"""A chapter whose notebook was run with a choice of its own says so to the reader of the report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reporting import PARAMETERS, code, markdown, notebook

from analysis.case.scope import defaults
from analysis.case.timeline import Timeline
from analysis.report import narrower
from analysis.report.document import Document, Failure, Section, document
from analysis.report.pages import pages
from report.test_first_page import edition, text


def section(**own: Any) -> Section:
    return Section("crew", "Crew", (), (), parameters={**defaults(), **own})


ALSO = "This chapter shows also what the rest of this report leaves out."
# what the report is about, what the chapter has of its own, what is said
CHOICES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({}, {}, ""),
    ({}, {"case": "elsewhere", "measures": "people"}, ""),
    ({}, {"as_of": "2031-03-05"}, "This chapter shows only what was published by 5 March 2031."),
    (
        {},
        {"as_of": "2031-03-05", "known_by": "said"},
        "This chapter shows only what was said by 5 March 2031.",
    ),
    ({}, {"known_by": "said"}, ""),
    ({"as_of": "2031-03-05"}, {"as_of": "2031-03-05"}, ""),
    (
        {"as_of": "2031-03-05"},
        {"as_of": "2031-03-05", "claimants": "line,post"},
        "This chapter shows only figures of Alba Line and Harbour Post.",
    ),
    (
        {},
        {"start": "2031-03-04", "end": "2031-03-05", "said_to": "2031-03-06"},
        "This chapter shows only figures for 4 March to 5 March 2031 and only what was said "
        "6 March 2031 or before.",
    ),
    (
        {},
        {"sources": "post-2031-03-05", "leave_out": "more_than", "include_retellings": False},
        "This chapter shows only figures from “Ferry still on the reef” (Harbour Post), no figures "
        "that are hedged with “more than” and no figures that only repeat another.",
    ),
    (
        {},
        {"lead_source": "post-2031-03-05"},
        "It starts from “Ferry still on the reef” (Harbour Post).",
    ),
]


@pytest.mark.parametrize(("report", "own", "says"), CHOICES)
def test_a_choice_of_its_own_is_a_sentence(
    ferry: Timeline, report: dict[str, Any], own: dict[str, Any], says: str
) -> None:
    assert narrower.sentence(edition(ferry, **report), section(**own)) == says


def test_a_notebook_that_takes_no_part_in_a_choice_says_so(ferry: Timeline) -> None:
    bare = Section("crew", "Crew", (), (), parameters={"case": "x"})
    assert narrower.sentence(edition(ferry), bare) == ""
    assert narrower.sentence(edition(ferry, claimants="post"), bare) == ALSO


def test_other_values_under_the_names_of_parameters_are_passed_over(ferry: Timeline) -> None:
    own = section(start=7, as_of="soon")
    assert narrower.sentence(edition(ferry), own) == ""


def test_it_stands_in_the_chapter_as_its_notebook_was_run(ferry: Timeline, tmp_path: Path) -> None:
    cells = [
        markdown("# Crew\n\n**Who was there?**"),
        code(
            "parameters",
            PARAMETERS.replace('as_of: str = ""', 'as_of: str = "2031-03-05"'),
            "parameters",
        ),
        code("injected", '# Parameters\nclaimants = "post"\n', "injected-parameters"),
    ]
    read = document([notebook(tmp_path / "crew.ipynb", cells)])
    (chapter,) = read.sections
    assert (chapter.parameters["as_of"], chapter.parameters["claimants"]) == ("2031-03-05", "post")
    report = edition(ferry, read)
    whole = text(report)
    says = "only what was published by 5 March 2031 and only figures of Harbour Post."
    assert whole.count(f"This chapter shows {says}") == 1
    failed = Document((replace(chapter, blocks=(Failure("no"),)),))
    assert "This chapter shows" not in pages(replace(report, document=failed))
