"""Every rule between rows, broken once, and what is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Case
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.load import examine
from analysis.case.relations import in_circles

# id, how the case is broken, what is printed
BETWEEN: list[tuple[str, Callable[[Case], object], list[str]]] = [
    (
        "a place inside itself",
        lambda case: case.change("places", "strait", within="north_bay"),
        [
            "places.csv:2:within: 'north_bay', inside itself; places that contain it; "
            "take one of the containers out",
            "places.csv:5:within: 'strait', inside itself; places that contain it; "
            "take one of the containers out",
        ],
    ),
    (
        "an unknown whole",
        lambda case: case.edit("measures", "level,total,where", "level,totl,where"),
        [
            "measures.csv:3:whole: 'totl'; a measure and category of measures.csv; "
            "did you mean people/total?"
        ],
    ),
    (
        "a whole without a frame",
        lambda case: case.edit("measures", "level,total,where", "level,total,"),
        ["measures.csv:3:frame: empty; whole and frame together; give both, or neither"],
    ),
    (
        "a frame without a whole",
        lambda case: case.edit("measures", "level,total,where", "level,,where"),
        ["measures.csv:3:frame: 'where'; whole and frame together; give both, or neither"],
    ),
    (
        "a subset of nothing",
        lambda case: case.change("measures", "dead", subset_of="injured/totl"),
        [
            "measures.csv:9:subset_of: 'injured/totl'; a measure and category of measures.csv; "
            "did you mean injured/total?"
        ],
    ),
    (
        "a link to itself",
        lambda case: case.change("links", "c004", other_id="c004"),
        ["links.csv:2:other_id: 'c004', itself; another claim; correct it"],
    ),
    (
        "links in a circle",
        lambda case: case.add("links", "c004", claim_id="c001", other_id="c004"),
        [
            "links.csv:2:other_id: 'c004', a circle; an earlier utterance; "
            "take one of the links out",
            "links.csv:3:other_id: 'c001', a circle; an earlier utterance; "
            "take one of the links out",
        ],
    ),
    (
        "a retelling before the first utterance",
        lambda case: case.change("links", "c004", other_id="c023"),
        [
            "links.csv:2:other_id: 'c023', published 2031-03-07, after 2031-03-05; "
            "an earlier utterance; turn the link round"
        ],
    ),
    (
        "a retelling of words that were said after it",
        lambda case: case.add(
            "links", "c018", claim_id="c018", other_id="c027", certainty="possible"
        ).change("claims", "c027", said_on="2031-03-07"),
        [
            "links.csv:8:other_id: 'c027', published 2031-03-07, after 2031-03-06; "
            "an earlier utterance; turn the link round"
        ],
    ),
    (
        "a repetition of another measure",
        lambda case: case.change("links", "c004", other_id="c002"),
        [
            "links.csv:2:other_id: 'c002', of another measure; a claim of people; "
            "use garbles where the thing counted has changed"
        ],
    ),
    (
        "a factor of a repetition",
        lambda case: case.change("links", "c004", factor="2"),
        [
            "links.csv:2:factor: '2', for repeats; a factor for relative_to alone; "
            "clear it, or use relative_to"
        ],
    ),
    (
        "a factor that the words do not state",
        lambda case: case.add("links", "c004", relation="relative_to", factor="2"),
        [
            "links.csv:2:factor: '2', but '212 people' states no factor; "
            "the factor that the words state; correct it, or clear it"
        ],
    ),
    (
        "a number of people for a share",
        lambda case: case.add("links", "c004", claim_id="c005", relation="share_of"),
        [
            "links.csv:4:relation: share_of, for c005; share_of for a share in per cent; "
            "use part_of for a number of things"
        ],
    ),
    (
        "taken back before it was printed",
        lambda case: case.add(
            "links", "c004", claim_id="c001", relation="withdraws", other_id="c023"
        ),
        [
            "links.csv:2:other_id: 'c023', published 2031-03-07, after 2031-03-04; "
            "an earlier utterance; turn the link round"
        ],
    ),
    (
        "a dispute judged twice",
        lambda case: case.add(
            "disputes", "d001", dispute_id="d004", claims="c023|c010|c001", state="explained"
        ),
        [
            "disputes.csv:5:claims: 'c023|c010|c001', on line 2 already; "
            "one row for each contradiction; keep one of the two"
        ],
    ),
    (
        "an event known before its documents",
        lambda case: case.change("events", "2031-03-06-tug", known="2031-03-05"),
        [
            "events.csv:4:known: '2031-03-05', before any of its documents; "
            "a day on which one of them was out; correct it, or leave it empty"
        ],
    ),
    (
        "an event known by a document without a day",
        lambda case: case.change(
            "events", "2031-03-06-tug", known="2031-03-06", sources="radio-2031-03"
        ),
        [
            "events.csv:4:known: '2031-03-06', before any of its documents; "
            "a day on which one of them was out; correct it, or leave it empty"
        ],
    ),
    (
        "a search due before its day",
        lambda case: case.change("searches", "s001", due="2031-03-04"),
        [
            "searches.csv:2:due: '2031-03-04', before the end of 2031-03-05; "
            "a day from the last that it covers on; correct it, or leave it empty"
        ],
    ),
]


@pytest.mark.parametrize(
    ("breaking", "printed"), [row[1:] for row in BETWEEN], ids=[row[0] for row in BETWEEN]
)
def test_what_is_wrong_between_rows_is_a_problem(
    case: Case, breaking: Callable[[Case], object], printed: list[str]
) -> None:
    breaking(case)
    before = case.hash()
    assert case.problems() == printed
    assert case.hash() == before


# what may look broken and is not
SOUND: list[tuple[str, Callable[[Case], object]]] = [
    (
        "alternatives",
        lambda case: case.add("links", "c004", other_id="c009", certainty="possible"),
    ),
    (
        "a garbled measure",
        lambda case: case.change("links", "c004", relation="garbles", other_id="c002"),
    ),
    (
        "a correction of an earlier figure by a later",
        lambda case: case.change("links", "c019", other_id="c008"),
    ),
    (
        "a retelling of a copy without a date",
        lambda case: case.add(
            "links", "c004", claim_id="c027", other_id="c021", relation="garbles"
        ),
    ),
    (
        "words said before, in a document that came out after",
        lambda case: case.add(
            "links", "c018", claim_id="c018", other_id="c027", certainty="possible"
        ).change("claims", "c027", said_on="2031-03-05", covers="2031-03-04/2031-03-05"),
    ),
    (
        "a dispute that a coder sees",
        lambda case: case.add(
            "disputes",
            "d001",
            dispute_id="d004",
            claims="c001|c002",
            raised_by="coder",
            fingerprint="c45748df",
        ),
    ),
]


@pytest.mark.parametrize("making", [row[1] for row in SOUND], ids=[row[0] for row in SOUND])
def test_what_is_right_between_rows_passes(case: Case, making: Callable[[Case], object]) -> None:
    making(case)
    assert case.problems() == []


def test_a_wrong_link_hides_no_contradiction_but_those_it_joins(case: Case) -> None:
    case.drop("disputes", "d001").change("links", "c004", other_id="c004")
    examined = examine(case.folder)
    assert [problem.file for problem in examined.problems] == ["links.csv"]
    (proposal,) = examined.proposed
    assert proposal.dispute.claims == ("c001", "c004", "c010", "c023")


# id, how the case is changed, why what is proposed and the row that judged it before
PROPOSED: list[tuple[str, Callable[[Case], object], list[tuple[str, str, str]]]] = [
    (
        "a contradiction without a row",
        lambda case: case.drop("disputes", "d001"),
        [("new", "c001|c010|c023", "")],
    ),
    (
        "a failed sum without a row",
        lambda case: case.drop("disputes", "d003"),
        [("new", "c011|c012|c014", "")],
    ),
    (
        "claims that have changed",
        lambda case: case.change("claims", "c026", covers="2031-03-02"),
        [("changed", "c025|c026", "d002")],
    ),
    (
        "a claim that has joined it",
        lambda case: case.change("claims", "c004", phrase="211 people", stated="211"),
        [("grown", "c001|c004|c010|c023", "d001")],
    ),
    (
        "one that no check raises",
        lambda case: case.add(
            "disputes", "d001", dispute_id="d004", claims="c002|c001", fingerprint="c45748df"
        ),
        [("settled", "c001|c002", "d004")],
    ),
    (
        "one that a coder saw before a check did",
        lambda case: case.change("disputes", "d001", raised_by="coder"),
        [],
    ),
    (
        "a row of a coder whose claims have changed",
        lambda case: case.add(
            "disputes", "d001", dispute_id="d004", claims="c002|c001", raised_by="coder"
        ),
        [("changed", "c001|c002", "d004")],
    ),
]


@pytest.mark.parametrize(
    ("changing", "expected"), [row[1:] for row in PROPOSED], ids=[row[0] for row in PROPOSED]
)
def test_what_has_to_be_judged_is_proposed_and_no_problem(
    case: Case, changing: Callable[[Case], object], expected: list[tuple[str, str, str]]
) -> None:
    changing(case)
    examined = examine(case.folder)
    assert list(examined.problems) == []
    assert len(case.load()) == 27
    assert [
        (p.why, "|".join(p.dispute.claims), p.row.get("dispute_id", "")) for p in examined.proposed
    ] == expected


def test_nothing_is_said_of_contradictions_that_a_wrong_row_touches(case: Case) -> None:
    case.change("claims", "c010", speech="sung")
    assert [problem.split(";")[0] for problem in case.problems()] == [
        "claims.csv:11:speech: 'sung'"
    ]


def test_nothing_is_said_between_rows_while_a_row_is_wrong(case: Case) -> None:
    case.drop("disputes", "d001").change("claims", "c001", phrase="213 people")
    assert [problem.split(":")[0] for problem in case.problems()] == ["claims.csv"]


def _reaches(name: str, parents: dict[str, list[str]]) -> bool:
    """Whether the way from child to parent leads back to a name."""
    pending, seen = list(parents.get(name, ())), set()
    while pending:
        parent = pending.pop()
        if parent == name:
            return True
        if parent not in seen:
            seen.add(parent)
            pending += parents.get(parent, ())
    return False


NAMES = st.sampled_from("abcdefg")


@given(parents=st.dictionaries(NAMES, st.lists(NAMES, max_size=3)))
def test_circles_are_those_that_lead_back(parents: dict[str, list[str]]) -> None:
    assert in_circles(parents) == {name for name in parents if _reaches(name, parents)}


def test_a_long_chain_is_followed_to_its_end() -> None:
    chain = {str(number): [str(number + 1)] for number in range(100_000)}
    assert in_circles(chain) == set()
    assert len(in_circles({**chain, "100000": ["0"]})) == 100_001
