"""The sentences that a case writes for its first page: when they are shown, and how they fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from conftest import Case

from analysis.case.load import load
from analysis.case.properties import LEAD_REASON, SELECTION, STATEMENTS, SUMMARY
from analysis.case.statements import known_ids, statements
from analysis.case.timeline import Timeline
from analysis.paths import PACKAGE

GOOD = {"sentence": "A ferry ran aground.", "rests_on": ["c001"]}


def written(case: Case, value: Any, name: str = SUMMARY) -> Case:
    """The case with that list of sentences, and without the others."""

    def replaced(data: bytes) -> bytes:
        head = {key: v for key, v in json.loads(data).items() if key not in STATEMENTS}
        return json.dumps({**head, name: value}, indent=1, ensure_ascii=False).encode()

    return case.describe(replaced)


@pytest.mark.parametrize(
    ("ids", "as_of", "known_by", "expected"),
    [
        (["c001"], "", "published", True),
        (["c001"], "2031-03-04", "published", True),
        (["c001", "c005"], "2031-03-04", "published", False),
        (["c001", "c005"], "2031-03-05", "published", True),
        (["post-2031-03-05"], "2031-03-04", "published", False),
        (["post-2031-03-05"], "2031-03-05", "published", True),
        (["radio-2031-03"], "2031-03-09", "published", False),  # no day on the copy
        (["radio-2031-03"], "", "published", True),
        (["2031-03-07-afloat"], "2031-03-06", "published", False),
        (["2031-03-07-afloat"], "2031-03-07", "published", True),
        (["d001"], "2031-03-04", "published", False),  # one of its claims is out
        (["d001"], "", "published", True),
        (["s001"], "2031-03-04", "published", False),
        (["s001"], "2031-03-09", "published", True),
    ],
)
def test_a_sentence_is_shown_once_all_it_rests_on_is_known(
    case: Case, ids: list[str], as_of: str, known_by: str, expected: bool
) -> None:
    written(case, [{"sentence": "So it was.", "rests_on": ids}, GOOD])
    timeline = load(case.folder)
    sentences = [s.sentence for s in statements(timeline, SUMMARY, as_of, known_by)]
    assert sentences == ["So it was."] * expected + [GOOD["sentence"]]


def test_a_case_without_the_lists_says_nothing(case: Case) -> None:
    written(case, [GOOD], LEAD_REASON)
    timeline = load(case.folder)
    assert [s.rests_on for s in statements(timeline, LEAD_REASON)] == [("c001",)]
    assert statements(timeline, SUMMARY) == statements(timeline, SELECTION) == ()


def test_nothing_is_known_that_came_out_later(ferry: Timeline) -> None:
    days = ["2031-03-04", "2031-03-05", "2031-03-06", "2031-03-07"]
    known = [known_ids(ferry, day) for day in days]
    assert known == sorted(known, key=len)
    assert all(earlier < later for earlier, later in pairwise(known))
    for day, ids in zip(days, known, strict=True):
        late = {c.claim_id for c in ferry if c.published and str(c.published.last) > day}
        assert not late & ids


WRONG: list[tuple[str, Any, list[str]]] = [
    ("an object", {}, [": {}; a list of sentences"]),
    ("empty", [], [": []; a list of sentences"]),
    ("text", ["So it was."], ["[1]: 'So it was.'; a sentence in curly brackets"]),
    ("a key too many", [{**GOOD, "rest_on": 1}], ["[1].rest_on: no such key; sentence and "]),
    ("a key too few", [{"sentence": "So."}], ["[1]: no rests_on; a sentence with sentence and"]),
    ("blank", [{**GOOD, "sentence": " "}], ["[1].sentence: ' '; text"]),
    ("half", [{**GOOD, "sentence": "So it"}], ["[1].sentence: 'So it'; a whole sentence"]),
    ("no ids", [{**GOOD, "rests_on": []}], ["[1].rests_on: []; a list of ids"]),
    ("one id", [{**GOOD, "rests_on": "c001"}], ["[1].rests_on: 'c001'; a list of ids"]),
    ("a number", [{**GOOD, "rests_on": [1]}], ["[1].rests_on[1]: 1; an id"]),
    ("twice", [{**GOOD, "rests_on": ["c001", "c001"]}], ["[1].rests_on[2]: 'c001' twice"]),
    (
        "unknown, of two sentences",
        [{**GOOD, "rests_on": ["c001", "c0001"]}, {**GOOD, "rests_on": ["alba"]}],
        [
            "[1].rests_on[2]: 'c0001'; an id of claims, events, disputes, searches or sources; ",
            "[2].rests_on[1]: 'alba'; an id of claims,",
        ],
    ),
]


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize(
    ("value", "expected"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_a_wrong_list_is_refused_with_everything_that_is_wrong(
    case: Case, name: str, value: Any, expected: list[str]
) -> None:
    problems = written(case, value, name).problems()
    lines = (case.folder / PACKAGE).read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines, 1) if name in line)
    assert len(problems) == len(expected), problems
    for problem, beginning in zip(problems, expected, strict=True):
        file, line, rest = problem.split(":", 2)
        assert (file, rest.startswith(f"{name}{beginning}")) == (PACKAGE, True), problem
        assert int(line) >= first


@pytest.mark.parametrize(
    "breaking",
    [
        lambda case: case.change("claims", "c001", said_on="someday"),
        lambda case: case.edit("claims", "c001,line", "c001,,line"),
        lambda case: case.path("events").unlink(),
    ],
    ids=["a cell", "a row", "a file"],
)
def test_what_only_follows_from_another_problem_is_not_said(
    case: Case, breaking: Callable[[Case], object]
) -> None:
    breaking(written(case, [GOOD]))
    assert case.problems()
    assert [problem for problem in case.problems() if problem.startswith(PACKAGE)] == []
