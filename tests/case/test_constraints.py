"""Every constraint of the schema, broken once, and what is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import FERRY, Case

from analysis.case.schema import package
from analysis.claims.cells import members
from analysis.claims.dates import ALLOWED

HEDGES = (
    "one of bare, more_than, at_least, fewer_than, nearly, up_to, about, between, "
    "estimate, unquantified, none"
)
ACTORS = "coastguard, line, ministry, passengers, post, radio, wire"
BLANKS = "no blanks at the ends; delete the blanks, or run `contested tidy`"
BROKEN_LINE = "one line of text; delete the line break or control character"
QUOTED = "no quotation marks around a value; delete them"
NUMBER = "a number in at most 15 digits"
DIGITS = "write digits alone; empty is unknown"


def _claim(claim_id: str, **cells: str) -> Callable[[Case], Case]:
    return lambda case: case.change("claims", claim_id, **cells)


# id, how the case is broken, what is printed
SCHEMA: list[tuple[str, Callable[[Case], object], str]] = [
    ("required", _claim("c003", speech=""), "claims.csv:4:speech: empty; a value; give its speech"),
    (
        "enum, near",
        _claim("c003", hedge="bear"),
        f"claims.csv:4:hedge: 'bear'; {HEDGES}; did you mean bare?",
    ),
    (
        "enum, far",
        _claim("c003", state="?"),
        "claims.csv:4:state: '?'; one of draft, checked; take one of these",
    ),
    (
        "pattern",
        lambda case: case.change("sources", "radio-2031-03", language="French"),
        "sources.csv:8:language: 'French'; "
        "a text of the shape [a-z]{2,3}(-[A-Za-z0-9]{2,8})*; as en",
    ),
    (
        "integer in words",
        _claim("c003", stated="none"),
        f"claims.csv:4:stated: 'none'; {NUMBER}; {DIGITS}",
    ),
    (
        "exclusiveMinimum",
        lambda case: case.edit("measures", "people,count,1,", "people,count,0,"),
        "measures.csv:2:step: '0'; more than 0; correct it; empty is unknown",
    ),
    (
        "1,000",
        _claim("c003", stated="1,000"),
        f"claims.csv:4:stated: '1,000'; {NUMBER}; write 1000",
    ),
    (
        "1 000 with a hard blank",
        _claim("c003", stated="1\u00a0000"),
        f"claims.csv:4:stated: '1\\xa0000'; {NUMBER}; write 1000",
    ),
    ("other digits", _claim("c003", stated="٣"), f"claims.csv:4:stated: '٣'; {NUMBER}; write 3"),
    (
        "a number too long to be one",
        _claim("c003", stated="9" * 5_000),
        f"claims.csv:4:stated: '{'9' * 80}…'; {NUMBER}; {DIGITS}",
    ),
    (
        "negative count",
        _claim("c003", stated="-3"),
        "claims.csv:4:stated: '-3'; at least 0; correct it; empty is unknown",
    ),
    (
        "number",
        lambda case: case.change("places", "strait", latitude="10.5° N"),
        f"places.csv:5:latitude: '10.5° N'; {NUMBER}; {DIGITS}",
    ),
    (
        "not a number",
        lambda case: case.change("places", "strait", latitude="nan"),
        f"places.csv:5:latitude: 'nan'; {NUMBER}; {DIGITS}",
    ),
    (
        "minimum",
        lambda case: case.change("places", "strait", latitude="-90.5"),
        "places.csv:5:latitude: '-90.5'; at least -90; correct it; empty is unknown",
    ),
    (
        "maximum",
        lambda case: case.change("places", "strait", where_precision="8"),
        "places.csv:5:where_precision: '8'; at most 7; correct it; empty is unknown",
    ),
    (
        "maxLength",
        lambda case: case.change("events", "2031-03-06-tug", label="x" * 49),
        f"events.csv:4:label: '{'x' * 49}'; at most 48 characters; shorten it",
    ),
    (
        "9/2/2017",
        _claim("c003", said_on="9/2/2017"),
        f"claims.csv:4:said_on: '9/2/2017'; {ALLOWED}; "
        "write year-month-day, as 2017-09-02; the order here is ambiguous",
    ),
    (
        "02.09.2017",
        _claim("c003", said_on="02.09.2017"),
        f"claims.csv:4:said_on: '02.09.2017'; {ALLOWED}; "
        "write year-month-day, as 2017-09-02; the order here is ambiguous",
    ),
    (
        "8/28/2017",
        _claim("c003", said_on="8/28/2017"),
        f"claims.csv:4:said_on: '8/28/2017'; {ALLOWED}; write 2017-08-28",
    ),
    (
        "28.8.2017",
        _claim("c003", said_on="28.8.2017"),
        f"claims.csv:4:said_on: '28.8.2017'; {ALLOWED}; write 2017-08-28",
    ),
    (
        "a date in words",
        lambda case: case.change("sources", "line-2031-03-04", published="4 March 2031"),
        f"sources.csv:4:published: '4 March 2031'; {ALLOWED}; write a date; empty is unknown",
    ),
    (
        "2017-02-30",
        _claim("c003", covers="2017-02-30"),
        f"claims.csv:4:covers: '2017-02-30'; {ALLOWED}; "
        "write a day that exists in the calendar; empty is unknown",
    ),
    (
        "an interval that runs backwards",
        _claim("c003", covers="2031-03-05/2031-03-04"),
        f"claims.csv:4:covers: '2031-03-05/2031-03-04'; {ALLOWED}; "
        "write an interval whose first day is not after its last; empty is unknown",
    ),
    (
        "unknown reference",
        lambda case: case.change("links", "c004", other_id="c999"),
        "links.csv:2:other_id: 'c999'; a claim_id of claims.csv; 'c999': choose one of "
        "c001, c002, c003, c004, c005, c006, c007, c008, c009, c010, c011, c012 and 15 more",
    ),
    (
        "unknown reference in a list",
        _claim("c005", via="wire|rado"),
        "claims.csv:6:via: 'wire|rado'; an actor_id of actors.csv; 'rado': did you mean radio?",
    ),
    (
        "a list with a bar too many",
        _claim("c005", via="wire|"),
        f"claims.csv:6:via: 'wire|'; an actor_id of actors.csv; '': choose one of {ACTORS}",
    ),
    (
        "unknown reference in a one-of set",
        _claim("c004", claimant="[line,psot]"),
        "claims.csv:5:claimant: '[line,psot]'; an actor_id of actors.csv; "
        "'psot': did you mean post?",
    ),
    (
        "two unknown references in one set",
        _claim("c004", claimant="[lime,psot]"),
        "claims.csv:5:claimant: '[lime,psot]'; an actor_id of actors.csv; "
        "'lime': did you mean line?; 'psot': did you mean post?",
    ),
    (
        "a one-of set with a blank in it",
        _claim("c004", claimant="[line, post]"),
        "claims.csv:5:claimant: '[line, post]'; an actor_id of actors.csv; "
        "' post': did you mean post?",
    ),
    (
        "a list where one is wanted",
        _claim("c004", claimant="line|post"),
        "claims.csv:5:claimant: 'line|post'; an actor_id of actors.csv; "
        "write [line,post] where the text leaves open which is meant",
    ),
    (
        "a one-of set where a list is wanted",
        _claim("c005", via="[wire,post]"),
        "claims.csv:6:via: '[wire,post]'; an actor_id of actors.csv; "
        "write wire|post, which is a list",
    ),
    (
        "duplicate key",
        lambda case: case.add("claims", "c003"),
        "claims.csv:5:claim_id: 'c003'; each claim_id once; line 4 has it already; "
        "delete or rename one",
    ),
    (
        "duplicate key of three columns",
        lambda case: case.add("links", "c004", certainty="sure"),
        "links.csv:3:claim_id: 'c004, repeats, c001'; "
        "each claim_id, relation, other_id once; line 2 has it already; delete or rename one",
    ),
    (
        "a blank behind",
        _claim("c003", phrase="no injuries "),
        f"claims.csv:4:phrase: 'no injuries '; {BLANKS}",
    ),
    (
        "a hard blank before",
        _claim("c003", phrase="\u00a0no injuries"),
        f"claims.csv:4:phrase: '\\xa0no injuries'; {BLANKS}",
    ),
    (
        "a line break",
        _claim("c003", note="one\ntwo"),
        f"claims.csv:4:note: 'one\\ntwo'; {BROKEN_LINE}",
    ),
    (
        "a control character",
        _claim("c003", note="one\x07two"),
        f"claims.csv:4:note: 'one\\x07two'; {BROKEN_LINE}",
    ),
    (
        "curly quotes",
        _claim("c003", phrase="“no injuries”"),
        f"claims.csv:4:phrase: '“no injuries”'; {QUOTED}",
    ),
    (
        "German quotes",
        _claim("c003", phrase="„no injuries“"),
        f"claims.csv:4:phrase: '„no injuries“'; {QUOTED}",
    ),
    (
        "single curly quotes",
        _claim("c003", note="‘later’"),
        f"claims.csv:4:note: '‘later’'; {QUOTED}",
    ),
]


@pytest.mark.parametrize(
    ("breaking", "printed"), [row[1:] for row in SCHEMA], ids=[row[0] for row in SCHEMA]
)
def test_what_the_schema_does_not_allow_is_a_problem(
    case: Case, breaking: Callable[[Case], object], printed: str
) -> None:
    breaking(case)
    before = case.hash()
    assert case.problems() == [printed]
    assert case.hash() == before


def test_more_than_twenty_keys_that_stand_twice_are_counted(case: Case) -> None:
    case.remake("searches", lambda raw: raw + raw.splitlines(keepends=True)[1] * 30)
    problems = case.problems()
    assert len(problems) == 21
    assert problems[-1].startswith("searches.csv:23:search_id: 's001', and 9 rows like it; each")


def test_every_kind_of_constraint_in_the_schema_is_broken_above() -> None:
    described = package(FERRY).tables
    fields = [(name, field) for name, table in described.items() for field in table.fields]
    used = {kind for _, field in fields for kind in field.constraints}
    assert used - {"unique"} == {
        *("required", "enum", "pattern", "minimum", "exclusiveMinimum", "maximum", "maxLength"),
    }
    unique = {(name, field.name) for name, field in fields if field.constraints.get("unique")}
    keys = {(name, *table.key) for name, table in described.items()}
    assert unique <= keys, "the check of keys covers what is unique"


# what may look broken and is not
ALLOWED_VALUES = [
    ("a quoted word inside", "claims", "c014", {"note": "the “eleven” and the ‘four’ differ"}),
    ("a quoted word first", "claims", "c014", {"note": "“eleven” does not follow"}),
    ("an ayn", "places", "strait", {"name_local": "‘Anah"}),
    ("quotes and commas", "claims", "c014", {"note": 'say "x", and y'}),
    ("no coordinates", "places", "strait", {"latitude": "", "longitude": ""}),
    ("text from right to left", "places", "strait", {"name_local": "مضيق سيلا"}),
    ("as long as it may be", "events", "2031-03-06-tug", {"label": "é" * 48}),
]


@pytest.mark.parametrize(
    ("table", "key", "cells"),
    [row[1:] for row in ALLOWED_VALUES],
    ids=[row[0] for row in ALLOWED_VALUES],
)
def test_what_the_schema_allows_passes(
    case: Case, table: str, key: str, cells: dict[str, str]
) -> None:
    assert case.change(table, key, **cells).problems() == []


def test_nothing_is_said_of_references_to_a_file_that_cannot_be_read(case: Case) -> None:
    case.path("actors").unlink()
    case.edit("places", "7,15,", "7,15")
    case.change("claims", "c003", speech="")
    assert [problem.split(":")[0] for problem in case.problems()] == [
        "actors.csv",
        "places.csv",
        "claims.csv",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("line", ("line",)),
        ("line|post", ("line", "post")),
        ("[line,post]", ("line", "post")),
        ("[line]", ("line",)),
    ],
)
def test_the_names_in_a_cell(text: str, expected: tuple[str, ...]) -> None:
    assert members(text) == expected
