"""Messages for a person."""

from __future__ import annotations

import pickle

import pytest

from analysis.errors import (
    MOST,
    Empty,
    Gathered,
    Invalid,
    Place,
    Problem,
    counted,
    nearest,
    neighbours,
    repeated,
    shorten,
)

BEAR = Problem("hedge", "'bear'", "one of bare, about", "did you mean bare?", "claims.csv", 2)
BLANK = Problem("stated", "empty", "a number", "give it", "claims.csv", 9)


def test_a_problem_says_where_what_is_allowed_and_what_to_do() -> None:
    text = "claims.csv:2:hedge: 'bear'; one of bare, about; did you mean bare?"
    assert str(BEAR) == text


def test_a_refusal_holds_every_problem() -> None:
    refused = Invalid(iter([BEAR, BLANK]))
    assert refused.problems == (BEAR, BLANK)
    assert str(refused) == f"{BEAR}\n{BLANK}"


def test_a_refusal_survives_the_way_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(Invalid([BEAR, BLANK])))
    assert isinstance(copy, Invalid)
    assert copy.problems == (BEAR, BLANK)
    assert str(copy) == f"{BEAR}\n{BLANK}"


def test_an_empty_scope_survives_the_way_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(Empty([BEAR])))
    assert type(copy) is Empty
    assert isinstance(copy, Invalid)
    assert copy.problems == (BEAR,)


@pytest.mark.parametrize(
    ("count", "listed", "last"),
    [
        (0, 0, ""),
        (1, 1, "x"),
        (MOST, MOST, "x"),
        (MOST + 1, MOST + 1, "x"),
        (MOST + 2, MOST + 1, "x, and 1 row like it"),
        (MOST + 3_001, MOST + 1, "x, and 3,000 rows like it"),
    ],
)
def test_problems_of_a_kind_are_counted_beyond_the_first_of_them(
    count: int, listed: int, last: str
) -> None:
    rows = range(4, 4 + count)
    problems = list(repeated(lambda row: Problem(str(row), "x", "", ""), iter(rows)))
    assert [int(problem.where) for problem in problems] == list(rows[:listed])
    if problems:
        assert problems[-1].value == last
        assert counted(problems) == count


def test_gathered_problems_are_raised_once_each_in_order_of_the_file() -> None:
    def refused() -> int:
        raise Invalid([BLANK, BEAR])

    met = Gathered()
    met.refuse()
    met.add([Problem("case", "'x'", "a case", "name it"), BLANK])
    assert met.tried(refused, 7) == 7
    assert met.tried(lambda: 3, 7) == 3
    with pytest.raises(Invalid) as raised:
        met.refuse("claims.csv")
    assert [problem.field for problem in raised.value.problems] == ["hedge", "stated", "case"]


def test_a_problem_can_be_put_at_another_place() -> None:
    problem = BEAR.at(Place("low", "links.csv", 3))
    assert str(problem) == "links.csv:3:low: 'bear'; one of bare, about; did you mean bare?"


def test_a_notebook_shows_the_problems_in_place_of_a_traceback() -> None:
    texts = Invalid([BEAR, BLANK])._render_traceback_()
    assert texts == [f"Invalid: {BEAR}", f"Invalid: {BLANK}"]


RUDAW = "choose one of rudaw-2017-08-30, rudaw-2017-09-02"


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("coaltion", ["coalition", "russia"], "did you mean coalition?"),
        ("iran", ["coalition", "russia"], "choose one of coalition, russia"),
        ("usa", iter(["b", "a", "b"]), "choose one of a, b"),
        ("Hezbollah", ["hezbollah", "iran"], "did you mean hezbollah?"),
        ("middle euphrates", ["middle_euphrates", "iran"], "did you mean middle_euphrates?"),
        ("rudaw", ["dpa-1", "rudaw-2", "rudaw-1"], "choose one of rudaw-1, rudaw-2"),
        ("rudow", ["dpa-1", "rudaw-2017-08-30", "rudaw-2017-09-02"], RUDAW),
        ("us-led coalition", ["coalition", "russia"], "did you mean coalition?"),
        ("kill", ["killed", "wounded"], "did you mean killed?"),
        ("c3", ["c003", "c013"], "did you mean c003?"),
        ("", ["a", "b"], "choose one of a, b"),
        ("x" * 100_000, ["a", "b"], "choose one of a, b"),
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
    name: str, known: list[str], expected: str
) -> None:
    assert nearest(name, known) == expected


@pytest.mark.parametrize(
    ("names", "most", "expected"),
    [
        ([], 2, ""),
        (["a"], 2, "a"),
        (["a", "b"], 2, "a, b"),
        (["a", "b", "c"], 2, "a, b and 1 more"),
    ],
)
def test_long_lists_are_cut_with_a_count(names: list[str], most: int, expected: str) -> None:
    assert shorten(names, most) == expected


def test_of_many_names_only_those_near_are_compared() -> None:
    names = [f"c{number:06}" for number in range(100_000)]
    some = neighbours("c05000", names)
    assert "c050000" in some
    assert len(some) < 3_000
    assert neighbours("b", ["a", "c"]) == ["a", "c"]
