"""From parameters, grid and sets to runs."""

from __future__ import annotations

import pytest

from sweep.conftest import Folder


def test_days_need_no_quotation_marks_and_yaml_may_repeat_itself(folder: Folder) -> None:
    text = (
        "parameters: &p {start: 2031-03-04}\n"
        "sets: [{<<: *p, end: 2031-03-05}, {<<: *p, end: 2031-03}]"
    )
    assert folder.parameters(text) == [
        {"start": "2031-03-04", "end": "2031-03-05"},
        {"start": "2031-03-04", "end": "2031-03"},
    ]


# what stands below `notebooks: one.ipynb`, and how each problem begins
WRONG: list[tuple[str, list[str]]] = [
    ("parameters: [a]", ["2:parameters: no mapping; parameters with values"]),
    (
        "parameters: {strat: 2031}",
        [
            "2:parameters.strat: no such parameter in one.ipynb; a parameter of every notebook; "
            "did you mean start?"
        ],
    ),
    (
        "grid: {case: [a, b], claimants: {each: claimants}}",
        [
            "2:grid.case: several cases",
            "2:grid.case[1]: 'a'; a case",
            "2:grid.case[2]: 'b'; a case",
        ],
    ),
    ("sets: [{strat: x}, {strat: y}]", ["2:sets[1].strat: no such parameter in one.ipynb"]),
    (
        "sets: [{start: 2031}]\ngrid: {start: [2032]}",
        [
            "2:sets[1].start: in sets and in the grid",
            "2:sets[1].start: 2031; text",
            "3:grid.start[1]: 2032; text",
        ],
    ),
    (
        "parameters: {lead_source: {same: sorces}, sources: wire-2031-03-05}",
        [
            "2:parameters.lead_source: 'sorces'; a parameter that every run has; did you "
            "mean sources?"
        ],
    ),
    (
        "parameters: {lead_source: {same: lead_source}}",
        ["2:parameters.lead_source: 'lead_source'; a parameter that every run has"],
    ),
]


@pytest.mark.parametrize(("text", "problems"), WRONG, ids=[text[:48] for text, _ in WRONG])
def test_parameters_that_make_no_runs_are_reported_at_their_line(
    folder: Folder, text: str, problems: list[str]
) -> None:
    folder.check(text, problems)
