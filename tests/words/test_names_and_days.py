"""Names, days and addresses in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.case.timeline import Timeline
from analysis.claims.dates import when
from analysis.errors import many
from analysis.words.names_and_days import (
    about,
    day_words,
    deep_link,
    escaped,
    listed,
    long_day,
    on,
    short_day,
    who,
    years_where_needed,
)

# a date, how a sentence begins with it, in words, as a label
DAYS = [
    ("2031-03-04", "On 4 March 2031, ", "4 March 2031", "4 Mar"),
    ("2031-03-04?", "On 4 March 2031 (inferred), ", "4 March 2031 (inferred)", "~4 Mar"),
    (
        "2031-03-04/2031-03-06",
        "Between 4 March and 6 March 2031, ",
        "4 March to 6 March 2031",
        "4–6 Mar",
    ),
    (
        "2031-03-04?/2031-04-06",
        "Between 4 March (inferred) and 6 April 2031, ",
        "4 March (inferred) to 6 April 2031",
        "~4 Mar–6 Apr",
    ),
    (
        "2031-03-04/2031-03-06?",
        "Between 4 March and 6 March 2031 (inferred), ",
        "4 March to 6 March 2031 (inferred)",
        "~4–6 Mar",
    ),
    (
        "2030-12-31/2031-01-01",
        "Between 31 December 2030 and 1 January 2031, ",
        "31 December 2030 to 1 January 2031",
        "31 Dec–1 Jan",
    ),
    (
        "2030-03-04/2031-03-04",
        "Between 4 March 2030 and 4 March 2031, ",
        "4 March 2030 to 4 March 2031",
        "4 Mar–4 Mar",
    ),
    ("2031-03", "Between 1 March and 31 March 2031, ", "1 March to 31 March 2031", "1–31 Mar"),
    ("../2031-03-04", "By 4 March 2031, ", "4 March 2031 or before", "by 4 Mar"),
    (
        "2031-03-04?/..",
        "On 4 March 2031 (inferred) or after, ",
        "4 March 2031 (inferred) or after",
        "~from 4 Mar",
    ),
    (
        "[2031-03-04,2031-03-05]",
        "On 4 or 5 March 2031, ",
        "4 or 5 March 2031",
        "4–5 Mar",
    ),
]


@pytest.mark.parametrize(
    ("text", "beginning", "words", "label"), DAYS, ids=[row[0] for row in DAYS]
)
def test_a_date_in_words(text: str, beginning: str, words: str, label: str) -> None:
    assert on(when(text)) == beginning
    assert day_words(when(text)) == words
    assert short_day(when(text)) == label


def test_a_day_not_known_is_said_to_be_so() -> None:
    assert on(None) == "On a day not given, "
    assert short_day(None) == "no date"
    assert long_day(None) == ""


def test_who_said_it_and_who_passed_it_on(ferry: Timeline) -> None:
    assert who(ferry, ferry["c001"]) == "Alba Line"
    assert who(ferry, ferry["c004"]) == "Alba Line or Harbour Post"
    assert who(ferry, ferry["c005"]) == "Alba Line via North Wire"
    passed_on = replace(ferry["c005"], via=("wire", "post"))
    assert who(ferry, passed_on) == "Alba Line via North Wire, Harbour Post"


def test_what_it_is_about_is_said_where_that_is_another_day(ferry: Timeline) -> None:
    assert about(ferry["c001"]) == ""
    assert about(ferry["c004"]) == ", for 4 March 2031"
    assert about(ferry["c021"]) == ", for 4 March (inferred) to 6 March 2031"
    assert about(replace(ferry["c004"], covers=None)) == ""


# the address, the words, the link
LINKS = [
    ("https://a.example/1", "212 people", "https://a.example/1#:~:text=212%20people"),
    ("https://a.example/1", "17-bus", "https://a.example/1#:~:text=17%2Dbus"),
    ("https://a.example/1", "a, b & c", "https://a.example/1#:~:text=a%2C%20b%20%26%20c"),
    ("https://a.example/1", "(no title)", "https://a.example/1"),
    ("", "212 people", ""),
]


@pytest.mark.parametrize(("url", "phrase", "link"), LINKS)
def test_a_link_opens_the_document_at_the_words(url: str, phrase: str, link: str) -> None:
    assert deep_link(url, phrase) == link


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_names_are_joined(names: list[str], words: str) -> None:
    assert listed(names) == words


def test_things_are_counted_in_words() -> None:
    assert many(0, "claim") == "0 claims"
    assert many(1, "claim") == "1 claim"
    assert many(1_200, "claim") == "1,200 claims"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<script>", "\\<script\\>"),
        ("$x$ `y` *z*", "\\$x\\$ \\`y\\` \\*z\\*"),
        ("[c001].", "\\[c001\\]\\."),
        ("plain تدمر", "plain تدمر"),
    ],
)
def test_markdown_shows_text_as_it_stands(text: str, words: str) -> None:
    assert escaped(text) == words


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (["2040-08-10", "2040-08-03"], ["10 Aug", "3 Aug"]),
        (["2040-08-10", "2041-08-03"], ["10 Aug 2040", "3 Aug 2041"]),
        (["2040-12-30/2041-01-02"], ["30 Dec 2040–2 Jan 2041"]),
        (["2040-08-04/2040-08-10", "2041-08-03?"], ["4–10 Aug 2040", "~3 Aug 2041"]),
        (["2040-07-04/2040-08-10", "../2041-08-03"], ["4 Jul–10 Aug 2040", "by 3 Aug 2041"]),
    ],
)
def test_a_short_day_has_its_year_where_there_are_two(texts: list[str], labels: list[str]) -> None:
    days = [when(text) for text in texts]
    with years_where_needed(days):
        assert [short_day(day) for day in days] == labels
    assert "20" not in short_day(when("2041-08-03"))


def test_an_inner_text_of_one_year_has_it_inside_one_of_two() -> None:
    """As a sentence about the claims of a day, in a chart of two years."""
    with (
        years_where_needed([when("2040-08-10"), when("2041-08-03")]),
        years_where_needed([when("2040-08-10")]),
    ):
        assert short_day(when("2040-08-10")) == "10 Aug 2040"
