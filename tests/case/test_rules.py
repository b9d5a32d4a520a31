"""Every rule within a row, broken once, and what is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Case

from analysis.case.rules import ROW_RULES


def _claim(claim_id: str, **cells: str) -> Callable[[Case], Case]:
    return lambda case: case.change("claims", claim_id, **cells)


NINE = "there were in all just six sorties on Monday"
HOLD = "correct hedge and number, or the words"


def _dataset(case: Case) -> Case:
    """With a row of a data set: a number without words."""
    source = next(row["source_id"] for row in case.rows("claims") if row["claim_id"] == "c003")
    case.change("sources", source, kind="dataset")
    return case.change("claims", "c003", phrase="", locator="row 12, best")


def _added(case: Case) -> Case:
    """With a count that was added to a running total."""
    for row in case.rows("measures"):
        if row["measure"] == "injured":
            case.change("measures", "injured", counts=f"{row['counts']}|added")
    return case.change("claims", "c003", counts="added", covers="2031-03-04")


# id, rule, how the case is broken, what is printed
ROWS: list[tuple[str, str, Callable[[Case], object], list[str]]] = [
    (
        "a phrase of nine words",
        "_few_words",
        _claim("c011", phrase=NINE),
        ["claims.csv:12:phrase: 9 words; at most 8 words; cut it to the figure's own words"],
    ),
    (
        "a window of seven words",
        "_few_words",
        _claim("c006", window="since the Monday of that same week"),
        ["claims.csv:7:window: 7 words; at most 6 words; cut it to the figure's own words"],
    ),
    (
        "a verb of four words",
        "_few_words",
        _claim("c007", verb="have since been injured"),
        ["claims.csv:8:verb: 4 words; at most 3 words; cut it to the figure's own words"],
    ),
    (
        "a category of another measure",
        "_declared",
        _claim("c003", category="ashore"),
        ["claims.csv:4:category: 'ashore'; a category of injured; choose one of total"],
    ),
    (
        "one category of a set that is of another measure",
        "_declared",
        _claim("c001", category="[total,hours]"),
        [
            "claims.csv:2:category: 'hours'; a category of people; "
            "choose one of aboard_still, ashore, total"
        ],
    ),
    (
        "counts that the measure cannot be",
        "_declared",
        _claim("c003", counts="level"),
        [
            "claims.csv:4:counts: 'level'; "
            "one of running_total, new, unclear for injured/total; "
            "correct it here or in measures.csv"
        ],
    ),
    (
        "a number beside none",
        "_numbers",
        _claim("c022", stated="3"),
        ["claims.csv:23:stated: '3'; empty for none; choose another hedge or clear it"],
    ),
    (
        "a number beside several",
        "_numbers",
        _claim("c007", stated="3"),
        ["claims.csv:8:stated: '3'; empty for unquantified; choose another hedge or clear it"],
    ),
    (
        "a hedge without its number",
        "_numbers",
        _claim("c003", stated=""),
        ["claims.csv:4:stated: empty; the printed number for bare; type it, or choose none"],
    ),
    (
        "a bound that follows from the hedge",
        "_numbers",
        _claim("c002", low="50"),
        [
            "claims.csv:3:low: 50 and empty; empty but for between and estimate; "
            "clear both: they follow from hedge and stated"
        ],
    ),
    (
        "half a range",
        "_numbers",
        _claim("c020", high=""),
        ["claims.csv:21:low: 200 and empty; both ends of the range; type both ends"],
    ),
    (
        "low above high",
        "_turned",
        _claim("c020", low="230", high="200"),
        ["claims.csv:21:low: 230, above high 200; low at most high; exchange them"],
    ),
    (
        "a phrase that does not hold the number",
        "_printed",
        _claim("c001", phrase="213 people"),
        [f"claims.csv:2:phrase: '213 people', which reads 213; words that state 212; {HOLD}"],
    ),
    (
        "a phrase that does not hold the hedge",
        "_printed",
        _claim("c001", phrase="more than 212 people"),
        [
            "claims.csv:2:phrase: 'more than 212 people', which reads more than 212; "
            f"words that state 212; {HOLD}"
        ],
    ),
    (
        "a rate where things are counted",
        "_printed",
        _claim("c001", phrase="212 people per square metre"),
        [
            "claims.csv:2:phrase: '212 people per square metre', which reads 212 per m²; words "
            "that state 212 as a number; correct the scale of people/total in measures.csv, or "
            "the words"
        ],
    ),
    (
        "a phrase that holds no figure",
        "_printed",
        _claim("c001", phrase="everybody aboard"),
        [
            "claims.csv:2:phrase: 'everybody aboard', which reads no figure "
            "(not a figure: the words count nothing); "
            f"words that state 212; {HOLD}"
        ],
    ),
    (
        "a phrase in another language without a gloss",
        "_printed",
        _claim("c020", gloss=""),
        ["claims.csv:21:gloss: empty; the phrase in English; translate the words of the phrase"],
    ),
    (
        "a gloss that does not hold the number",
        "_printed",
        _claim("c021", gloss="three dead"),
        [
            "claims.csv:22:gloss: 'three dead', which reads 3; "
            "the number of the phrase 'deux morts': 2; "
            "translate the phrase again, or correct the number"
        ],
    ),
    (
        "a gloss that overrides its phrase",
        "_printed",
        _claim("c001", phrase="35 people died, not 95", gloss="seventeen people", stated="17"),
        [
            "claims.csv:2:phrase: '35 people died, not 95', which reads 35, 95 (denied); "
            f"words that state 17; {HOLD}"
        ],
    ),
    (
        "a denied figure that is asserted",
        "_printed",
        _claim("c001", phrase="35 people died, not 95", stated="95"),
        [
            "claims.csv:2:phrase: '35 people died, not 95', which reads 35, 95 (denied); "
            f"words that state 95; {HOLD}"
        ],
    ),
    (
        "a count that is a share",
        "_printed",
        _claim("c001", phrase="80 % of the people", stated="80"),
        [
            "claims.csv:2:phrase: '80 % of the people', which reads 80 %; "
            "words that state 80 as a number; correct the scale of people/total in measures.csv, "
            "or the words"
        ],
    ),
    (
        "a phrase left out",
        "_worded",
        _claim("c003", phrase=""),
        [
            "claims.csv:4:phrase: empty; the figure's own words; "
            "copy them; only a source of the kind dataset has none"
        ],
    ),
    (
        "a row of a data set that nothing leads to",
        "_worded",
        lambda case: _dataset(case).change("claims", "c003", locator=""),
        ["claims.csv:4:locator: empty; the row of the data set, and its columns; give its locator"],
    ),
    (
        "half a thing",
        "_whole",
        _claim("c001", stated="212.5", phrase="212.5 people"),
        [
            "claims.csv:2:stated: '212.5'; a whole number, since people counts whole things; "
            "correct it, or clear step in measures.csv"
        ],
    ),
    (
        "added on no day",
        "_added",
        lambda case: _added(case).change("claims", "c003", covers=""),
        [
            "claims.csv:4:covers: empty; the days on which what was added happened; "
            "give its covers, or count it as new"
        ],
    ),
    (
        "said after it was published",
        "_in_order",
        _claim("c003", said_on="2031-03-05"),
        [
            "claims.csv:4:said_on: 2031-03-05, after its source came out; at most 2031-03-04; "
            "correct the day, or published in sources.csv"
        ],
    ),
    (
        "a figure for an event's date",
        "_kinds",
        _claim("c025", hedge="bare", stated="1"),
        ["claims.csv:26:hedge: 'bare'; none for event_date; give the figure a measure of its own"],
    ),
    (
        "a date of no event",
        "_kinds",
        _claim("c025", covers="", event_id=""),
        [
            "claims.csv:26:covers: empty; the event and the day it is given; give its covers",
            "claims.csv:26:event_id: empty; the event and the day it is given; give its event_id",
        ],
    ),
    (
        "checked by nobody",
        "_second_look",
        _claim("c003", state="checked"),
        [
            "claims.csv:4:checked_by: empty; who checked a checked claim; "
            "name the role, or set draft"
        ],
    ),
    (
        "checked by its coder",
        "_second_look",
        _claim("c003", state="checked", checked_by="coder"),
        ["claims.csv:4:checked_by: 'coder'; another than coded_by; have a second person check it"],
    ),
]


@pytest.mark.parametrize(
    ("breaking", "printed"), [row[2:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_what_breaks_a_rule_is_a_problem(
    case: Case, breaking: Callable[[Case], object], printed: list[str]
) -> None:
    breaking(case)
    before = case.hash()
    assert case.problems() == printed
    assert case.hash() == before


def test_every_rule_is_broken_above() -> None:
    assert {row[1] for row in ROWS} == {rule.check.__name__ for rule in ROW_RULES}


# what may look broken and is not
SOUND = [
    ("eight words", "c015", {"phrase": "there were at most nine sorties in all", "hedge": "up_to"}),
    ("a denial of several", "c007", {"stance": "denies"}),
    ("said on the day it came out", "c003", {"said_on": "2031-03-04"}),
    ("said in a month that begins before", "c003", {"said_on": "2031-03"}),
    ("said on a day not known", "c003", {"said_on": ""}),
    ("checked by another", "c003", {"state": "checked", "checked_by": "editor"}),
    ("a category left open", "c005", {"category": "[ashore,aboard_still]"}),
    ("the second number of a phrase", "c005", {"phrase": "of the 212, 80 are ashore"}),
]


@pytest.mark.parametrize(
    ("claim_id", "cells"), [row[1:] for row in SOUND], ids=[row[0] for row in SOUND]
)
def test_what_keeps_the_rules_passes(case: Case, claim_id: str, cells: dict[str, str]) -> None:
    assert case.change("claims", claim_id, **cells).problems() == []


def test_a_row_of_a_data_set_needs_no_words(case: Case) -> None:
    assert not [p for p in _dataset(case).problems() if p.startswith("claims.csv:4:")]


def test_a_count_may_be_added_to_a_total(case: Case) -> None:
    assert not [p for p in _added(case).problems() if p.startswith("claims.csv:4:")]


def test_a_decimal_is_allowed_where_no_number_is_next(case: Case) -> None:
    case.change("measures", "people", step="")
    case.change("claims", "c001", stated="212.5", phrase="212.5 people")
    assert not [p for p in case.problems() if ":stated:" in p]


def test_what_many_rows_break_is_counted(case: Case) -> None:
    ids = [row["claim_id"] for row in case.rows("claims")]
    for claim_id in ids:
        case.change("claims", claim_id, verb="were carried off in boats")
    problems = case.problems()
    assert problems[0] == (
        "claims.csv:2:verb: 5 words; at most 3 words; cut it to the figure's own words"
    )
    assert problems[20].startswith(f"claims.csv:22:verb: 5 words, and {len(ids) - 21} rows like it")
    assert len(problems) == 21


def test_a_rule_runs_on_what_is_sound_in_a_row(case: Case) -> None:
    case.change("claims", "c003", stated="many", phrase="so very many words that it breaks a rule")
    case.change("claims", "c001", phrase="213 people")
    assert [problem.split(";")[0] for problem in case.problems()] == [
        "claims.csv:2:phrase: '213 people', which reads 213",
        "claims.csv:4:phrase: 9 words",
        "claims.csv:4:stated: 'many'",
    ]


def test_rows_that_are_only_counted_are_not_judged_either(case: Case) -> None:
    for row in case.rows("claims"):
        case.change("claims", row["claim_id"], hedge="bear", stated="many")
    assert len(case.problems()) == 42


def test_a_claim_is_not_judged_by_a_source_or_measure_that_is_refused(case: Case) -> None:
    case.change("sources", "line-2031-03-04", published="March")
    case.change("measures", "cars", scale="lorries")
    case.change("claims", "c003", said_on="2032")
    case.change("claims", "c023", said_on="2032")
    assert [problem.split(";")[0] for problem in case.problems()] == [
        "sources.csv:4:published: 'March'",
        "measures.csv:5:scale: 'lorries'",
        "claims.csv:24:said_on: 2032, after its source came out",
    ]


def test_an_unknown_category_is_no_fault_where_the_measures_are_not_whole(case: Case) -> None:
    case.edit("measures", "aground,hours,hours aground", "aground,hours")
    assert [problem.split(":")[0] for problem in case.problems()] == ["measures.csv"]
