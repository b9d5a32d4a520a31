"""The common parameters: every wrong one is told at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import FERRY

from analysis.case.scope import Scope, defaults, read_parameters
from analysis.case.timeline import Timeline
from analysis.errors import Invalid


def ids(timeline: Timeline) -> set[str]:
    return {row["claim_id"] for row in timeline.chosen}


def test_the_common_parameters_have_a_single_home() -> None:
    assert list(defaults()) == [
        *("case", "start", "end", "said_from", "said_to", "as_of", "sources", "claimants"),
        *("include_retellings", "lead_source", "leave_out", "known_by"),
    ]
    assert Scope() == Scope.checked() == Scope(**defaults())


QUOTES = "put it in quotation marks; for papermill, pass it with -r"

# a parameter and its value, what is printed
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"strat": ""}, "strat: no such parameter; a common parameter; did you mean start?"),
    ({"start": 2031}, f"start: 2031; text; {QUOTES} start"),
    ({"case": None}, f"case: None; text; {QUOTES} case"),
    ({"sources": ["wire"]}, f"sources: ['wire']; text; {QUOTES} sources"),
    (
        {"include_retellings": "True"},
        "include_retellings: 'True'; true or false; without quotation marks",
    ),
    (
        {"include_retellings": 1},
        "include_retellings: 1; true or false; without quotation marks",
    ),
    ({"as_of": "2031-02-30"}, "as_of: '2031-02-30'; a day that exists; write year-month-day"),
    ({"end": "9/2/2017"}, "end: '9/2/2017'; a day that exists; write year-month-day"),
    (
        {"start": "2031-03-04/.."},
        "start: '2031-03-04/..'; a day that exists; write year-month-day",
    ),
    (
        {"end": "2031-03-04/2031-03-05"},
        "end: '2031-03-04/2031-03-05'; a day that exists; write year-month-day",
    ),
    (
        {"as_of": "[2031-03-04,2031-03-05]"},
        "as_of: '[2031-03-04,2031-03-05]'; a day that exists; write year-month-day",
    ),
    ({"leave_out": "abuot"}, "leave_out: 'abuot'; a hedge; did you mean about?"),
    ({"leave_out": "about, morethan"}, "leave_out: 'morethan'; a hedge; did you mean more_than?"),
    ({"leave_out": None}, f"leave_out: None; text; {QUOTES} leave_out"),
    ({"known_by": "sad"}, "known_by: 'sad'; published or said; did you mean said?"),
    ({"known_by": ""}, "known_by: ''; published or said; choose one of published, said"),
]


@pytest.mark.parametrize(("parameters", "printed"), WRONG)
def test_a_wrong_parameter_is_a_problem(parameters: dict[str, Any], printed: str) -> None:
    with pytest.raises(Invalid) as refused:
        Scope.checked(**parameters)
    assert str(refused.value) == printed


def test_every_wrong_parameter_comes_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        Scope.checked(
            start=2031, end="soon", as_of="2031-02-30", claimant="line", include_retellings="no"
        )
    assert [problem.where for problem in refused.value.problems] == [
        *("start", "end", "as_of", "claimant", "include_retellings"),
    ]


@pytest.mark.parametrize("day", ["", "2031-03-04", "2031-03", "2031", "2031-03-04?"])
def test_a_day_a_month_or_a_year_is_a_limit(day: str) -> None:
    assert Scope.checked(start=day, end=day, as_of=day).start == day


def test_papermill_turns_a_year_into_a_number_and_that_is_a_problem(tmp_path: Path) -> None:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "a",
        "metadata": {"tags": ["parameters"]},
        "outputs": [],
        "source": 'start: str = ""',
    }
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = {
        "cells": [cell],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (tmp_path / "in.ipynb").write_text(json.dumps(book))
    command = [sys.executable, "-m", "papermill", "in.ipynb", "out.ipynb", "--prepare-only"]
    for flag, number in (("-p", 2024), ("-r", "2024")):
        done = subprocess.run(
            [*command, flag, "start", "2024"], cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        cells = json.loads((tmp_path / "out.ipynb").read_text())["cells"]
        injected: dict[str, Any] = {}
        exec("".join(cells[-1]["source"]), injected)
        assert injected["start"] == number
        if flag == "-r":
            assert Scope.checked(start=injected["start"]).start == "2024"
        else:
            with pytest.raises(Invalid, match=r"^start: 2024; text; .* pass it with -r start$"):
                Scope.checked(start=injected["start"])


def test_a_notebook_hands_on_its_variables_and_only_parameters_count() -> None:
    variables = {
        "case": "ferry",
        "start": "2031",
        "include_retellings": False,
        "pd": pytest,
        "timeline": "x",
        "told": 3,
        "starts": [1, 2],
    }
    scope = Scope.from_notebook(variables)
    assert scope == Scope(case="ferry", start="2031", include_retellings=False)


def test_a_misspelt_parameter_among_the_variables_is_a_problem() -> None:
    with pytest.raises(Invalid) as refused:
        Scope.from_notebook({"claimant": "line", "as_off": "2031", "end": 2031})
    assert [str(problem) for problem in refused.value.problems] == [
        f"end: 2031; text; {QUOTES} end",
        "claimant: no such parameter; a common parameter; did you mean claimants?",
        "as_off: no such parameter; a common parameter; did you mean as_of?",
    ]


def test_a_scope_loads_and_narrows_its_case(ferry: Timeline) -> None:
    timeline = Scope(str(FERRY), claimants="line, post", as_of="2031-03-05").load()
    assert ids(timeline) == ids(ferry.where(claimant=["line", "post"]).as_of("2031-03-05"))
    assert [name for name, _ in timeline.filters] == ["as of", "claimant"]


def test_a_claimant_who_has_said_nothing_yet_is_no_error(ferry: Timeline) -> None:
    narrowed = Scope(claimants="ministry", as_of="2031-03-04").narrow(ferry)
    assert ids(narrowed) == set()
    with pytest.raises(Invalid, match="the day of the first claim"):
        Scope(as_of="2031-03-03").narrow(ferry)


def test_claims_of_a_hedge_are_left_out_with_those_that_lost_it(ferry: Timeline) -> None:
    left = Scope(leave_out="about, more_than").narrow(ferry)
    gone = {claim.claim_id for claim in ferry} - ids(left)
    lost = {c.claim_id for c in ferry if c.hedge_lost and c.drawn.hedge == "more_than"}
    printed = {row["claim_id"] for row in ferry.chosen if row["hedge"] in ("about", "more_than")}
    assert gone == printed | lost
    assert lost
    assert left.filters == (("left out", "about, more_than"),)


def test_what_was_known_goes_by_the_day_published_or_said(ferry: Timeline) -> None:
    by_said = Scope(as_of="2031-03-06", known_by="said").narrow(ferry)
    assert ids(by_said) == ids(ferry.as_of("2031-03-06", by="said"))
    assert ids(by_said) - ids(Scope(as_of="2031-03-06").narrow(ferry))
    assert ids(Scope(known_by="said").narrow(ferry)) == ids(ferry)


def test_a_scope_that_was_not_checked_is_refused_when_it_narrows(ferry: Timeline) -> None:
    with pytest.raises(Invalid) as refused:
        Scope(leave_out="abuot", known_by="sad").narrow(ferry)
    assert [problem.where for problem in refused.value.problems] == ["leave_out", "known_by"]


def test_an_empty_scope_leaves_everything(ferry: Timeline) -> None:
    timeline = Scope().narrow(ferry)
    assert ids(timeline) == ids(ferry)
    assert (timeline.filters, timeline.notes) == ((), ())


def test_every_parameter_narrows(ferry: Timeline) -> None:
    assert ids(Scope(sources="wire-2031-03-05,radio-2031-03").narrow(ferry)) == ids(
        ferry.where(source_id=["wire-2031-03-05", "radio-2031-03"])
    )
    assert ids(Scope(start="2031-03-06").narrow(ferry)) == ids(ferry.during("2031-03-06"))
    assert ids(Scope(end="2031-03-03").narrow(ferry)) == {"c006", "c026"}
    firsts = Scope(include_retellings=False).narrow(ferry)
    assert ids(firsts) == ids(ferry.first_utterances()) | {"c004", "c005"}
    assert ids(Scope(lead_source="post-2031-03-06").narrow(ferry)) == ids(ferry)


def test_misspelt_names_come_at_once_with_the_nearest(ferry: Timeline) -> None:
    scope = Scope(
        claimants="line,cosatguard", sources="wire-2031-03-06", lead_source="post-2031-03-0"
    )
    with pytest.raises(Invalid) as refused:
        scope.narrow(ferry)
    assert str(refused.value).splitlines() == [
        "sources: 'wire-2031-03-06'; one that the case has; did you mean wire-2031-03-05?",
        "claimants: 'cosatguard'; one that the case has; did you mean coastguard?",
        "lead_source: 'post-2031-03-0'; a document of the case; "
        "choose one of post-2031-03-05, post-2031-03-06",
    ]


def test_an_end_before_its_start_is_refused_by_the_names_of_both(ferry: Timeline) -> None:
    days = {"start": "2031-03-06", "end": "2031-03-04", "said_from": "2032", "said_to": "2031-12"}
    with pytest.raises(Invalid) as refused:
        Scope.checked(**days)
    assert str(refused.value).splitlines() == [
        "end: '2031-03-04', before start '2031-03-06'; that day or a later one; change either",
        "said_to: '2031-12', before said_from '2032'; that day or a later one; change either",
    ]
    with pytest.raises(Invalid, match="an interval whose first day is not after its last"):
        Scope(start="2031-03-06", end="2031-03-04").narrow(ferry)


@pytest.mark.parametrize("same", ["2031-03-04", "2031-03", "2031"])
def test_a_period_may_end_on_the_day_in_the_month_or_year_it_starts(same: str) -> None:
    assert Scope.checked(start="2031-03-04", end=same, said_from="2031-03-04", said_to=same)


def test_what_was_said_on_some_days_is_not_what_is_about_them(ferry: Timeline) -> None:
    said = Scope(said_from="2031-03-06", said_to="2031-03-06").narrow(ferry)
    about = Scope(start="2031-03-06", end="2031-03-06").narrow(ferry)
    assert ids(said) == {"c017", "c018", "c019", "c020"}
    assert ids(said) - ids(about)
    assert ids(about) - ids(said)
    whole_month = Scope(said_from="2031-03", end="2031-03-03").narrow(ferry)
    assert ids(whole_month) == ids(Scope(end="2031-03-03").narrow(ferry))


def test_an_unknown_case_is_refused() -> None:
    with pytest.raises(Invalid, match=r"^case: 'no-such-case'; a case or a folder; "):
        Scope(case="no-such-case").load()


def test_the_lead_is_the_scopes_or_the_cases_own(ferry: Timeline) -> None:
    assert Scope().lead(ferry) == "post-2031-03-05"
    assert Scope(lead_source="wire-2031-03-05").lead(ferry) == "wire-2031-03-05"


def test_the_lead_is_a_document_of_the_case(ferry: Timeline) -> None:
    two = "post-2031-03-05,wire-2031-03-05"
    printed = f"lead_source: '{two}'; the id of one document; name one of them"
    unknown = "lead_source: 'post'; a document of the case; choose one of"
    with pytest.raises(Invalid) as refused:
        Scope.checked(lead_source=two)
    assert str(refused.value) == printed
    for ask in (Scope.narrow, Scope.lead):
        with pytest.raises(Invalid) as refused:
            ask(Scope(lead_source=two), ferry)
        assert str(refused.value) == printed
        with pytest.raises(Invalid, match=f"^{unknown}"):
            ask(Scope(lead_source="post"), ferry)


def test_parameters_are_read_as_text_but_for_the_switch() -> None:
    data = read_parameters(["start=2031", "include_retellings=False", "case=a=b"])
    assert data == {"start": "2031", "include_retellings": False, "case": "a=b"}
    assert read_parameters([]) == {}


def test_parameters_that_cannot_be_read_come_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_parameters(["start", "strat=2031", "end=soon", "claimants=true"])
    assert str(refused.value).splitlines() == [
        "parameter: 'start'; name=value; put = between them",
        "strat: no such parameter; a parameter of the notebooks; did you mean start?",
        "end: 'soon'; a day that exists; write year-month-day",
        f"claimants: True; text; {QUOTES} claimants",
    ]
