"""Messages for a person."""

from __future__ import annotations

import pickle

import pytest

from analysis.errors import Empty, Invalid, Problem, nearest, repeated, shorten

ONE = Problem("hedge", "'bear'", "one of bare, about", "did you mean bare?", "claims.csv", 2)
TWO = Problem("stated", "empty", "a number", "give it", "claims.csv", 9)


def test_a_problem_says_where_what_is_allowed_and_what_to_do() -> None:
    text = "claims.csv:2:hedge: 'bear'; one of bare, about; did you mean bare?"
    assert str(ONE) == text


def test_a_refusal_holds_every_problem() -> None:
    refused = Invalid(iter([ONE, TWO]))
    assert refused.problems == (ONE, TWO)
    assert str(refused) == f"{ONE}\n{TWO}"


def test_a_refusal_survives_the_way_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(Invalid([ONE, TWO])))
    assert isinstance(copy, Invalid)
    assert copy.problems == (ONE, TWO)
    assert str(copy) == f"{ONE}\n{TWO}"


def test_a_scope_without_a_claim_is_a_refusal_that_stays_one_of_its_kind() -> None:
    copy = pickle.loads(pickle.dumps(Empty([ONE])))
    assert type(copy) is Empty
    assert isinstance(copy, Invalid)
    assert copy.problems == (ONE,)


@pytest.mark.parametrize(
    ("rows", "lines", "last"),
    [
        ([], [], ""),
        ([4], [4], "x"),
        ([4, 5], [4, 5], "x"),
        ([4, 5, 6], [4, 5, 6], "x, and 1 rows like it"),
        ([4, 5, 6, 7, 9], [4, 5, 6], "x, and 3 rows like it"),
    ],
)
def test_a_problem_told_often_enough_is_only_counted(
    rows: list[int], lines: list[int], last: str
) -> None:
    problems = list(repeated(lambda row: Problem(str(row), "x", "", ""), iter(rows), most=2))
    assert [int(problem.where) for problem in problems] == lines
    if problems:
        assert problems[-1].value == last
        assert problems[-1].more == max(0, len(rows) - 2)


def test_a_notebook_shows_the_problems_in_place_of_a_traceback() -> None:
    texts = Invalid([ONE, TWO])._render_traceback_()
    assert texts == [f"Invalid: {ONE}", f"Invalid: {TWO}"]


@pytest.mark.parametrize(
    ("name", "known", "told"),
    [
        ("coaltion", ["coalition", "russia"], "did you mean coalition?"),
        ("iran", ["coalition", "russia"], "choose one of coalition, russia"),
        ("usa", iter(["b", "a", "b"]), "choose one of a, b"),
        ("usa", [], "there is none to choose from"),
        (
            "usa",
            [f"c{number:03}" for number in range(20)],
            "choose one of c000, c001, c002, c003, c004, c005, c006, c007, c008, c009, c010, c011 "
            "and 8 more",
        ),
    ],
)
def test_an_unknown_name_gets_the_nearest_or_the_choices(
    name: str, known: list[str], told: str
) -> None:
    assert nearest(name, known) == told


@pytest.mark.parametrize(
    ("names", "most", "told"),
    [
        ([], 2, ""),
        (["a"], 2, "a"),
        (["a", "b"], 2, "a, b"),
        (["a", "b", "c"], 2, "a, b and 1 more"),
    ],
)
def test_long_lists_are_cut_with_a_count(names: list[str], most: int, told: str) -> None:
    assert shorten(names, most) == told
